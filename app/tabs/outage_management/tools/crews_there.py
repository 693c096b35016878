"""Who works on the outages of a place: each outage that lasts there, with the crew that it has."""

from __future__ import annotations

from typing import Final

import pyarrow.compute as pc
from pydantic import BaseModel

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool
from app.tabs.outage_management.tools.now import LASTING_NOTE, lasting_outages
from app.tabs.outage_management.tools.words import FEEDER, NUMBER, view_go
from app.widgets.column import Column


class CrewsThere(BaseModel):
    """Where."""

    place: PlaceText = ""
    is_count: bool = False


def crews_there(context: ToolContext, args: CrewsThere) -> ToolResult:
    """Outages that last in a place and have a crew, or how many.

    Raises:
        NoAnswer: there is no such place.
        SourceError: the database does not answer.
    """
    place = place_of(context, args.place)
    lasting = lasting_outages(context, place)
    table = lasting.filter(pc.is_valid(lasting["crew_id"])).sort_by([("crew_name", "ascending")])
    without = lasting.num_rows - table.num_rows
    note = f"Outages there without a crew: {without} of {lasting.num_rows}. {LASTING_NOTE}"
    told = told_place(place)
    goes = (view_go("Open active outages", "active"),)
    title = "Crews on outages"
    if args.is_count:
        return result_of(
            context, title, counted(table), (HowMany,), place=told, as_of=context.now, note=note, goes=goes
        )
    columns = (
        Column("crew_name", "Crew"), NUMBER, Column("state", "State", "words"), FEEDER, Column("thing", "At"),
        Column("customers_out", "Customers out", "count"),
    )  # fmt: skip
    return result_of(context, title, table, columns, place=told, as_of=context.now, note=note, goes=goes)


CREWS_THERE: Final = Tool(
    "crews_there", "Crews on the outages that last in a place: who works there, at which outage; or how many.",
    CrewsThere, crews_there, "list", ("crew",),
    words=("crew at outage", "crew on outage", "crew at outages there"),
    examples=("which crews are on outages on F0003",),
)  # fmt: skip
