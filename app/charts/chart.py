"""Chart: what all charts have in common: the room's colours, fonts and grid, and what a person chooses in them.

Each is a Bokeh figure with sources that change; nothing is made anew, so that a re-query never flickers. What is
dragged over or clicked comes out as a param, so that one view can follow another.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import param
from bokeh.events import SelectionGeometry, Tap
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    BoxSelectTool,
    GlobalInlineStyleSheet,
    NoOverlap,
)
from bokeh.plotting import figure

from app.charts.time_axis import instant_of
from app.theme import Tokens
from layers.colours.colour import hexadecimal, mixed, rgb

FONT = "Roboto, sans-serif"
# Legends and tooltips; texts on the canvas, in em of 13 px, grow by a rule in assets/page.html.
FONT_SIZE = "calc(12px * var(--flux-scale, 1))"
LABELS_APART_PX = 6  # a chart that is too narrow for all its ticks' labels leaves some out
Brushed = tuple[np.datetime64, np.datetime64]


class Chart(param.Parameterized):
    """Base: a figure in the room's colours, which tells what a person chose in it so that views can be linked.

    Attributes:
        figure: the Bokeh figure, to be placed once.
    """

    brushed = param.Tuple(
        default=None, length=2, allow_None=True,
        doc="First and end instant (datetime64[s], UTC) dragged over. Writer: the pointer, after let_brush.",
    )  # fmt: skip
    tapped = param.Parameter(
        default=None,
        doc="What was clicked: the key of a bar or row, the place of a cell; None before. Writer: the pointer.",
    )

    def __init__(self, tokens: Tokens, **options: Any) -> None:
        """Draws an empty figure."""
        super().__init__()
        options = {
            "tools": "",
            "toolbar_location": None,
            "sizing_mode": "stretch_both",
            "min_border": 4,
            "min_border_right": 34,
            **options,
        }
        self.figure = figure(output_backend="canvas", **options)
        self._page_style = GlobalInlineStyleSheet(css="")
        self.figure.stylesheets = [self._page_style]
        self.tokens = tokens

    def let_brush(self) -> None:
        """Let a person drag over a time range; `brushed` says which."""
        box = BoxSelectTool(dimensions="width", continuous=False, persistent=False)
        self.figure.add_tools(box)
        self.figure.toolbar.active_drag = box
        self.figure.on_event(SelectionGeometry, self._take_brush)

    def let_tap(self) -> None:
        """Let a person click what is drawn; `tapped` says what.

        Bokeh's own TapTool would restyle everything that was not clicked.
        """
        self.figure.on_event(Tap, self._take_tap)

    def key_at(self, _x: float, _y: float) -> Hashable | None:
        """What is drawn at a place of the axes; None for nothing. Subclasses that can be clicked answer it."""
        return None

    def _take_brush(self, event: Any) -> None:
        shape = event.geometry
        if event.final and "x0" in shape:
            low, high = sorted((shape["x0"], shape["x1"]))
            self.brushed = instant_of(low), instant_of(high)

    def _take_tap(self, event: Any) -> None:
        key = None if event.x is None or event.y is None else self.key_at(float(event.x), float(event.y))
        if key is not None:
            self.tapped = key

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.tokens = tokens
        dress(self.figure, tokens, self._page_style)


def dress(plot: figure, tokens: Tokens, page_style: GlobalInlineStyleSheet) -> None:
    """Surface, axes, grid, legend and tooltips in the colours of the room."""
    faint = blend(tokens.surface, tokens.line, 0.7)
    plot.update(
        background_fill_color=tokens.surface, border_fill_color=tokens.surface, outline_line_color=None,
        styles={"background-color": tokens.surface},
    )  # fmt: skip
    for axis in plot.axis:
        axis.update(
            axis_line_color=tokens.line, major_tick_line_color=tokens.line, minor_tick_line_color=None,
            major_label_text_color=tokens.text_secondary, major_label_text_font=FONT,
            major_label_text_font_size="1em", axis_label_text_color=tokens.text_secondary,
            axis_label_text_font=FONT, axis_label_text_font_size="1em", axis_label_text_font_style="normal",
        )  # fmt: skip
    for axis in plot.xaxis:
        axis.major_label_policy = NoOverlap(min_distance=LABELS_APART_PX)
    for grid in plot.grid:
        grid.grid_line_color = faint
    for legend in plot.legend:
        legend.update(
            label_text_color=tokens.text_secondary, label_text_font=FONT, label_text_font_size="1em",
            background_fill_color=tokens.surface, background_fill_alpha=0.0, border_line_color=None, padding=0,
            margin=0, spacing=12, glyph_width=14, glyph_height=14, label_standoff=4, styles={"font-size": FONT_SIZE},
        )  # fmt: skip
    page_style.css = (
        f".bk-Tooltip {{ --background-color: {tokens.raised}; --color: {tokens.text};"
        f" --divider-color: {tokens.line}; font: {FONT_SIZE} {FONT}; border-radius: 8px; }}"
    )


def blend(under: str, over: str, share: float) -> str:
    """A colour over another, by its share from 0 to 1."""
    return hexadecimal(mixed(rgb(under), rgb(over), share))


def shades(tokens: Tokens, over: str, count: int) -> list[str]:
    """Colours from nearly the surface to a token's own, evenly spaced."""
    return [blend(tokens.surface, getattr(tokens, over), share) for share in np.linspace(0.12, 1.0, count)]
