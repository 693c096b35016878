"""The question of the live bench that has to be looked for: a street view with exactly 1,700 assets on its page."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pyarrow as pa

from app.api.assets import COLUMNS, CONDITION_LIMITS, STATEMENTS
from app.api.paging import page
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query

ASSETS = 1700
KINDS = ("pole", "transformer", "meter")


def assets_1700(source: PostgresSource, utility_id: int) -> tuple[str, Callable[[], pa.Table]]:
    """A box around the middle substation with at least 1,700 poles, transformers and meters, and the call for its page.

    The box grows until its poles and transformers leave room for meters, so that all three kinds are in the answer.
    """
    places = source.fetch(Query.of("network_substations", utility_id=utility_id))
    middle = places.slice(places.num_rows // 2, 1).to_pylist()[0]
    half = 0.0005
    while True:
        box = (middle["lon"] - half, middle["lat"] - half, middle["lon"] + half, middle["lat"] + half)
        ask = _asking(source, utility_id, box)
        rows = ask()
        if rows.num_rows == ASSETS:
            break
        half *= 1.05
    counts = {kind: rows["asset_type"].to_pylist().count(kind) for kind in KINDS}
    return ", ".join(f"{count:,} {kind}s" for kind, count in counts.items()), ask


def _asking(source: PostgresSource, utility_id: int, box: tuple[float, ...]) -> Callable[[], pa.Table]:
    west, south, east, north = box
    binds: dict[str, Hashable] = {
        "utility_id": utility_id, "feeder_ids": None, "ids": None, "wide_bbox": None,
        "bbox": f"(({west!r},{south!r}),({east!r},{north!r}))", **CONDITION_LIMITS,
    }  # fmt: skip
    kinds = {kind: STATEMENTS[kind] for kind in KINDS}

    def finish(kind: str, rows: pa.Table) -> pa.Table:
        return rows.append_column("asset_type", pa.repeat(pa.scalar(kind), rows.num_rows))

    return lambda: page(source, kinds, COLUMNS, "asset_id", None, ASSETS, binds, finish)[0]
