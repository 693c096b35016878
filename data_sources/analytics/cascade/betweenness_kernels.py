"""The compiled loops behind betweenness.py: plain arrays in, plain arrays out, without the interpreter lock.

Graphs come as the edge ends of each node (`topology_kernels.adjacency`), without parallel edges.
"""

from __future__ import annotations

import numba
import numpy as np

FAR = 1 << 40


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
def chains(first, neighbour):  # type: ignore[no-untyped-def]  # numba infers the types
    """A graph without leaves as junctions and chains of nodes with two neighbours between them.

    Answers (number of each junction or -1, both ends of each chain, where its inner nodes begin, inner nodes in the
    order of the chains). A ring without a junction gets one.
    """
    count = len(first) - 1
    junction = np.full(count, -1, np.int64)
    line = np.empty(count, np.int64)
    junctions = 0
    for node in range(count):
        if first[node + 1] - first[node] != 2:
            junction[node], line[junctions] = junctions, node
            junctions += 1
    ends = np.empty((len(neighbour) // 2 + 1, 2), np.int64)
    begins = np.zeros(len(neighbour) // 2 + 2, np.int64)
    inner, is_inner = np.empty(count, np.int64), np.zeros(count, np.bool_)
    made, filled, head, looked = 0, 0, 0, 0
    while True:
        while head < junctions:
            start = line[head]
            head += 1
            for k in range(first[start], first[start + 1]):
                before, node = start, neighbour[k]
                if junction[node] >= 0:
                    if start >= node:  # found from the other end
                        continue
                elif is_inner[node]:
                    continue
                while junction[node] < 0:
                    is_inner[node], inner[filled] = True, node
                    filled += 1
                    onward = neighbour[first[node]]
                    if onward == before:
                        onward = neighbour[first[node] + 1]
                    before, node = node, onward
                ends[made, 0], ends[made, 1] = junction[start], junction[node]
                made += 1
                begins[made] = filled
        while looked < count and (junction[looked] >= 0 or is_inner[looked]):
            looked += 1
        if looked == count:
            return junction, ends[:made].copy(), begins[: made + 1].copy(), inner[:filled].copy()
        junction[looked], line[junctions] = junctions, looked
        junctions += 1


@numba.njit(nogil=True, cache=True)
def _ends_of_junctions(ends, junctions):  # type: ignore[no-untyped-def]  # numba infers the types
    """The chain ends at each junction: (first, chain, side)."""
    first = np.zeros(junctions + 1, np.int64)
    for k in range(len(ends)):
        first[ends[k, 0] + 1] += 1
        first[ends[k, 1] + 1] += 1
    first = np.cumsum(first)
    free = first[:-1].copy()
    chain, side = np.empty(2 * len(ends), np.int64), np.empty(2 * len(ends), np.int64)
    for k in range(len(ends)):
        for end in range(2):
            at = free[ends[k, end]]
            chain[at], side[at] = k, end
            free[ends[k, end]] += 1
    return first, chain, side


@numba.njit(nogil=True, cache=True)
def _push(heap, size, key):  # type: ignore[no-untyped-def]  # numba infers the types
    at = size
    while at > 0 and heap[(at - 1) >> 1] > key:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = key
    return size + 1


@numba.njit(nogil=True, cache=True)
def _pop(heap, size):  # type: ignore[no-untyped-def]  # numba infers the types
    """Takes the least key off; the new size. Read it from `heap[0]` before."""
    size -= 1
    key, at = heap[size], 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[at] = heap[below]
        at = below
    heap[at] = key
    return size


@numba.njit(nogil=True, cache=True)
def core_betweenness(first, neighbour, weight):  # type: ignore[no-untyped-def]  # numba infers the types
    """Brandes over a graph without leaves, whose nodes stand for `weight` nodes each; pairs are counted once.

    Searches run over junctions only (Dijkstra, chains as long as they are). Of a chain, the nodes up to the middle of
    the way round are reached from one end, those behind from the other, one right in the middle from both; what passes
    each of them is a difference of running sums of weights, added to whole stretches at a time. A source inside a chain
    cuts it in two.
    """
    junction, ends, begins, inner = chains(first, neighbour)
    count, junctions = len(junction), int(junction.max()) + 1 if len(junction) else 0
    place, chain_of, node_of = _places(junction, junctions, begins, inner)
    at_end = _ends_of_junctions(ends, junctions)
    sums = np.zeros(len(inner) + 1)
    for g in range(len(inner)):
        sums[g + 1] = sums[g] + weight[inner[g]]
    # What passes inner node g: plain[g] + ahead[g] x sums[g + 1] + behind[g] x sums[g], kept as differences.
    passed = np.zeros(len(inner) + 1), np.zeros(len(inner) + 1), np.zeros(len(inner) + 1)
    between = np.zeros(count)
    depth, paths, passing = np.full(junctions, FAR, np.int64), np.zeros(junctions), np.zeros(junctions)
    found, heap = np.empty(junctions, np.int64), np.empty(2 * len(ends) + 3, np.int64)
    for source in range(count):
        own, here = chain_of[source], place[source]
        up = down = np.int64(0)  # edges from the source to both ends of its chain
        if own >= 0:
            up, down = here - begins[own] + 1, begins[own + 1] - here
        start = junction[source]
        tail = _search(start, own, up, down, ends, begins, at_end, depth, paths, found, heap)
        for at in range(tail - 1, -1, -1):
            node = found[at]
            passing[node] = _passing(
                node, own, up, down, ends, begins, at_end, depth, paths, passing, weight, node_of, inner, sums,
                weight[source], passed,
            )  # fmt: skip
            if node != start:
                between[node_of[node]] += weight[source] * passing[node]
        if own >= 0:
            for side in range(2):
                length, end = up if side == 0 else down, ends[own, side]
                beyond = weight[node_of[end]] + passing[end]
                _inside(here, side, length, depth[end], paths[end], beyond, weight, inner, sums, weight[source], passed)
        for at in range(tail):
            depth[found[at]], paths[found[at]], passing[found[at]] = FAR, 0.0, 0.0
    plain, ahead, behind = np.cumsum(passed[0]), np.cumsum(passed[1]), np.cumsum(passed[2])
    for g in range(len(inner)):
        between[inner[g]] += plain[g] + ahead[g] * sums[g + 1] + behind[g] * sums[g]
    return between / 2


@numba.njit(nogil=True, cache=True)
def _places(junction, junctions, begins, inner):  # type: ignore[no-untyped-def]  # numba infers the types
    """Place among inner nodes and chain of each node (-1 for junctions), and the node of each junction."""
    place, chain_of = np.full(len(junction), -1, np.int64), np.full(len(junction), -1, np.int64)
    node_of = np.empty(junctions, np.int64)
    for node in range(len(junction)):
        if junction[node] >= 0:
            node_of[junction[node]] = node
    for k in range(len(begins) - 1):
        for g in range(begins[k], begins[k + 1]):
            place[inner[g]], chain_of[inner[g]] = g, k
    return place, chain_of, node_of


@numba.njit(nogil=True, cache=True)
def _search(start, own, up, down, ends, begins, at_end, depth, paths, found, heap):  # type: ignore[no-untyped-def]
    """Dijkstra over junctions from one of them, or from inside the chain `own`; writes `depth`, `paths` and `found`.

    Answers how many were found; they stand in `found`, the nearest first.
    """
    first, chain, side_of = at_end
    junctions, size, tail = len(depth), 0, 0
    if own < 0:
        depth[start], paths[start] = 0, 1.0
        size = _push(heap, size, start)
    else:
        for side in range(2):
            end, length = ends[own, side], up if side == 0 else down
            if length < depth[end]:
                depth[end], paths[end] = length, 1.0
                size = _push(heap, size, length * junctions + end)
            elif length == depth[end]:
                paths[end] += 1.0
    while size:
        key = heap[0]
        size = _pop(heap, size)
        here = key % junctions
        if key // junctions != depth[here]:  # a shorter way was found meanwhile
            continue
        found[tail] = here
        tail += 1
        for j in range(first[here], first[here + 1]):
            k = chain[j]
            other = ends[k, 1 - side_of[j]]
            if k == own or other == here:
                continue
            length = depth[here] + begins[k + 1] - begins[k] + 1
            if length < depth[other]:
                depth[other], paths[other] = length, paths[here]
                size = _push(heap, size, length * junctions + other)
            elif length == depth[other]:
                paths[other] += paths[here]
    return tail


@numba.njit(nogil=True, cache=True)
def _passing(  # type: ignore[no-untyped-def]  # numba infers the types
    here, own, up, down, ends, begins, at_end, depth, paths, passing, weight, node_of, inner, sums, mass, passed
):
    """What passes a junction, along all chains it has an end of; their inner nodes that it reaches get their part."""
    first, chain, side_of = at_end
    total = 0.0
    for j in range(first[here], first[here + 1]):
        k, side = chain[j], side_of[j]
        start, stop = begins[k], begins[k + 1]
        through = 0.0
        if k == own:  # up to the source, where nothing goes on
            length, other_depth, other_paths = up if side == 0 else down, np.int64(0), 1.0
        else:
            other = ends[k, 1 - side]
            length, other_depth, other_paths = stop - start + 1, depth[other], paths[other]
            if other_depth == depth[here] + length:
                through = paths[here] / other_paths * (weight[node_of[other]] + passing[other])
        twice = length + other_depth - depth[here]
        near, middle = min(max((twice - 1) // 2, 0), length - 1), twice // 2
        if twice % 2 == 0 and 1 <= middle < length:
            g = start + middle - 1 if side == 0 else stop - middle
            through += weight[inner[g]] * paths[here] / (paths[here] + other_paths)
        total += through
        if near > 0 and side == 0:
            total += sums[start + near] - sums[start]
            _ahead(passed, sums, mass, start, near, through)
        elif near > 0:
            total += sums[stop] - sums[stop - near]
            _behind(passed, sums, mass, stop, near, through)
    return total


@numba.njit(nogil=True, cache=True)
def _inside(here, side, length, end_depth, end_paths, beyond, weight, inner, sums, mass, passed):  # type: ignore[no-untyped-def]
    """The inner nodes between a source at place `here` and one end of its chain that the source reaches itself."""
    through = beyond / end_paths if end_depth == length else 0.0
    twice = length + end_depth
    near, middle = min((twice - 1) // 2, length - 1), twice // 2
    if twice % 2 == 0 and 1 <= middle < length:
        g = here - middle if side == 0 else here + middle
        through += weight[inner[g]] / (1.0 + end_paths)
    if near > 0 and side == 0:
        _behind(passed, sums, mass, here, near, through)
    elif near > 0:
        _ahead(passed, sums, mass, here + 1, near, through)


@numba.njit(nogil=True, cache=True)
def _ahead(passed, sums, mass, start, near, through):  # type: ignore[no-untyped-def]  # numba infers the types
    """Inner nodes start .. start + near - 1, reached in this order, pass on what is ahead of them and `through`."""
    plain, ahead, _ = passed
    plain[start] += mass * (sums[start + near] + through)
    plain[start + near] -= mass * (sums[start + near] + through)
    ahead[start] -= mass
    ahead[start + near] += mass


@numba.njit(nogil=True, cache=True)
def _behind(passed, sums, mass, stop, near, through):  # type: ignore[no-untyped-def]  # numba infers the types
    """Inner nodes stop - 1 down to stop - near, reached in this order, pass on what is before them and `through`."""
    plain, _, behind = passed
    plain[stop - near] += mass * (through - sums[stop - near])
    plain[stop] -= mass * (through - sums[stop - near])
    behind[stop - near] += mass
    behind[stop] -= mass
