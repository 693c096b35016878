"""Restoration curves: customers without supply against time, exact and in bins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.analytics.replay.history import Floats, Ints, OutageReplay
from data_sources.analytics.replay.kernels import in_bins


class RestorationCurve(NamedTuple):
    """Customers out over a period as a step function.

    Attributes:
        at_ms: where it changes, the beginning of the period first, ascending, shape (steps,).
        customers_out: from there on, shape (steps,).
        end_ms: end of the period.
    """

    at_ms: Ints
    customers_out: Ints
    end_ms: int

    @property
    def customer_minutes(self) -> float:
        """Area under it."""
        spans = np.diff(self.at_ms, append=self.end_ms)
        return float((spans * self.customers_out).sum() / 60_000)

    def customer_minutes_until(self, at_ms: Ints) -> Floats:
        """Area under it from the beginning up to instants of the period, shape as theirs."""
        edges = np.append(self.at_ms, self.end_ms)
        area = np.append(0.0, np.cumsum(np.diff(edges) * self.customers_out) / 60_000)
        return np.asarray(np.interp(at_ms, edges, area), np.float64)

    @property
    def corners(self) -> tuple[Ints, Ints]:
        """(instants ascending, customers out) of a line through all of it: before and after each change, and the end.

        The corner before a change lies a millisecond before it, so that either level has an instant of its own.
        """
        at = np.append(np.repeat(self.at_ms, 2)[1:], self.end_ms)
        at[1:-1:2] = np.maximum(at[1:-1:2] - 1, at[:-2:2])
        return at, np.repeat(self.customers_out, 2)

    @property
    def peak(self) -> tuple[int, int]:
        """(when it was highest for the first time, customers then)."""
        step = int(np.argmax(self.customers_out))
        return int(self.at_ms[step]), int(self.customers_out[step])


class BinnedCurve(NamedTuple):
    """The same in bins: what a chart of a fixed number of pixels needs.

    Attributes:
        from_ms: beginning of each bin, shape (bins,).
        mean: time-weighted mean of customers out, shape (bins,).
        most: most customers out at once, shape (bins,).
        last: customers out at the end of it, shape (bins,).
    """

    from_ms: Ints
    mean: Floats
    most: Ints
    last: Ints


def restoration_curve(replay: OutageReplay, from_ms: int, to_ms: int) -> RestorationCurve:
    """The exact curve of a period.

    Raises:
        ValueError: the period is empty.
    """
    if to_ms <= from_ms:
        raise ValueError("A period ends after it begins.")
    return RestorationCurve(*replay.steps(from_ms, to_ms), to_ms)


def binned(curve: RestorationCurve, bins: int) -> BinnedCurve:
    """A curve in bins of one width (the last one ends with the period).

    Raises:
        ValueError: no bins, or more than the period has milliseconds.
    """
    length = curve.end_ms - int(curve.at_ms[0])
    if not 0 < bins <= length:
        raise ValueError(f"Between 1 and {length} bins fit into the period.")
    return binned_between(curve, curve.at_ms[0] + np.arange(bins + 1) * length // bins)


def binned_between(curve: RestorationCurve, edges: Ints) -> BinnedCurve:
    """A curve in bins from edge to edge.

    Args:
        curve: of a period.
        edges: instants of the period, ascending, none twice, the first its beginning, shape (bins + 1,).
    """
    area, most, last = in_bins(curve.at_ms, curve.customers_out, edges)
    return BinnedCurve(edges[:-1], area / np.diff(edges), most, last)
