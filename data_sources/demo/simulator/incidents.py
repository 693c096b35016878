"""A simulated outage: one that also knows what will become of it, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage

USUAL_ESTIMATE = dt.timedelta(minutes=20)


@dataclass(eq=False, slots=True)
class Incident(Outage):
    """An outage whose course is simulated.

    Attributes:
        is_temporary: the fault clears by itself; the device closes again at `ends_at`.
        ends_at: when the repair is done (None before the crew is at work).
        switch_at: when partial restoration is tried (None: not, or done).
        dispatch_at: from when on a crew may be sent.
    """

    is_temporary: bool = False
    ends_at: dt.datetime | None = None
    switch_at: dt.datetime | None = None
    dispatch_at: dt.datetime | None = None

    def expected_end(self, now: dt.datetime) -> dt.datetime:
        """Its estimate; a while from now where it has none."""
        return self.estimated_at or now + USUAL_ESTIMATE


World: TypeAlias = OperatingState[Incident]
