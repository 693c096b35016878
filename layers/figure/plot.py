"""The Bokeh figure of the map and all that is drawn in it, from the ground up: how things look, not when they change.

No CustomJS anywhere, so that the page's Content-Security-Policy can do without `unsafe-eval`. The image is one ImageURL
glyph of some pieces: Bokeh 3.9 keeps its old pictures until the new ones are there, and a data address is there in the
frame in which it arrives (watched in Chromium: of 156 paints during gestures none was empty and none showed an old
picture misplaced).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bokeh.core.properties import value
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    GlobalInlineStyleSheet,
    GlyphRenderer,
    HoverTool,
    ImageURL,
    ImperialLength,
    Label,
    Line,
    LinearColorMapper,
    LinearInterpolator,
    PanTool,
    Range1d,
    ScaleBar,
    Scatter,
    Text,
    WheelZoomTool,
)
from bokeh.plotting import figure

from data_sources.network.switching_states import BACK, FAULTED, OUT, PICKED_UP
from layers.colours.colour import Rgb, hexadecimal, mixed
from layers.colours.palette import Palette
from layers.figure.basemap import Basemap
from layers.figure.laid import Laid, no_pieces
from layers.layer import Layer
from layers.projection import ground_scale
from layers.style import MapStyle
from layers.viewport import Viewport, wall_scale

FONT = "Roboto, sans-serif"
SCALE_BAR_PX = 110
MAX_MARK_PX = 100.0  # no mark is larger
# Width in pixels and dash of what a switching state says of lines, those below first.
STUDY_STROKES: dict[int, tuple[float, str]] = {
    OUT: (2.5, "dashed"), BACK: (2.5, "solid"), PICKED_UP: (4.0, "dotdash"), FAULTED: (6.0, "solid"),
}  # fmt: skip
EMPTY_LINE: dict[str, Any] = {"x": [], "y": []}


class Plot:
    """The figure with one source a thing that changes.

    Args:
        layers: of the map, from the topmost to the lowest.
        style: colours.
        tiles_url: XYZ template of map tiles.

    Attributes:
        figure: the Bokeh figure.
        laid: the pieces of the image, and the marks over it.
        marks: sources of the sized marks by layer.
        labels: x, y, label of the words beside marks, by layer.
        trace: x and y of lines, NaN after each.
        study: likewise, by what a switching state says of them.
        selection_line: likewise.
        selection_point: x, y.
    """

    def __init__(self, layers: Sequence[Layer], style: MapStyle, tiles_url: str | None = None) -> None:
        """Draws the basemap and nothing else."""
        self.figure = _figure()
        self._page_style = GlobalInlineStyleSheet(css="")
        self.figure.stylesheets = [self._page_style]
        self._drag, self._wheel = self.figure.toolbar.tools
        self.basemap = Basemap(self.figure, style.palette, tiles_url)
        image = ColumnDataSource(no_pieces())
        self.figure.add_glyph(image, _image())
        self.trace, self._trace_lines = self._line(((7.0, 0.35), (3.0, 1.0)))
        self.study, self._study_lines = self._study()
        self.selection_line, self._selection_lines = self._line(((9.0, 0.35), (4.0, 1.0)))
        # Lines have no marks; only places do.
        self._layers = tuple(layer for layer in layers if layer.tooltip)
        self.marks: dict[str, ColumnDataSource] = {}
        self.labels: dict[str, ColumnDataSource] = {}
        self._glyphs: dict[str, tuple[GlyphRenderer | None, GlyphRenderer, GlyphRenderer | None]] = {}
        for layer in reversed(self._layers):
            self._add(layer)
        self.laid = Laid(image, self.marks, {layer.name: layer.no_marks() for layer in self._layers})
        self.selection_point = ColumnDataSource(EMPTY_LINE)
        self._selection_halo = self._scatter(self.selection_point, size=30, fill_alpha=0.18, line_color=None)
        self._selection_ring = self._scatter(self.selection_point, size=24, fill_alpha=0.0, line_width=3)
        self._scale_bar = _scale_bar()
        self._attribution = Label(
            x=0, y=2, x_units="screen", y_units="screen", text_align="right", text_font_size="0.77em", text_font=FONT,
            background_fill_alpha=0.75, padding=3,
        )  # fmt: skip
        self.figure.add_layout(self._scale_bar)
        self.figure.add_layout(self._attribution)
        self.recolour(style)

    def _add(self, layer: Layer) -> None:
        """The marks of a layer, a halo behind them and words beside them where it has some, and its tooltip."""
        mark, source = layer.mark, ColumnDataSource(layer.no_marks())
        self.marks[layer.name] = source
        halo = self._scatter(source, size=mark.halo_px, line_color=None, fill_alpha=0.22) if mark.halo_px else None
        marks = self._scatter(source, size="size", marker=mark.marker)
        words = None
        if mark.label:
            self.labels[layer.name] = ColumnDataSource({"x": [], "y": [], "label": []})
            words = self._words(self.labels[layer.name], is_above=mark.label_above)
        self._glyphs[layer.name] = (halo, marks, words)
        side: Any = mark.side
        self.figure.add_tools(
            HoverTool(renderers=[marks], tooltips=list(layer.tooltip), limit=1, attachment=side, show_arrow=False)
        )

    def scale_to(self, size: tuple[int, int]) -> None:
        """Make the scale bar and the marks as large as the texts beside a map of that size, in pixels.

        A wall is read from afar. Marks that are else drawn in the picture keep the size they have there.
        """
        scale = wall_scale(size)
        self._scale_bar.update(
            bar_length=int(SCALE_BAR_PX * scale), bar_line_width=2.5 * scale, margin=int(8 * scale),
            label_standoff=int(3 * scale),
        )  # fmt: skip
        for layer in self._layers:
            halo, marks, words = self._glyphs[layer.name]
            if words is not None or layer.is_overlay:
                marks.glyph.size = "size" if scale == 1 else {"field": "size", "transform": _times(scale)}
            if words is not None:
                words.glyph.update(**_beside(scale, is_above=layer.mark.label_above))
            if halo is not None:
                halo.glyph.size = layer.mark.halo_px * scale

    def recolour(self, style: MapStyle) -> None:
        """Take the colours of a theme or of another kind of vision."""
        palette = style.palette
        self.basemap.recolour(palette)
        # Bokeh leaves the outermost pixels half clear; the page must not shine through.
        self.figure.styles = {"background-color": hexadecimal(palette.ground)}
        self._page_style.css = _tooltip_style(palette)
        for layer in self._layers:
            self._recolour(layer, style)
        _colour_lines(self._trace_lines, palette.halo, palette.trace)
        for code, colour in study_colours(palette).items():
            _colour_lines(self._study_lines[code], palette.halo, colour)
        _colour_lines(self._selection_lines, palette.selection, palette.selection)
        self._selection_halo.glyph.fill_color = hexadecimal(palette.selection)
        self._selection_ring.glyph.line_color = hexadecimal(palette.selection)
        soft = hexadecimal(mixed(palette.ground, palette.text, 0.75))
        land = hexadecimal(palette.land)  # behind what may lie over feeders
        self._scale_bar.update(bar_line_color=soft, label_text_color=soft, background_fill_color=land)
        self._attribution.update(text_color=soft, text=self.basemap.attribution, background_fill_color=land)

    def _recolour(self, layer: Layer, style: MapStyle) -> None:
        halo, marks, words = self._glyphs[layer.name]
        colours, palette = layer.mark_colours(style), style.palette
        if layer.mark.is_coloured:
            marks.glyph.update(fill_color="colour", fill_alpha=layer.mark.opacity, line_color=None)
        else:
            _colour_marks(marks, layer, colours, palette)
        loudest = colours[max(colours)]
        if halo is not None:
            halo.glyph.fill_color = hexadecimal(loudest)
        if words is not None:
            words.glyph.update(text_color=_text(loudest, palette), background_fill_color=hexadecimal(palette.halo))

    def moved(self, viewport: Viewport) -> None:
        """Fit what depends on the view: the ground, the attribution's corner, the scale bar's latitude."""
        width, (x, y) = viewport.width, viewport.centre
        self.basemap.look_at(x, y)
        self._attribution.x = width - 6
        self._attribution.text = self.basemap.attribution
        dimensional = self._scale_bar.dimensional
        stretch = round(ground_scale(y), 3)
        if dimensional.basis["m"][0] != stretch:
            dimensional.basis = _basis(stretch)

    def _line(self, strokes: tuple[tuple[float, float], ...]) -> tuple[ColumnDataSource, list[GlyphRenderer]]:
        source = ColumnDataSource(EMPTY_LINE)
        glyphs = [
            Line(x="x", y="y", line_width=width, line_alpha=alpha, line_cap="round", line_join="round")
            for width, alpha in strokes
        ]
        return source, [self.figure.add_glyph(source, glyph) for glyph in glyphs]

    def _study(self) -> tuple[dict[int, ColumnDataSource], dict[int, list[GlyphRenderer]]]:
        """Lines of a switching state: each kind has a stroke of its own beside its colour."""
        sources, renderers = {}, {}
        for code, (width, dash) in STUDY_STROKES.items():
            sources[code], renderers[code] = self._line(((width + 4.0, 0.8), (width, 1.0)))
            renderers[code][1].glyph.update(line_dash=dash, line_cap="butt")
        return sources, renderers

    def _scatter(self, source: ColumnDataSource, **look: Any) -> GlyphRenderer:
        return self.figure.add_glyph(source, Scatter(x="x", y="y", **look))

    def _words(self, source: ColumnDataSource, *, is_above: bool) -> GlyphRenderer:
        place: dict[str, Any] = {"text_baseline": "middle", "text_font_style": "bold"}
        if is_above:
            place = {"text_align": "center", "text_baseline": "bottom"}
        look: dict[str, Any] = {
            "text_font_size": "0.92em", "text_font": value(FONT), "background_fill_alpha": 0.72, "padding": 3,
            "border_radius": 4, "border_line_color": None, **place, **_beside(1.0, is_above=is_above),
        }  # fmt: skip
        return self.figure.add_glyph(source, Text(x="x", y="y", text="label", **look))


def study_colours(palette: Palette) -> dict[int, Rgb]:
    """Of lines by what a switching state says of them."""
    return {OUT: palette.de_energized, BACK: palette.trace, PICKED_UP: palette.health[2], FAULTED: palette.outage}


def _beside(scale: float, *, is_above: bool) -> dict[str, Any]:
    """How far words stand off their mark."""
    return {"y_offset": -9 * scale} if is_above else {"x_offset": 12 * scale}


def _times(scale: float) -> LinearInterpolator:
    """Sizes of marks in pixels, so many times larger."""
    return LinearInterpolator(x=[0.0, MAX_MARK_PX], y=[0.0, MAX_MARK_PX * scale])


def _figure() -> figure:
    drag, wheel = PanTool(), WheelZoomTool(zoom_on_axis=False, speed=1 / 480)
    plot = figure(
        x_range=Range1d(start=0, end=1), y_range=Range1d(start=0, end=1), tools=[drag, wheel],
        active_scroll=wheel, active_drag=drag,
        toolbar_location=None, sizing_mode="stretch_both", output_backend="canvas", min_border=0,
        outline_line_color=None, lod_timeout=10, lod_interval=10, lod_threshold=None,
        x_axis_location=None, y_axis_location=None, min_width=100, min_height=100,
    )  # fmt: skip
    plot.grid.visible = False  # a page's Bokeh theme would give the grid a colour
    return plot


def _image() -> ImageURL:
    place: dict[str, Any] = {"url": "url", "x": "x", "y": "y", "w": "dw", "h": "dh", "anchor": "top_left"}
    return ImageURL(**place)


def _basis(stretch: float) -> dict[str, tuple[float, str, str]]:
    """Units of the scale bar in map metres, which are longer than metres on the ground away from the equator."""
    return {"map": (1.0, "m", "map metre"), "m": (stretch, "m", "metre"), "km": (1000 * stretch, "km", "kilometre")}


def _scale_bar() -> ScaleBar:
    dimensional = ImperialLength(basis=_basis(1.0), ticks=[1, 2, 5, 10, 20, 50, 100, 200, 500])
    return ScaleBar(
        unit="map", dimensional=dimensional, orientation="horizontal", location="bottom_left", length_sizing="adaptive",
        bar_length=SCALE_BAR_PX, bar_length_units="screen", background_fill_alpha=0.75, border_line_color=None,
        label_text_font=FONT, label_text_font_size="1em", bar_line_width=2.5, margin=8, padding=4, label_standoff=3,
    )  # fmt: skip


def _colour_lines(renderers: list[GlyphRenderer], *colours: Rgb) -> None:
    for renderer, colour in zip(renderers, colours, strict=True):
        renderer.glyph.line_color = hexadecimal(colour)


def _colour_marks(renderer: GlyphRenderer, layer: Layer, colours: Mapping[int, Rgb], palette: Palette) -> None:
    """Rings, or filled marks with an outline in the colour of the ground where they have one.

    Many marks are either stroked or filled, never both: that is what a paint of 3,000 of them takes its time for.
    """
    codes, other = range(min(colours), max(colours) + 1), colours[min(colours)]
    mapper = LinearColorMapper(
        palette=[hexadecimal(colours.get(code, other)) for code in codes], low=codes[0] - 0.5, high=codes[-1] + 0.5
    )
    shade = {"field": "code", "transform": mapper}
    if layer.mark.is_ring:
        renderer.glyph.update(fill_color=None, line_color=shade, line_width=2)
        return
    outline = {"line_color": hexadecimal(palette.halo), "line_width": layer.mark.line_px} if layer.mark.line_px else {}
    renderer.glyph.update(**{"fill_color": shade, "fill_alpha": layer.mark.opacity, "line_color": None, **outline})


def _tooltip_style(palette: Palette) -> str:
    """Bokeh hangs its tooltips into the page, outside the figure, and colours them by these properties."""
    surface = hexadecimal(mixed(palette.land, palette.border, 0.35))
    return (
        f".bk-Tooltip {{ --background-color: {surface}; --color: {hexadecimal(palette.substation)};"
        f" --divider-color: {hexadecimal(palette.border)}; font: 12px {FONT}; border-radius: 8px; }}"
    )


def _text(colour: Rgb, palette: Palette) -> str:
    """A mark's colour, made readable as words."""
    return hexadecimal(mixed(colour, palette.substation, 0.35))
