"""Who is without supply now behind a device or another thing of the network, and the outages that lie there."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolQuantity, name_of
from app.tabs.outage_management.tools.words import view_go
from app.widgets.column import Column
from data_sources.network.graph import load_network
from data_sources.network.trace import trace

KINDS: Final = ("device", "segment", "pole", "transformer")
_STATES: Final = (
    "out", "off", "without power", "without supply", "out of power", "dark", "in the dark", "down", "affected",
    "impacted", "interrupted", "without service", "no power", "still out", "out now",
)  # fmt: skip
_WHO: Final = (
    "customer",
    "people",
    "home",
    "house",
    "household",
    "account",
    "anyone",
    "anybody",
    "someone",
    "everyone",
)


class OutBehind(BaseModel):
    """Behind what."""

    name: str = name_of(*KINDS)
    quantity: str = ""


_QUANTITIES: Final = (
    ToolQuantity(
        "customers_out",
        tuple(f"{who} {state}" for who in _WHO for state in _STATES),
        Column("customers_out", "Customers out behind it", "count"), "most",
    ),
    ToolQuantity(
        "critical_out",
        tuple(f"{who} {state}" for who in ("critical customer", "priority customer", "critical load",
                                           "critical facility") for state in _STATES),
        Column("critical_out", "Critical customers out behind it", "count"), "most",
    ),
    ToolQuantity(
        "transformers_out", tuple(f"transformer {state}" for state in (*_STATES, "de energized", "dead")),
        Column("transformers_out", "Transformers without supply behind it", "count"), "most",
    ),
    ToolQuantity(
        "outages",
        ("outage", "active outage", "open outage", "current outage", "interruption", "which outage", "list outage"),
        Column("outages", "Active outages behind it", "count"), "most",
    ),
)  # fmt: skip
_MORE: Final = (Column("numbers", "Which"), Column("customers", "Customers behind it", "count"))


def out_behind(context: ToolContext, args: OutBehind) -> ToolResult:
    """One row: who is without supply now of all that a thing feeds as the network is built.

    Raises:
        NoAnswer: there is no such thing.
        NetworkError: rows of the network point to rows that are not there.
    """
    asset = asset_of(context, args.name, KINDS)
    found = trace(load_network(context.live_source, context.utility_id), asset.kind, asset.asset_id, "downstream")
    dark = context.live("dark_by_outage", utility_id=context.utility_id)
    everywhere = {"substation_id": 0, "feeder_id": 0}
    out = context.live("assistant_dark_transformers", utility_id=context.utility_id, **everywhere)
    behind_it = set(found.transformer_ids.tolist())
    behind = dark.filter(pc.is_in(dark["transformer_id"], pa.array(found.transformer_ids, pa.int32())))
    numbers = sorted(set(behind["outage_id"].to_pylist()))
    critical = behind.filter(behind["is_critical"])
    table = pa.table({
        "name": [asset.name],
        "customers_out": [pc.count_distinct(behind["meter_id"]).as_py()],
        "critical_out": [pc.count_distinct(critical["meter_id"]).as_py()],
        "transformers_out": [sum(one in behind_it for one in out["asset_id"].to_pylist())],
        "outages": [len(numbers)],
        "numbers": [", ".join(map(str, numbers))],
        "customers": [found.customers],
    })  # fmt: skip
    columns = (Column("name", asset.kind.capitalize()), *(one.column for one in _QUANTITIES), *_MORE)
    which = f"{'Outage' if len(numbers) == 1 else 'Outages'} {', '.join(map(str, numbers))}. " if numbers else ""
    return result_of(
        context, f"Out behind {asset.name}", table, columns, as_of=context.now,
        note=f"{which}Of {found.customers:,} customers behind it as the network is built: those whom an outage that "
            "lasts has without supply. Predicted outages are not among them.",
        goes=(view_go("Open active outages", "active"), to_map(asset)),
    )  # fmt: skip


OUT_BEHIND: Final = Tool(
    "out_behind",
    "Customers without supply now behind a switching device, a line section, a pole or a transformer, and the outages "
    "that last there.",
    OutBehind, out_behind, "row",
    ("customer", "people"),
    _QUANTITIES,
    words=(
        "downstream", "downstream of", "behind", "beyond", "past", "fed through", "fed by", "fed from",
        "supplied through", "supplied by", "served through", "served by", "served from", "below", "on load side",
        "load side",
    ),
    needs=("behind", "downstream", "beyond", "past", "below", "fed", "supplied", "served", "load side"),
    examples=("how many customers are out behind REC-0001-001", "outages behind BRK-0001-001"),
)  # fmt: skip
