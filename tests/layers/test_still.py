"""The still of a network: what the live map shows first, without what changes by the hour."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from layers.map_frames import empty_snapshot
from layers.snapshot import Snapshot
from layers.still import MOST_PX, still
from layers.style import MapStyle
from layers.viewport import around


def opened(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_it_shows_the_extent_where_the_first_view_does(town: Snapshot) -> None:
    """Fitted into any window, as large as it goes, a place lies where the live map will have it."""
    found = still(town, MapStyle())
    assert found is not None
    image = opened(found.network)
    height, width = image.shape[:2]
    assert width / height == pytest.approx(found.ratio, abs=0.01)
    assert width <= MOST_PX[0]
    assert height <= MOST_PX[1]
    assert width == MOST_PX[0] or height == MOST_PX[1]
    window = (1700, 500)
    live, share = around(town.extent, window), min(window[0] / width, window[1] / height)
    ink = np.argwhere(image[..., 3] > 0)
    west = (window[0] - width * share) / 2 + ink[:, 1].min() * share
    assert west == pytest.approx((float(town.segments.x.min()) - live.x0) / live.metres_per_pixel, abs=4)
    top = (window[1] - height * share) / 2 + ink[:, 0].min() * share
    assert top == pytest.approx((live.y1 - float(town.segments.y.max())) / live.metres_per_pixel, abs=4)


def test_supply_does_not_change_it(town: Snapshot) -> None:
    dark = town.segments.with_supply(np.ones(len(town.segments), bool))
    frames = {**town.frames, "feeders": town.frames["feeders"].owned_by(dark)}
    assert still(replace(town, segments=dark, frames=frames), MapStyle()) == still(town, MapStyle())
    assert still(town, MapStyle(theme="light")) != still(town, MapStyle())


def test_the_land_reaches_three_times_as_far(town: Snapshot) -> None:
    found = still(town, MapStyle())
    assert found is not None
    land = opened(found.land)
    assert land.shape[1] / land.shape[0] == pytest.approx(found.ratio, abs=0.02)
    assert (land[..., 3] > 0).mean() > 0.3


def test_no_lines_no_still() -> None:
    assert still(empty_snapshot(3), MapStyle()) is None
