"""A micro-batch on its way from a stream to the history, and the quarantine for what cannot be taken."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from data_sources.warehouse.schema import reading_schema


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that came and cannot be taken.

    Attributes:
        origin: the message or file; one quarantine file each.
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


class StreamQuarantine:
    """A folder with one file of JSON lines for each message or file that held something refused.

    Named after its origin and written before the batch is committed: after a crash the same file is written again, so
    nothing is told twice and nothing is lost.

    Args:
        folder: made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        """Touches nothing."""
        self.folder = folder

    def keep(self, refused: Iterable[Refused]) -> int:
        """Write what was refused; how many rows."""
        by_origin: dict[str, list[Refused]] = {}
        for one in refused:
            by_origin.setdefault(one.origin, []).append(one)
        for origin, found in by_origin.items():
            self._write(origin, sorted(found, key=lambda one: one.line))
        return sum(len(found) for found in by_origin.values())

    def _write(self, origin: str, found: list[Refused]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{re.sub(r'[^A-Za-z0-9._-]+', '_', origin)[:200]}.jsonl"
        lines = [
            json.dumps(
                {"origin": origin, "line": one.line, "reason": one.reason, "content": one.content}, default=_text
            )
            for one in found
        ]
        hidden = path.with_suffix(".writing")
        hidden.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(hidden, path)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value[:2000].decode("utf-8", errors="replace")
    return value.isoformat() + "Z" if isinstance(value, dt.datetime) else str(value)
