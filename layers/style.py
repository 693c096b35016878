"""How the map is drawn and what is left out: two frozen values, so that they can be part of a cache key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layers.colours.palette import Palette, Theme, Vision, palette
from layers.colours.scales import HEALTH, LOAD, UNKNOWN, VOLTAGE, Scale

ColourBy = Literal["circuit", "load", "voltage"]
Construction = Literal["all", "overhead", "underground"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What meters are coloured by.

    Attributes:
        quantity: key of `layers.readings.bands.SCALES`.
        day: local day of the readings.
        stamp: version of the day's readings.
        slot: interval of the day; 0 for what stands for the whole day.
    """

    quantity: str
    day: dt.date
    stamp: int
    slot: int


@dataclass(frozen=True, slots=True)
class MapStyle:
    """What is drawn, and in which colours.

    Attributes:
        layers: the names of the layers that are on; None for all that the map has.
        colour_by: what a feeder's colour means.
        theme: dark or light.
        vision: the standard colours, or those for eyes that do not tell red from green.
        reading: what meters are coloured by, on a map of readings.
        step: which step of a film is drawn, on a map of one that is not of readings.
    """

    layers: frozenset[str] | None = None
    colour_by: ColourBy = "circuit"
    theme: Theme = "dark"
    vision: Vision = "standard"
    reading: Reading | None = None
    step: int = 0

    def shows(self, name: str) -> bool:
        """Whether a layer is on."""
        return self.layers is None or name in self.layers

    @property
    def of_film(self) -> MapStyle:
        """What all steps of a film have in common."""
        return replace(self, step=0) if self.step else self

    @property
    def palette(self) -> Palette:
        """The colours this style draws in."""
        return palette(self.theme, self.vision)


@dataclass(frozen=True, slots=True)
class MapFilters:
    """What is shown; an empty set of bands means all of them, and what is not known.

    Attributes:
        substation_id: only what this substation feeds.
        feeder_id: only this feeder.
        voltage: names of `scales.VOLTAGE`.
        health: names of `scales.HEALTH` (poles and transformers).
        load: names of `scales.LOAD` (transformers).
        construction: overhead or underground (segments and transformers).
    """

    substation_id: int | None = None
    feeder_id: int | None = None
    voltage: frozenset[str] = field(default_factory=frozenset)
    health: frozenset[str] = field(default_factory=frozenset)
    load: frozenset[str] = field(default_factory=frozenset)
    construction: Construction = "all"

    def has_voltage(self, voltage_kv: ArrayLike) -> NDArray[np.bool_]:
        """Which voltages are shown."""
        return _in_bands(VOLTAGE, self.voltage, voltage_kv)

    def has_health(self, health_score: ArrayLike) -> NDArray[np.bool_]:
        """Which health scores are shown."""
        return _in_bands(HEALTH, self.health, health_score)

    def has_load(self, load_pct: ArrayLike) -> NDArray[np.bool_]:
        """Which loads are shown."""
        return _in_bands(LOAD, self.load, load_pct)

    def has_construction(self, is_underground: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which ways of building are shown."""
        if self.construction == "all":
            return np.ones(len(is_underground), bool)
        return np.equal(is_underground, self.construction == "underground")


def _in_bands(scale: Scale, names: frozenset[str], values: ArrayLike) -> NDArray[np.bool_]:
    shown = np.array([not names or name in names for name in (*scale.names, UNKNOWN)])
    return np.take(shown, scale.band(values))
