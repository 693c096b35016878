"""Temperatures of transformers in the embedded history, kept up with readings and weather for every utility."""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

from data_sources.pipeline.notify import notify
from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.pipeline.thermal.keeping import HeatUtility, KeptUp, keep_up
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.upkeep import identity
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse

LOOK_S: Final = 15.0
AT_A_TIME_S: Final = 30.0  # then pages are told, and the state of the service says how far it is
MEMORY_MB: Final = 1024


class Heat:
    """Fills THERMAL_STRESS and what goes with it.

    Args:
        source: the live database.
        warehouse: the history.
    """

    name = "temperatures of transformers"
    every_s = LOOK_S

    def __init__(self, source: PostgresSource, warehouse: Warehouse) -> None:
        """Gives the warehouse its id, if it has none."""
        self.lock = f"temperatures of {identity(warehouse)}"
        self._source = source
        self._store = HeatFiles(warehouse, DuckSource(warehouse, threads=1, memory_mb=MEMORY_MB))

    def run(self, now: dt.datetime) -> str:
        """Some of what is due; told is which days, and how many are left."""
        until, told = time.monotonic() + AT_A_TIME_S, []
        utilities = self._source.fetch(Query.of("utilities")).to_pylist()
        self._store.drop_others({row["utility_id"] for row in utilities})
        for row in utilities:
            utility = HeatUtility(row["utility_id"], row["time_zone"])
            kept = keep_up(self._source, self._store, utility, now, lambda: time.monotonic() > until)
            told += [_told(kept, row["utility_name"])] if kept.days else []
        if told:
            notify(self._source, "thermal")
        return "; ".join(told)


def _told(kept: KeptUp, name: str) -> str:
    days = f"{len(kept.days)} day{'' if len(kept.days) == 1 else 's'} of {name} up to {kept.days[-1]}"
    return f"computed {days}" + (f", {kept.left} left" if kept.left else "")
