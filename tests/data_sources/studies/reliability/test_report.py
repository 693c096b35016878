"""Reports of records: years, major event days, parts, groups, customers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.reliability.indices import Served
from data_sources.analytics.reliability.parts import ALL_IN, OWN, PLANNED, WITHOUT_MAJOR
from data_sources.studies.reliability.record import OutageRecord, coded
from data_sources.studies.reliability.report import CustomerRecord, ReportOptions, make_report
from tests.data_sources.analytics.reliability.rows import interruptions

DAY_S = 86400.0
SERVED = ReportOptions(Served(1000))


def record(days: list[float], minutes: list[float], causes: list[str], zone: str = "UTC") -> OutageRecord:
    """Interruptions of 100 customers, so many days after New Year 2023 in UTC."""
    rows = interruptions(
        [(one, 100) for one in minutes], seconds=[day * DAY_S for day in days], start=dt.datetime(2023, 1, 1),
        is_planned=[cause == "works" for cause in causes],
    )  # fmt: skip
    labels = {"cause": coded(np.array(causes, dtype=object))}
    return OutageRecord(rows, np.arange(len(days)), labels, zone)


def test_a_year_is_judged_by_the_years_before() -> None:
    found = make_report(
        record([1, 2, 3, 366, 367, 368], [10, 20, 30, 20, 3000, 10], ["wind", "wind", "car", "wind", "storm", "works"]),
        SERVED,
    )
    first, second = found.years
    assert (first.year, second.year, first.threshold) == (2023, 2024, None)
    assert WITHOUT_MAJOR not in first.parts
    assert OWN not in first.parts
    logs = np.log([1, 2, 3])
    assert second.threshold is not None
    assert second.threshold.minutes == pytest.approx(np.exp(logs.mean() + 2.5 * logs.std(ddof=1)))
    assert second.major_days == [(dt.date(2024, 1, 3), 300.0)]
    assert second.parts[ALL_IN].saidi_minutes[0] == pytest.approx(303)
    assert second.parts[WITHOUT_MAJOR].saidi_minutes[0] == pytest.approx(3)
    assert second.parts[PLANNED].saidi_minutes[0] == pytest.approx(1)
    assert second.parts[OWN].saidi_minutes[0] == pytest.approx(2)


def test_a_threshold_may_be_given() -> None:
    found = make_report(record([1, 2], [10, 600], ["wind", "wind"]), ReportOptions(Served(1000), t_med=5.0))
    (year,) = found.years
    assert [day for day, _ in year.major_days] == [dt.date(2023, 1, 3)]
    assert year.parts[WITHOUT_MAJOR].saidi_minutes[0] == pytest.approx(1)


def test_years_and_months_turn_in_the_records_own_zone() -> None:
    """Half past five on New Year's morning in UTC is still the old year in Chicago."""
    found = make_report(record([5.5 / 24, 6.5 / 24], [60, 60], ["a", "a"], "America/Chicago"), SERVED)
    assert [(one.year, one.outages) for one in found.years] == [(2022, 1), (2023, 1)]
    assert found.groups["month"].names == ["2022-12", "2023-01"]


def test_a_year_without_interruptions_is_one_of_zeros() -> None:
    found = make_report(record([1, 800], [60, 60], ["a", "a"]), SERVED)
    assert [one.parts[ALL_IN].saidi_minutes[0] for one in found.years] == [6, 0, 6]


def test_a_year_that_is_not_over_has_the_hours_so_far() -> None:
    """100 of 1,000 out for 24 hours in a year of which ten days have gone."""
    one = record([1], [1440], ["a"])
    whole = make_report(one, SERVED).years[0].parts[ALL_IN].asai[0]
    so_far = make_report(one, ReportOptions(Served(1000), as_of=dt.datetime(2023, 1, 11, tzinfo=dt.UTC)))
    assert whole == pytest.approx(1 - 0.1 / 365)
    assert so_far.years[0].parts[ALL_IN].asai[0] == pytest.approx(1 - 0.1 / 10)
    assert so_far.groups["cause"].indices.asai[0] == pytest.approx(1 - 0.1 / 10)
    later = ReportOptions(Served(1000), as_of=dt.datetime(2024, 5, 1, tzinfo=dt.UTC))
    assert make_report(one, later).years[0].parts[ALL_IN].asai[0] == whole


def test_groups_add_up_and_count_outages_once() -> None:
    one = record([1, 1, 2], [60, 120, 30], ["wind", "wind", "car"])
    steps = OutageRecord(one.rows, np.array([0, 0, 1]), one.labels, "UTC")
    found = make_report(steps, SERVED).groups["cause"]
    assert dict(zip(found.names, found.outages.tolist(), strict=True)) == {"car": 1, "wind": 1}
    assert found.indices.customer_minutes.tolist() == [3000, 18000]
    assert found.indices.saidi_minutes.sum() == pytest.approx(21)


def test_customers_count_in_the_year_they_were_interrupted() -> None:
    who = CustomerRecord(
        np.array(["a", "a", "b"], dtype=object),
        np.array(["2023-05-01", "2023-06-01", "2024-01-01T00:00:00"], "datetime64[s]"), np.array([60.0, 600, 60]),
    )  # fmt: skip
    found = make_report(record([1, 366], [60, 60], ["x", "x"]), ReportOptions(Served(10), n=(2,)), who)
    first, second = (one.customers for one in found.years)
    assert first is not None
    assert second is not None
    assert (first.cemi, second.cemi) == ({2: 0.1}, {2: 0.0})
    assert (first.caifi, first.ctaidi_minutes, second.customers_interrupted) == (2, 660, 1)
    assert make_report(record([1], [60], ["x"]), SERVED).years[0].customers is None
