"""Server-sent events of one request, taken in a worker thread; a stop ends the request itself, not only the waiting.

The request runs in an event loop that is turned by whoever takes the events, so that nothing outlives the answer: no
thread, no socket. A busy server (429, 503) is asked again as it says (Retry-After) by httpx-retries; what had begun to
answer is never asked again.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from httpx_retries import Retry, RetryTransport
from httpx_sse import ServerSentEvent, SSEError, aconnect_sse

from app.assistant.models.trouble import AnswerStopped, ModelTrouble, trouble_of_network, trouble_of_status

LOOK_SECONDS = 0.1  # between two looks at the stop
MOST_ERROR_BYTES = 20_000
# A proxy on the way forgets a connection in which nothing is said; the system says something every half minute.
_KEPT: Final = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), 30)
        for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL")
        if hasattr(socket, name)
    ),
]


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request to a model's server.

    Attributes:
        label: what a person calls the server.
        url: without anything secret.
        headers: secrets may stand in them; never shown.
        body: sent as JSON.
        seconds: it may take in all.
        silence_s: seconds without a byte after which it counts as gone.
        connect_s: seconds that a connection may take.
        attempts: how often it is sent at most while the server is busy or not there.
        longest_wait_s: between two of them, whatever the server asks for.
        method: of HTTP.
    """

    label: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    seconds: float = 120.0
    silence_s: float = 60.0
    connect_s: float = 10.0
    attempts: int = 3
    longest_wait_s: float = 20.0
    method: str = "POST"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be in no message."""
        return tuple(value.removeprefix("Bearer ") for name, value in self.headers.items() if name == "Authorization")


def server_events(request: ModelRequest, stop: threading.Event) -> Iterator[ServerSentEvent]:
    """The events of an answer as they come; closing the iterator ends the request.

    Raises:
        ModelTrouble: it cannot be reached, refuses, goes silent, takes too long, or the connection is cut.
        AnswerStopped: the stop was set.
    """
    yield from _taken(request, stop, _events)


def json_answer(request: ModelRequest, stop: threading.Event) -> Any:
    """What a request answers at once, as JSON.

    Raises:
        ModelTrouble: as for `server_events`, or it answers no JSON.
        AnswerStopped: the stop was set.
    """
    body = b"".join(_taken(request, stop, _body))
    try:
        return json.loads(body)
    except ValueError:
        raise ModelTrouble(f"{request.label} sends what cannot be read.") from None


Arrived = Callable[[Any], None]
Work = Callable[[ModelRequest, httpx.AsyncClient, Arrived], Coroutine[Any, Any, None]]


def _taken(request: ModelRequest, stop: threading.Event, work: Work) -> Iterator[Any]:
    """What a request brings, piece by piece, while its event loop is turned from here."""
    ends_at = time.monotonic() + request.seconds
    inbox: deque[Any] = deque()
    with asyncio.Runner() as runner:
        arrived = asyncio.Event()
        pump = runner.get_loop().create_task(_pump(request, work, inbox, arrived))
        try:
            while not pump.done() or inbox:
                if not inbox:
                    runner.run(_turn(pump, arrived))
                if stop.is_set():
                    raise AnswerStopped
                if time.monotonic() > ends_at:
                    raise ModelTrouble(f"{request.label} took longer than {request.seconds:g} s and was ended.")
                while inbox and not stop.is_set():
                    yield inbox.popleft()
            pump.result()
        finally:
            if not pump.done():
                pump.cancel()
                runner.run(_ended(pump))


async def _turn(pump: asyncio.Task[None], arrived: asyncio.Event) -> None:
    """Let the request go on until something came, it ended, or it is time to look at the stop."""
    waiter = asyncio.ensure_future(arrived.wait())
    await asyncio.wait({pump, waiter}, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    waiter.cancel()
    arrived.clear()


async def _ended(pump: asyncio.Task[None]) -> None:
    await asyncio.wait({pump}, timeout=1.0)


async def _pump(request: ModelRequest, work: Work, inbox: deque[Any], arrived: asyncio.Event) -> None:
    has_begun = False

    def take(piece: Any) -> None:
        nonlocal has_begun
        has_begun = True
        inbox.append(piece)
        arrived.set()

    limits = httpx.Timeout(request.silence_s, connect=request.connect_s)
    try:
        async with httpx.AsyncClient(transport=_transport(request), timeout=limits) as client:
            await work(request, client, take)
    except SSEError:
        raise ModelTrouble(f"{request.label} answers with something that is no stream of events.") from None
    except httpx.HTTPError as error:  # its text may hold the address
        raise trouble_of_network(request.label, error, has_begun=has_begun, silence_s=request.silence_s) from None
    except httpx.InvalidURL:
        raise ModelTrouble(f"The address of {request.label} is none.") from None


async def _events(request: ModelRequest, client: httpx.AsyncClient, take: Arrived) -> None:
    headers, body = dict(request.headers), dict(request.body)
    async with aconnect_sse(client, request.method, request.url, json=body, headers=headers) as source:
        await _check(request, source.response)
        async for event in source.aiter_sse():
            take(event)


async def _body(request: ModelRequest, client: httpx.AsyncClient, take: Arrived) -> None:
    body = dict(request.body) if request.method != "GET" else None
    async with client.stream(request.method, request.url, json=body, headers=dict(request.headers)) as response:
        await _check(request, response)
        async for piece in response.aiter_bytes():
            take(piece)


async def _check(request: ModelRequest, response: httpx.Response) -> None:
    if response.is_success:
        return
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MOST_ERROR_BYTES:
            break
    raise trouble_of_status(request.label, response.status_code, body[:MOST_ERROR_BYTES], request.secrets)


def _transport(request: ModelRequest) -> RetryTransport:
    retry = Retry(
        total=request.attempts - 1, allowed_methods=("POST", "GET"), status_forcelist=(429, 503),
        retry_on_exceptions=(httpx.ConnectError, httpx.ConnectTimeout), backoff_factor=0.5,
        max_backoff_wait=request.longest_wait_s, total_timeout=2 * request.longest_wait_s,
    )  # fmt: skip
    return RetryTransport(httpx.AsyncHTTPTransport(socket_options=_KEPT), retry)
