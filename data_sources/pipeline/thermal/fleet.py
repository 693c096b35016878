"""The transformers of a utility whose load is read, and by which constants each is computed.

Constants follow what is known: kind (a service transformer on a pole, or a pad-mounted one; all others as substation
transformers). None of them is a heat run of the transformer itself; `ThermalConstants.source` says what they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.analytics.thermal.constants import PAD_MOUNT, POLE_TOP, ThermalConstants, substation_constants
from data_sources.analytics.thermal.fleet import ThermalFleet
from data_sources.network.rows import Floats, Ints
from data_sources.query import Query
from data_sources.source import Source

KINDS: Final = ("pole-top", "pad-mounted", "substation")
TYPES: Final = (POLE_TOP, PAD_MOUNT, substation_constants("ONAN"))
METHOD: Final = "1"  # raised where the same readings would give other temperatures


@dataclass(frozen=True, slots=True, eq=False)
class MeteredFleet:
    """Transformers with meters, in the order of their ids; each of shape (transformers,).

    Attributes:
        utility_id: whose.
        ids: transformer ids.
        feeder_ids: of each.
        rated_kva: 0 or NaN where it is not known: no hour of it is then known either.
        meters: active ones recorded at each.
        types: constants, by kind.
        row: of `types`, which each transformer has.
    """

    utility_id: int
    ids: Ints
    feeder_ids: Ints
    rated_kva: Floats
    meters: Ints
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
        for values in (self.ids, self.feeder_ids, self.rated_kva, self.meters, self.row):
            found.update(np.ascontiguousarray(values).tobytes())
        return found.hexdigest()

    def chosen(self, transformer_id: int) -> MeteredFleet:
        """One transformer alone; empty where it is none of these."""
        at = np.flatnonzero(self.ids == transformer_id)
        return MeteredFleet(
            self.utility_id, self.ids[at], self.feeder_ids[at], self.rated_kva[at], self.meters[at], self.types,
            self.row[at],
        )  # fmt: skip


def metered_fleet(live: Source, utility_id: int) -> MeteredFleet:
    """Those of a utility.

    Args:
        live: the live database.
        utility_id: whose.

    Raises:
        SourceUnavailable: the live database cannot be reached.
    """
    return fleet_of_rows(utility_id, live.fetch(Query.of("thermal_transformers", utility_id=utility_id)))


def fleet_of_rows(utility_id: int, rows: pa.Table) -> MeteredFleet:
    """The same from rows of thermal_transformers.sql."""
    is_service = np.array(rows["kind"].to_pylist(), dtype=object) == "service"
    is_pad = rows["is_underground"].to_numpy()
    return MeteredFleet(
        utility_id, *(rows[name].to_numpy().astype(np.int64) for name in ("transformer_id", "feeder_id")),
        rows["rated_kva"].to_numpy().astype(np.float64), rows["meters"].to_numpy().astype(np.int64), TYPES,
        np.where(is_service, is_pad.astype(np.int64), KINDS.index("substation")),
    )  # fmt: skip
