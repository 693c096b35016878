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

from app.server import building, static
from app.server.static import PageHandler
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


def test_a_page_that_hangs_keeps_its_turn_for_a_while_only(caplog: pytest.LogCaptureFixture) -> None:
    """A tab that never came in one person's page let nobody else in any more."""
    events: list[str] = []

    async def hang(ending: asyncio.Event) -> None:
        async with turn("/app?tab=hangs", longest_s=0.2):
            events.append("hang")
            await ending.wait()
        events.append("hung")

    async def run() -> None:
        ending = asyncio.Event()
        hanging = asyncio.create_task(hang(ending))
        await asyncio.sleep(0)
        await open_page(1, events)
        ending.set()
        await hanging

    asyncio.run(asyncio.wait_for(run(), 30))
    assert events == ["hang", "begin 1", "end 1", "hung"]
    assert "/app?tab=hangs is not open after 0.2 s" in caplog.text


def test_a_turn_that_was_passed_on_is_not_passed_on_again() -> None:
    events: list[str] = []
    endings = [asyncio.Event() for _ in range(2)]

    async def keep(number: int, longest_s: float) -> None:
        async with turn(longest_s=longest_s):
            events.append(f"begin {number}")
            await endings[number].wait()

    async def run() -> None:
        first = asyncio.create_task(keep(0, 0.1))
        second = asyncio.create_task(keep(1, 60))
        while "begin 1" not in events:
            await asyncio.sleep(0.01)
        third = asyncio.create_task(open_page(2, events))
        endings[0].set()  # it ends after all: the turn is the second one's now
        await first
        await asyncio.sleep(0.3)
        assert events == ["begin 0", "begin 1"]
        endings[1].set()
        await asyncio.gather(second, third)

    asyncio.run(asyncio.wait_for(run(), 30))
    assert events == ["begin 0", "begin 1", "begin 2", "end 2"]


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


def test_a_page_whose_building_hangs_lets_the_next_one_in(
    slow_server: tuple[int, list[str], threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    building.install()
    monkeypatch.setattr(PageHandler, "longest_turn_s", 0.5)
    port, opened, may_go_on = slow_server
    threading.Thread(target=visit, args=(port, "hangs"), daemon=True).start()
    while not opened:
        time.sleep(0.01)
    threading.Thread(target=visit, args=(port, "next"), daemon=True).start()
    until = time.monotonic() + 20
    while len(opened) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert opened == ["hangs", "next"]
    assert not may_go_on.is_set()


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
