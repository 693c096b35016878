"""MeterCharts: power, voltage and power factor of one meter, one above the other over the same time.

Reads that are no plain reads are marked, gaps are shaded, outages stand across all three; the neighbours' median and
P5 to P95 lie behind. The three move together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    FixedTicker,
    LinearAxis,
    Range1d,
    Span,
)
from numpy.typing import NDArray

from app import formats
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.lines import MAX_POINTS
from app.charts.numbers import number_labels
from app.charts.outage_bands import OutageBands
from app.charts.stack import ChartStack, move_along, shared_time
from app.charts.time_axis import utc_ms, when
from app.tabs.ami_analytics.meter.rows import (
    GAPS,
    MeterReadings,
    hourly_factor,
    marks,
    with_breaks,
)
from app.theme import Tokens
from data_sources.analytics.ansi_c84 import limits_pct, voltage_words
from data_sources.analytics.clock import naive_utc
from data_sources.history.scope import floats, instants

LIMITS_A_PCT, LIMITS_B_PCT = limits_pct("A"), limits_pct("B")
LEFT_PX, RIGHT_PX = 64, 56  # room for axis labels and for the names of the limits, the same in all three
QUALITY_WORDS = {
    "actual": "actual read", "estimated": "estimated", "edited": "edited", "missing": "missing",
    "no_supply": "no supply",
}  # fmt: skip


class TimePart(Chart):
    """One of the three: a line over the shared time.

    Args:
        tokens: colours.
        x_range: shared by all of them.
        label: of the axis, with the unit.
        y_range: of the values.
    """

    def __init__(self, tokens: Tokens, x_range: Range1d, label: str, y_range: Any) -> None:
        """Empty."""
        super().__init__(
            tokens, x_axis_type="datetime", x_range=x_range, y_range=y_range, min_border_left=LEFT_PX,
            min_border_right=RIGHT_PX, min_border_top=8,
        )  # fmt: skip
        plot: Any = self.figure  # Bokeh's stubs know only the common parts of ranges and tickers
        plot.yaxis.axis_label = label
        plot.yaxis.formatter = number_labels()
        plot.yaxis.ticker.desired_num_ticks = 4
        self.source = ColumnDataSource({"at": [], "value": [], "when": [], "words": []})
        self.near = ColumnDataSource({"at": [], "p5": [], "median": [], "p95": []})
        self.gaps = ColumnDataSource({"left": [], "right": []})
        self.bands = OutageBands(plot)
        self._gap = plot.vstrip(
            x0="left",
            x1="right",
            source=self.gaps,
            line_color=None,
            hatch_pattern="/",
            hatch_scale=14,
            hatch_weight=0.6,
        )
        self._band = plot.varea(x="at", y1="p5", y2="p95", source=self.near)
        self._median = plot.line("at", "median", source=self.near, line_width=1.2, line_dash=[4, 3])
        self._line = plot.line("at", "value", source=self.source, line_width=1.5)
        move_along(plot, self._line)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._line.glyph.line_color = tokens.accent
        self._median.glyph.line_color = tokens.text_secondary
        self._band.glyph.update(fill_color=tokens.text_secondary, fill_alpha=0.18)
        self.bands.recolour(tokens)
        grey = tokens.text_disabled
        self._gap.glyph.update(fill_color=grey, fill_alpha=0.08, hatch_color=grey, hatch_alpha=0.4)


class PowerPart(TimePart):
    """Net power with the quality of the reads."""

    def __init__(self, tokens: Tokens, x_range: Range1d) -> None:
        """Empty."""
        self.values = empty_range()
        super().__init__(tokens, x_range, "Net power, kW", self.values)
        plot: Any = self.figure  # Bokeh's stubs know only the common parts of ranges and tickers
        self.estimated, self.edited = (ColumnDataSource({"at": [], "value": []}) for _ in range(2))
        self._estimated = plot.scatter("at", "value", source=self.estimated, marker="circle", size=4, fill_color=None)
        self._edited = plot.scatter("at", "value", source=self.edited, marker="diamond", size=7)
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        if hasattr(self, "_estimated"):
            self._estimated.glyph.update(line_color=tokens.attention, line_width=1)
            self._edited.glyph.update(line_color=tokens.meter, fill_color=tokens.meter)


class VoltagePart(TimePart):
    """Voltage with the limits of ANSI C84.1."""

    def __init__(self, tokens: Tokens, x_range: Range1d) -> None:
        """Empty."""
        super().__init__(tokens, x_range, "Voltage, V", Range1d(start=0, end=1))
        self._limits = {
            pct: Span(dimension="width", line_width=1, line_dash=[6, 3] if pct in LIMITS_A_PCT else [2, 3])
            for pct in (*LIMITS_A_PCT, *LIMITS_B_PCT)
        }
        for span in self._limits.values():
            self.figure.add_layout(span)
        self._names: Any = LinearAxis(
            ticker=FixedTicker(ticks=[]),  # type: ignore[arg-type]  # any ticker will do
            major_tick_in=0,
            axis_line_alpha=0,
        )
        self.figure.add_layout(self._names, "right")
        self.recolour(tokens)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        for pct, span in getattr(self, "_limits", {}).items():
            span.line_color = tokens.warning if pct in LIMITS_A_PCT else tokens.bad

    def scale(self, nominal_v: float, values: NDArray[np.float64]) -> None:
        """Put the limits at their volts; the axis holds them and all values."""
        for pct, span in self._limits.items():
            span.location = pct / 100.0 * nominal_v
        ticks = [pct / 100.0 * nominal_v for pct in LIMITS_A_PCT]
        self._names.ticker.ticks = ticks
        self._names.major_label_overrides = {at: f"A {at:.0f} V" for at in ticks}
        known = values[np.isfinite(values)] / nominal_v * 100.0
        low = min(LIMITS_B_PCT[0], float(known.min()) if len(known) else 100.0) - 1.5
        high = max(LIMITS_B_PCT[1], float(known.max()) if len(known) else 100.0) + 1.5
        self.figure.y_range.update(start=low / 100.0 * nominal_v, end=high / 100.0 * nominal_v)


class MeterCharts(ChartStack[TimePart]):
    """The three charts of a meter."""

    def __init__(self, tokens: Tokens) -> None:
        """Empty."""
        x_range = shared_time()
        self.power, self.voltage = PowerPart(tokens, x_range), VoltagePart(tokens, x_range)
        self.factor = TimePart(tokens, x_range, "Power factor", Range1d(start=0, end=1.02))
        self.factor.recolour(tokens)
        super().__init__((self.power, self.voltage, self.factor))

    def show(
        self, readings: MeterReadings, neighbours: pa.Table, events: pa.Table, outages: dict[str, Any],
        nominal_v: float, time_zone: str,
    ) -> None:  # fmt: skip
        """Show a meter's readings beside its neighbours'.

        Args:
            readings: of the meter.
            neighbours: rows of ami_meter_neighbours.sql.
            events: rows of `rows.events`.
            outages: of `place_outages.bands`.
            nominal_v: nominal voltage of its service.
            time_zone: IANA name of the zone of the axis.
        """
        self._show_lines(readings, nominal_v, time_zone)
        self._show_neighbours(neighbours, nominal_v)
        near = [floats(neighbours[f"kw_{name}"]) for name in ("p5", "median", "p95")]
        fit(self.power.values, readings.net_kw, *near, padding=0.08)
        self._show_events(events, outages)

    def _show_lines(self, readings: MeterReadings, nominal_v: float, zone: str) -> None:
        words = _words(readings, nominal_v)
        for part, values in ((self.power, readings.net_kw), (self.voltage, readings.voltage_v)):
            at, (broken,) = with_breaks(readings.start_at, readings.end_at, values)
            place = np.clip(np.searchsorted(readings.start_at, at, side="right") - 1, 0, None)
            part.source.data = {
                "at": utc_ms(at), "value": broken, "when": when(at, zone),
                "words": [words[i] for i in place.tolist()],
            }  # fmt: skip
        for source, kind in ((self.power.estimated, "estimated"), (self.power.edited, "edited")):
            chosen = np.flatnonzero(marks(readings, [kind]))[:MAX_POINTS]
            source.data = {"at": utc_ms(readings.start_at[chosen]), "value": readings.net_kw[chosen]}
        self.voltage.scale(nominal_v, readings.voltage_v)
        at, factor = hourly_factor(readings)
        lowest = float(np.nanmin(factor)) if np.isfinite(factor).any() else 1.0
        axis: Any = self.factor.figure.y_range
        axis.start = min(0.8, max(0.0, np.floor(lowest * 10.0) / 10.0))
        self.factor.source.data = {
            "at": utc_ms(at), "value": factor, "when": when(at, zone),
            "words": [f"Power factor of the hour {formats.number(value, 3)}" for value in factor.tolist()],
        }  # fmt: skip

    def _show_neighbours(self, rows: pa.Table, nominal_v: float) -> None:
        at = utc_ms(instants(rows["interval_start_at"]))
        for part, name, scale in ((self.power, "kw", 1.0), (self.voltage, "voltage_pct", nominal_v / 100.0)):
            columns = {key: floats(rows[f"{name}_{key}"]) * scale for key in ("p5", "median", "p95")}
            part.near.data = {"at": at, **columns}

    def _show_events(self, events: pa.Table, outages: dict[str, Any]) -> None:
        rows = events.to_pylist()
        gaps = [row for row in rows if row["kind"] in GAPS]
        for part in self.parts:
            part.gaps.data = _edges(gaps)
            part.bands.show(outages)


def _edges(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        side: utc_ms(np.array([naive_utc(row[name]) for row in rows], "datetime64[s]"))
        for side, name in (("left", "started_at"), ("right", "ended_at"))
    }


def _words(readings: MeterReadings, nominal_v: float) -> list[str]:
    """What the tooltip says of each reading."""
    parts = zip(readings.net_kw.tolist(), readings.voltage_v.tolist(), readings.kind.tolist(), strict=True)
    return [
        f"{formats.quantity(kw, 'kW', 3)} · "
        f"{voltage_words(100 * volts / nominal_v, nominal_v) if volts == volts else formats.NOTHING}"
        f" · {QUALITY_WORDS.get(kind, kind)}"
        for kw, volts, kind in parts
    ]
