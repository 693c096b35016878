"""Which day the map of readings shows and where in it: the rows of the day opened in a worker, its cube built behind.

The first instant is asked for by itself; the film can start when the cube is there. When the day's readings change, the
new day is made ready beside the old one, at most once a minute, and takes its place when it is.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from app.view import View
from data_sources.errors import SourceError, SourceUnavailable
from data_sources.history.map_days import DayIntervals, MapDay
from layers.readings.picture import ReadingsRenderer

REBUILD_SECONDS = 60.0  # a day that is still being read changes with every reading that lands


class ReadingsDays:
    """The day of one view.

    Args:
        view: gives workers.
        opened: called with a day when its instants can be shown; again when its cube is there.
        failed: called with one sentence when it cannot be read; a source that is away is asked again.
    """

    def __init__(self, view: View, opened: Callable[[MapDay], None], failed: Callable[[str], None]) -> None:
        """Nothing is open."""
        self._view, self._opened, self._failed = view, opened, failed
        self._wanted: DayIntervals | None = None
        self._waiting: DayIntervals | None = None
        self._built_at = 0.0
        self.renderer: ReadingsRenderer | None = None
        self.day: MapDay | None = None

    def take(self, day: dt.date, rows: pa.Table) -> None:
        """Take the rows of `ami_map_day`."""
        intervals = DayIntervals.of(day, rows)
        shown = self.day
        if shown is not None and shown.intervals.day == day and shown.intervals.stamp == intervals.stamp:
            return
        if shown is not None and shown.intervals.day == day:
            self._waiting = intervals
            self.look()
        else:
            self._open(intervals, is_fresh=True)

    def look(self) -> None:
        """Called often: make a changed day ready when its time has come."""
        if self._waiting is not None and time.monotonic() >= self._built_at + REBUILD_SECONDS:
            intervals, self._waiting = self._waiting, None
            self._open(intervals, is_fresh=False)

    def reopen(self) -> None:
        """The day was let go because others were looked at: read it again."""
        if self.day is not None:
            self._open(self.day.intervals, is_fresh=True)

    def build(self) -> None:
        """Build the cube of the day that is open, in a worker."""
        day = self.day
        if day is not None and day.cube is None:
            self._work("build", lambda: (day.build(), day)[1], self._take_built)

    def _open(self, intervals: DayIntervals, *, is_fresh: bool) -> None:
        renderer, utility_id = self.renderer, self._view.state.utility_id
        if renderer is None or utility_id is None:
            return
        self._wanted = intervals

        def task() -> MapDay:
            day = renderer.days.open(utility_id, intervals)
            if not is_fresh:
                day.build()
            return day

        self._work("open", task, self._take_opened)

    def _take_opened(self, day: MapDay) -> None:
        if day.intervals is not self._wanted and (self._wanted is None or day.intervals.stamp != self._wanted.stamp):
            return  # another day was chosen meanwhile
        self.day = day
        self._take_built(day)

    def _take_built(self, day: MapDay) -> None:
        if day is self.day:
            if day.cube is not None:
                self._built_at = time.monotonic()
            self._opened(day)

    def _work(self, key: str, task: Callable[[], MapDay], then: Callable[[MapDay], None]) -> None:
        """Run it until the source answers; a later task of the same key takes its place."""

        def careful() -> MapDay | str:
            try:
                return task()
            except SourceUnavailable:
                raise
            except SourceError as error:
                return str(error)

        def take(result: Any) -> None:
            if isinstance(result, str):
                self._failed(result)
            else:
                then(result)

        self._view.work(
            careful, take, kind="history", key=f"readings day: {key}", on_away=lambda error: self._failed(str(error))
        )


def offered_days(
    days: list[dt.date], first_day: dt.date | None, end_day: dt.date | None, newest: int = 14
) -> list[dt.date]:
    """The days to choose from, newest first: those of the period, else the newest fortnight that was read.

    Args:
        days: with readings, newest first.
        first_day: first local day of the period.
        end_day: the day after its last.
        newest: how many without a period.
    """
    if first_day is None and end_day is None:
        return days[:newest]
    inside = [day for day in days if (first_day is None or day >= first_day) and (end_day is None or day < end_day)]
    return inside or days[:newest]
