"""The compiled loops behind transfer.py: plain arrays in, changed in place where it is said, no interpreter lock.

State of a grid: `parent` and `parent_edge` of each node (-1: dark), node 0 the root; `flow` of each node through its
parent edge, its own load included; `is_locked` edges that tripped; `is_banned` nodes that nobody may feed.
"""

from __future__ import annotations

import numba
import numpy as np

ROUNDING = 1e-9  # sums of the same loads in another order: as much over a limit is no overload


@numba.njit(nogil=True, cache=True)
def add_flows(parent, load, flow):  # type: ignore[no-untyped-def]  # numba infers the types
    """Sum loads from the leaves up, into `flow`; dark nodes carry nothing."""
    count = len(parent)
    waits = np.zeros(count, np.int64)
    line = np.empty(count, np.int64)
    tail = 0
    for node in range(1, count):
        flow[node] = load[node] if parent[node] >= 0 else 0.0
        if parent[node] >= 0:
            waits[parent[node]] += 1
    flow[0] = load[0]
    for node in range(1, count):
        if parent[node] >= 0 and waits[node] == 0:
            line[tail] = node
            tail += 1
    head = 0
    while head < tail:
        node = line[head]
        head += 1
        above = parent[node]
        flow[above] += flow[node]
        waits[above] -= 1
        if waits[above] == 0 and above > 0:
            line[tail] = above
            tail += 1


@numba.njit(nogil=True, cache=True)
def below(parent, is_marked):  # type: ignore[no-untyped-def]  # numba infers the types
    """Nodes that are marked or fed through such a node, and those that are not fed; never the root."""
    count = len(parent)
    state = np.zeros(count, np.int8)  # 0 not known, 1 neither, 2 below
    state[0] = 1
    way = np.empty(count, np.int64)
    for start in range(1, count):
        node, steps = start, 0
        while state[node] == 0:
            if is_marked[node] or parent[node] < 0:
                state[node] = 2
                break
            way[steps] = node
            steps += 1
            node = parent[node]
        for k in range(steps):
            state[way[k]] = state[node]
    return state == 2


@numba.njit(nogil=True, cache=True)
def cut(parent, parent_edge, is_cut):  # type: ignore[no-untyped-def]  # numba infers the types
    """Darken the nodes marked and all that was fed through them, in place."""
    is_dark = below(parent, is_cut)
    for node in range(1, len(parent)):
        if is_dark[node]:
            parent[node], parent_edge[node] = -1, -1


@numba.njit(nogil=True, cache=True)
def moved(parent, parent_edge, edge_before):  # type: ignore[no-untyped-def]  # numba infers the types
    """Fed nodes whose way to the root has an edge that it had not before."""
    return below(parent, parent_edge != edge_before) & (parent >= 0)


@numba.njit(nogil=True, cache=True)
def overloaded(parent, parent_edge, flow, limit):  # type: ignore[no-untyped-def]  # numba infers the types
    """Nodes fed through an edge that carries more than its limit, where nothing below them is fed so."""
    count = len(parent)
    is_over = np.zeros(count, np.bool_)
    for node in range(1, count):
        is_over[node] = parent[node] >= 0 and flow[node] > limit[parent_edge[node]] * (1 + ROUNDING)
    has_below = np.zeros(count, np.bool_)
    for start in range(1, count):
        if is_over[start]:
            node = parent[start]
            while node > 0 and not has_below[node]:
                has_below[node] = True
                node = parent[node]
    return is_over & ~has_below


@numba.njit(nogil=True, cache=True)
def headroom(node, parent, parent_edge, flow, limit):  # type: ignore[no-untyped-def]  # numba infers the types
    """What the way from the root to a fed node can carry besides what it carries."""
    least = np.inf
    while node > 0:
        least = min(least, limit[parent_edge[node]] - flow[node])
        node = parent[node]
    return least


@numba.njit(nogil=True, cache=True)
def starts(  # type: ignore[no-untyped-def]  # numba infers the types
    from_node, to_node, is_usable, is_one_way, is_locked, is_banned, limit, parent, parent_edge, flow
):
    """Edges from a live node to a dark one that may be fed, their live ends, and what each could bring, all in line."""
    edges = len(from_node)
    found, room, alive = np.empty(edges, np.int64), np.empty(edges), np.empty(edges, np.int64)
    count = 0
    for e in range(edges):
        if not is_usable[e] or is_locked[e]:
            continue
        a, b = from_node[e], to_node[e]
        is_a, is_b = a == 0 or parent[a] >= 0, b == 0 or parent[b] >= 0
        if is_a == is_b:
            continue
        live, dark = (a, b) if is_a else (b, a)
        if is_banned[dark] or (is_one_way[e] and a != live):
            continue
        found[count], alive[count] = e, live
        room[count] = min(headroom(live, parent, parent_edge, flow, limit), limit[e])
        count += 1
    return found[:count], alive[:count], room[:count]


@numba.njit(nogil=True, cache=True)
def transfer(  # type: ignore[no-untyped-def]  # numba infers the types
    seeds, alive, first, neighbour, edge, from_node, to_node, is_usable, is_one_way, is_locked, is_banned, load, limit,
    is_checked, parent, parent_edge, flow,
):  # fmt: skip
    """Feed dark nodes from live ones over usable edges, the nearest first, in place; answers how many.

    `seeds` (edges with one live end) and their live ends come in the order in which they are to be taken; from what
    they feed it goes on, edge by edge. Over a transformer and a feeder's head only the way they are drawn: nothing is
    fed backwards.
    """
    count = len(seeds)
    line_edge, line_live = np.empty(count + len(neighbour), np.int64), np.empty(count + len(neighbour), np.int64)
    line_edge[:count], line_live[:count] = seeds, alive
    head, tail, fed = 0, count, 0
    while head < tail:
        e, live = line_edge[head], line_live[head]
        head += 1
        dark = to_node[e] if from_node[e] == live else from_node[e]
        if parent[dark] >= 0:
            continue
        if is_checked:
            room = min(headroom(live, parent, parent_edge, flow, limit), limit[e])
            if load[dark] > room * (1 + ROUNDING):
                continue
        parent[dark], parent_edge[dark], flow[dark] = live, e, load[dark]
        fed += 1
        node = live
        while node > 0:
            flow[node] += load[dark]
            node = parent[node]
        for k in range(first[dark], first[dark + 1]):
            other, way = neighbour[k], edge[k]
            if (
                other > 0 and parent[other] < 0 and is_usable[way] and not is_locked[way]
                and not is_banned[other] and not (is_one_way[way] and from_node[way] != dark)
            ):  # fmt: skip
                line_edge[tail], line_live[tail] = way, dark
                tail += 1
    return fed


@numba.njit(nogil=True, cache=True)
def tie_capacity(from_node, to_node, is_tie, limit, parent, parent_edge, flow, capacity):  # type: ignore[no-untyped-def]
    """Add to each node's `capacity` what each tie out of its subtree could take on, given the way on its other side."""
    mark = np.zeros(len(parent), np.int64)
    for e in range(len(from_node)):
        if not is_tie[e]:
            continue
        for inner, outer in ((from_node[e], to_node[e]), (to_node[e], from_node[e])):
            if (inner > 0 and parent[inner] < 0) or (outer > 0 and parent[outer] < 0):
                continue
            stamp = 2 * e + (1 if inner == from_node[e] else 2)
            node = inner
            while node > 0:
                mark[node] = stamp
                node = parent[node]
            room, node = limit[e], outer
            while node > 0 and mark[node] != stamp:  # what both sides share carries the load already
                room = min(room, limit[parent_edge[node]] - flow[node])
                node = parent[node]
            shared = node
            node = inner
            while node > 0 and node != shared:
                capacity[node] += max(room, 0.0)
                node = parent[node]
