"""Ties of a feeder to its neighbours, and whether a neighbour has room for what the feeder carries now."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import NamedAsset, ToolResult
from app.assistant.tools import Tool, ToolQuantity, name_of
from app.tabs.operations.tools.rows import yes_no
from app.tabs.operations.tools.supply_facts import feeder_row
from app.widgets.column import Column


class TiesOf(BaseModel):
    """Of which feeder, or which tie."""

    name: str = name_of("feeder", "device")
    quantity: str = ""
    is_count: bool = Field(False, description="how many instead of which")


_QUANTITIES: Final = (
    ToolQuantity(
        "headroom_kva",
        ("headroom", "spare capacity", "headroom tie", "room on other feeder", "capacity of tie", "spare", "room",
         "headroom beyond tie", "headroom beyond", "room beyond", "headroom of tie", "tie capacity"),
        Column("headroom_kva", "Headroom beyond it", "number", 0, "kVA"), "least",
    ),
    ToolQuantity(
        "can_take",
        ("can take", "enough capacity", "carry load", "take load", "take over", "take whole load", "hold load",
         "carry whole", "take all"),
        yes_no("can_take", "Has room for all of it"),
    ),
)  # fmt: skip
_COLUMNS: Final = (
    Column("name", "Tie"), Column("other_feeder_name", "To feeder"), Column("substation_name", "Its substation"),
    _QUANTITIES[1].column, _QUANTITIES[0].column, Column("carried_kva", "To be taken over", "number", 0, "kVA"),
    yes_no("is_open", "Position", yes="Open", no="Closed"), Column("rated_a", "Rating", "number", 0, "A"),
)  # fmt: skip


def ties_of(context: ToolContext, args: TiesOf) -> ToolResult:
    """The ties of a feeder, or one tie, each with the feeder beyond it and what that could carry more now.

    Raises:
        NoAnswer: there is no such feeder, or the device is no tie.
    """
    asset = asset_of(context, args.name, ("feeder", "device"))
    ties = context.live(
        "assistant_devices", utility_id=context.utility_id, substation_id=0, kind="tie", state="",
        feeder_id=asset.asset_id if asset.kind == "feeder" else 0,
    ).to_pylist()  # fmt: skip
    if asset.kind == "device":
        ties = [one for one in ties if one["asset_id"] == asset.asset_id]
        if not ties:
            raise NoAnswer(RefusalReason.NOT_IN_DATA, f"{asset.name} is no tie: it joins no second feeder.")
    mine = asset.name if asset.kind == "feeder" else ties[0]["feeder_name"]
    rows = [_row(context, one, mine) for one in ties]
    schema = pa.schema([
        ("name", pa.string()), ("other_feeder_name", pa.string()), ("substation_name", pa.string()),
        ("can_take", pa.bool_()), ("headroom_kva", pa.float64()), ("carried_kva", pa.float64()),
        ("is_open", pa.bool_()), ("rated_a", pa.float64()),
    ])  # fmt: skip
    rows.sort(key=lambda row: (not row["can_take"], row["name"]))
    table = pa.Table.from_pylist(rows, schema)
    able = [f"{row['other_feeder_name']} by {row['name']}" for row in rows if row["can_take"]]
    told = (
        f"{' and '.join(able)} {'has' if len(able) == 1 else 'have'} room for all"
        if able
        else "No feeder has room for all"
    )
    note = (
        f"{told} that {mine} carries now. Headroom is what the other feeder may carry more by its own rating; "
        f"lines and "
        "voltage on the way, and what the ties' own rating lets through, are looked at by the isolation study alone."
    )
    title, goes = f"Ties of {asset.name}", (to_map(asset),)
    if args.is_count:
        return result_of(
            context, title, counted(table), (HowMany,), place=f"Feeder {mine}", as_of=context.now, goes=goes
        )
    return result_of(context, title, table, _COLUMNS, place=f"Feeder {mine}", as_of=context.now, note=note, goes=goes)


def _row(context: ToolContext, tie: dict[str, Any], mine: str) -> dict[str, Any]:
    """One tie as the feeder sees it: what lies beyond it, and whether that could take over what the feeder carries."""
    other = tie["other_feeder_name"] if tie["feeder_name"] == mine else tie["feeder_name"]
    beyond, own = (_facts(context, name) for name in (other, mine))
    carried = None if own["headroom_kva"] is None else own["rated_kva"] - own["headroom_kva"]
    room = beyond["headroom_kva"]
    return {
        "name": tie["name"], "other_feeder_name": other, "substation_name": beyond["substation_name"],
        "can_take": None if room is None or carried is None else bool(beyond["is_energized"] and room >= carried),
        "headroom_kva": room, "carried_kva": carried, "is_open": tie["is_open"], "rated_a": tie["rated_a"],
    }  # fmt: skip


def _facts(context: ToolContext, name: str) -> dict[str, Any]:
    feeder: NamedAsset = asset_of(context, name, ("feeder",))
    return dict(feeder_row(context, feeder).to_pylist()[0])


TIES_OF: Final = Tool(
    "ties_of",
    "The ties of one feeder: which feeders it can be tied to or picked up from, and whether they have room for what it "
    "carries now; or the room beyond one tie.",
    TiesOf, ties_of, "list", ("tie", "feeder"), _QUANTITIES,
    words=(
        "tied", "be tied", "tied to", "tie to", "picked up", "pick up", "picked up from another feeder", "back feed",
        "backfeed", "fed back", "back up", "backup", "backup feeder", "alternate feed", "alternate source",
        "alternative feed", "transferred to", "transfer load", "load transfer", "other feeder", "another feeder",
        "neighbouring feeder", "neighboring feeder", "neighbour", "neighbor", "taken over", "take over",
        "fed from elsewhere",
        "fed from other side", "supplied from elsewhere", "tie with", "join", "interconnect", "tie point",
    ),
    examples=("which feeders can F0006 be tied to", "can F0003 be picked up from another feeder"),
)  # fmt: skip
