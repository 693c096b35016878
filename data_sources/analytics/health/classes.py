"""Classes of assets: what is judged by one set of weights, lives and hazards.

Expected lives are those after which deterioration begins to show (CNAIM's "normal expected life"), not mean lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

PARTS: Final = ("age", "condition", "loading", "life", "voltage", "kin")
"""Of a health score, in the order of every array of parts."""

FACTORS: Final = ("condition", "loading")
"""What makes a hazard higher or lower than others' of the same age: see `factors` in `risk`."""

TRANSFORMER_WEIGHTS: Final = (0.20, 0.30, 0.15, 0.15, 0.05, 0.15)
POLE_WEIGHTS: Final = (0.25, 0.60, 0.0, 0.0, 0.0, 0.15)
WEIGHTS_SOURCE: Final = (
    "Weighted mean of the parts that are known: the form of health indices in use (CIGRE TB 858, Asset health indices; "
    "with coefficients of availability as Kinectrics' assessments have them). The weights themselves are our own."
)


@dataclass(frozen=True, slots=True)
class HazardPrior:
    """What is assumed of a class's Weibull hazard where the record says little.

    Attributes:
        shape: of the hazard over age.
        scale_years: characteristic life, at which 63 % have failed.
        shape_factor: one standard deviation of the shape is this factor up or down.
        scale_factor: likewise of the characteristic life.
        source: where it comes from, for people.
        effects: logarithm of the hazard's ratio for each factor (see `hazard`), in the order of `FACTORS`.
        effects_deviation: one standard deviation of each.
    """

    shape: float
    scale_years: float
    shape_factor: float
    scale_factor: float
    source: str
    effects: tuple[float, ...] = (0.7, 0.4)
    effects_deviation: tuple[float, ...] = (0.35, 0.3)


@dataclass(frozen=True, slots=True)
class AssetClass:
    """One class.

    Attributes:
        name: as people call it.
        kind: 'transformer' or 'pole'.
        expected_life_years: until deterioration begins to show.
        weights: of the parts, in the order of `PARTS`; 0 where a part means nothing for the class.
        prior: of its hazard.
        source: of its expected life.
    """

    name: str
    kind: str
    expected_life_years: float
    weights: tuple[float, ...]
    prior: HazardPrior
    source: str


_LIQUID: Final = HazardPrior(
    3.0, 55.0, 1.5, 1.5,
    "Assumed: mean life of some 50 years; U.S. DOE's rule for distribution transformers (10 CFR 431, 2013) reckons "
    "with 32 years until they are retired for any reason, failures being the smaller part of it.",
)  # fmt: skip
_LARGE: Final = HazardPrior(
    3.0,
    90.0,
    1.5,
    1.6,
    "Assumed: about 0.5 % a year at 40 years, as CIGRE TB 642 counts failures of power transformers.",
)
_WOOD: Final = HazardPrior(
    4.0, 85.0, 1.5, 1.5,
    "Assumed: a mean life of nearly 80 years under a programme of inspections (J. J. Morrell, Estimated service life "
    "of wood poles, NAWPC technical bulletin, 2016).",
)  # fmt: skip
_OTHER_POLES: Final = HazardPrior(4.0, 110.0, 1.5, 1.6, "Assumed: longer than wood, for want of a record.")
_CNAIM: Final = "DNO Common Network Asset Indices Methodology (CNAIM), normal expected lives"

CLASSES: Final = (
    AssetClass(
        "pole-mount transformer", "transformer", 45.0, TRANSFORMER_WEIGHTS, _LIQUID,
        f"Own choice between DOE's 32 years and the 60 of {_CNAIM}, in a hot and humid climate.",
    ),
    AssetClass(
        "pad-mount transformer", "transformer", 45.0, TRANSFORMER_WEIGHTS, _LIQUID,
        f"Own choice between DOE's 32 years and the 60 of {_CNAIM}.",
    ),
    AssetClass("substation transformer", "transformer", 60.0, TRANSFORMER_WEIGHTS, _LARGE, f"{_CNAIM}: 60 years."),
    AssetClass("regulator", "transformer", 40.0, TRANSFORMER_WEIGHTS, _LIQUID, "Assumed, as of a small transformer."),
    AssetClass("wood pole", "pole", 55.0, POLE_WEIGHTS, _WOOD, f"{_CNAIM}: 55 years."),
    AssetClass("steel pole", "pole", 50.0, POLE_WEIGHTS, _OTHER_POLES, f"{_CNAIM}: 50 years."),
    AssetClass("concrete pole", "pole", 60.0, POLE_WEIGHTS, _OTHER_POLES, f"{_CNAIM}: 60 years."),
    AssetClass("other pole", "pole", 55.0, POLE_WEIGHTS, _OTHER_POLES, "Assumed, as of wood."),
)  # fmt: skip

_NUMBER: Final = {one.name: number for number, one in enumerate(CLASSES)}
_OF_KIND: Final = {"substation": "substation transformer", "regulator": "regulator", "step": "substation transformer"}


def transformer_classes(kinds: NDArray[np.object_], is_underground: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number of the class of each transformer, shapes (transformers,): of its kind, and whether it stands on a pole."""
    service = np.where(is_underground, _NUMBER["pad-mount transformer"], _NUMBER["pole-mount transformer"])
    known, row = np.unique(np.asarray(kinds, str), return_inverse=True)
    special = np.array([_NUMBER[_OF_KIND[kind]] if kind in _OF_KIND else -1 for kind in known.tolist()], np.int64)
    return np.where(special[row] >= 0, special[row], service).astype(np.int64)


def pole_classes(materials: NDArray[np.object_]) -> NDArray[np.int64]:
    """Number of the class of each pole, shape (poles,), by its material in any spelling of the case."""
    known, row = np.unique(np.asarray(materials, str), return_inverse=True)
    numbers = [_NUMBER.get(f"{name.strip().lower()} pole", _NUMBER["other pole"]) for name in known.tolist()]
    return np.array(numbers, np.int64)[row]
