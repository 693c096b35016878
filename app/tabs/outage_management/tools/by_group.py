"""Outages, present and past, and trouble calls counted by groups: by place, cause, crew, time."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.context import ToolContext
from app.assistant.grouping import GroupedRows, grouped
from app.assistant.groups import CAUSE, CREW, PLACES, PRIORITY, ToolGroup, of_time
from app.assistant.naming import place_of, told_place
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolQuantity
from app.tabs.outage_management.tools.calls import (
    CALLS_NOTE,
    TROUBLE_CALLS,
    CallsChosen,
    calls_chosen,
)
from app.tabs.outage_management.tools.detailed import with_details
from app.tabs.outage_management.tools.now import (
    ACTIVE_OUTAGES,
    LASTING_NOTE,
    ActiveChosen,
    active_chosen,
    lasting_outages,
)
from app.tabs.outage_management.tools.past import PAST_OUTAGES, OutagesFiltered, found_outages, outages_told
from app.tabs.outage_management.tools.words import view_go
from app.widgets.column import Column

_OUTAGES: Final = ToolQuantity(
    "outages", ("outage", "outage spread", "spread",         "ongoing outage spread", "interruption",
        "number of outage", "outage count", "event"),
    Column("outages", "Outages", "count"), "most",
)  # fmt: skip
_KIND: Final = ToolGroup("kind", ("kind", "type", "outage type", "kind of outage", "type of outage"), "Kind")


class OutagesGroupedBy(OutagesFiltered, GroupedRows):
    """Which outages, by what."""


_PAST: Final = (
    _OUTAGES,
    ToolQuantity("sustained", ("sustained outage", "sustained", "sustained outage begin", "sustained interruption",
        "number sustained",
        "outage sustained", "how many sustained", "outage over five minute", "sustained outage start",
        ), Column("sustained", "Sustained", "count"), "most"),
    ToolQuantity(
        "customers", ("customer interrupted", "customer hit", "hit customer", "customer put out",
            "customer lose power",
            "customer impacted", "customer dropped", "hit most customer", "customer hit outage",
            "customer affected", "customer lost power", "customer"),
        Column("customers", "Customers interrupted", "count"), "most",
    ),
    ToolQuantity(
        "customer_minutes", ("customer minute", "cost customer minute", "customer minute cost", "customer minute per",
            "outage cost customer minute", "customer minute interrupted", "customer minute lost",
            "cmi"),
        Column("customer_minutes", "Customer minutes", "number", 0, "min"), "most",
    ),
    ToolQuantity(
        "mean_minutes",
        ("mean duration", "average minute", "average minute per outage", "take longest average",
            "outage take long average",
            "average take", "long on average", "average time", "longest on average", "average length of outage",
            "average outage last", "last longest average", "average hour per outage", "time per outage average",
            "take average", "average duration", "average outage duration", "mean outage duration",
            "average length",
         "average restoration time", "mean restoration time", "outage duration", "duration", "restoration time"),
        Column("mean_minutes", "Mean duration", "number", 1, "min"), "most",
    ),
)  # fmt: skip
_DETAILED: Final = (
    ToolGroup("crew", CREW.words, "Crew", "crew_name", nothing="no crew"),
    ToolGroup(
        "device", ("device", "protective device", "switching device", "opened device", "interrupting device"), "Device",
        "device_name", nothing="no device",
    ),
    ToolGroup(
        "device_kind", ("kind of device", "device kind", "device type", "type of device", "starting device"),
        "Kind of device", nothing="no device",
    ),
    ToolGroup("promise", ("etr", "estimate", "etr met or missed"), "Estimate", nothing="no estimate"),
)  # fmt: skip
"""Of what PostgreSQL alone knows."""
_PAST_GROUPS: Final = (
    *PLACES, CAUSE, _KIND, ToolGroup("length", ("length", "sustained or momentary"), "Length"),
    *_DETAILED, *of_time("started_at"),
)  # fmt: skip


def outages_grouped(context: ToolContext, args: OutagesGroupedBy) -> ToolResult:
    """Outages that began in a period by place, cause, kind or time."""
    found = found_outages(context, args)
    brief = pc.if_else(pc.is_valid(found.table["restored_at"]), "momentary", "up to 5 minutes so far")
    lengths = pc.if_else(found.table["is_sustained"], "sustained", brief)
    rows = found.table.append_column("length", lengths)
    if {args.group, args.also} & {one.key for one in _DETAILED} and "crew_name" not in rows.column_names:
        rows = with_details(context, rows, found.span)
    rows = rows.append_column("long", rows["is_sustained"].cast(pa.int64()))
    minutes = pc.if_else(pc.is_finite(rows["duration_minutes"]), rows["duration_minutes"], None)
    rows = rows.append_column("minutes_over", minutes)
    told = {**found.told, "note": f"{found.note} The mean duration is that of outages that are over."}
    folds: Any = {
        "sustained": ("long", "sum"), "customers": ("customers", "sum"),
        "customer_minutes": ("customer_minutes", "sum"), "mean_minutes": ("minutes_over", "mean"),
    }  # fmt: skip
    return grouped(
        context, outages_told(args), rows, args, _PAST_GROUPS, _PAST, folds, span=found.span,
        goes=(view_go("Open replay", "replay"),), **told,
    )  # fmt: skip


class ActiveGrouped(ActiveChosen, GroupedRows):
    """Which outages that last, by what."""


_ACTIVE: Final = (
    _OUTAGES,
    ToolQuantity(
        "customers_out",
        ("customer out", "customer without power", "customer without supply", "customer affected",
            "customer still out",
         "customer off", "people out", "people without power"),
        Column("customers_out", "Customers out", "count"), "most",
    ),
    ToolQuantity(
        "customers_interrupted", ("customer interrupted", "customer interrupted", "customer interrupted in all",
            "outage interrupted customer",
            "customer have interrupted", "customer interrupted in all", "customer interrupted including back",
            "interrupted including already back", "customer outage interrupted back",
            "customer interrupted already back", ),
        Column("customers_interrupted", "Customers interrupted", "count"), "most",
    ),
)  # fmt: skip
_ACTIVE_GROUPS: Final = (
    *PLACES, CAUSE, CREW, PRIORITY, _KIND, ToolGroup("state", ("state", "status"), "State"),
    ToolGroup("device_kind", ("device", "kind of device", "device type", "device kind"), "Kind of device",
              nothing="no device"),
    ToolGroup("crew_status", ("crew status", "status of crew"), "Crew", nothing="no crew"),
)  # fmt: skip


def active_grouped(context: ToolContext, args: ActiveGrouped) -> ToolResult:
    """Outages that last by place, cause, crew, priority or state."""
    place = place_of(context, args.place)
    rows = active_chosen(context, lasting_outages(context, place), args)
    return grouped(
        context, "Active outages", rows, args, _ACTIVE_GROUPS, _ACTIVE,
        {name: (name, "sum") for name in ("customers_out", "customers_interrupted")},
        place=told_place(place), as_of=context.now, note=LASTING_NOTE, goes=(view_go("Open active outages",
            "active"),),
    )  # fmt: skip


class CallsGrouped(CallsChosen, GroupedRows):
    """Which calls, by what."""


_CALLS: Final = (
    ToolQuantity(
        "calls", ("call", "trouble call", "number of call", "call count", "trouble ticket"),
        Column("calls", "Calls", "count"), "most",
    ),
)  # fmt: skip
_CALL_GROUPS: Final = (
    *PLACES, ToolGroup("symptom", ("symptom", "type", "kind", "complaint", "what they say", "call type"), "Says"),
    ToolGroup("transformer", ("transformer",), "Transformer", "transformer_name"),
    ToolGroup("outage", ("outage",), "Outage", "outage_id", nothing="no outage"),
    ToolGroup("callback", ("call back", "callback"), "Call-back"),
    *of_time("called_at"),
)  # fmt: skip


def calls_grouped(context: ToolContext, args: CallsGrouped) -> ToolResult:
    """Trouble calls by place, what they say, or when they came."""
    chosen = calls_chosen(context, args)
    return grouped(
        context, chosen.title, chosen.table, args, _CALL_GROUPS, _CALLS, {}, span=chosen.span,
        place=told_place(chosen.place), period=chosen.span.words if chosen.span else "", as_of=context.now,
        note=CALLS_NOTE, goes=(view_go("Open trouble calls", "calls"),),
    )  # fmt: skip


OUTAGES_BY: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "outages_grouped",
        "Outages that began in a period, customers interrupted, customer minutes and mean duration by feeder, "
        "substation, cause, kind, hour of the day, weekday, day, week, month or year.",
        OutagesGroupedBy, outages_grouped, "ranking", ("outage", "interruption"), _PAST, choices=PAST_OUTAGES.choices,
        groups=_PAST_GROUPS, words=PAST_OUTAGES.words,
        examples=("outages by hour of day this year", "outages by month and cause this year"),
    ),
    Tool(
        "active_outages_grouped",
        "Outages that last now and customers out by feeder, substation, cause, crew, priority or state.",
        ActiveGrouped, active_grouped, "ranking", ("outage",), _ACTIVE, choices=ACTIVE_OUTAGES.choices,
        groups=_ACTIVE_GROUPS, words=ACTIVE_OUTAGES.words, examples=("active outages by crew",),
    ),
    Tool(
        "calls_grouped", "Trouble calls by feeder, substation, symptom, hour of the day, weekday, day or month.",
        CallsGrouped, calls_grouped, "ranking", ("call", "trouble call"), _CALLS, choices=TROUBLE_CALLS.choices,
        groups=_CALL_GROUPS, words=TROUBLE_CALLS.words, examples=("calls by hour today", "open calls by feeder"),
    ),
)  # fmt: skip
