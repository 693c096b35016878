"""Collecting garbage holds everybody up: it goes through every object of every session, 10 ms and more each.

Python does so again and again while pages are opened, and Panel five seconds after each that was closed. Here what a
page is made of is left out of it once the page is built (`gc.freeze`), and all of it is gone through at most once a
minute, after pages were closed: what they leave behind is given back then.
"""

from __future__ import annotations

import datetime as dt
import gc
import time

from panel.io import document as panel_document
from panel.io.state import state

EVERY_S = 60.0


class Collections:
    """When garbage is collected in this process."""

    def __init__(self) -> None:
        """As Python does it, until `start`."""
        self._is_ours = False
        self._last = 0.0

    def start(self) -> None:
        """Collect now, and as said above from now on; safe to call again."""
        self._is_ours = True
        panel_document._garbage_collect = self.collect
        self._collect()

    def leave_out(self) -> None:
        """Whatever there is now stays for a while: do not look at it again and again."""
        if self._is_ours:
            gc.freeze()

    def collect(self) -> None:
        """Pages were closed: collect what they leave behind, now or when a minute is over."""
        rest_s = self._last + EVERY_S - time.monotonic()
        if rest_s > 0:
            at = dt.datetime.now() + dt.timedelta(seconds=rest_s)
            state.schedule_task("gc.collect", panel_document._garbage_collect, at=at)  # the one that Panel knows
            return
        self._collect()

    def _collect(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._last = time.monotonic()


COLLECTIONS = Collections()
"""Of this process."""
