"""Whether a switching device, a line section or a pole is live now, as the network is switched."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolQuantity, name_of
from app.tabs.operations.tools.rows import yes_no
from app.tabs.operations.tools.supply_facts import ENERGIZED
from app.widgets.column import Column
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.trace import supplied_ends

KINDS: Final = ("device", "segment", "pole")


class SupplyOf(BaseModel):
    """Of what."""

    name: str = name_of(*KINDS)
    quantity: str = Field("", description="the column that is asked for")


_QUANTITY: Final = ToolQuantity("is_energized", (*ENERGIZED, "hot or dead"), yes_no("is_energized", "Energized"))


def supply_of(context: ToolContext, args: SupplyOf) -> ToolResult:
    """One row: whether it has supply on either side.

    Raises:
        NoAnswer: there is no such thing.
        NetworkError: rows of the network point to rows that are not there.
    """
    asset = asset_of(context, args.name, KINDS)
    source = context.live_source
    ends = supplied_ends(
        load_network(source, context.utility_id), asset.kind, asset.asset_id,
        load_open_devices(source, context.utility_id),
    )  # fmt: skip
    is_one_side = any(ends) and not all(ends)
    note = "One side has supply, the other has none. " if is_one_side else ""
    table = pa.table({"name": [asset.name], "is_energized": [any(ends)]})
    return result_of(
        context, f"Supply of {asset.name}", table, (Column("name", asset.kind.capitalize()), _QUANTITY.column),
        place=f"{asset.kind.capitalize()} {asset.name}", as_of=context.now, goes=(to_map(asset),),
        note=f"{note}Traced as the network is switched now; no test for voltage takes its place.",
    )  # fmt: skip


SUPPLY_OF: Final = Tool(
    "supply_of", "Whether one switching device, line section or pole is energized now, traced from its substation.",
    SupplyOf, supply_of, "row", (*KINDS, "breaker", "recloser", "fuse", "switch", "tie", "line section", "span"),
    (_QUANTITY,), examples=("is SW-0004-001 energized", "is SEG-0006-0039 hot"),
)  # fmt: skip
