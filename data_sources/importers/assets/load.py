"""Lists of assets into the live database: one transaction with its audit row; the same list again changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from data_sources.errors import ImportRefused
from data_sources.importers.assets.headings import (
    ASSETS,
    FAILURES,
    INSPECTIONS,
    VEGETATION,
    WORK_ORDERS,
    AssetList,
)
from data_sources.importers.assets.known import KnownAssets
from data_sources.importers.assets.rows import (
    FAIR_FROM,
    GOOD_FROM,
    LEAST_STRENGTH_PCT,
    POOR_FROM,
    asset_rows,
    failure_rows,
    inspection_rows,
    vegetation_rows,
)
from data_sources.importers.assets.work_orders import work_order_rows
from data_sources.importers.lists.beside import kept_beside
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.lists.rows import ListRows
from data_sources.importers.lists.sheet import ListKind, read_list
from data_sources.importers.readings.headings import evened
from data_sources.importers.readings.options import FileReport
from data_sources.importers.readings.parsed import Rejects
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.postgres.utility_rows import utility_named
from data_sources.query import Query
from data_sources.source import Source

AT_ONCE: Final = 20_000  # rows in one statement


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a list goes.

    Attributes:
        kind: its columns.
        known: what its rows may speak of.
        read: its rows, checked.
        merges: statements that write them, each answering the things that are new or changed.
    """

    kind: AssetList
    known: Callable[[Source, int], KnownAssets]
    read: Callable[[ListRows[ListOptions], KnownAssets, dt.datetime], pd.DataFrame]
    merges: tuple[str, ...]


_TARGETS: Final[Mapping[str, _Target]] = {
    "assets": _Target(ASSETS, KnownAssets.assets, asset_rows, ("merge_nameplates", "put_installed_years")),
    "inspections": _Target(INSPECTIONS, KnownAssets.assets, inspection_rows, ("merge_inspections",)),
    "failures": _Target(FAILURES, KnownAssets.assets, failure_rows, ("merge_failures",)),
    "vegetation": _Target(VEGETATION, KnownAssets.segments, vegetation_rows, ("merge_vegetation",)),
    "work-orders": _Target(WORK_ORDERS, KnownAssets.assets, work_order_rows, ("merge_work_orders",)),
}
LEAST_OF_GRADES: Final = {
    "poor_from": POOR_FROM, "fair_from": FAIR_FROM, "good_from": GOOD_FROM, "least_strength_pct": LEAST_STRENGTH_PCT,
}  # fmt: skip
NAMEPLATE: Final = ("manufacturer", "model", "serial_number", "manufactured_year", "cooling", "is_upgraded_paper")


@dataclass(slots=True)
class AssetLoad:
    """What became of a list.

    Attributes:
        what: it lists.
        utility_name: whose.
        file: what became of its rows.
        new: rows of which nothing was on record.
        changed: that say something else than the record said.
        in_hand: orders that somebody here has or had in hand: they stay as they are here.
    """

    what: str
    utility_name: str
    file: ListFileReport
    new: int = 0
    changed: int = 0
    in_hand: int = 0

    @property
    def there(self) -> int:
        """Rows that say what was on record."""
        return self.file.taken - self.new - self.changed - self.in_hand

    def sentences(self) -> list[str]:
        """For a person."""
        counts = f"{self.new:,} are new, {self.changed:,} changed what was on record, {self.there:,} were there already"
        in_hand = f", {self.in_hand:,} are or were in hand here and stay as they are here" if self.in_hand else ""
        return [*self.file.sentences(), f"{self.utility_name}, {self.what}: {counts}{in_hand}."]


def load_list(
    source: PostgresSource, path: Path, what: str, options: ListOptions, *, utility: str | None = None, actor: str
) -> AssetLoad:
    """Load one list.

    Args:
        source: the live database.
        path: the file.
        what: it lists: one of `headings.LISTS`.
        options: what a person says about it; without a time zone, local times are of the utility's clock.
        utility: whose assets they are; None where there is only one.
        actor: who, for the audit row.

    Raises:
        ImportRefused: the file cannot be taken as it is, or there is no such utility; nothing was written.
    """
    target, utility_id = _TARGETS[what], utility_named(source, utility)
    row = next(row for row in source.fetch(Query.of("utilities")).to_pylist() if row["utility_id"] == utility_id)
    now = dt.datetime.now(ZoneInfo(row["time_zone"]))
    rejects = Rejects(FileReport(path))
    sheet = read_list(path, _kind(target.kind, options, path.name), rejects)
    rows = ListRows(sheet, replace(options, time_zone=options.time_zone or row["time_zone"]), rejects)
    taken = target.read(rows, target.known(source, utility_id), now)
    report = ListFileReport(
        path, len(sheet) + _lost(rejects, rows), len(taken), rejects.report.rejected, list(rejects.report.notes)
    )
    load = AssetLoad(what, row["utility_name"], report)
    report.notes += rows.passed_over()
    with kept_beside(path, rejects.take()) as report.kept_in:
        _write(source, utility_id, target, taken, load, actor)
    return load


def _kind(columns: AssetList, options: ListOptions, file: str) -> ListKind:
    named = {evened(name).lower() for name in options.columns.values() if name}

    def is_header(names: list[str]) -> bool:
        if named and named <= {evened(name).lower() for name in names}:
            return True
        roles = columns.find_roles(names, {}, file)
        return all(any(role in roles for role in group) for group in columns.needed)

    def find_roles(names: list[str]) -> dict[str, str]:
        roles = columns.find_roles(names, options.columns, file)
        for group in columns.needed:
            if not any(role in roles for role in group):
                raise ImportRefused(
                    f"{file} has no column of {' or '.join(group)}: its columns are {', '.join(map(repr, names))}; "
                    f"name it with --column {group[0]}=NAME."
                )
        return roles

    first = columns.needed[0][0]
    return ListKind(
        columns.what,
        find_roles,
        is_header,
        f"no header of a list of {columns.what}",
        f"--column {first}=NAME (see --columns)",
    )


def _write(
    source: PostgresSource, utility_id: int, target: _Target, taken: pd.DataFrame, load: AssetLoad, actor: str
) -> None:
    """All rows, and what became of each thing."""
    detail: dict[str, Any] = {"file": load.file.path.name, "rows": load.file.rows}
    with source.transaction(actor, f"import_{load.what.replace('-', '_')}", utility_id, detail) as connection:
        execute(connection, "no_statement_timeout")
        execute(connection, "lock_utilities")
        became: dict[tuple[str, int, int], bool] = {}
        for name in target.merges:
            for turn, (kind, asset_id, is_new) in enumerate(_merged(connection, name, utility_id, taken, load, actor)):
                if is_new is None:
                    load.in_hand += 1
                    continue
                key = (kind, asset_id, 0 if len(target.merges) > 1 else turn)
                became[key] = became.get(key, False) or is_new
        load.new, load.changed = sum(became.values()), len(became) - sum(became.values())
        detail |= {"taken": load.file.taken, "refused": load.file.refused.total()}
        detail |= {"new": load.new, "changed": load.changed}
        detail |= {"in_hand": load.in_hand} if load.in_hand else {}
        if "put_installed_years" in target.merges and became:
            execute(connection, "tell_network")


def _merged(
    connection: Connection, name: str, utility_id: int, taken: pd.DataFrame, load: AssetLoad, actor: str
) -> list[tuple[str, int, bool | None]]:
    """Things that a statement wrote anew (True), changed (False), or left as somebody here has them (None)."""
    rows = taken[_says_plate(taken)] if name == "merge_nameplates" else taken
    values = {} if name == "put_installed_years" else {"utility_id": utility_id, "source": load.file.path.name}
    values |= {"actor": actor} if name == "merge_work_orders" else {}  # it tells each order's audit
    values |= LEAST_OF_GRADES if name == "merge_inspections" else {}
    found: list[tuple[str, int, bool | None]] = []
    for start in range(0, len(rows), AT_ONCE):
        text = json.dumps(_records(rows.iloc[start : start + AT_ONCE]))
        found += execute(connection, name, rows=text, **values).fetchall()
    return found


def _says_plate(taken: pd.DataFrame) -> pd.Series[bool]:
    """Rows that say anything of what stands on a nameplate."""
    plate = taken[list(NAMEPLATE)]
    return ((plate != "") & (plate != 0) & plate.notna()).any(axis=1) | taken["is_upgraded_paper"].notna()


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """As JSON has them; a number that is not known is "NaN", which the database reads."""
    told = rows.astype(object)
    for name in (name for name in rows.columns if rows[name].dtype.kind == "f"):
        told[name] = told[name].where(rows[name].notna(), "NaN")
    return [dict(zip(told.columns, row, strict=True)) for row in told.itertuples(index=False)]


def _lost(rejects: Rejects, rows: ListRows[ListOptions]) -> int:
    """Lines that never became rows: with too few or too many values."""
    return rejects.report.rejected.total() - int(rows.bad.sum())
