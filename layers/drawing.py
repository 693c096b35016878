"""The drawing of one session: shared workers take its newest wish, its own loop gets the picture.

A wish that waits is dropped when a newer one comes, so that a session never has more than one picture being drawn and
one waiting, however fast a hand moves. Once the hand rests, what lies around the view is drawn too, so that the next
drag shows no blank edge.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from bokeh.document import Document

from layers.image.mosaic import Mosaic, Sheet, Whole
from layers.image.renderer import Renderer
from layers.patience import sentence
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport

log = logging.getLogger(__name__)

TOLD_AT_MOST = 100  # different failures that a session logs

BUSY_S = 0.05  # a worker that comes so late has others to serve
REST_MS = 120  # after a picture was shown: then the hand rests
FILM_REST_MS = 600  # where it may be one of a film, of which the next one comes within half a second: then that rests

LONGEST_REST_MS = 4000  # where others wait again and again: asking costs something too

PROBE_SECONDS = 3.0  # for map tiles to answer

EARLY_S = 0.02
"""How often is looked whether a document that is being built has its session."""

_early: WeakKeyDictionary[Document, list[Callable[[], None]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What a worker is asked to draw; each is its own, even if another asks for the same.

    Attributes:
        renderer: draws it.
        viewport: the view.
        style: what is drawn and how.
        filters: what is left out.
        shown: what the pieces that are shown now have in common; None where there are none.
    """

    renderer: Renderer
    viewport: Viewport
    style: MapStyle
    filters: MapFilters
    shown: Sheet | Whole | None = None


@dataclass(frozen=True, slots=True)
class Workers:
    """Where the work of a map is done; shared by all sessions, apart by what it waits for.

    Attributes:
        drawing: pictures; they keep a core busy.
        rows: the rows of the map; they wait for the database.
        probes: whether map tiles answer; waits for the internet.
        probe_seconds: for how long at most.
    """

    drawing: Executor
    rows: Executor
    probes: Executor
    probe_seconds: float = PROBE_SECONDS


class Drawing:
    """Hands wishes to workers and pictures back.

    Args:
        workers: where pictures are drawn and rows are read.
        show: called on the session's loop with a wish and what it shows, or why it could not be drawn, in one sentence;
            and again with the same and what lies around it.
        now: seconds of a clock that only rises.
    """

    def __init__(
        self,
        workers: Workers,
        show: Callable[[Wish, Mosaic | str], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is asked for yet."""
        self._now = now
        self._workers = workers
        self._show = show
        self._lock = threading.Lock()
        self._waiting: Wish | None = None
        self._newest: Wish | None = None
        self._is_busy = False
        self._is_reading = False
        self._told: set[str] = set()

    def is_newest(self, wish: Wish) -> bool:
        """Whether nothing was asked for after this."""
        return wish is self._newest

    def ask(self, wish: Wish, document: Document | None) -> None:
        """Draw this as soon as a worker is free, instead of what waits."""
        with self._lock:
            self._newest = self._waiting = wish
            if self._is_busy:
                return
            self._is_busy = True
        self._workers.drawing.submit(self._work, document)

    def ask_around(self, wish: Wish, mosaic: Mosaic, document: Document | None, rest_ms: int = 0) -> None:
        """Draw what lies around a view that is shown, once the hand rests and the workers have nothing else to do.

        Args:
            wish: that is shown.
            mosaic: what it shows.
            document: the session's.
            rest_ms: how long the hand rests; each time that others come first, twice as long as before.
        """
        asked_at = 0.0
        rest_ms = rest_ms or (REST_MS if isinstance(mosaic.sheet, Sheet) else FILM_REST_MS)

        def work() -> None:
            if not self.is_newest(wish):
                return
            if self._now() - asked_at > BUSY_S:  # others wait for what they look at
                again_ms = min(2 * rest_ms, LONGEST_REST_MS)
                on_loop(document, partial(self.ask_around, wish, mosaic, document, again_ms))
            elif (found := self._around(wish, mosaic)) is not None:
                on_loop(document, partial(show, found))

        def show(found: Mosaic) -> None:
            if self.is_newest(wish):
                self._show(wish, found)

        def begin() -> None:
            nonlocal asked_at
            asked_at = self._now()
            if self.is_newest(wish):
                self._workers.drawing.submit(work)

        if document is None or document.session_context is None:
            begin()
        elif not document.session_context.destroyed:
            document.add_timeout_callback(begin, rest_ms)

    def read(self, renderer: Renderer, document: Document | None, then: Callable[[str], None]) -> None:
        """Read changed rows where nobody draws, so that no gesture waits for the database.

        Args:
            renderer: whose rows.
            document: the session's.
            then: runs on the loop with what went wrong, in one sentence; empty where nothing did.
        """
        with self._lock:
            if self._is_reading:
                return
            self._is_reading = True

        def work() -> None:
            trouble = ""
            try:
                renderer.frames.refresh()
            except Exception as error:
                trouble = self._failed("The map's rows could not be read", error)
            finally:
                self._is_reading = False
            on_loop(document, partial(then, trouble))

        self._workers.rows.submit(work)

    def _work(self, document: Document | None) -> None:
        while (wish := self._take()) is not None:
            on_loop(document, partial(self._show, wish, self._drawn(wish)))

    def _take(self) -> Wish | None:
        with self._lock:
            wish, self._waiting = self._waiting, None
            self._is_busy = wish is not None
            return wish

    def _drawn(self, wish: Wish) -> Mosaic | str:
        try:
            return wish.renderer.mosaic(wish.viewport, wish.style, wish.filters, wish.shown)
        except Exception as error:
            return self._failed("The map could not be drawn anew", error)

    def _around(self, wish: Wish, mosaic: Mosaic) -> Mosaic | None:
        """None too where it cannot be drawn: what is in view is what counts, and is told of when it comes in view."""
        try:
            return wish.renderer.surroundings(mosaic)
        except Exception as error:
            self._failed("The surroundings of the map could not be drawn", error)
            return None

    def _failed(self, what: str, error: Exception) -> str:
        """The sentence of an error; logged when this session meets it first."""
        trouble = f"{what}: {sentence(error)}"
        if trouble not in self._told and len(self._told) < TOLD_AT_MOST:
            self._told.add(trouble)
            log.warning("%s", trouble, exc_info=error)
        return trouble


def on_loop(document: Document | None, callback: Callable[[], None]) -> None:
    """Run on the session's own loop; at once where there is no document yet, never where the session has ended.

    Callable from any thread. The document itself is touched on the loop alone: a callback that a worker adds while the
    session holds its events back can fall between two lists of Bokeh's (`unhold`), and waits there for the next change.
    """
    if document is None:
        callback()
        return
    loop = _loop_of(document)
    if loop is None:
        _next_tick(document, callback)
    else:
        loop.add_callback(_hand_over, loop, document, callback)


def _hand_over(loop: Any, document: Document, callback: Callable[[], None]) -> None:
    """In the order they come; what comes while another thread still builds the document waits for its session."""
    if document in _early:
        _early[document].append(callback)
    elif _is_built(document):
        _next_tick(document, callback)
    else:
        _early[document] = [callback]
        loop.call_later(EARLY_S, _hand_over_early, loop, document)


def _hand_over_early(loop: Any, document: Document) -> None:
    if not _is_built(document):
        loop.call_later(EARLY_S, _hand_over_early, loop, document)
        return
    for callback in _early.pop(document):
        _next_tick(document, callback)


def _is_built(document: Document) -> bool:
    """Whether a document has its session, or will never have one: the context lives as long as somebody makes it."""
    context: Any = document.session_context
    return context is None or context.session is not None


def _next_tick(document: Document, callback: Callable[[], None]) -> None:
    if document.session_context is None or not document.session_context.destroyed:
        document.add_next_tick_callback(callback)


def _loop_of(document: Document) -> Any:
    """The loop of the server that the document's session lives on; None outside a server."""
    server: Any = getattr(document.session_context, "server_context", None)
    return getattr(getattr(server, "application_context", None), "io_loop", None)
