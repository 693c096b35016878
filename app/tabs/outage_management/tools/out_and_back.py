"""Customers who were out in a period, and those who had supply again in it, whenever their outage began."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from pydantic import BaseModel

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.periods import ClockPeriodText
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolQuantity
from app.tabs.outage_management.tools.recorded import begun_span, record_of, span_on_record
from app.tabs.outage_management.tools.words import view_go
from app.widgets.column import Column
from data_sources.history.outages import OutageSpan, asked_for, interruptions_of
from data_sources.history.reliability import FeedersServed


class OutAndBack(BaseModel):
    """When and where."""

    period: ClockPeriodText
    place: PlaceText = ""
    quantity: str = ""


_QUANTITIES: Final = (
    ToolQuantity(
        "out",
        ("customer out", "customer was out", "customer without power", "customer without supply",
         "customer out of power", "people out", "people without power", "customer off"),
        Column("out", "Customers out at some time", "count"), "most",
    ),
    ToolQuantity(
        "restored",
        ("customer restored", "customer back", "customer got back", "customer power back", "customer supply back",
         "people restored", "restored customer", "customer brought back", "customer back on", "customer reconnected"),
        Column("restored", "Customers restored", "count"),
    ),
)  # fmt: skip


def out_and_back(context: ToolContext, args: OutAndBack) -> ToolResult:
    """Customers out at some time of a period, and restored in it."""
    place, span = place_of(context, args.place), begun_span(context, args.period)
    as_of = context.now.replace(second=0, microsecond=0)
    asked = OutageSpan.lasting(context.utility_id, span.from_at, span.to_at)
    rows = interruptions_of(context.sources, asked, as_of)
    for query in asked_for(context.sources, asked, as_of):
        context.note(query)
    if not len(rows):  # none at all, or before the record begins
        span = span_on_record(context, record_of(context), args.period)
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
