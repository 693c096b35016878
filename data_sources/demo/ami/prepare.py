"""The demo's history before its first day: the network, what is known of the assets, ground truth, whose it all is."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from data_sources.demo.ami.assets import asset_tables
from data_sources.demo.ami.day import ground_truth_rows, metered_rows
from data_sources.demo.ami.outage_years import make_outage_years
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility
from data_sources.pipeline.dimensions import with_tables, write_table
from data_sources.pipeline.exports import export_changes, export_network
from data_sources.pipeline.made import MADE_FOR
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.files import Warehouse

DIMENSIONS: Final = "dimensions"  # note: of which load and month the demo's own tables are


def prepare_history(source: Source, warehouse: Warehouse, utility_id: int) -> DemoUtility:
    """Bring everything but readings up to date; readings of a demo that is gone go. Cheap where nothing changed.

    Raises:
        FluxError: the utility is no demo.
        SourceUnavailable: the live database cannot be reached.
    """
    utility = load_demo_utility(source, utility_id)
    today = dt.datetime.now(ZoneInfo(utility.time_zone)).date()
    export_network(source, warehouse)
    export_changes(source, warehouse)
    make_outage_years(source, warehouse, utility)
    notes = {MADE_FOR: utility.stamp, DIMENSIONS: f"{utility.stamp} {today:%Y-%m}"}
    if any(warehouse.manifest().notes.get(key) != value for key, value in notes.items()):
        parts = [write_table(warehouse, name, rows) for name, rows in _fixed_rows(source, utility, today).items()]
        warehouse.commit(lambda manifest: with_tables(parts)(manifest).with_notes(**notes))
    return utility


def _fixed_rows(source: Source, utility: DemoUtility, today: dt.date) -> dict[str, pa.Table]:
    """What changes only with the network or the month."""
    span = dt.date(today.year - 1, 1, 1), dt.date(today.year + 1, 1, 1)
    poles, orders = (
        source.fetch(Query.of(name, utility_id=utility.utility_id)) for name in ("hist_poles", "hist_work_orders")
    )
    failures = source.fetch(Query.of("asset_failures", utility_id=utility.utility_id))
    return {
        "demo_ground_truth": ground_truth_rows(utility, *span),
        "metered_transformers": metered_rows(utility),
        **asset_tables(poles, utility.transformers, failures, orders, today, utility.seed),
    }
