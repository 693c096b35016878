"""Pages that are opened at the same moment are opened in turns; others go on meanwhile."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import panel as pn
import pytest

from app.server import static
from app.server.turns import turn

BLOCKED_S = 0.1


async def open_page(number: int, events: list[str]) -> None:
    async with turn():
        events.append(f"begin {number}")
        time.sleep(BLOCKED_S)  # as a page does: it holds the loop
        await asyncio.sleep(0)
        events.append(f"end {number}")


async def gesture(events: list[str]) -> None:
    """Somebody at work, who needs the loop a few times for one thing."""
    while True:
        await asyncio.sleep(BLOCKED_S / 20)
        events.append("gesture")


def at_once(count: int) -> list[str]:
    events: list[str] = []

    async def run() -> None:
        other = asyncio.create_task(gesture(events))
        await asyncio.gather(*(open_page(number, events) for number in range(count)))
        other.cancel()

    asyncio.run(run())
    return events


def test_pages_are_opened_one_after_another_in_the_order_they_came() -> None:
    pages = [event for event in at_once(5) if event != "gesture"]
    assert pages == [f"{what} {number}" for number in range(5) for what in ("begin", "end")]


def test_others_go_on_between_two_pages() -> None:
    events = at_once(5)
    for number in range(1, 5):
        between = events[events.index(f"end {number - 1}") : events.index(f"begin {number}")]
        assert between.count("gesture") >= 2


def test_a_page_that_fails_lets_the_next_one_in() -> None:
    async def fail() -> None:
        async with turn():
            raise ValueError("no page")

    async def run() -> list[BaseException | None]:
        return await asyncio.gather(fail(), open_page(1, []), fail(), open_page(2, []), return_exceptions=True)

    results = asyncio.run(asyncio.wait_for(run(), 10))
    assert [type(result) for result in results] == [ValueError, type(None), ValueError, type(None)]


@pytest.fixture
def slow_server() -> Iterator[tuple[int, list[str], threading.Event]]:
    """A server whose first page takes until it is let go, and who was given a page."""
    static.install()
    opened: list[str] = []
    may_go_on = threading.Event()

    def page() -> pn.pane.Str:
        opened.append(pn.state.session_args["who"][0].decode())
        may_go_on.wait(30)
        return pn.pane.Str("page")

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = pn.serve({"/": page}, port=port, address="127.0.0.1", show=False, threaded=True)
    yield port, opened, may_go_on
    may_go_on.set()
    server.stop()


def test_nothing_is_built_for_a_browser_that_left(slow_server: tuple[int, list[str], threading.Event]) -> None:
    port, opened, may_go_on = slow_server
    visitors = [threading.Thread(target=visit, args=(port, who)) for who in ("first", "last")]
    visitors[0].start()
    while not opened:
        time.sleep(0.01)
    leave(port)
    visitors[1].start()
    may_go_on.set()
    for visitor in visitors:
        visitor.join(30)
    assert opened == ["first", "last"]


def visit(port: int, who: str) -> None:
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/?who={who}", timeout=30).read()
            return
        except urllib.error.URLError:  # the server's thread has not come to listening yet
            time.sleep(0.05)


def leave(port: int) -> None:
    """Ask for a page and go."""
    with socket.create_connection(("127.0.0.1", port)) as asking:
        asking.sendall(b"GET /?who=gone HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
