"""Messages in, presumed outages out: which devices are open, each with its probability and its reasons.

Method
    Every device that trips, every transformer and every service is open or not, independently, with a small chance
    beforehand (rates.py). Given who has supply, messages are independent. On a tree both together are summed exactly
    from the leaves up (the sum-product algorithm; R. A. Sevlian et al., "Outage Detection Using Load and Line Flow
    Measurements in Power Distribution Systems", 2015, arXiv:1503.08244, show the decoupling on trees for a MAP
    detector). From the root down, the topmost node that is more likely open than not is the prediction, and takes
    every message below it; what is left over is a transformer, a service, or a false message.

    Only the nearest common upstream device of two messages and devices above it with messages from another branch are
    considered, as in the rule sets of outage management systems (a number of calls predicts the transformer, a number
    of predicted laterals moves the prediction upstream). Their thresholds are replaced by likelihood: silent meters
    speak against a device the more of them there are and the longer they are silent.
    Telemetry outweighs: a device known to be open is a prediction with certainty, one known to be closed is none.

Properties
    A look is a function of the set of messages and of its time: the order in which they came is without effect. A
    message changes counts on its way to the root only.

Limits
    Phases are not followed: a device is open on all of its phases. A device in a loop is never predicted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.prediction import kernels
from data_sources.analytics.prediction.predicted import Alternative, OutagePrediction, Reason
from data_sources.analytics.prediction.rates import (
    MISSING,
    NO_PING,
    NOT_FITTED,
    STATES,
    Floats,
    MessageWeights,
    state_of,
)
from data_sources.analytics.prediction.tree import DEVICE, TRANSFORMER, ProtectionTree
from data_sources.analytics.topology import Bools, Ints

GASP: Final = kernels.GASP
CALL: Final = kernels.CALL
PING_UNANSWERED: Final = kernels.SILENT
HAS_SUPPLY: Final = kernels.ALIVE  # an answered ping, or a message that power is back
SILENT_STATE: Final = np.int64(state_of(MISSING, 0, NO_PING))
NOT_FITTED_STATE: Final = np.int64(state_of(NOT_FITTED, 0, NO_PING))
NEVER: Final = 0


class Predictor:
    """What is known of every meter, and what follows from it.

    Args:
        tree: of the state before anything tripped.
        chances: chance beforehand that each node is open, shape (nodes,); 0 for one that does not trip by itself.
        evidence: what messages weigh.
        has_last_gasp: whether each meter can send one, shape (meters,); None: all can.
    """

    def __init__(
        self, tree: ProtectionTree, chances: Floats, evidence: MessageWeights, has_last_gasp: Bools | None = None
    ) -> None:
        """Every meter is silent."""
        self.tree, self.evidence = tree, evidence
        self._chances = np.asarray(chances, np.float64)
        self._arrays = (tree.kind, tree.parent, tree.stop, tree.child_count, tree.node_of_meter)
        self._weights = (
            evidence.fixed, evidence.alone, evidence.awaits_gasp, evidence.awaits_call, evidence.gasp_share,
            evidence.gasp_delay_s, evidence.call_share, evidence.call_delay_s,
        )  # fmt: skip
        self._told = _nothing_told(len(tree.kind), len(tree.node_of_meter), has_last_gasp)
        self._told_arrays = tuple(self._told)
        kernels.first_counts(tree.parent, tree.node_of_meter, self._told.state, self._told.counts)
        self._opened, self._reach = np.zeros(len(tree.kind)), np.zeros(len(tree.kind))

    @property
    def times(self) -> Ints:
        """Newest last gasp, call, unanswered ping and proof of supply of each meter; not to be written to.

        Shape (meters, 4), ms since 1970 UTC, 0 for never.
        """
        return self._told.times

    def add(self, meters: ArrayLike, kinds: ArrayLike, at_ms: ArrayLike) -> None:
        """Take messages in; of two of one kind from one meter the newer counts.

        Args:
            meters: rows of the meters.
            kinds: GASP, CALL, PING_UNANSWERED or HAS_SUPPLY, one for all or each, shape (messages,).
            at_ms: when they were sent (a call: made), ms since 1970 UTC, above 0, one for all or each.

        Raises:
            ValueError: no such meter or kind, or a time that is not above 0; then none is taken.
        """
        rows = np.atleast_1d(np.asarray(meters, np.int64))
        columns = np.broadcast_to(np.asarray(kinds, np.int64), rows.shape)
        at = np.broadcast_to(np.asarray(at_ms, np.int64), rows.shape)
        if rows.size and not (rows.min() >= 0 and rows.max() < len(self.times)):
            raise ValueError(f"Rows of meters lie between 0 and {len(self.times) - 1}.")
        if rows.size and not (columns.min() >= 0 and columns.max() <= HAS_SUPPLY and at.min() > 0):
            raise ValueError("A message has a kind from 0 to 3 and a time above 0.")
        kernels.add(rows, columns, at, self._arrays, self._told_arrays)

    def set_known(self, device: int, is_open: bool | None) -> None:
        """Telemetry of a device by its row: open, closed, or None for no longer known; passed over outside the tree."""
        node = int(self.tree.node_of_device[device])
        if node < 0:
            return
        new = 0 if is_open is None else (1 if is_open else -1)
        more = int(new > 0) - int(self._told.known[node] > 0)
        self._told.known[node] = new
        while more and node >= 0:
            self._told.marks[node] += more
            node = int(self.tree.parent[node])

    def look(self, as_of_ms: int, roots: Iterable[int] | None = None) -> list[OutagePrediction]:
        """The presumed outages at a time, in the order of the tree.

        Args:
            as_of_ms: now; how much of what is missing should have come by now.
            roots: nodes of the tree to look below; None: all.
        """
        tree = self.tree
        chosen = tree.roots if roots is None else np.fromiter(roots, np.int64)
        active = chosen[(self._told.ever[chosen] > 0) | (self._told.marks[chosen] > 0)]
        return [one for root in active.tolist() for one in self._below(root, as_of_ms)]

    def root_of(self, meter: int) -> int:
        """The root of the tree that a meter hangs below: the only one whose predictions its messages change."""
        node = int(self.tree.node_of_meter[meter])
        while (above := int(self.tree.parent[node])) >= 0:
            node = above
        return node

    def probability_dark(self, node: int) -> float:
        """That a node or something above it is open, from the last look."""
        supplied = 1.0
        while node >= 0:
            supplied *= 1.0 - float(self._opened[node])
            node = int(self.tree.parent[node])
        return 1.0 - supplied

    def probability_open(self, node: int) -> float:
        """That a node is open if nothing above it is, from the last look."""
        return float(self._opened[node])

    def has_message(self, meters: Ints) -> Bools:
        """Which of some meters ever sent a last gasp or called."""
        return self._told.is_seen[meters]

    def reporting(self, node: int) -> int:
        """How many meters below a node report being without supply."""
        return int(self._told.messages[node])

    def node_of(self, one: OutagePrediction) -> int:
        """A prediction's node of the tree; a service's is its transformer's."""
        if one.kind == "device":
            return int(self.tree.node_of_device[one.row])
        return int((self.tree.node_of_meter if one.kind == "service" else self.tree.node_of_transformer)[one.row])

    def replace(self, meters: ArrayLike, times: ArrayLike) -> None:
        """Give meters other times than they had: what they were before a "what if", or without what no longer counts.

        Args:
            meters: their rows, one or of shape (chosen,).
            times: the four of each, shape (chosen, 4).
        """
        rows = np.atleast_1d(np.asarray(meters, np.int64))
        new = np.ascontiguousarray(np.asarray(times, np.int64).reshape(len(rows), 4))
        kernels.replace(rows, new, self._arrays, self._told_arrays)

    def forget(self, meters: Ints, until_ms: ArrayLike) -> None:
        """Drop what was told of meters up to a time, that time included.

        Args:
            meters: their rows, shape (chosen,).
            until_ms: up to when, one for all or each, shape (chosen,).
        """
        times = self.times[meters]
        is_old = (times > 0) & (times <= np.broadcast_to(np.asarray(until_ms, np.int64), meters.shape)[:, None])
        changed = is_old.any(axis=1)
        if changed.any():
            self.replace(meters[changed], np.where(is_old, NEVER, times)[changed])

    def _below(self, root: int, as_of_ms: int) -> list[OutagePrediction]:
        tree, told = self.tree, self._told_arrays
        kernels.believe(root, self._arrays, told, self._chances, self._weights, as_of_ms, self._opened)
        found = np.empty(int(tree.stop[root]) - root, np.int64)
        count = kernels.group(root, self._arrays, told, self._opened, self._reach, found)
        predictions = []
        for node in found[:count].tolist():
            above = 1.0 - float(self._reach[node])
            if self._opened[node] >= 0.5:
                predictions.append(self._prediction(node, above, as_of_ms))
            else:
                predictions += self._services(node, above)
        return predictions

    def _prediction(self, node: int, above: float, as_of_ms: int) -> OutagePrediction:
        tree = self.tree
        meters = tree.meters_below(node)
        opened = float(self._opened[node])
        return OutagePrediction(
            kind="device" if tree.kind[node] == DEVICE else "transformer",
            row=int(tree.row[node]),
            probability=opened * (1.0 - above),
            is_known=bool(self._told.known[node] > 0),
            callers=np.sort(meters[self._told.is_seen[meters]]),
            meters=len(meters),
            customers=tree.customers_below(node),
            began_at_ms=self._began(node),
            reasons=self._reasons(node, above, as_of_ms),
            alternatives=self._alternatives(node, above),
        )

    def _services(self, node: int, above: float) -> list[OutagePrediction]:
        """Single services of a transformer that is more likely in service than not."""
        meters = self.tree.meters_below(node)
        by_itself = (1.0 - above) * (1.0 - float(self._opened[node]))
        first = self.tree.first_meter[node]
        customers = np.diff(self.tree.customers_before[first : first + len(meters) + 1])
        return [
            OutagePrediction(
                kind="service", row=int(meters[k]),
                probability=by_itself * float(self.evidence.service_probability[self._told.state[meters[k]]]),
                is_known=False, callers=meters[[k]], meters=1, customers=int(customers[k]),
                began_at_ms=int(self._told.sent[meters[k]]),
                reasons=(Reason("answering", 1, 1) if not self._told.sent[meters[k]] else Reason("alone", 1, 1),),
                alternatives=self._alternatives(node, above, is_service=True),
            )
            for k in np.flatnonzero(self._told.is_seen[meters]).tolist()
        ]  # fmt: skip

    def _began(self, node: int) -> int:
        return int(self._told.sums[node] // self._told.messages[node]) if self._told.messages[node] else NEVER

    def _reasons(self, node: int, above: float, as_of_ms: int) -> tuple[Reason, ...]:
        meters, messages = self.tree.meter_count(node), int(self._told.messages[node])
        reasons = [Reason("messages", messages, meters)] if messages else []
        if self._told.known[node] > 0:
            reasons.insert(0, Reason("telemetry"))
        gasps = self._told.counts[node].reshape(3, 2, 3)
        silent = int(gasps[0, 0, 0])
        reasons.append(Reason("silent", silent, meters, self._expected_silence(node, as_of_ms)))
        answering = int(self._told.ever[node] - messages)
        if answering:
            reasons.append(Reason("answering", answering, meters))
        parent = int(self.tree.parent[node])
        if parent >= 0:
            others = self.tree.meter_count(parent) - meters
            reasons.append(Reason("above", int(self._told.messages[parent]) - messages, others, above))
        below = (1.0 - above) * (1.0 - float(self._opened[node]))
        return (*reasons, Reason("below", value=below))

    def _expected_silence(self, node: int, as_of_ms: int) -> float:
        """How many of the meters below would be silent if all were out: gasps lost or still on their way."""
        weights, meters = self.evidence, self.tree.meters_below(node)
        fitted = int(self._told.is_fitted[meters].sum())
        age_s = max((as_of_ms - self._began(node)) / 1000.0, 0.0)
        came = weights.gasp_share * -np.expm1(-age_s / weights.gasp_delay_s)
        called = weights.call_share * -np.expm1(-age_s / weights.call_delay_s)
        return float((fitted * (1.0 - came) + len(meters) - fitted) * (1.0 - called))

    def _alternatives(self, node: int, above: float, *, is_service: bool = False) -> tuple[Alternative, ...]:
        tree, found = self.tree, []
        here = (1.0 - above) * float(self._opened[node])
        if is_service:
            found.append(Alternative("transformer", int(tree.row[node]), here))
        elif tree.kind[node] != TRANSFORMER:
            found.append(Alternative("below", -1, 1.0 - above - here))
        up = int(tree.parent[node])
        while up >= 0:
            chance = float(self._opened[up] * self._reach[up])
            if chance > 0.0:
                found.append(Alternative("device", int(tree.row[up]), chance))
            up = int(tree.parent[up])
        return tuple(sorted((one for one in found if one.probability >= 0.001), key=lambda one: -one.probability))


def _nothing_told(nodes: int, meters: int, has_last_gasp: Bools | None) -> kernels.Told:
    is_fitted = np.ones(meters, np.bool_) if has_last_gasp is None else np.asarray(has_last_gasp, np.bool_)
    messages, ever, sums, branches, known, marks = (np.zeros(nodes, np.int64) for _ in range(6))
    return kernels.Told(
        np.zeros((meters, 4), np.int64), is_fitted, np.where(is_fitted, SILENT_STATE, NOT_FITTED_STATE),
        np.zeros(meters, np.int64), np.zeros(meters, np.bool_), np.zeros((nodes, STATES), np.int64), messages, ever,
        sums, branches, known, marks,
    )  # fmt: skip


def chances_of(tree: ProtectionTree, device_chance: Floats, transformer_chance: float) -> Floats:
    """Chances beforehand by node.

    Args:
        tree: the nodes.
        device_chance: of each device of the table, shape (devices,).
        transformer_chance: of each transformer.
    """
    chances = np.full(len(tree.kind), transformer_chance)
    is_device = tree.kind == DEVICE
    chances[is_device] = device_chance[tree.row[is_device]]
    return chances
