"""Reliability of a utility over periods: it says what the KPI row says, and every group adds up to the whole."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.reliability.parts import ALL_IN, OWN, PLANNED, WITHOUT_MAJOR
from data_sources.history.outages import OutageRows
from data_sources.history.reliability import (
    NEEDS_TRANSFORMERS,
    NEEDS_YEARS,
    FeedersServed,
    ReliabilityPeriod,
    ReliabilityRecord,
    days_of_saidi,
    of_transformer,
    period_indices,
    record_from,
    reliability_record,
)
from data_sources.history.reliability_groups import GROUP_ROWS, by_group
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from tests.handmade import NOW, insert, insert_outages_of_a_day, insert_utility, outage

AS_OF = dt.datetime(2026, 7, 15, 12, tzinfo=dt.UTC)
FEEDERS = FeedersServed(
    np.array([1, 2]), ["F1", "F2"], np.array([10, 10]), ["S", "S"], np.array([100.0, 300.0]), np.array([500.0, 1500.0])
)


def made(*outages: tuple[str, float, int, int, int, str]) -> ReliabilityRecord:
    """A record of (began, minutes, feeder, transformer, customers, cause)."""
    count = len(outages)
    began, minutes, feeder, transformer, customers, cause = zip(*outages, strict=True)
    at = np.array(began, "datetime64[ms]")
    numbers = np.arange(count)
    causes = tuple(sorted(set(cause)))
    rows = OutageRows(
        numbers, np.ones(count, np.int64), np.array(feeder), np.full(count, -1), np.array(transformer), at, at,
        at + (np.array(minutes) * 60_000).astype("timedelta64[ms]"), np.array(minutes, np.float64),
        np.array(customers, np.float64), np.full(count, 50.0), causes, np.array([causes.index(one) for one in cause]),
        np.array([one == "planned" for one in cause]), np.zeros(count, np.bool_), np.zeros(count, np.bool_),
    )  # fmt: skip
    return record_from(rows, FEEDERS, "America/Chicago", AS_OF)


# Two quiet years of 1 and 2 minutes of SAIDI on four days, then a year with one day far above.
QUIET = [
    (f"{year}-0{month}-10T18:00", minutes, 2, 7, 200, "tree")
    for year in (2024, 2025)
    for month, minutes in ((3, 2), (5, 40))
]
STORM = ("2026-07-01T03:30", 600, 1, 5, 100, "storm")  # 22:30 of 30 June in Chicago
PLANNED_WORK = ("2026-03-02T15:00", 90, 2, 7, 20, "planned")
YEAR = made(*QUIET, ("2026-02-01T12:00", 60, 2, 7, 30, "tree"), STORM, PLANNED_WORK)


def test_the_kpi_row_and_the_view_agree_over_the_same_rows(empty_source: PostgresSource) -> None:
    """Whole outages, one that lasts, a planned one, and one restored in steps: 100 in 4 min, 150 in 40, 50 still out."""
    insert_utility(empty_source)
    insert_outages_of_a_day(empty_source)
    (row,) = empty_source.fetch(Query.of("kpis", utility_id=1, as_of=NOW)).to_pylist()
    record = reliability_record(Sources(empty_source), 1, row["time_zone"], NOW)
    found = period_indices(record, "utility", None, record.year_to_date())
    assert found.parts[ALL_IN].saifi[0] == pytest.approx(row["saifi"])
    assert found.parts[ALL_IN].saidi_minutes[0] == pytest.approx(row["saidi_minutes"])
    assert (found.outages, found.customers_served) == (row["sustained_outages"], row["customers_served"])
    assert found.parts[ALL_IN].momentary_interruptions[0] == 1000 + 100, "the 70 out for 3 min so far are not decided"
    assert found.parts[PLANNED].interruptions[0] == 60
    assert found.needs[WITHOUT_MAJOR] == NEEDS_YEARS
    assert found.needs["customers"] == NEEDS_TRANSFORMERS
    assert WITHOUT_MAJOR not in found.parts


def test_an_outage_of_any_year_counts(empty_source: PostgresSource) -> None:
    """A list may reach back further than ten years: 60 min on 1 May 2003."""
    insert_utility(empty_source)
    began = dt.datetime(2003, 5, 1, 18, tzinfo=dt.UTC)
    insert(empty_source, "outages", [outage(1, began, 60, 100) | {"kind": "unplanned"}])
    record = reliability_record(Sources(empty_source), 1, "UTC", NOW)
    year = ReliabilityPeriod(dt.date(2003, 1, 1), dt.date(2004, 1, 1))
    assert (record.years, period_indices(record, "utility", None, year).outages) == ((2003,), 1)


def test_they_agree_on_a_demos_year(demo: PostgresSource) -> None:
    (row,) = demo.fetch(Query.of("kpis", utility_id=1, as_of=None)).to_pylist()
    record = reliability_record(Sources(demo), 1, row["time_zone"], row["as_of"])
    found = period_indices(record, "utility", None, record.year_to_date())
    assert row["saifi"] > 0
    assert found.parts[ALL_IN].saifi[0] == pytest.approx(row["saifi"])
    assert found.parts[ALL_IN].saidi_minutes[0] == pytest.approx(row["saidi_minutes"], rel=1e-6)
    assert found.outages == row["sustained_outages"]


def test_a_major_event_day_is_of_the_local_day_and_left_out() -> None:
    """SAIDI by hand: 30 x 60 + 100 x 600 + 20 x 90 = 63,600 customer minutes of 400 customers: 159; 9 without the storm."""
    found = period_indices(YEAR, "utility", None, YEAR.year_to_date())
    assert found.parts[ALL_IN].saidi_minutes[0] == pytest.approx(159)
    assert found.parts[WITHOUT_MAJOR].saidi_minutes[0] == pytest.approx(9)
    assert found.parts[PLANNED].saidi_minutes[0] == pytest.approx(4.5)
    assert found.parts[OWN].saidi_minutes[0] == pytest.approx(4.5)
    days = days_of_saidi(YEAR, "utility", None, YEAR.year_to_date())
    (place,) = np.flatnonzero(days.is_major)
    assert days.first_day + dt.timedelta(days=int(place)) == dt.date(2026, 6, 30)
    assert days.minutes[place] == pytest.approx(150)


def test_a_feeder_refers_to_its_own_customers_and_to_the_days_of_its_utility() -> None:
    found = period_indices(YEAR, "feeder", 1, YEAR.year_to_date())
    assert found.customers_served == 100
    assert found.parts[ALL_IN].saifi[0] == 1
    assert found.parts[WITHOUT_MAJOR].saifi[0] == 0
    assert found.parts[ALL_IN].asifi[0] == pytest.approx(50 / 500)
    assert days_of_saidi(YEAR, "feeder", 2, YEAR.year_to_date()).is_major.sum() == 1


def test_hours_of_a_year_under_way_are_those_that_are_over() -> None:
    period = YEAR.year_to_date()
    assert period == ReliabilityPeriod(dt.date(2026, 1, 1), dt.date(2026, 7, 16))
    assert YEAR.hours(period) == 24 * 195 + 6  # to noon UTC of 15 July from 06:00 UTC of 1 January
    assert np.isnan(
        days_of_saidi(YEAR, "utility", None, ReliabilityPeriod(dt.date(2026, 7, 15), dt.date(2026, 7, 18))).minutes[1:]
    ).all()


def test_customers_behind_a_transformer_count_together() -> None:
    record = made(*[(f"2026-02-0{day}T12:00", 60, 2, 7, 30, "tree") for day in (1, 2, 3)], STORM)
    found = period_indices(record, "utility", None, record.year_to_date()).customers
    assert found is not None
    assert (found.customers_interrupted, found.cemi[3], found.celid_s[8.0]) == (130, 30 / 400, 100 / 400)
    assert found.caifi == pytest.approx((3 * 30 + 100) / 130)


@pytest.mark.parametrize("by", ["month", "feeder", "substation", "cause"])
def test_groups_add_up_to_the_whole(by: str) -> None:
    period = YEAR.year_to_date()
    whole = period_indices(YEAR, "utility", None, period)
    table = by_group(YEAR, "utility", None, period, by)  # type: ignore[arg-type]  # pytest hands on strings
    assert table.schema == GROUP_ROWS
    assert sum(table["customer_minutes"].to_pylist()) == pytest.approx(whole.parts[ALL_IN].customer_minutes[0])
    assert sum(table["sustained_outages"].to_pylist()) == whole.outages
    assert sum(table["minutes_share_pct"].to_pylist()) == pytest.approx(100)


def test_worst_feeders_first_with_their_own_customers() -> None:
    rows = by_group(YEAR, "utility", None, YEAR.year_to_date(), "feeder").to_pylist()
    assert [(row["group_name"], row["saidi_minutes"], row["customers_served"]) for row in rows] == [
        ("F1", 600, 100), ("F2", pytest.approx(12), 300)
    ]  # fmt: skip
    assert [row["saidi_without_major_minutes"] for row in rows] == [0, pytest.approx(12)]


def test_months_of_all_years_stand_in_order_with_the_empty_ones() -> None:
    rows = by_group(YEAR, "utility", None, None, "month").to_pylist()
    assert [rows[0]["group_name"], rows[-1]["group_name"], len(rows)] == ["2024-03", "2026-06", 28]
    assert rows[1]["customer_minutes"] == 0
    assert rows[2]["saidi_without_major_minutes"] is None  # nothing tells T_MED of the first year
    assert rows[-1]["saidi_without_major_minutes"] == 0


def test_nothing_on_record_has_no_years_and_no_groups() -> None:
    empty = OutageRows(*(np.zeros(0, np.int64),) * 5, *(np.zeros(0, "datetime64[ms]"),) * 3, *(np.zeros(0),) * 3, (),
                       np.zeros(0, np.int64), *(np.zeros(0, np.bool_),) * 3)  # fmt: skip
    record = record_from(empty, FEEDERS, "UTC", AS_OF)
    assert record.years == ()
    assert by_group(record, "utility", None, record.year_to_date(), "cause").num_rows == 0
    assert days_of_saidi(record, "utility", None, record.year_to_date()).is_major.sum() == 0


def test_what_one_transformer_went_through() -> None:
    """Of 2026: transformer 7 for 60 and 90 minutes; 5 in the storm."""
    period = ReliabilityPeriod(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    own = of_transformer(YEAR, 7, period)
    assert (own.sustained, own.minutes, own.momentary) == (2, 150, 0)
    assert of_transformer(YEAR, 5, period).minutes == 600
    assert of_transformer(YEAR, 99, period).sustained == 0
    brief = made(("2026-02-01T12:00", 3, 2, 7, 30, "tree"), ("2026-02-01T13:00", 6, 2, 7, 30, "tree"))
    assert (of_transformer(brief, 7, period).sustained, of_transformer(brief, 7, period).momentary) == (1, 1)
