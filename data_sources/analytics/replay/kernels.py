"""The compiled loops behind replay: plain arrays in, plain arrays out, without the interpreter lock."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def running_max(values, is_first):  # type: ignore[no-untyped-def]  # numba infers the types
    """The running maximum within each group, which begins where `is_first` says."""
    latest = values.copy()
    for k in range(1, len(values)):
        if not is_first[k]:
            latest[k] = max(latest[k], latest[k - 1])
    return latest


@numba.njit(nogil=True, cache=True)
def steps(begins, begun, ends, ended, from_ms, to_ms):  # type: ignore[no-untyped-def]  # numba infers the types
    """(when customers out change within a period, its beginning first, customers out from there on).

    Args:
        begins: ascending, shape (rows,).
        begun: running sum of customers in that order, shape (rows + 1,).
        ends: ascending, shape (rows,).
        ended: likewise in that order.
        from_ms: beginning of the period.
        to_ms: its end.
    """
    a, b = np.searchsorted(begins, from_ms, "right"), np.searchsorted(ends, from_ms, "right")
    a_last, b_last = np.searchsorted(begins, to_ms), np.searchsorted(ends, to_ms)
    at, out = np.empty(a_last - a + b_last - b + 1, np.int64), np.empty(a_last - a + b_last - b + 1, np.int64)
    at[0], out[0], count = from_ms, begun[a] - ended[b], 1
    while a < a_last or b < b_last:
        now = min(begins[a] if a < a_last else to_ms, ends[b] if b < b_last else to_ms)
        while a < a_last and begins[a] == now:
            a += 1
        while b < b_last and ends[b] == now:
            b += 1
        if begun[a] - ended[b] != out[count - 1]:
            at[count], out[count] = now, begun[a] - ended[b]
            count += 1
    return at[:count], out[:count]


@numba.njit(nogil=True, cache=True)
def in_bins(at, out, edges):  # type: ignore[no-untyped-def]  # numba infers the types
    """(area, most, last) of a step function in each bin, from edge to edge; areas in customer milliseconds."""
    bins = len(edges) - 1
    area, most, last = np.zeros(bins, np.int64), np.zeros(bins, np.int64), np.zeros(bins, np.int64)
    step = 0
    for k in range(bins):
        now = edges[k]
        while step + 1 < len(at) and at[step + 1] <= now:
            step += 1
        most[k] = out[step]
        while step + 1 < len(at) and at[step + 1] < edges[k + 1]:
            area[k] += out[step] * (at[step + 1] - now)
            step += 1
            now = at[step]
            most[k] = max(most[k], out[step])
        area[k] += out[step] * (edges[k + 1] - now)
        last[k] = out[step]
    return area, most, last
