"""Follow: an answer that keeps up with what is wanted and with its source; for what takes more than one statement.

The session's regular look compares the wish with what is shown and does no input or output. Where they differ, a worker
runs the task; its statements are let go of as soon as something else is wanted, or nobody can see it any more, so that
a source nobody waits for can stop. What fails is said in the answer's own place, whatever it is: everything else on the
page goes on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

import pyarrow as pa

from app.live import SourceKind
from data_sources.cache import Versions, Waiter, ask
from data_sources.errors import FluxError, SourceUnavailable, Withdrawn
from data_sources.query import Query
from data_sources.source import Health, Source, Sources

log = logging.getLogger(__name__)

W = TypeVar("W", bound=Hashable)
R = TypeVar("R")

RETRY_S = 3.0
# Landing counts a change of the history every few seconds; what costs a second is not asked again that often.
LEAST_AGE_S = 30.0
UNFORESEEN = "This could not be worked out; the server's log says why."

Stage = Literal["idle", "waiting", "ready", "empty", "stale", "failed"]


@dataclass(frozen=True, slots=True)
class FollowStatus:
    """Where an answer stands.

    Attributes:
        stage: "idle" (nothing is wanted), "waiting", "ready", "empty" (answered, with nothing), "stale" (the source is
            away), "failed".
        has_answer: whether an earlier answer is still shown.
        title: why nothing is wanted, in a few words; empty where there is nothing to say.
        message: one sentence on it; on what is stale or failed too.
    """

    stage: Stage = "idle"
    has_answer: bool = False
    title: str = ""
    message: str = ""


class FollowHost(Protocol):
    """Who a Follow works for: a view, or a tab."""

    @property
    def sources(self) -> Sources:
        """What may be asked."""
        ...

    @property
    def feed(self) -> Versions:
        """Numbers the changes."""
        ...

    def each_look(self, callback: Callable[[], None]) -> None:
        """Call back at every look while the host is in front; the callback asks nobody."""
        ...

    def work(self, task: Callable[[], Any], then: Callable[[Any], None], *, kind: SourceKind) -> None:
        """Run something slow in a thread of that kind, then `then(result)` in the session's document."""
        ...

    def why_idle(self) -> tuple[str, str] | None:
        """Title and hint for when nothing is wanted of the host; None where there is nothing to say."""
        ...

    def on_hide(self, callback: Callable[[], object]) -> None:
        """Call back whenever the host can be seen no longer."""
        ...

    def on_close(self, callback: Callable[[], object]) -> None:
        """Call back once, when the host ends."""
        ...

    def stale_if(self, is_stale: Callable[[], bool]) -> None:
        """Count the host as stale whenever this says so; it asks nobody."""
        ...


class WaitingSource:
    """A source asked on behalf of one waiter; once that one has let go, every further question is refused.

    Attributes:
        versions: numbers of the topics of what was asked, as they were before the first question about each.
    """

    def __init__(self, source: Source, waiter: Waiter, feed: Versions) -> None:
        """Asks nothing yet."""
        self._source, self._waiter, self._feed = source, waiter, feed
        self.versions: dict[str, int] = {}

    @property
    def dialect(self) -> str:
        """The dialect of the source asked."""
        return self._source.dialect

    def fetch(self, query: Query) -> pa.Table:
        """All rows of a query.

        Raises:
            Withdrawn: the waiter has let go.
        """
        for topic in query.statement.topics:
            self.versions.setdefault(topic, *self._feed.version(topic))
        return ask(self._source, query, self._waiter)

    def health(self) -> Health:
        """The state of the source asked."""
        return self._source.health()


@dataclass(frozen=True, slots=True, eq=False)
class Kept(Generic[W]):
    """What is shown: the wish it answers, "ready" or "empty", the numbers of its topics, and when it came."""

    wish: W
    stage: Stage
    versions: dict[str, int]
    at: float


def has_no_rows(result: object) -> bool:
    """Whether a result is a table without rows."""
    return isinstance(result, pa.Table) and not result.num_rows


class Follow(Generic[W, R]):
    """Keeps `show(wish, result)` in step with `make_wish()` while its host is in front.

    Args:
        host: whose sources, looks and workers are used.
        make_wish: what is wanted now, from the present selections; None for nothing. Quick; asks nobody.
        task: from source and wish to the result; runs in a worker.
        show: takes wish and result, in the session's document.
        tell: takes the FollowStatus whenever it changes.
        source: "history" or "live".
        least_age_s: a result is not made anew within this time only because its source has changed.
        is_front: whether the part of the host that shows it is in front; a hidden one asks nothing.
        is_empty: whether a result holds nothing to show.
    """

    def __init__(
        self, host: FollowHost, make_wish: Callable[[], W | None], task: Callable[[Source, W], R],
        show: Callable[[W, R], None], tell: Callable[[FollowStatus], None] = lambda _status: None, *,
        source: SourceKind = "history", least_age_s: float = LEAST_AGE_S,
        is_front: Callable[[], bool] = lambda: True, is_empty: Callable[[R], bool] = has_no_rows,
    ) -> None:  # fmt: skip
        """Looks from now on."""
        self._host, self._make_wish, self._task, self._show, self._tell = host, make_wish, task, show, tell
        self._source, self._least_age_s = source, least_age_s
        self._is_front, self._is_empty = is_front, is_empty
        self._status = FollowStatus()
        self._under_way: tuple[W, Waiter] | None = None
        self._kept: Kept[W] | None = None
        self._about: W | None = None
        self._not_before = 0.0
        self._failed: W | None = None
        host.each_look(self._look)
        host.on_hide(self._let_go)
        host.on_close(self._let_go)
        host.stale_if(lambda: self._status.stage == "stale")

    @property
    def status(self) -> FollowStatus:
        """Where it stands."""
        return self._status

    def retry(self) -> None:
        """Ask again what failed."""
        self._failed, self._not_before, self._kept = None, 0.0, None

    def _look(self) -> None:
        if not self._is_front():
            self._let_go()
            return
        try:
            wish = self._make_wish()
        except Exception as error:  # a view's own code: its place says so, the others go on
            self._fail(None, error)
            return
        if self._under_way is not None and self._under_way[0] != wish:
            self._let_go()
        if wish is None:
            self._say(None, "idle", *(self._host.why_idle() or ("", "")))
            return
        if self._about != wish and self._kept is not None and self._kept.wish == wish:
            self._say(wish, self._kept.stage)  # back to what is shown, from something that did not come or failed
        if self._under_way is None and wish != self._failed and self._is_due(wish):
            self._start(wish)

    def _let_go(self) -> None:
        """Wait no longer for what is under way: its task asks nothing more, and its result is not shown."""
        if self._under_way is not None:
            self._under_way[1].let_go()
            self._under_way = None

    def _is_due(self, wish: W) -> bool:
        now, kept = time.monotonic(), self._kept
        if now < self._not_before:
            return False
        if kept is None or kept.wish != wish:
            return True
        return now - kept.at >= self._least_age_s and self._has_changed(kept.versions)

    def _has_changed(self, versions: dict[str, int]) -> bool:
        return self._host.feed.version(*versions) != tuple(versions.values())

    def _start(self, wish: W) -> None:
        source = getattr(self._host.sources, self._source)
        if source is None:
            self._say(wish, "failed", "", f"No {self._source} is set up.")
            return
        self._failed = None  # what failed is asked again by who comes back to it, else nothing would end its waiting
        waiter = Waiter()
        asked = WaitingSource(source, waiter, self._host.feed)
        self._under_way = wish, waiter
        if self._kept is None or self._kept.wish != wish:
            self._say(wish, "waiting")
        self._host.work(
            lambda: _attempt(self._task, asked, wish),
            lambda result: self._take(wish, waiter, asked.versions, result),
            kind=self._source,
        )

    def _take(self, wish: W, waiter: Waiter, versions: dict[str, int], result: R | Exception) -> None:
        if self._under_way is None or self._under_way[1] is not waiter:
            return  # let go of meanwhile
        self._under_way = None
        if isinstance(result, Withdrawn):
            return
        if isinstance(result, SourceUnavailable):
            self._not_before = time.monotonic() + RETRY_S
            self._say(wish, "stale", "", str(result))
        elif isinstance(result, Exception):
            self._fail(wish, result)
        else:
            self._keep(wish, versions, result)

    def _keep(self, wish: W, versions: dict[str, int], result: R) -> None:
        try:
            self._show(wish, result)
        except Exception as error:  # a view's own code, as above
            self._fail(wish, error)
            return
        stage: Stage = "empty" if self._is_empty(result) else "ready"
        self._kept, self._failed = Kept(wish, stage, versions, time.monotonic()), None
        self._say(wish, stage)

    def _fail(self, wish: W | None, error: Exception) -> None:
        message = str(error) if isinstance(error, FluxError) else UNFORESEEN
        status = FollowStatus("failed", self._kept is not None, "", message)
        if status != self._status:  # else said and logged already
            # What the house says in words of its own needs no traceback: it is bad input, or a source that is away.
            log.error("An analysis failed: %s", message, exc_info=None if isinstance(error, FluxError) else error)
        self._failed = wish
        self._say(wish, "failed", "", message)

    def _say(self, about: W | None, stage: Stage, title: str = "", message: str = "") -> None:
        self._about = about
        status = FollowStatus(stage, self._kept is not None, title, message)
        if status != self._status:
            self._status = status
            self._tell(status)


def _attempt(task: Callable[[Source, W], R], source: Source, wish: W) -> R | Exception:
    """The result, or why there is none."""
    try:
        return task(source, wish)
    except Exception as error:  # said where the answer would stand
        return error
