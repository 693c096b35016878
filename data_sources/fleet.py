"""Fleet: the assets of a utility as arrays: transformers, poles, and spans beside which something grows.

Made once of an answer of the database and shared by all who look at it: nobody changes it. Not known is NaN.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.assets import AssetRef

FleetKind = Literal["transformer", "pole", "segment"]
FLEET_KINDS: Final[tuple[FleetKind, ...]] = get_args(FleetKind)
SPAN: Final = FLEET_KINDS.index("segment")

# Columns of asset_health.sql that are numbers of a transformer or pole.
OF_ASSETS: Final = (
    "health_score", "health_low", "health_high", "age_years", "part_age", "part_condition", "part_loading", "part_life",
    "part_voltage", "part_kin", "failure_probability", "failure_probability_low", "failure_probability_high",
    "customers", "critical_customers", "outage_hours", "risk_customer_minutes", "risk_cost", "replacement_cost",
    "loss_of_life_pct", "hot_spot_max_c", "peak_load_pct", "inspection_age_years", "remaining_strength_pct",
    "rated_kva",
)  # fmt: skip
# Columns of vegetation_spans.sql that are numbers of a span.
OF_SPANS: Final = ("vegetation_risk", "clearance_m", "required_clearance_m", "trim_in_years", "customers")
CONSEQUENCE: Final = "consequence_customer_minutes"

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
_numbers = itertools.count(1)


@dataclass(frozen=True, eq=False)
class Fleet:
    """All of them, assets first, in the order of the answers.

    Attributes:
        kind: places among FLEET_KINDS, uint8 (n,).
        asset_id: int32 (n,).
        feeder_id: int32 (n,).
        lon: degrees, float64 (n,).
        lat: degrees, float64 (n,).
        names: display names.
        classes: in words, such as "pole-mount transformer".
        numbers: float32 (n,) by column; NaN for what is not known, or what a kind does not have.
        is_simulated: whether any of it is a demo's.
        number: another one for every fleet.
    """

    kind: NDArray[np.uint8]
    asset_id: NDArray[np.int32]
    feeder_id: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    names: pa.ChunkedArray
    classes: pa.ChunkedArray
    numbers: Mapping[str, Floats]
    is_simulated: bool = False
    number: int = field(default_factory=lambda: next(_numbers))
    _orders: dict[str, Rows] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, assets: pa.Table, spans: pa.Table) -> Fleet:
        """The fleet of two answers.

        Args:
            assets: rows of asset_health.sql.
            spans: rows of vegetation_spans.sql.
        """
        kinds = pc.index_in(assets["asset_kind"], value_set=pa.array(FLEET_KINDS))
        kind = np.concatenate([_array(kinds).astype(np.uint8), np.full(spans.num_rows, SPAN, np.uint8)])
        numbers = {
            name: np.concatenate([_floats(assets, name), _floats(spans, name)])
            for name in dict.fromkeys((*OF_ASSETS, *OF_SPANS))
        }
        numbers[CONSEQUENCE] = numbers["customers"] * numbers["outage_hours"] * np.float32(60)
        return cls(
            kind=kind,
            asset_id=_both(assets, "asset_id", spans, "segment_id"),
            feeder_id=_both(assets, "feeder_id", spans, "feeder_id"),
            lon=_both(assets, "lon", spans, "lon"),
            lat=_both(assets, "lat", spans, "lat"),
            names=_texts(assets, "asset_name", spans, "segment_name"),
            classes=_texts(assets, "asset_class", spans, "span_class"),
            numbers=numbers,
            is_simulated=any(pc.any(table["is_simulated"]).as_py() for table in (assets, spans)),
        )

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def nbytes(self) -> int:
        """Memory of it, bytes; orders that were asked for included."""
        kept = (self.kind, self.asset_id, self.feeder_id, self.lon, self.lat, self.names, self.classes)
        return sum(one.nbytes for one in (*kept, *self.numbers.values(), *list(self._orders.values())))

    def is_of(self, *kinds: FleetKind) -> NDArray[np.bool_]:
        """Which rows are of one of these kinds."""
        return np.isin(self.kind, [FLEET_KINDS.index(kind) for kind in kinds])

    def has(self, kind: FleetKind, ids: NDArray[Any]) -> NDArray[np.bool_]:
        """Which rows are assets of a kind with one of these ids."""
        return self.is_of(kind) & np.isin(self.asset_id, ids)

    def with_values(self, kind: FleetKind, ids: NDArray[Any], columns: Mapping[str, NDArray[Any]]) -> Fleet:
        """The same assets with other values of some numbers: those of a kind as given by id; nobody else has any.

        Args:
            kind: of the assets.
            ids: ascending, shape (m,).
            columns: values of shape (m,) by name of the number.
        """
        rows = np.flatnonzero(self.is_of(kind))
        at = np.minimum(np.searchsorted(ids, self.asset_id[rows]), max(len(ids) - 1, 0))
        is_given = ids[at] == self.asset_id[rows] if len(ids) else np.zeros(len(rows), np.bool_)
        numbers = dict(self.numbers)
        for name, values in columns.items():
            numbers[name] = np.full(len(self), np.nan, np.float32)
            numbers[name][rows[is_given]] = values[at[is_given]]
        return Fleet(
            self.kind, self.asset_id, self.feeder_id, self.lon, self.lat, self.names, self.classes, numbers,
            self.is_simulated,
        )  # fmt: skip

    def ref(self, row: int) -> AssetRef:
        """What stands in a row."""
        return AssetRef(FLEET_KINDS[self.kind[row]], int(self.asset_id[row]))

    def row_of(self, asset: AssetRef | None) -> int | None:
        """The row of an asset; None where it is none of them."""
        if asset is None or asset.kind not in FLEET_KINDS:
            return None
        found = np.flatnonzero((self.asset_id == asset.asset_id) & self.is_of(asset.kind))
        return int(found[0]) if len(found) else None

    def order(self, column: str) -> Rows:
        """All rows from the smallest value of a column to the largest, then those without one; worked out once.

        Args:
            column: of `numbers`, "name", "kind" or "feeder_id".
        """
        with self._lock:
            if column not in self._orders:
                self._orders[column] = self._ordered(column)
            return self._orders[column]

    def ordered(self, column: str, mask: NDArray[np.bool_], *, is_descending: bool) -> Rows:
        """The rows of a mask by a column; those without a value come last either way."""
        order = self.order(column)
        if is_descending:
            values = self.numbers.get(column)
            known = len(order) if values is None else len(order) - int(np.isnan(values).sum())
            order = np.concatenate([order[:known][::-1], order[known:]])
        found: Rows = order[mask[order]]
        return found

    def _ordered(self, column: str) -> Rows:
        if column == "name":
            return _array(pc.array_sort_indices(self.names.combine_chunks())).astype(np.int64)
        values: NDArray[Any] = getattr(self, column) if column in ("kind", "feeder_id") else self.numbers[column]
        return np.argsort(values, kind="stable")


def _array(values: Any) -> NDArray[Any]:
    found: NDArray[Any] = np.asarray(values.to_numpy(zero_copy_only=False) if isinstance(values, pa.Array) else values)
    return found


def _floats(table: pa.Table, name: str) -> Floats:
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan, np.float32)
    return np.asarray(table[name].to_numpy(), np.float32)


def _both(assets: pa.Table, name: str, spans: pa.Table, of_spans: str) -> NDArray[Any]:
    return np.concatenate([np.asarray(assets[name].to_numpy()), np.asarray(spans[of_spans].to_numpy())])


def _texts(assets: pa.Table, name: str, spans: pa.Table, of_spans: str) -> pa.ChunkedArray:
    parts = [assets[name].cast(pa.string()), spans[of_spans].cast(pa.string())]
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.string())
