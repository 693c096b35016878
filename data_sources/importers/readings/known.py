"""Readings that are in the warehouse already, value for value: a file that comes again corrects nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.parsed import Bools
from data_sources.pipeline.rollups.rollups import embedded_sql
from data_sources.warehouse.duckdb import open_database
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS


def known_readings(warehouse: Warehouse, rows: pa.Table) -> Bools:
    """Which rows of `reading_schema` are there already with the same values."""
    known = np.zeros(len(rows), np.bool_)
    manifest = warehouse.manifest()
    # A local day is at most a calendar day away from the UTC date of its intervals.
    ends = pc.min_max(rows["interval_start_at"]).as_py()
    first, last = (ends["min"] - dt.timedelta(days=1)).date(), (ends["max"] + dt.timedelta(days=1)).date()
    near = tuple(part for part in manifest.of(READINGS) if first.isoformat() <= part.day <= last.isoformat())
    if not near:
        return known
    database = open_database(warehouse, replace(manifest, parts={READINGS: near}))
    try:
        database.register("arriving", rows.append_column("row", pa.array(np.arange(len(rows)))))
        found = database.sql(embedded_sql("unchanged_readings")).to_arrow_table()["row"].to_numpy()
    finally:
        database.close()
    known[found] = True
    return known
