"""Which database a history belongs to, once outages were moved there out of it and are nowhere else.

Another database that is connected to such a history does not see that one's outages: they are of another record, and
their numbers may be those of its own. A history that was made anew, or is another, lacks what was moved to the one
before it: who exports to it counts that, and it is told.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Final

from data_sources.warehouse.files import Manifest

MOVED_FROM: Final = "moved_from"  # note: the database whose outages were moved here, and are nowhere else
EXPORTED: Final = "outage_events", "table"  # table and role of outages that were copied, or moved, out of a database
LACKING: Final = "lacking:outage_events"  # note: how many moved outages are not here, by scope of their file
LEFT_OUT: Final = (
    "Holds outages that were moved there out of another database; they are left out. Connect that database, or give "
    "this one another FLUXOPS_HOME."
)


def is_foreign(manifest: Manifest, database_id: str) -> bool:
    """Whether outages were moved there out of another database than this one."""
    return manifest.notes.get(MOVED_FROM) not in (None, database_id)


def lacking_of(manifest: Manifest) -> dict[str, int]:
    """How many moved outages are not in a history, by scope of their file (utility and year)."""
    return dict(json.loads(manifest.notes.get(LACKING, "{}")))


def lacking_words(of_year: Mapping[int, int]) -> str:
    """One sentence; empty where there are none.

    Args:
        of_year: how many of each year.
    """
    if not of_year:
        return ""
    told = ", ".join(f"{count:,} of {year}" for year, count in sorted(of_year.items()))
    return f"Outages that were moved to another history are not in this one, and do not count: {told}."


class Belonging:
    """Leaves out the outages of another database. Thread-safe; leaves nothing out before it is told which one asks."""

    def __init__(self, database_id: str | None = None) -> None:
        """Looks at nothing.

        Args:
            database_id: of the live database beside which the history is asked; None where that is not known.
        """
        self.database_id = database_id
        self._lock = threading.Lock()
        self._kept: tuple[Manifest, Manifest] | None = None

    def without(self, manifest: Manifest) -> Manifest:
        """The manifest without another one's outages: the same object where it has none, or always the same one."""
        if not self._is_foreign(manifest):
            return manifest
        with self._lock:
            if self._kept is None or self._kept[0] is not manifest:
                table, role = EXPORTED
                self._kept = (manifest, manifest.without(table, manifest.of(table, role=role)))
            return self._kept[1]

    def sentence(self, manifest: Manifest) -> str:
        """What is left out, or not there; empty where nothing is."""
        if self._is_foreign(manifest):
            return LEFT_OUT
        of_year: Counter[int] = Counter()
        for scope, count in lacking_of(manifest).items():
            of_year[int(scope.rpartition(".")[2])] += count
        return lacking_words(of_year)

    def _is_foreign(self, manifest: Manifest) -> bool:
        return self.database_id is not None and is_foreign(manifest, self.database_id)
