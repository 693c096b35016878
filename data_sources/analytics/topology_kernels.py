"""The compiled loops behind topology.py: plain arrays in, plain arrays out, without the interpreter lock.

Node and edge numbers are checked by the caller; shapes and meanings are those of `Topology`'s attributes.
"""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def adjacency(node_count, from_node, to_node):  # type: ignore[no-untyped-def]  # numba infers the types
    """(first, neighbour, edge): the edge ends of node n are `first[n]:first[n + 1]` of the other two; counting sort."""
    first = np.zeros(node_count + 1, np.int64)
    for e in range(len(from_node)):
        first[from_node[e] + 1] += 1
        first[to_node[e] + 1] += 1
    first = np.cumsum(first)
    free = first[:-1].copy()
    neighbour = np.empty(2 * len(from_node), np.int64)
    edge = np.empty(2 * len(from_node), np.int64)
    for e in range(len(from_node)):
        a, b = from_node[e], to_node[e]
        neighbour[free[a]], edge[free[a]] = b, e
        free[a] += 1
        neighbour[free[b]], edge[free[b]] = a, e
        free[b] += 1
    return first, neighbour, edge


@numba.njit(nogil=True, cache=True)
def search(first, neighbour, edge, is_closed, roots):  # type: ignore[no-untyped-def]  # numba infers the types
    """Breadth first: (nodes in order of finding, parent node, parent edge, depth, root)."""
    node_count = len(first) - 1
    parent_node = np.full(node_count, -1, np.int64)
    parent_edge = np.full(node_count, -1, np.int64)
    depth = np.full(node_count, -1, np.int64)
    root = np.full(node_count, -1, np.int64)
    found = np.empty(node_count, np.int64)
    tail = 0
    for node in roots:
        depth[node], root[node], found[tail] = 0, node, node
        tail += 1
    head = 0
    while head < tail:
        node = found[head]
        head += 1
        for k in range(first[node], first[node + 1]):
            other = neighbour[k]
            if depth[other] < 0 and is_closed[edge[k]]:
                depth[other], root[other] = depth[node] + 1, root[node]
                parent_node[other], parent_edge[other] = node, edge[k]
                found[tail] = other
                tail += 1
    return found[:tail].copy(), parent_node, parent_edge, depth, root


@numba.njit(nogil=True, cache=True)
def number(searched, parent_node):  # type: ignore[no-untyped-def]  # numba infers the types
    """Depth-first positions from a breadth-first order: sizes from the leaves up, positions from the roots down."""
    size = np.zeros(len(parent_node), np.int64)
    for k in range(len(searched) - 1, -1, -1):
        node = searched[k]
        size[node] += 1
        if parent_node[node] >= 0:
            size[parent_node[node]] += size[node]
    start = np.full(len(parent_node), -1, np.int64)
    free = np.full(len(parent_node), -1, np.int64)
    stop = np.full(len(parent_node), -1, np.int64)
    next_root = 0
    for node in searched:
        parent = parent_node[node]
        if parent < 0:
            start[node] = next_root
            next_root += size[node]
        else:
            start[node] = free[parent]
            free[parent] += size[node]
        free[node] = start[node] + 1
        stop[node] = start[node] + size[node]
    return start, stop


@numba.njit(nogil=True, cache=True)
def closed_off(searched, parent_node, start, stop, loop_from, loop_to):  # type: ignore[no-untyped-def]  # see above
    """Whether no loop edge leaves the subtree of each node."""
    low, high = start.copy(), stop - 1
    for k in range(len(loop_from)):
        a, b = loop_from[k], loop_to[k]
        low[a], high[a] = min(low[a], start[b]), max(high[a], start[b])
        low[b], high[b] = min(low[b], start[a]), max(high[b], start[a])
    for k in range(len(searched) - 1, -1, -1):
        node = searched[k]
        parent = parent_node[node]
        if parent >= 0:
            low[parent], high[parent] = min(low[parent], low[node]), max(high[parent], high[node])
    return (low >= start) & (high < stop)


@numba.njit(nogil=True, cache=True)
def hand_down(order, parent_node, is_marked, label):  # type: ignore[no-untyped-def]  # numba infers the types
    """Copy each unmarked node's label from its parent, from the roots on, in place."""
    for node in order:
        if not is_marked[node] and parent_node[node] >= 0:
            label[node] = label[parent_node[node]]
