"""Readings that were made for a utility, not measured: gone together with it.

The manifest remembers for which load of a utility they were made. Where that load is gone, the demo made anew or
another utility in its place, they are dropped in the same commit that brings the new network: rows of two utilities
under the same ids are never mixed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from data_sources.pipeline.rollups.rollups import rollup_tables
from data_sources.warehouse.belonging import MOVED_FROM
from data_sources.warehouse.files import Manifest
from data_sources.warehouse.schema import READINGS

MADE_FOR: Final = "demo"  # note: the load they were made for (`stamp_of`)
BY_UTILITY: Final = (
    READINGS, "feeder_head_readings", "transformer_meter_readings",
    "thermal_stress", "transformer_thermal_day", "transformer_thermal_state",
)  # fmt: skip
WHOLE: Final = ("demo_ground_truth", "metered_transformers", "asset_health_history", "sap_work_orders")
MADE: Final = "made"  # role of outages' files that no live database holds
OUTAGE_YEARS: Final = "outage_years"  # note: the load they were made for, and the year they were made up to
OWN_NOTES: Final = (MADE_FOR, OUTAGE_YEARS, "dimensions", "made:", "rolled:", "stale:", "thermal:")


def is_gone(manifest: Manifest, stamps: Collection[str]) -> bool:
    """Whether there are readings made for a load that is none of these."""
    made_for = manifest.notes.get(MADE_FOR)
    return made_for is not None and made_for not in stamps


def without_made(manifest: Manifest, stamps: Collection[str]) -> Manifest:
    """The manifest without readings made for a load that is gone; what others measured stays, its rollups are due anew.

    What had landed goes too where the demo was the only utility; else rows without a meter are left to be passed over.

    Args:
        manifest: the newest.
        stamps: of the loads there are (`stamp_of`).
    """
    if not is_gone(manifest, stamps):
        return manifest
    scope = f"u{manifest.notes[MADE_FOR].split('/')[0]}"
    others = any(part.owner != scope for part in manifest.of(READINGS, role="settled"))
    for table in BY_UTILITY:
        gone = [part for part in manifest.of(table) if part.owner == scope or (not others and not part.scope)]
        manifest = manifest.without(table, gone)
    manifest = manifest.without("outage_events", manifest.of("outage_events", role=MADE))
    for table in WHOLE:
        manifest = manifest.with_table(table, *(part for part in manifest.of(table) if part.owner not in ("", scope)))
    for table in rollup_tables():
        manifest = manifest.with_table(table)
    # A demo's own outages are simulated: that they were moved goes with it, and not that another utility's were.
    others = others or any(part.owner != scope for part in manifest.of("outage_events"))
    own = OWN_NOTES if others else (*OWN_NOTES, MOVED_FROM)
    notes = {key: value for key, value in manifest.notes.items() if not key.startswith(own)}
    return replace(manifest, notes=notes)
