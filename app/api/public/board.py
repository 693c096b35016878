"""The present edition, kept for all readers: made at most once in a while, however many ask.

Used on the server's event loop only, so it needs no lock; editions are made in a thread.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from dataclasses import dataclass

from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.public.edition import Edition
from app.threads import THREADS
from data_sources.errors import SourceError
from data_sources.publishing.publisher import Publisher

log = logging.getLogger(__name__)

OFF = "This server publishes no outages."
DEAF = "This server does not hear of changes yet; ask again in a moment."
PATIENCE = 3
"""Refresh times after which an edition is too old to be handed out while the next one is made."""
RETRY_S = 5.0
"""Seconds between two tries while the database is away."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An edition and the clock's readings at which it was made and is due."""

    edition: Edition
    made_at: float
    due_at: float


class PublicBoard:
    """Editions by utility."""

    def __init__(self) -> None:
        """Nothing is published yet."""
        self._kept: dict[str | None, _Kept] = {}
        self._making: dict[str | None, asyncio.Task[Edition]] = {}

    async def edition(self, runtime: ApiRuntime, utility: str | None) -> Edition:
        """The present edition; at once, unless there is none or a far too old one.

        Raises:
            ApiError: 404, nothing is published or there is no such utility; 503, the database is away from the start.
        """
        publisher = runtime.publisher
        if publisher is None:
            raise ApiError(404, OFF)
        kept, now = self._kept.get(utility), time.monotonic()
        if kept is not None and now < kept.due_at:
            return kept.edition
        task = self._making.get(utility)
        if task is None:
            task = self._making[utility] = asyncio.ensure_future(self._make(runtime, publisher, utility))
            task.add_done_callback(_heard)
        if kept is not None and now < kept.made_at + PATIENCE * publisher.rules.refresh_s:
            return kept.edition
        return await asyncio.shield(task)  # a reader that goes away must not take it from the others

    async def _make(self, runtime: ApiRuntime, publisher: Publisher, utility: str | None) -> Edition:
        loop, kept = asyncio.get_running_loop(), self._kept.get(utility)
        try:
            edition = await loop.run_in_executor(
                THREADS.of("rest"), _next_edition, runtime, publisher, utility, kept.edition if kept else None
            )
        finally:
            del self._making[utility]
        now = time.monotonic()
        wait = publisher.rules.refresh_s if edition.is_current else min(RETRY_S, publisher.rules.refresh_s)
        self._kept[utility] = _Kept(edition, now, now + wait)
        return edition


def _next_edition(runtime: ApiRuntime, publisher: Publisher, utility: str | None, last: Edition | None) -> Edition:
    """A new edition, or the last one marked as no longer current."""
    try:
        if not runtime.source.health().is_up:
            runtime.source.ping()
        publication = publisher.publish(utility, dt.datetime.now(dt.UTC)) if _is_told(runtime) else None
    except SourceError as error:
        return _outdated(last, str(error))
    except Exception:  # a row that nobody thought of must not take what is told of all the others from the public
        log.exception("the next edition of public outages could not be made")
        return _outdated(last, "Outages cannot be told at present.")
    if publication is not None:
        return Edition.of(publication, is_current=True)
    if _is_told(runtime):
        raise ApiError(404, "There is no such utility.", "utility")
    return _outdated(last, DEAF if runtime.source.health().is_up else "The database is away.")


def _is_told(runtime: ApiRuntime) -> bool:
    """Whether changes would be heard of, so that what is kept of earlier answers is true."""
    source, feed = runtime.source, runtime.feed
    return source.health().is_up and (feed.is_listening or source.has_pooler)


def _outdated(last: Edition | None, why: str) -> Edition:
    if last is None:
        raise ApiError(503, why)
    return Edition.of(last.publication, is_current=False) if last.is_current else last


def _heard(task: asyncio.Task[Edition]) -> None:
    """Nobody may be waiting for an edition that fails: the next reader's try tells why."""
    if not task.cancelled():
        task.exception()
