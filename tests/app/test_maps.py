"""The maps of a process draw on, whatever the internet does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import ImageURL

from app.maps import MAX_OWN, Maps
from app.threads import Threads
from data_sources.postgres.source import PostgresSource
from layers.fleet.places import FleetPlaces
from layers.image.pictures import Pictures
from layers.image.renderer import Renderer
from layers.layer import Layer
from layers.map import GridMap
from layers.style import MapFilters, MapStyle
from layers.viewport import around
from tests.app.looping import GivenVersions
from tests.fleets import random_fleet

PATIENCE_S = 60


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A tile server that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        yield server


def test_maps_draw_while_tiles_do_not_answer(demo: PostgresSource, silent: socket.socket) -> None:
    """A probe took three seconds of each drawing thread, and all maps stood still."""
    address = f"http://127.0.0.1:{silent.getsockname()[1]}/{{Z}}/{{X}}/{{Y}}.png"
    maps = Maps(demo, GivenVersions(), address, Threads(), probe_seconds=float(PATIENCE_S))
    renderer = maps.renderer(1)
    renderer.frames.refresh()
    opened = [GridMap(renderer, workers=maps.workers, tiles_url=address) for _ in range(4)]
    for grid in opened:
        document = Document()
        document.add_root(grid.figure)
        _lay_out(document, grid)
    probe, _ = silent.accept()
    until = time.monotonic() + PATIENCE_S
    while not all(map(_is_drawn, opened)):
        assert time.monotonic() < until
        for grid in opened:
            for callback in list(grid.figure.document.session_callbacks):
                callback.callback()
        time.sleep(0.01)
    probe.setblocking(False)
    assert b"GET /0/0/0.png" in probe.recv(4096)
    with pytest.raises(BlockingIOError):  # the probe still waits
        probe.recv(1)
    probe.close()
    silent.close()
    maps.threads.close()


def test_a_still_is_handed_out_when_it_is_at_hand_and_belongs_to_the_network(demo: PostgresSource) -> None:
    """Nobody waits for one: the first page goes without, the next one has it; so it is with a network loaded anew."""
    maps, style = Maps(demo, GivenVersions(), threads=Threads()), MapStyle()
    assert maps.still(1, style) is None
    frames = maps.renderer(1).frames
    frames.refresh()
    assert maps.still(1, style) is None
    until = time.monotonic() + PATIENCE_S
    while (found := maps.still(1, style)) is None:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert found.network.startswith(b"\x89PNG")
    assert maps.still(1, style) is found
    segments = frames.current.segments
    frames.current = replace(frames.current, segments=segments.with_supply(np.ones(len(segments), bool)))  # type: ignore[misc]
    assert maps.still(1, style) is found
    frames.current = replace(frames.current, segments=replace(segments, x=segments.x.copy()))  # type: ignore[misc]
    assert maps.still(1, style) is None
    maps.threads.close()


class Spots(Layer):
    name, title, statement, key = "spots", "Spots", "map_poles", "pole_id"


def test_maps_of_tabs_own_layers_are_few_and_share_the_memory_of_pictures(demo: PostgresSource) -> None:
    """A slider's every step is another layer: thirty of them kept thirty budgets of pictures."""
    maps = Maps(demo, GivenVersions(), "off", pictures=Pictures(200_000))

    def spots(year: int) -> Renderer:
        return maps.with_layers(1, [Spots(year=year)], {"feeders"})

    network = maps.renderer(1)
    view = around(network.frames.refresh().extent, (640, 400))
    network.picture(view, MapStyle(), MapFilters())
    first, second = spots(1), spots(2)
    drawn = second.picture(view, MapStyle(), MapFilters())
    for year in range(3, MAX_OWN + 1):
        spots(year).picture(view, MapStyle(), MapFilters())
    assert 0 < maps.pictures.nbytes <= 200_000
    assert spots(1) is first
    spots(MAX_OWN + 1)
    assert spots(1) is first
    assert spots(2) is not second
    assert second.picture(view, MapStyle(), MapFilters()) is not drawn


def test_coloured_fleets_are_kept_by_what_they_hold(demo: PostgresSource) -> None:
    """Each brush holds six bytes an asset; a fleet that was read anew since is held by its brushes alone, and counts."""
    old, new = random_fleet(2000), random_fleet(2000, seed=2)
    masked = [FleetPlaces(old, mask=np.ones(2000, np.bool_)) for _ in range(3)]
    assert [one.nbytes for one in masked] == [6 * 2000] * 3
    maps = Maps(demo, GivenVersions(), "off", max_fleet_bytes=2 * 6 * 2000)
    first, second, third = (maps.fleet(1, one) for one in masked)
    assert maps.fleet(1, masked[2]) is third
    assert maps.fleet(1, masked[1]) is second
    assert maps.fleet(1, masked[0]) is not first
    maps = Maps(demo, GivenVersions(), "off", max_fleet_bytes=4 * 6 * 2000 + old.nbytes - 1)
    before = [maps.fleet(1, one) for one in masked]
    assert [maps.fleet(1, one) for one in masked] == before
    newest = maps.fleet(1, FleetPlaces(new, mask=np.ones(2000, np.bool_)))
    assert maps.fleet(1, newest.layers[0]) is newest
    assert maps.fleet(1, masked[2]) is before[2]
    assert maps.fleet(1, masked[0]) is not before[0]


def _lay_out(document: Document, grid: GridMap) -> None:
    """What a browser says after its first layout."""
    figure = {"id": grid.figure.id}
    sizes = {"inner_width": 640, "inner_height": 400}
    events = [{"kind": "ModelChanged", "model": figure, "attr": name, "new": size} for name, size in sizes.items()]
    document.apply_json_patch({"events": events})


def _is_drawn(grid: GridMap) -> bool:
    images = [one for one in grid.figure.renderers if isinstance(one.glyph, ImageURL)] if grid.figure else []
    return bool(images and images[0].data_source.data["url"])
