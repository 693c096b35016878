"""The KPI row against figures worked out by hand and against the guide's own worked example."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.handmade import NOW, insert, insert_utility, outage

MINUTE = dt.timedelta(minutes=1)


def kpis(source: PostgresSource, as_of: dt.datetime = NOW, utility_id: int = 1) -> dict[str, Any]:
    (row,) = source.fetch(Query.of("kpis", utility_id=utility_id, as_of=as_of)).to_pylist()
    return row


@pytest.mark.parametrize("name", ["kpis", "kpi_trends"])
def test_without_a_moment_the_figures_are_of_now(empty_source: PostgresSource, name: str) -> None:
    insert_utility(empty_source)
    before = dt.datetime.now(dt.UTC)
    (row,) = empty_source.fetch(Query.of(name, utility_id=1, as_of=None)).to_pylist()
    assert abs(row["as_of"] - before) < dt.timedelta(hours=1)


def test_without_a_moment_the_sparklines_are_those_of_now(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    now = dt.datetime.now(dt.UTC)
    insert(empty_source, "outages", [outage(1, now - 600 * MINUTE, 90, 400)])
    for name in ("kpi_sparkline_day", "kpi_sparkline_year"):
        asked = Query.of(name, utility_id=1, as_of=None), Query.of(name, utility_id=1, as_of=now)
        assert empty_source.fetch(asked[0]).equals(empty_source.fetch(asked[1]))


def test_ieee_1366_worked_example(empty_source: PostgresSource) -> None:
    """The guide's example circuit of 2,000 customers: SAIFI 1.61, SAIDI 86.11 min, the two momentary ones left out."""
    insert_utility(empty_source)
    example = [  # (month, day, duration in minutes, customers)
        (3, 17, 8.17, 200),
        (4, 15, 0.5, 400),
        (5, 5, 71.3, 600),
        (6, 12, 30.3, 25),
        (7, 6, 1.0, 2000),
        (8, 20, 267.2, 90),
        (8, 31, 120.0, 700),
        (9, 3, 10.0, 1500),
        (10, 27, 40.0, 100),
    ]
    rows = [
        outage(i, dt.datetime(2026, month, day, 18, tzinfo=dt.UTC), minutes, customers)
        for i, (month, day, minutes, customers) in enumerate(example, 1)
    ]
    insert(empty_source, "outages", rows)
    row = kpis(empty_source, dt.datetime(2026, 12, 31, tzinfo=dt.UTC))
    assert row["saifi"] == pytest.approx(1.6075)
    assert row["saidi_minutes"] == pytest.approx(86.11, abs=0.005)
    assert (row["sustained_outages"], row["momentary_outages"]) == (7, 2)


def test_what_still_lasts_accrues_up_to_as_of(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(
        empty_source,
        "outages",
        [
            outage(1, NOW - 600 * MINUTE, 90, 400),  # over: 36,000 customer minutes
            # Lasting 60 minutes: 300 came back after 20 (they and the rest accrued 20 x 500), 200 still out since then.
            outage(
                2,
                NOW - 60 * MINUTE,
                None,
                500,
                customers_out=200,
                customer_minutes=10_000.0,
                stepped_at=NOW - 40 * MINUTE,
            ),
        ],
    )
    row = kpis(empty_source)
    assert row["saidi_minutes"] == pytest.approx((36_000 + 10_000 + 200 * 40) / 2000)
    assert row["saifi"] == pytest.approx((400 + 500) / 2000)
    later = kpis(empty_source, NOW + 10 * MINUTE)
    assert later["saidi_minutes"] - row["saidi_minutes"] == pytest.approx(200 * 10 / 2000)
    assert later["saifi"] == row["saifi"]


def test_restoring_neither_loses_nor_repeats_minutes(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW - 30 * MINUTE, None, 100)])
    before = kpis(empty_source)
    with empty_source.connection() as connection:
        connection.execute(
            "UPDATE flux.outages SET restored_at = %(now)s, customers_out = 0, customer_minutes = 3000, stepped_at = %(now)s",
            {"now": NOW},
        )
    after = kpis(empty_source)
    assert after["saidi_minutes"] == before["saidi_minutes"] == pytest.approx(1.5)
    assert after["saifi"] == before["saifi"] == pytest.approx(0.05)
    assert (before["active_outages"], after["active_outages"]) == (1, 0)


def test_a_starting_outage_is_out_but_not_yet_sustained(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW - 5 * MINUTE, None, 100), outage(2, NOW - 500 * MINUTE, 5, 1000)])
    row = kpis(empty_source)
    assert (row["active_outages"], row["starting_outages"], row["customers_out"]) == (1, 1, 100)
    assert (row["saidi_minutes"], row["saifi"]) == (0, 0)
    a_second_later = kpis(empty_source, NOW + dt.timedelta(seconds=1))
    assert a_second_later["starting_outages"] == 0
    assert a_second_later["saifi"] == pytest.approx(0.05)


@pytest.mark.parametrize(("zone", "year_starts_at"), [("America/Chicago", 6), ("Australia/Sydney", -11), ("UTC", 0)])
def test_the_year_turns_in_the_utilitys_own_zone(empty_source: PostgresSource, zone: str, year_starts_at: int) -> None:
    insert_utility(empty_source, time_zone=zone)
    new_year = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=year_starts_at)
    insert(
        empty_source,
        "outages",
        [
            outage(1, new_year - MINUTE, 60, 1000),  # started in the old year, though it lasted into the new one
            outage(2, new_year, 60, 10),
            outage(3, new_year - MINUTE, None, 20),  # still lasts, and still belongs to the old year
        ],
    )
    row = kpis(empty_source, new_year + 120 * MINUTE)
    assert row["year"] == 2026
    assert row["saifi"] == pytest.approx(10 / 2000)
    assert row["saidi_minutes"] == pytest.approx(600 / 2000)
    assert row["customers_out"] == 20
    assert kpis(empty_source, new_year - dt.timedelta(seconds=1))["year"] == 2025


def test_load_peak_and_crews(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    row = kpis(empty_source)
    assert (row["load_kw"], row["design_peak_kw"], row["load_updated_at"]) == (7000, 15_000, NOW)
    assert (row["crews_available"], row["crews_assigned"], row["crews_off_shift"]) == (2, 3, 1)


def test_nothing_on_record_is_null_not_zero(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    with empty_source.connection() as connection:
        connection.execute("DELETE FROM flux.crews")
        connection.execute("DELETE FROM flux.feeder_status")
    row = kpis(empty_source)
    unknown = ("saidi_minutes", "saifi", "load_kw", "load_updated_at", "crews_available", "crews_assigned")
    assert [row[name] for name in unknown] == [None] * len(unknown)
    assert row["active_outages"] == 0


def test_one_utility_does_not_count_in_another(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert_utility(empty_source, utility_id=2)
    insert(empty_source, "outages", [outage(1, NOW - 60 * MINUTE, None, 300)])
    assert kpis(empty_source, utility_id=2)["active_outages"] == 0
    assert kpis(empty_source, utility_id=2)["load_kw"] == 7000
    assert empty_source.fetch(Query.of("active_outages", utility_id=2)).num_rows == 0


def test_feeder_rows_add_up_to_the_kpi_row(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(
        empty_source,
        "outages",
        [
            outage(1, NOW - 900 * MINUTE, 90, 400),
            outage(2, NOW - 60 * MINUTE, None, 500, feeder_id=2),
            outage(3, NOW - MINUTE, None, 7),
        ],
    )
    row = kpis(empty_source)
    feeders = empty_source.fetch(Query.of("kpi_feeders", utility_id=1, as_of=NOW)).to_pylist()
    total = {
        name: sum(feeder[name] or 0 for feeder in feeders)
        for name in feeders[0]
        if name not in ("feeder_name", "substation_name", "updated_at")
    }
    assert total["customer_minutes"] / total["customers_served"] == pytest.approx(row["saidi_minutes"])
    assert total["customer_interruptions"] / total["customers_served"] == pytest.approx(row["saifi"])
    for name in ("customers_served", "sustained_outages", "active_outages", "customers_out", "load_kw"):
        assert total[name] == row[name]


def test_trends_compare_with_the_stated_periods(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(
        empty_source,
        "outages",
        [
            outage(1, dt.datetime(2025, 1, 10, tzinfo=dt.UTC), 100, 100),
            outage(
                2, dt.datetime(2025, 7, 15, 17, 59, tzinfo=dt.UTC), 100, 20
            ),  # a minute before the same date and time
            outage(3, dt.datetime(2025, 7, 15, 18, 1, tzinfo=dt.UTC), 100, 1000),  # after it: not in the comparison
            outage(4, NOW - 3000 * MINUTE, 10, 50),
            outage(5, NOW - 3000 * MINUTE, 2, 700),
            outage(6, NOW - 50 * MINUTE, None, 10),
        ],
    )
    sample = {"utility_id": 1, "customers_out": 5, "active_outages": 2, "crews_assigned": 1, "is_simulated": False}
    insert(
        empty_source,
        "system_history",
        [
            sample | {"sampled_at": NOW - dt.timedelta(hours=hours), "load_kw": load}
            for hours, load in ((47, 9000.0), (24.1, 6100.0), (23.9, 6200.0), (1, 6500.0))
        ],
    )
    (row,) = empty_source.fetch(Query.of("kpi_trends", utility_id=1, as_of=NOW)).to_pylist()
    assert row["last_year_saidi_minutes"] == pytest.approx((100 * 100 + 20 * 100) / 2000)
    assert row["last_year_saifi"] == pytest.approx(120 / 2000)
    assert row["month_saidi_minutes"] == pytest.approx((500 + 500) / 2000)
    assert (row["day_ago_load_kw"], row["high_load_kw"]) == (6100, 9000)


def test_trends_without_a_record_are_null(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW - 60 * MINUTE, 10, 50)])
    (row,) = empty_source.fetch(Query.of("kpi_trends", utility_id=1, as_of=NOW)).to_pylist()
    assert {row[name] for name in row if name not in ("as_of", "recorded_since")} == {None}


def test_sparkline_of_the_year_sums_to_the_index(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    starts = [dt.datetime(2026, 1, 1, 7, tzinfo=dt.UTC), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), NOW - 60 * MINUTE]
    insert(empty_source, "outages", [outage(i, at, None if i == 3 else 30, 100 * i) for i, at in enumerate(starts, 1)])
    weeks = empty_source.fetch(Query.of("kpi_sparkline_year", utility_id=1, as_of=NOW)).to_pydict()
    row = kpis(empty_source)
    assert weeks["week"] == [0, 8, 27]
    assert sum(weeks["customer_minutes"]) / 2000 == pytest.approx(row["saidi_minutes"])
    assert sum(weeks["customer_interruptions"]) / 2000 == pytest.approx(row["saifi"])


def test_active_outages_are_sorted_and_ranked(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(
        empty_source,
        "outages",
        [
            outage(1, NOW - 10 * MINUTE, None, 99),
            outage(2, NOW - 10 * MINUTE, None, 100, crew_id=3, device_id=1),
            outage(3, NOW - 30 * MINUTE, None, 501),
            outage(4, NOW - 40 * MINUTE, None, 500),
            outage(5, NOW - 50 * MINUTE, None, 100),
            outage(6, NOW - 90 * MINUTE, 30, 2000),
        ],
    )
    rows = empty_source.fetch(Query.of("active_outages", utility_id=1)).to_pylist()
    assert [row["outage_id"] for row in rows] == [3, 4, 5, 2, 1]
    assert [row["priority"] for row in rows] == ["high", "medium", "medium", "medium", "low"]
    assert (rows[3]["crew_name"], rows[3]["device_name"], rows[3]["feeder_name"]) == ("Crew 3", "BRK-1", "F0001")
