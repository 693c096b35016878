"""The layers of the map in one visible list: a new one is written in a file of its own and named here alone."""

from __future__ import annotations

from collections.abc import Collection

from layers.built_in.feeders import Feeders
from layers.built_in.meters import Meters
from layers.built_in.outages import Outages
from layers.built_in.poles import Poles
from layers.built_in.service_lines import ServiceLines
from layers.built_in.substations import Substations
from layers.built_in.transformers import Transformers
from layers.layer import Layer

BUILT_IN: tuple[Layer, ...] = (
    Outages(), Substations(), Transformers(), Poles(), Feeders(), ServiceLines(), Meters(),
)  # fmt: skip
"""From the topmost to the lowest. Marks are given to them in this order too, as long as there is room."""


def built_in(names: Collection[str]) -> tuple[Layer, ...]:
    """Some of the built-in layers, from the topmost to the lowest.

    Raises:
        LookupError: there is no layer of one of these names.
    """
    known = {layer.name for layer in BUILT_IN}
    if missing := sorted(set(names) - known):
        raise LookupError(f"There is no layer {missing[0]!r} among {', '.join(sorted(known))}.")
    return tuple(layer for layer in BUILT_IN if layer.name in names)
