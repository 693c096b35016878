"""Units of the demo follow each other, and fail as the hazard says that they are said to fail by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data_sources.analytics.health.fitting import fit_hazard
from data_sources.analytics.health.hazard import Spells
from data_sources.demo.utility.assets import wear
from data_sources.demo.utility.assets.lives import Lives, instants, lived, minutes_into_year, years_of
from data_sources.demo.utility.assets.wear import Luck, Positions

FROM, UNTIL = 2014.0, 2026.9


def population(count: int, seed: int, spread: float = 0.5) -> Lives:
    rng = np.random.default_rng(seed)
    positions = Positions(rng.integers(0, 4, count), spread * rng.standard_normal(count))
    return lived(positions, rng.uniform(1930.0, 2027.0, count), FROM, UNTIL, rng)


@pytest.mark.parametrize("of_class", [wear.POLE_MOUNT, wear.PAD_MOUNT, wear.WOOD_POLE, wear.OTHER_POLE])
def test_a_life_is_weibull_of_its_class(of_class: int) -> None:
    """scipy's own distribution is the oracle; a ratio of 3 shortens lives by its shape-th root."""
    count, rng = 20_000, np.random.default_rng(1)
    usual = Positions(np.full(count, of_class), np.zeros(count))
    luck, everyone = Luck(np.full(count, np.log(3.0)), np.zeros(count, bool)), np.arange(count)
    found = usual.life_years(everyone, luck, rng)
    scale = wear.LIFE_YEARS[of_class] / 3.0 ** (1.0 / wear.SHAPE[of_class])
    assert stats.kstest(found, stats.weibull_min(wear.SHAPE[of_class], scale=scale).cdf).pvalue > 0.01
    assert np.median(usual.used(everyone, luck, found)) == pytest.approx(
        np.log(2) ** (1 / wear.SHAPE[of_class]), rel=0.02
    )


def test_luck_is_one_on_the_mean() -> None:
    luck = wear.drawn_luck(200_000, np.random.default_rng(2))
    assert np.exp(luck.log_ratio).mean() == pytest.approx(1.0, abs=0.01)
    assert luck.is_weak.mean() == pytest.approx(wear.WEAK_SHARE, abs=0.003)


def test_as_many_fail_on_record_as_the_hazard_lets_expect() -> None:
    """Failures less the cumulative hazard of all units while they were seen is a martingale: 0 but for chance."""
    lives = population(60_000, 3)
    failed, everyone = lives.failed, np.arange(60_000)

    def cumulative(position: np.ndarray, luck: Luck, installed: np.ndarray, until: np.ndarray) -> float:
        shape = wear.SHAPE[lives.positions.of_class[position]]
        end, begin = (
            lives.positions.used(position, luck, np.maximum(at - installed, 0.0)) ** shape for at in (until, FROM)
        )
        return float((end - begin).sum())

    expected = cumulative(failed.position, failed.luck, failed.installed, failed.at)
    expected += cumulative(everyone, lives.luck, lives.installed, np.full(60_000, UNTIL))
    assert len(failed.at) == pytest.approx(expected, abs=3 * np.sqrt(expected))


@pytest.mark.parametrize("of_class", [wear.POLE_MOUNT, wear.WOOD_POLE])
def test_a_hazard_fitted_to_the_record_finds_the_truth(of_class: int) -> None:
    """From survivors, failures on record and years of installation alone; luck that nobody sees flattens it a little."""
    rng = np.random.default_rng(4)
    positions = Positions(np.full(60_000, of_class), np.zeros(60_000))
    lives = lived(positions, rng.uniform(1940.0, 2020.0, 60_000), FROM, UNTIL, rng)
    installed = np.concatenate([lives.installed, lives.failed.installed])
    end = np.concatenate([np.full(60_000, UNTIL), lives.failed.at])
    seen = Spells(
        np.maximum(FROM - installed, 0.0), end - installed, np.arange(len(end)) >= 60_000, np.zeros((len(end), 1)),
        np.ones(len(end)),
    )  # fmt: skip
    found = fit_hazard(seen)
    assert 0.85 * wear.SHAPE[of_class] < found.shape < 1.02 * wear.SHAPE[of_class]
    assert found.scale_years == pytest.approx(wear.LIFE_YEARS[of_class], rel=0.1)


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_units_follow_each_other(seed: int, count: int) -> None:
    lives = population(count, seed, spread=3.0)  # some live weeks, some for ever
    failed = lives.failed
    assert (np.diff(failed.at) >= 0).all()
    assert ((failed.at >= FROM) & (failed.at < UNTIL) & (failed.installed <= failed.at)).all()
    assert (lives.installed <= UNTIL).all()
    for position in range(count):
        mine = np.flatnonzero(failed.position == position)
        ends, begins = failed.at[mine], np.append(failed.installed[mine][1:], lives.installed[position])
        assert (ends == begins).all() or not len(mine)


@given(st.lists(st.floats(1950.0, 2100.0), min_size=1, max_size=20))
def test_times_in_years_are_instants_to_the_second(years: list[float]) -> None:
    given_years = np.array(years)
    at = instants(given_years)
    assert np.abs(years_of(at) - given_years).max() < 1.0 / (365 * 86_400)
    assert (instants(years_of(at)) == at).all()
    since = at - np.array([f"{int(year)}-01-01T06:00" for year in np.floor(given_years)], "datetime64[s]")
    assert np.abs(since / np.timedelta64(60, "s") - minutes_into_year(given_years)).max() < 0.02
