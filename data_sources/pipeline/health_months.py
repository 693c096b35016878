"""Health of assets by the month, kept for good: the live database holds the present assessment alone.

The first assessment of each month of a utility's calendar is copied as it stands. Once copied it stays, whatever is
found later; where the network is loaded anew its assets have other ids, and what was kept of the former ones goes. A
demo's months are made with its history (`demo.ami.assets`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.pipeline.dimensions import as_stored, stamp_of
from data_sources.pipeline.exports import refuse_other_database
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.files import Manifest, Warehouse

TABLE: Final = "asset_health_history"


def export_health(source: Source, warehouse: Warehouse) -> bool:
    """Keep the health of every utility's assets, if it was not kept yet in the month of its last assessment.

    Args:
        source: the live database.
        warehouse: where to.

    Returns:
        Whether any was.

    Raises:
        SourceUnavailable: the live database cannot be reached; what was kept before counts.
        FluxError: the history is another database's; nothing is copied.
        OSError: the disk is full.
    """
    with warehouse.alone("exporting"):
        refuse_other_database(source, warehouse)
        utilities = source.fetch(Query.of("hist_utilities")).to_pylist()
        return bool([row for row in utilities if not row["is_demo"] and _keep_month(source, warehouse, row)])


def _keep_month(source: Source, warehouse: Warehouse, utility: Mapping[str, Any]) -> bool:
    utility_id: int = utility["utility_id"]
    assessed = source.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
    if not assessed:
        return False
    day = assessed[0]["assessed_at"].astimezone(ZoneInfo(utility["time_zone"])).date()
    owner, stamp, manifest = f"u{utility_id}", stamp_of(utility), warehouse.manifest()
    scope = f"{owner}.{day:%Y-%m}"
    is_same_load = manifest.notes.get(_note(owner)) == stamp
    if is_same_load and any(part.scope == scope for part in manifest.of(TABLE)):
        return False
    rows = source.fetch(Query.of("asset_health", utility_id=utility_id)).select(
        ["asset_kind", "asset_id", "health_score"]
    )
    rows = rows.filter(pc.is_finite(rows["health_score"])).sort_by(
        [("asset_kind", "ascending"), ("asset_id", "ascending")]
    )
    if not rows.num_rows:
        return False
    rows = rows.append_column("assessed_on", pa.array(np.full(rows.num_rows, np.datetime64(day, "D"))))
    part = warehouse.write(TABLE, as_stored(TABLE, rows), role="table", scope=scope)

    def change(newest: Manifest) -> Manifest:
        former = [] if is_same_load else [one for one in newest.of(TABLE) if one.owner == owner]
        return newest.without(TABLE, former).with_part(TABLE, part).with_notes(**{_note(owner): stamp})

    warehouse.commit(change)
    return True


def _note(owner: str) -> str:
    """Of the load whose assets a utility's months are of."""
    return f"health:{owner}"
