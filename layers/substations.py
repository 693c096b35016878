"""Substations: always on the map, as marks of their own above the image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.colour import Rgb
from layers.frame import BlockFrame
from layers.layer import Layer
from layers.network_frames import Origin, numbers, place, texts


@dataclass(frozen=True)
class Substations:
    """The substations of a utility.

    Attributes:
        substation_id: keys, ascending.
        name: display names.
        x: Web Mercator x.
        y: Web Mercator y.
        voltage_kv: high side.
        capacity_mva: rating.
    """

    substation_id: NDArray[np.int32]
    name: pa.Array
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    voltage_kv: NDArray[np.float32]
    capacity_mva: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.substation_id)


def substations_of(table: pa.Table) -> Substations:
    """Substations from the rows of `map_substations`."""
    x, y = place(table)
    return Substations(
        numbers(table, "substation_id"), texts(table, "substation_name"), x, y,
        numbers(table, "voltage_kv"), numbers(table, "capacity_mva"),
    )  # fmt: skip


class SubstationLayer(Layer):
    """Substations as points; drawn as marks with their names rather than in the image."""

    kind = "substation"
    statement = "map_substations"

    def colours(self) -> dict[int, Rgb]:
        """One colour for all."""
        return {1: self.style.palette.substation}

    def frame(self, table: pa.Table, origin: Origin = (0.0, 0.0)) -> BlockFrame:
        """The rows sorted, with their `id` and their ratings."""
        x, y = place(table)
        columns: dict[str, NDArray[Any]] = {name: numbers(table, name) for name in ("voltage_kv", "capacity_mva")}
        columns["id"] = numbers(table, "substation_id")
        columns["row"] = np.arange(table.num_rows, dtype=np.int32)
        return BlockFrame.of_points(x, y, columns, origin)
