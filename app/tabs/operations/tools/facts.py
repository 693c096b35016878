"""One thing of the network: its nameplate, its present state, its condition and what it belongs to, one row each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map, to_page, to_readings
from app.assistant.naming import asset_of
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.tabs.operations.tools.rows import known, only, told
from app.widgets.column import Column

READS_NOTHING: Final = (
    "The switches would feed it, but its transformer reads 0 V: an outage is likely there that nobody has confirmed. "
)
FindRow = Callable[[ToolContext, NamedAsset], pa.Table]


class FactsOf(BaseModel):
    """Which thing."""

    name: NameText
    quantity: str = Field("", description="the column that is asked for; empty for all that is known")


def facts_tool(
    kind: str, find: FindRow, quantities: tuple[ToolQuantity, ...], description: str, *,
    notes: Mapping[str, str] | None = None, counted_now: Collection[str] = (),
    **vocabulary: Any,
) -> Tool[FactsOf]:  # fmt: skip
    """A tool that answers what is known of one thing.

    Args:
        kind: of the thing, as in `AssetRef`.
        find: its row; `updated_at` says how old its present state is.
        quantities: what of it is shown.
        description: of the tool.
        notes: how a quantity is reckoned, by its key; told with what was asked for.
        counted_now: quantities that are counted when they are asked, however old the row's measurements are.
        vocabulary: `subjects`, `words`, `examples`, `choices` of the tool.
    """
    columns = (Column("name", kind.capitalize()), *(one.column for one in quantities))

    def run(context: ToolContext, args: FactsOf) -> ToolResult:
        asset = asset_of(context, args.name, (kind,))
        table, is_dark = as_read(known(find(context, asset)))
        as_of = table["updated_at"][0].as_py() if "updated_at" in table.column_names else None
        as_of = context.now if args.quantity in counted_now else as_of
        title = f"{kind.capitalize()} {asset.name}"
        return result_of(
            context, title, only(table, columns), columns, place=title, as_of=as_of, 
            note=f"{READS_NOTHING if is_dark else ''}{told(notes or {}, args.quantity)}".strip(), goes=_goes(asset),
        )  # fmt: skip

    return Tool(f"{kind}_facts", description, FactsOf, run, "row", quantities=quantities, **vocabulary)


def as_read(table: pa.Table) -> tuple[pa.Table, bool]:
    """A row, and whether it reads no voltage although the switches feed it: nobody knows whether it has supply then."""
    if not table.num_rows or not {"is_energized", "voltage_v"} <= set(table.column_names):
        return table, False
    is_dark = bool(table["is_energized"][0].as_py()) and table["voltage_v"][0].as_py() == 0
    if not is_dark:
        return table, False
    at = table.column_names.index("is_energized")
    return table.set_column(at, "is_energized", pa.nulls(table.num_rows, pa.bool_())), True


def _goes(asset: NamedAsset) -> tuple[Go, ...]:
    """Where an answer about a thing leads: the map, its page, its readings."""
    goes = [to_map(asset)]
    if asset.kind in ("transformer", "pole"):
        goes.append(to_page(asset))
    if asset.kind in ("substation", "feeder", "transformer", "meter"):
        goes.append(to_readings(asset))
    return tuple(goes)
