"""Momentary interruption events: what reclosing does within five minutes is one event (IEEE Std 1366-2022, 3 and 4.5).

Method
    Operations of one device, in the order of time: an event takes in all that begin within five minutes of its first
    one, the next event begins after that. Groups that one operation interrupted and that came back at different times
    are one operation.

    Its customers are those of its largest operation, without those whom the same device interrupts for longer than five
    minutes within these five minutes: what precedes a lockout is no momentary event for whom it locks out.

Known drawback
    Customers have no names here: two operations of one device that interrupt different customers (single phases) count
    as if the smaller lay within the larger.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.analytics.clock import seconds_of
from data_sources.analytics.reliability.interruptions import MOMENTARY_MINUTES, Bools, Floats, Interruptions, Ints

WINDOW_S = int(MOMENTARY_MINUTES * 60)
SLOTS = 1 << 24


class MomentaryEvents(NamedTuple):
    """Events, arrays of one length.

    Attributes:
        row: a row of the first operation of each.
        customers: for whom it was momentary.
    """

    row: Ints
    customers: Floats


class _Operations(NamedTuple):
    """Distinct (device, instant) in order, as one number whose differences are seconds within a device."""

    key: Ints
    row: Ints
    customers: Floats


def momentary_events(rows: Interruptions) -> MomentaryEvents:
    """The events among the rows.

    Args:
        rows: momentary and sustained ones, with the device of each.

    Raises:
        ValueError: nobody knows the devices.
    """
    key = _keys(rows)
    brief = _operations(rows, key, np.flatnonzero(~rows.is_sustained))
    if not len(brief.key):
        return MomentaryEvents(brief.row, brief.customers)
    first = _first_operations(brief.key)
    most = np.maximum.reduceat(brief.customers, first)
    left = most - _locked_out(rows, key, brief.key[first])
    return MomentaryEvents(brief.row[first][left > 0], left[left > 0])


def _keys(rows: Interruptions) -> Ints:
    """Seconds of one device side by side; devices further apart than any window."""
    if rows.device is None:
        raise ValueError("Momentary events need the device or circuit of each interruption.")
    if not len(rows):
        return np.zeros(0, np.int64)
    seconds = seconds_of(rows.started_at)
    since = seconds - seconds.min()
    apart = int(since.max()) + 2 * WINDOW_S
    device = rows.device - rows.device.min()
    if int(device.max()) >= np.iinfo(np.int64).max // apart - 1:  # numbers so large are names, not places in a list
        _, device = np.unique(device, return_inverse=True)
    return np.asarray(device * apart + since, np.int64)


def _operations(rows: Interruptions, key: Ints, brief: Ints) -> _Operations:
    brief = brief[np.argsort(key[brief])]
    own = key[brief]
    first = np.flatnonzero(np.concatenate([np.ones(min(len(own), 1), np.bool_), own[1:] != own[:-1]]))
    if not len(first):
        return _Operations(own, brief, np.zeros(0))
    return _Operations(own[first], np.minimum.reduceat(brief, first), np.add.reduceat(rows.customers[brief], first))


def _first_operations(key: Ints) -> Ints:
    """Where each event begins; chains of operations less than a window apart are walked side by side."""
    is_first = np.concatenate([[True], np.diff(key) > WINDOW_S])
    walking = np.flatnonzero(is_first)
    while len(walking):
        after = np.searchsorted(key, key[walking] + WINDOW_S, side="right")
        after = after[after < len(key)]
        walking = after[~is_first[after]]
        is_first[walking] = True
    return np.flatnonzero(is_first)


def _locked_out(rows: Interruptions, key: Ints, began: Ints) -> Floats:
    """Customers whom the same device interrupts for longer after, and within five minutes of, each beginning."""
    lasting = np.flatnonzero(rows.is_sustained)
    lasting = lasting[_may_be_near(key[lasting], began)]
    lasting = lasting[np.argsort(key[lasting])]
    total = np.concatenate([[0.0], np.cumsum(rows.customers[lasting])])
    low, high = (np.searchsorted(key[lasting], edge, side="right") for edge in (began, began + WINDOW_S))
    return np.asarray(total[high] - total[low], np.float64)


def _may_be_near(key: Ints, began: Ints) -> Bools:
    """Which may lie within a window of a beginning: almost none does, and to sort them all takes three times as long.

    Windows of time are told apart by the rest of their number only: whoever passes is still compared.
    """
    is_near = np.zeros(SLOTS, np.bool_)
    window = began // WINDOW_S
    is_near[window % SLOTS] = True
    is_near[(window + 1) % SLOTS] = True
    return np.asarray(is_near[key // WINDOW_S % SLOTS], np.bool_)
