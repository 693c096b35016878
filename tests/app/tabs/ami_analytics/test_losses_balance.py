"""An hour that counts in part shows its mean power, and hours that do not count are a gap."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from app.tabs.ami_analytics.losses.balance import lines_of

AT = dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC)
SERIES = (("head_kwh", "Sent out", "kW"), ("losses_pct", "Losses", "%"))


def test_half_an_hour_and_a_gap() -> None:
    hours = pa.table({
        "hour_start_at": pa.array([AT, AT + dt.timedelta(hours=1), AT + dt.timedelta(hours=4)], pa.timestamp("us", "UTC")),
        "hours": [1.0, 0.5, 1.0], "head_kwh": [4000.0, 2100.0, 4400.0], "losses_pct": [4.0, 3.9, 4.1],
    })  # fmt: skip
    at, (power, losses) = lines_of(hours, SERIES)
    assert len(at) == 5
    np.testing.assert_array_equal(power, [4000.0, 4200.0, np.nan, np.nan, 4400.0])
    np.testing.assert_array_equal(losses, [4.0, 3.9, np.nan, np.nan, 4.1])


def test_nothing_is_nothing() -> None:
    none = pa.table({"hour_start_at": pa.array([], pa.timestamp("us", "UTC")), "head_kwh": pa.array([], pa.float64()),
                     "losses_pct": pa.array([], pa.float64())})  # fmt: skip
    at, columns = lines_of(none, SERIES)
    assert len(at) == 0
    assert [len(column) for column in columns] == [0, 0]
