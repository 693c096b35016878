"""The compiled loops behind betweenness.py: plain arrays in, plain arrays out, without the interpreter lock.

Graphs come as the edge ends of each node (`topology_kernels.adjacency`), without parallel edges.
"""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def peel(first, neighbour):  # type: ignore[no-untyped-def]  # numba infers the types
    """Take hanging trees off: (in 2-core, nodes hanging on each, sum of squares of the parts, size of component)."""
    count = len(first) - 1
    degree = first[1:] - first[:-1]
    below, squares = np.zeros(count, np.int64), np.zeros(count, np.float64)
    is_off = np.zeros(count, np.bool_)
    line = np.empty(count, np.int64)
    tail = 0
    for node in range(count):
        if degree[node] == 1:
            line[tail] = node
            tail += 1
    head = 0
    while head < tail:
        node = line[head]
        head += 1
        if degree[node] != 1:  # the last one of a tree
            continue
        is_off[node] = True
        for k in range(first[node], first[node + 1]):
            other = neighbour[k]
            if not is_off[other]:
                size = below[node] + 1
                below[other] += size
                squares[other] += float(size) * size
                degree[other] -= 1
                if degree[other] == 1:
                    line[tail] = other
                    tail += 1
    in_core = ~is_off & (degree > 1)
    return in_core, below, squares, _component_sizes(first, neighbour)


@numba.njit(nogil=True, cache=True)
def _component_sizes(first, neighbour):  # type: ignore[no-untyped-def]  # numba infers the types
    count = len(first) - 1
    size = np.zeros(count, np.int64)
    found = np.empty(count, np.int64)
    for start in range(count):
        if size[start]:
            continue
        found[0], size[start], head, tail = start, 1, 0, 1
        while head < tail:
            node = found[head]
            head += 1
            for k in range(first[node], first[node + 1]):
                other = neighbour[k]
                if not size[other]:
                    size[other] = 1
                    found[tail] = other
                    tail += 1
        for k in range(tail):
            size[found[k]] = tail
    return size


@numba.njit(nogil=True, cache=True)
def core_betweenness(first, neighbour, weight):  # type: ignore[no-untyped-def]  # numba infers the types
    """Brandes over nodes that stand for `weight` nodes each; pairs are counted once."""
    count = len(first) - 1
    between = np.zeros(count)
    depth, found = np.full(count, -1, np.int64), np.empty(count, np.int64)
    paths, passing = np.zeros(count), np.zeros(count)
    for source in range(count):
        depth[source], paths[source], found[0] = 0, 1.0, source
        head, tail = 0, 1
        while head < tail:
            node = found[head]
            head += 1
            for k in range(first[node], first[node + 1]):
                other = neighbour[k]
                if depth[other] < 0:
                    depth[other] = depth[node] + 1
                    found[tail] = other
                    tail += 1
                if depth[other] == depth[node] + 1:
                    paths[other] += paths[node]
        for at in range(tail - 1, 0, -1):
            node = found[at]
            share = (weight[node] + passing[node]) / paths[node]
            for k in range(first[node], first[node + 1]):
                other = neighbour[k]
                if depth[other] == depth[node] - 1:
                    passing[other] += paths[other] * share
            between[node] += weight[source] * passing[node]
            depth[node], paths[node], passing[node] = -1, 0.0, 0.0
        depth[source], paths[source], passing[source] = -1, 0.0, 0.0
    return between / 2
