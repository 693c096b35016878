"""Forecasts: published and hand-counted scores, invariants, and skill against the 7-day same-time mean."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.forecast.ahead import baseline, forecast
from data_sources.analytics.forecast.scores import Backtest, backtest, daily_origins, pinball, scores
from data_sources.analytics.forecast.weather import Issues, weather_of

MONDAY = np.datetime64("2026-06-01T05:00:00", "s")  # midnight in Chicago (CDT)
AUSGRID = Path(__file__).parents[4] / "shared/data/meters/ausgrid_customer12_2011-12.csv"


def hours(count: int) -> np.ndarray:
    return MONDAY + np.arange(count) * np.timedelta64(1, "h")


def summer_load(days: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A feeder that cools: clock, weekend and temperature, 3 % noise; kW and degrees C."""
    rng = np.random.default_rng(seed)
    n = days * 24
    hour, weekday = np.arange(n) % 24, np.arange(n) // 24 % 7
    weather = np.repeat(np.cumsum(rng.normal(0, 1.2, days)) * 0.6, 24)
    celsius = 27 + 5 * np.sin(2 * np.pi * (hour - 9) / 24) + weather
    cooling = np.maximum(celsius - 18, 0) * 60
    base = 1500 + 400 * np.exp(-0.5 * ((hour - 19) / 3) ** 2) + 100 * (weekday >= 5)
    return (base + cooling) * (1 + 0.03 * rng.normal(size=n)), celsius


def test_baseline_is_the_mean_of_the_last_seven_days_at_the_same_time() -> None:
    load = np.concatenate([np.full(24, 999.0), *(np.arange(24.0) + 100 * day for day in range(7))])
    assert baseline(load, 24, 30)[:24].tolist() == (np.arange(24) + 300.0).tolist()
    assert baseline(load, 24, 30)[24:].tolist() == (np.arange(6) + 300.0).tolist()
    load[-24] = np.nan  # one midnight is not known: the mean of the other six
    assert baseline(load, 24, 1).tolist() == [250.0]


def test_pinball_by_hand() -> None:
    """Koenker and Bassett 1978: 0.9 a unit short, 0.1 a unit over, for P90."""
    assert pinball([10.0, 10.0], [8.0, 12.0], 0.9).tolist() == pytest.approx([1.8, 0.2])
    assert pinball(5.0, 3.0, 0.5) == pytest.approx(1.0)


def test_scores_by_hand() -> None:
    at = hours(4)
    test = Backtest(
        at, at, np.array([1, 1, 2, 2]), np.array([10.0, 20.0, 40.0, np.nan]), np.array([5.0, 21.0, 0.0, 0.0]),
        np.array([12.0, 22.0, 44.0, 0.0]), np.array([13.0, 30.0, 50.0, 0.0]), np.array([14.0, 24.0, 32.0, 0.0]),
        np.array([3, 3, 4, 4]),
    )  # fmt: skip
    everything, first, second = scores(test)
    assert (everything.count, first.count, second.count) == (3, 2, 1)
    assert first.mae_kw == 2.0
    assert first.baseline_mae_kw == 4.0
    assert first.skill_pct == 50.0
    assert second.wape_pct == pytest.approx(10.0)
    assert second.skill_pct == 50.0
    assert first.mape_pct == pytest.approx(100 * (2 / 10 + 2 / 20) / 2)
    assert everything.wape_pct == pytest.approx(100 * 8 / 70)
    assert first.coverage_pct == 50.0


def test_a_load_of_pure_habit_is_forecast_nearly_exactly() -> None:
    load = 1000 + 300 * np.sin(2 * np.pi * np.arange(21 * 24) / 24)
    made = forecast(hours(21 * 24), load, horizon_steps=48, time_zone="America/Chicago")
    wanted = 1000 + 300 * np.sin(2 * np.pi * np.arange(21 * 24, 23 * 24) / 24)
    np.testing.assert_allclose(made.p50_kw, wanted, rtol=0.01)
    assert made.start_at[0] == hours(21 * 24 + 1)[-1]


def test_knowing_the_weather_beats_the_baseline_and_quantiles_are_honest() -> None:
    load, celsius = summer_load(70)
    origins = daily_origins(len(load), 24, 28, 7)
    found = scores(
        backtest(hours(len(load)), load, origins, history_steps=28 * 24, horizon_steps=168, temperature_c=celsius)
    )
    assert found[0].skill_pct > 20
    assert all(score.skill_pct > 10 for score in found)
    assert 70 < found[0].coverage_pct < 92


def test_guessed_weather_does_less_but_no_harm() -> None:
    load, celsius = summer_load(70)
    origins = daily_origins(len(load), 24, 28, 7)
    guessed = backtest(
        hours(len(load)), load, origins, history_steps=28 * 24, horizon_steps=168, temperature_c=celsius,
        is_future_known=False,
    )  # fmt: skip
    assert scores(guessed)[0].skill_pct > 0


def issues_of(celsius: np.ndarray, error: float, seed: int = 1) -> Issues:
    """An issue every midnight for 8 days, with one error (degrees C) a day ahead."""
    rng, rows = np.random.default_rng(seed), []
    at = hours(len(celsius))
    for start in range(0, len(celsius), 24):
        about = np.arange(start, min(start + 192, len(celsius)))
        off = np.repeat(rng.normal(0, error, 8), 24)[: len(about)]
        rows.append((np.full(len(about), at[start]), at[about], celsius[about] + off))
    return Issues(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def test_an_honest_weather_forecast_lies_between_a_perfect_one_and_none() -> None:
    load, celsius = summer_load(70)
    origins = daily_origins(len(load), 24, 28, 7)
    skill = {}
    for name, told in {
        "perfect": {}, "good": {"issues": issues_of(celsius, 0.5)}, "bad": {"issues": issues_of(celsius, 8.0)},
        "none": {"issues": None},
    }.items():  # fmt: skip
        test = backtest(
            hours(len(load)), load, origins, history_steps=28 * 24, horizon_steps=168, temperature_c=celsius,
            is_future_known=name == "perfect", **told,
        )  # fmt: skip
        skill[name] = scores(test)[0].skill_pct
    assert skill["perfect"] > skill["good"] > skill["none"] + 10 > 10
    assert skill["bad"] > -1  # not believed


def test_the_weather_of_a_backtest_does_not_look_ahead() -> None:
    """Neither issues after the origin nor temperatures after it change a forecast; the issue at the origin does."""
    load, celsius = summer_load(30)
    origin, issues = 21 * 24, issues_of(celsius, 1.0)
    later, now = issues.issued_at > hours(origin + 1)[-1], issues.issued_at == hours(origin + 1)[-1]
    hot = np.where(np.arange(len(celsius)) >= origin, 60.0, celsius)

    def made(warm: np.ndarray, told: np.ndarray) -> np.ndarray:
        given = Issues(issues.issued_at, issues.forecast_at, told)
        return backtest(
            hours(len(load)), load, [origin], history_steps=origin, horizon_steps=72, temperature_c=warm,
            is_future_known=False, issues=given,
        ).p50_kw  # fmt: skip

    usual = made(celsius, issues.temperature_c)
    np.testing.assert_array_equal(usual, made(hot, np.where(later, 60.0, issues.temperature_c)))
    assert (made(celsius, issues.temperature_c + 5.0 * now) > usual).all()


def test_the_latest_issue_known_counts_and_ends_where_it_ends() -> None:
    at = hours(6)
    issues = Issues(at[[0, 0, 2, 2]], at[[0, 4, 2, 4]], np.array([10.0, 14.0, 20.0, 22.0]))
    assert issues.at(at[1], at).tolist()[:5] == [10, 11, 12, 13, 14]
    assert issues.at(at[2], at[2:5]).tolist() == [20, 21, 22]
    assert np.isnan(issues.at(at[2], at[5:])).all()
    assert issues.latest(at[0] - np.timedelta64(1, "s")) is None
    assert issues.latest(at[3]) == at[2]


def test_a_forecast_is_taken_at_the_share_that_came_true() -> None:
    _, celsius = summer_load(28)
    at, known = hours(28 * 24), 21 * 24
    exact, wild = (weather_of(celsius[:known], at, known, 24, issues_of(celsius, error)) for error in (0.0, 30.0))
    assert exact is not None
    assert wild is not None
    np.testing.assert_allclose(exact.ahead(known, 168), celsius[known:], atol=1e-9)
    assert wild.shares is not None
    assert wild.shares.max() < 0.5


def test_a_forecast_sees_nothing_after_its_origin() -> None:
    load, celsius = summer_load(30)
    changed = load.copy()
    changed[21 * 24 :] = 1e6
    one, other = (
        backtest(hours(len(load)), y, [21 * 24], history_steps=21 * 24, horizon_steps=72, temperature_c=celsius)
        for y in (load, changed)
    )
    np.testing.assert_array_equal(one.p50_kw, other.p50_kw)
    np.testing.assert_array_equal(one.p90_kw, other.p90_kw)


def test_little_history_widens_the_band_and_says_so() -> None:
    load, _ = summer_load(28)
    short = forecast(hours(48), load[:48], horizon_steps=24)
    long = forecast(hours(len(load)), load, horizon_steps=24)
    assert short.error_days == 1
    assert long.error_days == 14
    assert np.isfinite(short.p50_kw).all()
    one_day = forecast(hours(24), load[:24], horizon_steps=24)
    assert np.isnan(one_day.p10_kw).all()
    assert np.isfinite(one_day.p50_kw).all()


def test_refusals() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        forecast(hours(12), np.ones(12), horizon_steps=24)
    with pytest.raises(ValueError, match="evenly spaced"):
        forecast(hours(48)[[*range(20), *range(22, 48)]], np.ones(46), horizon_steps=24)
    with pytest.raises(ValueError, match="must cover"):
        forecast(hours(48), np.ones(48), horizon_steps=24, temperature_c=np.ones(50))
    with pytest.raises(ValueError, match="back-test needs an origin"):
        backtest(hours(48), np.ones(48), [], history_steps=24, horizon_steps=24)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(2, 16), st.integers(0, 10_000), st.floats(0, 0.4), st.booleans(), st.sampled_from([1.0, 1e4]),
)  # fmt: skip
def test_quantiles_are_ordered_and_finite(days: int, seed: int, gaps: float, warm: bool, scale: float) -> None:
    load, celsius = summer_load(days, seed)
    rng = np.random.default_rng(seed)
    load[rng.random(len(load)) < gaps] = np.nan
    if np.isfinite(load).sum() < 24:
        return
    made = forecast(
        hours(len(load)), load * scale, horizon_steps=24 * 3, time_zone="America/Chicago",
        temperature_c=celsius if warm else None,
    )  # fmt: skip
    assert np.isfinite(made.p50_kw).all()
    known = np.isfinite(made.p10_kw)
    assert (made.p10_kw[known] <= made.p50_kw[known] + 1e-6).all()
    assert (made.p50_kw[known] <= made.p90_kw[known] + 1e-6).all()


@pytest.mark.skipif(not AUSGRID.exists(), reason="the Ausgrid home is not at ../shared/data/meters")
def test_the_real_australian_home_without_weather() -> None:
    """Customer 12 of Ausgrid's Solar home electricity data, 2011-12, half-hours; skill measured: see the README."""
    with AUSGRID.open() as file:
        rows = list(csv.reader(file))[1:]
    at = np.array([row[0].replace(" ", "T") for row in rows], dtype="datetime64[s]")
    load = np.array([float(row[1]) for row in rows]) * 2
    origins = daily_origins(len(load), 48, 28, 7)[::23]
    found = scores(backtest(at, load, origins, history_steps=28 * 48, horizon_steps=7 * 48))
    assert found[0].skill_pct > 2
    assert 72 < found[0].coverage_pct < 90
