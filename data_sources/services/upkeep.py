"""Upkeep of the embedded history: days that have readings become visible, days that are over come to rest.

Whatever brought the readings (a file loaded today, a stream, the demo), its rollups are brought up, days are settled,
small files merged and weeks copied. Each warehouse is looked after by one process, whoever uses it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property

from data_sources.pipeline.notify import notify
from data_sources.pipeline.rollups.rollups import Effort
from data_sources.pipeline.rollups.settling import is_filling, upkeep
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Manifest, Warehouse

ID = "warehouse"  # note: which warehouse this is


class Upkeep:
    """Keeps an embedded warehouse in order.

    Args:
        source: the live database, through which open pages are told.
        warehouse: its files.
        every_s: seconds between two looks.
        threads: processor cores to take.
    """

    name = "upkeep of the history"

    def __init__(
        self, source: PostgresSource, warehouse: Warehouse, *, every_s: float = 30.0, threads: int = 1
    ) -> None:
        """Touches nothing."""
        self.every_s = every_s
        self._source, self._warehouse, self._effort = source, warehouse, Effort(threads)

    @cached_property
    def lock(self) -> str:
        """One a warehouse, which is given its id if it has none."""
        return f"upkeep of {identity(self._warehouse)}"

    def run(self, now: dt.datetime) -> str:
        """Whatever is due; pages are told when it changed what they show."""
        moment = now.astimezone(dt.UTC).replace(tzinfo=None)
        filling = is_filling(self._warehouse.manifest(), moment)
        done = upkeep(self._warehouse, moment, effort=self._effort, is_filling=filling)
        if any(one.startswith(("settled", "refreshed")) for one in done):
            notify(self._source)
        return ", ".join(done)


def identity(warehouse: Warehouse) -> str:
    """A warehouse's own id, given once: two servers may have one each beside one database, or share one.

    Raises:
        SourceUnavailable: it is away.
    """
    found = warehouse.manifest().notes.get(ID)
    return found or warehouse.commit(_identified).notes[ID]


def _identified(manifest: Manifest) -> Manifest:
    return manifest if ID in manifest.notes else manifest.with_notes(**{ID: uuid.uuid4().hex[:12]})
