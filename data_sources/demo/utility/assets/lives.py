"""The units that stood at each position, one after the other: a failed one is replaced on the same day.

Method: a renewal process. The first unit of a position lives as long as its hazard gives it; its follower begins then,
until the present. Who looks today sees survivors alone, as every utility does; what failed since the record began is in
`UnitFailures`, what failed before is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.assets.wear import Luck, Positions, drawn_luck

STANDARD_TIME: Final = np.timedelta64(6, "h")  # Central Standard Time: years of the demo's history begin in it


@dataclass(frozen=True, slots=True, eq=False)
class UnitFailures:
    """Units that failed while a record was kept, in order of time, shapes (failures,); times in years, e.g. 2019.25."""

    position: Ints
    installed: Floats
    at: Floats
    luck: Luck

    def during(self, year: int) -> Ints:
        """Indices of those of a year."""
        return np.flatnonzero(np.floor(self.at) == year)


@dataclass(frozen=True, slots=True, eq=False)
class Lives:
    """The units of all positions.

    Attributes:
        positions: where they stand.
        installed: of what stands there now, in years, shape (positions,).
        luck: likewise.
        failed: before it, on record.
        record_from: when the record begins, in years.
        until: the present, in years.
    """

    positions: Positions
    installed: Floats
    luck: Luck
    failed: UnitFailures
    record_from: float
    until: float

    @property
    def installed_year(self) -> Ints:
        """Of what stands there now, as its plate has it, shape (positions,)."""
        return np.floor(self.installed).astype(np.int64)


def lived(positions: Positions, first: Floats, record_from: float, until: float, rng: np.random.Generator) -> Lives:
    """Let units follow each other.

    Args:
        positions: where.
        first: when each position was built, in years; what is later than the present was built at the present.
        record_from: failures from then on are on record.
        until: the present.
        rng: chance.
    """
    everywhere = np.arange(len(first))
    installed, luck = np.minimum(first, until), drawn_luck(len(first), rng)
    end = installed + positions.life_years(everywhere, luck, rng)
    found: list[UnitFailures] = []
    while len(over := np.flatnonzero(end < until)):
        known = over[end[over] >= record_from]
        found.append(UnitFailures(known, installed[known], end[known], luck.take(known)))
        fresh = drawn_luck(len(over), rng)
        luck.log_ratio[over], luck.is_weak[over] = fresh
        installed[over] = end[over]
        end[over] += positions.life_years(over, fresh, rng)
    return Lives(positions, installed, luck, _in_order(found), record_from, until)


def _in_order(found: list[UnitFailures]) -> UnitFailures:
    none = np.zeros(0)
    parts = [UnitFailures(none.astype(np.int64), none, none, Luck(none, none > 0)), *found]
    at = np.concatenate([p.at for p in parts])
    order = np.argsort(at, kind="stable")
    position, installed = np.concatenate([p.position for p in parts]), np.concatenate([p.installed for p in parts])
    luck = Luck(*(np.concatenate([p.luck[k] for p in parts]) for k in range(2)))
    return UnitFailures(position[order], installed[order], at[order], luck.take(order))


def minutes_into_year(years: Floats) -> Floats:
    """Minutes since January 1 in standard time, shape as given."""
    first = _new_year(np.floor(years))
    length = (_new_year(np.floor(years) + 1) - first).astype(np.float64) / 60.0
    return np.asarray((years - np.floor(years)) * length)


def instants(years: Floats) -> NDArray[np.datetime64]:
    """Times in years as instants in UTC, to the second."""
    seconds = np.round(60.0 * minutes_into_year(years)).astype("timedelta64[s]")
    return np.asarray(_new_year(np.floor(years)) + STANDARD_TIME + seconds)


def years_of(at: NDArray[np.datetime64]) -> Floats:
    """Instants in UTC in years, to the second."""
    local = at.astype("datetime64[s]") - STANDARD_TIME
    first = local.astype("datetime64[Y]")
    begin, end = (year.astype("datetime64[s]") for year in (first, first + 1))
    return np.asarray(first.astype(np.int64) + 1970 + (local - begin) / (end - begin))


def _new_year(years: Floats) -> NDArray[np.datetime64]:
    return (years.astype(np.int64) - 1970).astype("datetime64[Y]").astype("datetime64[s]")
