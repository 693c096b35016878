"""Follow: an analysis that keeps up with what is selected and with the history; for views of more than one statement.

The session's regular look compares the key wanted with the one shown and does no input or output. Where they differ, a
worker runs the analysis; its statements are let go of as soon as another key is wanted, so that a source nobody waits
for any more can stop.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import panel as pn
import pyarrow as pa

from app.tabs.ami_analytics.view import AmiView
from data_sources.cache import Waiter, ask
from data_sources.errors import FluxError, SourceUnavailable, Withdrawn
from data_sources.query import Query
from data_sources.source import Health, Source

log = logging.getLogger(__name__)

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")

RETRY_S = 3.0
# Landing bumps the history's version every few seconds; what costs a second is not asked again that often.
LEAST_AGE_S = 30.0

Stage = Literal["nothing", "waiting", "ready", "stale", "failed"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where an analysis stands.

    Attributes:
        stage: "nothing" is wanted, "waiting" for an answer, "ready", "stale" (the history is away), "failed".
        has_answer: whether an earlier answer is still shown.
        message: one sentence when it is stale or failed; why there are no readings to ask for.
    """

    stage: Stage = "nothing"
    has_answer: bool = False
    message: str = ""


class WaitingSource:
    """A source asked on behalf of one waiter; once that one has let go, every further question is refused."""

    def __init__(self, source: Source, waiter: Waiter) -> None:
        """Asks nothing yet."""
        self._source, self._waiter = source, waiter

    @property
    def dialect(self) -> str:
        """The dialect of the source asked."""
        return self._source.dialect

    def fetch(self, query: Query) -> pa.Table:
        """All rows of a query.

        Raises:
            Withdrawn: the waiter has let go.
        """
        return ask(self._source, query, self._waiter)

    def health(self) -> Health:
        """The state of the source asked."""
        return self._source.health()


class Follow(Generic[K, R]):
    """Keeps `show(result)` in step with `make_key()` while a view is in front.

    Args:
        view: whose workers and looks are used.
        make_key: what is wanted now, from the present selections; None for nothing. Quick; asks nobody.
        task: from source and key to the result; runs in a worker.
        show: takes key and result, in the session's document.
        tell: takes the Status whenever it changes.
        least_age_s: a result is not made anew within this time only because the history has grown.
        is_front: whether the part of the view that shows it is in front; a hidden one asks nothing.
    """

    def __init__(
        self, view: AmiView, make_key: Callable[[], K | None], task: Callable[[Source, K], R],
        show: Callable[[K, R], None], tell: Callable[[Status], None], *, least_age_s: float = LEAST_AGE_S,
        is_front: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        """Looks from now on."""
        self._view, self._make_key, self._task, self._show, self._tell = view, make_key, task, show, tell
        self._least_age_s, self._is_front = least_age_s, is_front
        self._status = Status()
        self._under_way: tuple[K, Waiter] | None = None
        self._shown: tuple[K, tuple[int, ...]] | None = None
        self._shown_at = self._not_before = 0.0
        self._failed: K | None = None
        self._held: Callable[[], None] | None = None
        view.history(self._look, lambda _rows: None)

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self._status

    def retry(self) -> None:
        """Ask again what failed."""
        self._failed, self._not_before, self._shown = None, 0.0, None

    def _look(self) -> None:
        if not self._is_front():
            return
        self._show_held()
        key = self._make_key()
        if self._under_way is not None and self._under_way[0] != key:
            self._under_way[1].let_go()
            self._under_way = None
        if key is None:
            self._say("nothing", self._why_nothing())
        elif self._under_way is None and key != self._failed and self._is_due(key):
            self._start(key)
        elif self._status.stage == "nothing" and self._shown is not None and self._shown[0] == key:
            self._say("ready")

    def _is_due(self, key: K) -> bool:
        now = time.monotonic()
        if now < self._not_before:
            return False
        if self._shown is None or self._shown[0] != key:
            return True
        return self._shown[1] != self._version() and now - self._shown_at >= self._least_age_s

    def _start(self, key: K) -> None:
        source = self._view.tab.sources.history
        if source is None:
            self._say("failed", "No history is set up.")
            return
        waiter, version = Waiter(), self._version()
        self._under_way = key, waiter
        if self._shown is None or self._shown[0] != key:
            self._say("waiting")
        self._view.work(
            lambda: _attempt(self._task, WaitingSource(source, waiter), key),
            lambda result: self._take(key, waiter, version, result),
        )

    def _take(self, key: K, waiter: Waiter, version: tuple[int, ...], result: R | FluxError) -> None:
        if self._under_way is None or self._under_way[1] is not waiter:
            return  # something else is wanted meanwhile
        if not pn.state.loaded:
            self._held = lambda: self._take(key, waiter, version, result)
            return
        self._under_way = None
        if isinstance(result, Withdrawn):
            return
        if isinstance(result, SourceUnavailable):
            self._not_before = time.monotonic() + RETRY_S
            self._say("stale", str(result))
        elif isinstance(result, FluxError):
            log.warning("An analysis failed: %s", result)
            self._failed = key
            self._say("failed", str(result))
        else:
            self._shown, self._shown_at, self._failed = (key, version), time.monotonic(), None
            self._show(key, result)
            self._say("ready")

    def _show_held(self) -> None:
        """Show what came before the page had loaded.

        Panel 1.9.4 drops changes of models made between the moment a browser has pulled the document and the moment it
        says that it is ready (`hold` in io/document.py); a figure that missed its rows would stay empty.
        """
        if self._held is not None and pn.state.loaded:
            held, self._held = self._held, None
            held()

    def _why_nothing(self) -> str:
        """Changes with what is known of the history's days, so that the view is told again."""
        return self._view.tab.nothing_yet()[0] if self._view.tab.controls.period() is None else ""

    def _version(self) -> tuple[int, ...]:
        return self._view.tab.feed.version("ami")

    def _say(self, stage: Stage, message: str = "") -> None:
        status = Status(stage, self._shown is not None, message)
        if status != self._status:
            self._status = status
            self._tell(status)


def _attempt(task: Callable[[Source, K], R], source: Source, key: K) -> R | FluxError:
    """The result, or why there is none: what the history could not answer is said in the view's own place."""
    try:
        return task(source, key)
    except FluxError as error:
        return error
