"""Voltage at the customers' meters: who left range A of ANSI C84.1, the extremes, and the worst feeders."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.periods import PeriodText
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import EachPlace, PlaceText, RankedRows, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_place, nothing_read
from app.tabs.ami_analytics.tools.covered import covered
from app.widgets.column import Column
from data_sources.history import voltage

NOTE: Final = (
    "Range A of ANSI C84.1 is 114 to 126 V on a 120 V base (95 to 105 % of nominal), by the means of the meters' "
    "intervals; volts are on the 120 V base. Days on which a meter read 0 V say nothing of its lowest voltage."
)
BASE_V: Final = 1.2  # a percent of nominal on a 120 V base
LOW_WORDS: Final = (
    "low voltage meter", "meter below range", "under range meter", "meter with low voltage", "meter below 114",
    "meter under 114", "undervoltage meter", "meter low", "meter below range a", "meter under range a",
    "low voltage", "undervoltage", "under voltage",
)  # fmt: skip
HIGH_WORDS: Final = (
    "high voltage meter", "meter above range", "over range meter", "meter with high voltage", "meter above 126",
    "meter over 126", "overvoltage meter", "meter high", "meter above range a", "meter over range a",
    "high voltage", "overvoltage", "over voltage", "high voltage meter above range a",
)  # fmt: skip
OUTSIDE_WORDS: Final = (
    "voltage exception", "meter outside range", "meter out of range", "voltage violation", "out of range voltage",
    "voltage outside range", "meter voltage exception", "meter outside range a", "meter not in range a",
    "out of range", "outside of range a", "meter with voltage violation", "meter violating",
)  # fmt: skip


class VoltageOf(BaseModel):
    """Whose voltage, and when."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    quantity: str = Field("", description="column asked for")


class FeedersByVoltage(RankedRows):
    """Which feeders, when, by what."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    by: Literal["meters", "minutes_below", "minutes_above", "voltage_v_min", "voltage_v_max"] = "meters"


_OF_PLACE: Final = (
    ToolQuantity("meters_low", LOW_WORDS, Column("meters_low", "Meters below range A", "count"), "most"),
    ToolQuantity("meters_high", HIGH_WORDS, Column("meters_high", "Meters above range A", "count"), "most"),
    ToolQuantity(
        "meters_outside_b",
        ("outside range b", "out of range b", "left range b", "meter outside range b", "not in range b",
         "range b violation", "range b exception", "violating range b", "violated range b",
         "beyond range b", "exceeded range b", "meter beyond range b", "customer outside range b"),
        Column("meters_outside_b", "Meters outside range B", "count"), "most",
    ),
    ToolQuantity(
        "meters_low_b", ("below range b", "under range b", "low range b", "meter below range b", "meter below 110",
                         "lower range b",
         "range b violation low side", "low side range b violation", "low side range b",
         "fell below range b", "below range b violation", "dipped below range b"),
        Column("meters_low_b", "Meters below range B", "count"), "most",
    ),
    ToolQuantity(
        "meters_high_b", ("above range b", "over range b", "high range b", "meter above range b", "meter above 127",
         "range b violation high side", "high side range b violation", "high side range b",
         "exceeded range b", "exceed range b", "above range b violation", "rose above range b"),
        Column("meters_high_b", "Meters above range B", "count"), "most",
    ),
    ToolQuantity("meters_outside", OUTSIDE_WORDS, Column("meters_outside", "Meters outside range A", "count"), "most"),
    ToolQuantity(
        "voltage_v_min",
        ("lowest voltage", "minimum voltage", "min voltage", "lowest customer voltage", "lowest meter voltage",
         "lowest service voltage", "lowest volt", "min volt", "least voltage",
         "deepest sag", "how low voltage", "how low customer voltage", "how far voltage sag",
         "deepest voltage sag", "lowest v", "worst low voltage", "how low meter voltage",
         "weakest voltage"),
        Column("voltage_v_min", "Lowest", "number", 1, "V"), "least",
    ),
    ToolQuantity(
        "voltage_v_max",
        ("highest voltage", "maximum voltage", "max voltage", "highest customer voltage", "highest meter voltage",
         "highest service voltage", "highest volt", "max volt",
         "how high voltage", "how high customer voltage", "peak voltage", "top voltage",
         "greatest voltage", "top customer voltage", "how high meter voltage", "peak customer voltage"),
        Column("voltage_v_max", "Highest", "number", 1, "V"), "most",
    ),
    ToolQuantity(
        "voltage_v_mean", ("average voltage", "mean voltage", "avg voltage", "average volt", "mean meter voltage",
         "average customer voltage", "mean customer voltage", "average v", "average service voltage",
         "voltage on average", "typical voltage"),
        Column("voltage_v_mean", "Mean", "number", 1, "V"),
    ),
    ToolQuantity(
        "meters", ("meter read", "how many meter read", "meter with reading", "meter that read", "reporting meter",
                   "meter reporting",
         "meter with voltage reading", "meter with voltage read", "meter gave voltage",
         "meter with voltage", "meter reported voltage", "meter reporting voltage",
         "voltage figure rest"),
        Column("meters", "Meters read", "count"),
    ),
)  # fmt: skip
_FEEDERS: Final = (
    ToolQuantity(
        "meters", ("voltage exception", "voltage violation", "meter outside range", "meter outside range a",
                   "out of range voltage", "voltage problem", "meter with voltage violation",
                   "meter with voltage exception", "meter with voltage problem",
         "meter with bad voltage", "voltage trouble", "customer with voltage trouble", "bad voltage",
         "meter out of voltage limit", "meter outside voltage limit", "customer outside range a",
         "customer with voltage problem", "meter outside limit", "meter beyond limit"),
        Column("meters", "Meters outside range A", "count"), "most",
    ),
    ToolQuantity(
        "minutes_below", ("low voltage", "undervoltage", "minute below range", "low voltage minute",
                          "minute under range a",
         "minute below range a", "undervoltage minute", "minute undervoltage", "minute low voltage",
         "longest low voltage", "low voltage longest", "longest undervoltage", "time below range a",
         "minute of low voltage", "minute of undervoltage", "minute under range"),
        Column("minutes_below", "Below range A", "count", unit="meter-minutes"), "most",
    ),
    ToolQuantity(
        "minutes_above", ("high voltage", "overvoltage", "minute above range", "high voltage minute",
                          "minute over range a",
         "minute above range a", "overvoltage minute", "minute overvoltage", "minute high voltage",
         "longest high voltage", "high voltage longest", "longest overvoltage", "time above range a",
         "minute of high voltage", "minute of overvoltage", "minute over range"),
        Column("minutes_above", "Above range A", "count", unit="meter-minutes"), "most",
    ),
    ToolQuantity(
        "voltage_v_min", ("lowest voltage", "minimum voltage", "min voltage",
         "lowest meter voltage", "lowest customer voltage", "minimum customer voltage", "lowest volt",
         "deepest sag", "deepest customer voltage sag", "deepest voltage sag", "how low voltage",
         "lowest service voltage", "some meter fell", "meter voltage fell", "lowest v",
         "weakest voltage"),
        Column("voltage_v_min", "Lowest", "number", 1, "V"), "least",
    ),
    ToolQuantity(
        "voltage_v_max", ("highest voltage", "maximum voltage", "max voltage",
         "highest meter voltage", "highest customer voltage", "maximum customer voltage", "highest volt",
         "top customer voltage", "top voltage", "peak voltage", "peak customer voltage",
         "how high voltage", "highest service voltage", "highest v"),
        Column("voltage_v_max", "Highest", "number", 1, "V"), "most",
    ),
)  # fmt: skip


def voltage_of_place(context: ToolContext, args: VoltageOf) -> ToolResult:
    """Meters outside range A, and the extremes, of a place."""
    return _voltage(context, args, "")


def voltage_of_each(context: ToolContext, args: VoltageOf, kind: EachPlace) -> ToolResult:
    """The same of every feeder or substation of a place."""
    return _voltage(context, args, kind)


def _voltage(context: ToolContext, args: VoltageOf, kind: EachPlace | Literal[""]) -> ToolResult:
    asked = asked_place(context, args.place, args.period)
    rows = context.history("assistant_voltage", **asked.scope.binds, **asked.days, kind=kind)
    if not rows.num_rows:
        nothing_read(asked)
    rows = rows.rename_columns(["name", *rows.column_names[1:]])
    for side in ("min", "mean", "max"):
        volts = [_volts(value) for value in rows[f"voltage_pct_{side}"].to_pylist()]
        rows = rows.append_column(f"voltage_v_{side}", pa.array(volts, pa.float64()))
    days = covered(asked)
    return result_of(
        context, f"Voltage at the meters of {asked.of}", rows,
        days.headed([one.column for one in _OF_PLACE], args.quantity), source="both", place=asked.words,
        period=days.period, note=NOTE,
        goes=(asked.go("voltage"),),
    )  # fmt: skip


def feeders_by_voltage(context: ToolContext, args: FeedersByVoltage) -> ToolResult:
    """Feeders with meters outside range A."""
    asked = asked_place(context, args.place, args.period)
    _check_read(asked)
    span = asked.span
    rows = context.history_source.fetch(voltage.feeders_query(asked.scope, span.first_day, span.end_day))
    for side in ("min", "max"):
        volts = [_volts(value) for value in rows[f"voltage_pct_{side}"].to_pylist()]
        rows = rows.append_column(f"voltage_v_{side}", pa.array(volts, pa.float64()))
    kept = limited(rows, args.by, args.above, args.below)
    told: dict[str, Any] = {"source": "both", "place": asked.words, "period": covered(asked).period, "note": NOTE}
    if args.is_count:
        return result_of(context, "Feeders with meters outside range A, counted", counted(kept), (HowMany,), **told)
    by = {one.key: one.column for one in _FEEDERS}
    columns = (Column("feeder_name", "Feeder"), by[args.by], *(one for key, one in by.items() if key != args.by))
    rows = ordered(kept, args.by, args.order, args.n, ("feeder_name",))
    return result_of(
        context, "Feeders with meters outside range A", rows, columns, goes=(asked.go("voltage"),),
        chart=ChartSpec("bar", "feeder_name", (args.by,), by[args.by].heading), **told,
    )  # fmt: skip


def _check_read(asked: AskedOver) -> None:
    """That there is anything: no feeder outside the range is an answer, no reading is none."""
    binds = {**asked.scope.binds, **asked.days}
    row = asked.context.history("ami_read_quality", **binds).to_pylist()[0]
    if not row["intervals_received"]:
        nothing_read(asked)


def _volts(pct: float | None) -> float | None:
    return None if pct is None else BASE_V * pct


VOLTAGE_OF_PLACE: Final = Tool(
    "voltage_of_place",
    "Voltage at the customers' meters of the utility, a substation or a feeder over a period: how many left range A of "
    "ANSI C84.1 (114 to 126 V), below or above, and the lowest, mean and highest.",
    VoltageOf, voltage_of_place, "row", ("meter", "feeder", "substation", "system", "customer"), _OF_PLACE,
    words=("meter voltage", "service voltage", "customer voltage"),
    examples=("high voltage meters on feeder 2 yesterday", "lowest customer voltage on F0007 last week"),
    each=voltage_of_each,
)  # fmt: skip
FEEDERS_BY_VOLTAGE: Final = Tool(
    "feeders_by_voltage",
    "Feeders with meters outside range A of ANSI C84.1 in a period, by meters, minutes or extremes.",
    FeedersByVoltage, feeders_by_voltage, "ranking", ("feeder",), _FEEDERS,
    (ToolChoice(OUTSIDE_WORDS, {"by": "meters"}),),
    examples=("feeders with the most voltage exceptions yesterday",),
)  # fmt: skip
