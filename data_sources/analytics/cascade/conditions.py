"""Under what a cascade is looked at: temperature, load, how much overload is borne, how ties decide.

Method: every load is multiplied. Ratings follow the air: a line's with the square root of what is left between
conductor and air (an assumption: heat balance with convection alone, conductor at 75 degrees C, rated at 40, the shape
of IEEE 738 without sun and wind); a bank's by IEEE C57.91-2011, 6.3 and table 3, for forced-air cooling (rated at 30
degrees C; 0.75 % more a degree below, 1 % less a degree above; held beyond 0 and 50, an assumption). An element trips
when it carries more than its rating so found and the failure threshold on top: 0.15 bears 15 % overload.

Limits: relays know no temperature; a pick-up set in amperes trips where this says "cold, so it bears more". Cables in
the ground are counted as lines in air. Loads are multiplied alike, electric heating or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.cascade.grid import OF_BANK, SupplyGrid

TransferRule = Literal["automatic", "checked"]

CONDUCTOR_C: Final = 75.0
LINE_RATED_AT_C: Final = 40.0
BANK_RATED_AT_C: Final = 30.0
BANK_RANGE_C: Final = (0.0, 50.0)
BANK_MORE_A_DEGREE: Final = 0.0075
BANK_LESS_A_DEGREE: Final = 0.01
LEAST_FACTOR: Final = 0.1


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a study assumes.

    Attributes:
        temperature_c: of the air, degrees C.
        load_multiplier: every load times this.
        failure_threshold: overload that is borne, as a share of the rating at that temperature; 0 or more.
        transfer: "automatic": a tie closes as soon as one side is dark, as loop schemes do, and looks at no load;
            "checked": it closes only for what every element on the way can carry.
    """

    temperature_c: float = 25.0
    load_multiplier: float = 1.0
    failure_threshold: float = 0.35
    transfer: TransferRule = "automatic"


SCENARIOS: Final[dict[str, Conditions]] = {
    "winter_storm": Conditions(-10.0, 1.8, 0.15),
    "summer_peak": Conditions(42.0, 1.6, 0.20),
    "hurricane": Conditions(28.0, 1.2, 0.10),
    "normal": Conditions(25.0, 1.0, 0.35),
}


def line_factor(temperature_c: float) -> float:
    """What a line bears at an air temperature, over its rating."""
    left = (CONDUCTOR_C - temperature_c) / (CONDUCTOR_C - LINE_RATED_AT_C)
    return float(np.sqrt(max(left, LEAST_FACTOR**2)))


def bank_factor(temperature_c: float) -> float:
    """What a substation transformer bears at an air temperature, over its rating."""
    above = min(max(temperature_c, BANK_RANGE_C[0]), BANK_RANGE_C[1]) - BANK_RATED_AT_C
    return 1 - above * (BANK_LESS_A_DEGREE if above > 0 else BANK_MORE_A_DEGREE)


def limits_kw(grid: SupplyGrid, temperature_c: float) -> Floats:
    """Ratings at an air temperature, shape (edges,)."""
    is_bank = grid.edge_kind == OF_BANK
    return np.where(is_bank, bank_factor(temperature_c), line_factor(temperature_c)) * grid.rated_kw
