"""A page without a browser: speaks Bokeh's websocket protocol, so that a hundred of them fit beside the server.

It knows the protocol and that a page has a map (the first figure whose picture is an image with an address, and whose
source tells in its tags what is covered, at how many metres a pixel), nothing else of the application: pull the document,
tell the figure its inner size, move its ranges, wait until that view is covered.
"""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

SIZE = (1430, 850)
RANGES = ("x_range", "y_range")

_TOKEN = re.compile(r'"token":"([^"]+)"')

Json = dict[str, Any]


class PageError(Exception):
    """The page did not do what a page does, in words."""


@dataclass(frozen=True)
class Window:
    """What the map shows, Web Mercator metres."""

    x0: float
    y0: float
    x1: float
    y1: float

    def inside(self, share: float, at_x: float, at_y: float) -> Window:
        """A window of the map's own proportions within this one.

        Args:
            share: of the widest that fits, 0 to 1.
            at_x: where between the left edge (0) and the right one (1).
            at_y: likewise, from the bottom.
        """
        width, height = self.x1 - self.x0, self.y1 - self.y0
        scale = min(width / SIZE[0], height / SIZE[1]) * share
        x, y = self.x0 + (width - scale * SIZE[0]) * at_x, self.y0 + (height - scale * SIZE[1]) * at_y
        return Window(x, y, x + scale * SIZE[0], y + scale * SIZE[1])


@dataclass(frozen=True)
class Covered:
    """What the pieces of the map's image cover, at how many metres a pixel."""

    window: Window
    scale: float

    def holds(self, window: Window) -> bool:
        """Whether a window of this scale is covered; a few pixels at its edges are the server's business."""
        mine, slack = self.window, (window.x1 - window.x0) / 30
        holds_x = mine.x0 <= window.x0 + slack and mine.x1 >= window.x1 - slack
        holds_y = mine.y0 <= window.y0 + slack and mine.y1 >= window.y1 - slack
        return holds_x and holds_y and abs(self.scale * SIZE[0] - (window.x1 - window.x0)) <= slack


class BokehPage:
    """One page of one browser.

    Args:
        address: of the server, e.g. "http://127.0.0.1:5006".
        patience_s: how long anything may take before it counts as failed.

    Attributes:
        home: what the first picture covers.
    """

    def __init__(self, address: str, patience_s: float) -> None:
        """Nothing is asked for before `open`."""
        self._address = address
        self._patience_s = patience_s
        self._socket: WebSocketClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None
        self.home = Window(0.0, 0.0, 1.0, 1.0)
        self._figure: Json = {}
        self._ranges: dict[str, Json] = {}
        self._pictures: asyncio.Queue[Covered] = asyncio.Queue()
        self._covered: Covered | None = None
        self._pulled: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        """From the address to the first picture of the map.

        Raises:
            PageError: it did not come in time, or not at all.
        """
        try:
            async with asyncio.timeout(self._patience_s):
                await self._connect()
                self._listening = asyncio.create_task(self._listen())
                await self._pulled
                await self._send("PATCH-DOC", {"events": [_document_ready(), *self._size()]})
                self.home = (await self._pictures.get()).window
        except TimeoutError:
            raise PageError(f"no map within {self._patience_s:g} s") from None
        except OSError as error:
            raise PageError(f"{type(error).__name__}: {error}") from error

    async def move(self, window: Window) -> None:
        """A gesture: show another window, and wait for its picture; not for long where it is there already.

        Raises:
            PageError: no picture in time.
        """
        try:
            async with asyncio.timeout(self._patience_s):
                await self._send("PATCH-DOC", {"events": self._moved(window)})
                while self._covered is None or not self._covered.holds(window):
                    await self._pictures.get()
        except TimeoutError:
            raise PageError(f"no picture within {self._patience_s:g} s") from None

    async def close(self) -> None:
        """Leave, as a browser does."""
        if self._listening is not None:
            self._listening.cancel()
        if self._socket is not None:
            self._socket.close()
        await asyncio.sleep(0)

    # The protocol -----------------------------------------------------------------------------------------------

    async def _connect(self) -> None:
        page = await AsyncHTTPClient(max_clients=1000, force_instance=True).fetch(
            f"{self._address}/app", request_timeout=self._patience_s, connect_timeout=self._patience_s
        )
        token = _TOKEN.search(page.body.decode())
        if token is None:
            raise PageError("the page has no session")
        request = HTTPRequest(
            f"{self._address.replace('http', 'ws', 1)}/app/ws", headers={"Origin": self._address},
            connect_timeout=self._patience_s, request_timeout=self._patience_s,
        )  # fmt: skip
        self._socket = await websocket_connect(request, subprotocols=["bokeh", token.group(1)])

    async def _send(self, kind: str, content: Json) -> None:
        if self._socket is None:
            raise PageError("the page is not open")
        for part in ({"msgid": uuid.uuid4().hex, "msgtype": kind}, {}, content):
            await self._socket.write_message(json.dumps(part))

    async def _listen(self) -> None:
        while True:
            header = json.loads(await self._read())
            await self._read()
            content = await self._read()
            for _ in range(2 * header.get("num_buffers", 0)):
                await self._read()
            if header["msgtype"] == "ACK":
                await self._send("PULL-DOC-REQ", {})
            elif header["msgtype"] == "PULL-DOC-REPLY":
                self._take_document(json.loads(content))
            elif header["msgtype"] == "PATCH-DOC":
                self._take_patch(json.loads(content))

    async def _read(self) -> str | bytes:
        message = None if self._socket is None else await self._socket.read_message()
        if message is None:
            self._fail(PageError("the server closed the connection"))
            raise asyncio.CancelledError
        return message

    def _fail(self, error: PageError) -> None:
        if not self._pulled.done():
            self._pulled.set_exception(error)

    def _take_document(self, content: Json) -> None:
        self._look_for_map(content)
        if not self._pulled.done():
            self._pulled.set_result(None)

    def _take_patch(self, content: Json) -> None:
        if not self._figure:
            self._look_for_map(content)
        for event in content["events"]:
            if event["kind"] == "ModelChanged" and event["attr"] == "tags" and len(event["new"]) == 5:
                self._covered = Covered(Window(*event["new"][:4]), event["new"][4])
                self._pictures.put_nowait(self._covered)

    def _look_for_map(self, content: Json) -> None:
        """The first figure that has a picture, and its ranges; they may come later than the document."""
        figure = next((one for one in _objects(content) if one["name"] == "Figure" and _has_image(one)), None)
        if figure is not None:
            self._figure = {"id": figure["id"]}
            self._ranges = {name: {"id": figure["attributes"][name]["id"]} for name in RANGES}

    def _size(self) -> list[Json]:
        names = ("inner_width", "inner_height")
        return [_change(self._figure, name, value) for name, value in zip(names, SIZE, strict=True)]

    def _moved(self, window: Window) -> list[Json]:
        """What a browser sends for a gesture: the ranges, and the event that says that they belong together."""
        x, y = (self._ranges[name] for name in RANGES)
        values = {"model": self._figure, "x0": window.x0, "x1": window.x1, "y0": window.y0, "y1": window.y1}
        return [
            _change(x, "start", window.x0), _change(x, "end", window.x1),
            _change(y, "start", window.y0), _change(y, "end", window.y1),
            _event("rangesupdate", values),
        ]  # fmt: skip


def _document_ready() -> Json:
    return _event("document_ready", {})


def _event(name: str, values: Json) -> Json:
    data = {"type": "event", "name": name, "values": {"type": "map", "entries": [[*pair] for pair in values.items()]}}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}


def _change(model: Json, attribute: str, new: float) -> Json:
    return {"kind": "ModelChanged", "model": model, "attr": attribute, "new": new}


def _has_image(figure: Json) -> bool:
    return any(one["name"] == "ImageURL" for one in _objects(figure))


def _objects(value: Any) -> Iterator[Json]:
    """Every model described in a message."""
    if isinstance(value, dict):
        if value.get("type") == "object" and "id" in value:
            yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
