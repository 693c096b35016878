"""A micro-batch on its way from a stream to the history, and the quarantine for what cannot be taken."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.warehouse.schema import reading_schema


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that came and cannot be taken.

    Attributes:
        origin: the message or file.
        line: within the origin, from 1.
        reason: one clause for a person.
        content: as it came, as far as it could be read.
    """

    origin: str
    line: int
    reason: str
    content: Any = None


@dataclass(eq=False)
class Batch:
    """Readings of one or many messages or files.

    Attributes:
        readings: rows of `reading_schema`.
        origins: the messages or files they came from.
        origin_of: of each row, its place in `origins`.
        lines: of each row, its line within its origin, from 1.
        refused: what could not even be read.
        offsets: how far the streams are read once this batch is in; committed with it.
    """

    readings: pa.Table = field(default_factory=lambda: reading_schema().empty_table())
    origins: list[str] = field(default_factory=list)
    origin_of: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    lines: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    refused: list[Refused] = field(default_factory=list)
    offsets: dict[str, str] = field(default_factory=dict)

    def add(self, other: Batch) -> None:
        """Append another batch; its offsets win."""
        self.readings = pa.concat_tables([self.readings, other.readings])
        self.origin_of = np.concatenate([self.origin_of, other.origin_of + len(self.origins)])
        self.lines = np.concatenate([self.lines, other.lines])
        self.origins = [*self.origins, *other.origins]
        self.refused = [*self.refused, *other.refused]
        self.offsets |= other.offsets

    def refuse(self, rejections: pa.Table) -> list[Refused]:
        """Rejected rows (`rejection_schema`, numbered within `readings`) by where they came from."""
        place = rejections.schema.get_field_index("interval_start_at")
        # As text: not every stamp that comes is a time that Python knows.
        stamps = pc.strftime(rejections["interval_start_at"], "%Y-%m-%dT%H:%M:%SZ")
        rejections = rejections.set_column(place, "interval_start_at", stamps)
        return [
            Refused(self.origins[self.origin_of[row.pop("row")]], int(self.lines[at]), row.pop("reason"), row)
            for row, at in ((row, row["row"]) for row in rejections.to_pylist())
        ]


class Intake(Protocol):
    """Where readings come from. Knows nothing of where they go; told how far they went."""

    name: str

    def resume(self, offsets: Mapping[str, str]) -> None:
        """Go on after these offsets; called once, before the first `take`."""

    def take(self, max_rows: int, max_seconds: float) -> Batch | None:
        """The next batch; None when nothing came for a while (so that the caller can look after other things)."""

    def committed(self, batch: Batch) -> None:
        """This batch is in the history; whatever marks it as read may be moved."""

    def close(self) -> None:
        """Give connections back."""

    def file_of(self, origin: str) -> str:
        """Name of the quarantine file of a message or file; many small messages share one."""


class StreamQuarantine:
    """A folder with files of JSON lines of what was refused.

    Written before the batch is committed, a message or file by its name at most once in a file: after a crash the same
    things are refused again, so nothing is told twice and nothing is lost.

    Args:
        folder: made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        """Touches nothing."""
        self.folder = folder
        self._told: dict[Path, set[str]] = {}  # origins in each of the files last written

    def keep(self, refused: Iterable[Refused], file_of: Callable[[str], str] = str) -> int:
        """Write what was refused; how many rows.

        Args:
            refused: of one batch, which holds whatever is refused of a message or file.
            file_of: name of the file that an origin goes into.
        """
        found = sorted(refused, key=lambda one: (one.origin, one.line))
        by_path: dict[Path, list[Refused]] = {}
        for one in found:
            name = re.sub(r"[^A-Za-z0-9._-]+", "_", file_of(one.origin))[:200]
            by_path.setdefault(self.folder / f"{name}.jsonl", []).append(one)
        for path, own in by_path.items():
            self._append(path, own)
        if by_path:
            self._told = {path: self._told[path] for path in by_path}
        return len(found)

    def _append(self, path: Path, found: list[Refused]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if path not in self._told:
            self._told[path] = _origins_in(path)
        new = [one for one in found if one.origin not in self._told[path]]
        lines = [
            json.dumps(
                {"origin": one.origin, "line": one.line, "reason": one.reason, "content": one.content}, default=_text
            )
            for one in new
        ]
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
        self._told[path] |= {one.origin for one in new}


def _origins_in(path: Path) -> set[str]:
    """What a file tells of already; what a crash cut off within is taken out of it, to be told again."""
    if not path.exists():
        return set()
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    origins = [json.loads(line)["origin"] for line in whole.splitlines()]
    if len(whole) < len(content) and origins:
        torn = origins[-1]
        origins = [origin for origin in origins if origin != torn]
        whole = b"".join(whole.splitlines(keepends=True)[: len(origins)])
    if len(whole) < len(content):
        hidden = path.with_suffix(".writing")
        hidden.write_bytes(whole)
        os.replace(hidden, path)
    return set(origins)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value[:2000].decode("utf-8", errors="replace")
    return value.isoformat() + "Z" if isinstance(value, dt.datetime) else str(value)
