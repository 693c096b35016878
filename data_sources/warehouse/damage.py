"""Files of the embedded history that cannot be read: cut short by a machine that stopped, overwritten, or gone.

One of them must not take everything down. A question that meets one is asked again without it: its day is missing, and
that is said (`Damage.sentence`). What is made of other files the upkeep makes again (`pipeline.rollups.mending`).
A file that is there again, or is written anew, is read again. What keeps a sound file from being read (no
descriptors, no memory, no right) is no damage: the question fails and the next one tries.
Files that belong to no day (the record of the meters) are not left out: without them answers would be wrong, not less.
"""

from __future__ import annotations

import errno
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
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it cannot be said
        return True


def has_its_footer(root: Path, part: Part) -> bool:
    """Whether a file ends as Parquet does; reads its end alone."""
    return _is_sound(lambda: pq.read_metadata(root / part.path))


def is_readable(root: Path, part: Part) -> bool:
    """Whether a file can be read to its end; reads all of it."""

    def read() -> None:
        with pq.ParquetFile(root / part.path) as file:
            for _batch in file.iter_batches():
                pass

    return _is_sound(read)


def _is_sound(read: Callable[[], object]) -> bool:
    """Whether what is read is Parquet; what the system says (it has an errno) is about the system, not about the file.

    A medium that cannot be read any more is the exception.
    """
    try:
        read()
    except MemoryError:
        return True
    except OSError as error:
        return error.errno not in (None, errno.ENOENT, errno.ENOTDIR, errno.EIO)
    except pa.ArrowException:
        return False
    return True


_Mark = tuple[int, int, int] | None


def _mark(path: Path) -> _Mark:
    """What changes when a file is written anew; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


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
        self._seen: dict[str, _Mark] = {}  # how each of them was when it was found
        self._kept: tuple[Manifest, Manifest] | None = None

    def look(self, parts: Iterable[tuple[str, Part]], *, is_asked_wrongly: bool) -> None:
        """Look at the files of a question that failed, given as table and part.

        Args:
            parts: what it reads.
            is_asked_wrongly: the question itself may be to blame: only sizes and ends of files are looked at.
        """
        mine = [(table, part, _mark(self._root / part.path)) for table, part in parts if part.day]
        bad = [one for one in mine if not (has_its_size(self._root, one[1]) and has_its_footer(self._root, one[1]))]
        if not bad and not is_asked_wrongly:
            bad = [one for one in mine if not is_readable(self._root, one[1])]
        if bad:
            with self._lock:
                self._bad |= {part.path: (table, part) for table, part, _ in bad}
                self._seen |= {part.path: mark for _, part, mark in bad}
                self._kept = None

    def _forget_healed(self) -> None:
        """A file that is not as it was when it was found is looked at again by the next question that reads it."""
        for path in [path for path in self._bad if _mark(self._root / path) != self._seen[path]]:
            del self._bad[path], self._seen[path]
            self._kept = None

    def without(self, manifest: Manifest) -> Manifest:
        """The manifest without what cannot be read; the same object where nothing is known, or always the same one."""
        if not self._bad:
            return manifest
        with self._lock:
            self._forget_healed()
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
            self._forget_healed()
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
