"""Tap and locate: from a place to an asset, and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.assets import AssetRef
from data_sources.errors import QueryError
from layers.built_in.feeders import distance_to_pieces
from layers.detail import Detail, Drawn
from layers.locate import lines_of, locate, places
from layers.nearest import nearest
from layers.network import Segments
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters

MARKS = {layer.name: Drawn.MARKS for layer in BUILT_IN}


def path(segments: Segments, row: int) -> tuple[np.ndarray, np.ndarray]:
    """The x and y of one segment's vertices."""
    at = slice(segments.vertex_start[row], segments.vertex_start[row + 1])
    return segments.x[at], segments.y[at]


def tap(
    town: Snapshot,
    x: float,
    y: float,
    scale: float = 0.2,
    *,
    drawn: dict[str, Drawn] = MARKS,
    feeder: int | None = None,
) -> AssetRef | None:
    scene = Scene(town, filters=MapFilters(feeder_id=feeder))
    hit = nearest(scene, BUILT_IN, Detail(drawn, {}), x, y, scale)
    return hit.asset if hit else None


@pytest.mark.parametrize("kind", ["pole", "transformer", "meter", "substation", "outage"])
def test_a_tap_on_an_asset_finds_it(town: Snapshot, kind: str) -> None:
    asset = AssetRef(kind, 4 if kind == "outage" else 2)  # type: ignore[arg-type]
    place = locate(town, asset)
    assert tap(town, float(place.x[0]), float(place.y[0]), scale=0.05, drawn={f"{kind}s": Drawn.MARKS}) == asset


def test_a_tap_on_a_line_finds_its_segment(town: Snapshot) -> None:
    x, y = path(town.segments, 17)
    found = tap(town, float(x[0] + x[1]) / 2, float(y[0] + y[1]) / 2, drawn={"feeders": Drawn.IMAGE})
    assert found == AssetRef("segment", 18)


def test_a_cloud_of_meters_and_their_service_lines_are_no_target(town: Snapshot) -> None:
    place = locate(town, AssetRef("meter", 2))
    drawn = {"meters": Drawn.IMAGE, "service_lines": Drawn.IMAGE}
    assert tap(town, float(place.x[0]), float(place.y[0]), drawn=drawn) is None


def test_a_tap_beside_everything_finds_nothing(town: Snapshot) -> None:
    assert tap(town, town.extent[0] - 5000, town.extent[1] - 5000) is None


def test_a_tap_sees_no_layer_that_is_off_and_nothing_filtered_out(town: Snapshot) -> None:
    place = locate(town, AssetRef("pole", 5))
    x, y = float(place.x[0]), float(place.y[0])
    assert tap(town, x, y, scale=0.05, drawn={"poles": Drawn.OFF}) is None
    assert tap(town, x, y, scale=0.05, feeder=6) != AssetRef("pole", 5)


def test_an_outage_lies_on_top(town: Snapshot) -> None:
    place = locate(town, AssetRef("outage", 4))
    assert tap(town, float(place.x[0]), float(place.y[0]), scale=20.0) == AssetRef("outage", 4)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_distance_to_a_piece(x: float, y: float) -> None:
    """Against many points along the piece."""
    along = np.linspace(0, 1, 20001)
    expected = np.hypot(-10 + 30 * along - x, 5 - 20 * along - y).min()
    ends = [np.array([v]) for v in (-10.0, 5.0, 20.0, -15.0)]
    assert distance_to_pieces(x, y, *ends)[0] == pytest.approx(expected, abs=2e-3)


def test_lines_of_segments_end_in_gaps(town: Snapshot) -> None:
    found = places(town, "segment", [3, 999_999, 1])
    assert len(found.line_x) == 2 * 4
    assert np.isnan(found.line_x[[3, 7]]).all()
    assert np.allclose(found.line_x[:3], path(town.segments, 2)[0])


def test_a_feeder_is_where_its_segments_are(town: Snapshot) -> None:
    extent = locate(town, AssetRef("feeder", 2)).extent
    assert extent is not None
    rows = np.flatnonzero(town.segments.feeder == 1)
    assert extent[0] == pytest.approx(min(path(town.segments, row)[0].min() for row in rows))
    assert locate(town, AssetRef("feeder", 77)).extent is None
    assert locate(town, AssetRef("device", 1)).extent is None


def test_the_lines_of_a_substation_are_those_of_its_feeders(town: Snapshot) -> None:
    substation = int(town.feeders.substation_id[0])
    own = np.flatnonzero(np.isin(town.segments.feeder, np.flatnonzero(town.feeders.substation_id == substation)))
    found = lines_of(town, AssetRef("substation", substation)).extent
    assert found is not None
    assert found[0] == pytest.approx(min(path(town.segments, row)[0].min() for row in own))
    assert found[3] == pytest.approx(max(path(town.segments, row)[1].max() for row in own))
    assert lines_of(town, AssetRef("feeder", 2)).extent == locate(town, AssetRef("feeder", 2)).extent
    assert lines_of(town, AssetRef("substation", 999)).extent is None


def test_assets_are_written_as_kind_and_id() -> None:
    assert AssetRef.parse(str(AssetRef("pole", 12))) == AssetRef("pole", 12)
    for text in ("pole", "tree:4", "pole:x", "pole:-3", ""):
        with pytest.raises(QueryError, match="names no asset"):
            AssetRef.parse(text)
