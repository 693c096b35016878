"""What landing has to know of the meters: which there are, their nominal voltage and their utility's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.warehouse.files import Manifest, Warehouse
from data_sources.warehouse.schema import arrow_schema

_METER_COLUMNS = ["meter_id", "utility_id", "nominal_voltage_v"]


@dataclass(frozen=True, eq=False)
class KnownMeters:
    """The meters that readings may belong to.

    Attributes:
        meter_ids: sorted, shape (n,).
        utility_ids: of each meter, shape (n,).
        nominal_voltage_v: of each meter, shape (n,).
        zones: IANA time zone by utility.
    """

    meter_ids: np.ndarray
    utility_ids: np.ndarray
    nominal_voltage_v: np.ndarray
    zones: dict[int, str]

    @staticmethod
    def of(warehouse: Warehouse) -> KnownMeters:
        """The meters and utilities that the warehouse holds now; read again only after they were replaced."""
        manifest = warehouse.manifest()
        return _read(warehouse.root, _paths(manifest, "meters"), _paths(manifest, "utilities"))

    @staticmethod
    def make(meters: pa.Table, utilities: pa.Table) -> KnownMeters:
        """From rows with the columns of the DDL."""
        meters = meters.select(_METER_COLUMNS).sort_by("meter_id")
        ids, utility_ids, volts = (meters[name].to_numpy(zero_copy_only=False) for name in _METER_COLUMNS)
        zones = dict(zip(utilities["utility_id"].to_pylist(), utilities["time_zone"].to_pylist(), strict=True))
        return KnownMeters(ids, utility_ids, volts, zones)

    def rows_of(self, meter_ids: np.ndarray) -> np.ndarray:
        """Where each meter stands in `meter_ids`; -1 for a meter that is not known. Shape of the argument."""
        if len(self.meter_ids) == 0:
            return np.full(len(meter_ids), -1)
        at = np.minimum(np.searchsorted(self.meter_ids, meter_ids), len(self.meter_ids) - 1)
        return np.where(self.meter_ids[at] == meter_ids, at, -1)


def _paths(manifest: Manifest, table: str) -> tuple[str, ...]:
    return tuple(part.path for part in manifest.of(table))


@lru_cache(maxsize=8)
def _read(root: Path, meters: tuple[str, ...], utilities: tuple[str, ...]) -> KnownMeters:
    return KnownMeters.make(_rows(root, "meters", meters), _rows(root, "utilities", utilities))


def _rows(root: Path, table: str, paths: tuple[str, ...]) -> pa.Table:
    empty = arrow_schema(table).empty_table()
    return pa.concat_tables([pq.read_table(root / path) for path in paths]) if paths else empty
