"""What a new outage at some place would leave without supply, by a trace, before it is reported; runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data_sources.assets import AssetRef
from data_sources.errors import FluxError, SourceUnavailable
from data_sources.network.downstream import downstream
from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.trace import Trace, trace
from data_sources.source import Source

AT_KINDS: Final = ("device", "transformer", "segment", "meter")


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """What would be out.

    Attributes:
        values: what the command takes to name the place.
        place: what would open or has failed, in words.
        customers: who would lose supply.
        critical: of them, the critical ones.
        life_support: of these, on life support.
        rated_kva: of the transformers.
        has_supply: whether the place has supply now; else the figures are those of the network as built.
        trace: the lines, for the map.
    """

    values: dict[str, Any]
    place: str
    customers: int
    critical: int
    life_support: int
    rated_kva: float
    has_supply: bool
    trace: Trace


def what_if(source: Source, utility_id: int, asset: AssetRef) -> WhatIf | str:
    """What would be out, or why that is not known.

    Args:
        source: the live database.
        utility_id: whose network.
        asset: a device that opens, a transformer that fails (or feeds the meter), a segment with a fault.

    Raises:
        SourceUnavailable: the source is away; worth another try.
    """
    try:
        network, opened = load_network(source, utility_id), load_open_devices(source, utility_id)
        kind, number = _opening(network, asset)
        found = trace(network, kind, number, "downstream", opened)
        customers, critical = found.customers, found.critical_customers
        if kind == "device":  # by phase: it may open one of three
            below = downstream(network, kind, number, opened)
            customers, critical, kva = below.customers, below.critical_customers, below.rated_kva
        else:
            kva = float(network.transformers["rated_kva"][network.transformers.index(number)])
        name = _name(network, kind, number)
    except SourceUnavailable:
        raise
    except FluxError as error:
        return str(error)
    values = {f"{asset.kind}_id": asset.asset_id} if asset.kind != "meter" else {"transformer_id": number}
    life = sum(kind_ == "life_support" for _, kind_ in critical)
    return WhatIf(values, name, customers, len(critical), life, kva, found.is_energized, found)


def _opening(network: Network, asset: AssetRef) -> tuple[str, int]:
    """What loses its customers' supply: the device above a faulted segment, the transformer of a meter, or itself.

    Raises:
        NoPlace: no protective device lies above the segment.
    """
    if asset.kind == "meter":
        unit = network.meter_transformer[network.rows.meters.index(asset.asset_id)]
        return "transformer", int(network.transformers.ids[unit])
    if asset.kind != "segment":
        return asset.kind, asset.asset_id
    node = int(network.topology().child[network.segments.index(asset.asset_id)])
    device = int(network.protecting_device()[node]) if node >= 0 else -1
    if device < 0:
        raise NoPlace("No protective device lies above that line: select the device that opened.")
    return "device", int(network.devices.ids[device])


class NoPlace(FluxError):
    """Nothing says what would open there."""


def _name(network: Network, kind: str, number: int) -> str:
    table = network.devices if kind == "device" else network.transformers
    row = int(np.searchsorted(table.ids, number))
    return (
        f"{table[f'{kind}_name'][row]} ({table['kind'][row]})" if kind == "device" else str(table[f"{kind}_name"][row])
    )
