"""Conditions that came with a network: what its owner says of an asset's health is kept as an inspection of today.

The score that is shown is assessed from it (`studies.assets`), as from every other inspection.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

RESULTS: Final = ("replace", "poor", "fair", "good")
RESULT_FROM: Final = (30.0, 55.0, 75.0)
"""The least score for 'poor', 'fair' and 'good': own choice."""
SOURCE: Final = "health_score of the imported network"


def given_conditions(tables: Mapping[str, pa.Table], today: dt.date) -> pa.Table:
    """Rows of flux.inspections of the transformers and poles whose health is given, with their own numbers.

    Args:
        tables: of the network, by name.
        today: of the import.
    """
    return pa.concat_tables([_of_kind(tables[f"{kind}s"], kind, today) for kind in ("transformer", "pole")])


def _of_kind(rows: pa.Table, kind: str, today: dt.date) -> pa.Table:
    scores = rows["health_score"].to_numpy().astype(np.float64)
    known = np.flatnonzero(~np.isnan(scores))
    result = np.searchsorted(RESULT_FROM, scores[known], side="right")
    count = len(known)
    return pa.table(
        {
            "utility_id": pa.array(np.ones(count, np.int32)),
            "asset_kind": pa.array([kind] * count, pa.string()),
            "asset_id": rows[f"{kind}_id"].take(pa.array(known)).cast(pa.int32()),
            "inspected_on": pa.array([today] * count, pa.date32()),
            "result": pa.array(np.array(RESULTS)[result].tolist(), pa.string()),
            "condition_score": pa.array(scores[known].astype(np.float32)),
            "source": pa.array([SOURCE] * count, pa.string()),
        }
    )
