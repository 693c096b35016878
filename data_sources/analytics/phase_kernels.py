"""The compiled loop behind phases.py: plain arrays in, plain arrays out, without the interpreter lock."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def cut_off(edges, opened, ranges, hanging, belongs, columns):  # type: ignore[no-untyped-def]  # numba infers the types
    """What hangs below some edges on the opened phases.

    Args:
        edges: that open together.
        opened: bits of the phases that open.
        ranges: of each edge and bit, where in `hanging` what is below it begins and ends, shape (edges, 4, 2).
        hanging: things in the order of four forests, one after the other.
        belongs: bits of each thing, shape (things,).
        columns: quantities to be summed, shape (things, columns).

    Returns:
        (things ascending, the bits they lose, sums): the sums have a row for each bit, one for all things once and one
        for those that keep a phase. Things lie close together: only the range of what is found is looked through.
    """
    first, last = len(belongs), -1
    for edge in edges:
        for k in range(4):
            if opened & (1 << k):
                for place in range(ranges[edge, k, 0], ranges[edge, k, 1]):
                    first, last = min(first, hanging[place]), max(last, hanging[place])
    bits = np.zeros(max(last + 1 - first, 0), np.uint8)
    for edge in edges:
        for k in range(4):
            if opened & (1 << k):
                for place in range(ranges[edge, k, 0], ranges[edge, k, 1]):
                    bits[hanging[place] - first] |= np.uint8(1 << k)
    found = np.flatnonzero(bits)
    lost = bits[found]
    found += first
    sums = np.zeros((6, columns.shape[1]))
    for number in range(len(found)):
        for column in range(columns.shape[1]):
            value = columns[found[number], column]
            sums[4, column] += value
            if lost[number] != belongs[found[number]]:
                sums[5, column] += value
            for k in range(4):
                if lost[number] & (1 << k):
                    sums[k, column] += value
    return found, lost, sums
