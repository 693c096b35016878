"""The transformers of a utility whose load is read, and by which constants each is computed.

Constants follow what is known: the kind (a service transformer on a pole or a pad-mounted one; all others as substation
transformers), and the cooling and the paper that a nameplate says. Ester (K) is taken as mineral oil (O). Without a
nameplate: ONAN, and thermally upgraded paper, as transformers of 65 °C rise have it. None of this is a heat run of the
transformer itself; `ThermalConstants.source` says where each set is from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.analytics.thermal.constants import (
    EXPONENTS,
    PAD_MOUNT,
    POLE_TOP,
    ThermalConstants,
    substation_constants,
)
from data_sources.analytics.thermal.fleet import ThermalFleet
from data_sources.network.rows import Floats, Ints
from data_sources.query import Query
from data_sources.source import Source

METHOD: Final = "3"  # raised where the same readings would give other temperatures
AS_OIL: Final = {"": "ONAN", "KNAN": "ONAN", "KNAF": "ONAF"}


@dataclass(frozen=True, slots=True, eq=False)
class MeteredFleet:
    """Transformers with meters, in the order of their ids; each of shape (transformers,).

    Attributes:
        utility_id: whose.
        ids: transformer ids.
        feeder_ids: of each.
        rated_kva: 0 or NaN where it is not known: no hour of it is then known either.
        types: constants of each type there is.
        row: the type of each transformer.
    """

    utility_id: int
    ids: Ints
    feeder_ids: Ints
    rated_kva: Floats
    types: tuple[ThermalConstants, ...]
    row: Ints

    @property
    def thermal(self) -> ThermalFleet:
        """As the engine takes it."""
        return ThermalFleet(self.types, self.row)

    @property
    def digest(self) -> str:
        """Tells it from any fleet whose temperatures would differ under the same readings."""
        found = hashlib.blake2s(f"{METHOD} {self.types}".encode(), digest_size=8)
        for values in (self.ids, self.feeder_ids, self.rated_kva, self.row):
            found.update(np.ascontiguousarray(values).tobytes())
        return found.hexdigest()

    def chosen(self, transformer_id: int) -> MeteredFleet:
        """One transformer alone; empty where it is none of these."""
        at = np.flatnonzero(self.ids == transformer_id)
        return MeteredFleet(
            self.utility_id, self.ids[at], self.feeder_ids[at], self.rated_kva[at], self.types, self.row[at]
        )


def metered_fleet(live: Source, utility_id: int, transformer_id: int = 0) -> MeteredFleet:
    """Those of a utility.

    Args:
        live: the live database.
        utility_id: whose.
        transformer_id: of one transformer alone; 0 for all.

    Raises:
        SourceUnavailable: the live database cannot be reached.
    """
    rows = live.fetch(Query.of("thermal_transformers", utility_id=utility_id, transformer_id=transformer_id))
    types, row = _types(rows)
    numbers = {name: rows[name].to_numpy().astype(np.int64) for name in ("transformer_id", "feeder_id")}
    rated = rows["rated_kva"].to_numpy().astype(np.float64)
    return MeteredFleet(utility_id, numbers["transformer_id"], numbers["feeder_id"], rated, types, row)


def constants_of(kind: str, is_pad_mounted: bool, cooling: str, is_upgraded: bool) -> ThermalConstants:
    """The constants of a transformer of which that is known.

    Args:
        kind: service, or another one.
        is_pad_mounted: or in a vault.
        cooling: of its nameplate; empty where it says none.
        is_upgraded: its paper is.
    """
    chosen = AS_OIL.get(cooling, cooling)
    if kind != "service":
        return replace(substation_constants(chosen), is_upgraded=is_upgraded)
    base = PAD_MOUNT if is_pad_mounted else POLE_TOP
    oil_exponent, winding_exponent = EXPONENTS[chosen]
    return replace(
        base, oil_exponent=oil_exponent, winding_exponent=2 * winding_exponent, is_oil_corrected=oil_exponent != 1,
        is_upgraded=is_upgraded,
    )  # fmt: skip


def _types(rows: pa.Table) -> tuple[tuple[ThermalConstants, ...], Ints]:
    """Each set of constants that is needed, and which one each row has."""
    names = ("kind", "is_underground", "cooling", "upgraded_paper")
    codes = np.zeros(len(rows), np.int64)
    for name in names:
        packed = rows[name].combine_chunks().dictionary_encode()
        codes = codes * (len(packed.dictionary) + 1) + packed.indices.to_numpy()
    found, first, row = np.unique(codes, return_index=True, return_inverse=True)
    said = rows.select(names).take(pa.array(first)).to_pylist() if len(found) else []
    types = tuple(
        constants_of(one["kind"], one["is_underground"], one["cooling"], one["upgraded_paper"] != 0) for one in said
    )
    return types, np.asarray(row, np.int64)
