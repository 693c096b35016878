"""A network between a browser and a server, made of one thread a direction, that can stop carrying without a word."""

from __future__ import annotations

import contextlib
import socket
import threading


class Network:
    """Carries what comes to `port` to a server, and back.

    Args:
        to: port of the server, on this computer.
    """

    def __init__(self, to: int) -> None:
        """Carries from now on."""
        self._to = to
        self._carries = threading.Event()
        self._carries.set()
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._let_in, daemon=True).start()

    def stall(self) -> None:
        """Drop nothing and carry nothing: both ends see an open connection on which nothing comes."""
        self._carries.clear()

    def resume(self) -> None:
        """Carry again, what waited first: as after lost packets that were sent again."""
        self._carries.set()

    def heal(self) -> None:
        """Carry new connections again; those of before stay silent for ever, as after a router forgot them."""
        self._carries = threading.Event()
        self._carries.set()

    def cut(self) -> None:
        """End the connections there are, as a server that ends does; new ones are carried."""
        ends, self._ends = self._ends, []
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Carry nothing any more, and say so."""
        self._door.close()

    def _let_in(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = self._door.accept()
                threading.Thread(target=self._carry, args=(visitor, self._carries), daemon=True).start()

    def _carry(self, visitor: socket.socket, carries: threading.Event) -> None:
        carries.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            visitor.close()
            return
        self._ends += [visitor, server]
        for source, target in ((visitor, server), (server, visitor)):
            threading.Thread(target=_pump, args=(source, target, carries), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, carries: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            carries.wait()
            target.sendall(data)
        carries.wait()
        target.shutdown(socket.SHUT_WR)
