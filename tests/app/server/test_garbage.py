"""What closed pages leave behind is given back once in a while, and what was there at the start is not looked at again."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
import weakref
from collections.abc import Iterator

import panel as pn
import pytest
from bokeh.client import pull_session
from panel.io import document as panel_document

from app.server import garbage
from app.server.garbage import THRESHOLDS, Collections


class Told(Collections):
    """Tells when it is asked to collect."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked = threading.Event()

    def collect(self) -> None:
        self.is_asked.set()
        super().collect()


class Page:
    """Something that only a collection gives back."""

    def __init__(self) -> None:
        self.itself = self


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def closed_page() -> weakref.ref[Page]:
    return weakref.ref(Page())


@pytest.fixture
def collections(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collections]:
    """With the seconds between two that a test names."""
    monkeypatch.setattr(panel_document, "_garbage_collect", panel_document._garbage_collect)
    before = gc.get_threshold()
    yield Collections(getattr(request, "param", garbage.EVERY_S))
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_there_at_the_start_is_left_out(collections: Collections) -> None:
    frozen, page = gc.get_freeze_count(), closed_page()
    collections.start()
    assert page() is None  # but not what is left behind already
    assert gc.get_freeze_count() > frozen
    assert gc.get_threshold() == THRESHOLDS


@pytest.mark.parametrize("collections", [0.0], indirect=True)
def test_closed_pages_are_given_back(collections: Collections) -> None:
    collections.start()
    page = closed_page()
    panel_document._garbage_collect()  # as Panel does when a session ended
    assert page() is None


@pytest.mark.parametrize("collections", [0.5], indirect=True)
def test_a_second_collection_waits_until_its_time_has_come(collections: Collections) -> None:
    collections.start()
    page = closed_page()

    async def closing() -> bool:
        panel_document._garbage_collect()
        panel_document._garbage_collect()  # of another page that is closed meanwhile
        there_at_first = page() is not None
        for _ in range(200):
            if page() is None:
                break
            await asyncio.sleep(0.05)
        return there_at_first

    assert asyncio.run(closing())
    assert page() is None


@pytest.mark.usefixtures("collections")
def test_panel_asks_it_when_a_session_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is replaced is a private name of Panel's: here a real session ends, and Panel has to come by it."""
    monkeypatch.setattr(panel_document, "GC_DEBOUNCE", 0)
    told = Told()
    told.start()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = pn.serve(
        {"/": lambda: pn.pane.Str("page")}, port=port, address="127.0.0.1", show=False, threaded=True,
        unused_session_lifetime_milliseconds=10, check_unused_sessions_milliseconds=20,
    )  # fmt: skip
    try:
        while not listens(port):
            time.sleep(0.02)
        pull_session(url=f"http://127.0.0.1:{port}").close()
        assert told.is_asked.wait(30), "Panel collects under another name now: see app/server/garbage.py."
    finally:
        server.stop()
