"""Outages of a period, from both sources at once: list, how many, sums, by cause, by feeder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.narrowing import limit_words
from app.assistant.periods import ClockPeriodText, LocalSpan
from app.assistant.results import MOST_ROWS, ChartSpec, NamedPlace, ToolResult
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.detailed import DEVICE_KINDS, PROMISES, DeviceKind, Promise, with_details
from app.tabs.outage_management.tools.recorded import begun_span, record_of, span_on_record
from app.tabs.outage_management.tools.words import (
    CAUSE,
    CAUSE_CHOICES,
    FEEDER,
    KIND_CHOICES,
    NUMBER,
    SUBSTATION,
    cause_code,
    view_go,
)
from app.widgets.column import Column
from data_sources.history.outages import OutageSpan, asked_for, interruptions_of
from data_sources.history.reliability import FeedersServed
from data_sources.history.replays import outages_of

Length = Literal["", "sustained", "momentary"]
LENGTHS: Final = (
    ToolChoice(("sustained", "longer than 5 minute", "over 5 minute"), {"length": "sustained"}),
    ToolChoice(("momentary", "short", "brief", "5 minute or less"), {"length": "momentary"}),
)


class OutagesFiltered(BaseModel):
    """Which outages that began in a period."""

    period: ClockPeriodText
    place: PlaceText = ""
    cause: str = Field("", description="code or name of the cause; empty for any")
    kind: Literal["", "unplanned", "planned", "loss_of_supply"] = ""
    length: Length = Field("", description="sustained: over 5 minutes; momentary: up to that; empty for both")
    promise: Promise = Field("", description="late: restored after the estimate (ETR) that stood last; empty for any")
    device_kind: DeviceKind = Field("", description="kind of the device that opened; empty for any")


class PastOutages(OutagesFiltered):
    """Which of them, by what."""

    by: str = "started_at"
    order: Order = "most"
    n: Rows = MOST_ROWS
    above: float | None = None
    below: float | None = None
    is_count: bool = False


class OutageSums(OutagesFiltered):
    """Sums over outages that began in a period."""

    quantity: str = ""


class OutagesGrouped(OutagesFiltered):
    """Outages that began in a period, by feeder or cause."""

    by: str = "outages"
    order: Order = "most"
    n: Rows = MOST_ROWS
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class FoundOutages:
    """Outages that began in a period.

    Attributes:
        table: a row each, with `is_sustained` and `minutes` (up to now of what lasts).
        place: where.
        span: the period.
    """

    table: pa.Table
    place: NamedPlace
    span: LocalSpan

    @property
    def note(self) -> str:
        """Which outages count."""
        sustained = int(pc.sum(self.table["is_sustained"]).as_py() or 0)
        is_open = pc.and_(pc.is_null(self.table["restored_at"]), pc.invert(self.table["is_sustained"]))
        lasting = int(pc.sum(is_open).as_py() or 0)  # of these nobody knows yet which of the two they are
        yet = f" {lasting:,} last for up to 5 minutes so far." if lasting else ""
        return (
            f"They began in the period: {sustained:,} sustained (over 5 minutes, IEEE 1366) and "
            f"{self.table.num_rows - sustained - lasting:,} momentary.{yet} "
            "Predicted, cancelled and merged ones do not count."
        )

    @property
    def told(self) -> Mapping[str, Any]:
        """What every result says of them."""
        return {"place": told_place(self.place), "period": self.span.words, "source": "both", "note": self.note}


def outages_told(args: OutagesFiltered, noun: str = "outages") -> str:
    """Which outages are meant, as a title says it: `Sustained outages caused by vegetation`."""
    cause = cause_code(args.cause).replace("_", " ")
    promised = {"late": "restored after their estimate", "in_time": "restored by their estimate"}.get(args.promise, "")
    parts = (
        args.length, args.kind.replace("_", " "), noun, f"at a {args.device_kind}" if args.device_kind else "",
        f"caused by {cause}" if cause else "", promised,
    )  # fmt: skip
    told = " ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}"


def found_outages(context: ToolContext, args: OutagesFiltered) -> FoundOutages:
    """Outages that began in a period, in a place, of a cause, kind and length.

    Raises:
        NoAnswer: the period has not begun, or nothing is on record of it.
        SourceError: a source does not answer.
    """
    place, span = place_of(context, args.place), begun_span(context, args.period)
    table = _began(context, span)
    if not table.num_rows:  # none at all, or before the record begins
        span = span_on_record(context, record_of(context), args.period)
    if place.kind != "utility":
        table = where(table, **{f"{place.kind}_name": place.name})
    table = where(table, cause=cause_code(args.cause), kind=args.kind)
    if args.length:
        is_of_it = pc.equal(table["is_sustained"], args.length == "sustained")
        if args.length == "momentary":  # of what lasts nobody knows yet
            is_of_it = pc.and_(is_of_it, pc.is_valid(table["restored_at"]))
        table = table.filter(is_of_it)
    if args.promise or args.device_kind:
        table = where(with_details(context, table, span), promise=args.promise, device_kind=args.device_kind)
    return FoundOutages(table, place, span)


def _began(context: ToolContext, span: LocalSpan) -> pa.Table:
    as_of = context.now.replace(second=0, microsecond=0)
    asked = OutageSpan.begun(context.utility_id, span.from_at, span.to_at)
    rows = interruptions_of(context.sources, asked, as_of)
    for query in asked_for(context.sources, asked, as_of):
        context.note(query)
    feeders = FeedersServed.of(context.live("customers_by_feeder", utility_id=context.utility_id))
    lasting = np.unique(rows.outage[rows.interruptions().is_sustained])
    table = outages_of(rows, feeders, context.zone.key)
    now = np.datetime64(context.now.replace(tzinfo=None), "ms")
    begun = table["started_at"].cast(pa.timestamp("ms")).to_numpy()
    minutes = table["duration_minutes"].to_numpy()
    lasted = np.where(np.isnan(minutes), (now - begun) / np.timedelta64(1, "m"), minutes)
    table = table.append_column("is_sustained", pc.is_in(table["outage_id"], pa.array(lasting)))
    return table.append_column("minutes", pa.array(lasted))


CUSTOMERS: Final = ToolQuantity(
    "customers",
    ("customer interrupted", "customer affected", "customer", "biggest", "largest", "size", "customer lost power",
     "customer hit", "customer impacted", "customer knocked out", "customer took out", "customer out",
     "customer dropped",
     "customer lost", "customer lost supply", "customer without power", "customer hurt", "customer put out"),
    Column("customers", "Customers interrupted", "count"), "most",
)  # fmt: skip
_LISTED: Final = (
    ToolQuantity("started_at", ("latest", "newest", "last", "most recent"), Column("started_at", "Began",
        "datetime")),
    CUSTOMERS,
    ToolQuantity(
        "minutes", ("hour", "duration", "longest", "how long", "length", "shortest", "restoration time", "lasted",
            "took", "restored within", "restored in"),
        Column("minutes", "Lasted", "duration"), "most",
    ),
    ToolQuantity(
        "customer_minutes", ("customer minute", "cost customer minute", "customer minute event",
            "contributed customer minute",
            "customer minute contributed", "largest customer minute",             "event customer minute",
                "worst by customer minute"),
        Column("customer_minutes", "Customer minutes", "number", 0, "min"), "most",
    ),
)  # fmt: skip
_OUTAGE: Final = (
    NUMBER, FEEDER, SUBSTATION, CAUSE, *(one.column for one in _LISTED), Column("restored_at", "Restored",
        "datetime"),
    Column("kind", "Kind", "words"),
)  # fmt: skip


def past_outages(context: ToolContext, args: PastOutages) -> ToolResult:
    """Outages that began in a period, or how many."""
    found = found_outages(context, args)
    by_column = {one.key: one.column for one in _LISTED}
    by = args.by if args.by in by_column else "started_at"
    table = found.table if by == "started_at" else limited(found.table, by, args.above, args.below)
    found = replace(found, table=table)
    limits = limit_words(by_column[by], args.above, args.below) if by != "started_at" else ""
    beyond = f" that {limits}" if by == "minutes" else f" with {limits}"
    title, goes = outages_told(args) + (beyond if limits else ""), (view_go("Open replay", "replay"),)
    if args.is_count:
        sustained = int(pc.sum(table["is_sustained"]).as_py() or 0)
        momentary = int(
            pc.sum(pc.and_(pc.invert(table["is_sustained"]), pc.is_valid(table["restored_at"]))).as_py() or 0
        )
        counts = {"how_many": [len(table)], "sustained": [sustained], "momentary": [momentary]}
        columns = (
            Column("how_many", "Outages", "count"), Column("sustained", "Sustained", "count"),
            Column("momentary", "Momentary", "count"),
        )  # fmt: skip
        return result_of(context, title, pa.table(counts), columns, goes=goes, **found.told)
    table = ordered(table, by, args.order, args.n, ("outage_id",))
    return result_of(context, title, table, _OUTAGE, goes=goes, **found.told)


_SUMS: Final = (
    ToolQuantity(
        "customers",
        ("customer interrupted", "customer lost power", "customer affected", "customer lost supply",
         "customer who lost power", "customer had an outage", "people lost power", "customer without power",
         "customer hit", "customer impacted", "customer knocked out", "customer out of power", "customer dropped",
         "customer interruption caused"),
        Column("customers", "Customers interrupted", "count"), "most",
    ),
    ToolQuantity(
        "mean_minutes",
        ("mean duration", "average minute", "average minute per outage", "average time per outage", "average time",
            "typical time average", "average hour", "average hour per outage", "time per outage average",
            "average time outage last", "average outage last", "typical time per outage average",
            "outage last average", "average time to restore", "time to restore on average", "outage take average",
            "average duration", "average outage duration", "mean outage duration",
            "average length",
         "average restoration time", "mean restoration time", "how long on average"),
        Column("mean_minutes", "Mean duration", "number", 1, "min"), "most",
    ),
    ToolQuantity(
        "mean_customers",
        ("average customer per outage", "average customer", "average customer number per outage",
            "customer outage average",
            "customer per outage", "average customer of outage",
            "average size of outage",
         "average outage size", "average customer interrupted", "average customer affected", "average customer hit",
         "average number of customer", "average customer out per outage", "typical outage size"),
        Column("mean_customers", "Customers interrupted an outage, in the mean", "number", 1), "most",
    ),
    ToolQuantity(
        "median_minutes", ("median duration", "median length", "median", "median minute", "median minute per outage",
            "median length of outage", "half of outage shorter", "half shorter", "half last less", "median time",
            "median restoration time", "middle duration", "median outage duration",
            "typical duration"),
        Column("median_minutes", "Median duration", "number", 1, "min"), "most",
    ),
)  # fmt: skip


def outage_sums(context: ToolContext, args: OutageSums) -> ToolResult:
    """Customers interrupted in a period, and how long outages lasted."""
    found = found_outages(context, args)
    minutes = found.table["duration_minutes"].to_numpy()
    over = minutes[np.isfinite(minutes)]
    table = pa.table({
        "customers": pa.array([int(pc.sum(found.table["customers"]).as_py() or 0)]),
        "mean_minutes": pa.array([float(over.mean()) if len(over) else None], pa.float64()),
        "mean_customers": pa.array([pc.mean(found.table["customers"]).as_py()], pa.float64()),
        "median_minutes": pa.array([float(np.median(over)) if len(over) else None], pa.float64()),
        "outages": pa.array([found.table.num_rows]),
        "sustained": pa.array([int(pc.sum(found.table["is_sustained"]).as_py() or 0)]),
    })  # fmt: skip
    told = {**found.told,
        "note": f"{found.note} A customer counts once an outage; durations are those of outages that are "
            "over, from their beginning to the last customer back."}  # fmt: skip
    columns = (
        *(one.column for one in _SUMS),
        Column("outages", "Outages", "count"),
        Column("sustained", "Sustained", "count"),
    )
    return result_of(context, f"{outages_told(args)}, summed", table, columns, **told)


OF_ALL: Final = ToolQuantity(
    "outages_pct",
    ("share of outage", "account for outage", "account percent outage", "percent of outage make up",
        "outage make up percent",
        "part of outage", "spread outage percent", "outage spread", "percent outage account",
        "share number of outage", "outage in percent", "outage come from percent", "percent outage come",
        "percent of outage due", "large part of outage", "split of outage", "outage percent make up",
        "percent of outage", "outage share", "percent of all outage", "fraction of outage",
     "portion of outage", "share of all outage", "share of interruption", "percent of interruption",
     "how much percent"),
    Column("outages_pct", "Share of outages", "number", 1, "%"), "most",
)  # fmt: skip
_GROUPED: Final = (
    ToolQuantity(
        "outages", ("outage", "number of outage", "interruption", "outage count", "most frequent", "frequent",
            "common"),
        Column("outages", "Outages", "count"), "most",
    ),
    ToolQuantity(
        "customers", ("customer interrupted", "customer lose power", "customer lost power", "customer hit",
            "customer took power away",
            "customer impacted", "most customer lost power", "customer without power", "customer dark",
            "customer put out", "customer dropped", "customer out", "customer off", "customer lost supply",
            "customer lose supply", "customer took power", "power away customer",             "customer affected",
                "customer"),
        Column("customers", "Customers interrupted", "count"), "most",
    ),
    ToolQuantity(
        "customer_minutes", ("customer minute", "cost customer minute",             "customer minute contributed",
            "customer minute per outage",
            ), Column("customer_minutes", "Customer minutes", "number", 0, "min"),
        "most"
    ),
    OF_ALL,
    ToolQuantity(
        "mean_minutes",
        ("mean duration", "average duration", "average outage duration", "average length", "average restoration time",
         "restoration time", "outage duration", "duration", "average restoration", "restore", "longest to restore"),
        Column("mean_minutes", "Mean duration", "number", 1, "min"), "most",
    ),
)  # fmt: skip


def _grouped(context: ToolContext, args: OutagesGrouped, key: str) -> tuple[FoundOutages, pa.Table]:
    """Groups, each with its share of all that are found."""
    found = found_outages(context, args)
    sums = [("outage_id", "count"), ("is_sustained", "sum"), ("customers", "sum"), ("customer_minutes", "sum"),
            ("duration_minutes", "mean")]  # fmt: skip
    minutes = pc.if_else(pc.is_finite(found.table["duration_minutes"]), found.table["duration_minutes"], None)
    over = found.table.set_column(found.table.column_names.index("duration_minutes"), "duration_minutes", minutes)
    table = over.group_by(key).aggregate(sums)
    table = table.rename_columns([key, "outages", "sustained", "customers", "customer_minutes", "mean_minutes"])
    total = found.table.num_rows
    share = [100 * count / total if total else None for count in table["outages"].to_pylist()]
    table = table.append_column("outages_pct", pa.array(share, pa.float64()))
    if key == "feeder_name":
        table = pa.concat_tables([table, _without(context, found, table)], promote_options="permissive")
    by = args.by if args.by in {one.key for one in _GROUPED} else "outages"
    return found, ordered(limited(table, by, args.above, args.below), by, args.order, args.n, (key,))


def _without(context: ToolContext, found: FoundOutages, table: pa.Table) -> pa.Table:
    """Feeders of the place without an outage: they are the ones with the fewest."""
    feeders = context.live("customers_by_feeder", utility_id=context.utility_id)
    if found.place.kind != "utility":
        feeders = where(feeders, **{f"{found.place.kind}_name": found.place.name})
    names = sorted(set(feeders["feeder_name"].to_pylist()) - set(table["feeder_name"].to_pylist()))
    none = {
        name: pa.array([None if name == "mean_minutes" else 0] * len(names), table.schema.field(name).type)
        for name in table.column_names[1:]
    }
    return pa.table({"feeder_name": pa.array(names, pa.string()), **none})


def outages_by_cause(context: ToolContext, args: OutagesGrouped) -> ToolResult:
    """Causes of the outages that began in a period."""
    found, table = _grouped(context, args, "cause")
    columns = (
        CAUSE,
        _GROUPED[0].column,
        Column("sustained", "Sustained", "count"),
        *(one.column for one in _GROUPED[1:]),
    )
    chart = ChartSpec("bar", "cause", ("outages",), "Outages by cause") if len(table) > 1 else None
    return result_of(context, f"{outages_told(args)} by cause", table, columns, chart=chart, **found.told)


def outages_by_feeder(context: ToolContext, args: OutagesGrouped) -> ToolResult:
    """Feeders by the outages that began in a period, those without any too."""
    found, table = _grouped(context, args, "feeder_name")
    columns = (
        FEEDER,
        _GROUPED[0].column,
        Column("sustained", "Sustained", "count"),
        *(one.column for one in _GROUPED[1:]),
    )
    chart = ChartSpec("bar", "feeder_name", ("outages",), "Outages by feeder") if len(table) > 1 else None
    return result_of(context, f"Feeders by {_low(outages_told(args))}", table, columns, chart=chart, **found.told)


def _low(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


PAST_OUTAGES: Final = Tool(
    "past_outages",
    "Outages that began in a period: how many, the longest, the largest by customers, with feeder, cause and duration.",
    PastOutages, past_outages, "filter", ("outage", "interruption"), _LISTED,
    choices=(*CAUSE_CHOICES, *KIND_CHOICES, *LENGTHS, *PROMISES, *DEVICE_KINDS),
    words=("past outage", "caused outage", "outage caused",
        "outage history"),
    examples=("how many outages did we have this year", "longest outage last year",
        "outages caused by animals this year"),
    lies_on="feeder_name",
)  # fmt: skip
OUTAGE_SUMS: Final = Tool(
    "outage_sums",
    "Over the outages that began in a period: customers who lost power, mean and median duration.",
    OutageSums, outage_sums, "row", ("outage", "customer", "power"), _SUMS, choices=(*CAUSE_CHOICES, *KIND_CHOICES,
        *LENGTHS),
    examples=("how many customers lost power in august", "average outage duration last year"),
)  # fmt: skip
OUTAGES_BY_CAUSE: Final = Tool(
    "outages_by_cause", "Causes of the outages that began in a period, the most frequent first.",
    OutagesGrouped, outages_by_cause, "ranking", ("cause", "outage cause"), _GROUPED,
    choices=(*KIND_CHOICES, *LENGTHS),
    words=("cause", "outage by cause", "cause of outage", "why outage", "main cause", "reason for outage",
        "leading cause"),
    examples=("outages by cause this year", "most common cause of outages last year"),
)  # fmt: skip
OUTAGES_BY_FEEDER: Final = Tool(
    "outages_by_feeder", "Feeders by how many outages began on them in a period.",
    OutagesGrouped, outages_by_feeder, "ranking", ("feeder",), _GROUPED, choices=(
        *CAUSE_CHOICES, *KIND_CHOICES, *LENGTHS,
        ToolChoice(("no outage", "without outage", "zero outage", "no interruption", "without interruption",
                    "without any outage", "not single outage"), {"by": "outages", "below": 1}),
    ),
    words=("feeder by outage", "outage by feeder", "outage per feeder"),
    examples=("feeders with the most outages this year, top 3",),
)  # fmt: skip
