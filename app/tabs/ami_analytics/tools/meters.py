"""Meters of a place, a transformer or the utility, ranked and limited by what their days of a period come to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.narrowing import compared, in_sentence, limit_words
from app.assistant.periods import PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import MOST_COUNTED, EachPlace, PlaceText, RankedRows, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.tools.asked import YESTERDAY, asked_place, asked_thing, counted_by_place, nothing_read
from app.tabs.ami_analytics.tools.covered import covered
from app.tabs.ami_analytics.tools.voltage import HIGH_WORDS, LOW_WORDS
from app.widgets.column import Column
from data_sources.analytics.ansi_c84 import range_words

NOTE: Final = (
    f"By whole local days; voltages are on the 120 V base, {range_words('A')} (ANSI C84.1), days on which a meter "
    "read 0 V left out of its lowest."
)
MeterQuantity = Literal[
    "energy_kwh", "received_kwh", "peak_kw", "voltage_v", "voltage_v_min", "voltage_v_max", "minutes_low",
    "minutes_high", "missing", "estimated",
]  # fmt: skip


Class = Literal["", "residential", "commercial", "industrial"]
Has = Literal["", "having", "lacking"]


class MetersBy(RankedRows):
    """Which meters, when, by what."""

    place: PlaceText = ""
    transformer: str = Field("", description="display name of a transformer whose meters are meant; empty for none")
    period: PeriodText = YESTERDAY
    customer_class: Class = Field("", description="class of the service; empty for any")
    solar: Has = Field("", description="with or without solar; empty for any")
    ev: Has = Field("", description="with or without an electric vehicle; empty for any")
    by: MeterQuantity = "energy_kwh"
    n: Rows = 100


NOTHING_KWH: Final = 0.001  # below it a meter counts as one that used nothing
PLAIN: Final = {
    "minutes_low": "Meters that went below range A", "minutes_high": "Meters that went above range A",
    "missing": "Meters with reads missing", "estimated": "Meters with estimated reads",
    "received_kwh": "Meters that sent energy back",
}  # fmt: skip
_QUANTITIES: Final = (
    ToolQuantity(
        "energy_kwh",
        ("energy", "consumption", "use", "usage", "kwh", "consume", "energy use", "biggest consumer",
         "energy used", "biggest user", "largest consumer", "top consumer", "energy user",
         "user of energy", "energy hog", "top user", "heaviest user",
         "largest user", "energy delivered", "used",
         "electricity use", "kwh used", "drew", "draw", "kwh user", "kwh consumer"),
        Column("energy_kwh", "Energy", "number", 1, "kWh"), "most",
    ),
    ToolQuantity(
        "received_kwh",
        ("export", "exported", "exported energy", "energy exported", "fed back energy", "fed back", "solar export",
         "sent back", "received energy", "exporter", "backfeed", "power fed back", "power export",
         "energy received", "generation",
         "push back", "pushed back", "back push", "energy pushed back", "kwh sent back", "send back",
         "solar sent back", "pv export", "reverse energy", "kwh exported",
         "exported kwh"),
        Column("received_kwh", "Sent back", "number", 1, "kWh"), "most",
    ),
    ToolQuantity(
        "peak_kw", ("peak", "peak load", "peak demand", "max load", "highest load", "maximum demand", "max demand",
                    "highest peak", "highest demand",
         "highest kw", "max kw", "peak kw", "top load", "top demand", "biggest draw", "largest draw",
         "largest kw", "kw drawn", "biggest load", "largest load", "biggest demand", "largest demand",
         "peak draw", "kw draw"),
        Column("peak_kw", "Peak", "number", 2, "kW"), "most",
    ),
    ToolQuantity(
        "voltage_v", ("voltage", "volt", "service voltage", "meter voltage"),
        Column("voltage_v", "Voltage", "number", 1, "V"), "least",
    ),
    ToolQuantity(
        "voltage_v_min", ("lowest voltage", "minimum voltage", "min voltage", "lowest volt",
                          "worst voltage",
         "deepest sag", "how low voltage", "deepest dip", "weakest voltage"),
        Column("voltage_v_min", "Lowest voltage", "number", 1, "V"), "least",
    ),
    ToolQuantity(
        "voltage_v_max", ("highest voltage", "maximum voltage", "max voltage", "highest volt",
         "how high voltage", "peak voltage", "top voltage", "greatest voltage"),
        Column("voltage_v_max", "Highest voltage", "number", 1, "V"), "most",
    ),
    ToolQuantity(
        "minutes_low", ("minute below range", "minute under range", "minute below range a", "minute under range a",
                        "time under range a", "time under range", "time below range", "longest below range a",
                        "longest under range a", "minute low voltage", "longest low voltage",
                        "time below range a", "minute of low voltage",
         "minute of undervoltage", "undervoltage minute", "longest undervoltage", "low voltage minute",
         "longest time below range a", "longest time of low voltage"),
        Column("minutes_low", "Below range A", "count", unit="min"), "most",
    ),
    ToolQuantity(
        "minutes_high", ("minute above range", "minute over range", "minute above range a", "minute over range a",
                         "minute high voltage", "time above range a", "time over range a", "time above range",
                         "longest above range a", "minute of high voltage",
         "minute of overvoltage", "overvoltage minute", "longest overvoltage", "high voltage minute",
         "longest high voltage", "longest time above range a", "longest time of high voltage"),
        Column("minutes_high", "Above range A", "count", unit="min"), "most",
    ),
    ToolQuantity(
        "missing", ("missing read", "missing", "gap", "missing interval", "missing reading", "incomplete",
                    "not read", "incomplete read",
         "dropped data", "missing data", "dropped read", "lost read", "missed read", "data missing",
         "read missed", "lost data", "missing value"),
        Column("missing", "Missing", "count", unit="reads"), "most",
    ),
    ToolQuantity(
        "estimated", ("estimated", "estimated read", "estimate", "estimated interval",
         "filled in read", "estimated value", "value filled in", "estimation", "estimated data"),
        Column("estimated", "Estimated", "count", unit="reads"), "most",
    ),
)  # fmt: skip
_CHOICES: Final = (
    ToolChoice(LOW_WORDS, {"by": "minutes_low", "above": 0}),
    ToolChoice(HIGH_WORDS, {"by": "minutes_high", "above": 0}),
    ToolChoice(
        ("with gap", "with missing read", "had gap", "with data gap", "with missing interval", "with missing data",
         "with missing reading"),
        {"by": "missing", "above": 0},
    ),
    ToolChoice(("with estimated read", "that were estimated", "with estimate"), {"by": "estimated", "above": 0}),
    ToolChoice(
        ("exporting", "exported energy", "fed back energy", "that exported", "fed energy back"),
        {"by": "received_kwh", "above": 0},
    ),
    ToolChoice(("used nothing", "zero use", "no use", "zero consumption", "no consumption", "zero usage",
                "used no energy"),
               {"by": "energy_kwh", "below": NOTHING_KWH, "order": "least"}),
    ToolChoice(("residential",), {"customer_class": "residential"}),
    ToolChoice(("commercial",), {"customer_class": "commercial"}),
    ToolChoice(("industrial",), {"customer_class": "industrial"}),
    ToolChoice(("without solar", "nonsolar"), {"solar": "lacking"}),
    ToolChoice(("with solar", "solar", "pv"), {"solar": "having"}),
    ToolChoice(("without electric vehicle", "nonev"), {"ev": "lacking"}),
    ToolChoice(("with electric vehicle", "ev", "electric vehicle", "electric car"), {"ev": "having"}),
)  # fmt: skip


SAY_WHAT: Final = (
    "Say by what the meters of a past period are listed or counted: by energy, energy sent back, peak, voltage, or "
    "reads that are missing or estimated."
)


def meters_by(context: ToolContext, args: MetersBy) -> ToolResult:
    """Meters by a quantity of a period."""
    if not {"by", "above", "below"} & args.model_fields_set:  # who was out, or moved in, is no matter of energy
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, SAY_WHAT)
    by = _meant(args)
    where = (
        asked_thing(context, args.transformer, "transformer", args.period)
        if args.transformer else asked_place(context, args.place, args.period)
    )  # fmt: skip
    above, below = compared(args.above, args.below)
    rows = context.history(
        "assistant_meters_ranked", **where.scope.binds, **where.days, by=by, above=above, below=below,
        customer_class=args.customer_class, solar=args.solar, ev=args.ev,
        transformer_id=where.thing_id if args.transformer else 0, sign=-1 if _is_least_first(args, by) else 1,
        n=1 if args.is_count else args.n,
    )  # fmt: skip
    is_limited = args.above is not None or args.below is not None
    if not rows.num_rows and not (is_limited and _was_read(context, where.scope.binds | where.days)):
        nothing_read(where)
    count = rows["how_many"][0].as_py() if rows.num_rows else 0
    shown = {one.key: one.column for one in _QUANTITIES if one.key != "voltage_v"}
    days = covered(where)
    told: dict[str, Any] = {"source": "both", "place": where.words, "period": days.period}
    if args.is_count:
        table = pa.table({"how_many": pa.array([count], pa.int64())})
        return result_of(context, _title(args, by, shown[by]), table, (HowMany,), note=NOTE, **told)
    others = (one for key, one in shown.items() if key != by)
    columns = (
        Column("meter_name", "Meter"), shown[by], Column("transformer_name", "Transformer"),
        Column("feeder_name", "Feeder"), Column("customer_class", "Class", "words"), *others,
    )  # fmt: skip
    view = "voltage" if by.startswith(("voltage", "minutes")) else "load"
    return result_of(
        context, _title(args, by, shown[by]), rows, days.headed(columns, by), goes=(where.go(view),),
        note=NOTE, in_all=count, **told,
    )  # fmt: skip


def meters_by_each(context: ToolContext, args: MetersBy, kind: EachPlace) -> ToolResult | None:
    """How many there are of every feeder or substation of a place."""
    if not args.is_count or args.transformer:
        return None
    every = args.model_copy(update={"is_count": False, "n": MOST_COUNTED})
    found = meters_by(replace(context, max_rows=MOST_COUNTED), every)
    return counted_by_place(asked_place(context, args.place, args.period), found, kind)


def _meant(args: MetersBy) -> str:
    """The quantity; of a voltage that is just called so, the end that the limit or the order asks for."""
    if args.by != "voltage_v":
        return args.by
    is_high = args.above is not None or (args.below is None and args.order == "most")
    return "voltage_v_max" if is_high else "voltage_v_min"


def _was_read(context: ToolContext, binds: dict[str, Any]) -> bool:
    """Whether there are readings at all: then nobody beyond a limit is an answer."""
    return bool(context.history("ami_read_quality", **binds)["intervals_received"][0].as_py())


def _is_least_first(args: MetersBy, by: str) -> bool:
    """Whether the least stands first: as asked, and of voltages below a limit the lowest."""
    return args.order == "least" or (by == "voltage_v_min" and args.below is not None)


def _title(args: MetersBy, by: str, column: Column) -> str:
    """What the rows are, with the limits in words."""
    if args.above == 0 and args.below is None and by in PLAIN:
        return PLAIN[by]
    if by == "energy_kwh" and args.above is None and args.below == NOTHING_KWH:
        return "Meters that used no energy"
    limits = limit_words(column, args.above, args.below)
    return f"Meters with {limits}" if limits else f"Meters by {in_sentence(column.title)}"


METERS_BY: Final = Tool(
    "meters_by_readings",
    "Meters of the utility, a substation, a feeder or a transformer ranked, listed or counted by what they registered "
    "over a period: energy, energy sent back, peak, lowest or highest voltage, minutes outside range A, missing and "
    "estimated reads.",
    MetersBy, meters_by, "ranking", ("meter", "customer"), _QUANTITIES, _CHOICES,
    examples=("top 5 meters by consumption yesterday on feeder 2", "meters with the lowest voltage yesterday on F0007"),
    each=meters_by_each,
)  # fmt: skip
