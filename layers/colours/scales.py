"""What counts as good, fair or bad: thresholds by meaning, in one place, for the map, the lists and the legend.

Sources: health below 50 is critical and below 70 a warning, as in the program this one replaces (its public rules).
Loading is of nameplate: 100 % is the rated limit (IEEE C57.91), and 80 % is where planners begin to look.
Voltage classes are the usual North American distribution classes (IEEE C62.82.1 names them by maximum voltage).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

UNKNOWN: Final = "unknown"
"""The key of what lies in no band, since nobody knows it."""
MOST_DIGITS: Final = 2
"""After the point, of a value near the edge of a band."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A quantity cut into named bands; what is no finite number is known by none and lies in none of them.

    Attributes:
        quantity: what it is, in words.
        unit: its unit; empty where it has none.
        names: the bands' keys, from low to high.
        labels: the bands in words.
        edges: where one band ends and the next begins, one fewer than the bands.
        edge_is_low: whether a value on an edge belongs to the lower band.
    """

    quantity: str
    unit: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    edges: tuple[float, ...]
    edge_is_low: bool = False

    def band(self, values: ArrayLike) -> NDArray[np.uint8]:
        """The number of each value's band, 0 the lowest; `unknown` for a value that is no finite number."""
        numbers = np.asarray(values, np.float32)
        side: Any = "left" if self.edge_is_low else "right"
        found = np.searchsorted(np.asarray(self.edges, np.float32), numbers, side=side)
        return np.where(np.isfinite(numbers), found, self.unknown).astype(np.uint8)

    def told(self, value: float) -> str:
        """A value with as many digits as keep it in its band: `64`, and `69.9` where 70 would be another one.

        Args:
            value: a finite number.
        """
        band = self.name(value)
        for decimals in range(MOST_DIGITS + 1):
            if self.name(round(value, decimals)) == band:
                return f"{round(value, decimals):,.{decimals}f}"
        step = 10.0**-MOST_DIGITS
        near = np.array([np.floor(value / step), np.ceil(value / step)]) * step
        return f"{next((one for one in near.tolist() if self.name(one) == band), value):,.{MOST_DIGITS}f}"

    @property
    def unknown(self) -> int:
        """The number of what is not known: the one after the last band's."""
        return len(self.names)

    def name(self, value: float) -> str:
        """The key of one value's band; `UNKNOWN` for a value that is no finite number."""
        return (*self.names, UNKNOWN)[int(self.band(value))]


HEALTH = Scale(
    "Health", "", ("poor", "fair", "good"), ("Poor, below 50", "Fair, 50 to 70", "Good, 70 and above"), (50, 70)
)
LOAD = Scale(
    "Load", "%", ("normal", "high", "over"), ("Up to 80 %", "80 to 100 %", "Above 100 %"), (80, 100), edge_is_low=True
)
FEEDER_LOAD = Scale(
    "Feeder load",
    "%",
    ("low", "light", "medium", "high", "near_limit", "over"),
    ("0", "30", "50", "70", "85", "100"),
    (30, 50, 70, 85, 100),
    edge_is_low=True,
)
VOLTAGE = Scale(
    "Voltage",
    "kV",
    ("low_voltage", "class_5", "class_15", "class_25", "class_35", "above_35"),
    ("Up to 1 kV", "5 kV class", "15 kV class", "25 kV class", "35 kV class", "Above 35 kV"),
    (1, 6, 16, 28, 40),
    edge_is_low=True,
)
