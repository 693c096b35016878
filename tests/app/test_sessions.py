"""A session that ended leaves nothing behind: no page, no loop, no tab, no document."""

from __future__ import annotations

import gc
import logging
import socket
import time
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, ClassVar

import panel as pn
import pyarrow as pa
import pytest
from bokeh.client import pull_session
from bokeh.document import Document

from app.live import LiveLoop
from app.page import shell
from app.page.opening import open_page
from app.page.shell import Shell
from app.tab import Tab
from app.tabs.found import TabEntry
from data_sources.commands.principal import Principal
from data_sources.query import Query
from tests.app.looping import Session

UTILITIES = pa.table({"utility_id": [1], "utility_name": ["A"], "time_zone": ["UTC"], "is_demo": [False]})
BEATS = pa.table({"service": pa.array([], pa.string()), "beat_at": pa.array([], pa.timestamp("us", tz="UTC"))})
SESSIONS = 8
KINDS = (Shell, LiveLoop, Tab, Document)


class Following(Tab):
    title = "Following"

    looks: ClassVar[list[float]] = []

    def build(self) -> Any:
        self.text = pn.pane.Str("")
        self.live(self.query, self.show_rows)
        return self.text

    def query(self) -> Query:
        self.looks.append(time.monotonic())
        return Query.of("utilities")

    def show_rows(self, rows: pa.Table) -> None:
        self.text.object = str(rows.num_rows)


class Clinging(Following):
    title = "Clinging"

    ended: ClassVar[int] = 0

    def close(self) -> None:
        type(self).ended += 1
        raise ValueError("cannot let go")


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server whose sessions end as soon as nobody is connected."""
    yield from serving(monkeypatch, lifetime_ms=1)


@pytest.fixture
def patient_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server whose sessions wait for their browser to come back."""
    yield from serving(monkeypatch, lifetime_ms=60_000)


def serving(monkeypatch: pytest.MonkeyPatch, lifetime_ms: int) -> Iterator[str]:
    monkeypatch.setattr(shell, "BUILT_IN", (TabEntry("Following", "following", lambda: Following),))
    given = Session(UTILITIES, rest_heartbeats=BEATS)
    running = SimpleNamespace(
        sources=given.sources, feed=given.versions, maps=None, settings=SimpleNamespace(tabs_dir=None),
        commands=None, principal=Principal("somebody", "viewer"),
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = pn.serve(
        {"/": lambda: open_page(lambda: running)}, port=port, address="127.0.0.1", show=False, threaded=True,
        websocket_origin=f"127.0.0.1:{port}", check_unused_sessions_milliseconds=50, 
        unused_session_lifetime_milliseconds=lifetime_ms,
    )  # fmt: skip
    wait_for(port)
    yield f"http://127.0.0.1:{port}/"
    server.stop()


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def living() -> Counter[str]:
    gc.collect()
    # By type(): isinstance asks a weak proxy for its __class__, and one whose object has gone raises.
    return Counter(kind.__name__ for thing in gc.get_objects() for kind in KINDS if issubclass(type(thing), kind))


def visit(url: str) -> None:
    session = pull_session(url=url)
    assert session.document.roots
    session.close()


def settled(shells: int, seconds: float = 60.0) -> Counter[str]:
    """What lives once all sessions have ended; other tests may have left some shells."""
    until = time.monotonic() + seconds
    while (found := living())["Shell"] > shells and time.monotonic() < until:
        time.sleep(0.25)
    return found


def test_sessions_leave_nothing_behind(url: str) -> None:
    there = living()  # what other tests of this run still hold
    visit(url)
    before = settled(there["Shell"])
    assert before["Shell"] <= there["Shell"]
    assert before["Tab"] <= there["Tab"]
    for _ in range(SESSIONS):
        visit(url)
    after = settled(before["Shell"])
    assert {kind: count for kind, count in after.items() if count > before[kind]} == {}


def test_a_session_whose_tab_cannot_end_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "BUILT_IN", (TabEntry("Clinging", "clinging", lambda: Clinging),))
    monkeypatch.setattr(logging.getLogger("app.living"), "disabled", True)  # pytest keeps what is logged
    Clinging.ended = 0
    there = living()  # what other tests of this run still hold
    visit(url)
    after = settled(there["Shell"])
    assert Clinging.ended == 1
    assert after["Shell"] <= there["Shell"]
    assert after["Tab"] <= there["Tab"]


def test_a_page_that_was_closed_looks_at_nothing(patient_url: str) -> None:
    session = pull_session(url=patient_url)
    looked(3)
    session.close()
    quiet_for(2.0)


def looked(count: int) -> None:
    """Wait until the tab was looked at so many times more."""
    wanted, until = len(Following.looks) + count, time.monotonic() + 30
    while len(Following.looks) < wanted:
        assert time.monotonic() < until, "nobody looks while the page is open"
        time.sleep(0.05)


def quiet_for(seconds: float) -> None:
    """Wait until nobody has looked for so long; with a look every quarter of a second that is not by chance."""
    until = time.monotonic() + 30
    while time.monotonic() - Following.looks[-1] < seconds:
        assert time.monotonic() < until, "the closed page is looked at on and on"
        time.sleep(0.05)
