// Counts what arrives by websocket, where it arrives. Installed before any script of the page.
(() => {
  const counted = { bytes: 0, at: 0 };
  window.benchSockets = counted;
  const utf8 = new TextEncoder();
  const size = (data) => {
    if (typeof data === "string") return utf8.encode(data).length;
    return data.byteLength ?? data.size;
  };
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => {
        counted.bytes += size(event.data);
        counted.at = performance.now();
      });
    }
  };
})();
