"""Rows as the .sql of publishing answers them, for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.publishing.counties import County
from data_sources.publishing.outages import PublicGround, public_ground
from data_sources.statements import statement

AT = dt.datetime(2026, 7, 15, 20, 7, 31, tzinfo=dt.UTC)
NEAR, FAR = (-95.40, 29.70), (-95.00, 29.70)


def table(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=statement(name).result)


def outage(outage_id: int, out: int, place: tuple[float, float] = NEAR, **values: Any) -> dict[str, Any]:
    return {
        "outage_id": outage_id, "kind": "unplanned", "cause": "vegetation", "started_at": AT,
        "estimated_restoration_at": AT + dt.timedelta(hours=2), "customers_interrupted": out, "customers_out": out,
        "crew_status": None, "lon": place[0], "lat": place[1], **values,
    }  # fmt: skip


def place(outage_id: int, at: tuple[float, float], customers: int) -> dict[str, Any]:
    return {"outage_id": outage_id, "lon": at[0], "lat": at[1], "customers": customers}


def grid(side: int = 12, customers: int = 100) -> pa.Table:
    """Places of so many customers each, some 4 km apart, with NEAR and FAR among them."""
    lon, lat = np.meshgrid(NEAR[0] + 0.04 * np.arange(side), NEAR[1] + 0.04 * np.arange(side))
    rows = [
        {"lon": float(a), "lat": float(b), "customers": customers}
        for a, b in zip(lon.ravel(), lat.ravel(), strict=True)
    ]
    return table("public_customers", rows)


def ground(counties: Sequence[County] = (), served: pa.Table | None = None) -> PublicGround:
    return public_ground(grid() if served is None else served, counties, 10, "secret")
