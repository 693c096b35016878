"""Between which ids a transformer's or a feeder's meters lie: ids are dense along the network, so few others do."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data_sources.warehouse.files import Manifest, Warehouse

COLUMNS = ("transformer_id", "feeder_id")


def range_of(warehouse: Warehouse, manifest: Manifest, column: str, value: Any) -> tuple[int, int] | None:
    """The least and the greatest id of the meters with a value in a column; None where there are none.

    Args:
        warehouse: whose meters.
        manifest: which files of meters count.
        column: of `COLUMNS`.
        value: an id.

    Raises:
        OSError: the file of meters cannot be read.
    """
    paths = tuple(part.path for part in manifest.of("meters"))
    if not paths or not isinstance(value, int):
        return None
    columns = _columns(warehouse.root, paths)
    found = columns["meter_id"][columns[column] == value]
    return (int(found.min()), int(found.max())) if len(found) else None


@lru_cache(maxsize=2)
def _columns(root: Path, paths: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    names = ["meter_id", *COLUMNS]
    rows = pa.concat_tables([pq.read_table(root / path, columns=names) for path in paths])
    return {name: np.asarray(rows[name].to_numpy()) for name in names}
