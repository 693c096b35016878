"""The biggest, smallest, longest or newest of the outages that last now, with what is known of it."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app import formats
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import PlaceText, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.now import LASTING_NOTE, lasting_outages
from app.tabs.outage_management.tools.words import CAUSE, FEEDER, SUBSTATION, outage_go, said_of_outage
from app.widgets.column import Column

Which = Literal["biggest", "smallest", "longest", "newest"]
_BY: Final = {
    "biggest": ("customers_out", "most"), "smallest": ("customers_out", "least"), "longest": ("minutes", "most"),
    "newest": ("minutes", "least"),
}  # fmt: skip


class ForemostOutage(BaseModel):
    """Which one, where."""

    which: Which = Field(description="by customers out, or by how long it lasts")
    place: PlaceText = ""
    quantity: str = ""


_FACTS: Final = (
    ToolQuantity("customers_out", ("customer", "customer off", "customer dark", "customer without power",
        "customer without supply", "customer still out", "customer in the dark", "customer hit",
        "how many customer off", "customer lost power", "customer interrupted", "customer out",
        "customer affected"),
        Column("customers_out", "Customers out", "count"), "most"),
    ToolQuantity("estimated_restoration_at", ("etr", "light back", "light on again", "light come on again",
        "expected restoration", "restoration", "restoration time", "power back", "come back", "fixed", "finished",
        "done", "expect fixed", "back on", "resolved", "estimate", "estimated restoration", "restored",
        "back", "over",
        "end", "expected", "fixed"), Column("estimated_restoration_at", "Expected back", "datetime")),
    ToolQuantity("crew_name", ("crew", "sent", "crew sent", "team",         "dealing", "work", "working", "who on",
        "assigned to", "dispatched", "crew assigned", "who got",
        "crew working", "team working", "who work", "assigned", "working on",
        "who is on"), Column("crew_name", "Crew")),
    ToolQuantity("cause", ("cause", "caused", "behind", "what behind", "caused it", "root cause",
        "led", "trigger", "triggered", "reason", "why"), CAUSE),
    ToolQuantity("feeder_name", ("feeder", "line", "circuit", "which line", "what line", "which feeder", "where",
        "location"), FEEDER),
    ToolQuantity("substation_name", ("substation", "substation supplied", "supplied substation", "substation feed",
        "substation feed area", "substation behind", "behind substation", "substation belong", "station",
        "supply substation", "what substation", ), SUBSTATION),
    ToolQuantity("thing", ("device", "tripped", "trip", "what tripped", "piece of equipment", "equipment",
        "fuse",
        "breaker", "exactly", "what device", "where exactly", "what equipment", "switch",
        "transformer", "opened", "failed", "what failed"), Column("thing", "At")),
    ToolQuantity("started_at", ("start", "start time", "beginning", "customer lose power", "lose power", "lost power",
        "customer lost power when", "when lose power", "went out", "go out", "going on since", "since when",
        "customer lost supply", "time of start", "when customer lose power", "began", "begin", "started",
        "since"),
        Column("started_at", "Began", "datetime")),
    ToolQuantity("minutes", ("how long", 
        
        "duration so far", 
        "time so far", "how many hour", "duration", "last", "lasted",
        "so far"),
        Column("minutes", "Lasts for", "duration"), "most"),
    ToolQuantity("state", ("state", "stage", "what stage", "phase", "assessed", "assigned assessed",
        "assigned still being assessed", "status"), Column("state", "State",
        "words")),
    ToolQuantity("priority", ("priority", "prio", "urgent", "urgency", "rated", "how urgent", "urgent rated",
        "priority level",
        "important", "give priority", "rated priority", "how important", ), Column("priority",
        "Priority", "words")),
    ToolQuantity("hazards", ("hazard", "unsafe", "safety hazard", "safety", "hazard reported", "danger noted",
        "wire down",
        "wire down danger", "wire down other danger", "danger reported", "hazard noted", "safety hazard reported",
        "anything unsafe", "risk to people", "dangerous", "any hazard", "safety issue", "danger",
        "dangerous"), Column("hazards", "Hazards")),
)  # fmt: skip


def foremost_outage(context: ToolContext, args: ForemostOutage) -> ToolResult:
    """One outage of those that last in a place.

    Raises:
        NoAnswer: none lasts there.
    """
    place = place_of(context, args.place)
    table = lasting_outages(context, place)
    where = f" on {place.name}" if place.kind != "utility" else ""
    if not table.num_rows:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA, f"No outage lasts{where} now. Of past ones, say in which period: this year."
        )
    by, order = _BY[args.which]
    row = ordered(table, by, order, 1, ("outage_id",))
    number, value = row["outage_id"][0].as_py(), row[by][0].as_py()
    level = sum(one == value for one in table[by].to_pylist()) - 1
    row = said_of_outage(row.append_column("name", pa.array([f"Outage {number}"], pa.string())))
    note = f"The {args.which} of {formats.count_of(table.num_rows, 'outage')} that last{where} now." + (
        f" {level} more rank level with it." if level else ""
    )
    columns = (Column("name", "Outage"), *(one.column for one in _FACTS))
    return result_of(
        context, f"The {args.which} outage now", row, columns, place=told_place(place), as_of=context.now,
        note=f"{note} {LASTING_NOTE}", goes=(outage_go(number),),
    )  # fmt: skip


_STATES: Final = ("active", "current", "ongoing", "open", "present")


def _outage(*words: str) -> tuple[str, ...]:
    return _plain(*words, *(f"{state} {word}" for word in words for state in _STATES))


def _plain(*words: str) -> tuple[str, ...]:
    return tuple(f"{word} outage" for word in words)


_WAYS: Final = {
    "biggest": _outage("biggest", "largest", "worst", "main", "most severe",
        "most serious"), "smallest": _outage("smallest"),
    "longest": _plain("longest", "oldest"), "newest": _plain("newest", "latest", "most recent"),
}  # fmt: skip
FOREMOST_OUTAGE: Final = Tool(
    "foremost_outage",
    "The biggest, smallest, longest or newest of the outages that last now: estimate of restoration, crew, cause, "
    "customers, feeder, since when, hazards.",
    ForemostOutage, foremost_outage, "row", ("outage",), _FACTS,
    choices=tuple(ToolChoice(words, {"which": which}) for which, words in _WAYS.items()),
    examples=("ETR of the biggest outage", "which crew is on the biggest outage"),
)  # fmt: skip
