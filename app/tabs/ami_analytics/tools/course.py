"""The load of a place over a period: by its feeder heads (SCADA), or by its meters where those are asked for.

Where no head is measured the meters answer too, and it is said.

Both are net of what customers feed back. An interval in which not every head of the place was read counts for the
energy alone: as a load it would be too small.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.tabs.ami_analytics.tools.asked import AskedOver, nothing_read, sentences
from app.tabs.ami_analytics.tools.covered import local_days
from data_sources.analytics.clock import aware_utc
from data_sources.analytics.loadshape import power_factor
from data_sources.history import loads
from data_sources.history.scope import floats, instants, times
from data_sources.query import Query

Basis = Literal["heads", "meters"]
BY: Final = {"heads": "at the feeder heads (SCADA)", "meters": "by the customers' meters"}
RECKONED: Final = {
    "heads": "Measured at the feeder heads (SCADA), net of what customers feed back, losses included",
    "meters": "Summed from the customers' meters, net of what they feed back, losses not included",
}


@dataclass(frozen=True, slots=True, eq=False)
class LoadCourse:
    """The load by interval, and what it comes to.

    Attributes:
        basis: by what.
        start_at: UTC, shape (n,), those intervals alone that have a load.
        load_kw: mean of each, likewise.
        minutes: length of an interval.
        delivered_kwh: energy of the period; by the heads net.
        received_kwh: from customers; NaN by the heads, which do not tell it apart.
        power_factor: of the sums of net kWh and kvarh, 0 to 1; None where one is not known.
        newest_at: end of the newest interval.
        left_out: intervals in which not every head was read.
        is_fallback: heads were asked for and there are none.
        days: local ones with readings.
    """

    basis: Basis
    start_at: NDArray[np.datetime64]
    load_kw: NDArray[np.float64]
    minutes: int
    delivered_kwh: float
    received_kwh: float
    power_factor: float | None
    newest_at: dt.datetime
    left_out: int
    is_fallback: bool
    days: frozenset[dt.date]

    @property
    def peak(self) -> int:
        """Place of the highest interval, the first of several."""
        return int(np.argmax(self.load_kw))

    @property
    def least(self) -> int:
        """Place of the lowest one."""
        return int(np.argmin(self.load_kw))

    @property
    def net_kwh(self) -> float:
        """Delivered less received."""
        return self.delivered_kwh - (self.received_kwh if np.isfinite(self.received_kwh) else 0.0)

    @property
    def load_factor_pct(self) -> float | None:
        """Mean over peak, %; None where nothing flowed."""
        peak = float(self.load_kw[self.peak])
        return 100.0 * float(self.load_kw.mean()) / peak if peak > 0 else None

    @property
    def note(self) -> str:
        """How it is reckoned."""
        return sentences(
            "No feeder head is measured here." if self.is_fallback else "",
            f"{RECKONED[self.basis]}; loads are means of {self.minutes} minutes.",
            f"{self.left_out} intervals in which not every head was read count for the energy alone."
            if self.left_out else "",
        )  # fmt: skip

    def table(self) -> pa.Table:
        """start_at (UTC), load_kw."""
        return pa.table({"start_at": times(self.start_at), "load_kw": self.load_kw})


def course_of(asked: AskedOver, basis: Basis = "heads") -> LoadCourse:
    """The load of a place, transformer or meter.

    Args:
        asked: whose; below a feeder there are only meters.
        basis: by what.

    Raises:
        NoAnswer: there are no readings.
        SourceError: the history does not answer.
    """
    if asked.kind in ("transformer", "meter"):
        basis = "meters"
    found = _course(asked, _rows(asked, basis), basis)
    if found is None and basis == "heads":
        found = _course(asked, _rows(asked, "meters"), "meters", is_fallback=True)
    return found or nothing_read(asked)


def _rows(asked: AskedOver, basis: Basis) -> pa.Table:
    source = asked.context.history_source
    if basis == "heads":
        binds = {**asked.scope.binds, **asked.days, **asked.instants}
        return source.fetch(Query.of("assistant_head_load", **binds))
    return source.fetch(loads.load_query(asked.subject, *asked.bounds))


def _course(asked: AskedOver, rows: pa.Table, basis: Basis, *, is_fallback: bool = False) -> LoadCourse | None:
    shape = loads.shape_of(rows, *asked.bounds, "15min", asked.context.asker.time_zone)
    kw = shape.mean_kw
    is_known = np.isfinite(kw)
    if not is_known.any():
        return None
    delivered, received = float(np.nansum(shape.delivered_kwh)), float(np.nansum(shape.received_kwh))
    factor = float(power_factor(delivered - received, float(np.nansum(shape.reactive_kvarh))))
    newest = aware_utc((shape.start_at + shape.minutes.astype("timedelta64[m]"))[is_known].max())
    is_whole = is_known & _all_heads(rows, shape.start_at) if basis == "heads" else is_known
    return LoadCourse(
        basis, shape.start_at[is_whole], kw[is_whole], int(shape.minutes[0]), delivered,
        received if basis == "meters" else float("nan"), factor if np.isfinite(factor) else None, newest,
        int(is_known.sum() - is_whole.sum()), is_fallback, local_days(shape.start_at[is_known], asked.context.zone),
    )  # fmt: skip


def _all_heads(rows: pa.Table, start_at: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Which buckets hold no interval that lacks a head."""
    lacking = floats(rows["intervals_received"]) < floats(rows["intervals_expected"])
    at = instants(rows["interval_start_at"])[lacking]
    place = np.searchsorted(start_at, at, "right") - 1
    answer = np.ones(len(start_at), np.bool_)
    answer[place[place >= 0]] = False
    return answer
