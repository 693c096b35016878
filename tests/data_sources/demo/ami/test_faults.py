"""The ground truth is what the readings show, and at the rates that the text names."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.demo.ami import faults
from data_sources.demo.ami.calendar import calendar_of
from data_sources.demo.ami.day import ground_truth_rows
from data_sources.demo.ami.intervals import feeder_intervals
from data_sources.demo.ami.measure import ACTUAL, EDITED, ESTIMATED, LATE, MISSING, OVERNIGHT, MeasuredReadings
from data_sources.demo.ami.outages import Supply
from data_sources.demo.ami.utility import DemoUtility

DAY = dt.date(2026, 11, 10)


@pytest.fixture(scope="module")
def fault(utility: DemoUtility) -> np.ndarray:
    return faults.faults_on(utility.meter_ids, utility.can_steal, DAY, utility.seed)


@pytest.fixture(scope="module")
def measured(utility: DemoUtility) -> tuple[MeasuredReadings, np.ndarray]:
    """A day in which transformer 0 was without supply from 06:00 to 07:07."""
    calendar = calendar_of(DAY, utility.time_zone, utility.seed)
    supply = Supply.whole(len(utility.transformers), 96)
    supply.dark[0, 24:28], supply.dark[0, 28] = 1, 7 / 15
    found = list(feeder_intervals(utility, calendar, supply))
    return MeasuredReadings.joined([one.readings for one in found]), np.concatenate(
        [one.demand.net_kw for one in found]
    )


def test_rates_of_many_meters_on_any_day() -> None:
    ids = np.arange(1, 400_001)
    everybody = np.ones(len(ids), bool)
    for day in (dt.date(2024, 2, 29), DAY):
        found = faults.faults_on(ids, everybody, day, 7)
        for kind in faults.KINDS:
            assert (found == kind.code).mean() == pytest.approx(kind.rate, rel=0.12), faults.NAMES[kind.code]
    assert len(faults.wrong_rows(ids, 7)) / len(ids) == pytest.approx(faults.WRONG_RATE, rel=0.12)


def test_the_table_says_what_every_day_shows(utility: DemoUtility) -> None:
    first, end = dt.date(2026, 9, 1), dt.date(2026, 12, 1)
    rows = ground_truth_rows(utility, first, end).to_pylist()
    for day in (first, DAY, end - dt.timedelta(days=1)):
        found = faults.faults_on(utility.meter_ids, utility.can_steal, day, utility.seed)
        told = {
            (row["meter_id"], row["kind"])
            for row in rows
            if row["kind"] != "wrong_transformer" and row["started_on"] <= day
            and (row["ended_on"] is None or day < row["ended_on"])
        }  # fmt: skip
        sick = np.flatnonzero(found)
        assert told == {(int(utility.meter_ids[m]), faults.NAMES[found[m]]) for m in sick}


def test_a_wrong_record_names_a_neighbour_of_the_same_feeder_and_voltage(utility: DemoUtility) -> None:
    wrong = np.flatnonzero(utility.true != utility.recorded)
    assert 0.002 < len(wrong) / len(utility.meter_ids) < 0.012
    feeder = utility.transformers["feeder_id"].to_numpy()
    assert (feeder[utility.true[wrong]] == feeder[utility.recorded[wrong]]).all()
    rows = ground_truth_rows(utility, DAY, DAY + dt.timedelta(days=1))
    ids = utility.network.transformers.ids
    told = {row["meter_id"]: row for row in rows.to_pylist() if row["kind"] == "wrong_transformer"}
    assert set(told) == set(utility.meter_ids[wrong].tolist())
    for meter in wrong.tolist():
        row = told[int(utility.meter_ids[meter])]
        assert row["true_transformer_id"] == ids[utility.true[meter]]
        assert row["recorded_transformer_id"] == utility.meters["transformer_id"][meter].as_py()


def test_a_thief_registers_less_than_he_takes(measured: tuple[MeasuredReadings, np.ndarray], fault: np.ndarray) -> None:
    readings, true_kw = measured
    thieves, honest = fault == faults.THEFT, fault == faults.NONE
    registered = np.nansum(readings.delivered_kwh - readings.received_kwh, axis=1)
    taken = np.where(np.isnan(readings.delivered_kwh), 0, true_kw / 4).sum(axis=1)
    is_plain = (readings.quality == ACTUAL).all(axis=1) & (taken > 3)
    ratio = registered / np.where(is_plain, taken, 1)
    assert np.abs(ratio - 1)[honest & is_plain].max() < 0.03  # class 0.5, and 1 Wh of rounding
    assert ratio[thieves & is_plain].max() < 0.95
    assert 0.2 < 1 - registered[thieves].sum() / taken[thieves].sum() < 0.9


def test_a_stuck_meter_repeats_itself_and_a_dead_one_is_missing(
    measured: tuple[MeasuredReadings, np.ndarray], fault: np.ndarray
) -> None:
    readings, _ = measured
    stuck = np.flatnonzero(fault == faults.STUCK)
    assert len(stuck)
    for meter in stuck:
        own = readings.delivered_kwh[meter][readings.quality[meter] == ACTUAL]
        assert len(np.unique(own)) <= 1
        assert len(np.unique(readings.voltage_v[meter][~np.isnan(readings.voltage_v[meter])])) > 5
    assert (readings.quality[fault == faults.DEAD] == MISSING).all()


def test_a_quarter_hour_without_supply_is_zero_and_has_no_voltage(
    utility: DemoUtility, measured: tuple[MeasuredReadings, np.ndarray], fault: np.ndarray
) -> None:
    readings, true_kw = measured
    out = (utility.true == 0) & (fault == faults.NONE)
    is_read = readings.quality[out, 24:28] == ACTUAL
    assert is_read.any()
    assert (readings.delivered_kwh[out, 24:28][is_read] == 0).all()
    assert np.isnan(readings.voltage_v[out, 24:28]).all()
    assert (true_kw[out, 24:28] == 0).all()
    part = readings.quality[out, 28] == ACTUAL
    assert not np.isnan(readings.voltage_v[out, 28][part]).any()


def test_gaps_estimates_and_late_reads_are_as_rare_as_in_practice(
    measured: tuple[MeasuredReadings, np.ndarray],
) -> None:
    readings, _ = measured
    share = [(readings.quality == code).mean() for code in (ESTIMATED, EDITED, MISSING)]
    assert 0.001 < share[0] < 0.01
    assert share[1] < 0.002
    assert 0.001 < share[2] < 0.01
    assert 0.002 < (readings.arrival == LATE).mean() < 0.03
    estimated = readings.quality == ESTIMATED
    assert (readings.arrival[estimated] == OVERNIGHT).all()
    assert np.isnan(readings.voltage_v[estimated]).all()
    assert not np.isnan(readings.delivered_kwh[estimated]).any()
    missing = readings.quality == MISSING
    for values in (readings.delivered_kwh, readings.received_kwh, readings.reactive_kvarh, readings.voltage_v):
        assert np.isnan(values[missing]).all()
