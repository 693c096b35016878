"""THERMAL_STRESS kept up with the readings: which days are due, in what order, and from which state each goes on.

A day is due where what it is made of is no longer what it was made of: its hourly loads, its weather, the transformers,
the meters that were there to be read on it, and the state in which the day before ended. So a day whose readings are
corrected is made again, and the days after it only until one ends as it did before: after about three days nothing of
the past is left in the oil. Days are made oldest first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.clock import HOUR, hours_of, local_day
from data_sources.analytics.thermal.fleet import Singles
from data_sources.network.metered_fleet import MeteredFleet, metered_fleet
from data_sources.pipeline.thermal.day import DayOfHeat, heat_of_day, state_of_rows
from data_sources.pipeline.thermal.expected import expected_meters
from data_sources.pipeline.thermal.readings import fleet_air, fleet_loads
from data_sources.source import Source

ONE: Final = dt.timedelta(days=1)
FORGOTTEN_DAYS: Final = 7  # twice what is left in the oil of anything, and as far apart as states are kept


@dataclass(frozen=True, slots=True)
class HeatMade:
    """What a day was made of, and how it ended.

    Attributes:
        inputs: digest of what it was made of.
        state: digest of the state at its end; empty where no hour of it is known.
    """

    inputs: str
    state: str


@dataclass(frozen=True, slots=True)
class HeatUtility:
    """Whose transformers: its id, and the zone of its days."""

    utility_id: int
    time_zone: str


class HeatStore(Protocol):
    """Where temperatures are kept: the embedded history, or Snowflake."""

    @property
    def history(self) -> Source:
        """Answers for readings and weather."""
        ...

    def load_marks(self, utility: HeatUtility) -> Mapping[dt.date, str]:
        """The days with hourly loads, each with what changes where its loads do."""
        ...

    def made(self, utility_id: int) -> dict[dt.date, HeatMade]:
        """The days that were made, and are whole."""
        ...

    def state_rows(self, utility_id: int, day: dt.date) -> pa.Table | None:
        """Rows of TRANSFORMER_THERMAL_STATE at the end of a day; None where it is not kept."""
        ...

    def write(self, utility_id: int, day: dt.date, heat: DayOfHeat, made: HeatMade) -> None:
        """Put a day in the place of what was there of it, as a whole or not at all."""
        ...

    def drop(self, utility_id: int, days: Collection[dt.date]) -> None:
        """Forget days."""
        ...


@dataclass(frozen=True, slots=True)
class KeptUp:
    """What one look did.

    Attributes:
        days: that were made, ascending.
        left: due and not made, because time was up; a day that only follows one of them is not among them.
    """

    days: tuple[dt.date, ...]
    left: int


def keep_up(
    live: Source, store: HeatStore, utility: HeatUtility, now: dt.datetime,
    is_time_up: Callable[[], bool] = lambda: False,
) -> KeptUp:  # fmt: skip
    """Make what is due of a utility.

    Args:
        live: the live database: which transformers there are.
        store: readings, weather and what is kept.
        utility: whose.
        now: aware; the local day that it is in is not over.
        is_time_up: asked before each day.

    Raises:
        SourceUnavailable: a source cannot be reached; days made before count.
        OSError: the disk is full.
    """
    today, made = local_day(now, utility.time_zone), store.made(utility.utility_id)
    marks = {day: mark for day, mark in store.load_marks(utility).items() if day < today}
    if gone := made.keys() - marks.keys():
        store.drop(utility.utility_id, gone)
        made = {day: one for day, one in made.items() if day not in gone}
    fleet = metered_fleet(live, utility.utility_id)
    if not marks or not len(fleet.ids):
        return KeptUp((), 0)
    days = sorted(marks)
    run = _Run(store, utility, fleet, _Air.between(store.history, utility, days[0], days[-1]), made)
    done, left = [], 0
    for day in days:
        inputs = run.inputs(day, marks[day])
        if day in made and made[day].inputs == inputs:
            continue
        if is_time_up():
            left += 1
            continue
        run.make(day, inputs)
        done.append(day)
    return KeptUp(tuple(done), left)


@dataclass(frozen=True, slots=True, eq=False)
class _Air:
    """The hourly weather of some days."""

    first: np.datetime64
    degrees: Singles

    @classmethod
    def between(cls, history: Source, utility: HeatUtility, first: dt.date, last: dt.date) -> _Air:
        hours = np.arange(hours_of(first, utility.time_zone)[0], hours_of(last, utility.time_zone)[-1] + HOUR, HOUR)
        return cls(hours[0], fleet_air(history, utility.utility_id, hours))

    def of(self, hours: NDArray[np.datetime64]) -> Singles:
        begin = int((hours[0] - self.first) / HOUR)
        return self.degrees[begin : begin + len(hours)]


class _Run:
    """One look at one utility."""

    def __init__(
        self, store: HeatStore, utility: HeatUtility, fleet: MeteredFleet, air: _Air, made: dict[dt.date, HeatMade]
    ) -> None:
        self._store, self._utility, self._fleet, self._air, self._made = store, utility, fleet, air, made
        self._digest = fleet.digest
        self._expected = expected_meters(store.history, utility.utility_id, fleet.ids)
        self._meters: tuple[int, str] = (-1, "")  # of a period: most days are as the day before
        self._last: tuple[dt.date, Singles] | None = None

    def inputs(self, day: dt.date, mark: str) -> str:
        """Digest of what a day would be made of now."""
        before = self._made.get(day - ONE)
        air = self._air.of(hours_of(day, self._utility.time_zone)).tobytes()
        text = f"{mark} {self._digest} {self._meters_of(day)} {before.state if before else ''}".encode()
        return hashlib.blake2s(text + air, digest_size=8).hexdigest()

    def _meters_of(self, day: dt.date) -> str:
        """Digest of the meters that are expected on a day, by transformer."""
        period = self._expected.period(day)
        if self._meters[0] != period:
            self._meters = period, self._expected.digest(day)
        return self._meters[1]

    def make(self, day: dt.date, inputs: str) -> None:
        heat = self._heat(day, self._state_after(day - ONE))
        made = HeatMade(inputs, heat.state_digest if heat.is_known else "")
        self._store.write(self._utility.utility_id, day, heat, made)
        self._made[day], self._last = made, (day, heat.state)

    def _state_after(self, day: dt.date) -> Singles | None:
        """How a day ended: still known here, kept, or computed again from the last day of which it is kept.

        Where it is kept of none of the days before, they are computed from a week before, as if nothing had been.
        """
        again: list[dt.date] = []
        state = None
        while self._is_known(day) and len(again) < FORGOTTEN_DAYS:
            if (state := self._kept_state(day)) is not None:
                break
            again.append(day)
            day -= ONE
        for each in reversed(again):
            state = self._heat(each, state).state
        return state

    def _is_known(self, day: dt.date) -> bool:
        return day in self._made and self._made[day].state != ""

    def _kept_state(self, day: dt.date) -> Singles | None:
        if self._last is not None and self._last[0] == day:
            return self._last[1]
        rows = self._store.state_rows(self._utility.utility_id, day)
        return None if rows is None else state_of_rows(self._fleet, rows)

    def _heat(self, day: dt.date, start: Singles | None) -> DayOfHeat:
        hours = hours_of(day, self._utility.time_zone)
        loads = fleet_loads(self._store.history, self._fleet, hours, self._expected.on(day))
        return heat_of_day(self._fleet, day, loads, self._air.of(hours), start)
