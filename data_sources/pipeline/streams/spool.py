"""Interval batches out of a spool folder: files are dropped in, and moved to done/ once they are in the history.

A file must appear whole: write it under a name that begins with a dot or ends in .tmp, then rename it. It is known by
its content (SHA-256), so that a file dropped twice is taken once. A large file is taken in several batches; how far is
committed with the rows (key `spool:<hash>`, value: rows taken, or "done"). Files are read whole: they must fit in
memory.
What cannot be read at all goes to quarantine/, with a file of JSON lines that says why.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_sources.errors import ImportRefused
from data_sources.pipeline.streams.batch import Batch, Refused
from data_sources.pipeline.streams.messages import read_file

DONE = "done"
POLL_SECONDS = 0.25
IDLE_SECONDS = 1.0
UNFINISHED = (".tmp", ".part", ".writing")


@dataclass(eq=False)
class _Opened:
    """A file that is being taken."""

    path: Path
    key: str
    content: Batch
    taken: int


class SpoolIntake:
    """Reads the files of a folder, oldest first.

    Args:
        folder: made if it is not there, as are done/ and quarantine/ in it.
    """

    def __init__(self, folder: Path) -> None:
        """Makes the folders."""
        self.name = f"spool folder {folder}"
        self.folder, self.done, self.quarantine = folder, folder / "done", folder / "quarantine"
        for made in (folder, self.done, self.quarantine):
            made.mkdir(parents=True, exist_ok=True)
        self._offsets: dict[str, str] = {}
        self._opened: _Opened | None = None
        self._finished: dict[Path, Path] = {}

    def resume(self, offsets: Mapping[str, str]) -> None:
        """Know what was taken before."""
        self._offsets = {key: value for key, value in offsets.items() if key.startswith("spool:")}
        self._opened = None

    def take(self, max_rows: int, max_seconds: float) -> Batch | None:
        """Rows of the files that are there, up to `max_rows`; None when none came within a second."""
        ends = time.monotonic() + min(IDLE_SECONDS, max_seconds)
        while True:
            batch = self._gather(max_rows)
            if batch.offsets:
                return batch
            if time.monotonic() >= ends:
                return None
            time.sleep(POLL_SECONDS)

    def committed(self, batch: Batch) -> None:  # noqa: ARG002
        """Move the files that are wholly taken."""
        for path, target in self._finished.items():
            if path.exists():
                os.replace(path, target)
        self._finished = {}

    def close(self) -> None:
        """Nothing is held."""

    def file_of(self, origin: str) -> str:
        """Each file of readings has its own."""
        return origin

    def _gather(self, max_rows: int) -> Batch:
        batch, waiting = Batch(), self._waiting()
        while len(batch.readings) < max_rows and (self._opened or waiting):
            if self._opened is None:
                self._opened = self._open(waiting.pop(0), batch)
            if self._opened is not None:
                batch.add(self._some(self._opened, max_rows - len(batch.readings)))
        return batch

    def _waiting(self) -> list[Path]:
        """Files to take, oldest first."""
        found = []
        for entry in os.scandir(self.folder):
            path = Path(entry.path)
            if entry.is_file() and path not in self._finished and self._is_whole(path):
                found.append((entry.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found)]

    def _is_whole(self, path: Path) -> bool:
        is_open = self._opened is not None and self._opened.path == path
        return not is_open and not path.name.startswith(".") and not path.name.endswith(UNFINISHED)

    def _open(self, path: Path, batch: Batch) -> _Opened | None:
        """Read a file; None if it was taken before or cannot be read (that is noted in the batch)."""
        key = f"spool:{_digest(path)}"
        origin = f"{path.name}.{key[6:14]}"
        taken = self._offsets.get(key, "0")
        if taken == DONE:
            os.replace(path, self._free(self.done, path, key))
            return None
        try:
            return _Opened(path, key, read_file(path, origin), int(taken))
        except ImportRefused as error:
            batch.refused.append(Refused(origin, 0, str(error)))
            self._finish(path, key, self.quarantine, batch)
            return None

    def _some(self, opened: _Opened, room: int) -> Batch:
        """The next rows of a file, at most `room`; the refused lines come with the first."""
        content, first = opened.content, opened.taken
        after = min(first + room, len(content.readings))
        some = Batch(
            content.readings.slice(first, after - first), content.origins, content.origin_of[first:after],
            content.lines[first:after], content.refused if first == 0 else [],
        )  # fmt: skip
        if first:  # a file of its own for each share, so that none is overwritten by the next
            some.origins = [f"{origin}.{first}" for origin in content.origins]
        opened.taken = after
        if after == len(content.readings):
            self._opened = None
            self._finish(opened.path, opened.key, self.done, some)
        else:
            some.offsets[opened.key] = self._offsets[opened.key] = str(after)
        return some

    def _finish(self, path: Path, key: str, folder: Path, batch: Batch) -> None:
        batch.offsets[key] = self._offsets[key] = DONE
        self._finished[path] = self._free(folder, path, key)

    def _free(self, folder: Path, path: Path, key: str) -> Path:
        """A name in a folder that is not taken."""
        plain = folder / path.name
        return folder / f"{path.stem}.{key[6:14]}.{time.time_ns():x}{path.suffix}" if plain.exists() else plain


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
