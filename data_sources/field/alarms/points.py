"""What is measured now at every point that an alarm can watch: pulled again only where a topic has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.field.alarms.quantities import AssetKind, Watched
from data_sources.query import Query
from data_sources.source import Source

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Versions = Callable[..., Hashable]

STATEMENTS: Final[dict[AssetKind, str]] = {
    "transformer": "alarm_transformers", "feeder": "alarm_feeders", "substation": "alarm_substations",
    "utility": "alarm_system",
}  # fmt: skip
# Below a tenth of the nominal voltage supply is interrupted (IEEE 1159), whatever the switching state says so far.
INTERRUPTED: Final = {"transformer_voltage_v": 12.0, "feeder_voltage_pct": 10.0}


class AlarmPoints(NamedTuple):
    """All points of one kind of asset, arrays of shape (points,), ascending by id.

    Attributes:
        ids: of the assets.
        feeders: of each; -1 where it has none.
        substations: of each; -1 where it has none.
        has_supply: false where nothing says anything about load or voltage.
        measured_s: when it was measured, seconds since 1970; NaN where nobody knows.
        rows: the columns of the statement.
    """

    ids: Ints
    feeders: Ints
    substations: Ints
    has_supply: Bools
    measured_s: Floats
    rows: pa.Table

    def rows_of(self, ids: Ints) -> Ints:
        """Rows of assets; -1 for one that is not there."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        found = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[found] == ids, found, -1)

    def values(self, quantity: Watched, now: dt.datetime) -> Floats:
        """The present values, NaN where they are not known or too old; shape (points,)."""
        if quantity.age_of:
            return now.timestamp() - _floats(self.rows, quantity.age_of)
        values = _floats(self.rows, quantity.name)
        if quantity.max_age_s is None:
            return values
        return np.where(now.timestamp() - self.measured(quantity, now) <= quantity.max_age_s, values, np.nan)

    def measured(self, quantity: Watched, now: dt.datetime) -> Floats:
        """When the values are of, seconds since 1970; what is counted and not measured is of now; shape (points,)."""
        if quantity.family == "condition":
            return _floats(self.rows, "assessed_s")
        if quantity.max_age_s is None:
            return np.full(len(self.ids), now.timestamp())
        return _floats(self.rows, "weather_s") if quantity.family == "weather" else self.measured_s


class _KeptValues(NamedTuple):
    """Rows of a statement, of which versions of its topics, and when they were asked for."""

    version: Hashable
    at: dt.datetime
    rows: pa.Table


class PresentPoints:
    """One utility's points.

    Args:
        source: the live database.
        utility_id: whose.
        versions: of topics, as a feed counts them; what has the same ones is not pulled again.
    """

    def __init__(self, source: Source, utility_id: int, versions: Versions) -> None:
        """Asks nothing yet."""
        self._source, self._utility_id, self._versions = source, utility_id, versions
        self._kept: dict[str, _KeptValues] = {}
        self._outages: dict[int, int] = {}
        self._feeder_outages: dict[int, int] = {}
        self.by_kind: dict[AssetKind, AlarmPoints] = {}

    def pull(self, now: dt.datetime) -> None:
        """Take in what has changed."""
        tables = {kind: self._rows(name, now) for kind, name in STATEMENTS.items()}
        feeders, stations = tables["feeder"], _ints(tables["feeder"], "substation_id")
        own = _ints(tables["substation"], "substation_id")
        self.by_kind = {
            "utility": _points(tables["utility"], "utility_id", None, None),
            "substation": _points(tables["substation"], "substation_id", None, own),
            "feeder": _points(feeders, "feeder_id", _ints(feeders, "feeder_id"), stations),
        }  # fmt: skip
        units = self._with_condition(tables["transformer"], now)
        of_unit = self.by_kind["feeder"].rows_of(_ints(units, "feeder_id"))
        at = np.where(of_unit >= 0, np.append(stations, -1)[of_unit], -1)
        self.by_kind["transformer"] = _points(units, "transformer_id", _ints(units, "feeder_id"), at)
        self._take_outages(self._rows("alarm_outages", now))

    def outages_of(self, asset_kind: str, asset_ids: Ints) -> Ints:
        """The active outage that each point lies in, -1 for none: a feeder in the one with most customers out on it."""
        known = self._outages if asset_kind == "transformer" else self._feeder_outages if asset_kind == "feeder" else {}
        return np.array([known.get(one, -1) for one in asset_ids.tolist()], np.int64)

    def _with_condition(self, units: pa.Table, now: dt.datetime) -> pa.Table:
        """Transformers with what the last assessment found of them; one that was not assessed is not known."""
        found = self._rows("alarm_assessed", now)
        ids, known = _ints(units, "transformer_id"), _ints(found, "transformer_id")
        at = np.minimum(np.searchsorted(known, ids), max(len(known) - 1, 0))
        is_known = known[at] == ids if len(known) else np.zeros(len(ids), np.bool_)
        for name in found.column_names[1:]:
            values = np.where(is_known, _floats(found, name)[at], np.nan) if len(known) else np.full(len(ids), np.nan)
            units = units.append_column(name, pa.array(values))
        return units

    def _take_outages(self, rows: pa.Table) -> None:
        self._outages, self._feeder_outages = {}, {}
        most: dict[int, int] = {}
        for row in rows.to_pylist():
            if row["transformer_id"] is not None:
                self._outages[row["transformer_id"]] = row["outage_id"]
            elif row["customers_out"] > most.get(row["feeder_id"], 0):
                most[row["feeder_id"]] = row["customers_out"]
                self._feeder_outages[row["feeder_id"]] = row["outage_id"]

    def _rows(self, name: str, now: dt.datetime) -> pa.Table:
        """The rows of a statement: kept until one of its topics changed, or they are as old as it says they may be."""
        query = Query.of(name, utility_id=self._utility_id)
        version, ages = self._versions(*query.statement.topics), query.statement.max_age_s
        kept = self._kept.get(name)
        if kept is None or kept.version != version or (ages and abs(now - kept.at) >= dt.timedelta(seconds=ages)):
            kept = self._kept[name] = _KeptValues(version, now, self._source.fetch(query))
        return kept.rows


def _points(rows: pa.Table, key: str, feeders: Ints | None, substations: Ints | None) -> AlarmPoints:
    ids = _ints(rows, key)
    nowhere = np.full(len(ids), -1, np.int64)
    has_supply = rows["is_energized"].to_numpy() if "is_energized" in rows.column_names else np.ones(len(ids), np.bool_)
    for name, limit in INTERRUPTED.items():
        if name in rows.column_names:
            has_supply = has_supply & ~(_floats(rows, name) < limit)
    measured = _floats(rows, "updated_s")
    return AlarmPoints(
        ids, nowhere if feeders is None else feeders, nowhere if substations is None else substations,
        has_supply.astype(np.bool_), measured, rows,
    )  # fmt: skip


def _floats(rows: pa.Table, name: str) -> Floats:
    return np.asarray(rows[name].to_numpy(), np.float64)


def _ints(rows: pa.Table, name: str) -> Ints:
    return np.asarray(rows[name].to_numpy(), np.int64)
