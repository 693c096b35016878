"""Brushes as the address keeps them, and in words."""

from __future__ import annotations

import numpy as np
import pytest

from app.tabs.asset_health.fleet.brushes import bounds_of, kept, words
from app.tabs.asset_health.fleet.chosen import Chosen
from app.tabs.asset_health.state import AssetHealthState
from layers.projection import to_mercator
from tests.fleets import fleet_of


def test_a_box_on_the_map_is_kept_in_degrees() -> None:
    west, south = (float(one) for one in to_mercator(-95.5, 29.6))
    east, north = (float(one) for one in to_mercator(-95.2, 29.9))
    own = AssetHealthState(fleet_map_brush=kept("map", (west, south, east, north)))
    assert own.fleet_map_brush == pytest.approx([-95.5, 29.6, -95.2, 29.9])
    assert bounds_of(own, "map") == pytest.approx((west, south, east, north), abs=2)


@pytest.mark.parametrize("given", [[], [1.0], [3.0, 2.0], [1.0, 2.0, 3.0]])
def test_what_is_no_brush_brushes_nothing(given: list[float]) -> None:
    assert bounds_of(AssetHealthState(fleet_h_brush=given), "histogram") is None


def test_brushes_are_told_by_quantity_unit_and_on_the_scale_that_people_read() -> None:
    own = AssetHealthState(
        fleet_h_brush=[20.0, 41.0], fleet_xy_brush=[2.0, -1.0, 3.0, 1.0], fleet_map_brush=[1.0, 1.0, 2.0, 2.0]
    )
    assert words(own) == {
        "histogram": "Health 20 to 41 of 100",
        "scatter": "Consequence 100 to 1,000 customer-min and Failure chance 0.10 to 10.00 % a year",
        "map": "Box on the map",
    }


def test_what_is_chosen_over_the_list() -> None:
    fleet = fleet_of(
        6,
        spans=1,
        health_score=[10, 60, 90, np.nan, 49.9, 70],
        part_age=[1, np.nan, 1, 1, 1, 1],
        feeder_id=np.array([1, 1, 1, 2, 2, 2], np.int32),
    )
    rows = {
        Chosen(): [0, 1, 2, 3, 4, 5], Chosen(kind="pole"): [1, 3, 5], Chosen(kind="segment"): [6],
        Chosen(band="poor"): [0, 4], Chosen(band="fair"): [1], Chosen(band="good"): [2, 5], Chosen(band="unknown"): [3],
        Chosen(lacks="age"): [1], Chosen(feeders=frozenset([2])): [3, 4, 5], Chosen(feeders=frozenset()): [],
    }  # fmt: skip
    assert {chosen: np.flatnonzero(chosen.mask(fleet)).tolist() for chosen in rows} == rows
