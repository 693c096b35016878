"""Loads as they would be: more of what there is, electric vehicles, a warmer summer.

Method
    Growth multiplies the load of every step. Vehicles charge at home on the local clock: all begin at one hour, each at
    the charger's power times a coincidence, until what it needs of a day is charged. Of n vehicles at a transformer the
    coincidence is c + (1 - c) / sqrt(n) (Rusck 1956, as design codes of distribution networks use it), with c that of
    very many: two together take less than twice what one takes, and charge for longer. Their power is active and is
    added to the net power measured, so that it first uses up what flows back from roofs. Warmth is added to the air.

Limits
    Growth has no shape of its own and knows no new customers. Warmth does not make air conditioners run longer: state
    that as growth. Vehicles begin at once and every day; no tariff spreads them, and none charges by day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.thermal.ageing import Floats
from data_sources.analytics.thermal.fleet import Singles

DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class HeatScenario:
    """What is assumed.

    Attributes:
        growth_pct: more load than was measured; negative for less.
        vehicles: electric vehicles at each transformer.
        warmer_k: added to every ambient temperature.
        charger_kw: of one vehicle at home (240 V, 30 A: 7.2 kW).
        vehicle_kwh: charged a day and vehicle (about 50 km a day at 0.18 kWh a km: 9 kWh).
        start_hour: of the local clock, at which all begin.
        coincidence: of very many vehicles, 0 to 1.
    """

    growth_pct: float = 0.0
    vehicles: int = 0
    warmer_k: float = 0.0
    charger_kw: float = 7.2
    vehicle_kwh: float = 9.0
    start_hour: int = 18
    coincidence: float = 0.2

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            ValueError: naming the value.
        """
        for name, lowest, highest in (
            ("growth_pct", -100, 1000), ("vehicles", 0, 1000), ("warmer_k", -30, 30), ("charger_kw", 0.1, 1000),
            ("vehicle_kwh", 0, 1000), ("start_hour", 0, 23), ("coincidence", 0, 1),
        ):  # fmt: skip
            value = getattr(self, name)
            if not lowest <= value <= highest:
                raise ValueError(f"{name} of a what-if must be from {lowest} to {highest}, not {value}")


def coincidence_of(vehicles: int, of_many: float) -> float:
    """Share of their chargers' power that so many vehicles take together at most (Rusck 1956)."""
    return of_many + (1 - of_many) / np.sqrt(vehicles) if vehicles else 0.0


def vehicle_kw(scenario: HeatScenario) -> Floats:
    """Power of all vehicles at one transformer by hour of the local clock, kW, shape (24,).

    A last hour that is charged in part has its mean. What is not charged within a day is left out.
    """
    each_kw = scenario.charger_kw * coincidence_of(scenario.vehicles, scenario.coincidence)
    hours = np.arange(DAY_HOURS, dtype=np.float64)
    needed = scenario.vehicle_kwh / each_kw if each_kw else 0.0
    share = np.clip(needed - (hours - scenario.start_hour) % DAY_HOURS, 0.0, 1.0)
    return scenario.vehicles * each_kw * share


def changed_loads(
    load_pu: Singles, power_pu: Singles, rated_kva: Floats, local_hour: NDArray[np.int64], scenario: HeatScenario
) -> Singles:
    """Loads under a scenario; what is not known stays unknown.

    Args:
        load_pu: apparent power per unit of rated kVA, shape (transformers, steps).
        power_pu: net active power likewise, negative where it flows back.
        rated_kva: shape (transformers,).
        local_hour: of each step, 0 to 23, shape (steps,).
        scenario: what is assumed.
    """
    growth = np.float32(1 + scenario.growth_pct / 100)
    load = load_pu * growth
    if not scenario.vehicles:
        return load
    added = vehicle_kw(scenario)[local_hour].astype(np.float32)
    for step in np.flatnonzero(added):
        more = np.divide(
            added[step], rated_kva, dtype=np.float32, where=rated_kva > 0, out=np.zeros(len(load), np.float32)
        )
        squared = load[:, step] ** 2 + 2 * growth * power_pu[:, step] * more + more**2
        load[:, step] = np.sqrt(np.maximum(squared, 0))
    return load
