"""System indices of IEEE Std 1366-2022, clause 4, for the whole or for any groups of rows.

Method
    With the sustained interruptions i of customers N_i (kVA L_i) for r_i minutes, N_T customers (L_T kVA) served:
    SAIFI = sum N_i / N_T, SAIDI = sum r_i N_i / N_T, CAIDI = SAIDI / SAIFI, ASAI = 1 - SAIDI / minutes of the period,
    ASIFI = sum L_i / L_T, ASIDI = sum r_i L_i / L_T; with the momentary ones MAIFI = sum IM_i N_i / N_T, and MAIFI_E
    likewise over events (`momentary`). One pass of `bincount` a sum: groups cost nothing.

Assumptions
    Customers served are the active service points, kVA served the connected transformers, in the period's mean.

Known drawback
    Nothing tells 0 interruptions from none reported: who asks must know that the record is complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.reliability.interruptions import Floats, Interruptions, Ints
from data_sources.analytics.reliability.momentary import momentary_events

MINUTES_AN_HOUR = 60.0
NEEDS: Final[Mapping[str, str]] = {
    "maifi_e": "the device or circuit of each momentary interruption",
    "asifi": "the kVA of each interruption and the kVA served",
    "asidi_minutes": "the kVA of each interruption and the kVA served",
}


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """What an index is referred to: one number, or one a group.

    Attributes:
        customers: active service points, N_T.
        kva: connected load, L_T; None where nobody knows it.
    """

    customers: ArrayLike
    kva: ArrayLike | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityIndices:
    """Indices of groups, each of shape (groups,); NaN where one cannot be told.

    Attributes:
        interruptions: customer interruptions (CI), sustained.
        customer_minutes: customer minutes of interruption (CMI), sustained.
        momentary_interruptions: customer interruptions, momentary.
        saifi: sustained interruptions a customer served.
        saidi_minutes: minutes of interruption a customer served.
        caidi_minutes: minutes an interruption; NaN without any.
        asai: share of the period with supply, 0 to 1.
        maifi: momentary interruptions a customer served.
        maifi_e: momentary interruption events a customer served.
        asifi: kVA interrupted a kVA served.
        asidi_minutes: minutes a kVA served.
        needs: of an index that no group has: what would be needed to tell it.
    """

    interruptions: Floats
    customer_minutes: Floats
    momentary_interruptions: Floats
    saifi: Floats
    saidi_minutes: Floats
    caidi_minutes: Floats
    asai: Floats
    maifi: Floats
    maifi_e: Floats
    asifi: Floats
    asidi_minutes: Floats
    needs: Mapping[str, str] = field(default_factory=dict)

    def worst(self, measure: str, count: int) -> Ints:
        """Groups by a measure, largest first, the earlier of equals first; those with nothing are left out.

        Args:
            measure: name of an attribute.
            count: how many at most.
        """
        values = np.nan_to_num(getattr(self, measure), nan=0.0)
        order = np.argsort(-values, kind="stable")[:count]
        return np.asarray(order[values[order] > 0], np.int64)


def indices(
    rows: Interruptions, served: Served, hours: float, group: Ints | None = None, groups: int = 1
) -> ReliabilityIndices:
    """Indices of all rows, or of each group of rows.

    Args:
        rows: interruptions of the period; each counts in the period that it began in.
        served: one number for all, or one a group.
        hours: length of the period.
        group: number of each row's group, -1 for none, shape (rows,); None is one group.
        groups: how many groups there are.
    """
    own = np.zeros(len(rows), np.int64) if group is None else np.asarray(group, np.int64)
    is_sustained, is_in = rows.is_sustained, own >= 0
    lasting, brief = (
        _GroupSums(own, np.flatnonzero(chosen & is_in), groups) for chosen in (is_sustained, ~is_sustained)
    )
    interruptions, momentary = lasting.of(rows.customers), brief.of(rows.customers)
    customer_minutes = lasting.of(rows.customers * rows.minutes)
    customers = _positive(served.customers, groups)
    events = _events(rows, own, groups) / customers
    kva_interrupted, kva_minutes = _kva(rows, served, lasting, groups)
    told = {"maifi_e": rows.device is not None} | dict.fromkeys(("asifi", "asidi_minutes"), _has_kva(rows, served))
    return ReliabilityIndices(
        interruptions, customer_minutes, momentary, interruptions / customers, customer_minutes / customers,
        np.divide(customer_minutes, interruptions, out=np.full(groups, np.nan), where=interruptions > 0),
        1 - customer_minutes / customers / (hours * MINUTES_AN_HOUR), momentary / customers, events,
        kva_interrupted, kva_minutes, {name: NEEDS[name] for name, is_told in told.items() if not is_told},
    )  # fmt: skip


class _GroupSums:
    """Sums over some rows, by group."""

    def __init__(self, group: Ints, rows: Ints, groups: int) -> None:
        self.rows, self.group, self.groups = rows, group[rows], groups

    def of(self, weight: Floats) -> Floats:
        return np.bincount(self.group, weights=weight[self.rows], minlength=self.groups).astype(np.float64)


def _positive(served: ArrayLike, groups: int) -> Floats:
    """One a group; NaN where nobody is served."""
    given = np.broadcast_to(np.asarray(served, np.float64), (groups,))
    return np.where(given > 0, given, np.nan)


def _events(rows: Interruptions, group: Ints, groups: int) -> Floats:
    """Momentary customer events; an event belongs where its first operation does."""
    if rows.device is None:
        return np.full(groups, np.nan)
    found = momentary_events(rows)
    own = group[found.row]
    return np.bincount(own[own >= 0], weights=found.customers[own >= 0], minlength=groups).astype(np.float64)


def _has_kva(rows: Interruptions, served: Served) -> bool:
    return served.kva is not None and rows.kva is not None and bool(np.isfinite(rows.kva[rows.is_sustained]).all())


def _kva(rows: Interruptions, served: Served, lasting: _GroupSums, groups: int) -> tuple[Floats, Floats]:
    """(ASIFI, ASIDI); a single row of unknown kVA leaves both untold."""
    if not _has_kva(rows, served) or rows.kva is None or served.kva is None:
        return np.full(groups, np.nan), np.full(groups, np.nan)
    total = _positive(served.kva, groups)
    return lasting.of(rows.kva) / total, lasting.of(rows.kva * rows.minutes) / total
