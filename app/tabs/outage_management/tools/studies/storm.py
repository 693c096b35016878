"""A storm as it stands, and the order in which crews get to its outages."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.results import ToolResult
from app.assistant.tools import Rows, Tool, ToolQuantity
from app.tabs.outage_management.tools.words import view_go
from app.widgets.column import Column
from data_sources.studies.storm.picture import storm_picture, storm_tables


class StormNow(BaseModel):
    """The storm that is declared, or what is out now."""

    quantity: str = ""


class StormQueue(BaseModel):
    """Outages in the order in which crews get to them."""

    n: Rows = 20


_STORM: Final = (
    ToolQuantity(
        "is_declared", ("declared", "declaration", "storm declaration", "officially storm", "official storm",
            "storm operation",
            "storm operation mode", "officially in storm operation", "have we declared", "storm declared",
            "storm mode", "in storm"),
        Column("is_declared", "Declared", "flag", write=lambda row: "yes" if row["is_declared"] else "no"),
    ),
    ToolQuantity("storm_name", ("storm name", "what name", "which storm", "storm named", "name run storm", "title",
        "called"), Column("storm_name", "Storm")),
    ToolQuantity("out_now", ("customer out in storm", "customer off in storm", "customer dark in storm",
        "customer without power in storm",
        "customer without supply in storm", "customer without service in storm", "customer in the dark in storm",
        "customer no power in storm", "customer still out in storm", "customer still off in storm",
        "customer out now in storm", "customer down in storm", "out in storm",
        ), Column("out_now", "Customers out", "count"), "most"),
    ToolQuantity(
        "interrupted", ("customer interrupted in storm", "customer interrupted", "customer lost power",
            "customer lose power", "customer out since",
            "sustained customer", "sustained customer off since", "customer off since began", "cumulative customer",
            "cumulative customer interrupted", "storm total", "total customer",
            "customer interrupted since declared", "customer lost power since declared", "customer hit by storm",
            "customer lost power in storm", "storm interrupted customer", "storm so far customer",
            "sustained customer out", "customer interrupted so far", "storm cumulative customer interrupted",
            "customer affected", "sustained customer interrupted", "sustained customer lost power",
            "customer out sustained", "customer sustained since began",             "customer affected by storm"),
        Column("interrupted", "Out over 5 min since then", "count"), "most",
    ),
    ToolQuantity(
        "restored_pct", ("percent restored", "restoration percent", "percent back", "percent back on",
            "percent customer back",
            "percent customer restored", "percent customer power again", "percent customer have power again",
            "percent interrupted power again", "percent customer interrupted have power again",
            "percent bring back", "customer bring back percent", "percent already back", "how much restored",
            "restored percent", "part restored", "percent customer restored in storm",
            "percent customer interrupted back", "storm percent restored", "how far restoration",
            "storm percent customer power again", "storm percent customer interrupted power again",
            "progress", "share restored"),
        Column("restored_pct", "Restored of those interrupted", "number", 0, "%"), "least",
    ),
    ToolQuantity("half_at", ("half restored", "half customer back", "half back on", "half customer restored",
        "half on again",
        "half customer on again", "half restoration time", "half etr", "half customer have power",
        "half of storm customer back", "half power", "half power again",         "half back"), Column("half_at",
            "Half are back", "datetime")),
    ToolQuantity("most_at", ("95 percent restored", "nearly everybody back", "nearly everybody restored",
        "nearly everybody power",
        "nearly everybody customer back", "nearly everybody restoration time", "nearly everybody etr",
        "nearly everybody customer have power", "nearly everybody customer restored", "nearly everybody",
        "almost everybody restored", "almost everybody back", "almost nearly everybody restored",
        "nearly everybody on again", "most restored"), Column("most_at", "95 % are back",
        "datetime")),
    ToolQuantity("all_at", ("all restored after storm", "everybody back after storm",
        "everybody restored after storm",
        "everybody restored storm", "everybody back storm", "last customer etr storm", "etr last customer storm",
        "last customer back storm", "last back storm", "last house on again", "storm work done", "storm work over",
        "all customer restored storm", "all customer back storm", "everybody restoration time",
        "last customer restored storm", "etr storm", "storm done", "storm etr", "everybody expected restored storm",
        "everybody expected restored after storm", "last house", "all back",         "storm over"), Column("all_at",
            "All are back", "datetime")),
    ToolQuantity(
        "waiting", ("waiting outage", "outage wait", "outage wait worked", "outage left to work", "outage left",
            "outage to be worked", "outage due", "backlog", "backlog outage", "outage backlog",
            "outage open for work", "open work", "outage work open", "outage due to work", "outage remaining",
            "trouble spot left", "trouble spot", "outage still wait", "outage queue", "outage open",
            "outage waiting for crew", "outage unworked", "outage wait due", "trouble spot left work",
            "outage left work", "outage in queue"), Column("waiting", "Outages to be worked on",
            "count"), "most",
    ),
    ToolQuantity(
        "critical", ("critical customer in storm", "critical customer out in storm", "critical customer off in storm",
            "critical facility out in storm", "critical facility dark in storm",
            "critical facility still dark in storm", "critical customer dark in storm",
            "critical customer without power in storm", "priority customer out in storm",
            "priority customer off in storm", "hospital out in storm", "critical facility in storm",
            "critical customer without supply in storm", "hospital critical customer without power in storm",
            "critical account out in storm", "storm critical", ), Column("critical",
            "Critical customers out", "count"), "most",
    ),
    ToolQuantity("working", ("crew working in storm", "crew working", "crew work", "crew busy",
        "crew busy restoration", "crew on job",
        "crew job", "crew out working", "crew at work", "crew assigned", "crew engaged", "crew deployed",
        "crew in field", "crew active", ), Column("working", "Crews at work", "count")),
    ToolQuantity("available", ("crew free in storm", "crew free", "crew idle", "idle crew", "crew available",
        "available crew",
        "crew left", "crew left to send", "crew left to send out", "crew send out", "crew not assigned",
        "crew not yet assigned", "unassigned crew", "crew spare", "spare crew", "crew without work",
        "crew unassigned", "crew no job", ), Column("available", "Crews free", "count")),
    ToolQuantity(
        "work_hours", ("crew hour", "hour of work", "work hour", "hour work wait", "backlog hour", "hour backlog",
            "repair work ahead", "repair work still ahead", "work outstanding", "hour work outstanding",
            "outstanding work", "hour of work ahead", "work left", "work ahead", "repair hour", "hour of repair",
            "work wait hour", "hour left work", "hour of work left"), Column("work_hours",
            "Work that waits", "number", 0, "h"),
        "most",
    ),
)  # fmt: skip


def storm_state(context: ToolContext, args: StormNow) -> ToolResult:  # noqa: ARG001 - as every tool is called
    """The storm as it stands, with when so many are back as likely as not."""
    picture = storm_picture(storm_tables(context.live_source, context.utility_id, context.now), context.now)
    at = {one.share: one.reached_at or one.p50_at for one in picture.milestones}
    record = picture.record
    row: dict[str, Any] = {
        "is_declared": picture.storm is not None,
        "storm_name": picture.storm["storm_name"] if picture.storm else None, "out_now": record.out_now,
        "interrupted": record.interrupted, "restored_pct": record.restored_pct, "half_at": at.get(0.5),
        "most_at": at.get(0.95), "all_at": at.get(1.0), "waiting": len(picture.priorities),
        "critical": picture.critical,
        "working": picture.working, "available": picture.available, "work_hours": picture.work_hours,
        "since": picture.from_at,
    }  # fmt: skip
    moments = ("half_at", "most_at", "all_at", "since")
    types = {name: pa.timestamp("us", "UTC") for name in moments} | {"storm_name": pa.string()}
    table = pa.table({name: pa.array([value], types.get(name)) for name, value in row.items()})
    note = "No storm is declared: what is out now, since twelve hours ago. " if picture.storm is None else ""
    note += (
        "Customers out are all who have no supply now; whoever is out for up to five minutes yet is not among those "
        "out over 5 min. Times are the median of 400 runs of the queue of outages for crews: as likely sooner as "
        "later; outages still to come are not in them."
    )
    columns = (*(one.column for one in _STORM), Column("since", "Counted since", "datetime"))
    return result_of(
        context, "Storm", table, columns, as_of=picture.at, note=note, goes=(view_go("Open Storm", "storm"),)
    )  # fmt: skip


def storm_queue(context: ToolContext, args: StormQueue) -> ToolResult:
    """Outages in the order in which crews get to them, and why."""
    picture = storm_picture(storm_tables(context.live_source, context.utility_id, context.now), context.now)
    rows = [
        {
            "order": one.order, "outage_id": one.row["outage_id"], "feeder_name": one.row["feeder_name"],
            "customers": one.customers, "why": one.why, "crew_name": one.crew["crew_name"] if one.crew else None,
            "arrives_at": one.arrives_at, "restored_at": one.restored_at,
        }
        for one in picture.priorities
    ]  # fmt: skip
    moment = pa.timestamp("us", "UTC")
    schema = pa.schema([
        ("order", pa.int64()), ("outage_id", pa.int64()), ("feeder_name", pa.string()), ("customers", pa.int64()),
        ("why", pa.string()), ("crew_name", pa.string()), ("arrives_at", moment), ("restored_at", moment),
    ])  # fmt: skip
    columns = (
        Column("order", "Next", "count"), Column("outage_id", "Outage"), Column("feeder_name", "Feeder"),
        Column("customers", "Customers", "count"), Column("why", "Why"), Column("crew_name", "Crew"),
        Column("arrives_at", "Arrives", "datetime"), Column("restored_at", "Back", "datetime"),
    )  # fmt: skip
    note = (
        "Outages that wait in their order, then those with a crew. Critical customers, danger to people and high "
        "priority by hand come first, then most customers an hour of crew; times are expected ones."
    )
    return result_of(
        context, "Outages by priority", pa.Table.from_pylist(rows, schema).slice(0, args.n), columns, as_of=picture.at,
        note=note, goes=(view_go("Open Storm", "storm"),), in_all=len(rows),
    )  # fmt: skip


_AFTER_STORM: Final = ("which outage should crews go to next", "list active outages", "available crews")
STORM_TOOLS: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "storm_state",
        "The storm as it stands: declared or not, customers out and restored, when half, 95 % and all are back, crews.",
        StormNow, storm_state, "study", ("storm",), _STORM,
        words=("storm state", "storm stand", "storm going", "storm look", "storm status", "storm situation",
            "how is storm", "storm declared", "is a storm",
            "storm progress"),
        needs=("storm",), examples=("how does the storm stand", "is a storm declared"), then=_AFTER_STORM,
    ),
    Tool(
        "storm_queue", "Outages in the order in which crews should get to them, with why, crew and expected times.",
        StormQueue, storm_queue, "study", ("outage",),
        words=("order work outage", "order should work outage", "work outage order", "crew get first outage",
            "outage crew get first", "outage crew first", "priority list outage",
            "restoration sequence", "restoration sequence outage", "send crew next", "where send crew next",
            "next job for crew storm", "next job crew", "sequence of outage", "outage first crew",
            "outage go first", "storm priority list", "outage sequence",
            "work next outage", "outage to work first", "order of restoration",
            "crew expected time restoration sequence", "outage next", "which outage next", "priority order",
            "outage by priority", "restoration order",
            "what next",
               "where next", "crew go next"),
        examples=("which outage should crews go to next",), then=_AFTER_STORM,
    ),
)  # fmt: skip
