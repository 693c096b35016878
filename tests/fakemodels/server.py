"""A scripted HTTP server: what it answers to each path, in which pieces, when it goes silent and when it hangs up."""

from __future__ import annotations

import json
import random
import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STREAM = {"Content-Type": "text/event-stream"}
JSON = {"Content-Type": "application/json"}
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Silence:
    """Nothing is said until the test lets go, or the other side hangs up."""


@dataclass(frozen=True)
class Cut:
    """The connection ends in the middle."""


Piece = bytes | Silence | Cut


@dataclass(frozen=True)
class Scripted:
    """One answer: each piece is sent by itself."""

    pieces: Sequence[Piece] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: STREAM)
    before: Sequence[Piece] = ()  # what happens before the first byte


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class FakeModels:
    """A running server."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.hung_up = threading.Event()  # by the other side, while this one was silent
        self.silent = threading.Event()
        self._let_go = threading.Event()
        self._scripts: dict[str, deque[Scripted]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: Scripted) -> None:
        """What is answered to a path's next requests, one each; a request too many is answered by 599."""
        self._scripts[path].extend(answers)

    def let_go(self) -> None:
        """End every silence."""
        self._let_go.set()

    def close(self) -> None:
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def next_answer(self, request: Received) -> Scripted:
        with self._lock:
            self.received.append(request)
            waiting = self._scripts[request.path.partition("?")[0]]
            return waiting.popleft() if waiting else Scripted([b"{}"], 599, JSON)

    def stay_silent(self, connection: Any) -> None:
        """Until let go of, or until the other side hangs up."""
        self.silent.set()
        connection.settimeout(0.02)
        for _ in range(int(PATIENCE_SECONDS / 0.02)):
            if self._let_go.is_set():
                return
            try:
                if connection.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        self.hung_up.set()
        raise ConnectionAbortedError


@contextmanager
def running_models() -> Iterator[FakeModels]:
    server = FakeModels()
    try:
        yield server
    finally:
        server.close()


def _handler(server: FakeModels) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer(json.loads(body) if body else None)

        def do_GET(self) -> None:
            self._answer(None)

        def log_message(self, *_: object) -> None: ...

        def _answer(self, body: Any) -> None:
            answer = server.next_answer(Received(self.command, self.path, dict(self.headers), body))
            self.close_connection = True
            try:
                for piece in answer.before:
                    self._send(piece)
                self.send_response(answer.status)
                for name, value in {**answer.headers, "Transfer-Encoding": "chunked", "Connection": "close"}.items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in answer.pieces:
                    self._send(piece)
                self.wfile.write(b"0\r\n\r\n")
            except (ConnectionError, OSError):
                return

        def _send(self, piece: Piece) -> None:
            if isinstance(piece, Silence):
                server.stay_silent(self.connection)
            elif isinstance(piece, Cut):
                raise ConnectionAbortedError
            elif piece:
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()

    return Handler


def in_odd_pieces(data: bytes, seed: int = 7) -> list[bytes]:
    """The same bytes in pieces of one to a few dozen, cut within words, marks and letters of several bytes."""
    cuts, pieces, place = random.Random(seed), [], 0
    while place < len(data):
        size = cuts.choice((1, 2, 3, 5, 17, 40))
        pieces.append(data[place : place + size])
        place += size
    return pieces


def event(data: object, name: str = "") -> bytes:
    """One server-sent event."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    lines = "".join(f"data: {line}\n" for line in text.split("\n"))
    return (f"event: {name}\n" if name else "").encode() + lines.encode() + b"\n"
