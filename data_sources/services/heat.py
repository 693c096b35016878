"""Temperatures of transformers in the embedded history, kept up with readings and weather for every utility."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Final

from data_sources.analytics.clock import local_day
from data_sources.pipeline.notify import notify
from data_sources.pipeline.thermal.files import LOADS, TABLES, HeatFiles
from data_sources.pipeline.thermal.keeping import HeatUtility, KeptUp, keep_up
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.upkeep import identity
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse

LOOK_S: Final = 15.0
AT_A_TIME_S: Final = 30.0  # then pages are told, and the state of the service says how far it is
AT_LEAST: Final = dt.timedelta(minutes=10)  # files may be damaged without anybody telling
MEMORY_MB: Final = 1024
MADE_OF: Final = (LOADS, "meter_day", "meters", "transformers", "weather")


class Heat:
    """Fills THERMAL_STRESS and what goes with it.

    Args:
        source: the live database.
        warehouse: the history.
    """

    name = "temperatures of transformers"
    every_s = LOOK_S

    def __init__(self, source: PostgresSource, warehouse: Warehouse) -> None:
        """Touches nothing."""
        self._source, self._warehouse = source, warehouse
        self._idle: dict[int, tuple[Hashable, dt.datetime]] = {}
        self._store = HeatFiles(warehouse, DuckSource(warehouse, threads=1, memory_mb=MEMORY_MB))

    @cached_property
    def lock(self) -> str:
        """One a warehouse, which is given its id if it has none."""
        return f"temperatures of {identity(self._warehouse)}"

    def run(self, now: dt.datetime) -> str:
        """Some of what is due; told is which days, and how many are left."""
        until, told = time.monotonic() + AT_A_TIME_S, []
        utilities = self._source.fetch(Query.of("utilities")).to_pylist()
        self._store.drop_others({row["utility_id"] for row in utilities})
        for row in utilities:
            utility = HeatUtility(row["utility_id"], row["time_zone"])
            kept = self._one(utility, now, lambda: time.monotonic() > until)
            told += [_told(kept, row["utility_name"])] if kept.days else []
        if told:
            notify(self._source, "thermal")
        return "; ".join(told)

    def _one(self, utility: HeatUtility, now: dt.datetime, is_time_up: Callable[[], bool]) -> KeptUp:
        """Nothing is asked again while all is as it was when nothing was due."""
        mark = self._mark(utility, now)
        seen = self._idle.get(utility.utility_id)
        if seen is not None and seen[0] == mark and abs(now - seen[1]) < AT_LEAST:
            return KeptUp((), 0)
        kept = keep_up(self._source, self._store, utility, now, is_time_up)
        self._idle.pop(utility.utility_id, None)
        if not kept.days and not kept.left:
            self._idle[utility.utility_id] = mark, now
        return kept

    def _mark(self, utility: HeatUtility, now: dt.datetime) -> Hashable:
        """Another one where a day may be due: a new file, another fleet, or the next day."""
        manifest = self._warehouse.manifest()
        files = tuple(tuple(part.path for part in manifest.of(table)) for table in (*MADE_OF, *TABLES))
        rows = self._source.fetch(Query.of("thermal_inputs", utility_id=utility.utility_id))
        return rows["inputs"][0].as_py(), local_day(now, utility.time_zone), files


def _told(kept: KeptUp, name: str) -> str:
    days = f"{len(kept.days)} day{'' if len(kept.days) == 1 else 's'} of {name} up to {kept.days[-1]}"
    return f"computed {days}" + (f", {kept.left} left" if kept.left else "")
