"""What is drawn how, by how much of it is in view: marks in the street, dots in the district, trouble from afar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from layers.viewport import Viewport

MAX_MARKS = 3000
MARK_METRES_PER_PIXEL = 6.0  # from farther away a mark of 10 px would bury the line it stands on
DOTS_PER_PIXEL = 9000 / (1430 * 850)  # more dots than this and the circuits under them are lost
METERS_PER_PIXEL = 160_000 / (1430 * 850)


class Drawn(StrEnum):
    """How a layer of places is drawn."""

    OFF = "off"
    MARKS = "marks"  # sized glyphs with a tooltip
    DOTS = "dots"  # all of them, in the image
    TROUBLE = "trouble"  # only the abnormal, in the image


@dataclass(frozen=True, slots=True)
class Detail:
    """How each layer of places is drawn in one view.

    Attributes:
        drawn: by kind, "transformer", "pole", "meter".
        counts: how many of each kind are in view and pass the filters.
    """

    drawn: Mapping[str, Drawn]
    counts: Mapping[str, int]

    def __getitem__(self, kind: str) -> Drawn:
        return self.drawn[kind]


def choose(counts: Mapping[str, int], viewport: Viewport) -> Detail:
    """Near enough, marks as long as they add up to at most 3,000 (transformers first); then dots; then what is wrong.

    Args:
        counts: places in view by kind, in the order in which they get marks; layers that are off are left out.
        viewport: the view.
    """
    pixels, marks = viewport.width * viewport.height, 0
    is_near = viewport.metres_per_pixel <= MARK_METRES_PER_PIXEL
    drawn: dict[str, Drawn] = {}
    for kind, count in counts.items():
        if is_near and marks + count <= MAX_MARKS:
            drawn[kind] = Drawn.MARKS
            marks += count
        elif kind == "meter":
            drawn[kind] = Drawn.DOTS if count <= METERS_PER_PIXEL * pixels else Drawn.OFF
        else:
            drawn[kind] = Drawn.DOTS if count <= DOTS_PER_PIXEL * pixels else Drawn.TROUBLE
    return Detail({kind: drawn.get(kind, Drawn.OFF) for kind in ("transformer", "pole", "meter")}, dict(counts))
