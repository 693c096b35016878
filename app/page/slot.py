"""The place of one tab in the page: built when first shown, its error card when it fails, tried again by itself."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import Any

import panel as pn
import param

from app import theme
from app.page.error_card import error_card
from app.page.tabs_found import TabEntry
from app.state import AppState
from app.tab import Tab

log = logging.getLogger(__name__)

FIRST_RETRY_SECONDS = 10.0
LAST_RETRY_SECONDS = 300.0

MakeTab = Callable[[type[Tab]], Tab]


class TabSlot:
    """One tab's place.

    Args:
        entry: which tab.
        make: makes the tab's object for this session.
        state: names the zone in which times are written.
    """

    def __init__(self, entry: TabEntry, make: MakeTab, state: AppState) -> None:
        """Nothing is loaded before `show`."""
        self.entry = entry
        self.view = pn.Column(
            sizing_mode="stretch_both", css_classes=["flux-tab"], stylesheets=[theme.stylesheet("frame")], margin=0
        )
        self._make = make
        self._state = state
        self._tab: Tab | None = None
        self._is_shown = False
        self._retry_at: float | None = None
        self._retry_after = FIRST_RETRY_SECONDS
        self._failing_since: dt.datetime | None = None

    def show(self) -> None:
        """Bring the tab to the front, building it if need be."""
        self._is_shown = True
        if self._tab is None and self._retry_at is None:
            self._open()
        if self._tab is not None:
            self._tab.is_shown = True

    def hide(self) -> None:
        """The tab fetches nothing while another one is in front."""
        self._is_shown = False
        if self._tab is not None:
            self._tab.is_shown = False

    def look(self) -> None:
        """Try a failed tab again when its time has come."""
        if self._is_shown and self._retry_at is not None and time.monotonic() >= self._retry_at:
            self._open()

    def close(self) -> None:
        """Let go of the tab."""
        if self._tab is not None:
            self._tab.close()
            self._tab = None

    def _open(self) -> None:
        self._retry_at = None
        tab: Tab | None = None
        try:
            tab = self._make(self.entry.load())
            tab.param.watch(self._on_failure, "failure")
            tab.is_shown = self._is_shown
            view = pn.panel(tab.__panel__(), sizing_mode="stretch_both")
        except Exception as error:  # whatever a tab raises stays in its place
            if tab is not None:
                tab.close()
            self._show_failure(error)
            return
        self._tab = tab
        self.view[:] = [view]

    def _on_failure(self, event: param.parameterized.Event) -> None:
        if event.new is not None:
            self.close()
            self._show_failure(event.new)

    def _show_failure(self, error: BaseException) -> None:
        log.error("The tab %r failed.", self.entry.title, exc_info=error)
        self._failing_since = self._failing_since or dt.datetime.now(dt.UTC)
        self._retry_at = time.monotonic() + self._retry_after
        self._retry_after = min(self._retry_after * 2, LAST_RETRY_SECONDS)
        self.view[:] = [self._card(error)]

    def _card(self, error: BaseException) -> Any:
        return error_card(
            f"{self.entry.title} failed",
            f"{type(error).__name__}: {error}",
            still_works="The other tabs go on.",
            since=self._failing_since,
            time_zone=self._state.time_zone,
            on_retry=self._open,
        )
