// When is the operations page ready, and when does a figure change on screen? Installed before any script of the page.
//
// ready: every KPI card holds a figure and the frame it belongs to has passed.
// mapReady: the map was drawn with a picture of the network in it, and the frame it belongs to has passed.
// changes: for each KPI whose text changed, the wall-clock time (ms) at which the frame with the new text had passed.
(() => {
  const live = { ready: 0, mapReady: 0, values: {}, changes: [] };
  window.live = live;

  const within = function* (root, selector) {
    yield* root.querySelectorAll(selector);
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) yield* within(element.shadowRoot, selector);
  };
  const framePassed = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(null);
  }));

  const look = async (cards) => {
    const found = {};
    for (const card of cards.querySelectorAll(".kpi[data-key]")) {
      const value = card.querySelector(".kpi-value");
      if (value) found[card.dataset.key] = value.textContent;
    }
    const changed = Object.keys(found).filter((key) => live.values[key] !== found[key]);
    if (!changed.length) return;
    live.values = found;
    await framePassed();
    const at = performance.timeOrigin + performance.now();
    if (!live.ready) live.ready = performance.now();
    else for (const key of changed) live.changes.push({ key, value: found[key], at });
  };

  const pictures = (plot) => [...(plot.renderer_views?.values() ?? [])]
    .filter((view) => view.glyph?.model.type.startsWith("Image") && view.model.visible).map((view) => view.glyph);
  const isDecoded = (glyph) => glyph.data_size > 0 && !(glyph.resolved?.count < glyph.data_size);

  const mapDrawn = async (map) => {
    if (live.mapReady || !pictures(map).length || !pictures(map).every(isDecoded)) return;
    await framePassed();
    live.mapReady ||= performance.now();
  };

  const seeking = setInterval(() => {
    if (typeof Bokeh === "undefined") return;
    const map = Bokeh.index.query_one((view) => view.model?.type === "Figure" && view.frame?.bbox.width > 300);
    if (!map) return;
    clearInterval(seeking);
    map.repainted.connect(() => mapDrawn(map));
    map.request_repaint(); // it may have been painted before it was found
  }, 10);

  const looking = setInterval(() => {
    const [row] = within(document, ".kpi-row");
    if (!row) return;
    clearInterval(looking);
    const root = row.getRootNode();
    new MutationObserver(() => look(root)).observe(root, { childList: true, subtree: true, characterData: true });
    look(root);
  }, 10);
})();
