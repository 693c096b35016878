"""What is out now: figures of a place, the outages that last, customers out by feeder."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.groups import FEEDER as GROUPED_BY_FEEDER
from app.assistant.naming import place_of, told_place
from app.assistant.results import ChartSpec, NamedPlace, ToolResult
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import PlaceText, RankedRows, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.words import (
    CAUSE,
    CAUSE_CHOICES,
    FEEDER,
    KIND_CHOICES,
    NUMBER,
    SUBSTATION,
    cause_code,
    outage_go,
    view_go,
)
from app.widgets.column import Column

LASTING_NOTE: Final = (
    "Outages that last now, whether sustained yet or not; predicted and planned ones that nobody has confirmed are not "
    "among them. An outage counts for the feeder that it is recorded on."
)
_CONFIRMED_NOTE: Final = (
    "In the state confirmed: those that a crew is assigned to, on its way to or at are in states of their own."
)
ACTIVE_WORDS: Final = ("active", "current", "ongoing", "open", "present", "right now", "at the moment")


class OutagesNow(BaseModel):
    """Where, and of which cause."""

    place: PlaceText = ""
    cause: str = Field("", description="code or name of the cause; empty for any")
    quantity: str = ""


class ActiveChosen(BaseModel):
    """Which outages that last."""

    place: PlaceText = ""
    cause: str = Field("", description="code or name of the cause; empty for any")
    kind: Literal["", "unplanned", "planned", "loss_of_supply"] = ""
    priority: Literal["", "high", "medium", "low"] = ""
    crew: Literal["", "none", "some"] = Field("", description="none: nobody is sent; some: a crew has it")
    state: Literal["", "confirmed", "crew_assigned", "en_route", "on_site"] = ""
    etr: Literal["", "past", "none"] = Field("", description="past: its estimate is over; none: it has no estimate")
    calls: Literal["", "none", "some"] = Field("", description="none: nobody has called of it; some: somebody has")


class ActiveOutages(ActiveChosen, RankedRows):
    """Which of them, by what."""

    by: str = "customers_out"


class OutByFeeder(RankedRows):
    """Which feeders with customers out."""

    place: PlaceText = ""
    by: str = "customers_out"


_FIGURES: Final = (
    ToolQuantity(
        "customers_out",
        ("customer out", "customer without power", "customer without supply", "customer affected", "people out",
         "customer off", "customer impacted", "customer hit", "customer down", "customer dark",
         "customer interrupted now",
         "customer without service", "customer no service", "customer no power", "customer not served",
         "customer unserved", "customer out of service",
         "customer still interrupted", "home out", "house out", "household out", "anyone out", "anybody out",
         "someone out", "everyone out", "out of power", "without power",
         "customer still out", "people without power", "out", "still out", "out now", "out at the moment",
             "black out",
         "blacked out", "in the dark", "power out", "anything out"),
        Column("customers_out", "Customers out", "count"), "most",
    ),
    ToolQuantity(
        "critical_out",
        ("critical customer out", "critical customer without power", "critical account out", "critical load out",
         "priority customer out", "critical facility out", "sensitive customer out", "critical customer off",
         "critical customer affected", "critical customer without supply", "critical customer dark",
         "critical customer still out", "critical customer impacted", "critical customer without service"),
        Column("critical_out", "Critical customers out", "count"), "most",
    ),
    ToolQuantity(
        "last_etr",
        ("restored", "back", "power back", "back on", "everyone restored", "everybody restored", "all restored",
         "all back", "last etr", "latest etr", "etr", "expected restored", "estimated restoration",
             "restoration time",
         "supply back", "lights back on", "expected", "last restored", "last back", "last customer back",
         "last customer restored", "fully restored", "complete restoration", "full restoration", "final etr",
         "final restoration", "last estimated restoration", "latest estimated restoration", "latest estimate",
         "last estimate", "everyone back", "everybody back"),
        Column("last_etr", "Last expected back", "datetime"),
    ),
    ToolQuantity(
        "is_restored",
        ("restored", "back", "power back", "back on", "supply back", "lights back on", "everyone restored",
         "everybody restored", "all restored", "all back", "fully restored", "completely restored", "fully back",
         "back up", "up again", "back in service", "fixed", "power restored", "service restored", "supply restored",
         "re energized", "reenergized", "power back on", "normal again", "back to normal", "whole again"),
        Column("is_restored", "All have supply", "flag"),
    ),
    ToolQuantity(
        "customers_supplied",
        tuple(f"{who} {state}" for who in ("customer", "people", "home", "house", "household") for state in (
            "with supply", "with power", "have power", "have supply", "has power", "with electricity",
            "have electricity", "with service", "have service", "not out", "not without power", "not off",
            "not without supply", "still have power", "still have supply", "lights on", "with lights",
            "energized", "live", "being served", "served now", "supplied", "supplied now", "not affected now",
            "not in the dark", "not dark", "unaffected",
        )),
        Column("customers_supplied", "Customers with supply", "count"), "most",
    ),
    ToolQuantity(
        "first_etr", ("first etr", "earliest etr", "first estimate", "earliest estimate",
            "first estimated restoration",
            "earliest estimated restoration"),
        Column("first_etr", "First estimate", "datetime"),
    ),
    ToolQuantity(
        "next_etr",
        ("next etr", "next etr due", "next estimate", "next estimated restoration", "next restoration",
            "next restored",
         "next back", "next customer back", "next customer restored", "next expected back", "next to be restored",
         "soonest etr", "soonest restored", "soonest back", "upcoming etr", "first restored", "first back",
         "first customer back", "first customer restored"),
        Column("next_etr", "Next expected back", "datetime"),
    ),
    ToolQuantity(
        "mean_minutes",
        tuple(f"average {time}" for time in (
            "outage duration so far", "duration so far", "time out",
            "time off", "time off supply", "time without power", "time without supply", "age of outage", "outage age",
            "time out so far", "duration of active outage", "active outage duration", "outage time so far",
            "length of active outage", "how long out",
            *(f"{time} {state} outage" for time in ("time off supply", "time out", "time off", "duration", "age",
                                                    "time without power", "time without supply")
              for state in ("active", "current", "open", "ongoing", "present")),
        )),
        Column("mean_minutes", "Mean time so far, of outages", "duration"), "most",
    ),
    ToolQuantity(
        "customer_minutes",
        ("customer minute so far", "customer minute of active outage", "customer minute active outage so far",
         "customer minute now", "customer minute of present outage", "customer minute current outage",
         "customer minute of open outage", "customer minute active", "customer minute lost so far",
         "customer minute interrupted so far", "cmi so far", "cmi of active outage"),
        Column("customer_minutes", "Customer minutes so far, of outages that last", "number", 0, "min"), "most",
    ),
    ToolQuantity(
        "crewed_pct",
        tuple(f"{share} of outage {state}" for share in ("percent", "share", "fraction", "proportion", "part")
              for state in ("with crew", "crew assigned", "with crew assigned", "assigned", "being worked",
                            "being worked on", "worked on", "staffed")),
        Column("crewed_pct", "Share of outages with a crew", "number", 1, "%"), "least",
    ),
    ToolQuantity(
        "longest_minutes",
        ("longest outage so far", "longest so far", "longest active outage", "oldest outage",
            "longest running outage",
         "oldest active outage",
         "longest current outage", "how long out", "out how long", "how long without power",
             "how long without supply"),
        Column("longest_minutes", "Longest so far", "duration"), "most",
    ),
    ToolQuantity(
        "customers_back",
        ("customer back", "customer back on", "customer restored", "customer restored so far", "people back",
         "customer already back", "customer got power back"),
        Column("customers_back", "Customers back already, of outages that last", "count"),
    ),
    ToolQuantity(
        "out_pct",
        ("percent out", "percent of customer out", "share of customer out", "percent without power",
         "share of customer without power", "percent of customer without power", "fraction of customer out",
         "proportion of customer out", "part of customer out", "percent of system out", "share of system out",
         "fraction of system out", "percent of customer off", "percent of customer affected",
         "share of customer affected", "percent of customer interrupted", "percent of customer out of total",),
        Column("out_pct", "Share of customers served who are out", "number", 2, "%"), "most",
    ),
)  # fmt: skip
_COUNTS: Final = (
    Column("outages", "Outages", "count"), Column("without_crew", "Without a crew", "count"),
    Column("past_etr", "Past their estimate", "count"), Column("untold", "Without an estimate", "count"),
        Column("customers_served", "Customers served", "count"),
)  # fmt: skip


def outages_now(context: ToolContext, args: OutagesNow) -> ToolResult:
    """Figures of what lasts in a place."""
    place = place_of(context, args.place)
    table = context.live(
        "outages_now", utility_id=context.utility_id, as_of=context.now, cause=cause_code(args.cause), **place.binds
    )
    (out, served) = (table[name][0].as_py() for name in ("customers_out", "customers_served"))
    table = table.append_column("out_pct", pa.array([100 * out / served if served else None], pa.float64()))
    (lasting, idle) = (table[name][0].as_py() for name in ("outages", "without_crew"))
    crewed = 100 * (lasting - idle) / lasting if lasting else None
    table = table.append_column("crewed_pct", pa.array([crewed], pa.float64()))
    table = table.append_column("is_restored", pa.array([not out])).append_column(
        "customers_supplied", pa.array([served - out], pa.int64())
    )
    columns = (_COUNTS[0], *(one.column for one in _FIGURES), *_COUNTS[1:])
    part = f"Of {served:,} customers served. " if out else "No customer is out there now. "
    nothing = part if table["outages"][0].as_py() else "Nothing is out there now. "
    return result_of(
        context, "Outages now", table, columns, place=told_place(place), as_of=context.now,
        note=f"{nothing}{_said_of(context, args.quantity, table)}{LASTING_NOTE} Estimates are those of the outages "
            "that have one.",
        goes=(view_go("Open active outages", "active"),),
    )  # fmt: skip


def _said_of(context: ToolContext, quantity: str, table: pa.Table) -> str:
    """What belongs to one of the figures: whom it leaves out, of which kinds they are, how many estimates are over."""
    if quantity == "customers_back":
        return "Those whose outage is over are not among them: ask how many customers were restored today. "
    if quantity in ("last_etr", "is_restored") and table["outages"][0].as_py():
        return _still_out(context, table, is_asked=quantity == "last_etr")
    if quantity == "next_etr" and table["outages"][0].as_py() and table["next_etr"][0].as_py() is None:
        past = formats.count_of(table["past_etr"][0].as_py(), "estimate")
        return f"No estimate lies ahead; {past} passed. "
    if quantity == "critical_out" and table["critical_out"][0].as_py():
        rows = context.live("critical_out_by_feeder", utility_id=context.utility_id).to_pylist()
        kinds = "; ".join(f"{row['feeder_name']}: {row['critical_kinds']}" for row in rows if row["critical_out"])
        return f"In all, by feeder: {kinds}. Who they are is not told here. "
    return ""


def _still_out(context: ToolContext, table: pa.Table, *, is_asked: bool) -> str:
    """That supply is not back, and what the last estimate is worth: how many are over, how many outages have none.

    Args:
        context: of the turn.
        table: the row of what lasts.
        is_asked: the last estimate is what was asked for, and told.
    """
    (row,) = table.to_pylist()
    last, outages = row["last_etr"], formats.count_of(row["outages"], "outage")
    said = [f"Not restored yet: {formats.count_of(row['customers_out'], 'customer')} out."]
    if last and not is_asked:
        said.append(f"The last estimate is {formats.date_and_clock(last, context.zone.key)}.")
    if last and last < context.now:
        said.append("Every estimate is over by now.")
    elif row["past_etr"]:
        said.append(f"Of {outages}, {row['past_etr']:,} past the estimate: it may be later.")
    if row["untold"]:
        said.append(f"Of {outages}, {row['untold']:,} without an estimate: it may be later.")
    return " ".join(said) + " "


_LISTED: Final = (
    ToolQuantity(
        "customers_out", ("customer out", "customer affected", "size", "biggest", "largest", "customer without power",
            "customer hit", "customer impacted", "customer off", "customer without supply",
                "customer without service",
            "customer down", "customer in the dark", "customer still out"),
        Column("customers_out", "Customers out", "count"), "most",
    ),
    ToolQuantity(
        "minutes", ("hour so far", "duration so far", "duration", "length",
        "longest", "oldest", "old", "open longest", "how long",
        "running time", "age",
            "out longest",
         "longest out", "been out longest", "longest time out", "without power longest", "out for longest time"),
        Column("minutes", "Lasts for", "duration"), "most",
    ),
    ToolQuantity(
        "estimated_restoration_at", ("etr", "estimated restoration", "estimate", "expected restoration"),
        Column("estimated_restoration_at", "Expected back", "datetime"),
    ),
    ToolQuantity(
        "started_at", ("start time", "start", "started", "began", "beginning", "time of start", "begin", "latest",
                       "most recent"),
        Column("started_at", "Began", "datetime"),
    ),
    ToolQuantity(
        "customers_interrupted", ("customer interrupted", "customer lost"),
        Column("customers_interrupted", "Customers interrupted", "count"), "most",
    ),
)  # fmt: skip
_TIMES: Final = ("estimated_restoration_at", "started_at")
_OUTAGE: Final = (
    NUMBER, FEEDER, SUBSTATION, Column("thing", "At"), CAUSE, Column("state", "State", "words"), _LISTED[0].column,
    _LISTED[3].column, _LISTED[1].column, _LISTED[2].column, Column("crew_name", "Crew"),
    Column("priority", "Priority", "words"), _LISTED[4].column,
)  # fmt: skip


def lasting_outages(context: ToolContext, place: NamedPlace) -> pa.Table:
    """Outages that last in a place, most customers out first, with how long and at what they are.

    Raises:
        SourceError: the database does not answer.
    """
    table = context.live("active_outages", utility_id=context.utility_id)
    if place.kind == "feeder":
        table = where(table, feeder_id=place.place_id)
    elif place.kind == "substation":
        table = where(table, substation_name=place.name)
    begun = table["started_at"].cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    now = int(context.now.timestamp() * 1e6)
    minutes = pc.divide(pc.subtract(pa.scalar(now), begun).cast(pa.float64()), 6e7)
    thing = pc.coalesce(table["device_name"], table["transformer_name"])
    return table.append_column("minutes", minutes).append_column("thing", thing)


def active_chosen(context: ToolContext, table: pa.Table, args: ActiveChosen) -> pa.Table:
    """Those of a cause, kind and priority, with or without a crew or an estimate."""
    table = where(table, cause=cause_code(args.cause), kind=args.kind, priority=args.priority, state=args.state)
    if args.crew:
        table = table.filter(pc.is_null(table["crew_id"]) if args.crew == "none" else pc.is_valid(table["crew_id"]))
    if args.calls:
        called = context.live("called_outages", utility_id=context.utility_id)["outage_id"]
        is_called = pc.is_in(table["outage_id"], value_set=called)
        table = table.filter(is_called if args.calls == "some" else pc.invert(is_called))
    etr = table["estimated_restoration_at"]
    if args.etr == "none":
        table = table.filter(pc.is_null(etr))
    elif args.etr == "past":
        table = table.filter(pc.fill_null(pc.less(etr, pa.scalar(context.now, etr.type)), False))
    return table


def active_outages(context: ToolContext, args: ActiveOutages) -> ToolResult:
    """Outages that last, or how many."""
    place = place_of(context, args.place)
    table = active_chosen(context, lasting_outages(context, place), args)
    by = args.by if args.by in {one.key for one in _LISTED} else "customers_out"
    table = limited(table, by, args.above, args.below) if by not in _TIMES else table
    note = LASTING_NOTE if args.state != "confirmed" else f"{_CONFIRMED_NOTE} {LASTING_NOTE}"
    told: dict[str, Any] = {"place": told_place(place), "as_of": context.now, "note": note}
    goes = (view_go("Open active outages", "active"),)
    if args.is_count:
        return result_of(context, "Active outages", counted(table), (HowMany,), goes=goes, **told)
    table = ordered(table, by, args.order, args.n, ("outage_id",))
    one = tuple(outage_go(number) for number in table["outage_id"].to_pylist()[:3])
    return result_of(context, "Active outages", table, _OUTAGE, goes=(*goes, *one), **told)


_OUT: Final = ToolQuantity(
    "customers_out",
    ("customer out", "customer off", "customer dark", "customer in the dark", "home dark", "line home dark",
        "customer off supply",
        "customer without service", "customer interrupted now", "customer without power",
        "customer without supply", "customer affected", "out", "feeder out"),
    Column("customers_out", "Customers out", "count"), "most",
)  # fmt: skip


_CRITICAL_OUT: Final = ToolQuantity(
    "critical_out",
    ("critical customer out", "critical load customer without supply", "critical customer dark",
        "critical load customer",
        "critical load customer out", "hospital priority customer dark", "hospital other priority customer dark",
        "priority customer dark", "critical customer out first", "critical load customer without power",
        "critical customer without power", "critical out", "critical facility out",
     "critical load out", "priority customer out", "critical customer without supply", "critical account out",
     "critical customer off"),
    Column("critical_out", "Critical customers out", "count"), "most",
)  # fmt: skip


_SHARE_OUT: Final = ToolQuantity(
    "out_pct",
    tuple(f"{share} {who} {state}" for share in ("percent", "percent of", "share", "share of", "fraction of", "part of")
          for who in ("customer", "people") for state in ("out", "off", "without power", "without supply", "affected")),
    Column("out_pct", "Share of its customers out", "number", 2, "%"), "most",
)  # fmt: skip


def out_by_feeder(context: ToolContext, args: OutByFeeder) -> ToolResult:
    """Feeders with customers out."""
    place = place_of(context, args.place)
    rows = lasting_outages(context, place)
    table = rows.group_by(["feeder_name", "substation_name"]).aggregate(
        [("customers_out", "sum"), ("outage_id", "count")]
    )
    table = table.rename_columns(["feeder_name", "substation_name", "customers_out", "outages"])
    critical = context.live("critical_out_by_feeder", utility_id=context.utility_id)
    table = table.join(critical, "feeder_name")
    by = args.by if args.by in (_CRITICAL_OUT.key, _SHARE_OUT.key) else "customers_out"
    table = _with_shares(context, table)
    if args.order == "least" and not args.is_count:  # the fewest are those with none
        table = _with_those_without(context, place, table)
    else:
        table = limited(table, by, 0)
    table = limited(table, by, args.above, args.below)
    told: dict[str, Any] = {"place": told_place(place), "as_of": context.now, "note": LASTING_NOTE}
    out = "critical customers out" if by == _CRITICAL_OUT.key else "customers out"
    out = "share of customers out" if by == _SHARE_OUT.key else out
    title = f"Feeders by {out}" if args.order == "least" else f"Feeders with {out}"
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), **told)
    table = ordered(table, by, args.order, args.n, ("feeder_name",))
    columns = (
        FEEDER, SUBSTATION, _OUT.column, Column("outages", "Outages", "count"), _CRITICAL_OUT.column,
        Column("critical_kinds", "Of kinds"), _SHARE_OUT.column,
    )  # fmt: skip
    chart = ChartSpec("bar", "feeder_name", ("customers_out",), "Customers out")
    return result_of(context, title, table, columns, chart=chart if len(table) > 1 else None, **told)


def _with_those_without(context: ToolContext, place: NamedPlace, table: pa.Table) -> pa.Table:
    """Feeders with customers out, and all others of the place with 0."""
    feeders = context.live("assistant_feeders", utility_id=context.utility_id, **place.binds, state="")
    others = feeders.filter(pc.invert(pc.is_in(feeders["name"], value_set=table["feeder_name"])))
    zero = pa.array([0] * len(others), pa.int64())
    none = pa.table(
        {"feeder_name": others["name"], "substation_name": others["substation_name"], "customers_out": zero,
         "outages": zero, _CRITICAL_OUT.key: zero}
    )  # fmt: skip
    return _with_shares(context, pa.concat_tables([table, none], promote_options="permissive"))


def _with_shares(context: ToolContext, table: pa.Table) -> pa.Table:
    """With the share of each feeder's customers who are out; none where it serves nobody."""
    served = context.live("customers_by_feeder", utility_id=context.utility_id)
    of = dict(zip(served["feeder_name"].to_pylist(), served["customers_served"].to_pylist(), strict=True))
    pairs = zip(table["feeder_name"].to_pylist(), table["customers_out"].to_pylist(), strict=True)
    shares = pa.array([100 * out / of[name] if of.get(name) else None for name, out in pairs], pa.float64())
    place = table.schema.get_field_index(_SHARE_OUT.key)
    return table.append_column(_SHARE_OUT.key, shares) if place < 0 else table.set_column(place, _SHARE_OUT.key, shares)


OUTAGES_NOW: Final = Tool(
    "outages_now",
    "What is out now in a place: customers out, critical customers out, first and last estimate of restoration, the "
    "longest so far, outages without a crew or past their estimate.",
    OutagesNow, outages_now, "row", ("outage", "feeder", "substation", "customer", "power", "system"), _FIGURES,
    choices=CAUSE_CHOICES,
    words=("outage situation", "outage summary", "what is out", "situation report", "sitrep",
         *(f"outage {one}" for one in (
        "picture", "overview", "status", "update", "snapshot", "rundown", "state", "report", "board", "dashboard"))),
    opens=1,
    examples=("how many customers are out", "when is everyone expected to be restored", "customers out on F0002"),
)  # fmt: skip
ACTIVE_OUTAGES: Final = Tool(
    "active_outages",
    "Outages that last now, in a place, by customers out, duration or estimate; or how many.",
    ActiveOutages, active_outages, "filter", ("outage",), _LISTED,
    choices=(
        *CAUSE_CHOICES, KIND_CHOICES[0],
        ToolChoice(("no crew", "without crew", "no crew assigned", "without a crew", "unassigned", "waiting for crew",
                    "nobody assigned", "nobody on it", "nobody working", "no one assigned", "no one on",
                    "not assigned", "uncrewed", "unstaffed", "not dispatched", "undispatched", "crew not assigned",
                    "not worked", "not being worked", "not worked on", "not being worked on"), {"crew": "none"}),
        ToolChoice(("with crew", "crew assigned", "being worked on", "staffed", "crew working"), {"crew": "some"}),
        ToolChoice(("past etr", "past their etr", "overdue", "late", "past estimate", "missed etr", "etr over",
                    "etr passed", "beyond etr", "blown etr", "expired etr", "etr expired", "behind etr",
                        "overrun etr",
                    "etr overrun", "etr exceeded", "running late", "exceeded etr"), {"etr": "past"}),
        ToolChoice(("no etr", "without etr", "without estimate", "no estimate", "etr missing", "missing etr",
             "etr not set",
                    "not estimated", "etr unknown", "unknown etr", "without an etr"), {"etr": "none"}),
        ToolChoice(("nobody called", "uncalled", "not called", "no one called"), {"calls": "none"}),
        ToolChoice(("confirmed", "state confirmed"), {"state": "confirmed"}),
        ToolChoice(("crew on site", "on site", "crew on scene", "on scene", "crew at work on site"),
                   {"state": "on_site"}),
        ToolChoice(("crew en route", "en route", "crew on the way", "crew rolling", "crew driving"),
                   {"state": "en_route"}),
        ToolChoice(("high priority",), {"priority": "high"}),
        ToolChoice(("medium priority",), {"priority": "medium"}),
        ToolChoice(("low priority",), {"priority": "low"}),
    ),
    words=(*(f"{one} outage" for one in ACTIVE_WORDS), "outage now"),
    examples=("list active outages", "how many outages have no crew assigned", "top 5 outages by customers out"),
    lies_on="feeder_name",
)  # fmt: skip
OUT_BY_FEEDER: Final = Tool(
    "out_by_feeder", "Feeders with customers out now, the most first; or how many feeders.",
    OutByFeeder, out_by_feeder, "filter", ("feeder",), (_OUT, _CRITICAL_OUT, _SHARE_OUT), groups=(GROUPED_BY_FEEDER,),
    choices=(ToolChoice(("feeder out", "feeder has outage", "feeder have outage"), {"order": "most"}),),
        words=("feeder with outage", "feeder with customer out", "affected feeder", "feeder out"),
    examples=("which feeders have customers out at the moment?",),
)  # fmt: skip
