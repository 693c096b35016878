"""The Bokeh figure of the map and all that is drawn in it, from the ground up: how things look, not when they change.

No CustomJS anywhere, so that the page's Content-Security-Policy can do without `unsafe-eval`. The image is one ImageURL
glyph: Bokeh 3.9 keeps its old picture until the new one is there, and a data address is there in the frame in which it
arrives (watched in Chromium: of 156 paints during gestures none was empty and none showed the old picture misplaced).
"""

from __future__ import annotations

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
    PanTool,
    Range1d,
    ScaleBar,
    Scatter,
    Text,
    WheelZoomTool,
)
from bokeh.plotting import figure

from layers.basemap import Basemap
from layers.colour import Rgb, hexadecimal, mixed
from layers.composite import Picture
from layers.marks import MARK_CODES, empty_marks
from layers.palette import Palette
from layers.points import point_colours
from layers.projection import ground_scale
from layers.viewport import Viewport

FONT = "Roboto, sans-serif"
TOOLTIPS = {
    "meter": [("Meter", "@name"), ("Feeder", "@feeder"), ("Monthly use", "@use{0,0} kWh")],
    "reading": [
        ("Meter", "@name"), ("Feeder", "@feeder"), ("Power", "@power"), ("Voltage", "@voltage"), ("Read", "@quality"),
    ],
    "pole": [("Pole", "@name"), ("Feeder", "@feeder"), ("Health", "@health of 100 (@health_word)")],
    "transformer": [
        ("Transformer", "@name"), ("Feeder", "@feeder"), ("Load", "@load % of @rated{0.[0]} kVA"),
        ("Health", "@health of 100"), ("Customers", "@customers{0,0}"),
    ],
    "substation": [("Substation", "@name"), ("High side", "@voltage{0.[0]} kV"), ("Capacity", "@capacity{0.[0]} MVA")],
    "outage": [("Outage", "@id"), ("Customers out", "@customers{0,0}"), ("Cause", "@cause")],
}  # fmt: skip
EMPTY_LINE: dict[str, Any] = {"x": [], "y": []}


class Plot:
    """The figure with one source a thing that changes.

    Attributes:
        figure: the Bokeh figure.
        image: url, x, y, dw, dh of the picture.
        marks: sources of the sized marks by kind.
        substations: x, y, name, voltage, capacity.
        substation_names: x, y, name of those that are named.
        outages: x, y, id, customers, label, cause.
        trace: x and y of lines, NaN after each.
        selection_line: likewise.
        selection_point: x, y.
    """

    def __init__(self, palette: Palette, tiles_url: str | None = None) -> None:
        """Draws the basemap and nothing else."""
        self.figure = _figure()
        self._page_style = GlobalInlineStyleSheet(css="")
        self.figure.stylesheets = [self._page_style]
        self._drag, self._wheel = self.figure.toolbar.tools
        self.basemap = Basemap(self.figure, palette, tiles_url)
        self.image = ColumnDataSource({"url": [], "x": [], "y": [], "dw": [], "dh": []})
        self.figure.add_glyph(self.image, _image())
        self.trace, self._trace_lines = self._line(((7.0, 0.35), (3.0, 1.0)))
        self.selection_line, self._selection_lines = self._line(((9.0, 0.35), (4.0, 1.0)))
        self.marks = {kind: ColumnDataSource(empty_marks(kind)) for kind in MARK_CODES}
        self._mark_glyphs = {kind: self._marks_of(kind) for kind in MARK_CODES}
        self.substations = ColumnDataSource({"x": [], "y": [], "name": [], "voltage": [], "capacity": []})
        self._substation_marks = self._scatter(self.substations, size=8, marker="square", line_width=1.5)
        self.substation_names = ColumnDataSource({"x": [], "y": [], "name": []})
        self._substation_names = self._words(
            self.substation_names, "name", y_offset=-9, text_align="center", text_baseline="bottom"
        )
        self.outages = ColumnDataSource({"x": [], "y": [], "id": [], "customers": [], "label": [], "cause": []})
        self._outage_halo = self._scatter(self.outages, size=24, line_color=None, fill_alpha=0.22)
        self._outage_marks = self._scatter(self.outages, size=13, line_width=2)
        self._outage_names = self._words(
            self.outages, "label", x_offset=12, text_baseline="middle", text_font_style="bold"
        )
        self.selection_point = ColumnDataSource(EMPTY_LINE)
        self._selection_halo = self._scatter(self.selection_point, size=30, fill_alpha=0.18, line_color=None)
        self._selection_ring = self._scatter(self.selection_point, size=24, fill_alpha=0.0, line_width=3)
        self._add_tooltips()
        self._scale_bar = _scale_bar()
        self._attribution = Label(
            x=0, y=2, x_units="screen", y_units="screen", text_align="right", text_font_size="0.77em", text_font=FONT
        )
        self.figure.add_layout(self._scale_bar)
        self.figure.add_layout(self._attribution)
        self.recolour(palette)

    def recolour(self, palette: Palette) -> None:
        """Take the colours of a theme or of another kind of vision."""
        self.basemap.recolour(palette)
        # Bokeh leaves the outermost pixels half clear; the page must not shine through.
        self.figure.styles = {"background-color": hexadecimal(palette.ground)}
        self._page_style.css = _tooltip_style(palette)
        codes = point_colours(palette)
        for kind, renderer in self._mark_glyphs.items():
            if kind == "reading":
                continue
            shades = [hexadecimal(palette.meters if kind == "meter" else codes[code]) for code in MARK_CODES[kind]]
            _colour_marks(renderer, kind, shades)
        _colour_lines(self._trace_lines, palette.halo, palette.trace)
        _colour_lines(self._selection_lines, palette.selection, palette.selection)
        _colour(self._substation_marks, fill=palette.substation, line=palette.halo)
        _colour(self._outage_halo, fill=palette.outage)
        _colour(self._outage_marks, fill=palette.outage, line=palette.halo)
        _colour(self._selection_halo, fill=palette.selection)
        _colour(self._selection_ring, line=palette.selection)
        for names, colour in ((self._substation_names, palette.substation), (self._outage_names, palette.outage)):
            names.glyph.update(text_color=_text(colour, palette), background_fill_color=hexadecimal(palette.halo))
        soft = hexadecimal(mixed(palette.ground, palette.text, 0.75))
        self._scale_bar.update(bar_line_color=soft, label_text_color=soft)
        self._attribution.update(text_color=soft, text=self.basemap.attribution)

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

    def show(self, picture: Picture, old: Picture | None) -> None:
        """Put a picture in the place of the one shown before, in as few messages as can be."""
        if old is not None and not old.marks and not picture.marks and old.looks_like(picture):
            return
        view = picture.image
        self.image.data = {
            "url": [picture.address], "x": [view.x0], "y": [view.y1],
            "dw": [view.x1 - view.x0], "dh": [view.y1 - view.y0],
        }  # fmt: skip
        for kind, source in self.marks.items():
            if kind in picture.marks:
                source.data = picture.marks[kind]
            elif old is not None and kind in old.marks:
                source.data = empty_marks(kind)

    def _line(self, strokes: tuple[tuple[float, float], ...]) -> tuple[ColumnDataSource, list[GlyphRenderer]]:
        source = ColumnDataSource(EMPTY_LINE)
        glyphs = [
            Line(x="x", y="y", line_width=width, line_alpha=alpha, line_cap="round", line_join="round")
            for width, alpha in strokes
        ]
        return source, [self.figure.add_glyph(source, glyph) for glyph in glyphs]

    def _scatter(self, source: ColumnDataSource, **look: Any) -> GlyphRenderer:
        return self.figure.add_glyph(source, Scatter(x="x", y="y", **look))

    def _words(self, source: ColumnDataSource, column: str, **look: Any) -> GlyphRenderer:
        look = {
            "text_font_size": "0.92em", "text_font": value(FONT), "background_fill_alpha": 0.72, "padding": 3,
            "border_radius": 4, "border_line_color": None, **look,
        }  # fmt: skip
        return self.figure.add_glyph(source, Text(x="x", y="y", text=column, **look))

    def _marks_of(self, kind: str) -> GlyphRenderer:
        if kind == "reading":
            look = {"fill_color": "colour", "line_color": None, "fill_alpha": 0.95}
            return self._scatter(self.marks[kind], size="size", marker="circle", **look)
        marker = "square" if kind == "transformer" else "circle"
        return self._scatter(self.marks[kind], size="size", marker=marker)

    def _add_tooltips(self) -> None:
        renderers = {**self._mark_glyphs, "substation": self._substation_marks, "outage": self._outage_marks}
        for kind, renderer in renderers.items():
            # A transformer hangs on its pole: their tooltips go to different sides.
            side: Any = {"transformer": "above", "pole": "below"}.get(kind, "horizontal")
            self.figure.add_tools(
                HoverTool(renderers=[renderer], tooltips=TOOLTIPS[kind], limit=1, attachment=side, show_arrow=False)
            )


def _figure() -> figure:
    drag, wheel = PanTool(), WheelZoomTool(zoom_on_axis=False, speed=1 / 480)
    plot = figure(
        x_range=Range1d(start=0, end=1), y_range=Range1d(start=0, end=1), tools=[drag, wheel],
        active_scroll=wheel, active_drag=drag,
        toolbar_location=None, sizing_mode="stretch_both", output_backend="canvas", min_border=0,
        outline_line_color=None, lod_timeout=10, lod_interval=10, lod_threshold=None,
        x_axis_location=None, y_axis_location=None, min_width=200, min_height=200,
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
        bar_length=110, bar_length_units="screen", background_fill_alpha=0.0, border_line_color=None, bar_line_width=2,
        label_text_font=FONT, label_text_font_size="0.85em", margin=8, padding=4, label_standoff=3,
    )  # fmt: skip


def _colour(renderer: GlyphRenderer, fill: Rgb | None = None, line: Rgb | None = None) -> None:
    if fill is not None:
        renderer.glyph.fill_color = hexadecimal(fill)
    if line is not None:
        renderer.glyph.line_color = hexadecimal(line)


def _colour_lines(renderers: list[GlyphRenderer], *colours: Rgb) -> None:
    for renderer, colour in zip(renderers, colours, strict=True):
        renderer.glyph.line_color = hexadecimal(colour)


def _colour_marks(renderer: GlyphRenderer, kind: str, shades: list[str]) -> None:
    """Poles are rings, so that the transformer they carry shows; transformers and meters are filled.

    Either stroked or filled, never both: that is what a paint of 3,000 marks takes its time for.
    """
    codes = MARK_CODES[kind]
    by_code = [shades[codes.index(code)] if code in codes else shades[0] for code in range(min(codes), max(codes) + 1)]
    mapper = LinearColorMapper(palette=by_code, low=min(codes) - 0.5, high=max(codes) + 0.5)
    shade = {"field": "code", "transform": mapper}
    if kind == "pole":
        renderer.glyph.update(fill_color=None, line_color=shade, line_width=2)
    else:
        opacity = value(0.7) if kind == "meter" else "opacity"
        renderer.glyph.update(fill_color=shade, fill_alpha=opacity, line_color=None)


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
