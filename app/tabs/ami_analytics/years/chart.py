"""YearsCharts: the same weekdays of two years as two lines, their difference, and both temperatures, over one time."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    Range1d,
    Span,
)
from numpy.typing import NDArray

from app import formats
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import FORM, SIGNED, number_labels
from app.charts.stack import ChartStack, move_along, shared_time
from app.charts.time_axis import Instants, utc_ms, when
from app.theme import Tokens

LEFT_PX = 84  # room for the widest labels of either chart, so that their time axes stand under each other
Floats = NDArray[np.float64]


class YearsPart(Chart):
    """One of the charts: values over the shared time.

    Args:
        tokens: colours.
        x_range: shared by all parts.
        form: of the values on the axis.
    """

    def __init__(self, tokens: Tokens, x_range: Range1d, form: str = FORM) -> None:
        """Empty."""
        self._y_range = empty_range()
        super().__init__(
            tokens, x_axis_type="datetime", x_range=x_range, y_range=self._y_range, min_border_left=LEFT_PX,
            min_border_right=12,
        )  # fmt: skip
        plot: Any = self.figure  # Bokeh's stubs know only the common parts of ranges and tickers
        plot.yaxis.formatter = number_labels(form)
        plot.yaxis.ticker.desired_num_ticks = 5


class PairPart(YearsPart):
    """Two lines of one quantity: this period and the one a year earlier."""

    def __init__(self, tokens: Tokens, x_range: Range1d) -> None:
        """Empty."""
        super().__init__(tokens, x_range)
        plot = self.figure
        self.source = ColumnDataSource({"at": [], "now": [], "before": [], "when": [], "words": []})
        self._before = plot.line("at", "before", source=self.source, line_width=1.5)
        self._now = plot.line("at", "now", source=self.source, line_width=1.8)
        move_along(plot, self._now)
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


class ChangePart(YearsPart):
    """The difference, above and below zero."""

    def __init__(self, tokens: Tokens, x_range: Range1d) -> None:
        """Empty."""
        super().__init__(tokens, x_range, SIGNED)
        plot = self.figure
        self.source = ColumnDataSource({"at": [], "more": [], "less": [], "change": [], "when": [], "words": []})
        self._more = plot.varea(x="at", y1=0, y2="more", source=self.source)
        self._less = plot.varea(x="at", y1=0, y2="less", source=self.source)
        self._line = plot.line("at", "change", source=self.source, line_width=1)
        self._zero = Span(location=0, dimension="width", line_width=1)
        plot.add_layout(self._zero)
        move_along(plot, self._line)
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


class YearsCharts(ChartStack[YearsPart]):
    """Load of both years, their difference, both temperatures."""

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        x_range = shared_time()
        self.both, self.weather = PairPart(tokens, x_range), PairPart(tokens, x_range)
        self.change = ChangePart(tokens, x_range)
        super().__init__((self.both, self.change, self.weather))
