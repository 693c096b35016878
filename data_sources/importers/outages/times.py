"""When interruptions began and ended: columns of stamps, or of days beside times of day, to instants.

Without a zone, times are taken as written by one clock that is never turned, and that is told. In a zone, a time that
the clock shows twice is the first, unless the duration or the end says that it is the second; how many is told. A time
that the clock skips is refused.
"""

from __future__ import annotations

from data_sources.importers.lists.clock import ListClock, TwoReadings
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.outages.written import Written, on_days_of, written


class Times:
    """The clock of a file, and its columns of times.

    Args:
        rows: the file.

    Raises:
        ImportRefused: the order of day and month, or the clock, cannot be told.
    """

    def __init__(self, rows: SheetRows) -> None:
        """Settles which columns tell when."""
        self.rows = rows
        self.start, self.end = written(rows, "start"), written(rows, "end")
        self.ends_have_no_day = self.end.kind == "clocks"
        if self.ends_have_no_day:
            self.end = on_days_of(self.start, self.end)
            rows.note(f"{rows.name('end')!r} holds times of day: each is the first behind its start, day or night.")
        self._clock = ListClock(rows, (self.start.texts, self.end.texts))

    def starts(self) -> TwoReadings:
        """When each began."""
        return self._moments("start", self.start)

    def ends(self) -> TwoReadings:
        """When each ended."""
        return self._moments("end", self.end)

    def _moments(self, role: str, side: Written) -> TwoReadings:
        return self._clock.moments(role, side.texts, side.names)
