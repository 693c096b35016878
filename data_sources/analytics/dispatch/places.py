"""Orders, crews and queues as arrays, and how long a drive takes. Times are minutes from now.

A drive
    minutes = kilometres as the crow flies × detour ÷ speed on the road, by day or by night, whichever it is when the
    crew sets out; and the minutes from being ready to driving off. The detour is 1.417, the mean of 66,000 drives in
    the United States (Boscoe, Henry, Zdeb, "A nationwide comparison of driving distance versus straight-line distance
    to hospitals", The Professional Geographer 64, 2012). Speeds are the utility's to say; that of the night is as much
    faster as `night_factor` says, which is an assumption of this product and stands beside every result.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOBODY: Final = -1
URGENT, DUE, ROUTINE = range(3)
DETOUR: Final = 1.417
NIGHT_FACTOR: Final = 1.15
DAY_MINUTES: Final = 24 * 60


class OrdersToPlace(NamedTuple):
    """Work orders that a board knows, each of shape (orders,).

    Attributes:
        east_km: place, kilometres from any common origin.
        north_km: likewise.
        work_minutes: of one crew on site.
        skill: number of the skill that it takes, 0 to 62.
        urgency: 0 urgent, 1 due, 2 routine: none is put before a more urgent one of the same crew.
        earliest_minutes: work does not begin before; 0 for none.
        due_minutes: it should be done by then, inf for never.
        members: people that it takes.
        is_timed: it has an hour of its own: its place in a queue goes by that, not by its urgency.
        is_at_once: who gets it leaves for it at once (an outage): only a crew that is free now, and as its next one.
    """

    east_km: Floats
    north_km: Floats
    work_minutes: Floats
    skill: Ints
    urgency: Ints
    earliest_minutes: Floats
    due_minutes: Floats
    members: Ints
    is_timed: Flags
    is_at_once: Flags


class CrewShifts(NamedTuple):
    """Crews and what is left of their shifts, each of shape (crews,).

    Attributes:
        east_km: where it sets out from.
        north_km: likewise.
        free_minutes: when it can set out: 0 if it is free now, the end of what it is at, or the start of its shift.
        end_minutes: end of its shift; no work lasts longer.
        skills: bit k is set where it has skill k.
        members: people in it.
        routine_minutes: it begins nothing before that is not urgent: outside its own hours it is there for what is.
    """

    east_km: Floats
    north_km: Floats
    free_minutes: Floats
    end_minutes: Floats
    skills: Ints
    members: Ints
    routine_minutes: Floats


class Travel(NamedTuple):
    """How fast crews drive.

    Attributes:
        day_kmh: on the road by day.
        detour: road over straight line.
        night_factor: speed by night over that by day.
        night_begins: minute of the local day at which it is night.
        night_ends: likewise, at which it is day.
        clock: minute of the local day now.
        set_out_minutes: from being ready to driving off.
    """

    day_kmh: float = 40.0 * DETOUR
    detour: float = DETOUR
    night_factor: float = NIGHT_FACTOR
    night_begins: float = 20 * 60.0
    night_ends: float = 6 * 60.0
    clock: float = 12 * 60.0
    set_out_minutes: float = 5.0

    def check(self) -> None:
        """Refuse what cannot be.

        Raises:
            ValueError: a speed or factor is not above 0, or a time is below 0.
        """
        for name in ("day_kmh", "detour", "night_factor"):
            if not 0 < getattr(self, name) < np.inf:
                raise ValueError(f"{name} must be above 0: {getattr(self, name)}.")
        for name in ("night_begins", "night_ends", "clock", "set_out_minutes"):
            if not 0 <= getattr(self, name) < np.inf:
                raise ValueError(f"{name} cannot be negative or unknown: {getattr(self, name)}.")


def check_board(orders: OrdersToPlace, crews: CrewShifts, queues: Ints) -> None:
    """Refuse what cannot be planned.

    Args:
        orders: all that queues name.
        crews: in the order of the queues.
        queues: orders of each crew one after the other, -1 behind the last one, shape (crews, places).

    Raises:
        ValueError: columns differ in length, a number is not one, a queue names an order that is not there, or two do.
    """
    for table, name in ((orders, "orders"), (crews, "crews")):
        if len({len(column) for column in table}) != 1:
            raise ValueError(f"All columns of {name} must have one length.")
    if len(queues) != len(crews.east_km) or queues.ndim != 2:
        raise ValueError("queues must have one row a crew.")
    queued = queues[queues != NOBODY]
    if len(np.unique(queued)) != len(queued) or ((queued < 0) | (queued >= len(orders.skill))).any():
        raise ValueError("Each order stands in one queue at most, and queues name orders of the list.")
    _check_numbers(orders, crews)


def empty_queues(crews: int, places: int = 8) -> Ints:
    """Queues with nothing in them, shape (crews, places)."""
    return np.full((crews, places), NOBODY, np.int64)


def _check_numbers(orders: OrdersToPlace, crews: CrewShifts) -> None:
    for name in ("east_km", "north_km", "work_minutes", "earliest_minutes"):
        if not np.isfinite(getattr(orders, name)).all():
            raise ValueError(f"{name} of orders must be numbers.")
    for name in ("east_km", "north_km", "free_minutes", "end_minutes", "routine_minutes"):
        if not np.isfinite(getattr(crews, name)).all():
            raise ValueError(f"{name} of crews must be numbers.")
    if (orders.work_minutes < 0).any() or (crews.free_minutes < 0).any() or np.isnan(orders.due_minutes).any():
        raise ValueError("Times cannot be negative or unknown.")
    if ((orders.skill < 0) | (orders.skill > 62) | (orders.urgency < URGENT) | (orders.urgency > ROUTINE)).any():
        raise ValueError("Skills are numbers from 0 to 62, urgencies from 0 to 2.")
