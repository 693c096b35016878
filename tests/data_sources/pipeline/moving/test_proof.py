"""What the history is not proven to hold as it is stays here."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Manifest, Part, Warehouse
from tests.data_sources.pipeline.moving.cases import (
    KEPT,
    MOVED,
    here,
    move,
    moved_in_a_process,
    process_of,
    run,
    stubs,
    there,
    wait_until_blocked,
)


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


def test_what_no_export_carries_over_stays(source: PostgresSource, warehouse: Warehouse) -> None:
    """The same rows in a file that exports do not carry: one that was made, of a year that is made anew."""
    export_changes(source, warehouse)
    of_2023 = next(part for part in warehouse.manifest().of("outage_events") if part.scope.endswith(".2023"))
    rows = pq.ParquetFile(warehouse.root / of_2023.path).read()
    made = warehouse.write("outage_events", rows, role="made", scope=of_2023.scope)
    warehouse.commit(lambda manifest: manifest.without("outage_events", [of_2023]).with_part("outage_events", made))
    assert move(source, warehouse) == MovedOutages(2, (3, 4), ())


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
    process = process_of(moved_in_a_process, source, warehouse)
    with source.dedicated_connection() as changing, changing.transaction():
        changing.execute(b"SELECT FROM flux.outages WHERE outage_id = 2 FOR UPDATE")
        process.start()
        wait_until_blocked(source)
        changing.execute(statement.encode())
    process.join()
    assert process.exitcode == 0
    assert here(source) == [2, *KEPT]
    assert stubs(source) == [1, 3, 4]


def test_one_that_changes_while_it_is_proven_stays(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    process = process_of(moved_in_a_process, source, warehouse)
    with source.dedicated_connection() as changing, changing.transaction():
        changing.execute(b"UPDATE flux.outages SET cause = 'squirrel' WHERE outage_id = 2")
        process.start()
        wait_until_blocked(source)
    process.join()
    assert here(source) == [2, *KEPT]
    export_changes(source, warehouse)
    assert there(warehouse) == MOVED + KEPT
    assert move(source, warehouse) == MovedOutages(1, (), ())
