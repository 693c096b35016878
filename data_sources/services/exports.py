"""Exports from the live database into the embedded history: its questions know network, outages, weather and health."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Final

from data_sources.pipeline.begun import note_begun
from data_sources.pipeline.exports import export_changes, export_network
from data_sources.pipeline.health_months import export_health
from data_sources.pipeline.notify import notify
from data_sources.postgres.source import PostgresSource
from data_sources.services.upkeep import identity
from data_sources.warehouse.files import Warehouse

EXPORTS_TO: Final = "exports to "  # and which history: a lock's name, and that of its heartbeat


def exports_lock(warehouse: Warehouse) -> str:
    """What leads the exports to a history; each has its own."""
    return f"{EXPORTS_TO}{identity(warehouse)}"


class Exports:
    """Copies what changed.

    Args:
        source: the live database.
        warehouse: where to.
        every_s: seconds between two looks.
    """

    name = "exports to the history"

    def __init__(self, source: PostgresSource, warehouse: Warehouse, *, every_s: float = 300.0) -> None:
        """Touches nothing."""
        self.every_s = every_s
        self._source, self._warehouse = source, warehouse

    @cached_property
    def lock(self) -> str:
        """One a warehouse, which is given its id if it has none."""
        return exports_lock(self._warehouse)

    def run(self, now: dt.datetime) -> str:  # noqa: ARG002
        """Copy what is not in the history as it is; pages are told."""
        done = ["network"] if export_network(self._source, self._warehouse) else []
        note_begun(self._source, self._warehouse)
        if done:
            notify(self._source, "ami")
        changed = export_changes(self._source, self._warehouse)
        if export_health(self._source, self._warehouse):
            changed.append("asset_health_history")
        if changed:
            notify(self._source, "exports")
        return f"copied {', '.join(done + changed)}" if done + changed else ""
