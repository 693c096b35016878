"""What the demo's crews have before them: a few open orders each, near where they are, within their shifts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.orders.drafts import DAY_S, MEDIAN_HOURS, SKILLS, Drafts
from data_sources.demo.utility.shifts import SKILLS_OF, next_shift

MOST: Final = 4  # orders in a queue
DRIVE_S: Final = 20 * 60
QUARTER_S: Final = 15 * 60


class Queues(NamedTuple):
    """By order: its crew (-1: none), and from when to when it is planned, seconds since 1970 (0: not)."""

    crew: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, slots=True, eq=False)
class CrewsAtHand:
    """The crews, shapes (crews,).

    Attributes:
        ids: their numbers.
        kind: words.
        start, end: of their shifts, local `hh:mm`.
        lon, lat: degrees.
    """

    ids: Ints
    kind: list[str]
    start: list[str]
    end: list[str]
    lon: Floats
    lat: Floats

    @classmethod
    def of(cls, table: pa.Table) -> CrewsAtHand:
        """From the rows of flux.crews."""
        lon, lat = (table[axis].to_numpy() for axis in ("lon", "lat"))
        kind, start, end = (table[name].to_pylist() for name in ("kind", "shift_start", "shift_end"))
        return cls(table["crew_id"].to_numpy().astype(np.int64), kind, start, end, lon, lat)

    def who_could(self, skill: np.ndarray[tuple[int, ...], np.dtype[np.str_]], rng: np.random.Generator) -> Ints:
        """For each order a crew with the skill, -1 where none has it."""
        found = np.full(len(skill), -1)
        for one in np.unique(skill):
            able = self.ids[[one in SKILLS_OF[kind] for kind in self.kind]]
            mine = skill == one
            if len(able):
                found[mine] = rng.choice(able, int(mine.sum()))
        return found


def queued(
    found: Drafts, skill: Ints, lon: Floats, lat: Floats, due: Ints, crews: CrewsAtHand, at: dt.datetime
) -> Queues:
    """Open orders that are due within days, in the queues of crews; some others get a time without a crew."""
    now = int(at.timestamp())
    plan = Queues(np.full(len(skill), -1), np.zeros(len(skill), np.int64), np.zeros(len(skill), np.int64))
    left = np.flatnonzero(found.is_open & (due < now + 6 * DAY_S))
    for crew in range(len(crews.ids)):
        left = _fill(plan, crew, left, found, skill, lon, lat, crews, at)
    third = left[::3]
    plan.start[third] = (now // DAY_S + 1 + np.arange(len(third)) % 4) * DAY_S + 15 * 3600
    plan.end[third] = plan.start[third] + _seconds(found, third)
    return plan


def _fill(
    plan: Queues, crew: int, left: Ints, found: Drafts, skill: Ints, lon: Floats, lat: Floats, crews: CrewsAtHand,
    at: dt.datetime,
) -> Ints:  # fmt: skip
    """Give a crew the nearest that it can do, one after the other, as long as its shift lasts; what is left."""
    begin, end = next_shift(crews.start[crew], crews.end[crew], at)
    can = np.array([SKILLS[one] in SKILLS_OF[crews.kind[crew]] for one in skill[left].tolist()], bool)
    able = left[can]
    away = np.hypot((lon[able] - crews.lon[crew]) * 0.87, lat[able] - crews.lat[crew])
    clock = -(-max(begin, int(at.timestamp())) // QUARTER_S) * QUARTER_S
    taken = []
    for order in able[np.argsort(away, kind="stable")][:MOST].tolist():
        over = clock + DRIVE_S + int(_seconds(found, np.array([order]))[0])
        if over > end:
            break
        plan.crew[order], plan.start[order], plan.end[order] = crews.ids[crew], clock + DRIVE_S, over
        clock = over
        taken.append(order)
    return left[~np.isin(left, taken)]


def _seconds(found: Drafts, which: Ints) -> Ints:
    quarters: Ints = np.ceil(MEDIAN_HOURS[found.work[which]] * 4).astype(np.int64)
    return quarters * QUARTER_S
