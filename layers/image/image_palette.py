"""From what a pixel of a layer means to one of 256 colours: the inks of all layers of an image in one palette."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from layers.layer import Inks, Layer
from layers.style import MapStyle


@dataclass(frozen=True)
class ImagePalette:
    """Lookup tables of one style.

    Attributes:
        colours: uint8 (n, 4), red, green, blue, opacity by palette index; 0 is clear.
        tables: uint8, palette index by a layer's value, by the plane it is drawn in.
    """

    colours: NDArray[np.uint8]
    tables: Mapping[str, NDArray[np.uint8]]


@lru_cache(maxsize=64)
def image_palette(style: MapStyle, layers: tuple[Layer, ...]) -> ImagePalette:
    """The lookup tables of a style for the layers of one image.

    Raises:
        ValueError: the layers have more than 255 colours together.
    """
    colours, tables = [np.zeros((1, 4), np.uint8)], {}
    for layer in layers:
        if plane_of(layer) not in tables:
            tables[plane_of(layer)] = add_inks(colours, layer.inks(style))
    if sum(map(len, colours)) > 256:
        named = ", ".join(layer.name for layer in layers)
        raise ValueError(f"The layers {named} have {sum(map(len, colours)) - 1} colours together; an image has 255.")
    return ImagePalette(np.concatenate(colours), tables)


def add_inks(colours: list[NDArray[np.uint8]], inks: Inks) -> NDArray[np.uint8]:
    """Put inks behind the colours so far; the table from values to indexes of the whole."""
    first = sum(map(len, colours))
    colours.append(inks.colours)
    return np.where(inks.table > 0, inks.table.astype(np.int64) + first - 1, 0).astype(np.uint8)


def plane_of(layer: Layer) -> str:
    """The plane a layer is drawn in; its own where it names none."""
    return layer.plane or layer.name
