"""Suspects: balances by hand, planted faults found with a floor on precision and recall, honest feeders left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.suspects import theft
from data_sources.analytics.suspects.energy_balance import balance
from data_sources.analytics.suspects.feeder_readings import FeederReadings
from data_sources.analytics.suspects.found import Evidence, SearchSettings, Suspect, precision_recall, ranked
from data_sources.analytics.suspects.mapping import matches
from data_sources.analytics.suspects.search import find_suspects
from data_sources.analytics.suspects.stuck import longest_runs
from data_sources.analytics.suspects.voltage_residuals import deviations, services, without_feeder
from tests.data_sources.analytics.feeder_world import START, World, make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(transformers=70, seed=5, thefts=8, stuck=4, moved=6, metered_share=0.34)


@pytest.fixture(scope="module")
def found(world: World) -> list[Suspect]:
    return find_suspects(world.readings)


def ids(rows: object) -> set[int]:
    return {1000 + row for row in rows}  # type: ignore[attr-defined]


def three_meters(factor: float = 1.0) -> FeederReadings:
    """Three meters on a metered transformer for 4 days; the second registers half of what flows."""
    rng = np.random.default_rng(3)
    true = rng.uniform(0.1, 1.0, (3, 384))
    registered = true * np.array([[1.0], [0.5], [1.0]])
    return FeederReadings(
        feeder_id=1, start_at=START + np.arange(384) * np.timedelta64(15, "m"), interval_minutes=15,
        meter_id=np.array([1, 2, 3]), transformer_id=np.array([9, 9, 9]),
        delivered_kwh=registered.astype(np.float32), received_kwh=np.zeros((3, 384), np.float32),
        voltage_pct=np.full((3, 384), 100.0, np.float32), is_estimated=np.zeros((3, 384), bool),
        measured_id=np.array([9]), measured_kwh=true.sum(axis=0)[None] * factor, head_kwh=true.sum(axis=0),
        group=np.zeros(3, int),
    )  # fmt: skip


def test_balance_and_attribution_by_hand() -> None:
    """Half registered: what is missing equals what is registered, factor s / (1 - s) = 1."""
    readings = three_meters()
    made = balance(readings, 0.0)
    missing = readings.delivered_kwh[1].sum()
    assert made.unaccounted_kwh.sum() == pytest.approx(missing, rel=1e-5)
    assert made.unaccounted_pct[0] == pytest.approx(100 * missing / readings.measured_kwh.sum(), rel=1e-5)
    assert made.factor == pytest.approx([0, 1, 0], abs=0.01)
    assert made.certainty[1] > 100


def test_the_evidence_of_a_theft_beside_a_meter_that_hangs_elsewhere_shows_what_is_missing() -> None:
    """The third meter's load does not flow there: the balance alone is below zero, and refuted what was said of it."""
    honest = three_meters()
    readings = replace(honest, measured_kwh=honest.measured_kwh - honest.delivered_kwh[2])
    made, balances = deviations(readings), balance(readings, 0.0)
    assert balances.unaccounted_kwh.sum() < 0
    found = theft.find(readings, made, services(readings, made), balances, SearchSettings())
    suspect = next(one for one in found if one.meter_id == 2)
    assert "with another meter taken off it that seems to hang elsewhere" in suspect.why
    line = suspect.evidence.series[-1]
    assert line.name.endswith("without the meters that hang elsewhere")
    assert line.values == pytest.approx(readings.kw(readings.delivered_kwh[1]), abs=1e-4)
    alone = theft.find(honest, made, services(honest, made), balance(honest, 0.0), SearchSettings())
    assert "taken off" not in next(one for one in alone if one.meter_id == 2).why


def test_the_allowance_is_taken_off_what_was_measured() -> None:
    readings = three_meters(factor=1.0)
    with_losses, without = balance(readings, 2.0), balance(readings, 0.0)
    taken = np.nansum(without.unaccounted_kwh) - np.nansum(with_losses.unaccounted_kwh)
    assert taken == pytest.approx(0.02 * readings.measured_kwh.sum(), rel=1e-6)


def test_an_estimate_or_a_gap_is_no_measurement() -> None:
    readings = three_meters()
    readings.delivered_kwh[0, 10] = np.nan
    readings.is_estimated[2, 20] = True
    made = balance(readings, 0.0)
    assert np.flatnonzero(np.isnan(made.unaccounted_kwh[0])).tolist() == [10, 20]


def test_longest_runs_step_over_gaps() -> None:
    values = np.array([[1, 1, 2, 9, 2, 2, 3], [5, 5, 5, 5, 5, 5, 5]], dtype=float)
    known = np.array([[1, 1, 1, 0, 1, 1, 1], [0] * 7], dtype=bool)
    length, first, last = longest_runs(values, known)
    assert (length.tolist(), first[0], last[0]) == ([3, 0], 2, 5)


def test_a_meter_that_follows_another_transformer_by_hand() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, 200))
    local = np.stack([one, one, one, other, other, one]).astype(np.float32)
    own, best, where = matches(local, np.array([0, 0, 0, 1, 1, 1]), 2)
    assert own[:3] == pytest.approx([1, 1, 1], abs=1e-5)
    assert own[5] < 0.3
    assert (where[5], best[5]) == (0, pytest.approx(1.0, abs=1e-5))


def test_service_impedances_are_recovered() -> None:
    """Four meters, drops of 0.3 % a kW and 0.6 % a kW, no noise."""
    rng = np.random.default_rng(1)
    readings = three_meters()
    kw = rng.uniform(0, 4, (3, 384))
    impedance = np.array([0.3, 0.6, 0.3])
    shared = 100 + 0.5 * rng.normal(size=384)
    changed = replace(
        readings, delivered_kwh=(kw / 4).astype(np.float32),
        voltage_pct=(shared - impedance[:, None] * kw).astype(np.float32),
    )  # fmt: skip
    made = services(changed, deviations(changed))
    assert made.pct_per_kw == pytest.approx(impedance, rel=0.05)
    assert made.fit.min() > 0.9


def test_what_all_meters_share_is_taken_out() -> None:
    rng = np.random.default_rng(2)
    shared = rng.normal(size=(1, 300)) * rng.uniform(0.5, 2, (40, 1))
    own = 0.01 * rng.normal(size=(40, 300))
    left = without_feeder((shared + own).astype(np.float32))
    assert left.std() < 0.02


def test_planted_wrong_transformers_are_found_with_the_right_place(world: World, found: list[Suspect]) -> None:
    mine = [s for s in found if s.kind == "wrong_transformer"]
    score = precision_recall(mine, ids(world.planted.moved))
    assert score.precision is not None
    assert score.precision >= 0.8
    assert score.recall is not None
    assert score.recall >= 0.8
    for suspect in mine:
        if suspect.is_flagged and suspect.meter_id - 1000 in world.planted.moved:
            assert suspect.suggested_transformer_id == 100 + world.planted.moved[suspect.meter_id - 1000]


def test_planted_stuck_registers_are_found(world: World, found: list[Suspect]) -> None:
    score = precision_recall([s for s in found if s.kind == "stuck"], ids(world.planted.stuck))
    assert score.recall is not None
    assert score.recall >= 0.75
    assert score.precision is not None
    assert score.precision >= 0.75


def test_planted_thefts_better_where_the_transformer_is_metered() -> None:
    metered = make_world(transformers=40, seed=11, thefts=8, stuck=0, moved=0, metered_share=1.0)
    apart = make_world(transformers=70, seed=11, thefts=8, stuck=0, moved=0, metered_share=0.0)
    by_energy, by_voltage = (
        precision_recall([s for s in find_suspects(w.readings) if s.kind == "theft"], ids(w.planted.theft))
        for w in (metered, apart)
    )
    assert by_energy.recall is not None
    assert by_energy.recall >= 0.8
    assert by_energy.precision is not None
    assert by_energy.precision >= 0.7
    assert by_voltage.at_k is not None
    assert by_voltage.at_k >= 0.25  # of 70 x 6 meters, 2 % are thieves: chance finds none


def test_an_honest_feeder_has_few_flagged() -> None:
    honest = make_world(transformers=60, seed=21, thefts=0, stuck=0, moved=0)
    flagged = [s for s in find_suspects(honest.readings) if s.is_flagged]
    assert len(flagged) <= 0.01 * len(honest.readings.meter_id)


def test_a_dead_and_a_spiking_meter() -> None:
    world = make_world(transformers=20, seed=4, thefts=0, stuck=0, moved=0)
    readings = world.readings
    readings.delivered_kwh[3, -400:] = np.nan
    readings.voltage_pct[3, -400:] = np.nan
    readings.delivered_kwh[7, [50, 300, 700]] = 60.0
    flagged = {(s.kind, s.meter_id) for s in find_suspects(readings) if s.is_flagged}
    assert {("dead", 1003), ("spiking", 1007)} <= flagged


def test_half_of_last_years_energy_and_the_same_voltage_drop_is_a_theft_and_an_empty_house_is_not() -> None:
    world = make_world(transformers=40, seed=9, thefts=0, stuck=0, moved=0, metered_share=0.0)
    readings = world.readings
    before = readings.delivered_kwh.reshape(len(readings.meter_id), 14, 96)
    last_year = np.nan_to_num(before).sum(axis=2).astype(np.float64)
    thief, empty = (np.flatnonzero(services(readings, deviations(readings)).fit > 0.6)[k] for k in (3, 40))
    readings.delivered_kwh[thief] *= 0.15
    quiet = readings.delivered_kwh[empty] * 0.85  # does not flow: its part of the drop is not there either
    slope = services(readings, deviations(readings)).pct_per_kw[empty]
    readings.voltage_pct[empty] += slope * np.nan_to_num(quiet) * 4
    readings.delivered_kwh[empty] *= 0.15
    fresh = replace(readings)  # cached sums are made anew
    found = {s.meter_id: s.score for s in find_suspects(fresh, year_before_kwh=last_year) if s.kind == "theft"}
    assert found.get(1000 + int(thief), 0.0) > found.get(1000 + int(empty), 0.0)
    assert found.get(1000 + int(thief), 0.0) > 0.5


def test_evidence_can_be_drawn(world: World, found: list[Suspect]) -> None:
    assert found == ranked(found)
    for suspect in found:
        assert 0 <= suspect.score <= 1
        assert suspect.why.endswith(".")
        assert "_" not in suspect.why
        assert suspect.evidence.series
        for series in suspect.evidence.series:
            assert series.values.shape == suspect.evidence.start_at.shape


def test_nothing_to_search() -> None:
    empty = three_meters()
    nothing = replace(
        empty, meter_id=np.zeros(0, int), transformer_id=np.zeros(0, int), delivered_kwh=np.zeros((0, 384), np.float32),
        received_kwh=np.zeros((0, 384), np.float32), voltage_pct=np.zeros((0, 384), np.float32),
        is_estimated=np.zeros((0, 384), bool), group=np.zeros(0, int),
    )  # fmt: skip
    assert find_suspects(nothing) == []


@pytest.mark.parametrize("metered_share", [0.0, 1.0])
@pytest.mark.parametrize("days", [1, 3])
def test_short_histories_do_not_break(metered_share: float, days: int) -> None:
    for transformers in (1, 6):
        world = make_world(
            transformers=transformers, days=days, seed=2, thefts=0, stuck=0, moved=0, metered_share=metered_share
        )
        assert all(np.isfinite(s.score) for s in find_suspects(world.readings))


def made_up(meter_id: int, score: float, is_flagged: bool) -> Suspect:
    return Suspect(
        "theft", meter_id, 1, 1, False, score, is_flagged, "A reason.", Evidence("", np.zeros(0, "M8[s]"), ())
    )


def test_precision_and_recall_by_hand() -> None:
    suspects = [made_up(1, 0.9, True), made_up(2, 0.8, True), made_up(3, 0.7, True), made_up(4, 0.2, False)]
    score = precision_recall(suspects, {1, 3, 4, 5})
    assert (score.planted, score.flagged, score.hits, score.hits_at_k) == (4, 3, 2, 3)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(2 / 4)
    assert score.at_k == pytest.approx(3 / 4)
    assert precision_recall([], set()).precision is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 1)), max_size=20), st.sets(st.integers(0, 9)))
def test_precision_and_recall_are_shares(rows: list[tuple[int, float]], truth: set[int]) -> None:
    score = precision_recall([made_up(m, s, s >= 0.5) for m, s in rows], truth)
    assert score.hits <= min(score.flagged, score.planted)
    assert score.hits_at_k <= score.planted
