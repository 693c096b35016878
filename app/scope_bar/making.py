"""Making: how far the readings of a demo are, and whether anybody is at work on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SILENT_AFTER = dt.timedelta(seconds=60)  # who makes readings leaves word every ten seconds


@dataclass(frozen=True, slots=True)
class Making:
    """What was said last.

    Attributes:
        done: days that are there; None before the first plan.
        planned: days there shall be.
        told_at: when it was said, UTC.
    """

    done: int | None
    planned: int | None
    told_at: dt.datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Making:
        """From a row of history_filling.sql."""
        return cls(row["days_done"], row["days_planned"], row["told_at"])

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.done is not None and self.planned is not None and self.done >= self.planned

    def goes_on(self, now: dt.datetime | None = None) -> bool:
        """Whether somebody is at work.

        Args:
            now: aware; the time it is when left out.
        """
        return not self.is_complete and (now or dt.datetime.now(dt.UTC)) - self.told_at < SILENT_AFTER
