"""HTTP around the endpoints: parameters in; form, compression, ETag, CORS and errors out.

Blocking work runs in threads of the API's own, by what it asks: tornado's loop serves every session of the page.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from app.api import errors
from app.api.bodies import Bodies, Body
from app.api.compress import MIN_BYTES, gzip_body
from app.api.endpoint import Endpoint
from app.api.errors import RETRY_AFTER_S, ApiError
from app.api.needs import ApiRuntime
from app.api.negotiate import choose, takes_gzip
from app.api.params import NoParams, read
from app.server.guard import LoopbackOnly
from app.threads import THREADS, Kind
from data_sources.errors import FluxError, SourceUnavailable, TooLarge

log = logging.getLogger(__name__)

START_SECONDS = 2.0  # how long a request waits for a server that still starts
HISTORY_AGE_S = 60  # Snowflake's rows change without a word to us; an answer passes for true no longer than this
_GZIP_LEVEL = 6
_FAST_LEVEL = 2  # of answers over a megabyte that are made anew: a quarter of the time for a tenth more bytes
_EXPOSED = "ETag, Link, Retry-After"

ResultT = TypeVar("ResultT")


async def in_thread(work: Callable[[], ResultT], kind: Kind) -> ResultT:
    """Run blocking work beside the event loop, in a thread of that kind."""
    return await asyncio.get_running_loop().run_in_executor(THREADS.of(kind), work)


class ApiHandler(LoopbackOnly):
    """What all API answers have in common."""

    allowed: ClassVar[str] = "GET, HEAD, OPTIONS"
    runtime: ApiRuntime

    def initialize(self, provider: Callable[[], ApiRuntime], **more: Any) -> None:
        """Takes the keyword arguments of its route."""
        self.provider = provider
        for name, value in more.items():
            setattr(self, name, value)

    def set_default_headers(self) -> None:
        """Headers of errors too."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Vary", "Accept, Accept-Encoding")

    async def prepare(self) -> None:
        """Have the runtime at hand, and let the origins named in the settings in."""
        await super().prepare()
        try:
            self.runtime = await asyncio.wait_for(in_thread(self.provider, "start"), START_SECONDS)
        except TimeoutError:
            raise ApiError(503, "The server is still starting.") from None
        except FluxError as error:
            raise ApiError(503, str(error)) from None
        self._let_in(self.runtime.settings.cors_origins)

    def _let_in(self, origins: tuple[str, ...]) -> None:
        if not origins:
            return
        self.set_header("Vary", "Accept, Accept-Encoding, Origin")
        if (origin := self.request.headers.get("Origin")) in origins:
            self.set_header("Access-Control-Allow-Origin", str(origin))
            self.set_header("Access-Control-Expose-Headers", _EXPOSED)

    async def asked(self, work: Callable[[], ResultT], kind: Kind = "rest") -> ResultT:
        """What blocking work gives, done in a thread of that kind.

        Raises:
            ApiError: 503, what it asks does not answer.
        """
        try:
            return await in_thread(work, kind)
        except SourceUnavailable as error:
            raise ApiError(503, str(error)) from None

    def options(self) -> None:
        """What may be asked here; also the answer to a browser's preflight."""
        self.set_status(204)
        self.set_header("Allow", self.allowed)
        if self._headers.get("Access-Control-Allow-Origin"):
            self.set_header("Access-Control-Allow-Methods", "GET, HEAD")
            self.set_header("Access-Control-Allow-Headers", "Accept, If-None-Match")
            self.set_header("Access-Control-Max-Age", "600")
        self.finish()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Every error as `{"error": {"field", "message"}}`; what went wrong inside is for the log alone."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if hasattr(self, "runtime"):  # tornado has cleared the headers
            self._let_in(self.runtime.settings.cors_origins)
        if status_code == 405:
            self.set_header("Allow", self.allowed)
        if status_code in (429, 503):
            self.set_header("Retry-After", str(RETRY_AFTER_S))
        message, field = self._reason + ".", None
        if isinstance(error, ApiError):
            message, field = error.message, error.field
        elif status_code >= 500:
            message = "The server failed on this request; its log says why."
        self.tell(message, field)

    def tell(self, message: str, field: str | None) -> None:
        """The body of an error."""
        self.set_header("Content-Type", "application/json")
        self.finish(errors.body(message, field))

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """What a caller did wrong needs no stack trace."""
        if isinstance(value, ApiError):
            log.info("%s %s: %s", self.request.method, self.request.uri, value)
        else:
            super().log_exception(typ, value, tb)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Bodies are not streamed in."""


class EndpointHandler(ApiHandler):
    """Answers one endpoint."""

    endpoint: Endpoint
    bodies: Bodies

    async def get(self) -> None:
        """The answer, or 304 where the client has it already."""
        params = read(self.endpoint.params, self.request.query_arguments)
        media, is_gzip = self._media(), takes_gzip(self.request.headers.get("Accept-Encoding", ""))
        key = (self.endpoint.path, params, media, is_gzip)
        version = self._version()
        if version is not None:
            self.set_header("Etag", self.bodies.tag(key, version))
            if self.check_etag_header():
                self.set_status(304)
                return
        body = await self._made(key, version, lambda: self._make(params, media, is_gzip))
        self._put(body, media)

    head = get

    def compute_etag(self) -> str | None:
        """The tag set in `get`; answers that change with the clock have none."""
        return self._headers.get("Etag")

    def _media(self) -> str:
        media = choose(self.request.headers.get("Accept", ""), self.endpoint.media)
        if media is None:
            raise ApiError(406, f"This answer comes as {', '.join(self.endpoint.media)}.", "Accept")
        return media

    def _version(self) -> tuple[int, ...] | None:
        """The version of the topics; None where nothing vouches for it, so that no old answer passes for a new one."""
        feed, source = self.runtime.feed, self.runtime.source
        is_told = feed.is_listening or source.has_pooler
        if not (self.endpoint.topics and is_told and source.health().is_up):
            return None
        version = feed.version(*self.endpoint.topics)
        return (*version, int(time.time() // HISTORY_AGE_S)) if self.endpoint.is_history else version

    async def _made(self, key: Any, version: tuple[int, ...] | None, make: Callable[[], Body]) -> Body:
        kind = self.endpoint.threads
        try:
            if version is None:
                return await in_thread(make, kind)
            return await self.bodies.get(key, version, lambda: in_thread(make, kind))
        except (SourceUnavailable, TooLarge) as error:
            raise ApiError(503, str(error)) from None

    def _make(self, params: NoParams, media: str, is_gzip: bool) -> Body:
        """In a worker thread: ask, encode, compress."""
        answer = self.endpoint.answer(self.runtime, params)
        made = answer.encode(media)
        size = len(made.head.raw) + len(made.tail)
        if not is_gzip or size < MIN_BYTES:
            return Body(made.head.raw + made.tail, answer.status, answer.next_cursor)
        level = _FAST_LEVEL if len(made.tail) > 1 << 20 else _GZIP_LEVEL
        return Body(gzip_body(made.head, made.tail, level), answer.status, answer.next_cursor, is_gzip=True)

    def _put(self, body: Body, media: str) -> None:
        self.set_status(body.status)
        self.set_header("Content-Type", media)
        if body.status == 503:
            self.set_header("Retry-After", str(RETRY_AFTER_S))
        if body.is_gzip:
            self.set_header("Content-Encoding", "gzip")
        if body.next_cursor:
            given = {name: values[0] for name, values in self.request.query_arguments.items()}
            self.set_header("Link", f'<?{urlencode({**given, "cursor": body.next_cursor})}>; rel="next"')
        self.finish(body.content)


class UnknownPathHandler(ApiHandler):
    """Every other path below /api."""

    def get(self) -> None:
        """Always 404, in the form of all errors."""
        raise ApiError(404, "There is no such endpoint; /api/openapi.json lists them.")

    head = get
