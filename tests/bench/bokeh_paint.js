// The yardstick of paint.js for a Bokeh figure: the product's map and stock HoloViews alike.
(() => {
  let map = null;
  const isMap = (view) => view.model?.type === "Figure" && view.frame?.bbox.width > 300 && images(view).length > 0;

  // Views of Image, ImageRGBA, ImageStack and ImageURL glyphs that are shown.
  const images = (plot) => [...(plot.renderer_views?.values() ?? [])]
    .filter((view) => view.glyph?.model.type.startsWith("Image") && view.model.visible)
    .map((view) => view.glyph);

  const middle = (glyph) => {
    const width = (glyph.w ?? glyph.dw)?.get(0), height = (glyph.h ?? glyph.dh)?.get(0);
    const anchor = glyph.w ? glyph.anchor : { x: 0, y: 1 };
    const left = glyph.x[0] - anchor.x * width, top = glyph.y[0] + anchor.y * height;
    return { x: left + width / 2, y: top - height / 2, width };
  };

  const belongs = (glyph) => {
    if (!glyph.data_size) return false;
    if (glyph.w && glyph.resolved?.count < glyph.data_size) return false; // the picture is still being decoded
    const { x_range: x, y_range: y } = map.model;
    const at = middle(glyph), tolerance = 0.02 * (x.end - x.start);
    return Math.abs(at.x - (x.start + x.end) / 2) < tolerance && Math.abs(at.y - (y.start + y.end) / 2) < tolerance
      && Math.abs(at.width - (x.end - x.start)) < tolerance;
  };

  bench.aligned = () => map !== null && images(map).every(belongs);

  bench.frame = () => {
    if (!map) return null;
    const box = map.el.getBoundingClientRect(), inner = map.frame.bbox;
    const canvas = map.canvas_view.el.getBoundingClientRect();
    return { x: canvas.x + inner.x, y: canvas.y + inner.y, width: inner.width, height: inner.height, outer: box.width };
  };

  bench.setView = ({ x0, x1, y0, y1 }) => {
    map.model.x_range.setv({ start: x0, end: x1 });
    map.model.y_range.setv({ start: y0, end: y1 });
    map.request_repaint();
    map.trigger_ranges_update_event();
  };

  bench.view = () => {
    const { x_range: x, y_range: y } = map.model;
    return { x0: x.start, x1: x.end, y0: y.start, y1: y.end };
  };

  const looking = setInterval(() => {
    if (typeof Bokeh === "undefined") return;
    map = Bokeh.index.query_one(isMap) ?? null;
    if (!map) return;
    clearInterval(looking);
    map.repainted.connect(() => bench.drew(map.canvas_view.primary.canvas));
    map.request_repaint(); // it may have been painted before it was found
  }, 10);
})();
