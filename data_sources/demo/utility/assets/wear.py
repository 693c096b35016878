"""How the demo's assets wear out: the truth that a health model is to find.

A unit fails by a Weibull hazard over its age, h(t) = r k/s (t/s)^(k - 1). Shape k and characteristic life s are those
of its class; r is its own: the load that it carries and the place where it stands (salt, damp, lightning), which do not
change, and its luck, of which nothing is written anywhere. What an inspection sees is the share of its life that is
used, u = (t/s) r^(1/k), so that condition tells of failure beyond age.

Lives are such that some 0.6 % of distribution transformers and 0.5 % of poles fail in a year, as utilities publish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints

POLE_MOUNT, PAD_MOUNT, WOOD_POLE, OTHER_POLE = range(4)
SHAPE: Final = np.array([3.5, 3.2, 4.0, 4.0])
LIFE_YEARS: Final = np.array([58.0, 51.0, 70.0, 105.0])  # at which 63 % have failed
BY_LOADING: Final = 1.3  # ln r for each 100 % of design load
USUAL_LOADING: Final = 0.6
BY_PLACE: Final = 0.3  # ln r, one deviation
BY_LUCK: Final = 0.4  # likewise
WEAK_SHARE: Final = 0.03  # damaged or badly made units, …
WEAK_RATIO: Final = 4.0  # … and their r
_MEAN_LUCK: Final = float(np.exp(BY_LUCK**2 / 2) * (1 + WEAK_SHARE * (WEAK_RATIO - 1)))


class Luck(NamedTuple):
    """Of units, shapes (units,): ln r that is theirs alone, mean of r 1; and whether they are weak."""

    log_ratio: Floats
    is_weak: Bools

    def take(self, units: Ints) -> Luck:
        """Of some of them."""
        return Luck(self.log_ratio[units], self.is_weak[units])


def drawn_luck(count: int, rng: np.random.Generator) -> Luck:
    """Of new units."""
    is_weak = rng.random(count) < WEAK_SHARE
    ratio = BY_LUCK * rng.standard_normal(count) + np.where(is_weak, np.log(WEAK_RATIO), 0.0) - np.log(_MEAN_LUCK)
    return Luck(ratio, is_weak)


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Places where an asset stands, shapes (positions,).

    Attributes:
        of_class: POLE_MOUNT …
        log_ratio: ln r of what stands there, by load and place.
    """

    of_class: Ints
    log_ratio: Floats

    def life_years(self, at: Ints, luck: Luck, rng: np.random.Generator) -> Floats:
        """How old units at some positions become, drawn from their hazard, shape (len(at),)."""
        of = self.of_class[at]
        cumulative = rng.standard_exponential(len(at)) / np.exp(self.log_ratio[at] + luck.log_ratio)
        return np.asarray(LIFE_YEARS[of] * cumulative ** (1.0 / SHAPE[of]))

    def used(self, at: Ints, luck: Luck, age_years: Floats) -> Floats:
        """Share of life used of units at some positions; 1 is where 63 % of a class have failed."""
        of = self.of_class[at]
        return np.asarray(age_years / LIFE_YEARS[of] * np.exp((self.log_ratio[at] + luck.log_ratio) / SHAPE[of]))


def condition(used: Floats, is_weak: Bools, age_years: Floats, rng: np.random.Generator) -> Floats:
    """What an inspector notes, 0 to 100: weak units leak, rust or crack from early on; no two inspectors agree."""
    seen = 97.0 - 56.0 * used**1.5 - np.where(is_weak, 42.0 * np.clip(age_years / 18.0, 0.1, 1.0), 0.0)
    return np.asarray(np.clip(seen + rng.normal(0.0, 3.5, len(used)), 2.0, 100.0).round(0))


def strength_pct(used: Floats, is_weak: Bools, rng: np.random.Generator) -> Floats:
    """Remaining strength of wood poles in percent of a new one's, as measured at the ground line."""
    left = 100.0 - 38.0 * used**2 - np.where(is_weak, 20.0 * np.clip(2.0 * used, 0.0, 1.0), 0.0)
    return np.asarray(np.clip(left + rng.normal(0.0, 3.0, len(used)), 15.0, 100.0).round(0))
