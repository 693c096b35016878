"""One meter over a period, as its own page says it: what it registered, its voltage, its reads; and their course."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import INTERVAL
from app.assistant.periods import PeriodText
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.tabs.ami_analytics.meter.rows import MeterReadings
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_thing, nothing_read, partly, sentences
from app.tabs.ami_analytics.tools.course import course_of
from app.tabs.ami_analytics.tools.covered import DaysCovered, covered, local_days
from app.tabs.ami_analytics.tools.loads import curve_of
from app.widgets.column import Column
from data_sources.analytics.ansi_c84 import range_words, sides
from data_sources.analytics.clock import aware_utc
from data_sources.history.scope import times

NOTE: Final = (
    "Loads are means of the meter's own intervals, delivered less received; voltages are means of intervals, on the "
    f"meter's own nominal voltage; {range_words('A')} (ANSI C84.1)."
)


class MeterOverTime(BaseModel):
    """Which meter, and when."""

    name: NameText
    period: PeriodText = YESTERDAY
    quantity: str = Field("", description="column asked for")


_QUANTITIES: Final = (
    ToolQuantity(
        "energy_kwh",
        ("energy", "kwh", "use", "usage", "consumption", "consume", "how much use", "energy use",
         "energy delivered", "energy used", "electricity use", "how many kwh", "kwh used", "took",
         "take", "draw", "drew", "burn", "kwh drawn"),
        Column("energy_kwh", "Energy", "number", 2, "kWh"), "most",
    ),
    ToolQuantity(
        "received_kwh",
        ("export", "exported", "received", "fed back", "feed back", "solar export", "sent back", "kwh exported",
         "fed in", "send back", "backfeed", "energy received", "generation", "generate",
         "kwh sent back", "push back", "pushed back", "energy sent back", "solar delivered",
         "solar push", "pushed out", "put back", "backfed", "back fed", "reverse energy"),
        Column("received_kwh", "Sent back", "number", 2, "kWh"),
    ),
    ToolQuantity(
        "peak_kw", ("peak", "peak load", "peak demand", "max load", "highest load", "maximum demand", "max demand",
                    "peak kw", "maximum load", "highest demand", "highest kw", "max kw", "most kw",
         "biggest draw", "highest draw", "largest draw", "most draw", "peak draw", "max draw",
         "peak power", "highest power", "top load", "top demand", "top kw", "greatest load",
         "greatest demand", "peak usage", "biggest load", "biggest demand", "largest load",
         "largest demand", "most it drew", "most power"),
        Column("peak_kw", "Peak", "number", 2, "kW"), "most",
    ),
    ToolQuantity(
        "peak_at", ("when peak", "peak time", "time of peak", "what time peak", "at what time peak", "when peak load",
                    "when highest load", "when did peak",
         "when highest demand", "what time highest demand", "what time highest load",
         "time of highest demand", "time of highest load", "when biggest draw", "when biggest load",
         "when most draw", "when draw most", "when drew most",
         "hour of peak", "peak hour", "when max load", "when max demand", "when peak demand",
         "hour of highest load", "hour of highest demand", "busiest hour"),
        Column("peak_at", "Peak at", "time"),
    ),
    ToolQuantity(
        "mean_kw", ("average load", "mean load", "average demand", "avg load",
         "average kw", "average power", "average draw", "draw on average", "drew on average",
         "average usage", "average load kw", "load on average", "average consumption", "average demand kw"),
        Column("mean_kw", "Mean", "number", 2, "kW"),
    ),
    ToolQuantity(
        "min_v", ("lowest voltage", "minimum voltage", "min voltage", "lowest volt", "min volt", "how low voltage",
                  "low voltage",
         "deepest sag", "how low volt", "lowest v", "least voltage", "weakest voltage", "deepest dip"),
        Column("min_v", "Lowest voltage", "number", 1, "V"), "least",
    ),
    ToolQuantity(
        "max_v", ("highest voltage", "maximum voltage", "max voltage", "highest volt", "max volt", "how high voltage",
         "greatest voltage", "top voltage", "peak voltage", "how high volt", "biggest voltage"),
        Column("max_v", "Highest voltage", "number", 1, "V"), "most",
    ),
    ToolQuantity(
        "mean_v", ("average voltage", "mean voltage", "avg voltage", "average volt", "voltage", "volt",
         "average v", "voltage on average"),
        Column("mean_v", "Mean voltage", "number", 1, "V"),
    ),
    ToolQuantity(
        "minutes_low",
        ("minute under range", "minute below range", "minute under range a", "minute low voltage",
         "minute below range a", "how long under range a", "how long below range a", "time under range a",
         "time below range a", "minute under 114", "minute below 114", "minute of low voltage",
         "minute of undervoltage", "undervoltage minute", "how long low voltage", "time below 114",
         "how long below 114",
         "minute below range a of", "long below range a", "time of low voltage", "time low voltage",
         "too low voltage", "how long undervoltage", "how long too low"),
        Column("minutes_low", "Below range A", "count", unit="min"), "most",
    ),
    ToolQuantity(
        "minutes_high",
        ("minute over range", "minute above range", "minute over range a", "minute high voltage",
         "minute above range a", "how long over range a", "how long above range a", "time above range a",
         "minute above 126", "minute over 126", "minute of high voltage", "minute of overvoltage",
         "overvoltage minute", "how long high voltage", "how long above 126",
         "long above range a", "time of high voltage", "time high voltage", "too high voltage",
         "how long overvoltage", "how long too high", "time above 126"),
        Column("minutes_high", "Above range A", "count", unit="min"), "most",
    ),
    ToolQuantity(
        "missing",
        ("missing read", "missing", "missing interval", "gap", "read missing", "how many missing", "interval missing",
         "missing reading", "not received", "read lost", "lost read",
         "hole", "hole in data", "data hole", "read not arrived", "read did not arrive", "dropped read",
         "missed read", "read missed", "interval lost", "data missing", "missing data", "missing value"),
        Column("missing", "Missing", "count", unit="reads"), "most",
    ),
    ToolQuantity(
        "estimated", ("estimated", "estimated read", "estimated interval", "how many estimated", "read estimated",
                      "estimate",
         "filled read", "value filled in", "read filled in", "value estimated", "estimated value",
         "made up read"),
        Column("estimated", "Estimated", "count", unit="reads"), "most",
    ),
    ToolQuantity(
        "reads", ("number of read", "how many read", "read received", "how many reading",
         "read arrived", "read on file", "read obtained", "interval received", "interval count", "read count",
         "read delivered"),
        Column("reads", "Read", "count", unit="reads"),
    ),
)  # fmt: skip


def meter_readings(context: ToolContext, args: MeterOverTime) -> ToolResult:
    """What one meter registered."""
    asked = asked_thing(context, args.name, "meter", args.period)
    readings = _readings(asked)
    at = aware_utc(readings.end_at.max())
    days = _days(asked, readings)
    return result_of(
        context, f"Readings of meter {asked.name}", _figures(readings, _nominal(asked)),
        days.headed([one.column for one in _QUANTITIES], args.quantity), source="both", place=asked.words,
        period=days.period, as_of=at,
        note=sentences(NOTE, partly(asked, at)), goes=(asked.go("meter"),),
    )  # fmt: skip


def meter_load_curve(context: ToolContext, args: MeterOverTime) -> ToolResult:
    """The load of one meter, interval by interval."""
    asked = asked_thing(context, args.name, "meter", args.period)
    return curve_of(asked, course_of(asked), f"Load of meter {asked.name}", "meter")


def meter_voltage_curve(context: ToolContext, args: MeterOverTime) -> ToolResult:
    """The voltage of one meter, interval by interval."""
    asked = asked_thing(context, args.name, "meter", args.period)
    readings = _readings(asked)
    known = np.flatnonzero(np.isfinite(readings.voltage_v))[-context.max_rows :]
    table = pa.table({"start_at": times(readings.start_at[known]), "voltage_v": readings.voltage_v[known]})
    at, title = aware_utc(readings.end_at.max()), f"Voltage of meter {asked.name}"
    return result_of(
        context, title, table, (Column("start_at", "From", "time"), Column("voltage_v", "Voltage", "number", 1, "V")),
        source="both", place=asked.words, period=_days(asked, readings).period, as_of=at, goes=(asked.go("meter"),),
        chart=ChartSpec("line", "start_at", ("voltage_v",), f"{title}, V"),
        note=sentences(NOTE, f"The newest {context.max_rows} intervals." if len(known) == context.max_rows else ""),
    )  # fmt: skip


def _readings(asked: AskedOver) -> MeterReadings:
    """The meter's intervals.

    Raises:
        NoAnswer: there are none.
    """
    binds: dict[str, Any] = {"meter_id": asked.thing_id, **asked.instants}
    rows = asked.context.history("ami_meter_readings", **binds)
    return MeterReadings.of(rows) if rows.num_rows else nothing_read(asked)


def _days(asked: AskedOver, readings: MeterReadings) -> DaysCovered:
    """Days on which the meter read."""
    return covered(asked, local_days(readings.start_at[readings.quality != "missing"], asked.context.zone))


def _nominal(asked: AskedOver) -> float:
    """Nominal voltage of its service, V."""
    rows = asked.context.live("details_meter", utility_id=asked.context.utility_id, asset_id=asked.thing_id)
    return float(rows["nominal_voltage_v"][0].as_py())


def _figures(readings: MeterReadings, nominal_v: float) -> pa.Table:
    """One row; what was not read is not known."""
    side = sides(100.0 * readings.voltage_v / nominal_v, "A")
    kw, volts = readings.net_kw, readings.voltage_v
    peak = int(np.nanargmax(kw)) if np.isfinite(kw).any() else None
    is_missing = readings.quality == "missing"
    row = {
        "energy_kwh": _total(readings.delivered_kwh), "received_kwh": _total(readings.received_kwh),
        "peak_kw": None if peak is None else float(kw[peak]),
        "peak_at": None if peak is None else aware_utc(readings.start_at[peak]),
        "mean_kw": _of(np.nanmean, kw), "min_v": _of(np.nanmin, volts), "max_v": _of(np.nanmax, volts),
        "mean_v": _of(np.nanmean, volts), "minutes_low": int(readings.minutes[side < 0].sum()),
        "minutes_high": int(readings.minutes[side > 0].sum()), "missing": int(is_missing.sum()),
        "estimated": int((readings.quality == "estimated").sum()), "reads": int((~is_missing).sum()),
    }  # fmt: skip
    return pa.Table.from_pylist([row])


def _total(values: np.ndarray) -> float | None:
    return float(np.nansum(values)) if np.isfinite(values).any() else None


def _of(reckon: Any, values: np.ndarray) -> float | None:
    return float(reckon(values)) if np.isfinite(values).any() else None


METER_READINGS: Final = Tool(
    "meter_readings",
    "What one meter registered over a period: energy, energy sent back, peak and when, voltage, minutes outside range "
    "A, missing and estimated reads.",
    MeterOverTime, meter_readings, "row", ("meter",), _QUANTITIES,
    examples=("usage of MTR-0000250 last 7 days", "lowest voltage at MTR-0002222 yesterday"),
)  # fmt: skip
METER_LOAD_CURVE: Final = Tool(
    "meter_load_curve", "The course of one meter's load over a period, interval by interval, as a chart.",
    MeterOverTime, meter_load_curve, "series", ("meter",),
    (
        ToolQuantity(
            "load_kw", ("load", "load curve", "load profile", "load chart", "load over time", "use over time",
                        "usage chart", "demand", "consumption curve", "usage profile", "hourly use", "use by hour",
                        "interval read", "reading", "plot load", "interval data",
         "chart load", "graph load", "load graph", "kw chart", "chart kw", "graph kw", "plot kw",
         "kw graph", "demand chart", "demand curve", "chart demand", "graph demand", "load trend",
         "kw trend", "interval load", "interval load chart", "load history", "kw history",
         "demand over time", "demand profile", "plot demand"),
            Column("load_kw", "Load", "number", 2, "kW"), "most",
        ),
    ),
    groups=(INTERVAL,), examples=("load curve of MTR-0001340 yesterday",),
)  # fmt: skip
METER_VOLTAGE_CURVE: Final = Tool(
    "meter_voltage_curve", "The course of one meter's voltage over a period, interval by interval, as a chart.",
    MeterOverTime, meter_voltage_curve, "series", ("meter",),
    (
        ToolQuantity(
            "voltage_v", ("voltage", "volt", "voltage history", "voltage over time", "voltage profile", "voltage chart",
                          "voltage curve", "voltage trend", "plot voltage",
         "voltage graph", "graph voltage", "chart voltage", "voltage move", "voltage moved",
         "voltage went over time", "volt chart", "volt graph", "volt trend"),
            Column("voltage_v", "Voltage", "number", 1, "V"),
        ),
    ),
    groups=(INTERVAL,), examples=("voltage history of MTR-0002222 last 7 days",),
)  # fmt: skip
