"""Replacement plans: the best of all on small sets, near it on large ones, never over the budget."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.health.plan import RELATIVE_GAP, benefit_curve, replacement_plan

items = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=11)


@given(items, st.integers(0, 120))
@settings(max_examples=60)
def test_no_choice_of_few_items_gains_more(rows: list[tuple[int, int]], budget: int) -> None:
    gain, cost = (np.array(column, float) for column in zip(*rows, strict=True))
    choices = (list(c) for n in range(len(rows) + 1) for c in itertools.combinations(range(len(rows)), n))
    best = max(gain[c].sum() for c in choices if cost[c].sum() <= budget)
    found = replacement_plan(gain, cost, float(budget))
    assert found.gain == pytest.approx(best)
    assert found.bound >= best - 1e-6
    assert found.cost <= budget + 1e-6
    assert len(set(found.chosen.tolist())) == len(found.chosen)


def test_the_best_for_each_dollar_is_not_always_the_best() -> None:
    """Martello and Toth (1990), chapter 2: taking by gain for each US$ alone can be arbitrarily bad."""
    found = replacement_plan(np.array([2.0, 100.0]), np.array([1.0, 100.0]), 100.0)
    assert found.chosen.tolist() == [1]
    assert found.gap == 0


def test_many_assets_of_few_prices() -> None:
    """154,000 assets: within the budget, and proven to be within a hundred-thousandth or so of the best."""
    rng = np.random.default_rng(1)
    count = 154_000
    cost = np.where(rng.random(count) < 0.4, 4500.0, 2500 + 45 * rng.choice([10, 15, 25, 50, 75, 100], count))
    found = replacement_plan(rng.lognormal(2, 2, count), cost, 10_000_000.0)
    assert found.cost <= 10_000_000
    assert found.gap < RELATIVE_GAP
    assert found.cost > 9_999_000


def test_everything_where_the_budget_is_enough_and_nothing_without_one() -> None:
    gain, cost = np.array([1.0, np.nan, 0.0, 3.0]), np.array([5.0, 5.0, 5.0, 5.0])
    assert replacement_plan(gain, cost, 100.0).chosen.tolist() == [3, 0]
    nothing = replacement_plan(gain, cost, 0.0)
    assert (len(nothing.chosen), nothing.gain, nothing.gap) == (0, 0.0, 0.0)


def test_what_is_no_budget_is_refused() -> None:
    for budget in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="a budget must be"):
            replacement_plan(np.ones(2), np.ones(2), budget)
    with pytest.raises(ValueError, match="must cost something"):
        replacement_plan(np.ones(2), np.zeros(2), 1.0)


@given(items, st.integers(0, 120))
def test_no_plan_lies_above_the_curve(rows: list[tuple[int, int]], budget: int) -> None:
    gain, cost = (np.array(column, float) for column in zip(*rows, strict=True))
    spent, gained = benefit_curve(gain, cost)
    assert (spent[0], gained[0], gained[-1]) == (0.0, 0.0, gain.sum())
    assert replacement_plan(gain, cost, float(budget)).gain <= np.interp(budget, spent, gained) + 1e-6


def test_a_long_curve_is_thinned() -> None:
    spent, gained = benefit_curve(np.linspace(1, 5, 5000), np.ones(5000), 100)
    assert len(spent) == len(gained) == 101
    assert gained[-1] == pytest.approx(15_000)
    assert (np.diff(gained, 2) <= 1e-6).all()  # each US$ more buys less
