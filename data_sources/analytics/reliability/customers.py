"""Indices that need to know which customer was interrupted (IEEE Std 1366-2022, 4.2 and 4.4).

Method
    One row a customer and interruption, or a group that is always interrupted together. Of the sustained ones, with CN
    distinct customers: CAIFI = interruptions / CN, CTAIDI = minutes / CN (who was not interrupted does not count);
    CEMI_n is the share of the customers served with n or more, CELID-s with a single one of s hours or longer, CELID-t
    with t hours or more in total.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.reliability.interruptions import MOMENTARY_MINUTES, Floats

NEEDS_CUSTOMERS: Final = "which customer each interruption was of"


@dataclass(frozen=True, slots=True)
class CustomerIndices:
    """Indices over customers.

    Attributes:
        customers_interrupted: distinct ones with a sustained interruption, CN.
        caifi: interruptions a customer interrupted; NaN without any.
        ctaidi_minutes: minutes a customer interrupted; NaN without any.
        cemi: share of customers served with so many interruptions or more, by the number.
        celid_s: share of customers served with a single interruption of so many hours or longer, by the hours.
        celid_t: share of customers served with so many hours or more in total, by the hours.
    """

    customers_interrupted: int
    caifi: float
    ctaidi_minutes: float
    cemi: dict[int, float]
    celid_s: dict[float, float]
    celid_t: dict[float, float]


def customer_indices(
    customer: ArrayLike,
    minutes: ArrayLike,
    customers_served: float,
    *,
    size: ArrayLike | None = None,
    n: tuple[int, ...] = (3, 5),
    s_hours: tuple[float, ...] = (8.0,),
    t_hours: tuple[float, ...] = (8.0,),
) -> CustomerIndices:
    """Indices over customers.

    Args:
        customer: whose interruption, any kind of key, shape (rows,).
        minutes: its duration, shape (rows,).
        customers_served: N_T.
        size: how many customers each row's key stands for, shape (rows,); the most of a key's rows count. None is one.
        n: numbers of interruptions of CEMI.
        s_hours: durations of CELID-s.
        t_hours: durations of CELID-t.
    """
    lasted = np.asarray(minutes, np.float64)
    is_sustained = lasted > MOMENTARY_MINUTES
    _, who = np.unique(np.asarray(customer)[is_sustained], return_inverse=True)
    lasted = lasted[is_sustained]
    times = np.bincount(who).astype(np.float64)
    total = np.bincount(who, weights=lasted) / 60
    longest, each = np.zeros(len(times)), np.zeros(len(times))
    np.maximum.at(longest, who, lasted / 60)
    np.maximum.at(each, who, np.ones(len(who)) if size is None else np.asarray(size, np.float64)[is_sustained])
    count = float(each.sum())

    def share(values: Floats, least: float) -> float:
        return float(each[values >= least].sum() / customers_served) if customers_served > 0 else np.nan

    of_count = count or np.nan
    return CustomerIndices(
        round(count), float(times @ each) / of_count, float(total @ each) * 60 / of_count,
        {least: share(times, least) for least in n},
        {least: share(longest, least) for least in s_hours},
        {least: share(total, least) for least in t_hours},
    )  # fmt: skip
