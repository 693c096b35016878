"""YearsCharts: the same weekdays of two years as two lines, their difference, and both temperatures, over one time."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    HoverTool,
    PanTool,
    Range1d,
    Span,
    WheelZoomTool,
)
from numpy.typing import NDArray

from app import formats
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import SIGNED, number_labels
from app.charts.time_axis import DAY_MS, Instants, TimeAxis, utc_ms, when
from app.theme import Tokens

LEFT_PX = 84  # room for the widest labels of either chart, so that their time axes stand under each other
Floats = NDArray[np.float64]


class PairPart(Chart):
    """Two lines of one quantity over the shared time: this period and the one a year earlier.

    Args:
        tokens: colours.
        x_range: shared by all parts.
    """

    def __init__(self, tokens: Tokens, x_range: Range1d) -> None:
        """Empty."""
        self._y_range = empty_range()
        super().__init__(
            tokens, x_axis_type="datetime", x_range=x_range, y_range=self._y_range,
            min_border_left=LEFT_PX, min_border_right=12,
        )  # fmt: skip
        plot: Any = self.figure  # Bokeh's stubs know only the common parts of ranges and tickers
        plot.yaxis.formatter = number_labels()
        plot.yaxis.ticker.desired_num_ticks = 5
        self.source = ColumnDataSource({"at": [], "now": [], "before": [], "when": [], "words": []})
        self._before = plot.line("at", "before", source=self.source, line_width=1.5)
        self._now = plot.line("at", "now", source=self.source, line_width=1.8)
        _moves(plot, self._now)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._now.glyph.line_color = tokens.accent
        self._before.glyph.line_color = tokens.text_secondary

    def show(self, at: Instants, now: Floats, before: Floats, unit: str, decimals: int, zone: str) -> None:
        """Show both lines; values in `unit`, NaN for gaps."""
        fit(self._y_range, now, before, padding=0.08)
        self.source.data = {
            "at": utc_ms(at), "now": now, "before": before, "when": when(at, zone),
            "words": [
                f"{formats.quantity(a, unit, decimals)} · a year earlier {formats.quantity(b, unit, decimals)}"
                for a, b in zip(now.tolist(), before.tolist(), strict=True)
            ],
        }  # fmt: skip


class ChangePart(Chart):
    """The difference, above and below zero."""

    def __init__(self, tokens: Tokens, x_range: Range1d) -> None:
        """Empty."""
        self._y_range = empty_range()
        super().__init__(
            tokens, x_axis_type="datetime", x_range=x_range, y_range=self._y_range,
            min_border_left=LEFT_PX, min_border_right=12,
        )  # fmt: skip
        plot: Any = self.figure  # Bokeh's stubs know only the common parts of ranges and tickers
        plot.yaxis.formatter = number_labels(SIGNED)
        plot.yaxis.ticker.desired_num_ticks = 5
        self.source = ColumnDataSource({"at": [], "more": [], "less": [], "change": [], "when": [], "words": []})
        self._more = plot.varea(x="at", y1=0, y2="more", source=self.source)
        self._less = plot.varea(x="at", y1=0, y2="less", source=self.source)
        self._line = plot.line("at", "change", source=self.source, line_width=1)
        self._zero = Span(location=0, dimension="width", line_width=1)
        plot.add_layout(self._zero)
        _moves(plot, self._line)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._more.glyph.update(fill_color=tokens.attention, fill_alpha=0.35)
        self._less.glyph.update(fill_color=tokens.accent, fill_alpha=0.35)
        self._line.glyph.line_color = tokens.text_secondary
        self._zero.line_color = tokens.text_disabled

    def show(self, at: Instants, change: Floats, share_pct: Floats, unit: str, decimals: int, zone: str) -> None:
        """Show the difference in `unit`, told in % too."""
        pairs = zip(change.tolist(), share_pct.tolist(), strict=True)
        fit(self._y_range, change)
        self.source.data = {
            "at": utc_ms(at), "change": change, "more": np.fmax(change, 0), "less": np.fmin(change, 0),
            "when": when(at, zone),
            "words": [
                f"{formats.change(value, decimals, unit)} ({formats.change(pct, 1, '%')})" for value, pct in pairs
            ],
        }  # fmt: skip


class YearsCharts:
    """Load of both years, their difference, both temperatures."""

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._x_range = Range1d(start=0, end=DAY_MS)
        self.both = PairPart(tokens, self._x_range)
        self.change = ChangePart(tokens, self._x_range)
        self.weather = PairPart(tokens, self._x_range)
        self.parts = (self.both, self.change, self.weather)
        self._time_axis = TimeAxis(*(part.figure for part in self.parts))
        for part in self.parts[:-1]:
            part.figure.xaxis.visible = False  # the lowest chart tells the time

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        for part in self.parts:
            part.recolour(tokens)

    def look_at(self, first: np.datetime64, end: np.datetime64, time_zone: str) -> None:
        """Show the time between two UTC instants."""
        self._time_axis.look_at(first, end, time_zone)


def _moves(plot: Any, line: Any) -> None:
    """Wheel and drag move along the time; the pointer tells the values."""
    wheel, pan = WheelZoomTool(dimensions="width"), PanTool(dimensions="width")
    plot.add_tools(wheel, pan, HoverTool(renderers=[line], mode="vline", tooltips=[("", "@when"), ("", "@words")]))
    plot.toolbar.update(active_scroll=wheel, active_drag=pan)
