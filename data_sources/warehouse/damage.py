"""Files of the embedded history that cannot be read: cut short by a machine that stopped, overwritten, or gone.

One of them must not take everything down. A question that meets one is asked again without it: its day is missing, and
that is said (`Damage.sentence`). What is made of other files the upkeep makes again (`pipeline.rollups.mending`).
Files that belong to no day (the record of the meters) are not left out: without them answers would be wrong, not less.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.warehouse.files import Manifest, Part
from data_sources.warehouse.schema import BY_METER

TOLD_DAYS = 3


def has_its_size(root: Path, part: Part) -> bool:
    """Whether a file is there, as long as it was when it was written; looks at no byte of it."""
    try:
        return part.size_bytes in (0, (root / part.path).stat().st_size)
    except OSError:
        return False


def is_readable(root: Path, part: Part) -> bool:
    """Whether a file can be read to its end; reads all of it."""
    try:
        with pq.ParquetFile(root / part.path) as file:
            for _batch in file.iter_batches():
                pass
    except (OSError, pa.ArrowException):
        return False
    return True


class Damage:
    """What of a warehouse is known to be unreadable. Thread-safe.

    Args:
        root: folder of the warehouse.
    """

    def __init__(self, root: Path) -> None:
        """Nothing is known."""
        self._root = root
        self._lock = threading.Lock()
        self._bad: dict[str, tuple[str, Part]] = {}
        self._kept: tuple[Manifest, Manifest] | None = None

    def look(self, parts: Iterable[tuple[str, Part]]) -> bool:
        """Look at the files of a question that failed, given as table and part; whether some were found unreadable."""
        found = {
            part.path: (table, part)
            for table, part in parts
            if part.day and not (has_its_size(self._root, part) and is_readable(self._root, part))
        }
        with self._lock:
            is_news = not found.keys() <= self._bad.keys()
            self._bad |= found
            self._kept = None
        return is_news

    def without(self, manifest: Manifest) -> Manifest:
        """The manifest without what cannot be read; the same object where nothing is known, or always the same one."""
        with self._lock:
            if not self._bad:
                return manifest
            if self._kept is None or self._kept[0] is not manifest:
                self._kept = (manifest, self._without(manifest))
            return self._kept[1]

    def sentence(self, manifest: Callable[[], Manifest]) -> str:
        """What is missing of the files that the present manifest names; empty where nothing is. Called often."""
        if not self._bad:
            return ""
        return self._sentence(manifest())

    def _sentence(self, manifest: Manifest) -> str:
        with self._lock:
            named = {part.path for table, _ in self._bad.values() for part in manifest.of(table)}
            days = sorted(
                {part.day for path, (table, part) in self._bad.items() if path in named and table != BY_METER}
            )
        if not days:
            return ""
        more = f" and {len(days) - TOLD_DAYS} days more" if len(days) > TOLD_DAYS else ""
        return (
            f"Files of {', '.join(days[:TOLD_DAYS])}{more} cannot be read: what is shown lacks them, at least in part."
        )

    def _without(self, manifest: Manifest) -> Manifest:
        """A copy of a week goes as a whole, so that the days' own files take its place."""
        for table in {table for table, _ in self._bad.values()}:
            gone = [part for part in manifest.of(table) if part.path in self._bad]
            if table == BY_METER:
                weeks = {(part.owner, part.day) for part in gone}
                gone = [part for part in manifest.of(table) if (part.owner, part.day) in weeks]
            manifest = manifest.without(table, gone)
        return manifest
