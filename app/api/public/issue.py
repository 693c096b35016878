"""What every form of an edition is written from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data_sources.publishing.publisher import Publication


@dataclass(frozen=True, slots=True, eq=False)
class Issue:
    """A publication, and whether it is still true.

    Attributes:
        publication: what is told.
        is_current: False where the database is away.
    """

    publication: Publication
    is_current: bool


def instant(at: dt.datetime | None) -> str | None:
    """An instant in UTC, to the second (RFC 3339)."""
    return None if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
