"""How a layer is drawn in one view: marks in the street, the image in the district, trouble from afar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAX_MARKS = 3000
MARK_METRES_PER_PIXEL = 6.0  # from farther away a mark of 10 px would bury the line it stands on


class Drawn(StrEnum):
    """How a layer is drawn."""

    OFF = "off"
    MARKS = "marks"  # sized glyphs with a tooltip
    IMAGE = "image"  # all of it, in the image
    TROUBLE = "trouble"  # only the abnormal, in the image

    @property
    def is_in_image(self) -> bool:
        """Whether it takes part in the image."""
        return self in (Drawn.IMAGE, Drawn.TROUBLE)


@dataclass(frozen=True, slots=True)
class Detail:
    """How each layer is drawn in one view.

    Attributes:
        drawn: by layer; a layer that is switched off, or that the map does not have, is off.
        counts: how many places of each layer are in view and pass the filters; of layers that count them.
        ranges: values of the first and the last colour, of layers whose scale is the picture's own.
    """

    drawn: Mapping[str, Drawn]
    counts: Mapping[str, int]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Drawn:
        return self.drawn.get(name, Drawn.OFF)
