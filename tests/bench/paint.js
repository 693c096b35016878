// When is a map on screen? The same yardstick for every peer, installed before any script of the page.
//
// gestureEnd: when the browser received the last pointer movement of a drag.
// painted:    after the last drawing that changed a pixel was really carried out: the map's canvas is read back (which
//             waits for queued drawing, WebGL or 2D), then the frame it belongs to is let pass.
// A peer calls drew(canvas) whenever it has drawn, and says by aligned() whether what it drew belongs to the view.
(() => {
  const probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  let shown = new Uint32Array(0);
  // Whether the canvas looks different from the last time.
  const isNew = (canvas) => {
    const { width, height } = canvas;
    if (probe.canvas.width !== width || probe.canvas.height !== height) Object.assign(probe.canvas, { width, height });
    probe.globalCompositeOperation = "copy";
    probe.drawImage(canvas, 0, 0);
    const before = shown;
    shown = new Uint32Array(probe.getImageData(0, 0, width, height).data.buffer);
    return shown.length !== before.length || shown.some((pixel, at) => pixel !== before[at]);
  };
  const bench = {
    gestureEnd: 0, painted: 0, drawn: 0, firstPaint: 0, pending: 0,
    aligned: () => false, // is the content of this view there, whole?
    frame: () => null, // the map's rectangle in the window: {x, y, width, height}
    setView: () => {}, // {x0, x1, y0, y1} in Web Mercator metres
  };
  window.bench = bench;

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const framePassed = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(null);
  }));

  bench.drew = async (canvas) => {
    const whole = bench.aligned();
    bench.drawn = performance.now();
    bench.pending += 1;
    const changed = isNew(canvas);
    await framePassed();
    bench.pending -= 1;
    if (changed || !bench.firstPaint) bench.painted = performance.now();
    if (whole && !bench.firstPaint) bench.firstPaint = bench.painted;
  };

  // Resolves once the view's own content is painted and nothing has been drawn or received for a while. Null where nothing
  // new was painted after the last movement: then there is no time to tell.
  bench.settle = async (quietMs, patienceMs) => {
    const start = performance.now();
    for (;;) {
      await wait(25);
      const now = performance.now();
      const busy = Math.max(bench.painted, bench.drawn, bench.gestureEnd, window.benchSockets.at);
      const done = bench.aligned() && !bench.pending && bench.firstPaint;
      const ms = bench.painted - bench.gestureEnd;
      if (done && now - busy > quietMs) return ms > 0 ? { ms, firstPaint: bench.firstPaint } : null;
      if (now - start > patienceMs) return null;
    }
  };

  window.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) bench.gestureEnd = event.timeStamp;
  }, true);
})();
