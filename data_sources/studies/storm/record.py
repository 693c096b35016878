"""What a storm has done so far: customers out against time, peak, how many are back and when which share was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.analytics.replay.curve import BinnedCurve, RestorationCurve, binned, restoration_curve
from data_sources.analytics.replay.history import NEVER_MS, InterruptedRows, OutageReplay

BINS: Final = 240  # of a chart
SURE: Final = 1e-9
MOMENTARY_MS: Final = 5 * 60_000  # up to five minutes an interruption is momentary, IEEE Std 1366-2022, 3


@dataclass(frozen=True, slots=True, eq=False)
class StormRecord:
    """Customers without supply in a period for longer than five minutes, planned work apart.

    Shorter interruptions are momentary (IEEE Std 1366-2022, 3): who reads what a storm has done does not mean them.

    Who is without it at the end of the period may be so for a shorter time: such customers are out, and in `affected`,
    and count as interrupted only once it is longer than five minutes.

    Attributes:
        outages: that left customers without supply at some time of it.
        affected: customers who lost it, each once, however long ago those who are out did; where only their number is
            known, once an outage.
        interrupted: of them, those who were without it for longer than five minutes.
        curve: customers out, exact.
        bins: the same for a chart.
    """

    outages: int
    affected: int
    interrupted: int
    curve: RestorationCurve
    bins: BinnedCurve

    @property
    def out_now(self) -> int:
        """Customers out at the end of the period."""
        return int(self.curve.customers_out[-1])

    @property
    def restored(self) -> int:
        """Customers of those interrupted who have supply again: whoever is back was out for more than five minutes."""
        return self.affected - self.out_now

    @property
    def restored_pct(self) -> float:
        """Share of those interrupted who have supply again, 0 to 100.

        Where nobody is interrupted yet it is 0 while somebody is out, and 100 where nobody is.
        """
        if not self.interrupted:
            return 0.0 if self.out_now else 100.0
        return 100.0 * self.restored / self.interrupted

    def reached_at(self, share: float) -> dt.datetime | None:
        """Since when so large a share of those affected has supply; None where it has not, or nobody was out.

        Args:
            share: of the customers, above 0 and at most 1.
        """
        limit = (1 - share) * self.affected + SURE
        over = np.flatnonzero(self.curve.customers_out > limit)
        if not len(over) or self.out_now > limit:
            return None
        return at_of(int(self.curve.at_ms[over[-1] + 1]))


def storm_record(rows: pa.Table, from_at: dt.datetime, to_at: dt.datetime) -> StormRecord:
    """The record of a period.

    Args:
        rows: of storm_interruptions.sql.
        from_at: its beginning, aware; who was out then already counts from then on.
        to_at: its end, aware: the present for a storm that lasts.
    """
    first, end = ms_of(from_at), max(ms_of(to_at), ms_of(from_at) + 1000)
    out_at, back_at = rows["out_ms"].to_numpy(), rows["restored_ms"].to_numpy()
    back_at = np.where(back_at < 0, NEVER_MS, back_at)
    is_in = (out_at < end) & (back_at > first)
    groups = np.flatnonzero(is_in)
    customers = rows["customers"].to_numpy().astype(np.int64)[groups]
    outage = rows["outage_id"].to_numpy().astype(np.int64)[groups]
    first_time = rows["first_time"].to_numpy().astype(np.int64)[groups]
    is_short = np.minimum(back_at[groups], end) - out_at[groups] <= MOMENTARY_MS
    none, one_each = np.zeros(len(groups)), np.arange(len(groups))  # a group stands for its transformers
    replay = OutageReplay(
        InterruptedRows(one_each, out_at[groups], back_at[groups], customers, none, outage, none.astype(np.int64))
    )
    curve = restoration_curve(replay, first, end)
    # Never fewer than were out at once: a network that has changed since may count other customers.
    affected = max(int(first_time.sum()), int(curve.customers_out.max()))
    interrupted = affected - int(first_time[is_short].sum())
    return StormRecord(len(np.unique(outage)), affected, interrupted, curve, binned(curve, BINS))


def ms_of(at: dt.datetime) -> int:
    """An aware time in ms since 1970, UTC."""
    return round(at.timestamp() * 1000)


def at_of(ms: int) -> dt.datetime:
    """The aware time of ms since 1970, UTC."""
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
