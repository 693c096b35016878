"""Collecting garbage holds everybody up: it goes through every object of every session, 10 ms and more each.

Python does so again and again while pages are opened, and Panel five seconds after each that was closed. Here what is
there at the start is left out for good (`gc.freeze`), Python goes through everything only after millions of new
objects, and what closed pages leave behind is given back once a minute at most.
"""

from __future__ import annotations

import datetime as dt
import gc
import time

from panel.io import document as panel_document
from panel.io.state import state

EVERY_S = 60.0
THRESHOLDS = (5_000, 20, 50)
"""New objects before the young ones are gone through; so many times before those that survived, and before all."""


class Collections:
    """When garbage is collected in this process.

    Args:
        every_s: seconds between two collections for pages that were closed, at least.
    """

    def __init__(self, every_s: float = EVERY_S) -> None:
        """As Python and Panel do it, until `start`."""
        self._every_s, self._last = every_s, 0.0

    def start(self) -> None:
        """Leave out what is there now, and collect as said above from now on; safe to call again."""
        panel_document._garbage_collect = self.collect
        gc.set_threshold(*THRESHOLDS)
        self._collect()
        gc.freeze()

    def collect(self) -> None:
        """Pages were closed: collect what they leave behind, now or when a minute is over."""
        rest_s = self._last + self._every_s - time.monotonic()
        if rest_s > 0:
            at = dt.datetime.now() + dt.timedelta(seconds=rest_s)
            state.schedule_task("gc.collect", panel_document._garbage_collect, at=at)  # the one that Panel knows
            return
        self._collect()

    def _collect(self) -> None:
        gc.collect()
        self._last = time.monotonic()


COLLECTIONS = Collections()
"""Of this process."""
