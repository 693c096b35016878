"""What a question is about, and the small steps between Arrow tables and arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Instants = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Scope:
    """A utility, or one of its substations, feeders, transformers or meters; 0 means all of them."""

    utility_id: int
    substation_id: int = 0
    feeder_id: int = 0
    transformer_id: int = 0
    meter_id: int = 0

    @property
    def binds(self) -> dict[str, int]:
        """As the statements by feeder bind it."""
        return {"utility_id": self.utility_id, "substation_id": self.substation_id, "feeder_id": self.feeder_id}

    @property
    def meter_binds(self) -> dict[str, int]:
        """As the statements by meter bind it: down to one transformer or one meter."""
        return self.binds | {"transformer_id": self.transformer_id, "meter_id": self.meter_id}

    @property
    def is_below_feeder(self) -> bool:
        """Whether it is one transformer or one meter."""
        return bool(self.transformer_id or self.meter_id)

    @property
    def feeder(self) -> Scope:
        """The same without the transformer or meter: its feeder."""
        return replace(self, transformer_id=0, meter_id=0)


@dataclass(frozen=True, slots=True)
class Transformer:
    """One transformer, by what its recorded meters registered."""

    transformer_id: int


@dataclass(frozen=True, slots=True)
class Meter:
    """One meter."""

    meter_id: int


Subject = Scope | Transformer | Meter


def instants(column: pa.ChunkedArray) -> Instants:
    """A timestamp column as datetime64[s] in UTC."""
    return np.asarray(column.cast(pa.timestamp("us")).to_numpy()).astype("datetime64[s]")


def floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """A number column as float64, NULL as NaN."""
    return np.asarray(column.cast(pa.float64()).to_numpy(), np.float64)


def times(values: Instants) -> pa.Array:
    """datetime64 in UTC as an Arrow column of UTC instants."""
    return pa.array(values.astype("datetime64[us]"), pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))


def table(columns: Mapping[str, Any]) -> pa.Table:
    """Arrays as a table: NaN becomes NULL, datetime64 becomes UTC instants."""
    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: Any) -> pa.Array:
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return times(values)
    if isinstance(values, np.ndarray) and values.dtype.kind == "f":
        return pa.array(values, from_pandas=True)
    return pa.array(values)
