"""The frames against a real database: what is read, and what is read again when a topic changes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from data_sources.errors import SourceUnavailable
from data_sources.network.rows import NetworkError
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.statements import SQL_ROOT, statement
from layers.map_frames import MapFrames, build_snapshot
from layers.registry import BUILT_IN
from layers.supply import network_supply
from tests.layers.network import answers, snapshot

STATEMENTS = sorted(path.stem for path in (SQL_ROOT / "postgres" / "map").glob("map_*.sql"))


class Numbers:
    """Versions of topics, raised by hand."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def version(self, *topics: str) -> tuple[int, ...]:
        return tuple(self.numbers.get(topic, 1) for topic in topics)

    def bump(self, topic: str) -> None:
        self.numbers[topic] = self.numbers.get(topic, 1) + 1


class Tables:
    """A source that answers from tables and counts how often it is asked."""

    dialect = "postgres"

    def __init__(self) -> None:
        self.rows = answers()
        transformers = self.rows["map_transformers"]
        self.rows["map_transformer_status"] = transformers.select(["transformer_id", "load_pct", "is_energized"])
        self.asked: list[str] = []
        self.is_down = False

    def fetch(self, query: Query) -> pa.Table:
        if self.is_down:
            raise SourceUnavailable("The database went away.")
        self.asked.append(query.name)
        schema = query.statement.result
        assert schema is not None
        return self.rows[query.name].select(schema.names).cast(schema)

    def health(self) -> None:
        raise NotImplementedError


@pytest.fixture
def source() -> Tables:
    return Tables()


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_of_the_map_runs_on_postgres(empty_source: PostgresSource, name: str) -> None:
    assert statement(name).is_bulk
    assert empty_source.fetch(Query.of(name, utility_id=1)).schema == statement(name).result


def test_a_database_without_rows_gives_an_empty_map(empty_source: PostgresSource) -> None:
    frames = MapFrames(empty_source, Numbers(), 1, network_supply(empty_source))
    assert frames.refresh().is_empty
    assert not frames.trouble


def test_nothing_is_read_twice(source: Tables) -> None:
    frames = MapFrames(source, Numbers(), 1)
    first = frames.refresh()
    asked = list(source.asked)
    assert frames.refresh() is first
    assert source.asked == asked
    assert not frames.is_stale()


def test_new_loads_read_the_loads_and_nothing_else(source: Tables) -> None:
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1)
    first = frames.refresh()
    status = source.rows["map_transformer_status"]
    loads = pa.array(np.full(status.num_rows, 150.0), pa.float32())
    source.rows["map_transformer_status"] = status.set_column(1, "load_pct", loads).take(
        pa.array(np.arange(status.num_rows)[::-1])
    )
    source.asked.clear()
    numbers.bump("transformer_status")
    assert frames.is_stale()
    second = frames.refresh()
    assert source.asked == ["map_transformer_status"]
    assert second.version > first.version
    assert (second.frames["transformers"]["load_pct"] == 150).all()
    assert (first.frames["transformers"]["load_pct"] < 150).all()
    assert second.frames["poles"] is first.frames["poles"]


def test_loads_that_did_not_move_make_no_new_version(source: Tables) -> None:
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1)
    first = frames.refresh()
    numbers.bump("transformer_status")
    assert frames.refresh() is first


def test_an_outage_is_read_when_outages_change_and_nothing_else(source: Tables) -> None:
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1)
    first = frames.refresh()
    assert first.frames["outages"]["customers_out"].tolist() == [1284]
    source.rows["active_outages"] = source.rows["active_outages"].slice(0, 0)
    source.asked.clear()
    numbers.bump("outages")
    second = frames.refresh()
    assert source.asked == ["active_outages"]
    assert len(second.frames["outages"]) == 0
    numbers.bump("crews")
    assert frames.refresh() is second


def test_a_network_that_does_not_hold_together_says_so_and_is_still_drawn(source: Tables) -> None:
    """A device without a segment, say: lines without supply are then known by feeder."""

    def fail(_utility: int, _open: np.ndarray) -> np.ndarray:
        raise NetworkError("Device 4711 stands in segment 5, which is not there.")

    source.rows["map_devices"] = statement("map_devices").result.empty_table()  # type: ignore[union-attr]
    frames = MapFrames(source, Numbers(), 1, fail)
    snapshot = frames.refresh()
    assert "Device 4711" in frames.trouble
    assert np.array_equal(snapshot.segments.is_dark, snapshot.segments.feeder == 5)


def test_rows_that_no_layer_foresaw_are_told_and_read_again_later(source: Tables) -> None:
    numbers, clock = Numbers(), [0.0]
    source.rows["map_devices"] = statement("map_devices").result.empty_table()  # type: ignore[union-attr]
    frames = MapFrames(source, numbers, 1, lambda _utility, _open: 1 / 0, now=lambda: clock[0])  # type: ignore[arg-type, return-value]
    frames.refresh()
    assert frames.trouble == "The map's rows cannot be drawn: ZeroDivisionError: division by zero"
    assert not frames.is_stale()
    clock[0] = 2.0
    assert frames.is_stale()
    numbers.bump("outages")
    clock[0] = 0.0
    assert frames.is_stale()


def test_a_dead_feeder_is_dark(source: Tables) -> None:
    snapshot = MapFrames(source, Numbers(), 1).refresh()
    assert np.array_equal(snapshot.segments.is_dark, snapshot.segments.feeder == 5)
    assert snapshot.frames["feeders"].owner is snapshot.segments


def test_an_opened_device_darkens_what_it_feeds(source: Tables) -> None:
    devices = {
        "device_id": pa.array([1, 2], pa.int32()), "segment_id": pa.array([10, 20], pa.int32()),
        "device_name": ["D1", "D2"], "kind": ["fuse", "tie"], "is_normally_open": [False, True],
        "is_open": [False, True], "lon": [-95.37, -95.36], "lat": [29.76, 29.76],
    }  # fmt: skip
    source.rows["map_devices"] = pa.table(devices)
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1, lambda _utility, is_open: np.arange(10, 14) if 1 in is_open else np.empty(0))
    assert not frames.refresh().segments.is_dark.any()
    source.rows["map_devices"] = pa.table({**devices, "is_open": [True, True]})
    numbers.bump("devices")
    dark = frames.refresh().segments
    assert dark.segment_id[dark.is_dark].tolist() == [10, 11, 12, 13]


def test_feeder_loads_recolour_the_lines(source: Tables) -> None:
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1)
    first = frames.refresh()
    table = source.rows["map_feeders"]
    place = table.column_names.index("load_pct")
    source.rows["map_feeders"] = table.set_column(place, "load_pct", pa.array([99.0] * 6, pa.float32()))
    numbers.bump("feeder_status")
    second = frames.refresh()
    assert (second.feeders.load_pct == 99).all()
    assert np.array_equal(second.feeders.colour, first.feeders.colour)
    for name in ("feeders", "service_lines"):
        assert second.frames[name].number != first.frames[name].number
    assert second.frames["poles"].number == first.frames["poles"].number


def test_a_database_that_is_down_keeps_the_last_rows_and_heals(source: Tables) -> None:
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1)
    source.is_down = True
    assert frames.refresh().is_empty
    assert frames.trouble
    source.is_down = False
    first = frames.refresh()
    assert not first.is_empty
    assert not frames.trouble
    source.is_down = True
    numbers.bump("network")
    assert frames.refresh() is first
    assert frames.is_stale()


def test_scores_of_an_assessment_are_shown_at_once(source: Tables) -> None:
    numbers = Numbers()
    frames = MapFrames(source, numbers, 1)
    first = frames.refresh()
    numbers.bump("asset_health")
    second = frames.refresh()
    for name in ("poles", "transformers"):
        assert second.frames[name].number != first.frames[name].number


def test_no_machine_path_is_in_the_statements() -> None:
    for name in STATEMENTS:
        text = statement(name).text
        assert ":utility_id" in text


def test_an_outage_whose_place_is_wrong_does_not_move_the_map() -> None:
    """359, -89 was taken by REST once; every map opened on the world until the row was gone."""
    rows = {layer.name: answers()[layer.statement] for layer in BUILT_IN if layer.statement}
    wrong = rows["outages"].to_pylist()
    wrong[0] |= {"lon": 359.0, "lat": -89.0}
    rows["outages"] = pa.Table.from_pylist(wrong, rows["outages"].schema)
    assert build_snapshot(1, answers()["map_feeders"], rows, 1).extent == snapshot().extent
