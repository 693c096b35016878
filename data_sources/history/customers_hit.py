"""Customers of a place by what they went through in a period: how often they were interrupted, and for how long.

Method
    As CEMI and CELID of IEEE Std 1366-2022 (4.2, 4.4): only sustained interruptions count; customers of a transformer
    are interrupted together, and as many count as the largest of its interruptions took.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.analytics.reliability.interruptions import Bools, Floats, Ints
from data_sources.history.reliability import KNOWN_SHARE, ReliabilityPeriod, ReliabilityRecord, Scope, rows_of


@dataclass(frozen=True, slots=True, eq=False)
class CustomersHit:
    """Groups of customers that were interrupted together, shape (groups,).

    Attributes:
        feeder: place of the feeder that they hung on at first, among those of the record; -1 for one that is gone.
        customers: how many they are.
        times: sustained interruptions of each.
        longest_hours: of the longest one.
        total_hours: of all together.
    """

    feeder: Ints
    customers: Floats
    times: Ints
    longest_hours: Floats
    total_hours: Floats

    def count(self, beyond: Bools) -> int:
        """Customers of some of the groups."""
        return round(float(self.customers[beyond].sum()))


def customers_hit(
    record: ReliabilityRecord, scope: Scope, scope_id: int | None, period: ReliabilityPeriod
) -> CustomersHit | None:
    """Who was interrupted in a place and period; None where the transformers of too many interruptions are not known.

    Args:
        record: of the utility.
        scope: whose customers.
        scope_id: id of the substation or feeder.
        period: local days.
    """
    chosen = rows_of(record, scope, scope_id, period)
    rows = record.interruptions.take(chosen)
    transformer, feeder = record.rows.transformer[chosen], record.feeder[chosen]
    is_known, weight = transformer >= 0, rows.customers * rows.is_sustained
    if weight[is_known].sum() < KNOWN_SHARE * weight.sum():
        return None
    is_told = is_known & rows.is_sustained
    _, first, group = np.unique(transformer[is_told], return_index=True, return_inverse=True)
    customers, longest = np.zeros(len(first)), np.zeros(len(first))
    hours = rows.minutes[is_told] / 60
    np.maximum.at(customers, group, rows.customers[is_told].astype(np.float64))
    np.maximum.at(longest, group, hours)
    times = np.bincount(group, minlength=len(first))
    total = np.bincount(group, weights=hours, minlength=len(first)).astype(np.float64)
    return CustomersHit(feeder[is_told][first], customers, times, longest, total)
