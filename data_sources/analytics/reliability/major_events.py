"""Major event days by the 2.5-beta method (IEEE Std 1366-2022, 5.1).

Method
    1. Every interruption's customer minutes accrue to the local day it began on, however long it lasted.
    2. Of the daily SAIDI of up to five years before a year, days of zero are dropped and the natural logarithms taken;
       alpha is their mean, beta their sample standard deviation, T_MED = exp(alpha + 2.5 beta).
    3. A day of the year whose SAIDI is above T_MED is a major event day.

Limits
    A year with less than two days of SAIDI above zero in the years before has no threshold, and no day of it is judged.
    Fewer than five years are taken as they are; the standard asks for five as soon as there are five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.clock import DAY_S, local_seconds
from data_sources.analytics.reliability.interruptions import Bools, Floats, Instants, Interruptions, Ints

BETAS = 2.5
YEARS = 5


@dataclass(frozen=True, slots=True)
class MajorEventThreshold:
    """T_MED and what it was made from.

    Attributes:
        minutes: T_MED, in minutes of daily SAIDI.
        alpha: mean of the logarithms.
        beta: their sample standard deviation.
        days: with SAIDI above zero.
    """

    minutes: float
    alpha: float
    beta: float
    days: int


def local_days(at: Instants, time_zone: str) -> Ints:
    """The local day of instants, as days since 1970.

    Args:
        at: UTC, shape (n,).
        time_zone: IANA name.
    """
    return local_seconds(at, time_zone) // DAY_S


def months_of(days: Ints) -> Ints:
    """Months since January 1970 of local days."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def years_of(days: Ints) -> Ints:
    """Years of local days."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def daily_saidi(rows: Interruptions, day: Ints, first_day: int, days: int, customers_served: ArrayLike) -> Floats:
    """Minutes of SAIDI of each day.

    Args:
        rows: interruptions.
        day: local day that each began on, from `local_days`.
        first_day: since 1970.
        days: how many; what began outside does not count.
        customers_served: one number, or one a day.
    """
    place = day - first_day
    chosen = rows.is_sustained & (place >= 0) & (place < days)
    minutes = (rows.customers * rows.minutes)[chosen]
    sums = np.bincount(place[chosen], weights=minutes, minlength=days).astype(np.float64)
    return sums / np.broadcast_to(np.asarray(customers_served, np.float64), (days,))


def threshold(saidi: Floats) -> MajorEventThreshold | None:
    """T_MED of daily SAIDI; None where fewer than two days are above zero.

    Args:
        saidi: minutes of each day, shape (days,).
    """
    logs = np.log(saidi[saidi > 0])
    if len(logs) < 2:
        return None
    alpha, beta = float(logs.mean()), float(logs.std(ddof=1))
    return MajorEventThreshold(t_med(alpha, beta), alpha, beta, len(logs))


def t_med(alpha: float, beta: float) -> float:
    """T_MED in minutes, of the mean and standard deviation of the logarithms."""
    return float(np.exp(alpha + BETAS * beta))


def thresholds(saidi: Floats, first_day: int) -> dict[int, MajorEventThreshold | None]:
    """The threshold of each year, from the five before it.

    Args:
        saidi: minutes of each day, shape (days,).
        first_day: of it, since 1970.
    """
    year = years_of(first_day + np.arange(len(saidi)))
    known = np.unique(year).tolist()
    return {one: threshold(saidi[(year >= one - YEARS) & (year < one)]) for one in known}


def major_event_days(
    saidi: Floats, first_day: int, limits: Mapping[int, MajorEventThreshold | None]
) -> Bools:  # fmt: skip
    """Which days are major event days, shape (days,).

    Args:
        saidi: minutes of each day, shape (days,).
        first_day: of it, since 1970.
        limits: of each year; a year without one has none.
    """
    year = years_of(first_day + np.arange(len(saidi)))
    limit = {one: found.minutes if (found := limits.get(one)) else np.inf for one in np.unique(year).tolist()}
    return np.asarray(saidi > np.array([limit[one] for one in year.tolist()]), np.bool_)
