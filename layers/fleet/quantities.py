"""What is known of an asset as a number: its name, unit, scale and colours, the same on map, charts and lists."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from data_sources.fleet import CONSEQUENCE, FLEET_KINDS, Fleet, FleetKind
from data_sources.studies.assets.stress import LOADING_DAYS
from layers.colours.palette import Ramp
from layers.reductions import Range, middle

PLACES: Final[tuple[FleetKind, ...]] = ("transformer", "pole")
UNITS: Final[tuple[FleetKind, ...]] = ("transformer",)
Pixel = Literal["mean", "max"]
OF_HOURS: Final = (
    f"From hourly means of load in the {LOADING_DAYS} days before the assessment; peaks within an hour are higher."
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity.

    Attributes:
        slug: in addresses.
        title: in front of people.
        unit: of what is shown.
        column: of `Fleet.numbers`.
        kinds: what has it.
        factor: from the column to what is shown.
        decimals: of what is shown.
        is_log: told on a scale of powers of ten; what is not above 0 has no place there.
        limits: what is shown in the first and last colour; None for the middle 96 % of the values.
        ramp: of its colours.
        pixel: what a pixel shows of the assets in it.
        note: of which period and from what, in a sentence; empty where the title says it.
    """

    slug: str
    title: str
    unit: str
    column: str
    kinds: tuple[FleetKind, ...] = PLACES
    factor: float = 1.0
    decimals: int = 0
    is_log: bool = False
    limits: Range | None = None
    ramp: Ramp = "heat"
    pixel: Pixel = "max"
    note: str = ""

    @property
    def heading(self) -> str:
        """`Hot spot, °C`."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    def shown(self, fleet: Fleet) -> NDArray[np.float32]:
        """What is shown of each row; NaN where it is not known."""
        return np.asarray(fleet.numbers[self.column] * np.float32(self.factor), np.float32)

    def scaled(self, fleet: Fleet) -> NDArray[np.float32]:
        """Where each row stands on the scale: itself, or its power of ten."""
        values = self.shown(fleet)
        if not self.is_log:
            return values
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(values > 0, np.log10(values), np.nan).astype(np.float32)

    def range(self, scaled: NDArray[np.float32]) -> Range:
        """Where the first and the last colour stand on the scale."""
        if self.limits is None:
            return middle(scaled)
        return (math.log10(self.limits[0]), math.log10(self.limits[1])) if self.is_log else self.limits

    def words(self, value: float) -> str:
        """What is shown, with its unit; "unknown" for what is not known."""
        return f"{self.number(value)} {self.unit}".rstrip() if math.isfinite(value) else "unknown"

    def number(self, value: float) -> str:
        """What is shown, without its unit."""
        return f"{value:,.{self.digits(value)}f}"

    def digits(self, value: float) -> int:
        """Digits after the point; of small values on a scale of powers of ten as many as tell them from 0."""
        if not self.is_log or value <= 0:
            return self.decimals
        return min(max(self.decimals, 1 - math.floor(math.log10(value))), 8) if value < 1 else self.decimals

    def of_scale(self, place: float) -> float:
        """What is shown at a place of the scale."""
        return float(10**place) if self.is_log else place

    def is_there(self, fleet: Fleet) -> NDArray[np.bool_]:
        """Which rows are of a kind that has it, known or not."""
        return np.isin(fleet.kind, [FLEET_KINDS.index(kind) for kind in self.kinds])


_ALL: Final = (
    Quantity("health", "Health", "of 100", "health_score", limits=(20, 90), ramp="condition", pixel="mean"),
    Quantity("load", "Peak load", "% of rating", "peak_load_pct", UNITS, limits=(40, 140), note=OF_HOURS),
    Quantity("hot_spot", "Hottest spot", "°C", "hot_spot_max_c", UNITS, limits=(60, 140), note=OF_HOURS),
    Quantity("life", "Loss of life", "% a year", "loss_of_life_pct", UNITS, decimals=2, is_log=True, limits=(0.01, 10),
             note=OF_HOURS),
    Quantity("risk", "Risk", "customer-min a year", "risk_customer_minutes", decimals=1, is_log=True),
    Quantity("vegetation", "Vegetation risk", "of 100", "vegetation_risk", ("segment",), factor=100, limits=(0, 100)),
    Quantity("age", "Age", "years", "age_years"),
    Quantity("probability", "Failure chance", "% a year", "failure_probability", factor=100, decimals=2,
             is_log=True),
    Quantity("consequence", "Consequence", "customer-min", CONSEQUENCE, is_log=True),
    Quantity("cost", "Risk in money", "US$ a year", "risk_cost", decimals=1, is_log=True),
    Quantity("customers", "Customers", "", "customers", is_log=True),
    Quantity("span_customers", "Customers", "", "customers", ("segment",), is_log=True),
    Quantity("inspected", "Inspection age", "years", "inspection_age_years", decimals=1),
    Quantity("strength", "Remaining strength", "%", "remaining_strength_pct", ("pole",)),
    Quantity("replacement", "Cost of replacing it", "US$", "replacement_cost"),
    Quantity("clearance", "Clearance to vegetation", "m", "clearance_m", ("segment",), decimals=1),
)  # fmt: skip
QUANTITIES: Final[Mapping[str, Quantity]] = {one.slug: one for one in _ALL}
COLOURS: Final = ("health", "load", "hot_spot", "life", "risk", "vegetation")
"""What the map may be coloured by."""
