"""Interruptions as bands over charts of readings (`app.charts.outage_bands`): where they lie, what they say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from app import formats
from app.charts.time_axis import utc_ms, when
from app.widgets.column import spoken
from data_sources.analytics.clock import naive_utc, utc64

OWN_ALPHA, NEAR_ALPHA = 0.30, 0.10  # of a band: who is looked at was out; somebody on their feeder was
EXPLAINED = "Readings missing here are explained by it"


def bands(rows: pa.Table, time_zone: str, until: np.datetime64, *, by_outage: bool = False) -> dict[str, Any]:
    """What the bands are and say.

    Args:
        rows: of `history.interruptions_near`.
        time_zone: IANA name of the utility's clock.
        until: where the band of an outage ends that lasts, UTC.
        by_outage: one band an outage, from its first loss to its last return: of a feeder.
    """
    found = rows.to_pylist()
    if by_outage:
        found = _whole(found)
    edges = np.array([[utc64(row["started_at"]), _end(row, until)] for row in found], "datetime64[s]").reshape(-1, 2)
    begins, ends = (when(edges[:, side], time_zone) for side in (0, 1))
    return {
        "left": utc_ms(edges[:, 0]), "right": utc_ms(edges[:, 1]),
        "alpha": [OWN_ALPHA if row["is_own_transformer"] else NEAR_ALPHA for row in found],
        "what": [_what(row, by_outage=by_outage) for row in found],
        "span": [_span(row, begin, end) for row, begin, end in zip(found, begins, ends, strict=True)],
        "note": [EXPLAINED if row["is_own_transformer"] else "" for row in found],
    }  # fmt: skip


def _whole(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row an outage."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(row["outage_id"], dict(row))
        one["started_at"] = min(one["started_at"], row["started_at"])
        lasts = one["restored_at"] is None or row["restored_at"] is None
        one["restored_at"] = None if lasts else max(one["restored_at"], row["restored_at"])
    return list(found.values())


def _end(row: dict[str, Any], until: np.datetime64) -> np.datetime64:
    started = utc64(row["started_at"])
    return max(until, started) if row["restored_at"] is None else utc64(row["restored_at"])


def _what(row: dict[str, Any], *, by_outage: bool) -> str:
    where = "" if row["is_own_transformer"] or by_outage else " on its feeder"
    customers = formats.count_of(row["customers_interrupted"], "customer")
    return f"Outage {row['outage_id']}{where}: {spoken(row['cause']).lower()}, {customers}"


def _span(row: dict[str, Any], begin: str, end: str) -> str:
    if row["restored_at"] is None:
        return f"{begin}, not restored"
    minutes = (naive_utc(row["restored_at"]) - naive_utc(row["started_at"])).total_seconds() / 60
    return f"{begin} to {end} ({formats.duration(minutes)})"
