"""The compiled loops behind predictor.py: counts up the tree, probabilities from the leaves, groups from the roots.

Shapes and meanings are those of `Predictor`'s and `ProtectionTree`'s attributes. Counts are integers, so that the
order in which messages come leaves no trace. The loops take plain tuples, not named ones: what is compiled is kept on
disk, and what names a class that has changed since would not load.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

GASP, CALL, SILENT, ALIVE = 0, 1, 2, 3  # columns of a meter's times
DEVICE, TRANSFORMER = 0, 1  # kinds of nodes
LONG_AGO_S = 1e9  # age of an opening that is known by telemetry alone


class Told(NamedTuple):
    """What was told of meters, and its counts by node of the tree; changed in place. The loops take it as a tuple.

    Attributes:
        times: newest of each kind of message, 0 for never, shape (meters, 4).
        is_fitted: the meter can send a last gasp, shape (meters,).
        state: its state of evidence, shape (meters,).
        sent: when its message that still holds was sent, 0 without one, shape (meters,).
        is_seen: it ever reported to be without supply, shape (meters,).
        counts: meters below by state, shape (nodes, 18).
        messages: meters below that report, shape (nodes,).
        ever: meters below that ever did, shape (nodes,).
        sums: sum of `sent` below, shape (nodes,).
        branches: nodes right below with messages, shape (nodes,).
        known: 1 known to be open, -1 closed, 0 neither, shape (nodes,).
        marks: nodes below known to be open, itself included, shape (nodes,).
    """

    times: NDArray[np.int64]
    is_fitted: NDArray[np.bool_]
    state: NDArray[np.int64]
    sent: NDArray[np.int64]
    is_seen: NDArray[np.bool_]
    counts: NDArray[np.int64]
    messages: NDArray[np.int64]
    ever: NDArray[np.int64]
    sums: NDArray[np.int64]
    branches: NDArray[np.int64]
    known: NDArray[np.int64]
    marks: NDArray[np.int64]


@numba.njit(nogil=True, cache=True)
def parents(stop):  # type: ignore[no-untyped-def]  # numba infers the types
    """The node above each, from the ends of the subtrees; -1 for a root."""
    parent = np.full(len(stop), -1, np.int64)
    stack = np.empty(len(stop), np.int64)
    depth = 0
    for node in range(len(stop)):
        while depth and stop[stack[depth - 1]] <= node:
            depth -= 1
        if depth:
            parent[node] = stack[depth - 1]
        stack[depth] = node
        depth += 1
    return parent


@numba.njit(nogil=True, cache=True)
def state_now(times, is_fitted):  # type: ignore[no-untyped-def]  # numba infers the types
    """(state of evidence, when its message was sent or 0) from a meter's four times; 0 is never."""
    alive = times[ALIVE]
    gasp = 1 if times[GASP] > alive else (0 if is_fitted else 2)
    call = 1 if times[CALL] > alive else 0
    is_answered = alive > 0 and gasp != 1 and call == 0
    ping = 1 if times[SILENT] > alive else (2 if is_answered else 0)
    sent = times[GASP] if times[GASP] > alive else (times[CALL] if call else 0)
    return gasp * 6 + call * 3 + ping, sent


@numba.njit(nogil=True, cache=True)
def put(meter, tree, told):  # type: ignore[no-untyped-def]  # numba infers the types
    """Carry what became known of one meter up to the root; the first of `told` holds its new times."""
    _, parent, _, _, node_of_meter = tree
    times, is_fitted, state, sent, is_seen, counts, messages, ever, sums, branches, _, _ = told
    new_state, new_sent = state_now(times[meter], is_fitted[meter])
    is_now_seen = times[meter, GASP] > 0 or times[meter, CALL] > 0
    old_state, old_sent = state[meter], sent[meter]
    more = np.int64(new_sent > 0) - np.int64(old_sent > 0)
    more_ever = np.int64(is_now_seen) - np.int64(is_seen[meter])
    state[meter], sent[meter], is_seen[meter] = new_state, new_sent, is_now_seen
    node = node_of_meter[meter]
    while node >= 0:
        counts[node, old_state] -= 1
        counts[node, new_state] += 1
        before = messages[node]
        messages[node] += more
        ever[node] += more_ever
        sums[node] += new_sent - old_sent
        above = parent[node]
        if above >= 0:
            branches[above] += np.int64(messages[node] > 0) - np.int64(before > 0)
        node = above


@numba.njit(nogil=True, cache=True)
def add(meters, columns, at, tree, told):  # type: ignore[no-untyped-def]  # numba infers the types
    """Take messages in; of two of a kind from one meter the newer counts."""
    times = told[0]
    for k in range(len(meters)):
        if at[k] > times[meters[k], columns[k]]:
            times[meters[k], columns[k]] = at[k]
            put(meters[k], tree, told)


@numba.njit(nogil=True, cache=True)
def replace(meters, new, tree, told):  # type: ignore[no-untyped-def]  # numba infers the types
    """Give meters other times than they had, `new` of shape (meters, 4)."""
    times = told[0]
    for k in range(len(meters)):
        for kind in range(4):
            times[meters[k], kind] = new[k, kind]
        put(meters[k], tree, told)


@numba.njit(nogil=True, cache=True)
def first_counts(parent, node_of_meter, state, counts):  # type: ignore[no-untyped-def]  # numba infers the types
    """Every meter silent: counted at each node above it."""
    for meter in range(len(node_of_meter)):
        node = node_of_meter[meter]
        while node >= 0:
            counts[node, state[meter]] += 1
            node = parent[node]


@numba.njit(nogil=True, cache=True)
def weigh(counts, weights, age_s):  # type: ignore[no-untyped-def]  # numba infers the types
    """Weight of everything below one node for "no supply", a time after the interruption."""
    fixed, _, awaits_gasp, awaits_call, gasp_share, gasp_delay_s, call_share, call_delay_s = weights
    weight = 0.0
    gasps, calls = 0, 0  # awaited
    for k in range(len(fixed)):
        weight += counts[k] * fixed[k]
        if awaits_gasp[k]:
            gasps += counts[k]
        if awaits_call[k]:
            calls += counts[k]
    weight += gasps * np.log(1 - gasp_share * -np.expm1(-age_s / gasp_delay_s))
    weight += calls * np.log(1 - call_share * -np.expm1(-age_s / call_delay_s))
    return weight


@numba.njit(nogil=True, cache=True)
def is_hypothesis(is_device, child_count, messages, branches):  # type: ignore[no-untyped-def]  # see above
    """Whether a node's opening would explain messages better than anything below: they come from two branches of it.

    One message alone speaks for its transformer or service only. A device with one branch is told from that branch
    by nothing but what is usual, from two messages on.
    """
    if not is_device:
        return messages > 0
    return branches >= 2 or (child_count == 1 and messages >= 2)


@numba.njit(nogil=True, cache=True)
def believe(root, tree, told, chances, weights, as_of, opened):  # type: ignore[no-untyped-def]  # see above
    """From the leaves up: the probability that each node is open if nothing above it is, into `opened`.

    With m(v) the weight of everything below v over all ways to be out, relative to all having supply:
    m(v) = ln[(1 - c) exp(sum of m below) + c exp(w)], c the chance of v and w the weight of "all below v is out".
    """
    kind, parent, stop, child_count, _ = tree
    _, _, _, _, _, counts, messages, _, sums, branches, known, marks = told
    alone = weights[1]
    below = np.zeros(stop[root] - root)
    for node in range(stop[root] - 1, root - 1, -1):
        opened[node] = 0.0
        if messages[node] == 0 and marks[node] == 0:
            continue
        is_device = kind[node] == DEVICE
        total = below[node - root]
        if not is_device:
            for k in range(len(alone)):
                total += counts[node, k] * alone[k]
        may_be = is_hypothesis(is_device, child_count[node], messages[node], branches[node])
        chance = chances[node] if may_be else 0.0
        if known[node] != 0:
            chance = 1.0 if known[node] > 0 else 0.0
        if chance > 0.0:
            age_s = LONG_AGO_S
            if messages[node] > 0:
                age_s = max((as_of - sums[node] / messages[node]) / 1000.0, 0.0)
            out = np.log(chance) + weigh(counts[node], weights, age_s)
            if chance < 1.0:
                total = np.logaddexp(np.log1p(-chance) + total, out)
                opened[node] = np.exp(out - total)
            else:
                total, opened[node] = out, 1.0
        if node > root:
            below[parent[node] - root] += total


@numba.njit(nogil=True, cache=True)
def group(root, tree, told, opened, reach, found):  # type: ignore[no-untyped-def]  # numba infers the types
    """From a root down: the topmost nodes more likely open than not, and transformers with messages that are none.

    `reach` becomes the probability that nothing above a node is open, where one was looked at. Answers how many nodes
    were found.
    """
    kind, parent, stop, _, _ = tree
    ever, marks = told[7], told[11]
    number = 0
    node = root
    while node < stop[root]:
        above = parent[node]
        reach[node] = 1.0 if node == root else reach[above] * (1.0 - opened[above])
        if ever[node] == 0 and marks[node] == 0:
            node = stop[node]
        elif opened[node] >= 0.5 or kind[node] != DEVICE:
            found[number] = node
            number += 1
            node = stop[node]
        else:
            node += 1
    return number
