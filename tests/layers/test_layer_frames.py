"""Layers of a map's own beside the network's: what is read again when, and what one failing layer costs."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import datashader as ds
import numpy as np
import pyarrow as pa
import pytest

from data_sources.errors import ContractError, SourceUnavailable
from data_sources.query import Query
from data_sources.statements import register_folder
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.image.composite import draw
from layers.image.renderer import Renderer
from layers.layer import Layer
from layers.map_frames import LayerFrames, MapFrames
from layers.registry import built_in
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import around
from tests.layers.test_map_frames import Numbers, Tables

STATEMENT = """-- One row a hot spot at an hour.
-- result: spot_id int32, feeder_id int32, spot_name string, hot_c float32, lon float64, lat float64
-- topics: weather
SELECT spot_id, feeder_id, spot_name, hot_c, lon, lat FROM spots WHERE utility_id = :utility_id AND hour = :hour
"""


class HotSpots(Layer):
    name, title, unit = "hot_spots", "Hot spots", "°C"
    statement, key = "made_up_hot_spots", "spot_id"
    reduction = ds.max("hot_c")
    tooltip = (("Spot", "@spot_name"), ("Hot", "@hot_c °C"))


@pytest.fixture
def source(tmp_path: Path) -> Tables:
    (tmp_path / "made_up_hot_spots.sql").write_text(STATEMENT)
    register_folder(tmp_path)
    source = Tables()
    source.rows["made_up_hot_spots"] = spots([90, 110, 130])
    return source


def spots(hot: list[float]) -> pa.Table:
    count = len(hot)
    return pa.table(
        {
            "spot_id": np.arange(count), "feeder_id": np.ones(count), "spot_name": [f"S{i}" for i in range(count)],
            "hot_c": hot, "lon": -95.37 + 0.001 * np.arange(count), "lat": [29.76] * count,
        }
    )  # fmt: skip


def test_a_bump_of_its_topic_reads_a_layer_and_repaints_no_other_map(source: Tables) -> None:
    numbers = Numbers()
    network = MapFrames(source, numbers, 1)
    frames = LayerFrames(network, [HotSpots(hour=3)], {"live": source}, numbers)
    first = frames.refresh()
    assert first.frames["hot_spots"]["hot_c"].max() == 130
    source.rows["made_up_hot_spots"] = spots([60])
    source.asked.clear()
    numbers.bump("weather")
    assert frames.is_stale()
    assert not network.is_stale()
    second = frames.refresh()
    assert source.asked == ["made_up_hot_spots"]
    assert second.version > first.version
    assert len(second.frames["hot_spots"]) == 1
    assert second.frames["poles"] is first.frames["poles"]
    assert not frames.is_stale()


def test_the_network_s_changes_are_the_layer_s_map_s_too(source: Tables) -> None:
    numbers = Numbers()
    frames = LayerFrames(MapFrames(source, numbers, 1), [HotSpots(hour=3)], {"live": source}, numbers)
    first = frames.refresh()
    source.asked.clear()
    numbers.bump("feeder_status")
    assert frames.is_stale()
    second = frames.refresh()
    assert "made_up_hot_spots" not in source.asked
    assert second.frames["hot_spots"] is first.frames["hot_spots"]
    assert second.frames["feeders"] is not first.frames["feeders"]


def test_a_source_that_is_not_there_is_told_and_the_network_is_drawn(source: Tables) -> None:
    frames = LayerFrames(MapFrames(source, Numbers(), 1), [HotSpots(hour=3)], {}, Numbers())
    snapshot = frames.refresh()
    assert frames.trouble.startswith("Hot spots: ")
    assert len(snapshot.frames["hot_spots"]) == 0
    assert len(snapshot.frames["poles"]) > 0


class Broken(HotSpots):
    """Somebody's own, with a mistake in it."""

    asked = 0
    is_mended = False

    def frame(self, table: pa.Table, snapshot: Snapshot) -> BlockFrame:
        type(self).asked += bool(table.num_rows)
        if not self.is_mended:
            raise ValueError("hot_c of 400 °C")
        return super().frame(table, snapshot)


def test_a_layer_with_a_mistake_is_told_logged_once_and_asked_again_later_each_time(
    source: Tables, caplog: pytest.LogCaptureFixture
) -> None:
    numbers, clock = Numbers(), [0.0]
    frames = LayerFrames(
        MapFrames(source, numbers, 1), [Broken(hour=3)], {"live": source}, numbers, now=lambda: clock[0]
    )
    asked = []
    for second in range(61):
        clock[0] = float(second)
        if frames.is_stale():
            frames.refresh()
        asked.append(Broken.asked)
    assert asked[-1] == 5  # at 0, 2, 6, 14 and 30 s
    assert frames.trouble == "Hot spots: ValueError: hot_c of 400 °C"
    assert [record.exc_info is not None for record in caplog.records] == [True]
    assert len(frames.current.frames["hot_spots"]) == 0
    assert len(frames.current.frames["poles"]) > 0
    Broken.is_mended = True
    numbers.bump("weather")
    assert frames.is_stale()
    assert len(frames.refresh().frames["hot_spots"]) == 3
    assert frames.trouble == ""


def test_a_source_that_was_away_is_asked_again_within_ten_seconds(source: Tables) -> None:
    class Away(Tables):
        def fetch(self, query: Query) -> pa.Table:
            if clock[0] < 300:
                raise SourceUnavailable("The database went away.")
            return source.fetch(query)

    numbers, clock = Numbers(), [0.0]
    network = MapFrames(source, numbers, 1)
    frames = LayerFrames(network, [HotSpots(hour=3)], {"live": Away()}, numbers, now=lambda: clock[0])
    for second in range(311):
        clock[0] = float(second)
        if frames.is_stale():
            frames.refresh()
        assert (frames.trouble == "Hot spots: The database went away.") or second >= 300
    assert frames.trouble == ""
    assert len(frames.current.frames["hot_spots"]) == 3


def test_who_does_not_read_a_slow_layer_does_not_wait_for_it(source: Tables) -> None:
    """Eight who waited held all threads that ask PostgreSQL, and no KPI moved."""
    begun, may_end = threading.Event(), threading.Event()

    class Slow(Tables):
        def fetch(self, query: Query) -> pa.Table:
            begun.set()
            assert may_end.wait(60)
            return source.fetch(query)

    numbers = Numbers()
    frames = LayerFrames(MapFrames(source, numbers, 1), [HotSpots(hour=3)], {"live": Slow()}, numbers)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(frames.refresh)
        assert begun.wait(60)
        meanwhile = frames.refresh()  # would not come back
        assert not reading.done()
        may_end.set()
        assert len(reading.result().frames["hot_spots"]) == 3
    assert len(meanwhile.frames["poles"]) > 0
    assert len(meanwhile.frames["hot_spots"]) == 0
    assert not frames.is_stale()


def test_another_hour_is_another_layer_and_the_same_one_the_same() -> None:
    assert HotSpots(hour=3) == HotSpots(hour=3)
    assert len({HotSpots(hour=3), HotSpots(hour=3), HotSpots(hour=4)}) == 2


def test_it_is_drawn_told_and_found_like_a_built_in_layer(source: Tables) -> None:
    layers = (HotSpots(hour=3), *built_in({"feeders"}))
    frames = LayerFrames(MapFrames(source, Numbers(), 1), layers[:1], {"live": source}, Numbers())
    snapshot = frames.refresh()
    view = around(snapshot.extent, (640, 400))
    picture = draw(snapshot, view, MapStyle(), MapFilters(), layers)
    assert picture.detail["hot_spots"] is Drawn.MARKS
    assert picture.marks["hot_spots"]["spot_name"] == ["S0", "S1", "S2"]
    assert list(picture.marks["hot_spots"]["code"]) == sorted(picture.marks["hot_spots"]["code"])
    assert Renderer(frames, layers).picture(view, MapStyle(), MapFilters()).file == picture.file
    none = draw(snapshot, view, MapStyle(), MapFilters(feeder_id=4), layers)
    assert len(none.marks["hot_spots"]["x"]) == 0


def test_a_layer_that_there_is_not_is_named() -> None:
    with pytest.raises(LookupError, match="no layer 'trees'"):
        built_in({"trees"})


def snapshot_of(source: Tables, *layers: Layer) -> Snapshot:
    return LayerFrames(MapFrames(source, Numbers(), 1), layers, {"live": source}, Numbers()).refresh()


def test_rows_beyond_the_network_are_in_the_picture(source: Tables) -> None:
    count = 5_000
    far = spots([100.0] * count).set_column(4, "lon", pa.array(np.linspace(-95.37, -94.0, count)))
    source.rows["made_up_hot_spots"] = far
    layers = (HotSpots(hour=3), *built_in({"feeders"}))
    snapshot = snapshot_of(source, layers[0])
    east = snapshot.frames["hot_spots"].extent
    assert east is not None
    assert east[2] > snapshot.extent[2] + 50_000
    picture = draw(snapshot, around(east, (640, 400)), MapStyle(), MapFilters(), layers)
    assert picture.detail["hot_spots"] is Drawn.IMAGE
    assert picture.image.x1 >= east[2]


def test_a_row_without_a_value_is_no_lowest_value(source: Tables) -> None:
    source.rows["made_up_hot_spots"] = spots([90, float("nan"), 130])
    layer = HotSpots(hour=3)
    snapshot = snapshot_of(source, layer)
    codes = layer.mark_codes(snapshot.frames["hot_spots"], Scene(snapshot))
    values = snapshot.frames["hot_spots"]["hot_c"]
    assert (codes[np.isnan(values)] == 0).all()
    assert (codes[~np.isnan(values)] > 0).all()
    assert layer.mark_colours(MapStyle())[0] not in list(layer.mark_colours(MapStyle()).values())[1:]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (2018, 2024, ["2,018.0", "2,019.6", "2,021.2", "2,022.8", "2,024.0"]),
        (0, 0.02, ["0.000", "0.005", "0.011", "0.016", "0.020"]),
    ],
)
def test_labels_of_a_narrow_range_differ(source: Tables, low: float, high: float, told: list[str]) -> None:
    class Narrow(HotSpots):
        limits = (low, high)

    layer = Narrow(hour=3)
    snapshot = snapshot_of(source, layer)
    line = layer.legend(Scene(snapshot), Drawn.MARKS)
    assert line is not None
    assert [one.label for one in line.entries] == told


def test_a_column_of_words_cannot_be_coloured_and_says_so(source: Tables) -> None:
    class Words(HotSpots):
        reduction = ds.max("spot_name")

    with pytest.raises(ContractError, match="'spot_name', by which the layer 'hot_spots' goes, holds no numbers"):
        Words(hour=3).frame(spots([90]), Snapshot(1))
