"""The versions of what a transaction has locked: what each of its commands led from, and to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class MovedVersion(NamedTuple):
    """What a command changed: of a thing that was at one version and is at another now."""

    kind: str
    number: int
    before: int
    after: int


class LockedVersions:
    """Of one transaction: nobody else changes what it has locked, so that each step from there is its own."""

    def __init__(self) -> None:
        """Has seen nothing."""
        self._seen: dict[tuple[str, int], int] = {}

    def saw(self, kind: str, rows: Mapping[int, Mapping[str, Any]]) -> None:
        """Rows were locked; of what was locked before, the version is known.

        Args:
            kind: of what.
            rows: by number; those without a version have none to tell.
        """
        for number, row in rows.items():
            if "version" in row:
                self._seen.setdefault((kind, number), row["version"])

    def moved(self, kind: str, now: Iterable[tuple[int, int | None]]) -> list[MovedVersion]:
        """What has another version now than when it was seen last; what was never locked is not told.

        Args:
            kind: of what.
            now: number and present version; None of what is gone.
        """
        found = []
        for number, after in now:
            before = self._seen.get((kind, number))
            if before is not None and after is not None and before < after:
                found.append(MovedVersion(kind, number, before, after))
                self._seen[kind, number] = after
        return found

    def mark(self) -> dict[tuple[str, int], int]:
        """What was seen so far."""
        return dict(self._seen)

    def back_to(self, mark: dict[tuple[str, int], int]) -> None:
        """What was locked and changed since is free again, and as it was."""
        self._seen = mark
