"""Who was out, frame by frame: codes, places, taps; frames alike are one picture, and only tiles that differ are sent."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.replay.history import InterruptedRows, OutageReplay
from layers.detail import Drawn
from layers.image.mosaic import Sheet
from layers.replay import (
    NOBODY,
    OUT,
    PLANNED,
    OutFilm,
    OutPlaces,
    OutTransformers,
    PickedPlaces,
    ReplayRenderer,
)
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.layers.image.test_composite import Still

MINUTE = 60_000
FRAMES = np.arange(0, 60 * MINUTE, 10 * MINUTE)


def film_of(town: Snapshot) -> OutFilm:
    """Outage 1: the first three transformers from minute 5 to 25; 2, planned: the last one from 15 on; 3: a place."""
    ids = np.sort(town.frames["transformers"]["id"])
    transformer = np.array([*ids[:3], ids[-1], -1], np.int64)
    out_at = np.array([5, 5, 5, 15, 15]) * MINUTE
    back = np.array([25, 25, 25, 1000, 1000]) * MINUTE
    outage = np.array([1, 1, 1, 2, 3])
    customers = np.array([4, 5, 6, 7, 8])
    rows = InterruptedRows(transformer, out_at, back, customers, customers * 1.0, outage, outage)
    return OutFilm(OutageReplay(rows), FRAMES, np.array([2]), np.array([3]), np.array([-95.2]), np.array([29.9]))


def drawn(town: Snapshot) -> ReplayRenderer:
    return ReplayRenderer(Still(town), film_of(town))  # type: ignore[arg-type]  # frames that never change


def codes(town: Snapshot, frame: int) -> dict[int, int]:
    film, rows = film_of(town), town.frames["transformers"]
    found = OutTransformers(film).codes(rows, Scene(town, MapStyle(step=film.step(frame))))
    return {int(key): int(code) for key, code in zip(rows["id"], found, strict=True) if code}


def test_frames_between_which_nothing_happened_are_one_step(town: Snapshot) -> None:
    film = film_of(town)
    assert [film.step(frame) for frame in range(len(FRAMES))] == [0, 1, 2, 3, 3, 3]
    assert film.step(99) == 3


def test_each_transformer_is_drawn_as_its_outage_is(town: Snapshot) -> None:
    ids = np.sort(town.frames["transformers"]["id"]).tolist()
    assert codes(town, 0) == {}
    assert codes(town, 1) == dict.fromkeys(ids[:3], OUT)
    assert codes(town, 2) == dict.fromkeys(ids[:3], OUT) | {ids[-1]: PLANNED}
    assert codes(town, 5) == {ids[-1]: PLANNED}


def test_a_tap_tells_the_outage_of_that_instant(town: Snapshot) -> None:
    film, first = film_of(town), int(town.frames["transformers"]["id"].min())
    assert film.outage_of(1, first) == 1
    assert film.outage_of(5, first) is None
    rows = town.frames["transformers"]
    place = int(np.flatnonzero(rows["id"] == first)[0])
    x, y = float(rows.x0[place]) + rows.origin[0], float(rows.y0[place]) + rows.origin[1]
    layer = OutTransformers(film)
    hit = layer.hit(Scene(town, MapStyle(step=1)), x, y, 1.0, Drawn.IMAGE)
    assert hit is not None
    assert (hit.layer, hit.key) == ("transformers", first)
    assert layer.hit(Scene(town, MapStyle(step=0)), x, y, 1.0, Drawn.IMAGE) is None


def test_an_outage_without_transformers_is_at_its_place(town: Snapshot) -> None:
    renderer = drawn(town)
    snapshot = renderer.frames.current
    frame = snapshot.frames["outage_places"]
    film = renderer.film
    assert OutPlaces(film).codes(frame, Scene(snapshot, MapStyle(step=2))).tolist() == [OUT]
    assert OutPlaces(film).codes(frame, Scene(snapshot, MapStyle(step=1))).tolist() == [0]
    lon, lat = renderer.places_of(3)
    assert (lon[0], lat[0]) == pytest.approx((-95.2, 29.9), abs=1e-4)
    assert len(renderer.places_of(1)[0]) == 3
    assert len(renderer.places_of(99)[0]) == 0
    west, south, east, north = snapshot.extent
    assert west <= frame.x0[0] + frame.origin[0] <= east
    assert south <= frame.y0[0] + frame.origin[1] <= north


def test_tiles_of_another_step_take_the_places_of_those_shown_and_differ_only_where_somebody_is_out(
    town: Snapshot, whole: Viewport
) -> None:
    renderer = drawn(town)
    before = renderer.mosaic(whole, MapStyle(step=0), MapFilters())
    after = renderer.mosaic(whole, MapStyle(step=1), MapFilters(), before.sheet)
    assert isinstance(after.sheet, Sheet)
    assert after.sheet.lies_like(before.sheet)
    changed = [key for key, piece in after.pieces.items() if piece.file != before.pieces[key].file]
    assert len(changed) > 0
    again = renderer.mosaic(whole, MapStyle(step=0), MapFilters(), after.sheet)
    assert {key: piece.file for key, piece in again.pieces.items()} == {
        key: piece.file for key, piece in before.pieces.items()
    }


def test_near_by_a_mark_tells_customers_and_outage(town: Snapshot, near: Viewport) -> None:
    renderer = drawn(town)
    mosaic = renderer.mosaic(near, MapStyle(step=2), MapFilters())
    marks = [piece.marks["transformers"] for piece in mosaic.pieces.values() if "transformers" in piece.marks]
    told = sorted(
        (outage, count)
        for one in marks
        for outage, count in zip(one["outage"], one["customers"], strict=True)
    )  # fmt: skip
    assert told == [("1", 4), ("1", 5), ("1", 6), ("2", 7)]


def test_before_anything_is_read_nobody_is_out(town: Snapshot) -> None:
    found = OutTransformers(NOBODY).codes(town.frames["transformers"], Scene(town, MapStyle()))
    assert not found.any()


def test_rings_stand_for_all_of_a_large_outage() -> None:
    rows = PickedPlaces.table(np.linspace(-95, -94, 5000), np.full(5000, 29.0), "7")
    assert 0 < rows.num_rows <= 400
    assert PickedPlaces.around(np.array([-95.0]), np.array([29.0])) == pytest.approx((-95.006, 28.994, -94.994, 29.006))
