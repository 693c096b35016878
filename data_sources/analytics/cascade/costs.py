"""What a cascade costs: interruption, energy, regulator, crews and equipment, each from parameters that can be changed.

Method: sums of products, nothing hidden. Customer-hours, energy and crew-hours come from the restoration plan.

Limits: the defaults are assumptions of the program that this one follows; nobody published them, and no utility should
rely on them. Interruption costs differ a hundredfold between a home and a factory (the ICE Calculator of Lawrence
Berkeley National Laboratory gives them by class and duration): put your own in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ASSUMED: Final = "assumption of the original program, not published; put your own in"
OURS: Final = "assumption of ours, not published; put your own in"


@dataclass(frozen=True, slots=True)
class CostParameters:
    """The prices; see `SOURCES` for where each comes from."""

    interruption_usd_per_customer_hour: float = 50.0
    unserved_usd_per_kwh: float = 0.12
    regulatory_base_usd: float = 25_000.0
    regulatory_usd_per_mw: float = 9_000.0
    crew_usd_per_hour: float = 850.0
    equipment_usd_per_substation: float = 15_000.0
    equipment_usd_per_other: float = 2_500.0


SOURCES: Final[dict[str, str]] = {
    "repair_hours": ASSUMED,
    "reclose_hours": OURS,
    "substation_factor": ASSUMED,
    "interruption_usd_per_customer_hour": ASSUMED,
    "unserved_usd_per_kwh": f"{ASSUMED} (a retail price; it took 1.5 kWh a customer-hour, here the load says)",
    "regulatory_base_usd": ASSUMED,
    "regulatory_usd_per_mw": ASSUMED,
    "crew_usd_per_hour": ASSUMED,
    "equipment_usd_per_substation": ASSUMED,
    "equipment_usd_per_other": f"{ASSUMED} (its price of a transformer, for every feeder and section that fails)",
}
SEVERITIES: Final = ((100_000, "catastrophic"), (50_000, "severe"), (10_000, "major"), (1, "moderate"), (0, "none"))


@dataclass(frozen=True, slots=True)
class CascadeDamage:
    """What a cascade took.

    Attributes:
        customers: without supply at its end.
        lost_kw: their load.
        customer_hours: until the last one is back.
        unserved_kwh: meanwhile.
        crew_hours: of work.
        substations: banks that failed or tripped.
        others: feeders and sections that failed or tripped.
    """

    customers: int
    lost_kw: float
    customer_hours: float
    unserved_kwh: float
    crew_hours: float
    substations: int
    others: int


@dataclass(frozen=True, slots=True)
class CascadeCost:
    """The parts, in US dollars."""

    interruption_usd: float
    unserved_energy_usd: float
    regulatory_usd: float
    crew_usd: float
    equipment_usd: float

    @property
    def total_usd(self) -> float:
        """All of it."""
        energy_and_people = self.interruption_usd + self.unserved_energy_usd + self.crew_usd
        return energy_and_people + self.regulatory_usd + self.equipment_usd


def cost(damage: CascadeDamage, prices: CostParameters) -> CascadeCost:
    """What it costs; the regulator asks for nothing where nobody lost supply."""
    regulatory = prices.regulatory_base_usd + prices.regulatory_usd_per_mw * damage.lost_kw / 1000
    return CascadeCost(
        interruption_usd=damage.customer_hours * prices.interruption_usd_per_customer_hour,
        unserved_energy_usd=damage.unserved_kwh * prices.unserved_usd_per_kwh,
        regulatory_usd=regulatory if damage.customers else 0.0,
        crew_usd=damage.crew_hours * prices.crew_usd_per_hour,
        equipment_usd=damage.substations * prices.equipment_usd_per_substation
        + damage.others * prices.equipment_usd_per_other,
    )


def severity(customers: int) -> str:
    """The original program's tiers: 10, 50 and 100 thousand customers."""
    return next(name for least, name in SEVERITIES if customers >= least)
