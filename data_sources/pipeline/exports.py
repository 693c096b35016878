"""From the live database into the history: the network, outages, weather and its forecasts.

The network is copied as a whole when a utility was loaded anew. What changes from hour to hour is copied by table,
utility and year (UTC): the database says of each such slice a digest of its rows; only slices whose digest changed
since they were copied are read and written again, and a slice that is gone is dropped. What happens between digest and
reading is caught at the next look: nothing is copied twice, nothing is missed.

Outages that were moved to the history (`moving`) are in the slice's file alone: their rows are carried over from the
present file into the one that takes its place. An outage that the database holds is never carried: it is copied.
A history that holds such outages follows the database that they are from, and no other: where somebody connects another
one, nothing is replaced.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.errors import FluxError
from data_sources.network.rows import Ints
from data_sources.outages.interrupted import interrupted
from data_sources.pipeline.dimensions import as_stored, network_rows, stamp_of, with_nulls, with_tables, write_table
from data_sources.pipeline.made import MADE, is_gone, without_made
from data_sources.pipeline.rollups.rollups import rebuild_rollups
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.belonging import LACKING, is_foreign, lacking_of
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS

log = logging.getLogger(__name__)

NETWORK_NOTE: Final = "network"  # of which loads of which utilities the network's tables are
OUTAGES: Final = "outage_events"
STATEMENTS: Final = {"weather": "hist_weather", "weather_forecasts": "hist_weather_forecasts"}
RENAMED: Final = {"customers": "customers_interrupted"}


@dataclass(frozen=True, slots=True)
class _Slice:
    """One utility's rows of a year in a table."""

    table: str
    utility_id: int
    year: int
    digest: str

    @property
    def scope(self) -> str:
        """Of its file."""
        return f"u{self.utility_id}.{self.year}"


def export_network(source: Source, warehouse: Warehouse, *, anyway: bool = False) -> bool:
    """Copy every utility's network and customers, if one was loaded anew since; in one commit, in place of what was.

    Rollups hang on the record of the meters, so an unchanged one is left as it is. Readings that were made for a load
    that is gone go in the same commit.

    Args:
        source: the live database.
        warehouse: where to.
        anyway: copy although no load is new: rows were changed by hand.

    Returns:
        Whether it was copied.

    Raises:
        SourceUnavailable: the live database cannot be reached.
        FluxError: outages were moved here out of another database; nothing is copied.
        OSError: the disk is full.
    """
    with warehouse.alone("exporting"):
        refuse_other_database(source, warehouse)
        stamps = [stamp_of(row) for row in source.fetch(Query.of("hist_utilities")).to_pylist()]
        version, before = " ".join(stamps), warehouse.manifest()
        if not anyway and before.notes.get(NETWORK_NOTE) == version:
            return False
        parts = [write_table(warehouse, name, rows) for name, rows in network_rows(source).items()]

        def change(manifest: Manifest) -> Manifest:
            return with_tables(parts)(without_made(manifest, stamps)).with_notes(**{NETWORK_NOTE: version})

        warehouse.commit(change)
        if is_gone(before, stamps):
            for day in sorted({part.day for part in warehouse.manifest().of(READINGS)}):
                rebuild_rollups(warehouse, day)
        return True


def export_changes(source: Source, warehouse: Warehouse) -> list[str]:
    """Bring the history's outages and weather to what the live database holds.

    Args:
        source: the live database.
        warehouse: where to.

    Returns:
        The tables that changed.

    Raises:
        SourceUnavailable: the live database cannot be reached; what was copied before counts.
        FluxError: outages were moved here out of another database; nothing is copied.
        OSError: the disk is full, or a file from which rows are to be carried over cannot be read.
    """
    with warehouse.alone("exporting"):
        refuse_other_database(source, warehouse)
        present = [_Slice(**row) for row in source.fetch(Query.of("hist_slices")).to_pylist()]
        return [table for table in (OUTAGES, *STATEMENTS) if _export(source, warehouse, table, _of(present, table))]


def refuse_other_database(source: Source, warehouse: Warehouse) -> None:
    """Refuse to write a history that holds outages which were moved out of another database: they are nowhere else.

    Args:
        source: the live database.
        warehouse: the history.

    Raises:
        FluxError: it does; says what to do.
    """
    if is_foreign(warehouse.manifest(), database_id(source)):
        raise FluxError(
            f"The history in {warehouse.root} holds outages that were moved there out of another database, and are "
            "nowhere else: nothing of it is replaced. Connect that database, or give this one another FLUXOPS_HOME."
        )


def database_id(source: Source) -> str:
    """Which database it is, wherever it was restored to."""
    found: str = source.fetch(Query.of("database_id"))["database_id"][0].as_py()
    return found


def _export(source: Source, warehouse: Warehouse, table: str, present: Mapping[str, _Slice]) -> bool:
    """One table's changed slices; whether there were any."""
    digests = {scope: one.digest for scope, one in present.items()}
    known = _known(warehouse.manifest(), table)
    if digests == known:
        return False
    changed = [one for scope, one in present.items() if known.get(scope) != one.digest]
    parts, lacking = [], {}
    for one in changed:
        rows, lacking[one.scope] = _rows(source, warehouse, one)
        parts.append(warehouse.write(table, rows, role="table", scope=one.scope))
    warehouse.commit(_replaced(table, parts, digests, lacking))
    return True


def _replaced(
    table: str, parts: list[Part], digests: Mapping[str, str], lacking: Mapping[str, int]
) -> Callable[[Manifest], Manifest]:
    """Files in the place of what was; `lacking` is how many moved outages each could not take over."""

    def change(manifest: Manifest) -> Manifest:
        new = {part.scope for part in parts}
        others = [part for part in manifest.of(table) if part.scope not in new]
        kept = [part for part in others if part.scope in digests or part.role == MADE]
        notes = {_note(table): json.dumps(digests)}
        if table == OUTAGES:
            known = {**lacking_of(manifest), **lacking}.items()
            notes[LACKING] = json.dumps({scope: count for scope, count in known if count and scope in digests})
        return manifest.with_table(table, *kept, *parts).with_notes(**notes)

    return change


def _rows(source: Source, warehouse: Warehouse, one: _Slice) -> tuple[pa.Table, int]:
    """The rows of a slice, and how many moved outages of it are in another history."""
    span: dict[str, Any] = {
        "from_at": dt.datetime(one.year, 1, 1, tzinfo=dt.UTC),
        "to_at": dt.datetime(one.year + 1, 1, 1, tzinfo=dt.UTC),
    }
    if one.table == OUTAGES:
        rows = outage_event_rows(source, one.utility_id, **span)
        # Asked after the rows: what is moved in between is in both, and not carried.
        moved = source.fetch(Query.of("moved_outages", utility_id=one.utility_id, **span))
        return _with_moved(warehouse, one, rows, np.asarray(moved["outage_id"].to_numpy(), np.int64))
    rows = source.fetch(Query.of(STATEMENTS[one.table], utility_id=one.utility_id, **span))
    return as_stored(one.table, rows), 0


def _with_moved(warehouse: Warehouse, one: _Slice, rows: pa.Table, moved: Ints) -> tuple[pa.Table, int]:
    """The rows, and those of moved outages as the slice's present file has them; how many it does not have."""
    wanted = np.setdiff1d(moved, rows["outage_id"].to_numpy())
    if not len(wanted):
        return rows, 0
    parts = [part for part in outage_parts(warehouse.manifest(), one.utility_id) if part.scope == one.scope]
    carried = [stored_outages(warehouse, part, wanted).select(rows.column_names) for part in parts]
    found = pc.count_distinct(pa.concat_tables(carried)["outage_id"]).as_py() if carried else 0
    if lost := len(wanted) - found:
        log.warning(
            "%d outages of %d that were moved to a history are not in this one (%s): it was made anew, or is another.",
            lost, one.year, warehouse.root,
        )  # fmt: skip
    return pa.concat_tables([rows, *(table.cast(rows.schema) for table in carried)]), lost


def outage_parts(manifest: Manifest, utility_id: int) -> list[Part]:
    """The files of a utility's outages that are written by exports, and that moved ones are carried over from."""
    return [part for part in manifest.of(OUTAGES, role="table") if part.owner == f"u{utility_id}"]


def stored_outages(warehouse: Warehouse, part: Part, outage_ids: Ints) -> pa.Table:
    """The rows of some outages in a file of OUTAGE_EVENTS.

    Args:
        warehouse: whose file it is.
        part: the file.
        outage_ids: which outages.

    Raises:
        OSError: the file cannot be read.
    """
    found = pq.ParquetFile(warehouse.root / part.path).read()
    return found.filter(pa.array(np.isin(found["outage_id"].to_numpy(), outage_ids)))


def outage_event_rows(source: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> pa.Table:
    """Rows of OUTAGE_EVENTS: the outages that began in a span of time; of what lasts, the minutes up to its last step.

    Args:
        source: the live database.
        utility_id: whose.
        from_at: beginning of the span, aware.
        to_at: its end, not in it.
    """
    rows = interrupted(source, utility_id, from_at, to_at, as_of=from_at)
    is_restored = rows["is_restored"].combine_chunks()
    rows = rows.append_column("utility_id", pa.array(np.full(len(rows), utility_id, np.int32)))
    rows = rows.set_column(
        rows.column_names.index("restored_at"), "restored_at",
        pc.if_else(is_restored, rows["restored_at"], pa.scalar(None, rows["restored_at"].type)),
    )  # fmt: skip
    for name in ("transformer_id", "device_id", "phases", "kva"):
        rows = with_nulls(rows, name)
    return as_stored(OUTAGES, rows.rename_columns([RENAMED.get(name, name) for name in rows.column_names]))


def _of(slices: list[_Slice], table: str) -> dict[str, _Slice]:
    return {one.scope: one for one in slices if one.table == table}


def _known(manifest: Manifest, table: str) -> dict[str, str]:
    """The digests of what was copied, by scope."""
    return dict(json.loads(manifest.notes.get(_note(table), "{}")))


def _note(table: str) -> str:
    return f"exported:{table}"
