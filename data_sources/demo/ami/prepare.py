"""The demo's history before its first day: dimensions, what is known of the assets, ground truth, and whose it all is.

The manifest remembers which demo the readings belong to. Readings of a demo that was made anew since are dropped in the
same commit that brings the new dimensions: rows of two utilities under the same ids are never mixed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from data_sources.demo.ami.assets import asset_tables
from data_sources.demo.ami.day import HEADS, TRANSFORMER_METERS, ground_truth_rows, metered_rows, scope_of
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility, stamp_of
from data_sources.pipeline.dimensions import changing_rows, network_rows, with_tables, write_table
from data_sources.pipeline.rollups.rollups import rebuild_rollups, rollup_tables
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.files import Manifest, Warehouse
from data_sources.warehouse.schema import READINGS

STAMP: Final = "demo"  # note: the demo whose readings are there (`DemoUtility.stamp`)
DIMENSIONS: Final = "dimensions"  # note: of which loads of which utilities the dimensions are, and of which month
OWN_NOTES: Final = ("made:", "rolled:", "stale:")


def prepare_history(source: Source, warehouse: Warehouse, utility_id: int) -> DemoUtility:
    """Bring everything but readings up to date; drops readings of a demo that is gone. Cheap where nothing changed.

    Raises:
        FluxError: the utility is no demo.
        SourceUnavailable: the live database cannot be reached.
    """
    utility = load_demo_utility(source, utility_id)
    today = dt.datetime.now(ZoneInfo(utility.time_zone)).date()
    utilities = source.fetch(Query.of("hist_utilities")).to_pylist()
    version = f"{' '.join(stamp_of(row) for row in utilities)} {today:%Y-%m}"
    before = warehouse.manifest()
    tables = changing_rows(source)
    if before.notes.get(DIMENSIONS) != version:
        tables |= _fixed_rows(source, utility, today)
    parts = [write_table(warehouse, name, rows) for name, rows in tables.items()]

    def change(manifest: Manifest) -> Manifest:
        kept = with_tables(parts)(of_this_demo(manifest, utility.stamp))
        return kept.with_notes(**{STAMP: utility.stamp, DIMENSIONS: version})

    warehouse.commit(change)
    if before.notes.get(STAMP, utility.stamp) != utility.stamp:
        for day in sorted({part.day for part in warehouse.manifest().of(READINGS)}):
            rebuild_rollups(warehouse, day)
    return utility


def of_this_demo(manifest: Manifest, stamp: str) -> Manifest:
    """The manifest without what was made for a demo that is gone; other utilities' settled readings stay.

    What had landed goes too where the demo was the only utility; else rows without a meter are left to be passed over.
    """
    old = manifest.notes.get(STAMP, stamp)
    if old == stamp:
        return manifest
    scope = scope_of(int(old.split("/")[0]))
    others = any(part.owner != scope for part in manifest.of(READINGS, role="settled"))
    for table in (READINGS, HEADS, TRANSFORMER_METERS):
        gone = [part for part in manifest.of(table) if part.owner == scope or (not others and not part.scope)]
        manifest = manifest.without(table, gone)
    for table in rollup_tables():
        manifest = manifest.with_table(table)
    notes = {key: value for key, value in manifest.notes.items() if not key.startswith(OWN_NOTES)}
    return replace(manifest, notes=notes)


def _fixed_rows(source: Source, utility: DemoUtility, today: dt.date) -> dict[str, pa.Table]:
    """What changes only with the network or the month."""
    span = dt.date(today.year - 1, 1, 1), dt.date(today.year + 1, 1, 1)
    poles = source.fetch(Query.of("hist_poles", utility_id=utility.utility_id))
    return {
        **network_rows(source),
        "demo_ground_truth": ground_truth_rows(utility, *span),
        "metered_transformers": metered_rows(utility),
        **asset_tables(poles, utility.transformers, utility.utility_id, today, utility.seed),
    }
