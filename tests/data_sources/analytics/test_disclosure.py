"""Areas and counts that tell of nobody."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.disclosure import (
    WHOLE,
    holds,
    larger,
    merged,
    public_areas,
    rounded,
    tiles,
)

places = st.lists(
    st.tuples(st.floats(-95.9, -94.8), st.floats(29.2, 30.2), st.integers(1, 60)), min_size=1, max_size=120
)


def _columns(rows: list[tuple[float, float, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lon, lat, customers = zip(*rows, strict=True)
    return np.array(lon), np.array(lat), np.array(customers)


def test_a_tile_is_the_one_of_every_web_map() -> None:
    """Zoom 14 over Houston, by the formula of the OpenStreetMap wiki ("Slippy map tilenames") with math's functions."""
    x, y = tiles(np.array([-95.3698, 0.0, 179.999]), np.array([29.7604, 0.0, -85.0]))
    assert (x.tolist(), y.tolist()) == ([3851, 8192, 16383], [6772, 8192, 16357])


@given(places, st.integers(1, 400))
def test_every_area_serves_enough_and_every_customer_lies_in_one(
    rows: list[tuple[float, float, int]], least: int
) -> None:
    lon, lat, customers = _columns(rows)
    areas = public_areas(lon, lat, customers, least)
    assert areas.customers.sum() == customers.sum()
    assert (areas.customers >= min(least, customers.sum())).all()
    assert (areas.locate(lon, lat) == areas.keys[areas.of_place]).all()
    assert areas.within(WHOLE).tolist() == list(range(len(areas.keys)))


@given(places, st.integers(1, 400))
def test_areas_do_not_overlap_so_a_difference_of_unions_is_a_union_of_areas(
    rows: list[tuple[float, float, int]], least: int
) -> None:
    areas = public_areas(*_columns(rows), least)
    keys = areas.keys.tolist()
    assert not any(holds(one, other) for one in keys for other in keys if one != other)


@given(places, st.integers(1, 30), st.data())
def test_no_count_below_the_smallest_is_kept_and_none_is_lost_but_at_the_top(
    rows: list[tuple[float, float, int]], smallest: int, data: st.DataObject
) -> None:
    areas = public_areas(*_columns(rows), 50)
    counts = {key: float(data.draw(st.integers(0, 40))) for key in areas.keys.tolist()}
    kept = merged(counts, smallest)
    assert all(count >= smallest for count in kept.values())
    assert 0 <= sum(counts.values()) - sum(kept.values()) < smallest
    assert all(kept.get(key, 0) >= count for key, count in counts.items() if count >= smallest)
    assert all(any(holds(one, key) for key in counts) for one in kept)


def test_small_neighbours_are_told_together_in_the_area_around_both() -> None:
    lon, lat = np.array([-95.40, -95.40, -95.10]), np.array([29.70, 29.74, 29.70])
    areas = public_areas(lon, lat, np.array([500, 500, 500]), 100)
    first, second, far = areas.keys[areas.of_place].tolist()
    kept = merged({first: 6, second: 5, far: 40}, 10)
    (around,) = set(kept) - {far}
    assert kept == {around: 11, far: 40}
    assert holds(around, first)
    assert holds(around, second)
    assert not holds(around, far)


def test_shares_that_add_up_to_the_smallest_are_it() -> None:
    areas = public_areas(np.array([-95.40, -95.10]), np.array([29.7, 29.7]), np.array([500, 500]), 100)
    assert sum(merged(dict.fromkeys(areas.keys.tolist(), 10 * 0.5 - 1e-9), 10).values()) == pytest.approx(10)


@pytest.mark.parametrize(
    ("count", "told"), [(10, 10), (14, 10), (15, 20), (19.9, 20), (25, 30), (104.99, 100), (1_234_567, 1_234_570)]
)
def test_counts_are_rounded_to_the_base(count: float, told: int) -> None:
    assert rounded(count, 10) == told


@given(st.integers(10, 10_000), st.integers(0, 9))
def test_a_difference_in_time_is_none_or_a_whole_base(before: int, change: int) -> None:
    assert rounded(before + change, 10) - rounded(before, 10) in (0, 10)


def test_boxes_hold_their_places_and_do_not_overlap() -> None:
    lon, lat = np.array([-95.40, -95.36]), np.array([29.70, 29.70])
    areas = public_areas(lon, lat, np.array([500, 500]), 1)
    for row, place in zip(areas.of_place, zip(lon, lat, strict=True), strict=True):
        ((west, south, east, north),) = areas.boxes[row]
        assert west <= place[0] < east
        assert south < place[1] <= north
    (first,), (second,) = areas.boxes
    assert first[2] <= second[0] or second[2] <= first[0]
    assert larger(WHOLE) == WHOLE


def test_a_quarter_with_few_does_not_keep_its_tile_whole() -> None:
    """Three quarters of 500 and one of 50: the few are told with the smallest of the three."""
    lon, lat = np.array([-95.40, -95.38, -95.40, -95.38]), np.array([29.70, 29.70, 29.725, 29.725])
    areas = public_areas(lon, lat, np.array([700, 600, 500, 50]), 200)
    assert sorted(areas.customers.tolist()) == [550, 600, 700]
    assert areas.of_place[2] == areas.of_place[3]
    assert len(areas.boxes[areas.of_place[3]]) == 2


def test_across_the_antimeridian_no_box_is_as_wide_as_the_world() -> None:
    areas = public_areas(np.array([179.99, 180.01]), np.array([-17.0, -17.0]), np.array([500, 500]), 100)
    assert all(east - west < 1 for tiles_of in areas.boxes for west, _, east, _ in tiles_of)
