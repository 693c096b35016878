"""Parts of the health score, and the score: known answers, what is missing, monotone in every part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.health.classes import CLASSES, PARTS, pole_classes, transformer_classes
from data_sources.analytics.health.index import HALF_LIFE_YEARS, HEADROOM, health
from data_sources.analytics.health.parts import (
    age_part,
    condition_part,
    kin_part,
    life_part,
    loading_part,
    voltage_part,
)

NAN = float("nan")


def test_age_follows_the_initial_health_score_of_cnaim() -> None:
    """CNAIM: 0.5 new, 5.5 at the expected life, exponential between: at half of it sqrt(0.5 * 5.5) = 1.658; 10 is the end."""
    found = age_part(np.array([0.0, 30.0, 60.0, 200.0, NAN]), np.full(5, 60.0))
    score = 0.5 + (100 - found[:3]) / 100 * 9.5
    assert score == pytest.approx([0.5, np.sqrt(0.5 * 5.5), 5.5])
    assert found[3] == 0
    assert np.isnan(found[4])


def test_condition_is_the_worse_of_score_and_strength() -> None:
    words = np.array(["good", "good", "fair", "replace", ""], object)
    found = condition_part(words, np.array([NAN, 82.0, NAN, NAN, NAN]), np.array([NAN, 200 / 3, 100.0, NAN, NAN]))
    assert found[:4] == pytest.approx([90.0, 25.0, 65.0, 10.0])
    assert np.isnan(found[4])


def test_other_parts_at_the_points_they_are_told_by() -> None:
    assert loading_part(np.array([50.0, 100.0, 200.0, 300.0])) == pytest.approx([100, 85, 0, 0])
    assert voltage_part(np.array([0.0, 5.0, 20.0])) == pytest.approx([100, 40, 0])
    assert life_part(np.array([1.0, 5.0]), np.array([40.0, 40.0])) == pytest.approx([60, 0])
    assert kin_part(np.array([1.0, 2.0, 0.5])) == pytest.approx([75, 40, 100])
    assert np.isnan(loading_part(np.array([NAN]))).all()


def test_what_is_missing_leaves_the_mean_and_widens_the_band() -> None:
    weights = np.array([CLASSES[0].weights] * 3)
    parts = np.full((3, len(PARTS)), 80.0)
    parts[1, [2, 3, 4]] = NAN  # loading, loss of life, voltage: weights of 0.35
    parts[2] = NAN
    found = health(parts, weights, np.zeros(3))
    assert found.score[:2] == pytest.approx([80, 80])
    assert (found.low[0], found.high[0]) == pytest.approx((80, 80))
    assert (found.low[1], found.high[1]) == pytest.approx((80 * 0.65, 80 * 0.65 + 35))
    assert np.isnan([found.score[2], found.low[2], found.high[2]]).all()


def test_an_old_inspection_tells_less() -> None:
    """After one half-life half of its weight is gone, and counts as not known."""
    weights = np.array([[0.5, 0.5, 0, 0, 0, 0]])
    parts = np.array([[90.0, 70.0, NAN, NAN, NAN, NAN]])
    found = health(parts, weights, np.array([HALF_LIFE_YEARS]))
    assert found.score == pytest.approx([(0.5 * 90 + 0.25 * 70) / 0.75])
    assert found.low == pytest.approx([0.5 * 90 + 0.25 * 70])
    assert found.high == pytest.approx([0.5 * 90 + 0.25 * 70 + 25])


def test_a_condition_of_no_known_day_weighs_half() -> None:
    """The same parts: as one of a half-life ago."""
    weights, parts = np.array([[0.5, 0.5, 0, 0, 0, 0]]), np.array([[90.0, 70.0, NAN, NAN, NAN, NAN]])
    found, old = (health(parts, weights, np.array([age])) for age in (NAN, HALF_LIFE_YEARS))
    assert (found.score, found.low, found.high) == (old.score, old.low, old.high)
    unseen = health(np.array([[90.0, NAN, NAN, NAN, NAN, NAN]]), weights, np.array([NAN]))
    assert (unseen.low, unseen.high) == (pytest.approx([45]), pytest.approx([95]))


def test_one_bad_part_is_not_averaged_away() -> None:
    """A new transformer found in a state to be replaced is not called healthy."""
    parts = np.array([[100.0, 10.0, 100.0, 100.0, 100.0, 100.0]])
    found = health(parts, np.array([CLASSES[0].weights]), np.zeros(1))
    assert found.score == pytest.approx([10 + HEADROOM])
    assert found.high == pytest.approx([10 + HEADROOM])


part = st.one_of(st.just(NAN), st.floats(0, 100))


@given(st.lists(part, min_size=6, max_size=6), st.integers(0, 5), st.floats(0, 100), st.floats(0, 30))
def test_the_score_lies_in_its_band_and_falls_with_no_part_that_rises(
    parts: list[float], which: int, more: float, years: float
) -> None:
    weights = np.array([CLASSES[0].weights] * 2)
    both = np.array([parts, parts])
    both[1, which] = max(both[0, which], more) if not np.isnan(both[0, which]) else NAN
    found = health(both, weights, np.full(2, years))
    if np.isnan(np.delete(parts, PARTS.index("kin"))).all():  # of its kin alone nothing follows for itself
        assert np.isnan(found.score).all()
    else:
        assert (found.low <= found.score + 1e-9).all()
        assert (found.score <= found.high + 1e-9).all()
        assert found.score[1] >= found.score[0] - 1e-9


def test_weights_of_every_class_are_whole() -> None:
    for one in CLASSES:
        assert sum(one.weights) == pytest.approx(1)
        assert len(one.weights) == len(PARTS)


def test_classes_by_kind_and_material() -> None:
    kinds = np.array(["service", "service", "substation", "regulator", "step"], object)
    found = transformer_classes(kinds, np.array([False, True, True, False, False]))
    assert [CLASSES[k].name for k in found] == [
        "pole-mount transformer", "pad-mount transformer", "substation transformer", "regulator", "substation transformer",
    ]  # fmt: skip
    poles = pole_classes(np.array(["wood", "Steel", "bamboo", ""], object))
    assert [CLASSES[k].name for k in poles] == ["wood pole", "steel pole", "other pole", "other pole"]


def test_kin_alone_tell_no_health() -> None:
    """Of a transformer of which nobody knows anything itself the failures of its kin leave a band and no score."""
    weights = np.array([CLASSES[0].weights] * 2)
    found = health(np.array([[NAN] * 5 + [80.0], [70.0] + [NAN] * 4 + [80.0]]), weights, np.full(2, NAN))
    assert np.isnan(found.score).tolist() == [True, False]
    assert (found.low[0], found.high[0]) == (pytest.approx(12), pytest.approx(97))
