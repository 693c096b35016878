// When is a map on screen? The same yardstick for every peer, installed before any script of the page.
//
// gestureEnd: when the browser received the last pointer movement of a drag.
// painted:    after the drawing was really carried out: one pixel of the map's canvas is read back (which waits for
//             queued drawing, WebGL or 2D), then the frame it belongs to is let pass.
// A peer calls drew(canvas) whenever it has drawn, and says by aligned() whether what it drew belongs to the view.
(() => {
  const probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const bench = {
    gestureEnd: 0, painted: 0, firstPaint: 0, pending: 0,
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
    bench.pending += 1;
    probe.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    probe.getImageData(0, 0, 1, 1);
    await framePassed();
    bench.pending -= 1;
    bench.painted = performance.now();
    if (whole && !bench.firstPaint) bench.firstPaint = bench.painted;
  };

  // Resolves once the view's own content is painted and nothing has been drawn or received for a while.
  bench.settle = async (quietMs, patienceMs) => {
    const start = performance.now();
    for (;;) {
      await wait(25);
      const now = performance.now();
      const busy = Math.max(bench.painted, bench.gestureEnd, window.benchSockets.at);
      const done = bench.painted > bench.gestureEnd && bench.aligned() && !bench.pending && bench.firstPaint;
      if (done && now - busy > quietMs) return { ms: bench.painted - bench.gestureEnd, firstPaint: bench.firstPaint };
      if (now - start > patienceMs) return null;
    }
  };

  window.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) bench.gestureEnd = event.timeStamp;
  }, true);
})();
