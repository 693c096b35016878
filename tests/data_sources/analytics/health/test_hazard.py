"""Weibull hazards: published estimates, an outside oracle, left truncation, and what few failures leave unknown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data_sources.analytics.health.classes import CLASSES, FACTORS
from data_sources.analytics.health.fitting import LEAST_FAILURES, fit_hazard
from data_sources.analytics.health.hazard import SCALE, SHAPE, Hazard, Spells

# Distance to failure of 38 shock absorbers in km: Meeker and Escobar, Statistical Methods for Reliability Data (1998),
# table C.2. Negative: still whole at that distance.
SHOCK_ABSORBERS = np.array([
    6700, -6950, -7820, -8790, 9120, -9660, -9820, -11310, -11690, -11850, -11880, -12140, 12200, -12870, 13150, -13330,
    -13470, -14040, 14300, 17520, -17540, -17890, -18450, -18960, -18980, -19410, 20100, -20100, -20150, -20320, 20900,
    22700, -23490, 26510, -27410, 27490, -27890, -28100,
], float)  # fmt: skip


def spells(entry: np.ndarray, exit_: np.ndarray, failed: np.ndarray, factors: np.ndarray | None = None) -> Spells:
    count = len(exit_)
    z = np.zeros((count, len(FACTORS))) if factors is None else factors
    return Spells(np.broadcast_to(entry, count).astype(float), exit_, failed, z, np.ones(count))


def shock_absorbers() -> Spells:
    return spells(np.zeros(1), np.abs(SHOCK_ABSORBERS), SHOCK_ABSORBERS > 0)


def test_meeker_and_escobar_shock_absorbers() -> None:
    """Their table 8.1: mu 10.23 (0.1099), sigma 0.3164 (0.07317); 95 % by the normal: [10.01, 10.45], [0.2011, 0.4978]."""
    found = fit_hazard(shock_absorbers())
    mu, sigma = np.log(found.scale_years), 1 / found.shape
    assert (round(mu, 2), round(sigma, 4)) == (10.23, 0.3164)
    assert np.sqrt(found.covariance[SCALE, SCALE]) == pytest.approx(0.1099, abs=5e-5)
    assert np.sqrt(found.covariance[SHAPE, SHAPE]) * sigma == pytest.approx(0.07317, abs=5e-6)
    assert np.log(found.band(SCALE)) == pytest.approx([10.01, 10.45], abs=5e-3)
    assert 1 / np.array(found.band(SHAPE)[::-1]) == pytest.approx([0.2011, 0.4978], abs=5e-5)
    assert not found.is_assumed


def test_scipy_finds_the_same_of_censored_data() -> None:
    """scipy.stats.weibull_min.fit with CensoredData, another implementation of the same likelihood."""
    rng = np.random.default_rng(3)
    life, seen = 40 * rng.weibull(2.5, 400), rng.uniform(5, 60, 400)
    failed = life <= seen
    age = np.minimum(life, seen)
    shape, _, scale = stats.weibull_min.fit(stats.CensoredData(age[failed], right=age[~failed]), floc=0)
    found = fit_hazard(spells(np.zeros(1), age, failed))
    assert (found.shape, found.scale_years) == pytest.approx((shape, scale), rel=2e-3)


def truncated(seed: int, count: int = 20_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Units made over 60 years, of which those that failed before the last eight are in no record."""
    rng = np.random.default_rng(seed)
    age_at_begin = rng.uniform(0, 60, count)
    life = 50 * rng.weibull(3.0, count)
    known = life > age_at_begin
    entry, life = age_at_begin[known], life[known]
    return entry, np.minimum(life, entry + 8), life <= entry + 8


def test_a_record_that_began_later_is_allowed_for() -> None:
    """Without regard to it survivors make units look far better than they are."""
    entry, exit_, failed = truncated(5)
    found = fit_hazard(spells(entry, exit_, failed))
    assert found.band(SHAPE)[0] < 3.0 < found.band(SHAPE)[1]
    assert found.band(SCALE)[0] < 50.0 < found.band(SCALE)[1]
    naive = fit_hazard(spells(np.zeros(1), exit_, failed))
    assert naive.scale_years > 60


def test_cut_into_years_and_put_together_it_is_the_same() -> None:
    """A unit in eight spells says what it says in one; ten alike are one of weight ten."""
    entry, exit_, failed = truncated(7, 600)
    whole = fit_hazard(spells(entry, exit_, failed))
    cuts = entry[:, None] + np.arange(9)
    begin, end = cuts[:, :-1], np.minimum(cuts[:, 1:], exit_[:, None])
    there = begin < end
    last = there & (end == exit_[:, None]) & failed[:, None]
    pieces = spells(begin[there], end[there], last[there])
    cut = fit_hazard(pieces)
    assert cut.estimate == pytest.approx(whole.estimate, abs=1e-4)
    ten = Spells(entry, exit_, failed, np.zeros((len(entry), 2)), np.full(len(entry), 10.0))
    assert fit_hazard(ten).estimate == pytest.approx(whole.estimate, abs=1e-4)
    assert fit_hazard(ten).covariance[:2, :2] * 10 == pytest.approx(whole.covariance[:2, :2], rel=2e-3)


def test_constant_hazard_is_failures_over_unit_years() -> None:
    """Held at a shape of 1 the scale is unit-years over failures, in closed form."""
    entry, _, _ = truncated(11, 3_000)
    rng = np.random.default_rng(1)
    life = rng.exponential(30, len(entry))
    seen = spells(entry, np.minimum(entry + life, entry + 8), life <= 8)
    found = fit_hazard(seen)
    assert found.band(SHAPE)[0] < 1 < found.band(SHAPE)[1]
    expected = found.expected(seen.entry, seen.exit, seen.factors).sum()
    assert expected == pytest.approx(seen.failures, rel=1e-4)  # by the likelihood's own equation for the scale


def test_a_factor_that_doubles_the_hazard_is_found() -> None:
    rng = np.random.default_rng(13)
    z = rng.integers(-1, 3, (30_000, 1)).astype(float)
    life = 60 * (rng.exponential(1, 30_000) / 2 ** z[:, 0]) ** (1 / 2.5)
    entry = rng.uniform(0, 40, 30_000)
    known = life > entry
    exit_ = np.minimum(life, entry + 6)
    both = np.column_stack([z, np.zeros(30_000)])[known]
    found = fit_hazard(spells(entry[known], exit_[known], (life <= entry + 6)[known], both))
    low, high = found.band(2)
    assert low < 2 < high
    assert high / low < 1.15
    assert found.effects[1] == pytest.approx(1.0)  # never varied: nothing is claimed of it


def test_few_failures_fall_back_on_the_prior_with_a_wide_band() -> None:
    """None in a thousand unit-years moves the assumed life up a little; it stays called assumed."""
    prior = CLASSES[0].prior
    nothing = fit_hazard(spells(np.zeros(0), np.zeros(0), np.zeros(0, bool)), prior)
    assert (nothing.is_assumed, nothing.shape, nothing.scale_years) == (
        True, pytest.approx(prior.shape), pytest.approx(prior.scale_years),
    )  # fmt: skip
    low, high = nothing.band(SCALE)
    assert high / low > 4
    quiet = fit_hazard(spells(np.full(200, 40.0), np.full(200, 45.0), np.zeros(200, bool)), prior)
    assert quiet.is_assumed
    assert quiet.scale_years > prior.scale_years
    some = fit_hazard(spells(np.full(200, 40.0), np.full(200, 45.0), np.arange(200) < LEAST_FAILURES), prior)
    assert not some.is_assumed


def test_a_dozen_failures_cannot_make_the_worse_condition_the_safer_one() -> None:
    """All twelve that failed were in the better condition by chance; without the prior that would be believed."""
    z = np.repeat([[-1.0, 0.0], [1.0, 0.0]], 300, axis=0)
    failed = np.arange(600) % 25 == 0
    failed[300:] = False
    seen = spells(np.full(600, 30.0), np.where(failed, 33.0 + np.arange(600) / 300, 36.0), failed, z)
    alone, drawn = fit_hazard(seen), fit_hazard(seen, CLASSES[0].prior)
    assert alone.effects[0] < 0.2
    assert drawn.effects[0] > 3 * alone.effects[0]
    assert not drawn.is_assumed


def test_nothing_is_fitted_to_no_failure() -> None:
    with pytest.raises(ValueError, match="no failure was seen"):
        fit_hazard(spells(np.zeros(1), np.ones(3), np.zeros(3, bool)))
    with pytest.raises(ValueError, match="begin at an age of 0 or more"):
        spells(np.full(1, 5.0), np.ones(3), np.zeros(3, bool))


def test_probability_is_that_of_the_weibull_given_survival() -> None:
    """scipy's survival function: 1 - S(t + 1) / S(t)."""
    hazard = Hazard(np.array([np.log(3.0), np.log(50.0), 0.0, 0.0]), np.diag([0.01, 0.001, 0.0, 0.0]), 10, 10, False)
    age = np.array([1.0, 20.0, 55.0])
    best, low, high = hazard.probability(age, np.zeros((3, 2)))
    life = stats.weibull_min(3.0, scale=50.0)
    assert best == pytest.approx(1 - life.sf(age + 1) / life.sf(age), rel=1e-9)
    assert (low < best).all()
    assert (best < high).all()
    assert np.isnan(hazard.probability(np.array([np.nan]), np.zeros((1, 2)))[0]).all()


@given(st.floats(0, 100), st.floats(-2, 3), st.floats(0.01, 0.3))
def test_worse_condition_and_age_never_lower_the_probability(age: float, z: float, more: float) -> None:
    hazard = Hazard(np.array([np.log(2.0), np.log(60.0), 0.5, 0.2]), np.eye(4) * 0.01, 10, 10, False)
    at = hazard.probability(np.array([age, age, age + 1]), np.array([[z, 0.0], [z + more, 0.0], [z, 0.0]]))[0]
    assert at[1] >= at[0]
    assert at[2] >= at[0]


def test_the_delta_method_band_holds_what_simulation_gives() -> None:
    """Of 200 records of one truth, the 95 % band of the probability at 40 years holds it in 90 to 99 %."""
    truth = 1 - stats.weibull_min(3.0, scale=50.0).sf(41) / stats.weibull_min(3.0, scale=50.0).sf(40)
    held = 0
    for seed in range(200):
        entry, exit_, failed = truncated(100 + seed, 800)
        _, low, high = fit_hazard(spells(entry, exit_, failed)).probability(np.array([40.0]), np.zeros((1, 2)))
        held += int(low[0] < truth < high[0])
    assert 180 <= held <= 198


def test_what_was_seen_of_each_age_by_hand() -> None:
    """Three units from 5 to 25, one of them failed; two that failed at 10 sharp."""
    spells = Spells(
        np.array([5.0, 5.0, 0.0]), np.array([25.0, 25.0, 10.0]), np.array([True, False, True]), np.zeros((3, 0)),
        np.array([1.0, 2.0, 2.0]),
    )  # fmt: skip
    assert spells.by_age.tolist() == [[0, 10, 2, 35], [10, 20, 0, 30], [20, 30, 1, 15]]
    assert spells.by_age[:, 3].sum() == spells.unit_years
    assert spells.by_age[:, 2].sum() == spells.failures
