"""AlarmBook: the open alarms of the utility shown, and the figures of its last day, kept fresh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any, Final

import param
import pyarrow as pa

from app.desk.live_view import LiveView
from app.tabs.field_operations.alarms import rows
from data_sources.field.alarms.figures import AlarmFigures, alarm_figures, last_day
from data_sources.query import Query

FIGURES_S: Final = 15.0  # between two workings-out of the figures, where alarms have changed
AGAIN_S: Final = 60.0  # where they have not: the period moves on


class AlarmBook(param.Parameterized):
    """What all parts of the view tell of.

    Args:
        view: keeps it fresh while it can be seen.
    """

    alarms = param.List(default=None, allow_None=True, doc="Open ones, with words; None before the first answer.")
    figures = param.ClassSelector(class_=AlarmFigures, default=None, allow_None=True, doc="Of the last day.")
    is_stale = param.Boolean(default=False, doc="The database is away: the rows are older than they should be.")

    def __init__(self, view: LiveView) -> None:
        """Binds the query."""
        super().__init__()
        self._view = view
        self._worked: tuple[Hashable, dt.datetime] | None = None
        view.live(self.query, self._take)
        view.each_look(self._look)
        view.watch(self._forget, view.state, "utility_id")

    def query(self) -> Query | None:
        """The statement behind the rows."""
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("alarm_list", utility_id=utility_id)

    def row(self, alarm_id: int | None) -> dict[str, Any] | None:
        """One of them; None where it is not among them."""
        return next((row for row in self.alarms or () if row["alarm_id"] == alarm_id), None)

    def _take(self, found: pa.Table) -> None:
        self.alarms = rows.with_words(found.to_pylist())

    def _forget(self) -> None:
        self._worked = None
        self.param.update(alarms=None, figures=None)

    def _look(self) -> None:
        is_stale = self._view.is_stale or not self._view.sources.live.health().is_up
        if is_stale != self.is_stale:
            self.is_stale = is_stale
        utility_id, now = self._view.state.utility_id, dt.datetime.now(dt.UTC)
        version = self._view.feed.version("alarms", "shift_log")
        if utility_id is None or is_stale or not self._is_due(version, now):
            return
        self._worked = version, now
        source = self._view.sources.live
        self._view.work(
            lambda: (utility_id, alarm_figures(source, utility_id, *last_day(now))), self._take_figures, key="figures"
        )  # fmt: skip

    def _is_due(self, version: Hashable, now: dt.datetime) -> bool:
        if self._worked is None:
            return True
        passed = (now - self._worked[1]).total_seconds()
        return passed >= (FIGURES_S if version != self._worked[0] else AGAIN_S)

    def _take_figures(self, answer: tuple[int, AlarmFigures]) -> None:
        if answer[0] == self._view.state.utility_id:
            self.figures = answer[1]
