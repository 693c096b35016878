"""The record of assets: who stood where, what an inspection belongs to, and hazards and rankings that follow from it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.health.hazard import SCALE, SHAPE
from data_sources.studies.assets.hazards import fit_hazards, kin_ratios
from data_sources.studies.assets.looking_back import look_back
from data_sources.studies.assets.record import AssetRecord, year_of
from tests.data_sources.studies.assets.asset_rows import WOOD, poles, record_tables

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
UTC = dt.UTC


def moment(year: float) -> dt.datetime:
    return dt.datetime(1970, 1, 1, tzinfo=UTC) + dt.timedelta(days=(year - 1970) * 365.2425)


def test_what_failed_stood_there_until_then_and_what_is_there_came_after() -> None:
    """Pole 1 was replaced in 2020: its follower is six years old, whatever its year says; its first inspections are the old one's."""
    found = poles([1990, 0, 1990])
    tables = record_tables(
        inspections=[(1, dt.date(2019, 5, 1), 20.0), (1, dt.date(2024, 5, 1), 90.0), (3, dt.date(1985, 1, 1), 11.0)],
        failures=[(3, 1950, dt.datetime(2018, 1, 1, tzinfo=UTC)), (1, 1960, dt.datetime(2020, 6, 1, tzinfo=UTC))],
    )
    record = AssetRecord(found, tables, year_of(NOW))
    units = record.units
    assert units.begin[0] == pytest.approx(2020.4, abs=0.05)
    assert np.isnan(units.begin[1])
    assert units.asset[3:].tolist() == [2, 0]
    assert units.begin[4] == 1960.5
    assert record.begin == pytest.approx(2018.0, abs=0.01)  # with its first failure
    standing = record.inspected(year_of(NOW), np.arange(3))
    assert standing.condition[0] == 90
    assert np.isnan(standing.condition[1:]).all()  # 1985 is of a pole that is gone
    assert record.inspected(2020.0, np.array([4])).condition[0] == 20
    assert np.isnan(record.inspected(2019.0, np.array([4])).condition[0])


def test_what_is_later_is_not_looked_at() -> None:
    tables = record_tables(
        inspections=[(1, dt.date(2024, 5, 1), 90.0)], failures=[(1, 1960, dt.datetime(2025, 6, 1, tzinfo=UTC))]
    )
    record = AssetRecord(poles([2025]), tables, 2023.0)
    assert record.begin == 2023.0
    assert len(record.failed_at) == 0
    assert np.isnan(record.inspected(2023.0, np.array([0])).condition[0])


def test_a_condition_of_no_known_day_is_of_what_stands_there_now() -> None:
    """Not known a year ago, nor of the pole that failed; pole 2's of a known day counts before it."""
    tables = record_tables(
        inspections=[(1, None, 55.0), (2, None, 55.0), (2, dt.date(2016, 5, 1), 80.0)],
        failures=[(1, 1960, dt.datetime(2020, 6, 1, tzinfo=UTC))],
    )
    record = AssetRecord(poles([1990, 1990]), tables, year_of(NOW))
    now = record.inspected(year_of(NOW), np.arange(3))
    np.testing.assert_array_equal(now.condition, [55, 80, np.nan])
    assert np.isnan(now.at).tolist() == [True, False, True]
    assert np.isnan(record.inspected(year_of(NOW) - 1, np.arange(1)).condition[0])
    alone = AssetRecord(poles([1990]), record_tables([(1, None, 55.0)]), year_of(NOW))
    assert alone.inspected(year_of(NOW), np.arange(1)).condition.tolist() == [55]


def simulated(seed: int, count: int = 6_000) -> tuple[object, dict[str, object]]:
    """Wood poles of a known truth: shape 4, scale 80, twice as likely to fail for 25 points of condition worse."""
    rng = np.random.default_rng(seed)
    year = rng.integers(1940, 2014, count)
    score = np.clip(rng.normal(70, 22, count), 5, 100)
    life = 80 * (rng.exponential(1, count) / 2 ** ((75 - score) / 25)) ** 0.25
    end = year + 0.5 + life
    seen = 2016.0
    standing = end > seen
    now = year_of(NOW)
    rows = np.flatnonzero(standing)
    inspections = [(k + 1, dt.date(2015, 6, 1), float(score[r])) for k, r in enumerate(rows)]
    failed = [(k, r) for k, r in enumerate(rows) if end[r] < now]
    failures = [(k + 1, int(year[r]), moment(end[r])) for k, r in failed]
    installed = year[rows].copy()
    installed[[k for k, _ in failed]] = [int(end[r]) for _, r in failed]
    return poles(installed.tolist()), record_tables(inspections, failures)


def test_the_fit_finds_what_made_the_record() -> None:
    found, tables = simulated(1)
    record = AssetRecord(found, tables, year_of(NOW))
    hazard = fit_hazards(record, np.full(len(found), np.nan))[WOOD]
    assert not hazard.is_assumed
    assert hazard.failures == len(record.failed_at) - 1  # the first one marks the beginning
    for which, truth in ((SHAPE, 4.0), (SCALE, 80.0), (2, 2.0)):
        low, high = hazard.band(which)
        assert low < truth < high, which
        assert high / low < 2


def test_the_back_test_beats_chance_and_uses_nothing_later() -> None:
    found, tables = simulated(2, 40_000)
    judged = look_back(found, tables, year_of(NOW))
    assert set(judged) == {"all", "pole"}
    assert judged["pole"].area_band[0] > 0.6
    assert judged["pole"].lift > 2
    last_year = int(
        (
            tables["failures"]["failed_at"].to_numpy()
            > np.datetime64(NOW.replace(tzinfo=None)) - np.timedelta64(365, "D")
        ).sum()
    )
    assert abs(judged["pole"].failed - last_year) <= 1
    changed = dict(tables)
    later = record_tables(inspections=[(k, dt.date(2026, 1, 1), 100.0) for k in range(1, 500)])["inspections"]
    changed["inspections"] = later if not len(tables["inspections"]) else _merged(tables["inspections"], later)
    assert look_back(found, changed, year_of(NOW))["pole"].area == judged["pole"].area


def _merged(first: object, second: object) -> object:
    import pyarrow as pa

    return pa.concat_tables([first, second])


def test_nothing_failed_nothing_is_judged() -> None:
    assert look_back(poles([1990] * 5), record_tables(), year_of(NOW)) == {}
    record = AssetRecord(poles([1990] * 5), record_tables(), year_of(NOW))
    hazards = fit_hazards(record, np.full(5, np.nan))
    assert all(hazard.is_assumed and hazard.unit_years == 0 for hazard in hazards)
    assert np.isnan(kin_ratios(record, hazards)).all()


def test_kin_on_a_feeder_that_fails_more() -> None:
    """Of two feeders alike but for their failures the one with more is the worse kin."""
    failures = [(k, 1960, moment(2017 + k / 20)) for k in range(1, 41)]
    found = poles([2017 + k // 20 for k in range(1, 41)] + [1960] * 560, [1] * 300 + [2] * 300)
    record = AssetRecord(found, record_tables((), failures), year_of(NOW))
    ratio = kin_ratios(record, fit_hazards(record, np.full(600, np.nan)))
    old = np.arange(600) >= 40
    one, two = ratio[old & (found.feeder_ids == 1)], ratio[old & (found.feeder_ids == 2)]
    assert one.min() > 2 * two.max()
