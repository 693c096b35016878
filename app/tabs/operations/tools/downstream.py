"""What a device or anything else feeds: who loses supply when it opens, as the dashboard's trace finds it."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import NamedAsset, ToolResult
from app.assistant.tools import NameText, Tool, ToolChoice, ToolQuantity, name_of
from app.tabs.operations.tools.rows import known
from app.widgets.column import Column
from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.trace import Trace, trace

TRACED: Final = ("device", "segment", "pole", "transformer", "feeder", "substation", "meter")


class BehindAsset(BaseModel):
    """Of what, and that what is fed through it is meant, not what stands on it."""

    name: str = name_of("transformer", "pole")
    side: Literal["downstream"]
    quantity: str = Field("", description="what is counted; empty for all of it")


class DownstreamOf(BaseModel):
    """Of what."""

    name: NameText
    quantity: str = Field("", description="what is counted; empty for all of it")


# Of what lies beyond it: the length of a line section is its own.
_LENGTHS: Final = tuple(
    f"{what} {where}"
    for what in ("length", "km", "line", "mile", "length of line", "how much line")
    for where in ("downstream", "behind", "beyond", "past", "fed through", "fed", "below")
)
# Who would be out when it opens; who is out now behind it is told elsewhere.
_WOULD_BE: Final = tuple(
    f"customer {state} {verb}" for state in ("affected", "impacted", "interrupted", "lost", "out", "off")
    for verb in ("fail", "open", "trip", "blow", "lock out")
)  # fmt: skip
_QUANTITIES: Final = (
    ToolQuantity(
        "customers",
        (
            "customer", "people", "home", "customer lose power", "people lose power", "lose power", "lose supply",
            "customer lose supply", "customer go dark", "account", "house", "customer go out",
            *_WOULD_BE,
        ),
        Column("customers", "Customers", "count"), "most",
    ),
    ToolQuantity(
        "transformers", (
            "transformer", "transformer fed", "transformer lose power", "transformer served", "number of transformer",
        ),
        Column("transformers", "Transformers", "count"), "most",
    ),
    ToolQuantity("meters", ("meter", "smart meter", "service point"), Column("meters", "Meters", "count"), "most"),
    ToolQuantity(
        "critical", ("critical customer", "critical", "priority customer", "critical load", "critical facility"),
        Column("critical", "Critical customers", "count"), "most",
    ),
    ToolQuantity(
        "life_support", ("life support", "medical baseline", "medical", "life support customer"),
        Column("life_support", "Customers on life support", "count"), "most",
    ),
    ToolQuantity("hospital", ("hospital",), Column("hospital", "Hospitals", "count"), "most"),
    ToolQuantity("school", ("school", "shelter", "school shelter"), Column("school", "Schools and shelters", "count"),
        "most"),
    ToolQuantity("fire", ("fire station",), Column("fire", "Fire stations", "count"), "most"),
    ToolQuantity("water", ("water", "water plant", "pumping station"), Column("water", "Water plants", "count"),
        "most"),
    ToolQuantity(
        "rated_kva", ("kva", "transformer kva", "transformer rating", "total transformer rating", "rated kva",
                "nameplate kva", "connected kva", "transformer capacity", "total kva"),
        Column("rated_kva", "Transformer rating", "number", 0, "kVA"),
    ),
    ToolQuantity("devices", (
        "switching device", "device", "number of device", "device count", "switchgear", "switchgear count",
                "device downstream", "device behind", "device beyond",
    ), Column("devices", "Switching devices on it", "count")),
    ToolQuantity("length_km", _LENGTHS, Column("length_km",
        "Length of line", "number", 2, "km")),
)  # fmt: skip
_OF_ASSET: Final = (
    *_QUANTITIES[:-1],
    ToolQuantity("length_km", ("length", "km", "line", "how long", "length of line", "mile"), _QUANTITIES[-1].column),
)
_KINDS: Final = {
    "life_support": "life_support",
    "hospital": "hospital",
    "school": "school",
    "fire": "fire",
    "water": "water",
}


def downstream_of(context: ToolContext, args: DownstreamOf | BehindAsset) -> ToolResult:
    """One row of what is fed through it.

    Raises:
        NoAnswer: there is no such thing, or it cannot be traced.
        NetworkError: rows of the network point to rows that are not there.
    """
    asset = asset_of(context, args.name)
    if asset.kind not in TRACED:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"Nothing is fed through a {asset.kind}.")
    source = context.live_source
    network = load_network(source, context.utility_id)
    found = trace(network, asset.kind, asset.asset_id, "downstream", load_open_devices(source, context.utility_id))
    columns = (Column("name", asset.kind.capitalize()), *(one.column for one in _QUANTITIES))
    return result_of(
        context, f"Fed through {asset.name}", known(_row(network, asset, found)), columns,
            place=f"{asset.kind.capitalize()} {asset.name}",
        note=_note(found), goes=(to_map(asset),),
    )  # fmt: skip


def _row(network: Network, asset: NamedAsset, found: Trace) -> pa.Table:
    kinds = [kind for _, kind in found.critical_customers]
    units = network.transformers.indexes(found.transformer_ids)
    return pa.table({
        "name": [asset.name],
        "customers": [found.customers],
        "transformers": [len(found.transformer_ids)],
        "meters": [found.meter_count],
        "critical": [len(kinds)],
        **{key: [sum(part in kind for kind in kinds)] for key, part in _KINDS.items()},
        "rated_kva": [float(network.transformers["rated_kva"][units].sum(dtype="float64"))],
        "devices": [len(found.device_ids)],
        "length_km": [found.length_km],
    })  # fmt: skip


def _note(found: Trace) -> str:
    """By which switching state it is told."""
    if found.is_in_loop:
        return "It is fed from two sides, so that nothing depends on it alone."
    if not found.is_energized:
        return "It has no supply now: this is what it feeds as the network is built. Ties are not crossed."
    return "As the network is switched now; customers have an active account. Ties that are open are not crossed."


DOWNSTREAM: Final = Tool(
    "downstream",
    "What is fed through a switching device, a line section, a pole or anything else of the network, and loses supply "
    "when it opens: "
    "customers, critical ones, transformers, their rating, length of line.",
    DownstreamOf, downstream_of, "row",
    (
        "device", "breaker", "recloser", "sectionaliser", "sectionalizer", "fuse", "switch", "tie", "line section",
        "segment",
    ), _QUANTITIES,
    words=(
        "downstream", "downstream of", "behind", "beyond", "past", "fed through", "fed by", "fed from", "feed",
        "supplied through", "supplied by", "served through", "served by", "served from", "below", "depend on",
        "hang off", "if open", "if opens", "open", "trip", "blow", "lock out", "fail", "if trips", "if blows",
        "lose power if opens", "when opens", "lose", "would lose", "would lose if", "protect", "protected by",
        "on load side", "load side",
    ),
    examples=("customers downstream of REC-0001-001", "how many people lose power if SEC-0001-001 opens"),
)  # fmt: skip
BEHIND_ASSET: Final = Tool(
    "downstream_of_asset", "What is fed through a transformer or a pole, as the network is switched now.",
    BehindAsset, downstream_of, "row", ("transformer", "pole"), _OF_ASSET,
    choices=(ToolChoice(("downstream", "downstream of", "fed through", "beyond", "load side", "on load side"),
                        {"side": "downstream"}),),
    examples=("how many customers are downstream of TX-0001-004",),
)  # fmt: skip
