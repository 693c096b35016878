"""Rows of whole utilities: ids for new ones, removal of old ones. Shared by the demo and the importers.

The history knows a meter by its id, and outlives the network: an id that was in use is never given to another thing.
What takes the place of a utility keeps, by name, the ids of what was there; all else takes ids that nobody had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.errors import ImportRefused
from data_sources.postgres.source import Connection, PostgresSource, execute, execute_many
from data_sources.query import Query

# Which counter each id column belongs to; every other column is copied as it is.
_COUNTERS = {
    "utility_id": "utility", "substation_id": "substation", "feeder_id": "feeder", "other_feeder_id": "feeder",
    "head_node_id": "node", "node_id": "node", "from_node_id": "node", "to_node_id": "node",
    "secondary_node_id": "node",
    "segment_id": "segment", "pole_id": "pole", "transformer_id": "transformer", "meter_id": "meter",
    "customer_id": "customer", "device_id": "device", "crew_id": "crew", "transformer_ids": "transformer",
    "work_order_id": "work_order",
}  # fmt: skip


# Where the things stand that the history knows by id, and what tells them apart for the people of a utility.
_NAMED = {
    "substation": ("substations", "substation_name"), "feeder": ("feeders", "feeder_name"),
    "pole": ("poles", "pole_name"), "transformer": ("transformers", "transformer_name"),
    "meter": ("meters", "meter_name"), "customer": ("customers", "account_number"),
}  # fmt: skip

Named = Mapping[str, tuple[NDArray[np.int64], pa.Array]]  # by counter: ids, and the names beside them


@dataclass(frozen=True, slots=True)
class RemovedDemo:
    """A demo utility that was there.

    Attributes:
        utility_id: its id.
        made_of: its seed, and what it says of its size: equal ones are the same network.
        named: see `named_in`.
    """

    utility_id: int
    made_of: tuple[int, str]
    named: Named


@dataclass(frozen=True)
class Numbering:
    """Which ids the rows of a utility get, whose own count from 1.

    Attributes:
        after: by counter, the id after which all of them follow.
        given: by counter, the ids of 0, 1, 2 …; instead of `after`, where some are kept.
    """

    after: Mapping[str, int]
    given: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, connection: Connection, tables: Mapping[str, pa.Table], utility_id: int | None, named: Named
    ) -> Numbering:
        """Ids for the rows of all tables of a utility.

        Args:
            connection: asked for the ids in use; what is to be removed is removed already.
            tables: the rows by table.
            utility_id: the utility's own, where it takes the place of another; else the next one.
            named: of the utility that it takes the place of (`named_in`).
        """
        after = _highest_ids(connection)
        given = {
            counter: _kept_by_name(tables[table], f"{counter}_id", name, named[counter], after[counter])
            for counter, (table, name) in _NAMED.items()
            if counter in named and tables[table].num_rows
        }
        return cls(after if utility_id is None else {**after, "utility": utility_id - 1}, given)

    @property
    def utility_id(self) -> int:
        """Of the utility itself."""
        return 1 + self.after["utility"]

    def numbered(self, rows: pa.Table) -> pa.Table:
        """The rows of a table with their ids."""
        for index, name in enumerate(rows.column_names):
            counter, column = _COUNTERS.get(name, ""), rows[index]
            if name == "asset_id":
                rows = rows.set_column(index, name, self._ids_by_kind(rows["asset_kind"], column))
            if counter not in self.given and counter not in self.after:
                continue
            if pa.types.is_list(column.type):
                lists = column.combine_chunks()
                ids = self._ids(counter, pa.chunked_array([lists.flatten()])).combine_chunks()
                rows = rows.set_column(index, name, pa.ListArray.from_arrays(lists.offsets, ids))
            else:
                rows = rows.set_column(index, name, self._ids(counter, column))
        return rows

    def _ids_by_kind(self, kind: pa.ChunkedArray, own: pa.ChunkedArray) -> pa.Array:
        """The ids of own numbers of things of several kinds, each named by its counter."""
        kind, ids = kind.combine_chunks(), own.combine_chunks()
        for name in pc.unique(kind).drop_null().to_pylist():
            mask = pc.fill_null(pc.equal(kind, name), False)
            ids = pc.replace_with_mask(
                ids, mask, self._ids(name, pa.chunked_array([ids.filter(mask)])).combine_chunks()
            )
        return ids

    def _ids(self, counter: str, own: pa.ChunkedArray) -> pa.ChunkedArray:
        """The ids of own numbers."""
        if counter in self.given:
            return pa.chunked_array([pa.array(self.given[counter], own.type)]).take(own)
        return pc.add(own, pa.scalar(self.after[counter], own.type))


def named_in(connection: Connection, utility_id: int) -> Named:
    """What the history knows of a utility by id, by name; what has its name in common with another is left out."""
    rows = execute(connection, "names_of_utility", utility_id=utility_id).fetchall()
    return {
        counter: (np.array(ids, np.int64), pa.array(names, pa.string()))
        for counter, ids, names in rows
        if ids is not None
    }


def _kept_by_name(
    rows: pa.Table, key: str, name: str, old: tuple[NDArray[np.int64], pa.Array], highest: int
) -> NDArray[np.int64]:
    """The id of each own number: that of the same name, else the next that is free."""
    ids, names = old
    own = rows[key].to_numpy()
    place = pc.fill_null(pc.index_in(rows[name].cast(pa.string()), names), -1).to_numpy()
    _, first = np.unique(place, return_index=True)
    is_kept = np.zeros(len(own), bool)
    is_kept[first] = True  # a name that stands twice is one thing only
    is_kept &= place >= 0
    given = np.zeros(own.max() + 1, np.int64)
    given[own[is_kept]] = ids[place[is_kept]]
    given[np.sort(own[~is_kept])] = highest + 1 + np.arange((~is_kept).sum())
    return given


def _highest_ids(connection: Connection) -> dict[str, int]:
    """The highest id of each counter that is or was in use; 0 in an empty database."""
    cursor = execute(connection, "highest_ids")
    row = cursor.fetchone()
    assert row
    assert cursor.description
    return {column.name: int(value) for column, value in zip(cursor.description, row, strict=True)}


def remove_demo(connection: Connection) -> RemovedDemo | None:
    """Remove the demo utility, whatever hangs on it included."""
    found = None
    for utility_id, seed, source_note in execute(connection, "demo_utilities").fetchall():
        found = RemovedDemo(utility_id, (seed, source_note), named_in(connection, utility_id))
        execute(connection, "delete_utility_documents", utility_id=utility_id, of_demo=True)
        remove_utility(connection, utility_id)
    return found


def remove_utility(connection: Connection, utility_id: int) -> None:
    """Remove one utility with all its rows; its ids are not given again.

    A utility that is alone in the database is removed by truncation.
    """
    highest = [{"counter": counter, "highest": value} for counter, value in _highest_ids(connection).items()]
    execute_many(connection, "remember_ids", highest)
    others = execute(connection, "count_other_utilities", utility_id=utility_id).fetchone()
    if others and others[0] == 0:
        execute(connection, "truncate_network")
    else:
        execute(connection, "delete_utility", utility_id=utility_id)


def has_utilities(source: PostgresSource) -> bool:
    """Whether any utility is in the database."""
    return bool(source.fetch(Query.of("utilities")).num_rows > 0)


def utilities(source: PostgresSource) -> list[tuple[int, str]]:
    """Id and name of every utility."""
    rows = source.fetch(Query.of("utilities"))
    return list(zip(rows["utility_id"].to_pylist(), rows["utility_name"].to_pylist(), strict=True))


def utility_named(source: PostgresSource, name: str | None) -> int:
    """The id of the utility of that name; without a name that of the only one.

    Raises:
        ImportRefused: there is none of that name, or there are several and none is named.
    """
    known = utilities(source)
    if name is None and len(known) == 1:
        return known[0][0]
    for utility_id, utility_name in known:
        if utility_name == name:
            return utility_id
    there = ", ".join(repr(utility_name) for _, utility_name in known) or "none"
    what = "Name the utility" if name is None else f"There is no utility named {name!r}"
    raise ImportRefused(f"{what}; there {'is' if len(known) < 2 else 'are'} {there}.")
