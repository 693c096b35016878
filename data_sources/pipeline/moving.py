"""Outages out of the live database into the history, where they are already: proven first, then deleted here.

The history has every outage that is over as a copy (`exports`). To move one is to delete it here, and to leave of it
what `flux.moved_outages` keeps; nothing is written to the history by that. The order makes it safe at every instant:

1. What may be moved is read, each outage with a digest of all that is known of it.
2. Its rows are made as the export makes them and compared with what the history's files hold, row by row: step,
   transformer, beginning and end, kind, cause, phases, feeder and device must be equal, and there may be no row more,
   in any file. Customers and their minutes (to one part in 10^9) are compared by the step: how they are shared among
   its transformers follows whom these serve today. The rows must be in the file that exports carry over.
3. The history is marked with the database that it follows from now on (`exports.refuse_other_database`), and its files'
   names are made durable. One transaction a batch then locks the proven outages, deletes those on which still nothing
   hangs and whose digest is the one read at first, and writes what stays of them.

Killed before the commit of 3, an outage counts here; after it, in the history: never in both, never in neither.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.network.rows import Ints
from data_sources.pipeline.exports import (
    OUTAGES,
    database_id,
    outage_event_rows,
    outage_parts,
    refuse_other_database,
    stored_outages,
)
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from data_sources.warehouse.belonging import MOVED_FROM
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema

ACTOR: Final = "retention"
BATCH: Final = 2000  # outages a transaction: a second, while others who write outages wait
STEP: Final = ["outage_id", "step"]
ROW: Final = [
    *STEP, "transformer_id", "feeder_id", "device_id", "started_at", "out_at", "restored_at", "kind", "cause", "phases",
    "is_simulated",
]  # fmt: skip
NOTHING: Final = {"transformer_id": -1, "device_id": -1, "kind": "", "phases": ""}  # where a row says nothing
SUMS: Final = [("customers_interrupted", "sum"), ("customer_minutes", "sum"), ([], "count_all")]


@dataclass(frozen=True, slots=True)
class MovedOutages:
    """What became of the outages of a utility that are older than what is kept.

    Attributes:
        moved: how many were moved.
        missing: ids of those that the history does not hold; they stay.
        differing: ids of those that it holds otherwise; they stay.
    """

    moved: int
    missing: tuple[int, ...]
    differing: tuple[int, ...]


def movable_outages(source: PostgresSource, utility_id: int, before: dt.datetime, storms: int) -> pa.Table:
    """The outages that may be moved: outage_id, started_at, digest; in order of time.

    Args:
        source: the live database.
        utility_id: whose.
        before: they were over before this, aware.
        storms: so many of the latest storms keep their outages here.
    """
    return source.fetch(Query.of("movable_outages", utility_id=utility_id, before=before, storms=storms))


def move_outages(
    source: PostgresSource, warehouse: Warehouse, utility_id: int, before: dt.datetime, storms: int
) -> MovedOutages:
    """Move what is proven to be in the history; see above.

    Args:
        source: the live database.
        warehouse: the history, with its exports up to date.
        utility_id: whose.
        before: see `movable_outages`.
        storms: likewise.

    Raises:
        SourceUnavailable: the database cannot be reached; what was moved before counts.
        FluxError: outages were moved here out of another database; nothing was moved.
        OSError: a file of the history cannot be read; nothing was moved.
    """
    with warehouse.alone("exporting"):
        refuse_other_database(source, warehouse)
        movable = movable_outages(source, utility_id, before, storms)
        made = _rows(_as_exported(source, utility_id, movable))
        missing = np.setdiff1d(made["outage_id"], _carried(warehouse, utility_id, movable))
        differing = np.setdiff1d(_differing(made, _rows(_held(warehouse, utility_id, movable))), missing)
        proven = np.setdiff1d(made["outage_id"], np.concatenate([missing, differing]))
        chosen = movable.filter(pa.array(np.isin(movable["outage_id"].to_numpy(), proven)))
        if len(chosen):
            _mark(source, warehouse)
            _settle(warehouse.root)
        moved = sum(_delete(source, utility_id, batch) for batch in _batches(chosen))
    return MovedOutages(moved, tuple(missing.tolist()), tuple(differing.tolist()))


def _as_exported(source: PostgresSource, utility_id: int, movable: pa.Table) -> pa.Table:
    """The rows that the history must hold; none of an outage that is gone since."""
    found = [arrow_schema(OUTAGES).empty_table()]
    for year in pc.year(movable["started_at"]).unique().to_pylist():
        from_at, to_at = (dt.datetime(one, 1, 1, tzinfo=dt.UTC) for one in (year, year + 1))
        rows = outage_event_rows(source, utility_id, from_at, to_at)
        found.append(rows.filter(pc.is_in(rows["outage_id"], movable["outage_id"])).select(found[0].column_names))
    return pa.concat_tables(found)


def _carried(warehouse: Warehouse, utility_id: int, movable: pa.Table) -> Ints:
    """Ids of those that are in the file of the year in which they began, which the next one is made of."""
    year = pc.year(movable["started_at"])
    found = [np.empty(0, np.int64)]
    for part in outage_parts(warehouse.manifest(), utility_id):
        ids = movable.filter(pc.equal(year, int(part.scope.partition(".")[2])))["outage_id"].to_numpy()
        rows = stored_outages(warehouse, part, ids)
        found.append(np.unique(rows.filter(pc.equal(rows["utility_id"], utility_id))["outage_id"].to_numpy()))
    return np.concatenate(found)


def _mark(source: PostgresSource, warehouse: Warehouse) -> None:
    """From now on the history holds what is nowhere else, and follows this database alone."""
    note = {MOVED_FROM: database_id(source)}
    if warehouse.manifest().notes.get(MOVED_FROM) != note[MOVED_FROM]:
        warehouse.commit(lambda manifest: manifest.with_notes(**note))


def _held(warehouse: Warehouse, utility_id: int, movable: pa.Table) -> pa.Table:
    """The rows that it does hold, in whichever of the utility's files."""
    found = [arrow_schema(OUTAGES).empty_table()]
    for part in warehouse.manifest().of(OUTAGES):
        if part.owner in (f"u{utility_id}", ""):
            rows = stored_outages(warehouse, part, movable["outage_id"].to_numpy())
            found.append(rows.filter(pc.equal(rows["utility_id"], utility_id)))
    return pa.concat_tables(found)


def _rows(rows: pa.Table) -> pd.DataFrame:
    """One row a row, with how often it is there, its customers and minutes."""
    for name, nothing in NOTHING.items():
        rows = rows.set_column(rows.column_names.index(name), name, rows[name].fill_null(nothing))
    found: pd.DataFrame = rows.group_by(ROW).aggregate(SUMS).to_pandas()
    return found.astype({"kind": object, "cause": object, "phases": object})


def _differing(made: pd.DataFrame, held: pd.DataFrame) -> Ints:
    """Ids of outages that are not the same here and there."""
    both = made.merge(held, on=ROW, how="outer", suffixes=("", "_held"), indicator=True)
    names = ["customers_interrupted_sum", "customer_minutes_sum"]
    of_step = both.groupby(STEP)[[*names, *(f"{name}_held" for name in names)]].transform("sum")
    is_same = (
        (both["_merge"] == "both")
        & (both["count_all"] == both["count_all_held"])
        & (of_step[names[0]] == of_step[f"{names[0]}_held"])
        & np.isclose(of_step[names[1]], of_step[f"{names[1]}_held"], rtol=1e-9, atol=1e-6)
    )
    return np.intersect1d(both.loc[~is_same, "outage_id"], made["outage_id"])


def _settle(root: Path) -> None:
    """Have the disk keep the names of the files, before what they hold is deleted elsewhere."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows keeps them with the files
        return
    for folder in (root / OUTAGES, root):
        if folder.is_dir():
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _batches(proven: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, len(proven), BATCH):
        yield proven.slice(start, BATCH)


def _delete(source: PostgresSource, utility_id: int, batch: pa.Table) -> int:
    """One transaction; how many were still as they had been compared."""
    ids, digests = batch["outage_id"].to_pylist(), batch["digest"].to_pylist()
    detail: dict[str, object] = {}
    with source.transaction(ACTOR, "move_outages", utility_id, detail) as connection:
        execute(connection, "begin_move")
        execute(connection, "lock_moving", outage_ids=ids)
        execute(connection, "lock_moving_groups", outage_ids=ids)
        moved = [row[0] for row in execute(connection, "move_outages", outage_ids=ids, digests=digests).fetchall()]
        detail |= {"outages": len(moved), "up_to": batch["started_at"][-1].as_py().isoformat()}
    return len(moved)
