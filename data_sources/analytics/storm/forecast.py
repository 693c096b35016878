"""When each outage will be over, what an area is told, and the curve of customers out with a band, by simulation.

Method
    The queue (queue.py) is run many times with drives and repairs drawn anew: lognormal around their expectation, the
    spread stated in `WorkTimes`. Every figure is a percentile over the runs. The draws come from a seed: the same
    outages, crews and seed make the same forecast.

Limits
    Outages that are still to come and customers that are switched in before the repair are not in it, so that in the
    middle of a storm the curve is a lower one at first and a higher one later. Outages without a crew at all have no
    estimate.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.storm.queue import run_queue
from data_sources.analytics.storm.work import CrewsOnShift, Floats, Ints, OpenOutages, WorkTimes, check_work

RUNS: Final = 400
PERCENTILES: Final = (10, 50, 90)


class OutageEstimates(NamedTuple):
    """When each outage is expected to be over, minutes from now, NaN without a crew; each of shape (outages,).

    Attributes:
        p10: sooner than that with 10 %.
        p50: as likely sooner as later.
        p90: later than that with 10 %.
        told: what to tell: p90 where an estimate must hold, rounded up.
    """

    p10: Floats
    p50: Floats
    p90: Floats
    told: Floats


class AreaEstimate(NamedTuple):
    """One time for everybody of an area.

    Attributes:
        area: its number.
        outages: outages there.
        customers: customers out.
        told_minutes: minutes from now by which so large a share of them has supply again as `share` says, with 90 %,
            rounded up; NaN where not enough outages have a crew.
        last_minutes: the same for the last of them.
    """

    area: int
    outages: int
    customers: int
    told_minutes: float
    last_minutes: float


class CurveForecast(NamedTuple):
    """Customers out against time, each of shape (instants,).

    Attributes:
        minutes: from now.
        p10: with 10 % fewer are out.
        p50: the middle.
        p90: with 10 % more are out.
    """

    minutes: Floats
    p10: Floats
    p50: Floats
    p90: Floats


class StormRuns:
    """Runs of the queue for the outages open now.

    Args:
        outages: those open.
        crews: on shift.
        times: of travel and repair.
        seed: of the draws.
        runs: how many.

    Attributes:
        restored_minutes: when each outage is over in each run, infinite where nobody gets to it, shape (runs, outages).

    Raises:
        ValueError: see `check_work`; or no runs.
    """

    def __init__(
        self, outages: OpenOutages, crews: CrewsOnShift, times: WorkTimes, seed: int, runs: int = RUNS
    ) -> None:
        """Draws and runs at once."""
        check_work(outages, crews)
        times.check()
        if runs < 1:
            raise ValueError("A forecast takes at least one run.")
        rng = np.random.default_rng(seed)
        shape = (runs, len(outages.customers))
        travel = np.exp(times.travel_sigma * rng.standard_normal(shape) - times.travel_sigma**2 / 2)  # mean 1
        repair = np.exp(times.repair_sigma * rng.standard_normal(shape))  # median 1
        restored = run_queue(outages, crews, times, travel, repair)[2]
        self.outages = outages
        self.restored_minutes: Floats = np.where(np.isnan(restored), np.inf, restored)

    def estimates(self, round_minutes: float = 15.0) -> OutageEstimates:
        """Of each outage.

        Args:
            round_minutes: what is told is the next full multiple of it.
        """
        p10, p50, p90 = _percentiles(self.restored_minutes)
        return OutageEstimates(p10, p50, p90, _rounded_up(p90, round_minutes))

    def areas(self, share: float = 0.95, round_minutes: float = 60.0) -> list[AreaEstimate]:
        """One time an area: when that share of its customers has supply again; areas ascending.

        Args:
            share: of the customers out there now, above 0 and at most 1.
            round_minutes: what is told is the next full multiple of it.

        Raises:
            ValueError: the share is none.
        """
        if not 0 < share <= 1:
            raise ValueError(f"A share of customers lies between 0 and 1: {share}.")
        return [self._area(int(area), share, round_minutes) for area in np.unique(self.outages.area)]

    def curve(self, minutes: Floats, counted: Ints | None = None) -> CurveForecast:
        """Customers out at some instants.

        Args:
            minutes: from now.
            counted: customers of each outage that count, shape (outages,); all that it has, where left out.
        """
        at = np.asarray(minutes, np.float64)
        counted = self.outages.customers if counted is None else counted
        out = np.stack([_still_out(run, counted, at) for run in self.restored_minutes])
        p10, p50, p90 = np.percentile(out, PERCENTILES, axis=0)
        return CurveForecast(at, p10, p50, p90)

    def when_left(self, limits: Floats, counted: Ints | None = None) -> tuple[Floats, Floats, Floats]:
        """When no more customers than that are out: (P10, P50, P90), minutes from now, NaN for never, (limits,) each.

        Args:
            limits: customers, not negative, shape (limits,).
            counted: as for `curve`.
        """
        counted = self.outages.customers if counted is None else counted
        order = np.argsort(self.restored_minutes, axis=1)
        times = np.take_along_axis(self.restored_minutes, order, axis=1)
        left = counted.sum() - np.cumsum(counted[order], axis=1)
        found = [_first(times, left <= limit) if counted.sum() > limit else np.zeros(len(times)) for limit in limits]
        return _percentiles(np.stack(found, axis=1))

    def _area(self, area: int, share: float, round_minutes: float) -> AreaEstimate:
        rows = np.flatnonzero(self.outages.area == area)
        customers, restored = self.outages.customers[rows], self.restored_minutes[:, rows]
        enough = np.array([_when_restored(run, customers, share) for run in restored])
        told, last = (
            float(_rounded_up(_percentiles(times[:, None])[2], round_minutes)[0])
            for times in (enough, restored.max(axis=1))
        )
        return AreaEstimate(area, len(rows), int(customers.sum()), told, last)


def _first(times: Floats, is_reached: NDArray[np.bool_]) -> Floats:
    """The first time of each run at which something is reached; the last outage of a run reaches all."""
    found: Floats = np.take_along_axis(times, is_reached.argmax(axis=1)[:, None], axis=1)[:, 0]
    return found


def _percentiles(times: Floats) -> tuple[Floats, Floats, Floats]:
    """P10, P50 and P90 over runs, NaN where they are infinite, shape (columns,) each."""
    finite = np.percentile(np.where(np.isinf(times), 1e18, times), PERCENTILES, axis=0)
    p10, p50, p90 = np.where(finite > 1e15, np.nan, finite)
    return p10, p50, p90


def _rounded_up(minutes: Floats, step: float) -> Floats:
    rounded: Floats = np.ceil(minutes / step - 1e-9) * step
    return rounded


def _still_out(restored: Floats, customers: Ints, at: Floats) -> Ints:
    order = np.argsort(restored)
    back = np.concatenate([[0], np.cumsum(customers[order])])
    found: Ints = back[-1] - back[np.searchsorted(restored[order], at, "right")]
    return found


def _when_restored(restored: Floats, customers: Ints, share: float) -> float:
    """When that share of the customers has supply again."""
    order = np.argsort(restored)
    back = np.cumsum(customers[order])
    place = int(np.searchsorted(back, share * back[-1] - 1e-9))
    return float(restored[order[place]])
