"""Outages of years before those that are kept here, moved to the history once it is proven to hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from data_sources.analytics.clock import local_day, midnight_utc
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import movable_outages, move_outages
from data_sources.pipeline.notify import notify
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.exports import EXPORTS_TO, exports_lock
from data_sources.studies.storm.past import SHOWN as STORMS_SHOWN
from data_sources.warehouse.files import Warehouse

LOOK_S: Final = 3600.0
NAMED: Final = 5  # outages that cannot be moved and are told by their numbers


class OutageRetention:
    """Keeps what is open and the years that are asked for; what is older and closed is moved (`pipeline.moving`).

    A year begins at midnight of the utility's own clock. An outage that was not over when the oldest kept year began
    stays, as do those of the storms that the view "Storm" lists: their record is here. Where other servers keep
    histories of their own beside the same database, or Snowflake, all is kept: whether these have an outage cannot be
    known here.

    Args:
        source: the live database.
        warehouse: the history; None where it is Snowflake, whose copy cannot be proven from here: all is kept.
        years: how many are kept, this one among them; None: all, and nothing is moved.
    """

    name = "retention of outages"
    every_s = LOOK_S

    def __init__(self, source: PostgresSource, warehouse: Warehouse | None, *, years: int | None) -> None:
        """Touches nothing."""
        self._source, self._warehouse, self._years = source, warehouse, years
        # Whoever keeps a history of files beside this database counts Snowflake among the others by its heartbeat.
        self.lock = f"{EXPORTS_TO}Snowflake" if warehouse is None else self.name

    def run(self, now: dt.datetime) -> str:
        """Move what is due; told is what was moved, and what is kept that should not be, and why."""
        if self._years is None:
            return ""
        told = []
        for utility in self._source.fetch(Query.of("utilities")).to_pylist():
            first = local_day(now, utility["time_zone"]).year - self._years + 1
            before = midnight_utc(dt.date(first, 1, 1), utility["time_zone"]).replace(tzinfo=dt.UTC)
            if count := len(movable_outages(self._source, utility["utility_id"], before, STORMS_SHOWN)):
                told += self._moved(utility["utility_id"], utility["utility_name"], before, count, now)
        return "; ".join(told)

    def _moved(self, utility_id: int, name: str, before: dt.datetime, count: int, now: dt.datetime) -> list[str]:
        """One utility's."""
        if self._warehouse is None:
            return [_kept(count, name, "what Snowflake holds of them cannot be proven from here")]
        if self._others(self._warehouse, now):
            return [_kept(count, name, "other servers keep histories of their own beside this database")]
        if export_changes(self._source, self._warehouse):
            notify(self._source, "exports")
        found = move_outages(self._source, self._warehouse, utility_id, before, STORMS_SHOWN)
        told = [f"moved {_outages(found.moved, name)} to the history"] if found.moved else []
        reasons = [
            f"{what} {len(ids):,} of them ({_numbers(ids)})"
            for ids, what in ((found.missing, "does not hold"), (found.differing, "holds otherwise"))
            if ids
        ]
        stay = len(found.missing) + len(found.differing)
        return told + ([_kept(stay, name, f"the history {' and '.join(reasons)}")] if reasons else [])

    def _others(self, warehouse: Warehouse, now: dt.datetime) -> int:
        """How many histories there are beside this one."""
        found = self._source.fetch(Query.of("other_histories", own=exports_lock(warehouse), now=now))
        return int(found["histories"][0].as_py())


def _kept(count: int, name: str, why: str) -> str:
    return f"kept {_outages(count, name)} that are due to move: {why}"


def _outages(count: int, name: str) -> str:
    return f"{count:,} outage{'' if count == 1 else 's'} of {name}"


def _numbers(ids: Sequence[int]) -> str:
    shown = ", ".join(map(str, ids[:NAMED]))
    return shown if len(ids) <= NAMED else f"{shown}, …"
