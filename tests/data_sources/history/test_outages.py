"""Interruptions of years from both sources: each once, each customer by their own, and the same as the key figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from data_sources.analytics.reliability.indices import Served, indices
from data_sources.history.outages import OutageRows, OutageSpan, interruptions_of
from data_sources.history.place_outages import OutagePlace, place_record
from data_sources.pipeline.exports import export_changes
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.handmade import NOW, insert, insert_utility, keep_elsewhere, outage

MINUTE = dt.timedelta(minutes=1)
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
STEPPED_AT = NOW - dt.timedelta(days=3)


def run(source: PostgresSource, sql: str) -> None:
    with source.connection() as connection:
        connection.execute(sql.encode())


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """An outage in steps (one of three minutes), one as a whole, a momentary and a planned one, one under way."""
    insert_utility(empty_source, served=(1200, 800))
    run(
        empty_source,
        "UPDATE flux.transformers SET customers_served = 3 - transformer_id, rated_kva = 50 * transformer_id",
    )
    stepped = outage(1, STEPPED_AT, 90, 10) | {"device_id": 1}
    insert(
        empty_source,
        "outages",
        [
            stepped | {"kind": "unplanned"},
            outage(2, NOW - dt.timedelta(days=2), 60, 40) | {"transformer_id": 2, "kind": "unplanned"},
            outage(3, NOW - dt.timedelta(days=2, hours=3), 2, 30) | {"kind": "unplanned"},
            outage(4, NOW - dt.timedelta(days=1), 120, 5) | {"kind": "planned"},
            outage(5, NOW - 30 * MINUTE, None, 7) | {"kind": "unplanned"},
        ],
    )
    steps = [(3, 1, "{2}"), (90, 9, "{1,2}")]
    insert(
        empty_source,
        "interruptions",
        [
            {"outage_id": 1, "out_at": STEPPED_AT, "restored_at": STEPPED_AT + minutes * MINUTE, "customers": customers,
             "transformer_ids": ids}
            for minutes, customers, ids in steps
        ],
    )  # fmt: skip
    run(empty_source, "UPDATE flux.outages SET has_interruptions = true WHERE outage_id = 1")
    return empty_source


@pytest.fixture
def warehouse(source: PostgresSource, tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    export_changes(source, warehouse)
    return warehouse


def asked(source: PostgresSource, warehouse: Warehouse | None = None, from_at: dt.datetime = LONG_AGO) -> OutageRows:
    history = DuckSource(warehouse) if warehouse else None
    rows = interruptions_of(Sources(source, history), OutageSpan.begun(1, from_at, NOW + dt.timedelta(days=1)), NOW)
    if history:
        history.close()
    return rows


def seen(rows: OutageRows) -> list[tuple[int, int, int, float, float]]:
    found = zip(rows.outage, rows.step, rows.transformer, rows.customers, rows.minutes, strict=True)
    return sorted((int(a), int(b), int(c), float(d), round(float(e), 6)) for a, b, c, d, e in found)


EXPECTED = [
    (1, 1, 2, 1, 3.0), (1, 2, 1, 6, 90.0), (1, 2, 2, 3, 90.0), (2, 1, 2, 40, 60.0), (3, 1, -1, 30, 2.0),
    (4, 1, -1, 5, 120.0), (5, 1, -1, 7, 30.0),
]  # fmt: skip


def test_every_transformer_of_every_step_is_a_row_and_customers_add_up(source: PostgresSource) -> None:
    rows = asked(source)
    assert seen(rows) == EXPECTED
    assert np.isnat(rows.restored_at).tolist() == [False] * 6 + [True]
    assert rows.is_planned[rows.outage == 4].all()
    assert rows.is_planned.sum() == 1
    assert [rows.causes[code] for code in rows.cause] == ["tree"] * 7
    assert np.isnan(rows.kva[rows.transformer < 0]).all()
    assert (rows.kva[rows.transformer > 0] == 50 * rows.transformer[rows.transformer > 0]).all()


def test_no_outage_is_counted_twice(source: PostgresSource, warehouse: Warehouse) -> None:
    """All of them stand in both."""
    assert seen(asked(source, warehouse)) == EXPECTED


def test_what_postgresql_no_longer_holds_comes_from_the_warehouse(source: PostgresSource, warehouse: Warehouse) -> None:
    before = asked(source)
    keep_elsewhere(source, "outage_id IN (1, 3)")
    rows = asked(source, warehouse)
    assert seen(rows) == EXPECTED
    assert seen(asked(source)) == [row for row in EXPECTED if row[0] not in (1, 3)]
    mine, theirs = (indices(one.interruptions(), Served(2000.0), 8760.0) for one in (before, rows))
    assert (mine.saidi_minutes, mine.saifi, mine.maifi) == (theirs.saidi_minutes, theirs.saifi, theirs.maifi)


def test_one_old_outage_hides_nothing_of_the_warehouse(source: PostgresSource, warehouse: Warehouse) -> None:
    keep_elsewhere(source, "outage_id IN (2, 3, 4)")
    insert(source, "outages", [outage(9, LONG_AGO + dt.timedelta(days=1), 60, 1) | {"kind": "unplanned"}])
    assert seen(asked(source, warehouse)) == sorted([*EXPECTED, (9, 1, -1, 1, 60.0)])


@pytest.mark.parametrize("is_moved", [False, True])
def test_an_outage_that_was_taken_back_counts_no_more(
    source: PostgresSource, warehouse: Warehouse, is_moved: bool
) -> None:
    """The warehouse has it until the next export; in one that somebody else writes it stays for ever."""
    if is_moved:
        keep_elsewhere(source, "outage_id = 1")
        run(source, "INSERT INTO flux.moved_outages VALUES (1, 1, 1, now(), now(), 'tree', 6, true, 6, 8640)")
    assert seen(asked(source, warehouse)) == EXPECTED
    run(source, f"DELETE FROM flux.{'moved_outages' if is_moved else 'outages'} WHERE outage_id = 1")
    assert seen(asked(source, warehouse)) == [row for row in EXPECTED if row[0] != 1]


def test_one_that_is_written_again_after_it_was_taken_back_counts(source: PostgresSource, warehouse: Warehouse) -> None:
    run(source, "DELETE FROM flux.outages WHERE outage_id = 3")
    insert(source, "outages", [outage(3, NOW - 60 * MINUTE, 30, 5) | {"kind": "unplanned"}])
    assert 3 in {row[0] for row in seen(asked(source, warehouse))}
    keep_elsewhere(source, "outage_id = 3")  # moved later on, it counts in the warehouse
    assert seen(asked(source, warehouse)) == EXPECTED


IN_BOTH = st.dictionaries(
    st.integers(1, 12), st.tuples(st.integers(0, 4000), st.integers(0, 900), st.booleans(), st.booleans()), max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(IN_BOTH)
def test_whatever_each_source_holds_every_outage_counts_once(
    source: PostgresSource, tmp_path_factory: pytest.TempPathFactory,
    made: dict[int, tuple[int, int, bool, bool]],
) -> None:  # fmt: skip
    """Of each outage: hours ago, minutes, whether PostgreSQL holds it, whether the warehouse does."""

    def hold(place: int) -> None:
        keep_elsewhere(source)
        if found := [row for outage_id, row in rows.items() if made[outage_id][place]]:
            insert(source, "outages", found)

    rows = {
        outage_id: outage(outage_id, NOW - (hours + 16) * 60 * MINUTE, minutes, outage_id) | {"kind": "unplanned"}
        for outage_id, (hours, minutes, *_) in made.items()
    }
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    hold(3)
    export_changes(source, warehouse)
    hold(2)
    anywhere = sorted(outage_id for outage_id, (*_, is_here, is_there) in made.items() if is_here or is_there)
    assert [one[0] for one in seen(asked(source, warehouse))] == anywhere
    history = DuckSource(warehouse)
    found = place_record(Sources(source, history), OutagePlace(1, 1), "America/Chicago", NOW)
    history.close()
    assert sorted(one.outage_id for one in found.outages) == anywhere
    counted = sum(
        (one.utility.interruptions + one.utility.momentary) for one in found.periods if one.year and one.utility
    )
    assert counted * 2000 == pytest.approx(sum(anywhere))


def test_one_that_lasts_for_years_is_asked_of_postgresql(source: PostgresSource, warehouse: Warehouse) -> None:
    run(source, "UPDATE flux.outages SET started_at = started_at - interval '2 years' WHERE outage_id = 5")
    assert sorted(asked(source, warehouse).outage.tolist()) == [1, 1, 1, 2, 3, 4, 5]


def test_a_span_takes_what_began_in_it(source: PostgresSource, warehouse: Warehouse) -> None:
    from_at = NOW - dt.timedelta(days=2)
    assert sorted(asked(source, warehouse, from_at).outage.tolist()) == [2, 4, 5]


def test_the_engine_and_the_key_figures_agree(source: PostgresSource, warehouse: Warehouse) -> None:
    """SAIDI, SAIFI and the customers interrupted for more than five minutes, of one year."""
    kpis = source.fetch(Query.of("kpis", utility_id=1, as_of=NOW)).to_pylist()[0]
    found = indices(asked(source, warehouse).interruptions(), Served(kpis["customers_served"]), 8760.0)
    assert found.saidi_minutes[0] == pytest.approx(kpis["saidi_minutes"], rel=1e-12)
    assert found.saifi[0] == pytest.approx(kpis["saifi"], rel=1e-12)
    # by hand: 9 x 90 + 40 x 60 + 5 x 120 + 7 x 30 customer minutes of 9 + 40 + 5 + 7 customers, 1 + 30 momentary
    assert (found.customer_minutes[0], found.interruptions[0], found.momentary_interruptions[0]) == (4020, 61, 31)


@pytest.mark.parametrize("is_over", [True, False])
def test_steps_across_new_year_count_in_the_year_they_began_in(empty_source: PostgresSource, is_over: bool) -> None:
    """Of one outage of 31 December, 22:00 in Chicago: 10 customers from then, 20 from 1 January, 01:00, on.

    Engine and key figures count the 20 in the new year.
    """
    insert_utility(empty_source, served=(1200, 800))
    began = dt.datetime(2026, 1, 1, 4, tzinfo=dt.UTC)  # 22:00 of the last day of 2025
    steps = [(0, 60, 10, "{1}"), (180, 300 if is_over else None, 20, "{2}")]
    whole = outage(1, began, 300 if is_over else None, 30) | {"device_id": 1, "kind": "unplanned"}
    insert(empty_source, "outages", [whole])
    insert(
        empty_source, "interruptions",
        [
            {"outage_id": 1, "out_at": began + out * MINUTE, "customers": customers, "transformer_ids": ids,
             "restored_at": None if back is None else began + back * MINUTE}
            for out, back, customers, ids in steps
        ],
    )  # fmt: skip
    run(empty_source, "UPDATE flux.outages SET has_interruptions = true")
    as_of = began + 300 * MINUTE
    kpis = empty_source.fetch(Query.of("kpis", utility_id=1, as_of=as_of)).to_pylist()[0]
    assert (kpis["year"], kpis["sustained_outages"]) == (2026, 1)
    assert (kpis["saifi"] * 2000, kpis["saidi_minutes"] * 2000) == pytest.approx((20, 20 * 120))
    rows = interruptions_of(Sources(empty_source), OutageSpan.begun(1, LONG_AGO, as_of + MINUTE), as_of)
    found = indices(rows.take(rows.out_at >= np.datetime64("2026-01-01T06:00")).interruptions(), Served(2000.0), 8760.0)
    assert (found.saifi[0], found.saidi_minutes[0]) == pytest.approx((kpis["saifi"], kpis["saidi_minutes"]))


def test_rows_of_the_old_shape_are_outages_as_a_whole(source: PostgresSource, tmp_path: Path) -> None:
    """A file from before interruptions were kept: no step, kind or moment of its own."""
    warehouse = Warehouse(tmp_path / "old")
    export_changes(source, warehouse)
    (part,) = warehouse.manifest().of("outage_events")
    old = pq.read_table(warehouse.root / part.path).filter(pc.field("step") == 1)
    pq.write_table(
        old.drop_columns(["step", "out_at", "kind", "device_id", "kva", "phases"]), warehouse.root / part.path
    )
    keep_elsewhere(source, "restored_at IS NOT NULL")
    rows = asked(source, warehouse)
    assert seen(rows) == [(1, 1, 2, 1, 3.0), *EXPECTED[3:]]
    assert not rows.is_planned.any()
