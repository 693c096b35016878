"""The maps of a process draw on, whatever the internet does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from bokeh.document import Document
from bokeh.models import ImageURL

from app.maps import Maps
from app.threads import Threads
from data_sources.postgres.source import PostgresSource
from layers.figure import basemap
from layers.map import GridMap
from tests.app.looping import GivenVersions

PATIENCE_S = 60


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A tile server that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        yield server


def test_maps_draw_while_tiles_do_not_answer(
    demo: PostgresSource, silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A probe took three seconds of each drawing thread, and all maps stood still."""
    monkeypatch.setattr(basemap, "PROBE_SECONDS", float(PATIENCE_S))
    address = f"http://127.0.0.1:{silent.getsockname()[1]}/{{Z}}/{{X}}/{{Y}}.png"
    maps = Maps(demo, GivenVersions(), address, Threads())
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


def _lay_out(document: Document, grid: GridMap) -> None:
    """What a browser says after its first layout."""
    figure = {"id": grid.figure.id}
    sizes = {"inner_width": 640, "inner_height": 400}
    events = [{"kind": "ModelChanged", "model": figure, "attr": name, "new": size} for name, size in sizes.items()]
    document.apply_json_patch({"events": events})


def _is_drawn(grid: GridMap) -> bool:
    images = [one for one in grid.figure.renderers if isinstance(one.glyph, ImageURL)] if grid.figure else []
    return bool(images and images[0].data_source.data["url"])
