"""What stands in the demo today and stood there before: transformers and poles with their lives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.demo.city import density as land
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.load_model import POWER_FACTOR
from data_sources.demo.utility.assets import wear
from data_sources.demo.utility.assets.lives import STANDARD_TIME, Lives, lived, years_of
from data_sources.demo.utility.assets.wear import Positions
from data_sources.demo.utility.grid import Grid
from data_sources.demo.utility.service import PolePlaces, TransformerPlaces

RECORD_YEARS: Final = 12  # before this one
DAMP_M: Final = 12_000.0  # how far it is from a harsh place to a mild one
MATERIALS: Final = ("wood", "concrete", "steel", "composite")
WOOD: Final = MATERIALS.index("wood")
HEIGHTS_M: Final = np.array([10.7, 12.2, 13.7, 15.2, 16.8])


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Assets by index.

    Attributes:
        transformers: their lives.
        poles: likewise.
        loading: design load of each transformer over its rating, shape (transformers,).
        material: place in MATERIALS of each pole, shape (poles,).
        height_m: likewise.
    """

    transformers: Lives
    poles: Lives
    loading: Floats
    material: Ints
    height_m: Floats


def build_stock(grid: Grid, stand: PolePlaces, made: TransformerPlaces, as_of: dt.date, seed: int) -> Stock:
    """Let all assets live from when their place was built until the beginning of `as_of`."""
    until = float(years_of(np.array([np.datetime64(as_of, "s") + STANDARD_TIME]))[0])
    span = float(as_of.year - RECORD_YEARS), until
    loading = made.peak_kw / POWER_FACTOR / made.rated_kva
    by_load = wear.BY_LOADING * (np.clip(loading, 0.0, 1.6) - wear.USUAL_LOADING)
    of_class = np.where(made.pole >= 0, wear.POLE_MOUNT, wear.PAD_MOUNT)
    rng = np.random.default_rng((seed, 133))
    units = Positions(of_class, by_load + _harshness(made.place, seed))
    transformers = lived(units, made.year + rng.random(len(made.year)), *span, rng)
    rng = np.random.default_rng((seed, 131))
    material, height = _poles(grid, stand, rng)
    of_class = np.where(material == WOOD, wear.WOOD_POLE, wear.OTHER_POLE)
    built = grid.year[stand.segment] + rng.uniform(0.0, 6.0, len(material))
    poles = lived(Positions(of_class, _harshness(stand.place, seed)), np.maximum(built, 1940.0), *span, rng)
    return Stock(transformers, poles, loading, material, height)


def _harshness(place: Floats, seed: int) -> Floats:
    """Ln r of places, shape (n, 2): neighbours share it."""
    return np.asarray(wear.BY_PLACE * 1.4 * land.smooth_noise(place, DAMP_M, (seed, 134)))


def _poles(grid: Grid, stand: PolePlaces, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Material and height: trunks are higher, and some of them not of wood."""
    trunk, chance = grid.phases[stand.segment] == 7, rng.random(len(stand.segment))
    material = np.where(trunk & (chance < 0.16), 1 + (chance * 50).astype(np.int64) % 3, WOOD)
    height = HEIGHTS_M[np.clip(np.where(trunk, 3, 1) + rng.integers(-1, 2, len(chance)), 0, 4)]
    return material, height
