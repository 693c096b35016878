"""What is said to a page goes out in the order in which it was said, all of it.

Bokeh 3.9 writes a change down at once, as a message that names models which the browser knows by then, and sends it
when the callback is over; Panel 1.9.4 sends changes by itself, at once or from a line of its own while the socket is
busy. Each of the three takes the socket when it finds it free, so that a later message overtakes an earlier one: the
browser is told of a model before the message that brings it ("reference … isn't known"), and stops following that part
of the page. It takes a page that has just come, a large part that opens, a busy server or a slow line. Panel's line
also forgets what is put there while another task empties it, until the next change of the page.

Here a message takes its place in the one line of its socket at the moment it is made, whoever made it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from bokeh.protocol.message import Message
from bokeh.server.views.ws import WSHandler
from panel.io import document as panel_document
from tornado.locks import Lock

log = logging.getLogger(__name__)
_their_send = WSHandler.send_message
_their_dispatch = panel_document.dispatch_tornado


@dataclass(slots=True)
class _Line:
    """What waits for one socket, in its order, the one under way first; `turn` is held by the one that sends."""

    waiting: deque[Message[Any]] = field(default_factory=deque)
    turn: Lock = field(default_factory=Lock)


_lines: WeakKeyDictionary[WSHandler, _Line] = WeakKeyDictionary()


def install() -> None:
    """Use one line a socket from now on; safe to call again."""
    WSHandler.send_message = send_message  # type: ignore[method-assign, assignment]
    panel_document.dispatch_tornado = dispatch
    panel_document.schedule_write_events = schedule


def send_message(self: WSHandler, message: Message[Any]) -> Awaitable[None]:
    """Take a place in the line now; done once the message is sent, which is when all before it are.

    It is sent whether or not somebody waits for that: Bokeh does not once a callback has failed. Who waits, waits for
    no message that came later, and hears of no trouble but that of its own.
    """
    line = _lines.setdefault(self, _Line())
    line.waiting.append(message)
    sent = _sent(self, line, message)
    try:
        return asyncio.get_running_loop().create_task(sent)
    except RuntimeError:  # not on the loop: whoever called brings it there, or the next message takes it along
        return sent


async def _sent(socket: WSHandler, line: _Line, message: Message[Any]) -> None:
    async with line.turn:
        while any(one is message for one in line.waiting):
            first = line.waiting[0]
            try:
                await _their_send(socket, first)
            except Exception:
                if first is message:
                    raise
                log.exception("A message to a page could not be sent.")
            finally:
                line.waiting.popleft()


def dispatch(conn: Any, events: list[Any] | None = None, msg: Message[Any] | None = None) -> Sequence[Any]:
    """Panel's, which writes at once; behind what waits, where anything does."""
    socket = conn._socket
    line = _lines.get(socket)
    if line is None or not line.waiting:
        return _their_dispatch(conn, events, msg)
    if msg is None and not events:
        return []
    return [socket.send_message(conn.protocol.create("PATCH-DOC", events) if msg is None else msg)]


def schedule(doc: Any, connections: Sequence[Any], events: list[Any]) -> None:
    """Panel's, for a socket that is busy: in the line instead of in one beside it."""
    for conn in connections:
        message = conn.protocol.create("PATCH-DOC", events)
        panel_document._dispatch_write_task(doc, _wait, conn._socket.send_message(message))


async def _wait(sent: Awaitable[None]) -> None:
    await sent
