from __future__ import annotations

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from layers import png
from layers.composite import Renderer, draw
from layers.detail import MAX_MARKS, Drawn, choose
from layers.image_palette import image_palette
from layers.map_frames import Snapshot, empty_snapshot
from layers.style import ALL_LAYERS, MapFilters, MapStyle
from layers.viewport import Viewport

STYLE, FILTERS = MapStyle(), MapFilters()


class Still:
    """Frames that never change by themselves; `current` may be set."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.current = snapshot

    def refresh(self) -> Snapshot:
        return self.current


def pixels(address: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).convert("RGBA"))


def renderer(town: Snapshot) -> Renderer:
    return Renderer(Still(town), max_pictures=3)  # type: ignore[arg-type]


def test_a_png_comes_back_as_it_was() -> None:
    rows = np.zeros((3, 5), np.uint8)
    rows[:, 1:] = np.arange(12).reshape(3, 4) % 3
    colours = np.array([[0, 0, 0, 0], [255, 0, 0, 255], [0, 255, 0, 128]], np.uint8)
    assert np.array_equal(pixels(png.data_uri(png.encode(rows, colours))), colours[rows[:, 1:]])


def test_north_is_up_and_feeders_are_where_they_are(town: Snapshot, whole: Viewport) -> None:
    picture = draw(town, whole, replace(STYLE, layers=frozenset({"feeders"})), FILTERS)
    shown = pixels(picture.address)
    assert shown.shape == (picture.image.height, picture.image.width, 4)
    x, y = town.segments.x[0], town.segments.y[0]
    column = int((x - picture.image.x0) / picture.image.metres_per_pixel)
    line = int((picture.image.y1 - y) / picture.image.metres_per_pixel)
    colour = image_palette(STYLE).colours[image_palette(STYLE).lines[3 << 6 | 1 + int(town.feeders.colour[0])]]
    near = shown[line - 3 : line + 4, column : column + 4].reshape(-1, 4)
    assert (near == colour).all(axis=1).any()


def test_the_image_covers_no_more_than_the_rows(town: Snapshot, whole: Viewport) -> None:
    far = draw(town, whole.zoomed(0.1), STYLE, FILTERS).image
    assert far.width < whole.width / 5
    assert draw(town, whole.zoomed(10), STYLE, FILTERS).image == whole.zoomed(10)


def test_marks_stay_within_three_thousand(town: Snapshot, near: Viewport) -> None:
    picture = draw(town, near, STYLE, FILTERS)
    assert set(picture.marks) == {"transformer", "pole", "meter"}
    assert sum(len(columns["x"]) for columns in picture.marks.values()) == 3 * 720 <= MAX_MARKS
    sizes = picture.marks["transformer"]["size"]
    assert sizes.min() >= 10
    assert sizes.max() <= 20
    assert set(picture.marks["pole"]["size"]) == {16}
    assert 5 <= picture.marks["meter"]["size"].min() <= picture.marks["meter"]["size"].max() <= 15
    assert len({len(values) for values in picture.marks["pole"].values()}) == 1


def test_what_is_drawn_depends_on_how_much_there_is(whole: Viewport) -> None:
    view = Viewport.around(0, 0, 1, 1430, 850)
    street = choose({"transformer": 900, "pole": 700, "meter": 1400}, view)
    assert {street[kind] for kind in ("transformer", "pole", "meter")} == {Drawn.MARKS}
    afar = choose({"transformer": 900, "pole": 700, "meter": 1400}, Viewport.around(0, 0, 20, 1430, 850))
    assert {afar[kind] for kind in ("transformer", "pole", "meter")} == {Drawn.DOTS}
    crowded = choose({"transformer": 900, "pole": 700, "meter": 1401}, view)
    assert (crowded["pole"], crowded["meter"]) == (Drawn.MARKS, Drawn.DOTS)
    district = choose({"transformer": 8000, "pole": 5000, "meter": 60_000}, view)
    assert {district[kind] for kind in ("transformer", "pole", "meter")} == {Drawn.DOTS}
    full = choose({"transformer": 91_554, "pole": 62_038, "meter": 596_906}, view)
    assert (full["transformer"], full["pole"], full["meter"]) == (Drawn.TROUBLE, Drawn.TROUBLE, Drawn.OFF)
    assert choose({}, view)["pole"] is Drawn.OFF


def test_the_worst_marks_come_last(town: Snapshot, near: Viewport) -> None:
    codes = draw(town, near, STYLE, FILTERS).marks["transformer"]["code"]
    assert (np.diff(codes.astype(int)) >= 0).all()


def test_a_layer_that_is_off_is_neither_drawn_nor_marked(town: Snapshot, near: Viewport) -> None:
    picture = draw(town, near, replace(STYLE, layers=ALL_LAYERS - {"poles", "feeders"}), FILTERS)
    assert "pole" not in picture.marks
    assert picture.detail["pole"] is Drawn.OFF
    assert not pixels(picture.address)[..., 3].any()


def test_the_same_view_is_drawn_once_for_all(town: Snapshot, whole: Viewport) -> None:
    shared = renderer(town)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: shared.picture(whole, STYLE, FILTERS), range(8)))
    assert all(picture is pictures[0] for picture in pictures)


@pytest.mark.parametrize("what", ["viewport", "style", "filters", "version"])
def test_anything_that_can_be_seen_makes_another_picture(town: Snapshot, whole: Viewport, what: str) -> None:
    shared = renderer(town)
    first = shared.picture(whole, STYLE, FILTERS)
    if what == "version":
        shared.frames.current = replace(town, version=town.version + 1)
    other = shared.picture(
        whole.zoomed(1.1) if what == "viewport" else whole,
        MapStyle(colour_by="voltage") if what == "style" else STYLE,
        MapFilters(feeder_id=2) if what == "filters" else FILTERS,
    )
    assert other is not first


def test_the_least_recently_used_picture_goes_first(town: Snapshot, whole: Viewport) -> None:
    shared = renderer(town)
    first = shared.picture(whole, STYLE, FILTERS)
    second = shared.picture(whole.zoomed(2), STYLE, FILTERS)
    shared.picture(whole.zoomed(3), STYLE, FILTERS)
    assert shared.picture(whole, STYLE, FILTERS) is first
    shared.picture(whole.zoomed(4), STYLE, FILTERS)
    assert shared.picture(whole, STYLE, FILTERS) is first
    assert shared.picture(whole.zoomed(2), STYLE, FILTERS) is not second


def test_a_utility_without_rows_makes_a_clear_picture(near: Viewport) -> None:
    picture = draw(empty_snapshot(9), near, STYLE, FILTERS)
    assert not pixels(picture.address)[..., 3].any()
    assert set(picture.marks) == {"transformer", "pole", "meter"}


def test_warming_draws_the_first_view(town: Snapshot) -> None:
    shared = Renderer(Still(town))  # type: ignore[arg-type]
    shared.warm(((320, 200),))
    assert len(shared._pictures) == 2
