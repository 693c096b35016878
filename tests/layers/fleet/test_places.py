"""The layer of assets: which are drawn, in which step, what a pixel shows, what a tap means."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.assets import AssetRef
from data_sources.fleet import Fleet
from layers.fleet.picture import FleetGround
from layers.fleet.places import FIRST, UNKNOWN, FleetPlaces
from layers.fleet.quantities import QUANTITIES
from layers.frame import BlockFrame
from layers.projection import to_mercator
from layers.reductions import STEPS
from layers.snapshot import Scene, Snapshot
from layers.viewport import Viewport
from tests.fleets import assets_table, fleet_of, spans_table

X, Y = to_mercator(-95.4, 29.7)
ORIGIN = float(X), float(Y)


def placed(places: FleetPlaces) -> tuple[BlockFrame, Scene]:
    frame = FleetGround().frame(places.fleet, ORIGIN)
    return frame, Scene(Snapshot(1, origin=ORIGIN, frames={places.name: frame}))


def codes(places: FleetPlaces) -> list[int]:
    """By row of the fleet."""
    frame, scene = placed(places)
    found = np.zeros(len(places.fleet), np.uint8)
    found[frame["row"]] = places.codes(frame, scene)
    return found.tolist()


def test_what_is_not_known_is_drawn_as_that_and_what_has_no_such_quantity_is_not_drawn() -> None:
    fleet = Fleet.of(assets_table(3, peak_load_pct=[40, np.nan, np.nan]), spans_table(1, vegetation_risk=[1.0]))
    assert codes(FleetPlaces(fleet, "load")) == [FIRST, 0, UNKNOWN, 0]  # a pole has no load, a span neither
    assert codes(FleetPlaces(fleet, "vegetation")) == [0, 0, 0, FIRST + STEPS - 1]


def test_a_mask_leaves_rows_out() -> None:
    fleet = fleet_of(4, health_score=[20, 90, 20, 90])
    assert codes(FleetPlaces(fleet, "health", np.array([True, True, False, False]))) == [FIRST, FIRST + STEPS - 1, 0, 0]


def test_powers_of_ten_stand_evenly_apart() -> None:
    fleet = fleet_of(5, loss_of_life_pct=[0.01, 0, 0.1, 0, 10])  # poles have none
    first, _, middle, _, last = codes(FleetPlaces(fleet, "life"))
    assert (first, last) == (FIRST, FIRST + STEPS - 1)
    assert middle == FIRST + 5  # a third of the way over three decades


def drawn(places: FleetPlaces) -> tuple[np.ndarray, Viewport]:
    frame, scene = placed(places)
    view = Viewport.around(*ORIGIN, 2.0, 41, 41)
    return places.aggregate(frame, view.canvas(), scene), view


def test_a_pixel_shows_the_mean_of_health_and_the_worst_of_load() -> None:
    here = {"lon": np.full(4, -95.4), "lat": np.full(4, 29.7)}
    fleet = fleet_of(4, health_score=[20, 20, 90, 90], peak_load_pct=[40, np.nan, 140, np.nan], **here)
    by_health, _ = drawn(FleetPlaces(fleet, "health"))
    by_load, _ = drawn(FleetPlaces(fleet, "load"))
    middle = by_health.max() & 63
    assert abs(middle - (FIRST + STEPS // 2)) <= 1
    assert by_load.max() & 63 == FIRST + STEPS - 1


def test_what_is_known_lies_over_what_is_not() -> None:
    here = {"lon": np.full(2, -95.4), "lat": np.full(2, 29.7)}
    found, _ = drawn(FleetPlaces(fleet_of(2, health_score=[np.nan, 20], **here), "health"))
    assert set(np.unique(found & 63)) == {0, FIRST}
    alone, _ = drawn(FleetPlaces(fleet_of(2, **here), "health"))
    assert set(np.unique(alone & 63)) == {0, UNKNOWN}


def test_the_legend_says_the_ends_of_the_scale_and_that_something_is_not_known() -> None:
    places = FleetPlaces(fleet_of(4, peak_load_pct=[50, 0, np.nan, 0]), "load")
    _, scene = placed(places)
    line = places.legend(scene, how=None)  # type: ignore[arg-type]
    assert line is not None
    assert [one.label for one in line.entries] == ["40", "67", "93", "120", "140", "Not known"]
    assert (line.label, line.unit) == ("Peak load of assets", "% of rating")
    all_known = FleetPlaces(fleet_of(1, peak_load_pct=[50]), "load")
    _, scene = placed(all_known)
    assert "Not known" not in [one.label for one in all_known.legend(scene, how=None).entries]  # type: ignore[arg-type, union-attr]


def test_a_tap_means_an_asset_by_its_kind() -> None:
    fleet = fleet_of(2, health_score=[50, 50], lon=np.array([-95.4, -95.39]), lat=np.array([29.7, 29.7]))
    places = FleetPlaces(fleet)
    _, scene = placed(places)
    x, y = (float(one) for one in to_mercator(-95.39, 29.7))
    hit = places.hit(scene, x + 2, y, 1.0, how="marks")  # type: ignore[arg-type]
    assert hit is not None
    assert hit.asset == AssetRef("pole", 1)
    at = places.locate(scene.snapshot, "pole", np.array([1]))
    assert at.x == pytest.approx([x], abs=0.1)
    assert not len(places.locate(scene.snapshot, "pole", np.array([0])).x)


def test_a_mark_tells_what_it_is_and_how_it_is() -> None:
    fleet = fleet_of(2, failure_probability=[0.01, np.nan], health_score=[33, np.nan])
    places = FleetPlaces(fleet, "health")
    frame, scene = placed(places)
    told = places.words(frame, np.arange(2), scene)
    by_name = dict(zip(told["name"], zip(told["kind"], told["value"], told["marker"], strict=True), strict=True))
    assert by_name == {"A-0000": ("Transformer", "33 of 100", "square"), "A-0001": ("Pole", "unknown", "circle")}


def test_small_values_keep_the_digits_that_tell_them_from_nothing() -> None:
    probability = QUANTITIES["probability"]
    assert probability.words(0.00342) == "0.0034 % a year"
    assert probability.words(12.3) == "12.30 % a year"
    assert probability.words(float("nan")) == "unknown"
