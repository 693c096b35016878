"""The outage that has a thing without supply: when supply is back, since when it is out, why, who works."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolQuantity, name_of
from app.tabs.outage_management.tools.words import CAUSE, FEEDER, NUMBER, outage_go
from app.widgets.column import Column

KINDS: Final = ("transformer", "meter", "pole", "device")


class OutageOf(BaseModel):
    """Of which thing."""

    name: str = name_of(*KINDS)
    quantity: str = ""


_FACTS: Final = (
    ToolQuantity(
        "estimated_restoration_at",
        ("etr", "estimate", "back", "back on", "be back", "restored", "restoration", "estimated restoration",
         "energized again", "power again", "supply again", "have power again", "again", "power back", "supply back",
         "get power", "power return",
         "expected back", "fixed", "up again", "come back", "re energized", "reenergized", "light back"),
        Column("estimated_restoration_at", "Expected back", "datetime"),
    ),
    ToolQuantity(
        "started_at",
        ("went out", "go out", "out since", "lost power", "lose power", "lost supply",
         "without power since", "power go", "power went", "electricity go", "light go out", "light went out",
         "supply went", "dead since", "de energized since", "without supply since", "since when dead",
         "dark since", "off since", "since out", "when out"),
        Column("started_at", "Out since", "datetime"),
    ),
    ToolQuantity(
        "outage_id",
        ("outage", "which outage", "outage number", "outage explain", "outage affect", "affected by outage",
        "in outage",
         "part of outage", "which outage de energized", "outage number off"),
        NUMBER,
    ),
    ToolQuantity(
        "cause",
        ("why out", "why without power", "why dark", "why no power", "cause out", "why lose power", "why lost power",
         "reason out", "cause of outage", "outage cause",
         "no power cause", "reason no supply", "why no supply", "why no electricity",
         "why without supply", "why off", "why dead", "reason without supply", "reason no power", "took out"),
        CAUSE,
    ),
    ToolQuantity(
        "minutes",
        ("out so far", "out for", "long out",
         "long without power", "long without supply", "long dark", "long off", "long dead", "hour dark", "hour off",
         "hour without power", "hour without supply",
         "time without power", "time without supply", "minute without power"),
        Column("minutes", "Out for", "duration"), "most",
    ),
    ToolQuantity(
        "crew_name",
        ("crew on outage", "who work on outage", "crew working on", "crew for outage",
        "who fix", "crew fix", "crew work", "crew on way", "crew way",
         "who sent restore", "sent restore", "crew sent", "crew restore",
         "who restore", "who work", "crew back", "crew get back",
         "crew coming", "who coming"),
        Column("crew_name", "Crew"),
    ),
)  # fmt: skip
_MORE: Final = (
    FEEDER, Column("thing", "Outage at"), Column("state", "State", "words"),
    Column("customers_out", "Customers out", "count"),
)  # fmt: skip


def outage_of(context: ToolContext, args: OutageOf) -> ToolResult:
    """The outage that lasts and explains that a thing is without supply.

    Raises:
        NoAnswer: no such outage is known, or there is no such thing.
    """
    asset = asset_of(context, args.name, KINDS)
    table = context.live(
        "assistant_outage_of", utility_id=context.utility_id, asset_kind=asset.kind, asset_id=asset.asset_id
    )
    if not table.num_rows:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA,
            f"No outage that lasts has {asset.name} itself without supply; of what lies behind it nothing is said. "
            "Ask whether it is energized, or how many customers are out behind it.",
        )
    begun = table["started_at"].cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    minutes = pc.divide(pc.subtract(pa.scalar(int(context.now.timestamp() * 1e6)), begun).cast(pa.float64()), 6e7)
    table = table.append_column("minutes", minutes)
    table = table.append_column("name", pa.array([asset.name] * table.num_rows, pa.string()))
    number = int(table["outage_id"][0].as_py())
    columns = (Column("name", asset.kind.capitalize()), *(one.column for one in _FACTS), *_MORE)
    return result_of(
        context, f"The outage of {asset.name}", table, columns, as_of=context.now, goes=(outage_go(number),),
        note=f"By outage {number}, which has it without supply now; an estimate is the outage's own.",
    )  # fmt: skip


OUTAGE_OF: Final = Tool(
    "outage_of",
    "The outage that has one transformer, meter, pole or device without supply now: its number, when supply is "
    "expected "
    "back, since when it is out and how long, why, which crew.",
    OutageOf, outage_of, "row", KINDS, _FACTS,
    examples=("when will TX-0002-100 be back on", "which outage is TX-0002-100 in"),
)  # fmt: skip
