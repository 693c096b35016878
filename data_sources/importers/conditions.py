"""Conditions that came with a network: what its owner says of an asset's health is kept as an inspection.

Nobody says when it was; the score that is shown is assessed from it (`studies.assets`), as from every other inspection.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

RESULTS: Final = ("replace", "poor", "fair", "good")
RESULT_FROM: Final = (30.0, 55.0, 75.0)
"""The least score for 'poor', 'fair' and 'good': own choice."""
SOURCE: Final = "health_score of the imported network"


def given_conditions(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Rows of flux.inspections of the transformers and poles whose health is given, with their own numbers.

    Args:
        tables: of the network, by name.
    """
    return pa.concat_tables([_of_kind(tables[f"{kind}s"], kind) for kind in ("transformer", "pole")])


def _of_kind(rows: pa.Table, kind: str) -> pa.Table:
    scores = rows["health_score"].to_numpy().astype(np.float64)
    known = np.flatnonzero(~np.isnan(scores))
    result = np.searchsorted(RESULT_FROM, scores[known], side="right")
    count = len(known)
    return pa.table(
        {
            "utility_id": pa.array(np.ones(count, np.int32)),
            "asset_kind": pa.array([kind] * count, pa.string()),
            "asset_id": rows[f"{kind}_id"].take(pa.array(known)).cast(pa.int32()),
            "inspected_on": pa.nulls(count, pa.date32()),
            "result": pa.array(np.array(RESULTS)[result].tolist(), pa.string()),
            "condition_score": pa.array(scores[known].astype(np.float32)),
            "source": pa.array([SOURCE] * count, pa.string()),
        }
    )
