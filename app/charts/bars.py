"""Bars: by day, stacked; ranked, the longest on top.

Days stand on the axis as the utility's own dates (midnight UTC of the date): they are dates already when they get here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    FactorRange,
    HoverTool,
)

from app.charts.chart import Chart, blend
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.charts.time_axis import DAY_MS, DayAxis, day_of, days_ms
from app.theme import Tokens

HALF_BAR_MS = 0.36 * DAY_MS
AROUND_ONE = 3.0  # of its width is left free beside the bar of a day alone, which is no wall


@dataclass(frozen=True, slots=True)
class Bars:
    """One kind of bar.

    Attributes:
        key: the column.
        label: in the legend and the tooltip, with its unit.
        colour: name of a token.
    """

    key: str
    label: str
    colour: str


class DayBars(Chart):
    """Stacked bars by day; a day without a row has no bar. `tapped` is a date.

    Args:
        bars: from the axis up.
        unit: of the height, for the axis.
        tokens: colours.
        decimals: of the figures in the tooltip.
    """

    def __init__(self, bars: Sequence[Bars], unit: str, tokens: Tokens, *, decimals: int = 0) -> None:
        """Empty."""
        self._x_range, self._y_range = empty_range(), empty_range()
        super().__init__(tokens, x_axis_type="datetime", x_range=self._x_range, y_range=self._y_range)
        self._bars = bars
        self.source = ColumnDataSource({"day": [], **{bar.key: [] for bar in bars}})
        plot = self.figure
        self._days = DayAxis(plot)
        plot.yaxis.axis_label = unit
        plot.yaxis.formatter = number_labels()
        plot.xgrid.visible = False
        several = {"legend_label": [bar.label for bar in bars]} if len(bars) > 1 else {}
        self._glyphs = plot.vbar_stack(
            [bar.key for bar in bars], x="day", width=2 * HALF_BAR_MS, source=self.source, line_color=None, **several
        )
        if several:
            plot.add_layout(plot.legend[0], "above")
            plot.legend.orientation = "horizontal"
        form = "0,0" + ("." + "0" * decimals if decimals else "")
        lines = [("Day", "@day{%a %d %b %Y}"), *((bar.label, f"@{bar.key}{{{form}}}") for bar in bars)]
        plot.add_tools(
            HoverTool(tooltips=lines, formatters={"@day": "datetime"}, mode="vline", renderers=[self._glyphs[-1]])
        )
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        for bar, glyph in zip(self._bars, self._glyphs, strict=True):
            glyph.glyph.fill_color = getattr(tokens, bar.colour)

    def key_at(self, x: float, _y: float) -> dt.date | None:
        """The day of the bar at a place."""
        day = day_of(x + DAY_MS / 2)
        return day if float(days_ms([day])[0]) in np.asarray(self.source.data["day"], float) else None

    def show(self, days: Sequence[Any], values: Mapping[str, Any]) -> None:
        """Show these days (dates or datetime64) with a value for each bar."""
        at, heights = days_ms(days), {bar.key: np.asarray(values[bar.key], float) for bar in self._bars}
        self._days.show(at)
        fit(self._x_range, at - HALF_BAR_MS, at + HALF_BAR_MS, padding=0.1 if len(at) > 1 else AROUND_ONE)
        fit(self._y_range, np.nansum(list(heights.values()), axis=0), padding=0.08, floor=0.0)
        self.source.data = {"day": at, **heights}


class RankBars(Chart):
    """Horizontal bars, the longest on top, with the figure's exact value on hover; `tapped` is a name.

    Args:
        label: what is measured, with its unit.
        tokens: colours.
        of: what a bar is of, for the tooltip.
    """

    def __init__(self, label: str, tokens: Tokens, *, of: str = "Feeder") -> None:
        """Empty."""
        self._names, self._x_range = FactorRange(factors=[]), empty_range()
        super().__init__(tokens, y_range=self._names, x_range=self._x_range)
        self.source = ColumnDataSource({"name": [], "value": [], "note": []})
        plot = self.figure
        plot.ygrid.visible = False
        plot.xaxis.formatter = number_labels()
        self._glyph = plot.hbar(y="name", right="value", left=0, height=0.68, source=self.source, line_color=None)
        plot.add_tools(
            HoverTool(tooltips=[(of, "@name"), (label, "@value{0,0.00}"), ("", "@note")], renderers=[self._glyph])
        )
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._glyph.glyph.fill_color = blend(tokens.surface, tokens.accent, 0.75)

    def key_at(self, _x: float, y: float) -> str | None:
        """The name of the bar at a place: its factors stand at 0.5, 1.5, … from below."""
        names = self._names.factors
        return str(names[int(y)]) if 0 <= y < len(names) else None

    def show(self, names: Sequence[str], values: Sequence[float], notes: Sequence[str]) -> None:
        """Show these, given from the longest bar down."""
        self._names.factors = list(reversed(names))
        fit(self._x_range, values, 0.0, padding=0.06)
        self.source.data = {"name": list(names), "value": list(values), "note": list(notes)}
