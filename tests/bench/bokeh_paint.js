// The yardstick of paint.js for a Bokeh figure: the product's map and stock HoloViews alike.
(() => {
  let map = null;
  const isMap = (view) => view.model?.type === "Figure" && view.frame?.bbox.width > 300 && images(view).length > 0;

  // Views of Image, ImageRGBA, ImageStack and ImageURL glyphs that are shown.
  const images = (plot) => [...(plot.renderer_views?.values() ?? [])]
    .filter((view) => view.glyph?.model.type.startsWith("Image") && view.model.visible)
    .map((view) => view.glyph);

  const edges = (glyph) => {
    const width = glyph.dw.get(0), height = glyph.dh.get(0);
    return [glyph.x[0], glyph.x[0] + width, glyph.y[0], glyph.y[0] + height];
  };

  // Pieces with addresses belong to the view when they cover it, as their source tells, at its scale.
  const covers = (glyph) => {
    if (glyph.resolved?.count < glyph.data_size) return false; // a piece is still being decoded
    const { x0, x1, y0, y1 } = bench.view(), near = 0.02 * (x1 - x0);
    const [west, south, east, north, scale] = glyph.parent.model.data_source.tags;
    const inside = west - near < x0 && x1 < east + near && south - near < y0 && y1 < north + near;
    return inside && Math.abs(scale * map.frame.bbox.width - (x1 - x0)) < near;
  };

  // An image belongs to the view when it covers all of it, or at least all of it that has rows.
  const belongs = (glyph) => {
    if (!glyph.data_size) return false;
    if (glyph.w) return covers(glyph);
    const { x0, x1, y0, y1 } = bench.view(), rows = window.benchRows;
    const whole = [x0, x1, y0, y1];
    const needed = [Math.max(x0, rows.x0), Math.min(x1, rows.x1), Math.max(y0, rows.y0), Math.min(y1, rows.y1)];
    const near = (a, b) => Math.abs(a - b) < 0.02 * (x1 - x0);
    return edges(glyph).every((edge, side) => near(edge, whole[side]) || near(edge, needed[side]));
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
