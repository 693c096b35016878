"""Connections whose other side is gone without a word end by themselves."""

from __future__ import annotations

import socket

import pytest
from bokeh.server.urls import per_app_patterns

from app.server import static
from app.server.half_open import PATIENCE_MS, SocketHandler, give_up_after


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no TCP_USER_TIMEOUT")
def test_the_system_is_told_for_how_long_it_may_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_connection(door.getsockname()) as connection:
        give_up_after(connection, PATIENCE_MS)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == PATIENCE_MS


def test_what_is_no_tcp_is_left_alone() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    give_up_after(one, PATIENCE_MS)
    one.close()
    other.close()


def test_every_page_s_connection_is_one_of_ours() -> None:
    static.install()
    (handler,) = [pattern[1] for pattern in per_app_patterns if pattern[0].endswith("/ws")]
    assert issubclass(handler, SocketHandler)
