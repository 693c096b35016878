"""Which files a question reads: those that its days and meters need, and where it pays, copies in another order.

A week at rest is kept a second time, sorted by meter over all its days (`rollups.weeks`): one meter's week then lies
in one group of rows instead of seven. A copy stands in for exactly the settled files it was made of: once one of them
is replaced, the copy is passed over until it was made anew. What landed later stands beside a copy as it stands beside
a day's settled files. So a copy can be late, or missing, but never wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from data_sources.warehouse.files import Manifest, Part
from data_sources.warehouse.pruning import Span
from data_sources.warehouse.schema import BY_METER, READINGS


@dataclass(frozen=True, slots=True)
class Copy:
    """The files of one copied week.

    Attributes:
        owner: scope of the readings.
        days: those it holds, ISO.
        parts: its files, one a range of meters.
    """

    owner: str
    days: frozenset[str]
    parts: tuple[Part, ...]

    def pays(self, span: Span) -> bool:
        """Whether a question needs so many of its days that reading past the others is cheaper."""
        first, last = span.first_day or "", span.last_day or "9"
        return 2 * sum(first <= day <= last for day in self.days) >= len(self.days)


@dataclass(frozen=True, slots=True)
class _Index:
    """A table's files by day, and the copies that may stand in for some."""

    days: Mapping[str, tuple[Part, ...]]
    copies: tuple[Copy, ...]


def files_of(manifest: Manifest, table: str, span: Span) -> tuple[Part, ...]:
    """The files of a table that can hold rows of a span; every row of the span is in exactly one of them.

    Args:
        manifest: which files count.
        table: its name.
        span: the days and ids asked for.
    """
    index = _indexed(manifest, table)
    copies = [copy for copy in index.copies if copy.pays(span)]
    copied = {(copy.owner, day) for copy in copies for day in copy.days}
    return tuple(part for part in _candidates(index, copies, copied) if span.can_hold(part))


def digest(parts: Iterable[Part]) -> str:
    """What a copy was made of, in a few letters."""
    return hashlib.blake2s("\n".join(sorted(part.path for part in parts)).encode(), digest_size=12).hexdigest()


def _candidates(index: _Index, copies: list[Copy], copied: set[tuple[str, str]]) -> Iterator[Part]:
    for copy in copies:
        yield from copy.parts
    for day, parts in index.days.items():
        for part in parts:
            if part.role != "settled" or (part.owner, day) not in copied:
                yield part


@lru_cache(maxsize=64)
def _indexed(manifest: Manifest, table: str) -> _Index:
    days: dict[str, list[Part]] = {}
    for part in manifest.of(table):
        days.setdefault(part.day, []).append(part)
    found = {day: tuple(parts) for day, parts in days.items()}
    return _Index(found, tuple(_copies(manifest)) if table == READINGS else ())


def _copies(manifest: Manifest) -> Iterator[Copy]:
    groups: dict[tuple[str, str, str], list[Part]] = {}
    for part in manifest.of(BY_METER):
        groups.setdefault((part.owner, part.day, part.last_day), []).append(part)
    for (owner, first, last), parts in groups.items():
        sources = settled_between(manifest, owner, first, last)
        if manifest.notes.get(note_of(owner, first)) == digest(sources):
            yield Copy(owner, frozenset(part.day for part in sources), tuple(parts))


def note_of(owner: str, first_day: str) -> str:
    """The manifest's note of what a copy was made of."""
    return f"copied:{owner}:{first_day}"


def settled_between(manifest: Manifest, owner: str, first_day: str, last_day: str) -> list[Part]:
    """The settled readings of an owner on some days, both ends included."""
    settled = manifest.of(READINGS, role="settled")
    return [part for part in settled if part.owner == owner and first_day <= part.day <= last_day]
