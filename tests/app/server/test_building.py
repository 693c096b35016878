"""Pages are built beside the event loop: others are answered meanwhile, and every callback finds its own document."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import bokeh.io
import panel as pn
import pytest
from bokeh.client import ClientSession, pull_session
from bokeh.document import Document
from bokeh.io.doc import patch_curdoc

from app.server import building, static
from layers.drawing import on_loop

PATIENCE_S = 60


class Slow:
    """A page that takes until it is let go, unless it is asked for with `?quick`."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        self.threads: list[str] = []
        self.is_own: list[bool] = []
        self.handed: list[int] = []
        self.has_looked, self.has_taken = threading.Semaphore(0), threading.Semaphore(0)

    def build(self) -> pn.pane.Str:
        document: Any = pn.state.curdoc
        text = pn.pane.Str("built")
        self.threads.append(threading.current_thread().name)
        if b"quick" in pn.state.session_args.get("who", []):
            document.add_periodic_callback(lambda: self.look(document), 5)
        else:
            self.begun.set()
            for number in range(20):
                on_loop(document, partial(self.hand_over, number, text))
            self.may_go_on.wait(PATIENCE_S)
        self.look(document)
        return text

    def look(self, document: Any) -> None:
        self.is_own.append(pn.state.curdoc is document and bokeh.io.curdoc() is document)
        self.has_looked.release()

    def hand_over(self, number: int, text: pn.pane.Str) -> None:
        self.handed.append(number)
        text.object = f"handed over {number}"
        self.has_taken.release()


@pytest.fixture
def slow() -> Iterator[tuple[str, Slow]]:
    static.install()
    building.install()
    page = Slow()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = pn.serve({"/": page.build}, port=port, address="127.0.0.1", show=False, threaded=True)
    while not listens(port):
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}", page
    page.may_go_on.set()
    server.stop()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def beside(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(work()), daemon=True)
    thread.start()
    return thread, answers


def opened(address: str, who: str) -> ClientSession:
    return pull_session(url=address, arguments={"who": who})


def test_others_are_answered_while_a_page_is_built(slow: tuple[str, Slow]) -> None:
    address, page = slow
    quick = opened(address, "quick")
    opening, pages = beside(lambda: urllib.request.urlopen(address, timeout=PATIENCE_S).read())
    assert page.begun.wait(PATIENCE_S)
    while page.has_looked.acquire(blocking=False):
        pass
    for _ in range(5):
        assert page.has_looked.acquire(timeout=PATIENCE_S)
    assert urllib.request.urlopen(f"{address}/static/js/bokeh.min.js", timeout=PATIENCE_S).status == 200
    assert pages == []
    page.may_go_on.set()
    opening.join(PATIENCE_S)
    assert b"<html" in pages[0]
    assert all(name.startswith("flux-pages") for name in page.threads)
    assert page.is_own == [True] * len(page.is_own)
    quick.close()


def test_what_is_handed_to_a_page_while_it_is_built_waits_for_it_in_order(slow: tuple[str, Slow]) -> None:
    address, page = slow
    opening, sessions = beside(lambda: opened(address, "slow"))
    assert page.begun.wait(PATIENCE_S)
    assert urllib.request.urlopen(f"{address}/static/js/bokeh.min.js", timeout=PATIENCE_S).status == 200
    assert page.handed == []
    page.may_go_on.set()
    opening.join(PATIENCE_S)
    for _ in range(20):
        assert page.has_taken.acquire(timeout=PATIENCE_S)
    assert page.handed == list(range(20))
    sessions[0].close()


def test_each_thread_has_its_own_document_at_work() -> None:
    building.install()
    both_began, one_ended = threading.Barrier(2, timeout=PATIENCE_S), threading.Event()
    mine, other = Document(), Document()

    def in_thread() -> bool:
        with patch_curdoc(other):
            both_began.wait()
            assert one_ended.wait(PATIENCE_S)
            return bokeh.io.curdoc() is other

    thread, answers = beside(in_thread)
    with patch_curdoc(mine):
        both_began.wait()
        assert bokeh.io.curdoc() is mine
    one_ended.set()
    thread.join(PATIENCE_S)
    assert answers == [True]
