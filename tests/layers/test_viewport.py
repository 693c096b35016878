from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from layers.projection import ground_scale, to_lonlat, to_mercator
from layers.viewport import Viewport, around

EPSG_3857 = Transformer.from_crs(4326, 3857, always_xy=True)
LON, LAT = st.floats(-180, 180), st.floats(-85, 85)


@given(LON, LAT)
def test_projection_equals_pyproj(lon: float, lat: float) -> None:
    assert np.allclose(to_mercator(lon, lat), EPSG_3857.transform(lon, lat), atol=1e-4)


@given(LON, LAT)
def test_projection_comes_back(lon: float, lat: float) -> None:
    assert np.allclose(to_lonlat(*to_mercator(lon, lat)), (lon, lat), atol=1e-9)


def test_poles_of_the_earth_are_clipped_to_the_square() -> None:
    assert to_mercator(0, 90)[1] == pytest.approx(to_mercator(180, 0)[0], rel=1e-6)


def test_ground_scale_at_houston() -> None:
    assert ground_scale(float(to_mercator(0, 29.76)[1])) == pytest.approx(1 / np.cos(np.radians(29.76)))


@given(LON, st.floats(-80, 80), st.floats(0.01, 2), st.floats(0.01, 2), st.integers(50, 4000), st.integers(50, 4000))
def test_view_of_a_box_holds_it_with_square_pixels(
    lon: float, lat: float, wide: float, tall: float, width: int, height: int
) -> None:
    view = Viewport.from_lonlat((lon, lat, lon + wide, lat + tall), width, height)
    west, south, east, north = view.bbox
    assert west <= lon + 1e-7
    assert east >= lon + wide - 1e-7
    assert south <= lat + 1e-7
    assert north >= lat + tall - 1e-7
    assert (view.x1 - view.x0) / width == pytest.approx((view.y1 - view.y0) / height)


def test_resizing_and_zooming_keep_the_middle() -> None:
    view = Viewport.around(1000.0, 2000.0, 5.0, 800, 600)
    assert view.resized(1000, 300).centre == pytest.approx((1000, 2000))
    assert view.resized(1000, 300).metres_per_pixel == pytest.approx(5)
    assert view.zoomed(2).metres_per_pixel == pytest.approx(2.5)


def test_a_view_without_inside_is_refused() -> None:
    with pytest.raises(ValueError, match="no inside"):
        Viewport(1, 0, 0, 1, 10, 10)
    with pytest.raises(ValueError, match="no inside"):
        Viewport(float("nan"), 0, 1, 1, 10, 10)


@given(st.floats(-5e5, 5e5), st.floats(-5e5, 5e5), st.floats(1, 4e5), st.floats(1, 4e5))
def test_cropping_keeps_the_pixel_grid_and_all_rows(x: float, y: float, wide: float, tall: float) -> None:
    view = Viewport.around(0.0, 0.0, 250.0, 1430, 850)
    part = view.cropped((x, y, x + wide, y + tall))
    assert part.metres_per_pixel == pytest.approx(view.metres_per_pixel)
    assert (part.x0 - view.x0) / 250.0 == pytest.approx(round((part.x0 - view.x0) / 250.0), abs=1e-6)
    assert 1 <= part.width <= view.width
    assert 1 <= part.height <= view.height
    assert part.x0 <= max(x, view.x0) + 251 or x > view.x1
    assert part.x1 >= min(x + wide, view.x1) - 251 or x + wide < view.x0


def test_fitting_a_single_place_shows_its_street() -> None:
    view = around((10.0, 20.0, 10.0, 20.0), (800, 600))
    assert view.centre == pytest.approx((10, 20))
    assert view.x1 - view.x0 == pytest.approx(318)
