"""One utility's predictor, kept in step with the live database: its switching state, messages, calls, and what is over.

A look is a function of what stands in the database, so that a process that begins anew presumes the same. The tree is
that of the state before the lasting outages tripped; it is built again when the network or the switching state has
changed. What a meter told counts until its customers have supply again or somebody has said that there was nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.analytics.prediction.predictor import CALL, GASP, HAS_SUPPLY, Predictor
from data_sources.analytics.prediction.rates import evidence
from data_sources.analytics.prediction.tree import DEVICE, ProtectionTree
from data_sources.analytics.topology import Bools, Ints
from data_sources.network.graph import Network
from data_sources.network.protection import TRIPPING_KINDS, chances, tree_of
from data_sources.outages.operating import OperatingState
from data_sources.outages.store import load_state
from data_sources.prediction.rules import OPENINGS, PREDICTION, RATES, WINDOW
from data_sources.query import Query
from data_sources.source import Source

LATEST: Final = np.iinfo(np.int64).max


class Watch:
    """What is known of one utility's meters.

    Args:
        source: the live database.
        utility_id: whose.

    Attributes:
        state: the operating state as of the last look.
        tree: of protective devices, before the lasting outages tripped.
        predictor: over that tree.
        calls: open calls about supply, as rows of told_calls.sql.
        refuted: rows of the meters that had reported and have supply since, found in the last `follow`.
    """

    state: OperatingState
    tree: ProtectionTree
    predictor: Predictor

    def __init__(self, source: Source, utility_id: int) -> None:
        """Nothing is read before `follow`."""
        self.utility_id = utility_id
        self.calls: list[dict[str, Any]] = []
        self.refuted: Ints = np.empty(0, np.int64)
        self._source = source
        self._known_state: OperatingState | None = None
        self._key: object = None
        self._has_gasps = False
        self._known: dict[int, bool] = {}
        self._dealt_with: set[tuple[Any, ...]] = set()

    @property
    def has_gasps(self) -> bool:
        """Whether meters of this utility ever sent a last gasp, within what is looked at."""
        return self._has_gasps

    @property
    def network(self) -> Network:
        """The network of the state."""
        return self.state.network

    def follow(self, now: dt.datetime, after: int) -> None:
        """Take in what is new.

        Args:
            now: the present.
            after: number of the message behind which not all are known yet.
        """
        self.state = self._known_state = load_state(self._source, self.utility_id, self._known_state)
        telemetry = self._with_telemetry()
        tripped = self._tripped(telemetry)
        standing = frozenset(self.state.open_devices) - tripped
        messages = self._messages(now, after)
        self._has_gasps |= bool((messages[1] == GASP).any())
        key = (self.network, standing, self._has_gasps)
        if key != self._key:
            messages = self._messages(now, 0)
            self._has_gasps |= bool((messages[1] == GASP).any())
            self._build(standing, tripped)
            self._key = (self.network, standing, self._has_gasps)
        self._say_known(dict.fromkeys(telemetry, False) | dict.fromkeys(tripped, True))
        self._settle(now)
        self._hear(*messages)
        self._listen(now)
        self._let_go(now)

    def unexplained(self, now: dt.datetime) -> list[OutagePrediction]:
        """What is presumed and told by no lasting outage; a single service if likely, or if its customer called."""
        explained = self._explained()
        return [
            one for one in self.predictor.look(_ms(now))
            if len(one.callers) and not explained[one.callers].all() and not self._is_lasting(one)
            and self._is_worth_telling(one)
        ]  # fmt: skip

    @property
    def is_restless(self) -> bool:
        """Whether time alone changes what is presumed: somebody reports to be out whom no lasting outage counts."""
        times = self.predictor.times
        is_out = np.maximum(times[:, GASP], times[:, CALL]) > times[:, HAS_SUPPLY]
        return bool((is_out & ~self._explained()).any())

    def place(self, row: Mapping[str, Any]) -> int:
        """The node of the tree that a row names by device_id, transformer_id or meter_id; -1 for none in it."""
        tables = (
            ("device_id", self.network.devices, self.tree.node_of_device),
            ("transformer_id", self.network.transformers, self.tree.node_of_transformer),
            ("meter_id", self.network.rows.meters, self.tree.node_of_meter),
        )
        for name, table, nodes in tables:
            if row[name] is not None:
                return int(nodes[table.index(row[name])])
        return -1

    def meters_at(self, row: Mapping[str, Any]) -> Ints:
        """Rows of the meters of a place; one where it is a single service."""
        if row["meter_id"] is not None:
            return np.array([self.network.rows.meters.index(row["meter_id"])])
        node = self.place(row)
        return self.tree.meters_below(node) if node >= 0 else np.empty(0, np.int64)

    def meters_of(self, key: PredictionKey) -> Ints:
        """Rows of the meters of a prediction's place."""
        kind, row = key
        if kind == "service":
            return np.array([row])
        nodes = self.tree.node_of_device if kind == "device" else self.tree.node_of_transformer
        return self.tree.meters_below(int(nodes[row]))

    def key_of(self, row: Mapping[str, Any]) -> PredictionKey | None:
        """The place that a row names, as predictions do; None outside the tree."""
        if self.place(row) < 0:
            return None
        if row["device_id"] is not None:
            return "device", self.network.devices.index(row["device_id"])
        if row["transformer_id"] is not None:
            return "transformer", self.network.transformers.index(row["transformer_id"])
        return "service", self.network.rows.meters.index(row["meter_id"])

    def common_place(self, meters: Ints) -> PredictionKey:
        """The nearest place above some meters: a single one's is its service."""
        if len(meters) == 1:
            return "service", int(meters[0])
        nodes = self.tree.node_of_meter[meters]
        node = int(nodes.min())
        while self.tree.stop[node] <= nodes.max() and self.tree.parent[node] >= 0:
            node = int(self.tree.parent[node])
        return ("device" if self.tree.kind[node] == DEVICE else "transformer"), int(self.tree.row[node])

    def meter_rows(self, meter_ids: ArrayLike) -> Ints:
        """Rows of the meters that are known of these."""
        ids, asked = self.network.rows.meters.ids, np.asarray(meter_ids, np.int64)
        rows = np.minimum(np.searchsorted(ids, asked), max(len(ids) - 1, 0))
        return rows[ids[rows] == asked] if len(ids) else rows[:0]

    def lasting_of(self, meters: Ints) -> int | None:
        """The lasting outage that counts some meters as out, where one does."""
        units = self.network.meter_transformer[meters]
        for outage in self.state.outages:
            if outage.meter in meters or np.isin(units, outage.owned).any():
                return outage.outage_id
        return None

    # The state ------------------------------------------------------------------------------------------------------

    def _tripped(self, telemetry: set[int]) -> frozenset[int]:
        """Ids of devices that opened by themselves.

        Those of lasting outages, and by telemetry those that leave customers without supply whom no outage counts.
        """
        state = self.state
        ids = state.network.devices.ids
        opened = state.open_devices - state.network.normally_open
        of_outages = {int(ids[one.device]) for one in state.outages if one.device >= 0} & opened
        moved = {device_id for one in state.outages for device_id in one.switched}
        free = state.unowned() & (state.network.transformer_customers > 0)
        told = [
            device_id for device_id in (opened - of_outages - moved) & telemetry
            if free[state.behind_device(state.network.devices.index(device_id))].any()
        ]  # fmt: skip
        return frozenset(of_outages.union(told))

    def _with_telemetry(self) -> set[int]:
        found = self._source.fetch(Query.of("telemetry_devices", utility_id=self.utility_id))
        return set(found["device_id"].to_pylist())

    def _build(self, standing: frozenset[int], tripped: frozenset[int]) -> None:
        network = self.network
        kinds = network.devices["kind"]
        others = [one for one in tripped if kinds[network.devices.index(one)] not in TRIPPING_KINDS]
        self.tree = tree_of(network, standing, others)
        fitted = np.full(len(network.rows.meters), self._has_gasps)
        self.predictor = Predictor(
            self.tree, chances(network, self.tree, OPENINGS), evidence(RATES, OPENINGS.chance("service")), fitted
        )
        self._until = np.zeros(len(network.rows.meters), np.int64)
        roots = self.tree.roots
        self._root = roots[np.searchsorted(roots, np.arange(len(self.tree.kind)), "right") - 1]
        self._known, self._dealt_with, self.calls = {}, set(), []

    def _say_known(self, known: dict[int, bool]) -> None:
        """Which devices are open (true) or closed, by telemetry; an outage that somebody has confirmed is as good."""
        devices = self.network.devices
        for device_id in known.keys() | self._known.keys():
            if known.get(device_id) != self._known.get(device_id):
                self.predictor.set_known(devices.index(device_id), known.get(device_id))
        self._known = known

    # What is told ---------------------------------------------------------------------------------------------------

    def _messages(self, now: dt.datetime, after: int) -> tuple[Ints, Ints, Ints]:
        """(meter's row, kind, ms) of each message of a meter that there is."""
        found = self._source.fetch(
            Query.of("told_messages", utility_id=self.utility_id, after=after, since=now - WINDOW)
        )
        meter_ids, kinds, sent = (found[name].to_numpy().astype(np.int64) for name in found.column_names)
        ids = self.network.rows.meters.ids
        rows = np.minimum(np.searchsorted(ids, meter_ids), max(len(ids) - 1, 0))
        is_known = (ids[rows] == meter_ids) & (sent > 0) if len(ids) else np.zeros(len(rows), np.bool_)
        return rows[is_known], kinds[is_known], sent[is_known]

    def _hear(self, meters: Ints, kinds: Ints, sent: Ints) -> None:
        is_new = sent > self._until[meters]
        self.predictor.add(meters[is_new], kinds[is_new], sent[is_new])

    def _listen(self, now: dt.datetime) -> None:
        """Take the calls that are open now in place of those that were."""
        query = Query.of("told_calls", utility_id=self.utility_id, since=now - WINDOW, rule=PREDICTION.name)
        found = self._source.fetch(query).to_pylist()
        ids = set(self.network.rows.meters.ids[self.meter_rows([call["meter_id"] for call in found])].tolist())
        found = [call for call in found if call["meter_id"] in ids]
        if found == self.calls:
            return
        before = self.meter_rows([call["meter_id"] for call in self.calls])
        times = self.predictor.times[before]
        times[:, CALL] = 0
        self.predictor.replace(before, times)
        self.calls = found
        told = np.array([call["told_ms"] for call in found], np.int64)
        kinds = np.array([HAS_SUPPLY if call["is_supplied"] else CALL for call in found], np.int64)
        self._hear(self.meter_rows([call["meter_id"] for call in found]), kinds, told)

    # What is over ---------------------------------------------------------------------------------------------------

    def _settle(self, now: dt.datetime) -> None:
        """Forget what was told by meters before they got supply back, or somebody said that there was nothing."""
        query = Query.of("dealt_with", utility_id=self.utility_id, since=now - WINDOW, rule=PREDICTION.name)
        found = {tuple(row.values()): row for row in self._source.fetch(query).to_pylist()}
        for key, row in found.items():
            if key not in self._dealt_with:
                self._is_dealt_with(self._meters_of(row), row["until_ms"])
        self._dealt_with = set(found)

    def _meters_of(self, row: Mapping[str, Any]) -> Ints:
        if row["transformer_ids"] is None:
            return self.meters_at(row)
        ids = np.array([int(one) for one in row["transformer_ids"].split(",") if one], np.int64)
        nodes = self.tree.node_of_transformer[self.network.transformers.indexes(ids)]
        below = [self.tree.meters_below(node) for node in nodes[nodes >= 0].tolist()]
        return np.concatenate(below) if below else np.empty(0, np.int64)

    def _is_dealt_with(self, meters: Ints, until_ms: int | Ints) -> None:
        self._until[meters] = np.maximum(self._until[meters], until_ms)
        self.predictor.forget(meters, until_ms)

    def _let_go(self, now: dt.datetime) -> None:
        """Drop what is too old, and proofs of supply from before the oldest report of their circuit that stands.

        Such a proof says nothing of what happened since; kept, it would speak against the next outage there.
        """
        times = self.predictor.times
        newest = times.max(axis=1)
        told = np.flatnonzero(newest > 0)
        self.predictor.forget(told, _ms(now - WINDOW))
        alive = times[told, HAS_SUPPLY]
        reported = np.maximum(times[told, GASP], times[told, CALL])
        root = self._root[self.tree.node_of_meter[told]]
        first = np.full(len(self.tree.kind), LATEST)
        is_out = reported > alive
        np.minimum.at(first, root[is_out], reported[is_out])
        is_stale = (alive > 0) & (alive >= newest[told]) & (alive < first[root])
        self.refuted = told[is_stale & (reported > 0)]
        self._is_dealt_with(told[is_stale], alive[is_stale])

    def _explained(self) -> Bools:
        """Meters that a lasting outage counts as out, shape (meters,)."""
        dark = np.zeros(len(self.network.transformers), np.bool_)
        for outage in self.state.outages:
            dark[outage.owned] = True
        explained: Bools = dark[self.network.meter_transformer]
        explained[[outage.meter for outage in self.state.outages if outage.meter >= 0]] = True
        return explained

    def _is_lasting(self, one: OutagePrediction) -> bool:
        """Whether an outage lasts at that very place."""
        places = {"device": "device", "transformer": "transformer", "service": "meter"}
        return any(getattr(outage, places[one.kind]) == one.row for outage in self.state.outages)

    def _is_worth_telling(self, one: OutagePrediction) -> bool:
        if one.kind != "service":
            return True
        times = self.predictor.times[one.row]
        is_out = max(times[GASP], times[CALL]) > times[HAS_SUPPLY]
        return bool(is_out and (one.probability >= 0.5 or times[CALL] > times[HAS_SUPPLY]))


def _ms(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)
