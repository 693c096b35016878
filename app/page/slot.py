"""TabSlot: the place of one tab in the page."""

from __future__ import annotations

import time
from collections.abc import Callable

from app import theme
from app.slot import Slot
from app.state import AppState
from app.tab import Tab
from app.tabs.found import TabEntry


class TabSlot(Slot):
    """One tab's place.

    Args:
        entry: which tab; loaded when it is first shown.
        make: makes the tab's object for this session.
        state: names the zone in which times are written.
        clock: seconds, rising.
    """

    def __init__(
        self, entry: TabEntry, make: Callable[[type[Tab]], Tab], state: AppState,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Nothing is loaded before `show`."""
        super().__init__(
            entry.title, lambda: make(entry.load()), still_works="The other tabs go on.",
            time_zone=lambda: state.time_zone, css_classes=["flux-tab"], stylesheets=[theme.stylesheet("frame")],
            clock=clock,
        )  # fmt: skip
        self.entry = entry
