"""The legend as plain data: one line a layer that is drawn, with its scale; the page draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from layers.colours.colour import Rgb, hexadecimal
from layers.colours.scales import Scale

MarkShape = Literal["dot", "square", "diamond", "triangle", "ring"]
Shape = MarkShape | Literal["line", "dashed", "ramp"]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One colour and what it means.

    Attributes:
        colour: `#RRGGBB`.
        label: in words, with unit; may be empty within a ramp.
        shape: how it looks on the map.
    """

    colour: str
    label: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One layer.

    Attributes:
        layer: its name.
        label: its title.
        entries: its colours, from good to bad.
        unit: of the labels; may be empty.
        note: what is left out just now, in words; may be empty.
    """

    layer: str
    label: str
    entries: tuple[LegendEntry, ...]
    unit: str = ""
    note: str = ""


def entry(colour: Rgb, label: str, shape: Shape) -> LegendEntry:
    """One colour and what it means."""
    return LegendEntry(hexadecimal(colour), label, shape)


def entries(scale: Scale, colours: Sequence[Rgb], shape: Shape) -> tuple[LegendEntry, ...]:
    """A scale's bands from low to high."""
    return tuple(entry(colour, label, shape) for colour, label in zip(colours, scale.labels, strict=True))
