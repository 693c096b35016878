"""The layers of the map in one visible list: a new one is written in a file of its own and named here alone."""

from __future__ import annotations

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


def layer_named(layers: tuple[Layer, ...], name: str) -> Layer:
    """One of some layers.

    Raises:
        LookupError: none has that name.
    """
    for layer in layers:
        if layer.name == name:
            return layer
    raise LookupError(f"There is no layer {name!r} among {', '.join(layer.name for layer in layers)}.")
