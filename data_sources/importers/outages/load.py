"""Lists of outages into the live database, as the record of a utility: one transaction, each outage once.

What tells an outage from another is its feeder, start, end, customers and cause: a list that comes again, or a longer
one that holds it, adds only what is new. Rows that cannot be taken are kept beside their file. A load has an id that
takes it back (`unload_outages`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.given import check_time_zone
from data_sources.importers.lists.beside import Refused, kept_beside
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.lists.rows import so_many
from data_sources.importers.outages.feeders import NO_FEEDER, KnownFeeders, feeders_of
from data_sources.importers.outages.made_circuits import NewCircuits, make_circuits
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.outages.read import parse_outages
from data_sources.importers.outages.tables import KINDS, ListedTables, are_there, put_together
from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.postgres.utility_rows import utility_named
from data_sources.query import Query

ACTION = "import_outages"
OTHER_CIRCUIT = "its circuit is none of the utility's feeders"
NO_CIRCUIT = "it names no circuit, and no transformer is near"


@dataclass(slots=True)
class OutageLoad:
    """What became of lists of outages.

    Attributes:
        load_id: takes it back.
        utility_name: whose record it is.
        files: what became of each file.
        outages: that are new.
        there: that were there already.
        notes: what was made up, in sentences.
    """

    load_id: str
    utility_name: str
    files: list[ListFileReport] = field(default_factory=list)
    outages: int = 0
    there: int = 0
    notes: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """For a person."""
        told = [sentence for one in self.files for sentence in one.sentences()] + self.notes
        told.append(f"{self.utility_name}: {self.outages:,} outages are new, {self.there:,} were there already.")
        if self.outages:
            told.append(f"`fluxops unload-outages {self.load_id}` takes them back.")
        return told


def load_outages(
    source: PostgresSource,
    paths: Sequence[Path],
    options: OutageOptions,
    *,
    utility: str | None = None,
    new: NewCircuits | None = None,
    actor: str,
) -> OutageLoad:
    """Load lists of outages.

    Args:
        source: the live database.
        paths: files.
        options: what a person says about them; without a time zone, local times are of the utility's clock.
        utility: whose feeders the circuits are; None where there is only one.
        new: make a utility for circuits that nobody knows.
        actor: who, for the audit row.

    Raises:
        ImportRefused: a file cannot be taken as it is, or there is no such utility; nothing was written.
    """
    if new is not None:
        check_time_zone(new.time_zone)
    utility_id = None if new else utility_named(source, utility)
    zone = new.time_zone if new else _zone_of(source, utility_id)
    read = [parse_outages(path, replace(options, time_zone=options.time_zone or zone)) for path in paths]
    load = OutageLoad(uuid.uuid4().hex[:12], new.name if new else _name_of(source, utility_id))
    if new:
        whole = _joined([found for found, _, _ in read])
        if not len(whole):
            raise ImportRefused("None of the rows can be taken: no utility was made.")
        utility_id = make_circuits(source, new, whole, actor).utility_id
        load.notes.append("Its network, and how its customers are shared among the circuits, is made up.")
    assert utility_id is not None
    _write(source, utility_id, read, load, actor)
    return load


def _write(
    source: PostgresSource, utility_id: int, read: Sequence[tuple[ListedOutages, ListFileReport, list[Refused]]],
    load: OutageLoad, actor: str,
) -> None:  # fmt: skip
    known = KnownFeeders.of(source, utility_id)
    tables, kept = [], []
    for found, report, refused in read:
        feeder = feeders_of(found, known)
        kept.append((report.path, refused + _without_feeder(found, feeder, report)))
        tables.append(put_together(found.take(feeder != NO_FEEDER), feeder[feeder != NO_FEEDER], known))
        load.files.append(report)
    whole = _stacked(tables)
    detail: dict[str, Any] = {"load_id": load.load_id, "files": ", ".join(report.path.name for _, report, _ in read)}
    with ExitStack() as beside:
        for (path, refused), report in zip(kept, load.files, strict=True):
            report.kept_in = beside.enter_context(kept_beside(path, refused))
        _write_whole(source, utility_id, whole, load, actor, detail)


def _write_whole(
    source: PostgresSource, utility_id: int, whole: ListedTables, load: OutageLoad, actor: str, detail: dict[str, Any]
) -> None:
    with source.transaction(actor, ACTION, utility_id, detail) as connection:
        execute(connection, "no_statement_timeout")
        execute(connection, "lock_utilities")
        is_there = are_there(whole.outages, source.fetch(Query.of("listed_outages", utility_id=utility_id)))
        fresh = whole.take(~is_there)
        load.outages, load.there = len(fresh.outages), int(is_there.sum())
        ids = _copy(connection, utility_id, fresh)
        detail |= {"outages": load.outages, "there": load.there, "ids": _ranges(ids)}


def _without_feeder(found: ListedOutages, feeder: np.ndarray, report: ListFileReport) -> list[Refused]:
    """Rows of no feeder of the utility; counted as refused."""
    refused: list[Refused] = []
    for row in np.flatnonzero(feeder == NO_FEEDER).tolist():
        reason = OTHER_CIRCUIT if found.circuit[row] else NO_CIRCUIT
        report.refused[reason] += 1
        report.taken -= 1
        refused.append((int(found.line[row]), reason, f"{found.circuit[row]} {found.started_at[row]}Z"))
    if refused and (names := sorted({found.circuit[row] for row in np.flatnonzero(feeder == NO_FEEDER)} - {""})):
        shown = ", ".join(map(repr, names[:5])) + (", …" if len(names) > 5 else "")
        report.notes.append(f"Circuits that are none of the utility's feeders: {shown} ({so_many(len(refused))}).")
    return refused


def _copy(connection: Connection, utility_id: int, tables: ListedTables) -> np.ndarray:
    """Write outages and their steps; answers the numbers they got."""
    count = len(tables.outages)
    ids = np.array([row[0] for row in execute(connection, "reserve_outage_ids", count=count).fetchall()], np.int64)
    if not count:
        return ids
    outages, steps = tables.outages, tables.steps
    copy_in(connection, "outages", pa.table({
        "outage_id": ids, "utility_id": np.full(count, utility_id), "feeder_id": outages["feeder_id"],
        "started_at": _times(outages["started_at"]), "restored_at": _times(outages["restored_at"]),
        "stepped_at": _times(outages["restored_at"]), "cause": outages["cause"],
        "kind": [KINDS[kind] for kind in outages["kind"].tolist()],
        "customers_interrupted": outages["customers_interrupted"], "customers_out": np.zeros(count, np.int64),
        "customer_minutes": outages["customer_minutes"], "lon": outages["lon"], "lat": outages["lat"],
        "is_simulated": np.zeros(count, np.bool_),
    }))  # fmt: skip
    copy_in(connection, "interruptions", pa.table({
        "outage_id": ids[steps["place"].to_numpy()], "out_at": _times(steps["out_at"]),
        "restored_at": _times(steps["restored_at"]), "customers": steps["customers"],
    }))  # fmt: skip
    execute(connection, "count_by_steps", outage_ids=ids[np.unique(steps["place"].to_numpy())].tolist())
    return ids


def _times(column: pd.Series[int]) -> pa.Array:
    return pa.array(column.to_numpy(), pa.int64()).cast(pa.timestamp("us", tz="UTC"))


def _ranges(ids: np.ndarray) -> list[list[int]]:
    """Numbers as ranges [first, last]."""
    if not len(ids):
        return []
    ordered = np.sort(ids)
    breaks = np.flatnonzero(np.diff(ordered) > 1)
    firsts, lasts = np.append(ordered[0], ordered[breaks + 1]), np.append(ordered[breaks], ordered[-1])
    return [[first, last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]


def _stacked(tables: Sequence[ListedTables]) -> ListedTables:
    """Tables of several files as one."""
    starts = np.cumsum([0, *(len(one.outages) for one in tables)])
    moved = [
        (one.outages.assign(place=one.outages["place"] + start), one.steps.assign(place=one.steps["place"] + start))
        for one, start in zip(tables, starts.tolist(), strict=False)
    ]
    return ListedTables(*(pd.concat(part, ignore_index=True) for part in zip(*moved, strict=True)))


def _joined(lists: Sequence[ListedOutages]) -> ListedOutages:
    fields = ListedOutages.__slots__
    return ListedOutages(**{name: np.concatenate([getattr(one, name) for one in lists]) for name in fields})


def _zone_of(source: PostgresSource, utility_id: int | None) -> str:
    return str(_utility(source, utility_id)["time_zone"])


def _name_of(source: PostgresSource, utility_id: int | None) -> str:
    return str(_utility(source, utility_id)["utility_name"])


def _utility(source: PostgresSource, utility_id: int | None) -> dict[str, Any]:
    rows = source.fetch(Query.of("utilities")).to_pylist()
    return next(row for row in rows if row["utility_id"] == utility_id)
