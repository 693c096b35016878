"""What only says that a page was closed stays out of the log; real errors are kept."""

from __future__ import annotations

import asyncio
import gc
import logging

import pytest
from bokeh.server.views import ws
from tornado.websocket import WebSocketClosedError

from app.server import closed_pages


@pytest.fixture(autouse=True)
def _filtered() -> None:
    closed_pages.install()
    closed_pages.install()  # again, as when the page is reloaded while developing


class Page:
    """Where a message goes."""


class ClosedMessage:
    """A message for a page that is gone."""

    async def send(self, _connection: object) -> None:
        raise WebSocketClosedError


def leave_behind(error: Exception) -> None:
    """A task that fails while nobody waits for it."""

    async def fail() -> None:
        raise error

    async def forget() -> None:
        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0.01)
        del task
        gc.collect()

    asyncio.run(forget())


def test_a_message_to_a_closed_page_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(ws.WSHandler.send_message(Page(), ClosedMessage()))  # type: ignore[arg-type]  # it asks nothing of either
    leave_behind(WebSocketClosedError())
    assert caplog.messages == []


def test_other_errors_of_the_same_loggers_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    leave_behind(ValueError("a real one"))
    logging.getLogger("bokeh.server.views.ws").warning("Another matter")
    assert len(caplog.messages) == 2
    assert caplog.messages[0].startswith("Task exception was never retrieved")
    assert caplog.messages[1] == "Another matter"
