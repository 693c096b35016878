"""Curves: lines over a number, each perhaps with a band around it, and points beside them; steps for a histogram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    HoverTool,
    Legend,
    LegendItem,
    Span,
)
from numpy.typing import NDArray

from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.theme import Tokens

COLOURS: Final = ("accent", "attention", "good", "meter", "bad", "text_secondary")
"""One a line; at most so many are shown together."""
WIDEST: Final = 2.0
"""Of the highest line: so far bands are seen."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One line.

    Attributes:
        name: in the legend and the tooltip.
        x: ascending, shape (n,); of steps the n + 1 edges.
        y: shape (n,); NaN for gaps.
        low: of the band, shape (n,); None for none.
        high: likewise.
        form: a line, a dashed one, steps that hold between two edges, or points alone.
        colour: name of a token; empty for that of its place.
        is_in_legend: whether the legend names it.
    """

    name: str
    x: Floats
    y: Floats
    low: Floats | None = None
    high: Floats | None = None
    form: Literal["line", "dashed", "steps", "points"] = "line"
    colour: str = ""
    is_in_legend: bool = True

    @property
    def columns(self) -> dict[str, Any]:
        """As the glyphs take them: of steps every edge twice."""
        x, y = np.asarray(self.x, float), np.asarray(self.y, float)
        if self.form == "steps" and len(y):
            x, y = np.repeat(x, 2)[1:-1], np.repeat(y, 2)
        blank = np.full(len(x), np.nan)
        low, high = (blank if one is None else one for one in (self.low, self.high))
        return {"x": x, "y": y, "low": low, "high": high, "name": [self.name] * len(x)}


class Curves(Chart):
    """Lines over a number; the tooltip tells the exact values of all lines at a place.

    Args:
        x: label of the axis to the right, with its unit.
        y: of the one upwards.
        tokens: colours.
        x_form: how the tooltip writes the place.
        y_form: how it writes values.
    """

    def __init__(self, x: str, y: str, tokens: Tokens, *, x_form: str = "0,0", y_form: str = "0,0.00") -> None:
        """Empty."""
        self._x_range, self._y_range = empty_range(), empty_range()
        super().__init__(tokens, x_range=self._x_range, y_range=self._y_range)
        plot = self.figure
        for axis, label in ((plot.xaxis[0], x), (plot.yaxis[0], y)):
            axis.update(axis_label=label, formatter=number_labels())
        empty = Curve("", np.zeros(0), np.zeros(0))
        self._sources = [ColumnDataSource(empty.columns) for _ in COLOURS]
        self._bands = [plot.varea("x", "low", "high", source=one, fill_alpha=0.16) for one in self._sources]
        self._lines = [plot.line("x", "y", source=one, line_width=2) for one in self._sources]
        self._points = [plot.scatter("x", "y", source=one, size=6, visible=False) for one in self._sources]
        self._mark = Span(location=0, dimension="height", line_width=1, line_dash=[4, 3], visible=False)
        plot.add_layout(self._mark)
        self._legend = Legend(items=[], orientation="horizontal", click_policy="hide", ncols="auto")
        plot.add_layout(self._legend, "above")
        self._forms = f"@x{{{x_form}}}", f"@y{{{y_form}}}"
        self._hover = HoverTool(renderers=[*self._lines, *self._points], mode="mouse")
        plot.add_tools(self._hover)
        self.label(x, y)
        self._shown: Sequence[Curve] = ()
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._mark.line_color = tokens.attention
        for place, (band, line, points) in enumerate(zip(self._bands, self._lines, self._points, strict=True)):
            own = self._shown[place].colour if place < len(self._shown) else ""
            colour = getattr(tokens, own or COLOURS[place])
            band.glyph.fill_color = line.glyph.line_color = colour
            points.glyph.update(fill_color=colour, line_color=tokens.surface)

    def label(self, x: str, y: str) -> None:
        """Say this along the axes and beside the values of a point."""
        self.figure.xaxis[0].axis_label, self.figure.yaxis[0].axis_label = x, y
        self._hover.tooltips = [("", "@name"), (x, self._forms[0]), (y, self._forms[1])]

    def show(self, curves: Sequence[Curve], *, mark: float | None = None) -> None:
        """Show these, at most as many as there are colours.

        Args:
            curves: lines and points.
            mark: a place to the right that a dashed line marks; None for none.
        """
        self._shown = curves[: len(COLOURS)]
        empty = Curve("", np.zeros(0), np.zeros(0))
        for place, source in enumerate(self._sources):
            curve = self._shown[place] if place < len(self._shown) else empty
            source.data = curve.columns
            self._lines[place].visible = curve.form != "points"
            self._points[place].visible = curve.form == "points"
            self._lines[place].glyph.line_dash = [5, 4] if curve.form == "dashed" else []
        self._mark.update(visible=mark is not None, location=mark or 0.0)
        self._fit(mark)
        self._tell()
        self.recolour(self.tokens)

    def _fit(self, mark: float | None) -> None:
        """A band that is far wider than all lines goes on beyond the chart."""
        shown = [curve.columns for curve in self._shown]
        fit(self._x_range, [] if mark is None else [mark], *(one["x"] for one in shown), padding=0.02)
        lines = np.concatenate([[], *(one["y"] for one in shown)])
        most = WIDEST * np.nanmax(lines, initial=0.0)
        fit(self._y_range, lines, *(np.minimum(one["high"], most) for one in shown), padding=0.08, floor=0.0)

    def _tell(self) -> None:
        """The legend; a line alone needs none, since the title says what it is."""
        several = len(self._shown) > 1
        self._legend.items = [
            LegendItem(label=curve.name, renderers=[(self._points if curve.form == "points" else self._lines)[place]])
            for place, curve in enumerate(self._shown if several else ())
            if curve.is_in_legend
        ]
