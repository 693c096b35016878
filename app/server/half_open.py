"""Lets go of browsers that are gone without a word: a laptop that sleeps, a network that drops packets.

Their connection stays open for TCP, which tries for a quarter of an hour; so long the session would be kept, and looked
after as if somebody saw it. Bokeh's pings (`serve.KEEP_ALIVE_MS`) give TCP something to wait an answer for.
"""

from __future__ import annotations

import socket
from typing import Any

from panel.io.server import WSHandler

PATIENCE_MS = 45_000
"""A browser behind a slow line answers within; a page notices for itself after a third of it."""


class SocketHandler(WSHandler):
    """A session's connection, which ends when what was sent is not acknowledged for too long."""

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Somebody connected."""
        if self.ws_connection is not None:
            give_up_after(self.ws_connection.stream.socket, PATIENCE_MS)
        super().open(*args, **kwargs)


def give_up_after(connection: socket.socket, patience_ms: int) -> None:
    """End a connection whose other side acknowledges nothing for so long.

    Args:
        connection: a TCP socket; where the system cannot be told (macOS, Windows), TCP's own patience holds.
        patience_ms: milliseconds.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT") and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience_ms)
