"""Open outages and crews as arrays, and how long travel and repair take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class OpenOutages(NamedTuple):
    """Outages that wait for a crew or have one, each of shape (outages,).

    Attributes:
        customers: customers out.
        critical: critical customers among them.
        east_km: place, kilometres from any common origin.
        north_km: likewise.
        repair_minutes: median time of work on site, by kind of outage.
        area: number of the area it is announced for.
    """

    customers: Ints
    critical: Ints
    east_km: Floats
    north_km: Floats
    repair_minutes: Floats
    area: Ints


class CrewsOnShift(NamedTuple):
    """Crews, each of shape (crews,).

    Attributes:
        east_km: where it is.
        north_km: likewise.
        free_minutes: from now until it can set out, 0 for a free one.
        busy_with: the outage it is working on or driving to, -1 for none; `free_minutes` is then what is left of it.
    """

    east_km: Floats
    north_km: Floats
    free_minutes: Floats
    busy_with: Ints


class WorkTimes(NamedTuple):
    """How uncertain travel and repair are.

    Attributes:
        travel_kmh: speed as the crow flies.
        travel_sigma: of the logarithm of a drive's time over its expectation.
        repair_sigma: likewise of a repair's time over its median.
        mobilise_minutes: from being sent to driving off.
        critical_first: outages with critical customers come before all others.
    """

    travel_kmh: float = 40.0
    travel_sigma: float = 0.3
    repair_sigma: float = 0.6
    mobilise_minutes: float = 10.0
    critical_first: bool = True

    def check(self) -> None:
        """Refuse what cannot be.

        Raises:
            ValueError: a speed is not above 0, or a spread or time is below 0.
        """
        if not self.travel_kmh > 0:
            raise ValueError(f"travel_kmh must be above 0: {self.travel_kmh}.")
        for name in ("travel_sigma", "repair_sigma", "mobilise_minutes"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} cannot be negative: {getattr(self, name)}.")


def check_work(outages: OpenOutages, crews: CrewsOnShift) -> None:
    """Refuse what cannot be planned.

    Raises:
        ValueError: columns differ in length, a time or count is negative, a crew is busy with an outage that is not
            there, or two crews with the same one.
    """
    for table, name in ((outages, "outages"), (crews, "crews")):
        if len({len(column) for column in table}) != 1:
            raise ValueError(f"All columns of {name} must have one length.")
    for column, name in ((outages.customers, "customers"), (outages.repair_minutes, "repair_minutes"),
                         (crews.free_minutes, "free_minutes")):  # fmt: skip
        if not (np.asarray(column) >= 0).all():
            raise ValueError(f"{name} cannot be negative or unknown.")
    busy = crews.busy_with[crews.busy_with >= 0]
    if (busy >= len(outages.customers)).any() or len(np.unique(busy)) != len(busy):
        raise ValueError("Each crew works on another outage of the list, or on none.")
