"""Rows that follow from others: one summary a feeder, so that lists and KPIs need not touch the network tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.importers.imported import SCHEMAS

Floats = NDArray[np.float64]


def feeder_summary(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Counts, customers served (active meters), length, and mean health (NaN where none is known), of each feeder."""
    feeders = tables["feeders"]
    ids = feeders["feeder_id"].to_numpy()

    def count(table: str, weight: Floats | None = None) -> Floats:
        owners = tables[table]["feeder_id"].to_numpy()
        return np.bincount(np.searchsorted(ids, owners), weights=weight, minlength=len(ids)).astype(np.float64)

    def health(table: str) -> tuple[Floats, Floats]:
        """Sum of the scores that are known, and how many are."""
        scores = tables[table]["health_score"].to_numpy().astype(np.float64)
        return count(table, np.nan_to_num(scores)), count(table, (~np.isnan(scores)).astype(np.float64))

    active = tables["meters"]["is_active"].to_numpy(zero_copy_only=False).astype(np.float64)
    scores, judged = (sum(parts) for parts in zip(health("poles"), health("transformers"), strict=True))
    columns = {
        "feeder_id": ids,
        "utility_id": feeders["utility_id"],
        "substation_id": feeders["substation_id"],
        "segments": count("segments"),
        "poles": count("poles"),
        "transformers": count("transformers"),
        "meters": count("meters"),
        "customers_served": count("meters", active),
        "length_km": count("segments", tables["segments"]["length_m"].to_numpy().astype(np.float64)) / 1000,
        "average_health_score": np.where(judged > 0, scores / np.maximum(judged, 1), np.nan),
    }
    return pa.table(columns).cast(SCHEMAS["feeder_summary"])
