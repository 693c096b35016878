"""Outages of a place from both sources: each once, judged by itself, beside its feeder's and the utility's means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.history.place_outages import Means, OutagePlace, PlaceRecord, place_record
from data_sources.pipeline.exports import export_changes
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.handmade import NOW, insert, insert_utility, keep_elsewhere, outage

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
ZONE = "America/Chicago"
TX_1, FEEDER_1 = OutagePlace(1, 1, 1), OutagePlace(1, 1)
LAST_YEAR = NOW - 400 * DAY  # 10 June 2025
STEPPED_AT = NOW - 3 * DAY


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """Feeder 1 (TX-1, 1,200 customers on the books) and feeder 2 (TX-2, 800)."""
    insert_utility(empty_source, served=(1200, 800))
    outages = [
        outage(1, LAST_YEAR, 60, 600),  # names TX-1
        outage(2, STEPPED_AT, 90, 900),  # TX-1 back after 30 minutes, 300 others after 3
        outage(3, NOW - 2 * DAY, 2, 40, device_id=1),  # momentary; its breaker is above TX-1
        outage(4, NOW - DAY, 2, 40, device_id=3),  # momentary; its tie is not
        outage(5, NOW - DAY / 2, 20, 7),  # nobody knows who
        outage(6, NOW - 30 * MINUTE, None, 100),  # lasts, with TX-1
        outage(7, NOW - 5 * DAY, 100, 400, feeder_id=2),
    ]
    insert(empty_source, "outages", [row | {"kind": "unplanned"} for row in outages])
    groups = [
        (1, LAST_YEAR, 60, 600, "{1}"), (2, STEPPED_AT, 30, 600, "{1}"), (2, STEPPED_AT, 3, 300, "{9}"),
        (6, NOW - 30 * MINUTE, None, 100, "{1}"), (7, NOW - 5 * DAY, 100, 400, "{2}"),
    ]  # fmt: skip
    insert(
        empty_source, "interruptions",
        [
            {"outage_id": outage_id, "out_at": at, "restored_at": None if lasted is None else at + lasted * MINUTE,
             "customers": customers, "transformer_ids": ids}
            for outage_id, at, lasted, customers, ids in groups
        ],
    )  # fmt: skip
    run(empty_source, "UPDATE flux.outages SET has_interruptions = true WHERE outage_id IN (1, 2, 6, 7)")
    return empty_source


@pytest.fixture
def warehouse(source: PostgresSource, tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    export_changes(source, warehouse)
    return warehouse


def run(source: PostgresSource, sql: str) -> None:
    with source.connection() as connection:
        connection.execute(sql.encode())


def record(source: PostgresSource, place: OutagePlace, warehouse: Warehouse | None = None) -> PlaceRecord:
    history = DuckSource(warehouse) if warehouse else None
    found = place_record(Sources(source, history), place, ZONE, NOW)
    if history:
        history.close()
    return found


def figures(found: PlaceRecord) -> dict[int | None, tuple[Means | None, Means | None, Means | None]]:
    return {one.year: (rounded(one.place), rounded(one.feeder), rounded(one.utility)) for one in found.periods}


def rounded(means: Means | None) -> Means | None:
    return means and Means(*(round(value, 9) for value in (means.interruptions, means.minutes, means.momentary)))


def means(interruptions: float, minutes: float, momentary: float) -> Means:
    return rounded(Means(interruptions, minutes, momentary)) or Means()


def test_a_transformers_own_outages_newest_first(source: PostgresSource) -> None:
    found = record(source, TX_1)
    assert [one.outage_id for one in found.outages] == [6, 5, 3, 2, 1]  # not those of feeder 2, nor of the tie
    assert [one.outage_id for one in found.outages if not one.is_counted] == [5]
    stepped = found.outages[3]
    assert (stepped.out_at, stepped.restored_at) == (STEPPED_AT, STEPPED_AT + 30 * MINUTE)  # its own, not the outage's
    assert stepped.customers_interrupted == 900
    assert [one.outage_id for one in found.now] == [6]
    assert all(one.is_live for one in found.outages)


def test_figures_by_hand(source: PostgresSource) -> None:
    """This year: 2 (30 minutes and, since the outage that lasts is reckoned up to when it is asked, more) and 1 short."""
    keep_elsewhere(source, "outage_id = 6")
    found = figures(record(source, TX_1))
    # feeder: 600 x 30 min + 7 x 20 sustained, 300 + 40 + 40 momentary, of 1,200; utility: 400 x 100 min more, of 2,000
    feeder, utility = means(607 / 1200, 18140 / 1200, 380 / 1200), means(1007 / 2000, 58140 / 2000, 380 / 2000)
    assert found[None] == (Means(1, 30, 1), feeder, utility)
    assert found[2026] == (Means(1, 30, 1), feeder, utility)
    assert found[2025] == (Means(1, 60, 0), means(600 / 1200, 30, 0), means(600 / 2000, 18, 0))
    assert found[2024] == (Means(), Means(), Means())
    assert list(found) == [None, 2026, 2025, 2024, 2023, 2022]
    assert figures(record(source, FEEDER_1))[2026] == (feeder, feeder, utility)


def test_what_lasts_counts_up_to_the_moment(source: PostgresSource) -> None:
    keep_elsewhere(source, "outage_id NOT IN (6)")
    assert figures(record(source, FEEDER_1))[2026][0] == means(100 / 1200, 100 * 30 / 1200, 0)


def test_a_feeders_outages_are_its_customers(source: PostgresSource) -> None:
    found = record(source, FEEDER_1)
    assert [one.outage_id for one in found.outages] == [6, 5, 4, 3, 2, 1]
    stepped = found.outages[4]
    assert (stepped.sustained, stepped.momentary, stepped.sustained_minutes) == (600, 300, 18000)
    assert stepped.restored_at == STEPPED_AT + 30 * MINUTE


@pytest.mark.parametrize("place", [TX_1, FEEDER_1])
def test_what_is_only_in_the_warehouse_counts_the_same_and_once(
    source: PostgresSource, warehouse: Warehouse, place: OutagePlace
) -> None:
    keep_elsewhere(source, "outage_id = 6")
    before = record(source, place)
    assert figures(record(source, place, warehouse)) == figures(before)  # in both: once
    keep_elsewhere(source, "outage_id IN (1, 7, 2)")
    after = record(source, place, warehouse)
    assert figures(after) == figures(before)
    assert [one.outage_id for one in after.outages] == [one.outage_id for one in before.outages]
    assert [one.outage_id for one in after.outages if not one.is_live] == [2, 1]
    gone = after.outages[-1]
    assert (gone.out_at, gone.restored_at, gone.state) == (LAST_YEAR, LAST_YEAR + 60 * MINUTE, "closed")


def test_one_that_postgresql_kept_hides_nothing_that_began_after_it(
    source: PostgresSource, warehouse: Warehouse
) -> None:
    before = figures(record(source, TX_1, warehouse))
    keep_elsewhere(source, "outage_id IN (2, 3, 7)")
    found = record(source, TX_1, warehouse)
    assert [one.outage_id for one in found.outages] == [6, 5, 3, 2, 1]
    assert [one.outage_id for one in found.outages if not one.is_live] == [3, 2]
    assert figures(found) == before
    assert found.outages[-1].is_live
    assert figures(found)[2025] == (Means(1, 60, 0), means(0.5, 30, 0), means(0.3, 18, 0))


def test_a_place_without_outages_has_zeros_and_a_utility_without_customers_no_mean(
    empty_source: PostgresSource,
) -> None:
    insert_utility(empty_source, served=(0, 0))
    found = record(empty_source, TX_1)
    assert found.outages == ()
    assert figures(found)[None] == (Means(), None, None)
