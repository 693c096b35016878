"""From what a pixel of a layer means to one of 256 colours: the lookup tables of the image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from layers.colour import Rgb
from layers.feeders import DARK_CODE, line_colours
from layers.kernels import LEVELS
from layers.points import PointCode, point_colours
from layers.style import MapStyle

LINE_CODES = DARK_CODE
METER_STEPS = 16
METER_FULL = 255  # meters in one pixel that count as the most
LEVEL_ALPHA = (72, 138, 204, 255)

_FIRST_LINE = 1
_FIRST_POINT = _FIRST_LINE + LINE_CODES * LEVELS
_FIRST_METER = _FIRST_POINT + len(PointCode) * LEVELS


@dataclass(frozen=True)
class ImagePalette:
    """Lookup tables of one style.

    Attributes:
        colours: uint8 (n, 4), red, green, blue, opacity by palette index; 0 is clear.
        lines: uint8 (256,), palette index by a line layer's byte.
        points: uint8 (256,), palette index by a point layer's byte.
        meters: uint8 (256,), palette index by meters in the pixel.
    """

    colours: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    points: NDArray[np.uint8]
    meters: NDArray[np.uint8]


@lru_cache(maxsize=32)
def image_palette(style: MapStyle) -> ImagePalette:
    """The lookup tables of a style."""
    colours = np.zeros((_FIRST_METER + METER_STEPS, 4), np.uint8)
    lines = _fill(colours, _FIRST_LINE, line_colours(style.palette, style.colour_by))
    points = _fill(colours, _FIRST_POINT, point_colours(style.palette))
    meters = _meter_table()
    for step in range(METER_STEPS):
        opacity = round(80 + 150 * step / (METER_STEPS - 1))
        colours[_FIRST_METER + step] = (*style.palette.meters, opacity)
    return ImagePalette(colours, lines, points, meters)


def _fill(colours: NDArray[np.uint8], first: int, wanted: dict[int, Rgb]) -> NDArray[np.uint8]:
    """Put each code's colour into the palette, once a level, and answer the table from bytes to indexes."""
    table = np.zeros(256, np.uint8)
    for code, colour in wanted.items():
        for level in range(LEVELS):
            index = first + (code - 1) * LEVELS + level
            colours[index] = (*colour, LEVEL_ALPHA[level])
            table[level << 6 | code] = index
    return table


def _meter_table() -> NDArray[np.uint8]:
    """Steps even in the logarithm: a lone meter shows, and a tower block does not drown its street."""
    counts = np.arange(METER_FULL + 1)
    steps = np.round(np.log1p(counts) / np.log1p(60) * (METER_STEPS - 1)).clip(0, METER_STEPS - 1)
    return np.where(counts > 0, _FIRST_METER + steps, 0).astype(np.uint8)
