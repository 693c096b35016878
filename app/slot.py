"""Slot: the place of a tab or a view: built when first shown, its error card when it fails, tried again by itself."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import panel as pn
import panel_material_ui as pmui

from app import theme
from app.living import Living, end
from app.widgets.error_card import error_card

log = logging.getLogger(__name__)

FIRST_RETRY_SECONDS = 10.0
LAST_RETRY_SECONDS = 300.0


class Slot:
    """One place.

    Args:
        title: what a person calls what stands here.
        make: makes it for this session; may raise anything.
        still_works: what goes on when it fails.
        time_zone: answers the IANA name of the zone in which times are written.
        css_classes: of the place.
        stylesheets: of the place.
        clock: seconds, rising.
        now: the time, UTC.
    """

    def __init__(
        self, title: str, make: Callable[[], Living], *, still_works: str, time_zone: Callable[[], str],
        css_classes: Sequence[str] = (), stylesheets: Sequence[str] = (), clock: Callable[[], float] = time.monotonic,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:  # fmt: skip
        """Nothing is made before `open` or `show`."""
        self.title = title
        self.view = pn.Column(
            sizing_mode="stretch_both", css_classes=list(css_classes), stylesheets=list(stylesheets), margin=0
        )
        self._make, self._still_works, self._time_zone = make, still_works, time_zone
        self._clock, self._now = clock, now
        self._living: Living | None = None
        self._is_shown = False
        self._retry_at: float | None = None
        self._retry_after = FIRST_RETRY_SECONDS
        self._opened_at = 0.0
        self._failing_since: dt.datetime | None = None
        self._said: list[Any] = []

    def say(self, text: str) -> None:
        """Something about what stands here that is not as it should be, above it; nothing for an empty text."""
        shown = [one for one in self.view if one not in self._said]
        alert = partial(pmui.Alert, severity="warning", sizing_mode="stretch_width", margin=4)
        self._said = [alert(object=text)] if text else []
        self.view[:] = [*self._said, *shown]

    def show(self) -> None:
        """Bring it to the front, building it if need be."""
        self._is_shown = True
        self.open()
        if self._living is not None:
            self._living.is_shown = True

    def open(self) -> None:
        """Build it, unless that was done, or failed a moment ago."""
        if self._living is None and self._retry_at is None:
            self._open()

    def hide(self) -> None:
        """It fetches nothing while something else is in front."""
        self._is_shown = False
        if self._living is not None:
            self._living.is_shown = False

    def look(self) -> None:
        """Try again when the time has come; count as mended what has gone well for as long as the next pause."""
        now = self._clock()
        if self._retry_at is not None and self._is_shown and now >= self._retry_at:
            self._open()
        elif self._living is not None and self._failing_since and now >= self._opened_at + self._retry_after:
            self._retry_after, self._failing_since = FIRST_RETRY_SECONDS, None

    def close(self) -> None:
        """Let go of what stands here."""
        if self._living is not None:
            living, self._living = self._living, None
            end(living.close)

    def _open(self) -> None:
        self._retry_at = None
        living: Living | None = None
        try:
            living = self._make()
            self.title = living.title or self.title
            living.is_shown = self._is_shown
            view = pn.panel(living.__panel__(), sizing_mode="stretch_both")
            _let_rows_wrap(view)
        except Exception as error:  # whatever it raises stays in its place
            self._replace(living, error)
            return
        if living.failure is not None:
            self._replace(living, living.failure)
            return
        living.param.watch(lambda event: self._on_failure(living, event.new), "failure")
        self._living, self._opened_at = living, self._clock()
        self.view[:] = [*self._said, view]

    def _on_failure(self, living: Living, error: BaseException | None) -> None:
        """What failed leaves; a late failure of one that left already concerns nobody."""
        if error is not None and living is self._living:
            self._living = None
            self._replace(living, error)

    def _replace(self, living: Living | None, error: BaseException) -> None:
        if living is not None:
            end(living.close)
        log.error("%r failed.", self.title, exc_info=error)
        self._failing_since = self._failing_since or self._now()
        self._retry_at = self._clock() + self._retry_after
        self._retry_after = min(self._retry_after * 2, LAST_RETRY_SECONDS)
        self.view[:] = [*self._said, self._card(error)]

    def _card(self, error: BaseException) -> Any:
        return error_card(
            f"{self.title} failed",
            f"{type(error).__name__}: {error}",
            still_works=self._still_works,
            since=self._failing_since,
            time_zone=self._time_zone(),
            on_retry=self._open,
        )


def _let_rows_wrap(view: Any) -> None:
    """What stands side by side in a tab stands below each other in a small window, unless the tab has its own rules."""
    for row in view.select(pn.Row):
        if not row.css_classes and not row.stylesheets:
            row.stylesheets = [theme.stylesheet("rows")]
