"""ChartStack: charts one above the other over the same time, which move together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    GlyphRenderer,
    HoverTool,
    PanTool,
    Range1d,
    WheelZoomTool,
)
from bokeh.plotting import figure

from app.charts.chart import Chart
from app.charts.time_axis import DAY_MS, TimeAxis
from app.theme import Tokens

Part = TypeVar("Part", bound=Chart)


class ChartStack(Generic[Part]):
    """Charts that have one range of time; the lowest tells it.

    Args:
        parts: from the top down, made with the `shared_time` of theirs.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        """Empty."""
        self.parts = tuple(parts)
        self._time_axis = TimeAxis(*(part.figure for part in self.parts))
        for part in self.parts[:-1]:
            part.figure.xaxis.visible = False

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        for part in self.parts:
            part.recolour(tokens)

    def look_at(self, first: np.datetime64, end: np.datetime64, time_zone: str) -> None:
        """Show the time between two UTC instants."""
        self._time_axis.look_at(first, end, time_zone)


def shared_time() -> Range1d:
    """The range of time of one stack."""
    return Range1d(start=0, end=DAY_MS)


def move_along(plot: figure, line: GlyphRenderer) -> None:
    """Let wheel and drag move along the time, and the pointer tell what `line` has in "when" and "words"."""
    wheel, pan = WheelZoomTool(dimensions="width"), PanTool(dimensions="width")
    plot.add_tools(wheel, pan, HoverTool(renderers=[line], mode="vline", tooltips=[("", "@when"), ("", "@words")]))
    plot.toolbar.update(active_scroll=wheel, active_drag=pan)
