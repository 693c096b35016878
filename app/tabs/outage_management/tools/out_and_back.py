"""Customers who were out in a period, and those who had supply again in it, whenever their outage began."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.periods import ClockPeriodText, LocalSpan
from app.assistant.results import MOST_ROWS, NamedPlace, ToolResult
from app.assistant.rows import ordered, where
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolQuantity
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
from data_sources.history.outages import OutageRows, OutageSpan, asked_for, interruptions_of
from data_sources.history.reliability import FeedersServed
from data_sources.history.replays import outages_of


class OutAndBack(BaseModel):
    """When and where."""

    period: ClockPeriodText
    place: PlaceText = ""
    quantity: str = ""


class OutagesRestored(BaseModel):
    """Which outages that were over in a period."""

    period: ClockPeriodText
    place: PlaceText = ""
    cause: str = Field("", description="code or name of the cause; empty for any")
    kind: Literal["", "unplanned", "planned", "loss_of_supply"] = ""
    by: str = "restored_at"
    order: Order = "most"
    n: Rows = MOST_ROWS
    is_count: bool = False


_QUANTITIES: Final = (
    ToolQuantity(
        "out",
        ("customer out", "customer dark", "customer in the dark", "customer dark at one time or another",
            "customer at one time or another", "customer out at any time", "customer out one time another",
            "customer was out", "customer without power", "customer without supply",
         "customer out of power", "people out", "people without power", "customer off"),
        Column("out", "Customers out at some time", "count"), "most",
    ),
    ToolQuantity(
        "restored",
        ("customer restored", "customer energized", "customer re energized", "customer get power back",
            "customer got lights back",
            "customer switched back on", "customer back", "customer got back",
            "customer power back", "customer supply back",
         "people restored", "restored customer", "customer brought back", "customer back on", "customer reconnected",
         "customer restore", "restore customer", "customer got power back", "customer got supply back",
         "customer reenergized", "customer picked up", "customer put back", "customer returned"),
        Column("restored", "Customers restored", "count"),
    ),
)  # fmt: skip


def _lasted_in(context: ToolContext, period: str) -> tuple[OutageRows, LocalSpan, dt.datetime]:
    """Interruptions of outages that lasted at some time of a period, the period, and up to when they are told.

    Raises:
        NoAnswer: it has not begun, or nothing is on record of it.
    """
    span, as_of = begun_span(context, period), context.now.replace(second=0, microsecond=0)
    asked = OutageSpan.lasting(context.utility_id, span.from_at, span.to_at)
    rows = interruptions_of(context.sources, asked, as_of)
    for query in asked_for(context.sources, asked, as_of):
        context.note(query)
    if not len(rows):  # none at all, or before the record begins
        span = span_on_record(context, record_of(context), period)
    return rows, span, as_of


def out_and_back(context: ToolContext, args: OutAndBack) -> ToolResult:
    """Customers out at some time of a period, and restored in it."""
    place = place_of(context, args.place)
    rows, span, as_of = _lasted_in(context, args.period)
    feeders = FeedersServed.of(context.live("customers_by_feeder", utility_id=context.utility_id))
    scope = None if place.kind == "utility" else place.place_id
    inside = feeders.are_within(feeders.place_of(rows.feeder), place.kind, scope)
    first, end = (np.datetime64(int(at.timestamp() * 1000), "ms") for at in (span.from_at, span.to_at))
    is_back = ~np.isnat(rows.restored_at) & (rows.restored_at >= first) & (rows.restored_at < end)
    was_out = (rows.out_at < end) & (np.isnat(rows.restored_at) | (rows.restored_at >= first))
    sums = {
        "out": int(rows.customers[inside & was_out].sum()), "restored": int(rows.customers[inside & is_back].sum()),
        "outages": len(np.unique(rows.outage[inside & was_out])),
    }  # fmt: skip
    columns = (*(one.column for one in _QUANTITIES), Column("outages", "Outages", "count"))
    return result_of(
        context, "Customers out and restored", pa.table({name: [value] for name, value in sums.items()}), columns,
        place=told_place(place), period=span.words, source="both", as_of=as_of, goes=(view_go("Open replay",
            "replay"),),
        note="Whenever their outage began, momentary ones too. A customer counts once each time that supply was lost.",
    )  # fmt: skip


OUT_AND_BACK: Final = Tool(
    "customers_out_and_back",
    "Customers who were out at some time of a period, and customers restored in it, whenever their outage began.",
    OutAndBack, out_and_back, "row", ("customer", "utility", "people"), _QUANTITIES,
    examples=("how many customers were restored today", "how many customers were out yesterday"),
)  # fmt: skip


_BACK: Final = (
    ToolQuantity(
        "restored_at", ("latest restored", "last restored", "when restored"), Column("restored_at", "Restored",
            "datetime"), "most",
    ),
    ToolQuantity(
        "customers", ("customer interrupted", "restored customer", "ended customer",
            "finished customer", 
            "ended interrupted customer", "finished customer hit", "restored customer interrupted",
            "restored customer hit", 
            "customer affected", "biggest",
            "largest"),
        Column("customers", "Customers interrupted", "count"), "most",
    ),
    ToolQuantity("minutes", ("longest", "took", "take", "took long", "how long took", "took longest", "long take",
                "how long", "duration"), Column("minutes", "Lasted", "duration"), "most"),
)  # fmt: skip
_OVER: Final = (
    NUMBER, FEEDER, SUBSTATION, CAUSE, Column("started_at", "Began", "datetime"), *(one.column for one in _BACK),
    Column("kind", "Kind", "words"),
)  # fmt: skip


def outages_restored(context: ToolContext, args: OutagesRestored) -> ToolResult:
    """Outages whose last customers had supply again in a period, whenever they began; or how many."""
    place = place_of(context, args.place)
    rows, span, as_of = _lasted_in(context, args.period)
    feeders = FeedersServed.of(context.live("customers_by_feeder", utility_id=context.utility_id))
    table = _over_in(outages_of(rows, feeders, context.zone.key), span, place)
    table = where(table, cause=cause_code(args.cause), kind=args.kind)
    told: dict[str, Any] = {
        "place": told_place(place), "period": span.words, "source": "both", "as_of": as_of,
        "goes": (view_go("Open replay", "replay"),),
        "note": "Those whose last customer had supply again in the period, whenever they began, momentary ones too; "
            "outages that last with a part of their customers back are not among them.",
    }  # fmt: skip
    if args.is_count:
        return result_of(context, "Outages restored", counted(table), (HowMany,), **told)
    by = args.by if args.by in {one.key for one in _BACK} else "restored_at"
    return result_of(context, "Outages restored", ordered(table, by, args.order, args.n, ("outage_id",)), _OVER, **told)


def _over_in(table: pa.Table, span: LocalSpan, place: NamedPlace) -> pa.Table:
    """Rows of outages that were over in a period at a place, with how long they lasted."""
    if place.kind != "utility":
        table = where(table, **{f"{place.kind}_name": place.name})
    ends = table["restored_at"].cast(pa.timestamp("ms")).to_numpy()
    first, end = (np.datetime64(int(at.timestamp() * 1000), "ms") for at in (span.from_at, span.to_at))
    over = table.filter(pa.array(~np.isnat(ends) & (ends >= first) & (ends < end)))
    return over.append_column("minutes", pc.cast(over["duration_minutes"], pa.float64()))


OUTAGES_RESTORED: Final = Tool(
    "restored_outages",
    "Outages that were over in a period, whose last customers had supply again in it, whenever they began; "
    "or how many.",
    OutagesRestored, outages_restored, "filter", ("outage", "interruption"), _BACK,
    choices=(*CAUSE_CHOICES, *KIND_CHOICES),
    words=tuple(
        f"{noun} {state}"
        for noun in ("outage", "interruption")
        for state in ("restored", "restore", "ended", "end", "finished", "finish", "resolved", "resolve", "fixed",
             "fix",
                      "reenergized", "cleared", "clear", "closed", "repaired", "repair", "back", "over", "wrapped up",
                      "closed out", "put back", "done", "completed")
    ),
    examples=("how many outages were restored today", "outages restored yesterday"),
    lies_on="feeder_name",
)  # fmt: skip
