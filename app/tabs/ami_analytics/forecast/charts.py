"""The charts of Forecast: load behind and ahead with its band, and errors by day ahead beside the baseline's."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    FactorRange,
    GlyphRenderer,
    HoverTool,
)
from bokeh.transform import dodge
from numpy.typing import NDArray

from app import formats
from app.charts.band_chart import BAND, BandChart
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.time_axis import Instants
from app.theme import Tokens

KW_A_MW = 1000.0
MEGAWATTS_FROM_KW = 5000.0
FURTHER = ("baseline", "actual")
Floats = NDArray[np.float64]


class LoadAhead(BandChart):
    """Load of the past days, then P50 with the band from P10 to P90, the baseline, and what came where it is known.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        super().__init__(tokens, FURTHER)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._baseline.glyph.line_color = tokens.attention
        for line in (self._past, self._actual):
            line.glyph.line_color = tokens.text_secondary

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
        past, values = past_kw / scale, {name: ahead[f"{name}_kw"] / scale for name in (*BAND, *FURTHER)}
        said = [f"Load {formats.quantity(v, unit, decimals)}" for v in past.tolist()]
        self._give(past_at, past, said, ahead_at, values, _words(values, unit, decimals), time_zone)
        fit(self._y_range, past, *values.values())
        self._show_now(ahead_at[0])

    def _draw_lines(self) -> tuple[GlyphRenderer, GlyphRenderer]:
        plot = self.figure
        self._baseline = plot.line(
            "at", "baseline", source=self.ahead, line_dash=[5, 4], line_width=1.25, legend_label="7-day mean"
        )
        past = plot.line("at", "value", source=self.past, line_width=1.5, legend_label="Load")
        middle = plot.line("at", "p50", source=self.ahead, line_width=2, legend_label="Forecast (P50)")
        self._actual = plot.line("at", "actual", source=self.ahead, line_width=1.5)
        return past, middle


def _words(values: dict[str, Floats], unit: str, decimals: int) -> list[str]:
    """The tooltip of each hour ahead."""
    columns = [values[name].tolist() for name in ("p50", "p10", "p90", *FURTHER)]
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
