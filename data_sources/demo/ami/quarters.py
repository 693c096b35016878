"""What transformers and feeders carry at any moment: the quarter hours of their meters, joined by straight lines.

A quarter hour's mean holds in its middle, so a load at that moment is exactly the sum of what the meters behind it
register, and an hour's mean is theirs. A quarter hour of 600,000 meters takes a fifth of a second; two are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from data_sources.demo.ami.calendar import INTERVAL_MINUTES, Calendar, Instants, calendar_of
from data_sources.demo.ami.demand import PowerModel, feeder_demands
from data_sources.demo.ami.outages import Supply
from data_sources.network.rows import Floats

INTERVAL_S: Final = INTERVAL_MINUTES * 60


@dataclass(frozen=True, slots=True)
class Quarter:
    """Loads in the network as built with everybody supplied; shapes (transformers,), and (feeders,) from `head_kw` on.

    Attributes:
        kw, kvar: on the secondary side.
        secondary_pu: voltage there, per unit.
        head_kw, head_kvar, head_pu: what enters the feeder, and at which voltage.
        losses_kw: of lines and transformers.
    """

    kw: Floats
    kvar: Floats
    secondary_pu: Floats
    head_kw: Floats
    head_kvar: Floats
    head_pu: Floats
    losses_kw: Floats


class Demand:
    """The loads of a demo utility at any moment. Not thread-safe.

    Args:
        model: what the flow of power follows from.
    """

    def __init__(self, model: PowerModel) -> None:
        """Nothing is worked out yet."""
        self._model = model
        self._kept: dict[int, Quarter] = {}

    def at(self, now: dt.datetime) -> Quarter:
        """The loads at an aware instant."""
        start, share = divmod(now.timestamp() - INTERVAL_S / 2, INTERVAL_S)
        before, after = (self._quarter(int(start + k) * INTERVAL_S) for k in (0, 1))
        share /= INTERVAL_S
        return Quarter(*(
            (1 - share) * getattr(before, name) + share * getattr(after, name) for name in Quarter.__slots__
        ))  # fmt: skip

    def _quarter(self, start: int) -> Quarter:
        if start not in self._kept:
            found = quarter_of(self._model, np.datetime64(start, "s"))
            self._kept = {at: kept for at, kept in self._kept.items() if abs(at - start) <= INTERVAL_S} | {start: found}
        return self._kept[start]


def quarter_of(model: PowerModel, start: np.datetime64) -> Quarter:
    """The quarter hour that begins at a UTC instant."""
    calendar = _calendar(_local_date(start, model.time_zone), model.time_zone, model.seed)
    first = int(np.searchsorted(calendar.starts, start))
    whole = Supply.whole(len(model.feeders.rated_kva), 1)
    found = list(feeder_demands(model, calendar, whole, first, first + 1))
    units = [(one.transformer_kw, one.transformer_kvar, one.flow.secondary_pu) for one in found]
    heads = [(one.flow.head_kw, one.flow.head_kvar, one.flow.head_pu, one.flow.losses_kw) for one in found]
    columns = [
        np.concatenate(parts, dtype=np.float64).ravel() for rows in (units, heads) for parts in zip(*rows, strict=True)
    ]
    return Quarter(*columns)


def heads_between(
    model: PowerModel, supply: Callable[[Instants], Supply], begin: np.datetime64, end: np.datetime64
) -> tuple[Instants, Floats]:
    """What entered all feeders together in the quarter hours that overlap a span: middles (UTC), kW."""
    first, last = (_local_date(at, model.time_zone) for at in (begin, end))
    days = [first + dt.timedelta(days=k) for k in range((last - first).days + 1)]
    parts = [_heads_of_day(model, supply, day, begin, end) for day in days]
    middles, kw = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    return middles, kw


def _heads_of_day(
    model: PowerModel, supply: Callable[[Instants], Supply], day: dt.date, begin: np.datetime64, end: np.datetime64
) -> tuple[Instants, Floats]:
    calendar = _calendar(day, model.time_zone, model.seed)
    first = max(int(np.searchsorted(calendar.starts, begin, side="right")) - 1, 0)
    last = int(np.searchsorted(calendar.starts, end, side="right"))
    starts = calendar.starts[first:last]
    if not len(starts):
        return starts, np.zeros(0)
    kw = sum(one.flow.head_kw for one in feeder_demands(model, calendar, supply(starts), first, last))
    return starts + np.timedelta64(INTERVAL_S // 2, "s"), np.asarray(kw)


@lru_cache(maxsize=4)
def _calendar(day: dt.date, time_zone: str, seed: int) -> Calendar:
    return calendar_of(day, time_zone, seed)


def _local_date(at: np.datetime64, time_zone: str) -> dt.date:
    return dt.datetime.fromtimestamp(int(at.astype("datetime64[s]").astype(np.int64)), ZoneInfo(time_zone)).date()
