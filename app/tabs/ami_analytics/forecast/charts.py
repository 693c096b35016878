"""The charts of Forecast: load behind and ahead with its band, and errors by day ahead beside the baseline's."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    FactorRange,
    HoverTool,
    Span,
)
from bokeh.transform import dodge
from numpy.typing import NDArray

from app import formats
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.numbers import number_labels
from app.charts.time_axis import Instants, TimeAxis, utc_ms, when
from app.theme import Tokens

KW_A_MW = 1000.0
MEGAWATTS_FROM_KW = 5000.0
AHEAD = ("p10_kw", "p50_kw", "p90_kw", "baseline_kw", "actual_kw")
Floats = NDArray[np.float64]


class LoadAhead(Chart):
    """Load of the past days, then P50 with the band from P10 to P90, the baseline, and what came where it is known.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._x_range, self._y_range = empty_range(), empty_range()
        super().__init__(tokens, x_axis_type="datetime", x_range=self._x_range, y_range=self._y_range)
        plot = self.figure
        self.time_axis = TimeAxis(plot)
        plot.yaxis.formatter = number_labels()
        self.past = ColumnDataSource({"at": [], "when": [], "load": [], "words": []})
        self.ahead = ColumnDataSource({"at": [], "when": [], "words": [], **{name: [] for name in AHEAD}})
        self._band = plot.varea("at", "p10_kw", "p90_kw", source=self.ahead, fill_alpha=0.22, legend_label="P10 to P90")
        self._baseline = plot.line(
            "at",
            "baseline_kw",
            source=self.ahead,
            line_dash=[5, 4],
            line_width=1.25,
            legend_label="7-day mean",
        )
        self._past = plot.line("at", "load", source=self.past, line_width=1.5, legend_label="Load")
        self._middle = plot.line("at", "p50_kw", source=self.ahead, line_width=2, legend_label="Forecast (P50)")
        self._actual = plot.line("at", "actual_kw", source=self.ahead, line_width=1.5)
        self._origin = Span(location=0, dimension="height", line_width=1, line_dash=[2, 3], visible=False)
        plot.add_layout(self._origin)
        plot.add_layout(plot.legend[0], "above")
        plot.legend.update(orientation="horizontal")
        for renderer in (self._past, self._middle):
            plot.add_tools(HoverTool(renderers=[renderer], mode="vline", tooltips=[("", "@when"), ("", "@words")]))
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._band.glyph.fill_color = tokens.accent
        self._middle.glyph.line_color = tokens.accent
        self._baseline.glyph.line_color = tokens.attention
        for line in (self._past, self._actual):
            line.glyph.line_color = tokens.text_secondary
        self._origin.line_color = tokens.text_secondary

    def show(
        self, past_at: Instants, past_kw: Floats, ahead_at: Instants, ahead: dict[str, Floats], time_zone: str
    ) -> None:
        """Show these, in MW where kW would be long.

        Args:
            past_at: hours behind, UTC.
            past_kw: their load, NaN for gaps.
            ahead_at: hours ahead, UTC.
            ahead: p10_kw, p50_kw, p90_kw, baseline_kw, actual_kw (NaN where it is not known yet).
            time_zone: IANA name.
        """
        largest = max(np.nanmax(np.abs(past_kw), initial=0.0), np.nanmax(np.abs(ahead["p50_kw"]), initial=0.0))
        scale, unit = (KW_A_MW, "MW") if largest >= MEGAWATTS_FROM_KW else (1.0, "kW")
        decimals = 2 if unit == "MW" or largest < 100 else 0
        self.figure.yaxis.axis_label = f"Net load, {unit}"
        past, values = past_kw / scale, {name: ahead[name] / scale for name in AHEAD}
        self.past.data = {
            "at": utc_ms(past_at), "when": when(past_at, time_zone), "load": past,
            "words": [f"Load {formats.quantity(v, unit, decimals)}" for v in past.tolist()],
        }  # fmt: skip
        self.ahead.data = {
            "at": utc_ms(ahead_at), "when": when(ahead_at, time_zone), **values,
            "words": _words(values, unit, decimals),
        }  # fmt: skip
        fit(self._x_range, utc_ms(past_at), utc_ms(ahead_at), padding=0.01)
        fit(self._y_range, past, *values.values())
        self.time_axis.fit(np.concatenate([past_at, ahead_at]), time_zone)
        self._origin.update(location=float(utc_ms(ahead_at[:1])[0]), visible=True)


def _words(values: dict[str, Floats], unit: str, decimals: int) -> list[str]:
    """The tooltip of each hour ahead."""
    columns = [values[name].tolist() for name in ("p50_kw", "p10_kw", "p90_kw", "baseline_kw", "actual_kw")]
    words = []
    for middle, low, high, base, actual in zip(*columns, strict=True):
        text = (
            f"P50 {formats.quantity(middle, unit, decimals)} ({formats.number(low, decimals)} to "
            f"{formats.number(high, decimals)}) · baseline {formats.number(base, decimals)}"
        )
        words.append(text + (f" · came {formats.number(actual, decimals)}" if np.isfinite(actual) else ""))
    return words


class ErrorsByDay(Chart):
    """Errors by day ahead, the forecast's beside the baseline's.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        self._days, self._y_range = FactorRange(factors=[]), empty_range()
        super().__init__(tokens, x_range=self._days, y_range=self._y_range)
        plot = self.figure
        self.source = ColumnDataSource({"day": [], "forecast": [], "baseline": [], "skill": []})
        bar: dict[str, Any] = {"source": self.source, "width": 0.34, "line_color": None}
        self._own = plot.vbar(x=dodge("day", -0.19, range=self._days), top="forecast", legend_label="Forecast", **bar)
        self._base = plot.vbar(x=dodge("day", 0.19, range=self._days), top="baseline", legend_label="7-day mean", **bar)
        plot.xgrid.visible = False
        plot.xaxis.axis_label = "Days ahead"
        plot.yaxis.axis_label = "Error, %"
        plot.add_layout(plot.legend[0], "above")
        plot.legend.update(orientation="horizontal")
        lines = [
            ("Days ahead", "@day"), ("Forecast", "@forecast{0.00} %"), ("Baseline", "@baseline{0.00} %"),
            ("Skill", "@skill{0.0} %"),
        ]  # fmt: skip
        plot.add_tools(HoverTool(tooltips=lines, renderers=[self._own, self._base]))
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._own.glyph.fill_color = tokens.accent
        self._base.glyph.fill_color = tokens.attention
        self._base.glyph.fill_alpha = 0.65

    def show(
        self, days: list[int], forecast_pct: list[float], baseline_pct: list[float], skill_pct: list[float]
    ) -> None:
        """Show one pair of bars a day ahead."""
        names = [str(day) for day in days]
        self._days.factors = names
        fit(self._y_range, forecast_pct, baseline_pct, floor=0.0)
        self.source.data = {"day": names, "forecast": forecast_pct, "baseline": baseline_pct, "skill": skill_pct}
