"""Lasting: a binding of the header's. It outlives what fails: the header has no error card, and is not built anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import panel as pn
import pyarrow as pa

from app.live import Binding, LiveLoop, Show
from data_sources.query import Query

FIRST_RETRY_SECONDS = 2.0
LAST_RETRY_SECONDS = 300.0


class Lasting:
    """Rows kept fresh whichever tab is in front; what fails is logged and tried again, with growing pauses.

    Args:
        loop: keeps them fresh.
        make_query: the query wanted now.
        show: takes the rows; runs in the session's document, its changes go out together.
    """

    def __init__(self, loop: LiveLoop, make_query: Callable[[], Query], show: Show) -> None:
        """Bound from now on."""
        self._loop = loop
        self._pause_s = FIRST_RETRY_SECONDS
        self._binding = Binding(
            make_query, partial(self._show_together, show), is_wanted=lambda: True, on_error=self._again
        )
        loop.bind(self._binding)

    def _show_together(self, show: Show, rows: pa.Table) -> None:
        with pn.io.hold():
            show(rows)
        self._pause_s = FIRST_RETRY_SECONDS

    def _again(self, _error: BaseException) -> None:
        """The loop has logged it and let go of the binding."""
        self._loop.bind_later(self._binding, self._pause_s)
        self._pause_s = min(self._pause_s * 2, LAST_RETRY_SECONDS)
