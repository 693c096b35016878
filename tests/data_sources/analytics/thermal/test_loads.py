"""Readings of transformers as loads per unit."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from data_sources.analytics.thermal.loads import stepped_loads


def test_two_rows_of_one_hour_are_one_load() -> None:
    """Where a local day ends within an hour of UTC: 20 kWh and 0 kvarh on one day, 20 and 30 on the next: 50 kVA."""
    hour = np.array(["2026-07-06T18"], "datetime64[h]")
    rows = pa.table(
        {
            "transformer_id": pa.array([7, 7], pa.int32()),
            "hour_start_at": pa.array([dt.datetime(2026, 7, 6, 18)] * 2, pa.timestamp("us", "UTC")),
            "energy_kwh": [20.0, 20.0], "reactive_kvarh": [0.0, 30.0], "minutes_received": [30, 30],
        }
    )  # fmt: skip
    found = stepped_loads(rows, hour, np.array([7]), np.array([50.0]), np.array([[1]]))
    assert found.load_pu.tolist() == [[pytest.approx(1.0)]]
    assert found.power_pu.tolist() == [[pytest.approx(0.8)]]
    assert not found.is_partial.any()
