"""How many meters were there to be read at each transformer on a day of the past.

A meter is expected from the first day of which there is a record of it at that transformer. One that is in service
there now is expected ever since, however long it is silent; any other until the last day of which there is one. So a
meter that is new, or that moved here, changes no day before it came. One that was never read is expected on no day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data_sources.network.rows import Ints
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, eq=False)
class ExpectedMeters:
    """Spans of days at transformers, each of shape (spans,).

    Attributes:
        count: of transformers.
        at: position of the transformer.
        meters: how many.
        first: local day from which on.
        last: and up to which.
    """

    count: int
    at: Ints
    meters: Ints
    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]

    def on(self, day: dt.date) -> Ints:
        """Meters on a local day, shape (transformers,)."""
        is_there = (self.first <= np.datetime64(day, "D")) & (np.datetime64(day, "D") <= self.last)
        found = np.bincount(self.at[is_there], self.meters[is_there], self.count)
        return np.asarray(found, np.int64)

    def of_steps(self, days: NDArray[np.datetime64]) -> Ints:
        """Meters at steps, shape (transformers, steps); `days`: the local day of each, ascending, shape (steps,)."""
        each, place = np.unique(days, return_inverse=True)
        found = [self.on(day.astype(dt.date)) for day in each]
        return np.stack(found, axis=1)[:, place] if found else np.zeros((self.count, 0), np.int64)

    def digest(self, day: dt.date) -> str:
        """Tells what is expected on a day from anything else; by transformer."""
        return hashlib.blake2s(self.on(day).tobytes(), digest_size=8).hexdigest()

    def period(self, day: dt.date) -> int:
        """A number that stays from day to day while nothing of it changes."""
        return int(np.searchsorted(self._changes, np.datetime64(day, "D"), side="right"))

    @cached_property
    def _changes(self) -> NDArray[np.datetime64]:
        return np.unique(np.concatenate([self.first, self.last + np.timedelta64(1, "D")]))


def expected_meters(history: Source, utility_id: int, ids: Ints) -> ExpectedMeters:
    """Those of transformers.

    Args:
        history: with its meters' days.
        utility_id: whose.
        ids: of the transformers, ascending; of a single one, no other is asked for.

    Raises:
        SourceUnavailable: the history cannot be reached.
    """
    one = int(ids[0]) if len(ids) == 1 else 0
    rows = history.fetch(Query.of("thermal_meters", utility_id=utility_id, transformer_id=one))
    wanted = rows["transformer_id"].to_numpy().astype(np.int64)
    at = np.minimum(np.searchsorted(ids, wanted), max(len(ids) - 1, 0))
    is_there = np.flatnonzero(ids[at] == wanted) if len(ids) else np.zeros(0, np.int64)
    first, last = (rows[name].to_numpy().astype("datetime64[D]")[is_there] for name in ("from_day", "to_day"))
    return ExpectedMeters(len(ids), at[is_there], rows["meters"].to_numpy().astype(np.int64)[is_there], first, last)
