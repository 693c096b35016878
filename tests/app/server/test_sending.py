"""Nothing that is said to a page waits for the next thing that is said to it."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import panel as pn
import pytest
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
            while document in panel_document._WRITE_MSGS:
                await asyncio.sleep(0)
            for _ in range(self.steps):
                await asyncio.sleep(0)
            text.object = "last"

        pn.state.onload(lambda: document.add_next_tick_callback(say))
        return text


@pytest.fixture(params=range(5))
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    sending.install()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = pn.serve({"/": Page(request.param).build}, port=port, address="127.0.0.1", show=False, threaded=True)
    yield port
    server.stop()


def test_the_last_thing_that_is_said_is_heard(port: int) -> None:
    """With a server at rest afterwards: a page whose address, or whose board, stayed behind for ever."""
    asyncio.run(asyncio.wait_for(heard(port, "last"), PATIENCE_S))


async def heard(port: int, word: str) -> None:
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
    await until(line, word)
    line.close()


async def until(line: WebSocketClientConnection, word: str) -> None:
    while word not in str(said := await line.read_message()):
        assert said is not None, "the server closed the connection"


async def opened(port: int) -> str:
    while True:
        try:
            return (await AsyncHTTPClient(force_instance=True).fetch(f"http://127.0.0.1:{port}/")).body.decode()
        except OSError:
            await asyncio.sleep(0.05)


async def send(line: WebSocketClientConnection, kind: str, content: dict[str, Any]) -> None:
    for part in ({"msgid": uuid.uuid4().hex, "msgtype": kind}, {}, content):
        await line.write_message(json.dumps(part))
