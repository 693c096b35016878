"""The embedded warehouse: Parquet files and one manifest that says which of them count.

A reader never lists a folder: files that are being written, or that a merge has replaced, are there too and would be
counted twice. The manifest is replaced by an atomic rename while a lock between processes is held, so readers see all
of a change or nothing of it. A commit may carry the offsets of the stream its rows came from: after a crash both are
there, or neither. Files that a commit dropped are kept for a while for readers that still hold the older manifest.
"""

from __future__ import annotations

import itertools
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.errors import SourceUnavailable
from data_sources.warehouse.locks import alone
from data_sources.warehouse.schema import arrow_schema, rollups_version

MANIFEST_FORMAT = 1  # raised when one who does not know what is new would read wrongly; a field more does not count
KEEP_RETIRED_S = 120.0  # longer than any query of a page may run
ROW_GROUP_ROWS = 122_880  # DuckDB's own unit: one thread reads one group
FORMAT: dict[str, Any] = {"compression": "zstd", "compression_level": 1, "write_page_index": True}
"""Of every file. With the index of pages DuckDB decodes of a group only those pages that can hold a wanted row."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table.

    Attributes:
        path: from the warehouse's folder.
        rows: how many it holds.
        role: "table", "rollup", "made" (outages of a demo that no live database holds), or for readings "settled",
            "landed", "override" and "copy" (of a week, meter by meter);
            of replaced readings the load that replaced them.
        day: the local day of its rows, ISO; empty where they belong to none.
        scope: what the file covers within its table and day (an hour; a utility, and after a point a range of its
            meters); a new file replaces its like.
        size_bytes: on disk.
        ids: least and greatest meter id; None where they are not known.
        last_day: of a file of several days; else empty.
        made_by: of a rollup, the `rollups_version` it was made by.
    """

    path: str
    rows: int
    role: str
    day: str = ""
    scope: str = ""
    size_bytes: int = 0
    ids: tuple[int, int] | None = None
    last_day: str = ""
    made_by: str = ""

    @property
    def is_outdated(self) -> bool:
        """Whether it is a rollup that another version made: columns may be missing, or mean something else."""
        return self.role == "rollup" and self.made_by != rollups_version()

    @property
    def owner(self) -> str:
        """The scope without a range of meters."""
        return self.scope.partition(".")[0]


@dataclass(frozen=True, eq=False)  # two of one version are told apart by identity: readers keep what they worked out
class Manifest:
    """Which files count. Immutable: a change makes a new one.

    Attributes:
        version: rises with every commit.
        parts: files by table.
        offsets: how far each stream was taken in, by stream and partition.
        notes: what the writers remember (which demo the rows belong to, which days are done).
    """

    version: int = 0
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    offsets: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def of(self, table: str, *, role: str | None = None, day: str | None = None) -> tuple[Part, ...]:
        """The files of a table, or those of one role or day."""
        found = self.parts.get(table, ())
        return tuple(part for part in found if (role is None or part.role == role) and (day is None or part.day == day))

    def with_part(self, table: str, *new: Part) -> Manifest:
        """New files beside the ones that are there; files of the same role, day and scope are replaced if scoped."""
        replaced = {(part.role, part.day, part.scope) for part in new if part.scope}
        kept = [part for part in self.parts.get(table, ()) if (part.role, part.day, part.scope) not in replaced]
        return self._with(table, (*kept, *new))

    def without(self, table: str, gone: Iterable[Part]) -> Manifest:
        """Without some files."""
        paths = {part.path for part in gone}
        return self._with(table, tuple(part for part in self.parts.get(table, ()) if part.path not in paths))

    def with_table(self, table: str, *parts: Part) -> Manifest:
        """A table's files replaced as a whole."""
        return self._with(table, parts)

    def with_offsets(self, offsets: Mapping[str, str]) -> Manifest:
        """How far streams were taken in."""
        return replace(self, offsets={**self.offsets, **offsets})

    def with_notes(self, **notes: str) -> Manifest:
        """What a writer wants to remember."""
        return replace(self, notes={**self.notes, **notes})

    def rows(self, table: str) -> int:
        """Rows of a table; an overridden reading counts with its override."""
        return sum(part.rows for part in self.of(table))

    def _with(self, table: str, parts: tuple[Part, ...]) -> Manifest:
        return replace(self, parts={**self.parts, table: parts})


class Warehouse:
    """The folder of one embedded warehouse. Thread-safe, and safe between processes.

    Args:
        root: its folder; made when the first file is written.
    """

    def __init__(self, root: Path) -> None:
        """Touches nothing."""
        self.root = root
        self._lock = threading.Lock()
        self._kept: tuple[int, Manifest] | None = None
        self._is_expected = False
        self._note: Callable[[], bool] | None = None
        self._numbers = itertools.count()

    def __reduce__(self) -> tuple[Callable[[Path, bool], Warehouse], tuple[Path, bool]]:
        """In another process it is the same folder, and as little taken for empty."""
        return _opened_anew, (self.root, self._is_begun)

    def expect(self) -> None:
        """A history was begun in this folder before (`pipeline.begun`): without a list of files it is away."""
        self._is_expected = True

    def note_with(self, note: Callable[[], bool]) -> None:
        """Whoever writes here first has it noted that a history is begun.

        Args:
            note: True where that is done; else it is called again after the next commit.
        """
        self._note = note

    @property
    def _is_begun(self) -> bool:
        return self._is_expected or self._kept is not None

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Hold the lock of that name in the folder (`locks`); the folder is made for a history that is new.

        Raises:
            SourceUnavailable: the history is away; nothing is made in its place.
        """
        self.manifest()
        with alone(self.root, name):
            yield

    def manifest(self) -> Manifest:
        """The present manifest; read again only after it was replaced.

        Raises:
            SourceUnavailable: it was there and is not now, or it cannot be read: what is not seen is not empty.
        """
        try:
            stamp = (self.root / "manifest.json").stat().st_mtime_ns
            with self._lock:
                if self._kept is None or self._kept[0] != stamp:
                    self._kept = (stamp, self._read())
                return self._kept[1]
        except FileNotFoundError:
            return self._not_begun()
        except (OSError, ValueError, LookupError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else "it is not whole"
            raise SourceUnavailable(f"The history is away: the list of its files cannot be read ({why}).") from error

    def _not_begun(self) -> Manifest:
        """Of a history that nothing was written to yet; one that was there is a disk or share that is not there now.

        Raises:
            SourceUnavailable: it was seen, or is expected.
        """
        if self._kept is not None:
            raise SourceUnavailable("The history is away: its folder is not there any more.")
        if self._is_expected:
            raise SourceUnavailable(
                "The history is away: its folder is empty or not there, and one was begun in it before. If it is lost "
                "for good, `fluxops new-history` begins another."
            )
        return Manifest()

    def write(
        self,
        table: str,
        rows: pa.Table | Iterator[pa.RecordBatch],
        *,
        role: str,
        day: str = "",
        scope: str = "",
        ids: tuple[int, int] | None = None,
        last_day: str = "",
        row_group_rows: int = ROW_GROUP_ROWS,
    ) -> Part:
        """Write rows to a new file, which counts only once a commit names it.

        Args:
            table: a table of the DDL; the rows must have its columns and are cast to its types.
            rows: a table, or batches of it one after the other.
            role: see `Part`.
            day: see `Part`.
            scope: see `Part`.
            ids: see `Part`.
            last_day: see `Part`.
            row_group_rows: rows a group, however they are batched.

        Raises:
            KeyError: a column is missing.
            SourceUnavailable: the history is away.
            OSError: the disk is full or may not be written.
        """
        self.manifest()
        schema = arrow_schema(table)
        name = self._new_name(f"{table}/{day or 'all'}-{scope or role}")
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        hidden = path.with_suffix(".writing")
        try:
            count = _write_rows(hidden, schema, rows, row_group_rows)
            os.replace(hidden, path)
        except BaseException:
            hidden.unlink(missing_ok=True)
            raise
        made_by = rollups_version() if role == "rollup" else ""
        return Part(name, count, role, day, scope, path.stat().st_size, ids, last_day, made_by)

    def _new_name(self, begins: str) -> str:
        """Of a file that is about to be written: no other has it."""
        return f"{begins}-{time.time_ns():x}-{os.getpid()}-{next(self._numbers)}.parquet"

    def commit(self, change: Callable[[Manifest], Manifest]) -> Manifest:
        """Apply a change to the newest manifest and make it the present one, alone among all threads and processes.

        Raises:
            SourceUnavailable: the history is away: none is begun in its place.
        """
        with self.alone("writing"):
            old = self._read() if (self.root / "manifest.json").exists() else self._not_begun()
            new = replace(change(old), version=old.version + 1)
            self._replace(new)
            self._retire(old, new)
        if self._note is not None and self._note():
            self._note = None
        return new

    def _read(self) -> Manifest:
        found = json.loads((self.root / "manifest.json").read_text(encoding="utf-8"))
        if (written := found.get("format", MANIFEST_FORMAT)) > MANIFEST_FORMAT:
            raise SourceUnavailable(
                f"The history was written by a newer version of this program (format {written} of its manifest, known "
                f"is {MANIFEST_FORMAT}): start that version."
            )
        parts = {table: tuple(_part(part) for part in listed) for table, listed in found["parts"].items()}
        return Manifest(found["version"], parts, found["offsets"], found["notes"])

    def _replace(self, manifest: Manifest) -> None:
        parts = {table: [_plain(part) for part in listed] for table, listed in manifest.parts.items()}
        text = json.dumps(
            {
                "format": MANIFEST_FORMAT,
                "version": manifest.version,
                "parts": parts,
                "offsets": manifest.offsets,
                "notes": manifest.notes,
            }
        )
        hidden = self.root / "manifest.writing"
        with hidden.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(hidden, self.root / "manifest.json")

    def _retire(self, old: Manifest, new: Manifest) -> None:
        """Mark the files this commit dropped, and remove those that were dropped long enough ago."""
        kept = {part.path for parts in new.parts.values() for part in parts}
        for path in {part.path for parts in old.parts.values() for part in parts} - kept:
            (self.root / path).with_suffix(".retired").touch()
        for mark in self.root.glob("*/*.retired"):
            if time.time() - mark.stat().st_mtime > KEEP_RETIRED_S:
                mark.with_suffix(".parquet").unlink(missing_ok=True)
                mark.unlink(missing_ok=True)


class Attempt(Warehouse):
    """A warehouse for one change of many files: what was written for it goes again, unless a commit names it.

    A disk that is full, Ctrl-C, or a day that moved under the change's hands leaves nothing behind. Use it as a context
    manager.

    Args:
        warehouse: whose folder it is.
    """

    def __init__(self, warehouse: Warehouse) -> None:
        """Writes nothing."""
        super().__init__(warehouse.root)
        self._numbers, self._is_expected = warehouse._numbers, warehouse._is_begun
        self._note = warehouse._note
        self._names: list[str] = []

    def _new_name(self, begins: str) -> str:
        """Known before there is a file of it: whoever is interrupted as it appears knows what to remove."""
        name = super()._new_name(begins)
        self._names.append(name)
        return name

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove the files that the manifest does not name."""
        if self._names:
            named = {part.path for parts in self.manifest().parts.values() for part in parts}
            for name in self._names:
                if name not in named:
                    (self.root / name).unlink(missing_ok=True)


def _opened_anew(root: Path, is_expected: bool) -> Warehouse:
    warehouse = Warehouse(root)
    warehouse._is_expected = is_expected
    return warehouse


def _plain(part: Part) -> dict[str, Any]:
    """What of a part is not empty: a year of readings has thousands of files."""
    return {name: value for name, value in ((name, getattr(part, name)) for name in Part.__slots__) if value}


def _part(found: dict[str, Any]) -> Part:
    """A file as the manifest names it; what a newer version says of it besides is passed over."""
    known = {name: value for name, value in found.items() if name in Part.__slots__}
    ids = known.get("ids")
    return Part(**{"rows": 0, **known, "ids": tuple(ids) if ids else None})


def _write_rows(path: Path, schema: pa.Schema, rows: pa.Table | Iterator[pa.RecordBatch], group: int) -> int:
    batches = [rows] if isinstance(rows, pa.Table) else rows
    count = 0
    with path.open("wb") as file:
        with pq.ParquetWriter(file, schema, **FORMAT) as writer:
            for batch in batches:
                table = batch if isinstance(batch, pa.Table) else pa.table(batch)
                for piece in table.select(schema.names).cast(schema).to_batches():
                    writer.write_batch(piece, row_group_size=group)  # fills up a group over many batches
                count += table.num_rows
        file.flush()
        os.fsync(file.fileno())
    return count
