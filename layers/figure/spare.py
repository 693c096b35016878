"""Figures made ahead: a figure before its session is the same for everybody, and making one takes a seventh of a page.

They are made in a thread, so that opening a page holds the event loop for less; models that are in no document yet
belong to nobody. When many pages are opened at once and none is left, a figure is made where it is needed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

from layers.figure.plot import Plot
from layers.layer import Layer
from layers.style import MapStyle

SPARES = 3
"""Of each kind: a page takes one, and the next ones are made while it opens."""
KINDS = 4
"""Themes and kinds of vision, with the built-in layers; those that were asked for last."""

Start = Callable[[Callable[[], None]], object]
Kind = tuple[tuple[Layer, ...], MapStyle, str | None]


def in_thread(work: Callable[[], None]) -> None:
    """Run something in a thread of its own, which no end of the process waits for."""
    threading.Thread(target=work, name="flux-figure", daemon=True).start()


class Spares:
    """Figures that wait for a session.

    Args:
        start: runs what makes them; in a thread by default.
    """

    def __init__(self, start: Start = in_thread) -> None:
        """There are none before the first one was asked for."""
        self._start = start
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._waiting: OrderedDict[Kind, deque[Plot]] = OrderedDict()

    def take(self, layers: Sequence[Layer], style: MapStyle, tiles_url: str | None) -> Plot:
        """A figure that nobody else has; the next one is made meanwhile."""
        kind = (tuple(layers), style, tiles_url)
        with self._lock:
            waiting = self._waiting.setdefault(kind, deque())
            self._waiting.move_to_end(kind)
            if len(self._waiting) > KINDS:
                self._waiting.popitem(last=False)
            found = waiting.popleft() if waiting else None
        self._start(lambda: self._fill(kind))
        return found or Plot(*kind)

    def _fill(self, kind: Kind) -> None:
        """One thread makes figures; whoever comes meanwhile leaves it to that one."""
        if not self._making.acquire(blocking=False):
            return
        try:
            while self._lacks(kind):
                plot = Plot(*kind)
                with self._lock:
                    self._waiting.get(kind, deque()).append(plot)
        finally:
            self._making.release()

    def _lacks(self, kind: Kind) -> bool:
        with self._lock:
            return len(self._waiting.get(kind, range(SPARES))) < SPARES


SPARE_FIGURES = Spares()
"""Of this process."""
