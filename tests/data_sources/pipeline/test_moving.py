"""Outages moved to the history: every figure stays, what is not proven stays here, and no kill loses or doubles one."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from data_sources.analytics.reliability.indices import Served, indices
from data_sources.checks.integrity import check_utility
from data_sources.checks.warehouse import check_warehouse
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import FluxError, NoSuchTarget
from data_sources.history.outages import OutageSpan, interruptions_of
from data_sources.history.place_outages import OutagePlace, place_record
from data_sources.history.replays import replay_record
from data_sources.outages.life import AddNote, ReopenOutage, RestoreOutage
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages, move_outages
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from data_sources.source import Source, Sources
from data_sources.studies.reliability.live_record import live_record
from data_sources.studies.reliability.record import OutageRecord
from data_sources.studies.reliability.report import ReportOptions, make_report
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.locks import alone
from tests.data_sources.pipeline.small import rows_of
from tests.handmade import NOW, insert, insert_utility, outage

ZONE = "America/Chicago"
BORDER = dt.datetime(2025, 1, 1, 6, tzinfo=dt.UTC)  # midnight in Chicago: what began before is of a year that moves
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
OLD, OLDER = BORDER - 100 * DAY, BORDER - 500 * DAY
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def run(source: PostgresSource, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        found = connection.execute(sql.encode(), values)
        return found.fetchall() if found.description else []


def here(source: PostgresSource) -> list[int]:
    return [row[0] for row in run(source, "SELECT outage_id FROM flux.outages ORDER BY 1")]


def stubs(source: PostgresSource) -> list[int]:
    return [row[0] for row in run(source, "SELECT outage_id FROM flux.moved_outages ORDER BY 1")]


def there(warehouse: Warehouse) -> list[int]:
    return sorted({row["outage_id"] for row in rows_of(warehouse, "outage_events", "outage_id")})  # type: ignore[misc]


def move(source: PostgresSource, warehouse: Warehouse) -> MovedOutages:
    return move_outages(source, warehouse, 1, BORDER, 20)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """Of the years that move: 1 in steps, 2 momentary, 3 planned, 4 without names; 5 to 9 may not; 10 is of last year."""
    insert_utility(empty_source, served=(1200, 800))
    kind = {"kind": "unplanned"}
    insert(empty_source, "outages", [
        outage(1, OLD, 90, 30, device_id=1) | kind, outage(2, OLD - DAY, 2, 40) | kind,
        outage(3, OLDER, 120, 5, feeder_id=2) | {"kind": "planned"}, outage(4, OLDER - HOUR, 20, 7) | kind,
        outage(5, OLD + HOUR, None, 11) | kind,  # lasts
        outage(6, OLD + 2 * HOUR, 60, 3) | kind | {"state": "restored"},  # not closed
        outage(7, BORDER - HOUR, 120, 8) | kind,  # lasted into the year that is kept
        outage(8, OLD + 3 * HOUR, 60, 2) | kind,  # a crew is on it still
        outage(9, OLD + 4 * HOUR, 60, 2) | kind,  # of a storm
        outage(10, BORDER + HOUR, 60, 20) | kind,
    ])  # fmt: skip
    insert(empty_source, "interruptions", [
        {"outage_id": 1, "out_at": OLD, "restored_at": OLD + minutes * MINUTE, "customers": customers,
         "transformer_ids": ids}
        for minutes, customers, ids in ((3, 10, "{1}"), (90, 20, "{1,2}"))
    ])  # fmt: skip
    run(empty_source, "UPDATE flux.outages SET has_interruptions = true WHERE outage_id = 1")
    run(empty_source, "UPDATE flux.crews SET outage_id = 8 WHERE crew_id = (SELECT min(crew_id) FROM flux.crews)")
    storm = {"utility_id": 1, "storm_name": "Iris", "started_by": "maria", "ended_by": "maria"}
    insert(empty_source, "storms", [storm | {"started_at": OLD + 3.5 * HOUR, "ended_at": OLD + 6 * HOUR}])
    return empty_source


MOVED = [1, 2, 3, 4]
KEPT = [5, 6, 7, 8, 9, 10]


@contextmanager
def both(source: PostgresSource, warehouse: Warehouse) -> Iterator[Sources]:
    history = DuckSource(warehouse)
    try:
        yield Sources(source, history)
    finally:
        history.close()


def figures(source: PostgresSource, warehouse: Warehouse, now: dt.datetime = NOW) -> dict[str, Any]:
    """Whatever a page says of outages, from both sources."""
    with both(source, warehouse) as sources:
        rows = interruptions_of(sources, OutageSpan.begun(1, LONG_AGO, now), now)
        table = pd.DataFrame({
            name: getattr(rows, name)
            for name in ("outage", "step", "feeder", "device", "transformer", "out_at", "restored_at", "customers",
                         "minutes", "kva", "is_planned")
        })  # fmt: skip
        found: dict[str, Any] = {
            "rows": table.sort_values(["outage", "step", "transformer"]).to_csv(index=False, float_format="%.6f"),
            "indices": indices(rows.interruptions(), Served(2000.0), 24 * 365 * 6),
        }
        for place in (OutagePlace(1, 1, 1), OutagePlace(1, 1), OutagePlace(1, 2)):
            record = place_record(sources, place, ZONE, now)
            found[f"place {place}"] = (
                [
                    [one.year, *(_rounded(means) for means in (one.place, one.feeder, one.utility))]
                    for one in record.periods
                ],
                [(one.outage_id, one.customers_interrupted, one.out_at) for one in record.outages],
            )
        replay = replay_record(sources, 1, ZONE, OLDER - DAY, now, now)
        report = live_record(source, 1, now, history=_asked(sources)).record
        found["report"] = _in_order(report)
        instants = [OLD + MINUTE, OLD + HOUR, OLDER + HOUR, OLD + 5 * HOUR]
        found["replay"] = [round(replay.saidi_minutes(int(at.timestamp() * 1000)), 9) for at in instants]
        found["replayed"] = replay.outages.drop_columns(["number"]).to_pylist(), replay.unplaced
        found["placed"] = [np.round(part, 6).tolist() for part in (replay.places.outage, replay.places.lon)]
    for name in ("kpis", "kpi_trends", "kpi_feeders", "kpi_sparkline_year"):
        found[name] = source.fetch(Query.of(name, utility_id=1, as_of=now)).to_pylist()
    sums = "SELECT * FROM flux.feeder_reliability WHERE sustained_outages + momentary_outages > 0 ORDER BY 1, 2"
    found["sums"] = run(source, sums)
    return found


def _asked(sources: Sources) -> Source:
    assert sources.history is not None
    return sources.history


def _in_order(record: OutageRecord) -> str:
    """Years of the report that a person gets of a record."""
    report = make_report(record, ReportOptions(Served(2000.0)))
    return repr([
        (year.year, kind, np.round(part.saidi_minutes, 6).tolist(), np.round(part.saifi, 9).tolist(),
         np.round(part.maifi, 9).tolist())
        for year in report.years for kind, part in year.parts.items()
    ])  # fmt: skip


def _rounded(means: Any) -> Any:
    return means and [round(value, 9) for value in (means.interruptions, means.minutes, means.momentary)]


def assert_same(after: dict[str, Any], before: dict[str, Any]) -> None:
    for name, value in before.items():
        assert repr(after[name]) == repr(value), name


def test_every_figure_is_the_same_before_and_after(source: PostgresSource, warehouse: Warehouse) -> None:
    wrong = [one for one in check_utility(source, 1) if one.severity != "ok"]
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert (here(source), stubs(source)) == (KEPT, MOVED)
    assert run(source, "SELECT count(*) FROM flux.interruptions") == [(0,)]
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == ["outage_events"]
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == []
    assert move(source, warehouse) == MovedOutages(0, (), ())
    assert [one for one in check_utility(source, 1) if one.severity != "ok"] == wrong


def test_the_audit_says_what_was_done(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    audited = "SELECT actor, detail ->> 'outages' FROM flux.audit WHERE action = 'move_outages'"
    assert run(source, audited) == [("retention", "4")]


def changed(warehouse: Warehouse, change: Any) -> None:
    """Every file of outages as a change leaves it, under the same scope: a history that lies."""

    def rewritten(part: Part) -> Part:
        rows = change(pq.ParquetFile(warehouse.root / part.path).read())
        return warehouse.write("outage_events", rows, role=part.role, scope=part.scope)

    parts = [rewritten(part) for part in warehouse.manifest().of("outage_events")]

    def commit(manifest: Manifest) -> Manifest:
        return manifest.with_table("outage_events", *parts)

    warehouse.commit(commit)


def without_row(rows: pa.Table) -> pa.Table:
    """Without one transformer of outage 1's second step."""
    is_it = pc.and_(pc.equal(rows["outage_id"], 1), pc.equal(rows["transformer_id"], 2))
    return rows.filter(pc.invert(pc.fill_null(is_it, False)))


def without_outage(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.not_equal(rows["outage_id"], 1))


def with_other(name: str, value: Any) -> Any:
    def change(rows: pa.Table) -> pa.Table:
        other = pc.if_else(pc.equal(rows["outage_id"], 1), pa.scalar(value(rows[name])), rows[name])
        return rows.set_column(rows.column_names.index(name), name, other.cast(rows[name].type))

    return change


def doubled(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([rows, rows.filter(pc.equal(rows["outage_id"], 1))])


def other_transformer(rows: pa.Table) -> pa.Table:
    """Outage 1's with customers and minutes as they are, at a transformer that it did not touch."""
    is_it = pc.and_(pc.equal(rows["outage_id"], 1), pc.equal(rows["transformer_id"], 2))
    other = pc.if_else(pc.fill_null(is_it, False), 9, rows["transformer_id"])
    return rows.set_column(rows.column_names.index("transformer_id"), "transformer_id", other.cast(pa.int32()))


def minute_more(rows: pa.Table) -> pa.Table:
    more = pc.if_else(pc.equal(rows["outage_id"], 1), 1.0, 0.0)
    place = rows.column_names.index("customer_minutes")
    return rows.set_column(place, "customer_minutes", pc.add(rows["customer_minutes"], more))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without_outage, MovedOutages(3, (1,), ())),
        (without_row, MovedOutages(3, (), (1,))),
        (doubled, MovedOutages(3, (), (1,))),
        (minute_more, MovedOutages(3, (), (1,))),
        (other_transformer, MovedOutages(3, (), (1,))),
        (with_other("is_simulated", lambda _: True), MovedOutages(3, (), (1,))),
        (with_other("cause", lambda _: "squirrel"), MovedOutages(3, (), (1,))),
        (with_other("kind", lambda _: "planned"), MovedOutages(3, (), (1,))),
        (with_other("device_id", lambda _: 3), MovedOutages(3, (), (1,))),
        (with_other("customers_interrupted", lambda _: 7), MovedOutages(3, (), (1,))),
        (with_other("utility_id", lambda _: 2), MovedOutages(3, (1,), ())),
    ],
)
def test_what_the_history_does_not_hold_as_it_is_stays(
    source: PostgresSource, warehouse: Warehouse, change: Any, told: MovedOutages
) -> None:
    export_changes(source, warehouse)
    changed(warehouse, change)
    assert move(source, warehouse) == told
    assert here(source) == [1, *KEPT]
    assert run(source, "SELECT count(*) FROM flux.interruptions") == [(2,)]


def test_a_history_that_was_never_written_takes_nothing(source: PostgresSource, warehouse: Warehouse) -> None:
    assert move(source, warehouse) == MovedOutages(0, (1, 2, 3, 4), ())
    assert here(source) == MOVED + KEPT


def test_a_damaged_file_takes_nothing(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    for part in warehouse.manifest().of("outage_events"):
        (warehouse.root / part.path).write_bytes(b"PAR1" + bytes(200) + b"PAR1")
    with pytest.raises((OSError, pa.ArrowInvalid)):
        move(source, warehouse)
    assert here(source) == MOVED + KEPT


def moved_in_a_process(source: PostgresSource, root: Path) -> None:
    move(source, Warehouse(root))


def wait_until_blocked(source: PostgresSource, count: int = 1) -> None:
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(1200):
        if run(source, blocked) == [(count,)]:
            return
        time.sleep(0.05)
    raise AssertionError("It never came to the lock.")


@pytest.mark.parametrize(
    "lock",
    [
        "LOCK flux.transformers IN ACCESS EXCLUSIVE MODE",  # in the middle of the proof
        "SELECT FROM flux.outages WHERE outage_id = 2 FOR UPDATE",  # proven, nothing done
        "SELECT FROM flux.interruptions FOR UPDATE",
        "LOCK flux.moved_outages IN SHARE MODE",  # deleted, and what stays not written
        "LOCK flux.audit IN SHARE MODE",  # not committed
    ],
)
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(
    source: PostgresSource, warehouse: Warehouse, lock: str
) -> None:
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    process = multiprocessing.get_context("spawn").Process(target=moved_in_a_process, args=(source, warehouse.root))
    with source.dedicated_connection() as holding, holding.transaction():
        holding.execute(lock.encode())
        process.start()
        wait_until_blocked(source)
        process.kill()
        process.join()
    assert_same(figures(source, warehouse), before)
    assert here(source) == MOVED + KEPT
    export_changes(source, warehouse)
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert_same(figures(source, warehouse), before)
    export_changes(source, warehouse)
    assert_same(figures(source, warehouse), before)


def exported_in_a_process(source: PostgresSource, root: Path) -> None:
    export_changes(source, Warehouse(root))


def files(warehouse: Warehouse) -> int:
    return len(list((warehouse.root / "outage_events").glob("*.parquet")))


def test_an_export_that_is_killed_before_it_carries_loses_nothing(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    move(source, warehouse)
    process = multiprocessing.get_context("spawn").Process(target=exported_in_a_process, args=(source, warehouse.root))
    with source.dedicated_connection() as holding, holding.transaction():
        holding.execute(b"LOCK flux.transformers IN ACCESS EXCLUSIVE MODE")
        process.start()
        wait_until_blocked(source)
        process.kill()
        process.join()
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == ["outage_events"]
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)


def test_an_export_that_is_killed_before_its_commit_loses_nothing(source: PostgresSource, warehouse: Warehouse) -> None:
    """What is moved was carried over into files that do not count yet."""
    export_changes(source, warehouse)
    before, count = figures(source, warehouse), files(warehouse)
    move(source, warehouse)
    process = multiprocessing.get_context("spawn").Process(target=exported_in_a_process, args=(source, warehouse.root))
    with alone(warehouse.root, "writing"):
        process.start()
        for _ in range(1200):
            if files(warehouse) == count + len(warehouse.manifest().of("outage_events")) - 1:  # of two years
                break
            time.sleep(0.05)
        else:
            raise AssertionError("It never came to its commit.")
        process.kill()
        process.join()
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == ["outage_events"]
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)


def test_a_move_that_is_killed_beside_a_waiting_export(source: PostgresSource, warehouse: Warehouse) -> None:
    """The export gets its turn by the death of who moves, and copies what is here."""
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    start = multiprocessing.get_context("spawn").Process
    moves = start(target=moved_in_a_process, args=(source, warehouse.root))
    exports = start(target=exported_in_a_process, args=(source, warehouse.root))
    run(source, "UPDATE flux.outages SET customers_interrupted = 21 WHERE outage_id = 10")
    with source.dedicated_connection() as holding, holding.transaction():
        holding.execute(b"LOCK flux.moved_outages IN SHARE MODE")
        moves.start()
        wait_until_blocked(source)
        exports.start()
        exports.join(timeout=3)
        assert exports.is_alive()
        moves.kill()
        moves.join()
    exports.join()
    assert exports.exitcode == 0
    assert (here(source), there(warehouse)) == (MOVED + KEPT, MOVED + KEPT)
    run(source, "UPDATE flux.outages SET customers_interrupted = 20 WHERE outage_id = 10")
    export_changes(source, warehouse)
    assert_same(figures(source, warehouse), before)
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert_same(figures(source, warehouse), before)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE flux.crews SET outage_id = 2 WHERE crew_id = (SELECT max(crew_id) FROM flux.crews)",
        "INSERT INTO flux.trouble_calls (utility_id, outage_id, symptom, called_at, taken_by, lon, lat) "
        "VALUES (1, 2, 'no_supply', now(), 'maria', -95.35, 29.75)",
    ],
)
def test_one_on_which_something_hangs_after_the_proof_stays(
    source: PostgresSource, warehouse: Warehouse, statement: str
) -> None:
    """Neither changes the outage itself."""
    export_changes(source, warehouse)
    process = multiprocessing.get_context("spawn").Process(target=moved_in_a_process, args=(source, warehouse.root))
    with source.dedicated_connection() as changing, changing.transaction():
        changing.execute(b"SELECT FROM flux.outages WHERE outage_id = 2 FOR UPDATE")
        process.start()
        wait_until_blocked(source)
        changing.execute(statement.encode())
    process.join()
    assert process.exitcode == 0
    assert here(source) == [2, *KEPT]
    assert stubs(source) == [1, 3, 4]


def test_what_no_export_carries_over_stays(source: PostgresSource, warehouse: Warehouse) -> None:
    """The same rows in a file that exports do not carry: one that was made, of a year that is made anew."""
    export_changes(source, warehouse)
    of_2023 = next(part for part in warehouse.manifest().of("outage_events") if part.scope.endswith(".2023"))
    rows = pq.ParquetFile(warehouse.root / of_2023.path).read()
    made = warehouse.write("outage_events", rows, role="made", scope=of_2023.scope)
    warehouse.commit(lambda manifest: manifest.without("outage_events", [of_2023]).with_part("outage_events", made))
    assert move(source, warehouse) == MovedOutages(2, (3, 4), ())


def test_a_history_of_moved_outages_follows_no_other_database(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    ((known,),) = run(source, "SELECT database_id FROM flux.database_identity")
    run(source, "UPDATE flux.database_identity SET database_id = 'another'")
    run(source, "TRUNCATE flux.moved_outages, flux.outages CASCADE")
    for act in (export_changes, move):
        with pytest.raises(FluxError, match=r"moved there out of another database.*another FLUXOPS_HOME"):
            act(source, warehouse)
    assert there(warehouse) == MOVED + KEPT
    run(source, "UPDATE flux.database_identity SET database_id = %s", known)
    export_changes(source, warehouse)  # the same one, whose outages somebody removed
    assert there(warehouse) == []


def test_who_waits_for_one_that_moves_is_told_where_it_went(source: PostgresSource, warehouse: Warehouse) -> None:
    """A command that came while it was deleted, and one that comes afterwards."""
    export_changes(source, warehouse)
    told: list[str] = []
    commands, maria = Commands(source), Principal("maria", "operator")

    def note() -> None:
        with pytest.raises(NoSuchTarget) as error:
            commands.run(AddNote(outage_id=2, text="a branch"), by=maria)
        told.append(str(error.value))

    process = multiprocessing.get_context("spawn").Process(target=moved_in_a_process, args=(source, warehouse.root))
    with ThreadPoolExecutor(1) as beside, source.dedicated_connection() as holding:
        with holding.transaction():
            holding.execute(b"LOCK flux.moved_outages IN SHARE MODE")
            process.start()
            wait_until_blocked(source)
            waits = beside.submit(note)
            wait_until_blocked(source, 2)
        waits.result()
    process.join()
    note()
    assert told == 2 * ["Outage 2 was moved to the history; see Replay."]


def test_one_that_changes_while_it_is_proven_stays(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    process = multiprocessing.get_context("spawn").Process(target=moved_in_a_process, args=(source, warehouse.root))
    with source.dedicated_connection() as changing, changing.transaction():
        changing.execute(b"UPDATE flux.outages SET cause = 'squirrel' WHERE outage_id = 2")
        process.start()
        wait_until_blocked(source)
    process.join()
    assert here(source) == [2, *KEPT]
    export_changes(source, warehouse)
    assert there(warehouse) == MOVED + KEPT
    assert move(source, warehouse) == MovedOutages(1, (), ())


def test_one_of_last_year_that_is_opened_again_counts_once(source: PostgresSource, warehouse: Warehouse) -> None:
    """It is here with all of it, whatever the history has of it, until a year has gone since it was over again."""
    insert(source, "outages", [outage(20, BORDER + 2 * HOUR, 60, 2, transformer_id=1) | {"kind": "unplanned"}])
    export_changes(source, warehouse)
    commands, chief = Commands(source), Principal("chief", "supervisor")
    again = ReopenOutage(outage_id=20, reason="one call", transformer_ids=(1,))
    commands.run_all([Order(again)], by=chief, now=NOW - 3 * HOUR)
    nothing = Warehouse(warehouse.root / "nothing")
    assert run(source, "SELECT state, restored_at FROM flux.outages WHERE outage_id = 20") == [("confirmed", None)]
    assert_same(figures(source, warehouse), figures(source, nothing))  # it is over there still
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    assert_same(before, figures(source, nothing))
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert_same(figures(source, warehouse), before)
    commands.run_all([Order(RestoreOutage(outage_id=20, is_closing=True))], by=chief, now=NOW - HOUR)
    export_changes(source, warehouse)
    year = 365 * DAY
    for years, moved in ((1, 2), (2, 1)):  # 7 and 10, then 20, which was over again in the year after
        now = NOW + years * year
        before = figures(source, warehouse, now)
        assert move_outages(source, warehouse, 1, BORDER + years * year, 20) == MovedOutages(moved, (), ())
        assert_same(figures(source, warehouse, now), before)
        export_changes(source, warehouse)
        assert_same(figures(source, warehouse, now), before)
    assert here(source) == [5, 6, 8, 9]


def test_a_storm_that_lasts_takes_no_place_of_one_that_is_listed(source: PostgresSource, warehouse: Warehouse) -> None:
    storm = {"utility_id": 1, "storm_name": "Juno", "started_by": "maria", "started_at": NOW - HOUR}
    insert(source, "storms", [storm])
    export_changes(source, warehouse)
    assert move_outages(source, warehouse, 1, BORDER, 1) == MovedOutages(4, (), ())
    insert(source, "storms", [storm | {"started_at": NOW - DAY, "ended_at": NOW - 2 * HOUR, "ended_by": "maria"}])
    assert move_outages(source, warehouse, 1, BORDER, 1) == MovedOutages(1, (), ())  # Iris is listed no more


def test_two_at_once_move_each_once(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    start = multiprocessing.get_context("spawn").Process
    processes = [start(target=moved_in_a_process, args=(source, warehouse.root)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert (here(source), stubs(source)) == (KEPT, MOVED)
    assert_same(figures(source, warehouse), before)


def test_what_is_reported_later_stands_beside_what_was_moved(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    insert(source, "outages", [outage(20, OLD - 2 * DAY, 30, 9) | {"kind": "unplanned"}])
    before = figures(source, warehouse)  # here alone
    export_changes(source, warehouse)
    assert there(warehouse) == [*MOVED, *KEPT, 20]
    assert_same(figures(source, warehouse), before)  # in both, once
    assert move(source, warehouse) == MovedOutages(1, (), ())
    assert_same(figures(source, warehouse), before)


def test_one_that_is_written_again_is_passed_over(source: PostgresSource, warehouse: Warehouse) -> None:
    """A list that comes every night would bring it back without its steps; it was there already before it was moved."""
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    move(source, warehouse)
    insert(source, "outages", [outage(2, OLD - DAY, 2, 40) | {"kind": "unplanned"}])
    assert (here(source), stubs(source)) == (KEPT, MOVED)
    export_changes(source, warehouse)
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)


def test_another_outage_takes_no_moved_ones_number(source: PostgresSource, warehouse: Warehouse) -> None:
    """Numbers that begin anew each year did: the moved outage of that number was gone from all figures."""
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    move(source, warehouse)
    with pytest.raises(psycopg.errors.UniqueViolation, match=r"number 2 is that of an outage .* moved to the history"):
        insert(source, "outages", [outage(2, NOW - DAY, 2, 40) | {"kind": "unplanned"}])
    assert stubs(source) == MOVED
    assert_same(figures(source, warehouse), before)


def test_a_history_made_anew_holds_what_is_here_and_says_what_it_lacks(
    source: PostgresSource, warehouse: Warehouse, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    anew = Warehouse(tmp_path / "anew")
    export_changes(source, anew)
    assert there(anew) == KEPT
    assert "2 outages of 2023 that were moved to a history are not in this one" in caplog.text
    told = "moved to another history are not in this one, and do not count: 2 of 2023, 2 of 2024."
    with both(source, anew) as sources:
        history = _asked(sources)
        assert told in history.health().message
        assert live_record(source, 1, NOW, history).lacking == {2023: 2, 2024: 2}
        (found, *_) = check_warehouse(history)
        assert (found.severity, found.count) == ("error", 4)
        assert told in found.sentence
    run(source, "UPDATE flux.outages SET cause = 'squirrel' WHERE outage_id = 10")
    export_changes(source, anew)  # of another year: it is not forgotten
    with both(source, anew) as sources:
        assert told in _asked(sources).health().message
    run(source, "DELETE FROM flux.moved_outages")
    export_changes(source, anew)
    with both(source, anew) as sources:
        assert _asked(sources).health().message == ""


def test_a_history_that_holds_them_lacks_none(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    export_changes(source, warehouse)
    with both(source, warehouse) as sources:
        assert _asked(sources).health().message == ""
        assert live_record(source, 1, NOW, _asked(sources)).lacking == {}
        assert all(one.check != "moved outages" for one in check_warehouse(_asked(sources)))


@pytest.mark.parametrize("statement", ["DELETE FROM flux.utilities WHERE utility_id = 1", "delete_utility"])
def test_a_utility_that_goes_takes_its_moved_outages_along(
    source: PostgresSource, warehouse: Warehouse, statement: str
) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    export_changes(source, warehouse)
    with source.connection() as connection:
        if statement == "delete_utility":
            execute(connection, statement, utility_id=1)
        else:
            connection.execute(statement.encode())
    assert stubs(source) == []
    export_changes(source, warehouse)
    assert there(warehouse) == []


def test_the_next_number_is_not_forgotten(source: PostgresSource, warehouse: Warehouse) -> None:
    insert(source, "outages", [outage(99, OLD, 5, 1) | {"kind": "unplanned"}])
    export_changes(source, warehouse)
    move(source, warehouse)
    with source.connection() as connection:
        execute(connection, "restart_outage_ids")
    assert run(source, "SELECT nextval(pg_get_serial_sequence('flux.outages', 'outage_id'))") == [(100,)]


@st.composite
def outages_of_years(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Outages of three years to either side of the border, some in steps, some not over."""
    rows, groups = [], []
    for outage_id in range(1, draw(st.integers(1, 12)) + 1):
        started = BORDER + draw(st.integers(-40_000, 12_000)) * HOUR
        is_over = draw(st.booleans()) or draw(st.booleans())
        minutes = draw(st.integers(0, 3000)) if is_over else None
        customers = draw(st.integers(0 if is_over else 1, 500))
        kind = draw(st.sampled_from(["unplanned", "planned", "loss_of_supply"]))
        row = outage(outage_id, started, minutes, customers, feeder_id=draw(st.integers(1, 2)))
        rows.append(row | {"kind": kind, "cause": draw(st.sampled_from(["tree", "wind"]))})
        for _ in range(draw(st.integers(0, 3)) if is_over else 0):
            out_at = started + draw(st.integers(0, 60)) * MINUTE
            groups.append({
                "outage_id": outage_id, "out_at": out_at, "customers": draw(st.integers(0, 90)),
                "restored_at": out_at + draw(st.integers(0, 900)) * MINUTE,
                "transformer_ids": draw(st.sampled_from([None, "{1}", "{1,2}", "{9}"])),
            })  # fmt: skip
    return rows, groups


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outages_of_years())
def test_any_outages_moved_leave_every_figure_as_it_was(
    source: PostgresSource, tmp_path_factory: pytest.TempPathFactory,
    made: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:  # fmt: skip
    rows, groups = made
    for table in ("storms", "moved_outages", "outages", "feeder_reliability"):
        run(source, f"DELETE FROM flux.{table}")
    run(source, "UPDATE flux.crews SET outage_id = NULL")
    insert(source, "outages", rows)
    if groups:
        insert(source, "interruptions", groups)
        run(source, "UPDATE flux.outages SET has_interruptions = true WHERE outage_id IN "
                    "(SELECT outage_id FROM flux.interruptions)")  # fmt: skip
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    export_changes(source, warehouse)
    before, held = figures(source, warehouse), here(source)
    found = move(source, warehouse)
    assert (found.missing, found.differing) == ((), ())
    old = "SELECT count(*) FROM flux.outages WHERE restored_at < %s AND started_at < %s AND state = 'closed'"
    assert run(source, old, BORDER, BORDER) == [(0,)]
    assert sorted(here(source) + stubs(source)) == held
    assert_same(figures(source, warehouse), before)
    export_changes(source, warehouse)
    assert_same(figures(source, warehouse), before)
