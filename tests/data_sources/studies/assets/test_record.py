"""The record of assets: who stood where, what an inspection belongs to, and hazards and rankings that follow from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from data_sources.analytics.health.hazard import SCALE, SHAPE, Hazard
from data_sources.studies.assets.factors import Usual, unit_factors
from data_sources.studies.assets.ground import StandingAssets
from data_sources.studies.assets.hazards import fit_hazards, kin_ratios, probabilities
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
    assert record.begins[1] == pytest.approx(2018.0, abs=0.01)  # with its first failure
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
    assert record.begins.tolist() == [2023.0, 2023.0]
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


def fitted(record: AssetRecord, peak_load_pct: float = np.nan) -> list[Hazard]:
    """The hazards where all assets have the same peak load, or nobody knows it."""
    load = np.full(len(record.assets), peak_load_pct)
    return fit_hazards(record, load, Usual.of(record, load))


def test_the_fit_finds_what_made_the_record() -> None:
    found, tables = simulated(1)
    record = AssetRecord(found, tables, year_of(NOW))
    hazard = fitted(record)[WOOD]
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
    return pa.concat_tables([first, second])


def test_nothing_failed_nothing_is_judged() -> None:
    assert look_back(poles([1990] * 5), record_tables(), year_of(NOW)) == {}
    record = AssetRecord(poles([1990] * 5), record_tables(), year_of(NOW))
    hazards = fitted(record)
    assert all(hazard.is_assumed and hazard.unit_years == 0 for hazard in hazards)
    assert np.isnan(kin_ratios(record, hazards)).all()


def test_kin_on_a_feeder_that_fails_more() -> None:
    """Of two feeders alike but for their failures the one with more is the worse kin."""
    failures = [(k, 1960, moment(2017 + k / 20)) for k in range(1, 41)]
    found = poles([2017 + k // 20 for k in range(1, 41)] + [1960] * 560, [1] * 300 + [2] * 300)
    record = AssetRecord(found, record_tables((), failures), year_of(NOW))
    ratio = kin_ratios(record, fitted(record))
    old = np.arange(600) >= 40
    one, two = ratio[old & (found.feeder_ids == 1)], ratio[old & (found.feeder_ids == 2)]
    assert one.min() > 2 * two.max()


# Conditions and loads that nobody knows ------------------------------------------------------------------------------


@pytest.mark.parametrize("peak_load_pct", [42.0, 100.0, np.nan])
def test_the_curve_beside_what_was_seen_answers_for_it(peak_load_pct: float) -> None:
    """Times the unit-years of each age it gives the failures on record; a fleet at 42 % of load had half of them."""
    found, tables = simulated(3)
    hazard = fitted(AssetRecord(found, tables, year_of(NOW)), peak_load_pct)[WOOD]
    low, _, failures, seen = hazard.by_age.T
    ages = low[:, None] + np.arange(0.5, 10)
    rate = hazard.expected(ages.ravel() - 0.5, ages.ravel() + 0.5, np.tile(hazard.usual_factors, (ages.size, 1)))
    assert (rate.reshape(ages.shape).mean(axis=1) * seen).sum() == pytest.approx(failures.sum(), rel=0.05)


def test_what_is_unknown_is_as_its_class_is_with_a_wider_band() -> None:
    """It was reckoned as of condition 75 at full load, which few of the others were as bad as."""
    rng = np.random.default_rng(5)
    found = poles([1960] * 600)
    inspections = [(k + 1, dt.date(2025, 6, 1), float(score)) for k, score in enumerate(rng.uniform(80, 100, 400))]
    failures = [(k, 1960, moment(2016.6 + k / 8)) for k in range(1, 81)]
    record = AssetRecord(found, record_tables(inspections, failures), year_of(NOW))
    load = np.where(np.arange(600) < 300, 40.0, np.nan)
    usual = Usual.of(record, load)
    assert usual.values[WOOD] == pytest.approx([90.0, 40.0], abs=1.0)
    assert usual.values[0].tolist() == [75.0, 100.0]  # nothing is known of any transformer
    z, spread = unit_factors(record, load, usual, np.array([100, 500]), record.now)
    assert z[1] == pytest.approx([(75.0 - usual.values[WOOD, 0]) / 25.0, (usual.values[WOOD, 1] - 100.0) / 50.0])
    assert spread[0].tolist() == [0.0, 0.0]
    assert spread[1] == pytest.approx([20 / np.sqrt(12) / 25, 0.0], abs=0.15)
    hazards = fit_hazards(record, load, usual)
    number, age = np.array([WOOD, WOOD]), np.array([60.0, 60.0])
    best, low, high = probabilities(hazards, number, age, z[[1, 1]], np.array([[0.0, 0.0], spread[1]]))
    assert best[0] == best[1]
    assert low[1] < low[0]
    assert high[0] < high[1]


# Ages that nobody knows ----------------------------------------------------------------------------------------------


def forgotten(seed: int, standing: float, failed: float) -> tuple[StandingAssets, dict[str, object]]:
    """The simulated record with shares of the years deleted at random, of what stands and of what failed."""
    found, tables = simulated(seed)
    rng = np.random.default_rng(seed)
    gone, kept = tables["failures"], found.installed_year.copy()
    years = gone["installed_year"].to_numpy().copy()
    years[rng.random(len(years)) < failed] = 0
    kept[rng.random(len(kept)) < standing] = 0
    failures = gone.set_column(gone.column_names.index("installed_year"), "installed_year", [years])
    return replace(found, installed_year=kept), {**tables, "failures": failures}


def expected_a_year(record: AssetRecord, found: StandingAssets) -> float:
    """Sum of the probabilities of failure within a year."""
    unknown, all_of_them = np.full(len(found), np.nan), np.arange(len(found))
    known = unit_factors(record, unknown, Usual.of(record, unknown), all_of_them, record.now)
    age = record.now - record.units.begin[: len(found)]
    return float(probabilities(fitted(record), found.number, age, *known)[0].sum())


@pytest.mark.parametrize(
    ("standing", "failed"), [(0.5, 0.5), (0.9, 0.9), (0.5, 1.0), (0.5, 0.0), (1.0, 0.0), (1.0, 1.0)],
    ids=["half", "nine of ten", "all failed, half of the others", "half of the others", "all others", "all"],
)  # fmt: skip
def test_ages_that_are_deleted_widen_the_bands_and_move_nothing(standing: float, failed: float) -> None:
    """Shape, life and effect lie in their bands, every failure counts, and as many are expected as with all ages known."""
    found, tables = simulated(2)
    whole = AssetRecord(found, tables, year_of(NOW))
    some, some_tables = forgotten(2, standing, failed)
    record = AssetRecord(some, some_tables, year_of(NOW))
    hazard = fitted(record)[WOOD]
    full = fitted(whole)[WOOD]
    assert hazard.failures == full.failures == len(record.failed_at) - 1
    assert hazard.by_age[:, 2].sum() == pytest.approx(full.failures)
    assert hazard.is_shape_assumed == (standing == 1.0 or failed == 1.0)
    assert not hazard.is_assumed
    for which, truth in ((SHAPE, 4.0), (SCALE, 80.0), (2, 2.0)):
        (low, high), (least, most) = hazard.band(which), full.band(which)
        assert low < truth < high, which
        assert high / low > 0.99 * most / least, which
    years = record.now - record.begins[1]
    assert expected_a_year(record, some) == pytest.approx(expected_a_year(whole, found), rel=0.15)
    assert expected_a_year(record, some) == pytest.approx(hazard.failures / years, rel=0.25)  # all grow older


def test_a_failure_of_unknown_age_is_not_lost_where_the_others_are_known() -> None:
    """Half of 400 are of known year; the 40 failures of them without a year are 40, over what all 400 were seen."""
    failures = [(k, 0, moment(2016.6 + k / 4.2)) for k in range(1, 42)]
    found = poles([0] * 200 + [1975] * 200)
    record = AssetRecord(found, record_tables((), failures), year_of(NOW))
    hazard = fitted(record)[WOOD]
    assert (hazard.failures, hazard.undated_failures) == (40, 40)
    seen = 359 * (record.now - record.begins[1])
    assert hazard.unit_years == pytest.approx(seen + 41 * (record.now - record.begins[1]), rel=0.03)
    assert hazard.is_shape_assumed
    # Those that took the place of a failed one are young: the others alone are left to fail.
    assert 3 < expected_a_year(record, found) < 6


def test_one_kind_s_first_failure_does_not_begin_the_other_s_record() -> None:
    """A transformer that failed in 2004 says nothing of when poles were written down."""
    failures = [(k, 1960, moment(2016 + k / 10)) for k in range(1, 41)]
    alone = poles([2017] * 40 + [1960] * 200)
    both = StandingAssets(
        is_pole=np.append(False, alone.is_pole), ids=np.append(1, alone.ids), number=np.append(0, alone.number),
        feeder_ids=np.append(1, alone.feeder_ids), installed_year=np.append(2005, alone.installed_year),
        rated_kva=np.append(50.0, alone.rated_kva), node=np.append(0, alone.node),
    )  # fmt: skip
    tables = record_tables((), failures)
    first = pa.Table.from_pylist(
        [{"is_pole": False, "asset_id": 1, "installed_year": 1970, "failed_at": moment(2004.99), "outage_hours": 1.0,
          "is_simulated": False}], tables["failures"].schema,
    )  # fmt: skip
    tables_of_both = {**tables, "failures": pa.concat_tables([first, tables["failures"]])}
    record = AssetRecord(both, tables_of_both, year_of(NOW))
    assert record.begins == pytest.approx([2004.99, 2016.1], abs=0.01)
    of_both = fitted(record)
    of_poles = fitted(AssetRecord(alone, tables, year_of(NOW)))[WOOD]
    assert of_both[WOOD].unit_years == pytest.approx(of_poles.unit_years)
    assert of_both[WOOD].estimate == pytest.approx(of_poles.estimate)
    assert (of_both[0].failures, of_both[0].unit_years) == (0, 0)  # its only failure marks the beginning


def test_an_age_that_no_unit_gets_is_none() -> None:
    """A spreadsheet's first day, 1899-12-30: the pole is as old as others may be, and does not lead the ranking."""
    failures = [(k, 1960, moment(2016 + k / 10)) for k in range(1, 41)]
    found = poles([2017] * 40 + [1950] * 200 + [1899, 1916, 1917])
    record = AssetRecord(found, record_tables((), failures), year_of(NOW))
    begin = record.units.begin[240:243]
    assert np.isnan(begin).tolist() == [True, False, False]  # twice 55 years is the most that is believed
    best, low, high = probabilities(
        fitted(record), found.number, record.now - record.units.begin[: len(found)],
        np.zeros((len(found), 2)), np.zeros((len(found), 2)),
    )  # fmt: skip
    assert best[240] < best[242]
    assert high[240] / low[240] > high[40] / low[40]


def test_years_that_are_not_known_leave_the_kin_as_they_were() -> None:
    """Failures and units without a year count on both sides: kin are not the worse for it."""
    found, tables = forgotten(3, 1.0, 0.5)
    record = AssetRecord(found, tables, year_of(NOW))
    ratio = kin_ratios(record, fitted(record))
    assert np.median(ratio) == pytest.approx(1.0, abs=0.2)
