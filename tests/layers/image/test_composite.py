from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from layers.built_in.feeders import Feeders
from layers.detail import MAX_MARKS, Drawn
from layers.frame import BlockFrame
from layers.image import png
from layers.image.composite import choose, draw
from layers.image.image_palette import image_palette
from layers.image.pictures import Pictures
from layers.image.renderer import Renderer
from layers.map_frames import empty_snapshot
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport, around

STYLE, FILTERS = MapStyle(), MapFilters()
ALL_LAYERS = frozenset(layer.name for layer in BUILT_IN)
MARKED = {"transformers", "poles", "meters"}


class Still:
    """Frames that never change by themselves; `current` may be set."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.current = snapshot
        self.trouble = ""

    def refresh(self) -> Snapshot:
        return self.current


def pixels(file: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGBA"))


def renderer(town: Snapshot, max_bytes: int = 64 << 20) -> Renderer:
    return Renderer(Still(town), pictures=Pictures(max_bytes))  # type: ignore[arg-type]


def test_a_png_comes_back_as_it_was() -> None:
    rows = np.zeros((3, 5), np.uint8)
    rows[:, 1:] = np.arange(12).reshape(3, 4) % 3
    colours = np.array([[0, 0, 0, 0], [255, 0, 0, 255], [0, 255, 0, 128]], np.uint8)
    assert np.array_equal(pixels(png.encode(rows, colours)), colours[rows[:, 1:]])


def test_north_is_up_and_feeders_are_where_they_are(town: Snapshot, whole: Viewport) -> None:
    picture = draw(town, whole, replace(STYLE, layers=frozenset({"feeders"})), FILTERS)
    shown = pixels(picture.file)
    assert shown.shape == (picture.image.height, picture.image.width, 4)
    x, y = town.segments.x[0], town.segments.y[0]
    column = int((x - picture.image.x0) / picture.image.metres_per_pixel)
    line = int((picture.image.y1 - y) / picture.image.metres_per_pixel)
    palette = image_palette(STYLE, (Feeders(),))
    colour = palette.colours[palette.tables["lines"][3 << 6 | 1 + int(town.feeders.colour[0])]]
    near = shown[line - 3 : line + 4, column : column + 4].reshape(-1, 4)
    assert (near == colour).all(axis=1).any()


def test_the_image_covers_no_more_than_the_rows(town: Snapshot, whole: Viewport) -> None:
    far = draw(town, whole.zoomed(0.1), STYLE, FILTERS).image
    assert far.width < whole.width / 5
    assert draw(town, whole.zoomed(10), STYLE, FILTERS).image == whole.zoomed(10)


def test_marks_stay_within_three_thousand(town: Snapshot, near: Viewport) -> None:
    picture = draw(town, near, STYLE, FILTERS)
    assert set(picture.marks) == MARKED
    assert sum(len(columns["x"]) for columns in picture.marks.values()) == 3 * 720 <= MAX_MARKS
    sizes = picture.marks["transformers"]["size"]
    assert sizes.min() >= 10
    assert sizes.max() <= 20
    assert set(picture.marks["poles"]["size"]) == {16}
    assert 5 <= picture.marks["meters"]["size"].min() <= picture.marks["meters"]["size"].max() <= 15
    assert len({len(values) for values in picture.marks["poles"].values()}) == 1


def drawn(counts: dict[str, int], metres: float) -> dict[str, Drawn]:
    """How places are drawn of which so many are in view."""
    view = Viewport.around(0, 0, metres, 1430, 850)
    frames = {
        name: BlockFrame.of_points(np.zeros(count), np.zeros(count), columns_of(count), (0.0, 0.0))
        for name, count in counts.items()
    }
    detail = choose(Scene(Snapshot(1, frames=frames)), BUILT_IN, view)
    return {name: detail[name] for name in MARKED}


def columns_of(count: int) -> dict[str, np.ndarray]:
    numbers = ("health_score", "load_pct", "feeder")
    return {
        **{name: np.zeros(count) for name in numbers},
        "is_underground": np.zeros(count, bool),
        "is_energized": np.ones(count, bool),
    }


def test_what_is_drawn_depends_on_how_much_there_is() -> None:
    street = {"transformers": 900, "poles": 700, "meters": 1400}
    assert set(drawn(street, 1).values()) == {Drawn.MARKS}
    assert set(drawn(street, 20).values()) == {Drawn.IMAGE}
    crowded = drawn({**street, "meters": 1401}, 1)
    assert (crowded["poles"], crowded["meters"]) == (Drawn.MARKS, Drawn.IMAGE)
    district = drawn({"transformers": 8000, "poles": 5000, "meters": 60_000}, 1)
    assert set(district.values()) == {Drawn.IMAGE}
    full = drawn({"transformers": 91_554, "poles": 62_038, "meters": 596_906}, 1)
    assert (full["transformers"], full["poles"], full["meters"]) == (Drawn.TROUBLE, Drawn.TROUBLE, Drawn.OFF)
    assert drawn({}, 1)["poles"] is Drawn.OFF


def test_service_lines_are_seen_in_the_street_and_go_with_the_meters(town: Snapshot, near: Viewport) -> None:
    meters = town.frames["meters"]
    street = Viewport.around(meters.x0[9] + meters.origin[0], meters.y0[9] + meters.origin[1], 0.5, 640, 400)
    only = {"feeders": frozenset({"feeders"}), "both": frozenset({"feeders", "meters"})}
    alone, joined = (draw(town, street, replace(STYLE, layers=on), FILTERS) for on in only.values())
    assert (alone.detail["service_lines"], joined.detail["service_lines"]) == (Drawn.OFF, Drawn.IMAGE)
    assert (pixels(joined.file)[..., 3] > 0).sum() > (pixels(alone.file)[..., 3] > 0).sum()
    assert draw(town, near, STYLE, FILTERS).detail["service_lines"] is Drawn.OFF


def test_the_worst_marks_come_last(town: Snapshot, near: Viewport) -> None:
    codes = draw(town, near, STYLE, FILTERS).marks["transformers"]["code"]
    assert (np.diff(codes.astype(int)) >= 0).all()


def test_a_layer_that_is_off_is_neither_drawn_nor_marked(town: Snapshot, near: Viewport) -> None:
    picture = draw(town, near, replace(STYLE, layers=ALL_LAYERS - {"poles", "feeders", "meters"}), FILTERS)
    assert "poles" not in picture.marks
    assert picture.detail["poles"] is Drawn.OFF
    assert not pixels(picture.file)[..., 3].any()


def test_the_same_view_is_drawn_once_for_all(town: Snapshot, whole: Viewport) -> None:
    shared = renderer(town)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: shared.picture(whole, STYLE, FILTERS), range(8)))
    assert all(picture is pictures[0] for picture in pictures)


@pytest.mark.parametrize("what", ["viewport", "style", "filters", "rows"])
def test_anything_that_can_be_seen_makes_another_picture(town: Snapshot, whole: Viewport, what: str) -> None:
    shared = renderer(town)
    first = shared.picture(whole, STYLE, FILTERS)
    if what == "rows":
        poles = town.frames["poles"].with_columns()
        shared.frames.current = replace(town, frames={**town.frames, "poles": poles})  # type: ignore[misc]
    other = shared.picture(
        whole.zoomed(1.1) if what == "viewport" else whole,
        MapStyle(colour_by="voltage") if what == "style" else STYLE,
        MapFilters(feeder_id=2) if what == "filters" else FILTERS,
    )
    assert other is not first


def test_rows_of_a_layer_that_is_off_make_no_other_picture(town: Snapshot, whole: Viewport) -> None:
    """Loads of transformers change every few seconds; a map without transformers has nothing to draw then."""
    shared, style = renderer(town), MapStyle(layers=frozenset({"feeders", "poles"}))
    first = shared.picture(whole, style, FILTERS)
    frames = {name: town.frames[name].with_columns() for name in ("transformers", "outages")}
    shared.frames.current = replace(town, version=9, frames={**town.frames, **frames})  # type: ignore[misc]
    assert shared.picture(whole, style, FILTERS) is first


def test_the_least_recently_used_picture_goes_first(town: Snapshot, whole: Viewport) -> None:
    sizes = [renderer(town).picture(whole.zoomed(factor), STYLE, FILTERS).nbytes for factor in (1, 2, 3, 4)]
    shared = renderer(town, max_bytes=sizes[0] + sizes[2] + max(sizes[1], sizes[3]))
    first = shared.picture(whole, STYLE, FILTERS)
    second = shared.picture(whole.zoomed(2), STYLE, FILTERS)
    shared.picture(whole.zoomed(3), STYLE, FILTERS)
    assert shared.picture(whole, STYLE, FILTERS) is first
    shared.picture(whole.zoomed(4), STYLE, FILTERS)
    assert shared.picture(whole, STYLE, FILTERS) is first
    assert shared.picture(whole.zoomed(2), STYLE, FILTERS) is not second


def test_a_picture_larger_than_the_budget_is_handed_on_and_not_kept(town: Snapshot, whole: Viewport) -> None:
    tiny = renderer(town, max_bytes=1)
    assert tiny.picture(whole, STYLE, FILTERS) is not tiny.picture(whole, STYLE, FILTERS)


def test_renderers_share_one_budget_of_memory(town: Snapshot, whole: Viewport) -> None:
    one_size = renderer(town).picture(whole, STYLE, FILTERS).nbytes
    pictures = Pictures(3 * one_size)
    drawing = [Renderer(Still(town), pictures=pictures) for _ in range(8)]  # type: ignore[arg-type]
    drawn = [one.picture(whole, STYLE, FILTERS) for one in drawing]
    assert (len(pictures), pictures.nbytes) == (3, 3 * one_size)
    assert drawing[-1].picture(whole, STYLE, FILTERS) is drawn[-1]
    drawing[-1].forget()
    assert (len(pictures), pictures.nbytes) == (2, 2 * one_size)
    assert drawing[-2].picture(whole, STYLE, FILTERS) is drawn[-2]


def test_a_utility_without_rows_makes_a_clear_picture(near: Viewport) -> None:
    picture = draw(empty_snapshot(9), near, STYLE, FILTERS)
    assert not pixels(picture.file)[..., 3].any()
    assert set(picture.marks) == MARKED


def test_warming_draws_the_first_view(town: Snapshot) -> None:
    pictures = Pictures()
    warmed = Renderer(Still(town), pictures=pictures)  # type: ignore[arg-type]
    warmed.warm(((320, 200),))
    before = len(pictures)
    assert before > 0
    for theme in ("dark", "light"):
        warmed.mosaic(around(town.extent, (320, 200)), MapStyle(theme=theme), FILTERS)  # type: ignore[arg-type]
    assert len(pictures) == before
