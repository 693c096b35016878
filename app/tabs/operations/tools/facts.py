"""One thing of the network: its nameplate, its present state and what it belongs to, one row each."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from app import ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of
from app.assistant.results import Go, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.widgets.column import Column
from data_sources.assets import AssetRef


class FactsOf(BaseModel):
    """Which thing."""

    name: NameText
    quantity: str = ""


_FEEDER: Final = (
    ToolQuantity("load_kw", ("load", "demand", "kw"), Column("load_kw", "Load", "number", 0, "kW"), "most"),
    ToolQuantity(
        "load_pct", ("loading", "load percent", "percent of rating", "how loaded", "utilisation"),
        Column("load_pct", "Load of rating", "number", 1, "%"), "most",
    ),
    ToolQuantity("current_a", ("current", "amp", "ampere"), Column("current_a", "Current", "number", 0, "A"), "most"),
    ToolQuantity("rated_kva", ("rating", "rated kva", "capacity"), Column("rated_kva", "Rating", "number", 0, "kVA")),
    ToolQuantity("substation_name", ("substation", "fed from"), Column("substation_name", "Substation")),
    ToolQuantity("is_energized", ("energized", "hot", "live", "power"), Column("is_energized", "Energized", "flag")),
)  # fmt: skip


def feeder_facts(context: ToolContext, args: FactsOf) -> ToolResult:
    """What is known of one feeder now."""
    asset = asset_of(context, args.name, ("feeder",))
    table = context.live("details_feeder", utility_id=context.utility_id, asset_id=asset.asset_id)
    name = Column("name", "Feeder")
    go = Go(f"Show {asset.name} on the map", ways.MAP, AssetRef("feeder", asset.asset_id), asset.lon, asset.lat)
    return result_of(
        context, f"Feeder {asset.name}", table, (name, *(one.column for one in _FEEDER)),
        place=f"Feeder {asset.name}", as_of=table["updated_at"][0].as_py(), goes=(go,),
    )  # fmt: skip


FEEDER_FACTS: Final = Tool(
    "feeder_facts",
    "One feeder now: load, loading, current, voltage, power factor, rating, substation, whether it is energized.",
    FactsOf, feeder_facts, "row", ("feeder",), _FEEDER,
    examples=("load of F0002", "which substation is F0003 out of"),
)  # fmt: skip
