"""Keeps out of the log what Bokeh and Tornado say of pages that were closed while something was on its way to them.

People close pages at any moment, and what was being sent then cannot arrive: Bokeh warns of it, and the task of a
message that nobody awaits ends in WebSocketClosedError, which asyncio logs as an error. Bokeh ends the session either
way. Both lines are expected and filled the log; every other message of these loggers stays.
"""

from __future__ import annotations

import logging

from tornado.websocket import WebSocketClosedError

SEND_FAILED = "Failed sending message as connection was closed"
NEVER_RETRIEVED = ("Task exception was never retrieved", "Future exception was never retrieved")
LOGGERS = ("bokeh.server.views.ws", "asyncio")


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """False for what only says that a page was closed."""
    text = record.getMessage()
    if record.name == "bokeh.server.views.ws":
        return text != SEND_FAILED
    error = record.exc_info[1] if record.exc_info else None
    return not (text.startswith(NEVER_RETRIEVED) and isinstance(error, WebSocketClosedError))


def install() -> None:
    """Filter these loggers from now on; safe to call again."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(is_worth_a_line)
