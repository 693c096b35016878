"""All that is said to a page comes, without waiting for the next thing, and in the order in which it was said."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import panel as pn
import pytest
from bokeh.models import Column, Div
from panel.io import document as panel_document
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from app.server import sending

PATIENCE_S = 20


class Page:
    """Says something while Bokeh sends something else, and one thing more some steps of the loop after that went out."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def build(self) -> pn.pane.Str:
        text, document = pn.pane.Str("nothing"), pn.state.curdoc

        async def say() -> None:
            (connection,) = document.session_context.session._subscribed_connections
            with await connection._socket.write_lock.acquire():
                text.object = "first"
            while document in panel_document._WRITE_MSGS:  # as Panel has it
                await asyncio.sleep(0)
            for _ in range(self.steps):
                await asyncio.sleep(0)
            text.object = "last"

        pn.state.onload(lambda: document.add_next_tick_callback(say))
        return text


def growing_page() -> pn.Column:
    """A part is put in by Bokeh's way, then changed by Panel's, which does not wait for the end of the callback."""
    column, document = pn.Column(pn.pane.Str("nothing")), pn.state.curdoc
    part = Div(text="part")

    def grow() -> None:
        root = next(one for one in document.roots if isinstance(one, Column))
        root.children = [*root.children, part]
        with pn.io.hold(document):
            part.text = "changed"

    pn.state.onload(lambda: document.add_timeout_callback(grow, 200))  # when nothing else is being sent
    return column


@contextmanager
def served(build: Callable[[], Any]) -> Iterator[int]:
    sending.install()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = pn.serve({"/": build}, port=port, address="127.0.0.1", show=False, threaded=True)
    try:
        yield port
    finally:
        server.stop()


@pytest.mark.parametrize("steps", range(5))
def test_the_last_thing_that_is_said_is_heard(steps: int) -> None:
    """With a server at rest afterwards: a page whose address, or whose board, stayed behind for ever."""
    with served(Page(steps).build) as port:
        asyncio.run(asyncio.wait_for(heard(port, "last"), PATIENCE_S))


def test_a_part_comes_before_what_is_said_of_it() -> None:
    """Else the browser says that a reference is not known, and the part stays as it was."""
    with served(growing_page) as port:
        said = asyncio.run(asyncio.wait_for(heard(port, "changed"), PATIENCE_S))
    patches = [one for one in said if '"ModelChanged"' in one and ("part" in one or "changed" in one)]
    assert '"children"' in patches[0], patches
    assert '"changed"' in patches[-1], patches


class Socket:
    """A socket that a message can be stuck in; which went out is kept."""

    def __init__(self, *slow: str) -> None:
        self.said: list[str] = []
        self._slow, self.is_free = slow, asyncio.Event()

    async def send(self, word: str) -> None:
        if word in self._slow:
            await self.is_free.wait()
        if word == "bad":
            raise ValueError(word)
        self.said.append(word)


def on_a_line(talk: Callable[[Any], Any], *slow: str) -> list[str]:
    """What goes out of a socket while somebody talks."""

    async def run() -> list[str]:
        line = Socket(*slow)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sending, "_their_send", Socket.send)
            await asyncio.wait_for(talk(line), PATIENCE_S)
        return line.said

    return asyncio.run(run())


def say(line: Any, word: Any) -> Any:
    return sending.send_message(line, word)


def test_what_nobody_waits_for_is_sent_without_a_next_thing() -> None:
    """Bokeh does not wait for what a callback said once the callback has failed."""

    async def talk(line: Socket) -> None:
        say(line, "said by a callback that failed")
        while not line.said:
            await asyncio.sleep(0)

    assert on_a_line(talk) == ["said by a callback that failed"]


def test_who_waits_for_a_message_waits_for_no_later_one() -> None:
    """Bokeh holds the document, and reads nothing from the page, while it waits."""

    async def talk(line: Socket) -> None:
        first, _later = say(line, "first"), say(line, "slow")
        await first
        assert line.said == ["first"]
        line.is_free.set()
        await say(line, "last")

    assert on_a_line(talk, "slow") == ["first", "slow", "last"]


def test_a_message_that_cannot_be_sent_is_the_trouble_of_its_own_sender_alone() -> None:
    async def talk(line: Socket) -> None:
        bad, good = say(line, "bad"), say(line, "good")
        with pytest.raises(ValueError, match="bad"):
            await bad
        await good

    assert on_a_line(talk) == ["good"]


def test_a_page_that_goes_takes_what_waits_for_it_back() -> None:
    """Panel cancels what a page that is closed has not been sent; the others go on in their order."""

    async def talk(line: Socket) -> None:
        _slow, gone, last = say(line, "slow"), say(line, "gone"), say(line, "last")
        await asyncio.sleep(0)
        gone.cancel()
        line.is_free.set()
        await last

    assert on_a_line(talk, "slow") == ["slow", "gone", "last"]


async def heard(port: int, word: str) -> list[str]:
    """Open the page as a browser does, say that it is ready, and listen until that comes."""
    page = await opened(port)
    token = re.search(r'"token":"([^"]+)"', page)
    assert token is not None
    request = HTTPRequest(f"ws://127.0.0.1:{port}/ws", headers={"Origin": f"http://127.0.0.1:{port}"})
    line = await websocket_connect(request, subprotocols=["bokeh", token[1]])
    await until(line, '"ACK"')  # the server speaks first
    await send(line, "PULL-DOC-REQ", {})
    await until(line, "PULL-DOC-REPLY")
    ready = {"type": "event", "name": "document_ready", "values": {"type": "map", "entries": []}}
    await send(line, "PATCH-DOC", {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": ready}]})
    found = await until(line, word)
    line.close()
    return found


async def until(line: WebSocketClientConnection, word: str) -> list[str]:
    found = []
    while not found or word not in found[-1]:
        said = await line.read_message()
        assert said is not None, "the server closed the connection"
        found.append(str(said))
    return found


async def opened(port: int) -> str:
    while True:
        try:
            return (await AsyncHTTPClient(force_instance=True).fetch(f"http://127.0.0.1:{port}/")).body.decode()
        except OSError:
            await asyncio.sleep(0.05)


async def send(line: WebSocketClientConnection, kind: str, content: dict[str, Any]) -> None:
    for part in ({"msgid": uuid.uuid4().hex, "msgtype": kind}, {}, content):
        await line.write_message(json.dumps(part))
