"""How readings are coloured on the map: bands, their colours, and the words of the legend, by quantity.

Voltage bands follow the service ranges of ANSI C84.1, in % of nominal. Within range A colours stay dull, so that what
is outside is what glows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from data_sources.analytics import ansi_c84
from layers.colours.colour import Rgb, oklch
from layers.colours.palette import Theme, Vision, between, palette

Quantity = Literal["consumption", "voltage", "load_factor", "estimated"]

NO_VOLTAGE_PCT = 50.0  # below, a meter is without supply rather than low
RANGE_A, RANGE_B = ansi_c84.limits_pct("A"), ansi_c84.limits_pct("B")


@dataclass(frozen=True, slots=True)
class ReadingScale:
    """A quantity of readings cut into bands.

    Attributes:
        quantity: key.
        title: what is coloured.
        unit: of what is coloured.
        edges: where one band ends and the next begins; a value on an edge belongs to the upper band.
        ticks: places of the legend's axis by band edge (0 before the first band) and their words.
        note: how it is to be read.
        limits: outside these a single meter is seen however many lie around it.
        told_unit: unit of the figures beside the legend.
        told_decimals: their digits after the point.
        is_of_day: whether it stands for the whole day rather than an instant.
    """

    quantity: Quantity
    title: str
    unit: str
    edges: tuple[float, ...]
    ticks: tuple[tuple[int, str], ...]
    note: str
    limits: tuple[float, float] = (-np.inf, np.inf)
    told_unit: str = "%"
    told_decimals: int = 1
    is_of_day: bool = False

    @property
    def bands(self) -> int:
        """How many."""
        return len(self.edges) + 1


# Finer where the means of a district lie: a meter uses a quarter of its peak, on average.
_SHARES = tuple(map(float, (*range(4, 40, 4), *range(40, 70, 5), 70, 80, 90)))

SCALES: dict[str, ReadingScale] = {
    scale.quantity: scale
    for scale in (
        ReadingScale(
            "consumption", "Consumption", "% of own peak", (0.0, *_SHARES),
            ((0, "export"), (6, "20"), (11, "40"), (15, "60"), (20, "100 %")),
            "Share of each meter's own peak of the last 30 days; the mean where meters share a cell.",
            told_unit="kW", told_decimals=2,
        ),
        ReadingScale(
            "voltage", "Voltage", "% of nominal",
            (NO_VOLTAGE_PCT, RANGE_B[0], RANGE_A[0], 96, 97, 98, 99, 100, 101, 102, 103, 104, RANGE_A[1], RANGE_B[1]),
            ((1, "none"), (2, "B"), (3, "95"), (8, "100"), (13, "105"), (14, "B")),
            "ANSI C84.1: range A 95 to 105 %, B 91.7 to 105.8 %. The mean of a cell; one meter outside A shows.",
            limits=RANGE_A,
        ),
        ReadingScale(
            "load_factor", "Load factor", "%", _SHARES,
            ((0, "0"), (5, "20"), (10, "40"), (14, "60"), (19, "100 %")),
            "Mean power over peak power of the day; the mean where meters share a cell.", is_of_day=True,
        ),
        ReadingScale(
            "estimated", "Estimated reads", "% of reads", (1e-4, 2.0, 5.0, 10.0, 25.0, 50.0),
            ((0, "none"), (2, "2"), (3, "5"), (4, "10"), (5, "25"), (6, "50"), (7, "100 %")),
            "Share of the day's reads that were estimated; the mean where meters share a cell.", is_of_day=True,
        ),
    )
}  # fmt: skip


@cache
def reading_colours(quantity: str, theme: Theme, vision: Vision) -> tuple[Rgb, ...]:
    """The colour of each band of a quantity, from low to high."""
    is_dark = theme == "dark"
    if quantity == "voltage":
        return _voltage(is_dark, vision)
    if quantity == "estimated":
        return _estimated(is_dark, vision)
    ramp = _ramp(len(_SHARES) + 1, theme, vision)
    return (_export(is_dark, vision), *ramp) if quantity == "consumption" else ramp


def no_read_colour(theme: Theme) -> Rgb:
    """A meter without a reading."""
    return palette(theme).de_energized


def _ramp(steps: int, theme: Theme, vision: Vision) -> tuple[Rgb, ...]:
    """From dim to bright on the dark theme, from pale to deep on the light one; cividis for the colour-blind."""
    if vision == "colour_blind":
        return palette(theme, vision).ramp("cividis", steps)
    # (lightness, chroma, hue): city lights on the dark theme, ink on the light one.
    anchors = (
        ((0.36, 0.10, 275), (0.50, 0.11, 250), (0.64, 0.11, 205), (0.80, 0.12, 160), (0.95, 0.11, 105))
        if theme == "dark"
        else ((0.88, 0.06, 105), (0.76, 0.10, 160), (0.60, 0.10, 205), (0.46, 0.12, 255), (0.28, 0.13, 280))
    )
    places = np.linspace(0, len(anchors) - 1, steps)
    columns = [np.interp(places, range(len(anchors)), part) for part in zip(*anchors, strict=True)]
    return tuple(oklch(*(float(v) for v in row)) for row in zip(*columns, strict=True))


def _export(is_dark: bool, vision: Vision) -> Rgb:
    hue = 20 if vision == "colour_blind" else 330
    return oklch(0.68 if is_dark else 0.52, 0.20, hue)


def _voltage(is_dark: bool, vision: Vision) -> tuple[Rgb, ...]:
    is_standard = vision == "standard"
    low_hues, high_hues = ((285, 325), (65, 27)) if is_standard else ((245, 230), (80, 50))
    bright = (0.72, 0.72) if is_dark else (0.52, 0.50)
    low_a, low_b = (oklch(light, 0.19, hue) for light, hue in zip(bright, low_hues, strict=True))
    high_a, high_b = (oklch(light + 0.03, 0.18, hue) for light, hue in zip(bright, high_hues, strict=True))
    if not is_standard:  # lightness tells what hue cannot
        low_b, high_b = (oklch(0.88 if is_dark else 0.36, 0.10, hue) for hue in (230, 60))
    middle, edge = ((0.48, 0.012), (0.62, 0.12)) if is_dark else ((0.84, 0.008), (0.66, 0.11))
    inside = [
        oklch(
            middle[0] + (edge[0] - middle[0]) * away, middle[1] + (edge[1] - middle[1]) * away, 255 if side < 0 else 70
        )
        for side in (-1, 1)
        for away in ((1.0, 0.75, 0.5, 0.25, 0.0) if side < 0 else (0.0, 0.25, 0.5, 0.75, 1.0))
    ]
    none = oklch(0.30, 0.0, 0) if is_dark else oklch(0.55, 0.0, 0)
    return none, low_b, low_a, *inside, high_a, high_b


def _estimated(is_dark: bool, vision: Vision) -> tuple[Rgb, ...]:
    calm = oklch(0.36, 0.03, 255) if is_dark else oklch(0.84, 0.02, 255)
    if vision == "colour_blind":
        return calm, *between(palette("dark" if is_dark else "light", vision).feeder_load[1:], 6)
    lights = (0.55, 0.62, 0.70, 0.76, 0.74, 0.66) if is_dark else (0.72, 0.68, 0.64, 0.60, 0.55, 0.50)
    hues, chromas = (95, 90, 80, 65, 45, 27), (0.08, 0.11, 0.14, 0.16, 0.18, 0.21)
    return calm, *(oklch(*row) for row in zip(lights, chromas, hues, strict=True))
