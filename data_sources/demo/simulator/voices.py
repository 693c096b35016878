"""What meters and customers say: last gasps and calls of those who lose supply, word of its return, answers.

Everything goes by who really has supply (truth.py). What is sent is heard of later, or never (MessageRates): until then
it waits in flux.sim_messages, so that a simulator that is stopped loses none of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

import numpy as np

from data_sources.analytics.prediction.predictor import CALL, GASP
from data_sources.analytics.prediction.rates import MessageRates
from data_sources.commands.run import Order
from data_sources.demo.messages import lossy_messages
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import World
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints
from data_sources.outages.call_rows import Symptom
from data_sources.outages.calls import RecordCallback, TakeCall
from data_sources.postgres.source import Connection, execute
from data_sources.query import Query
from data_sources.source import Source

PATIENCE: Final = MessageRates(call_share=0.4, call_delay_s=60.0)  # of those who were told of by nobody for long
FALSE_CALL_SHARE: Final = 0.25  # of false messages
CALLBACK_SHARE: Final = 0.3  # of callers want to be called back
NOT_REACHED_SHARE: Final = 0.1  # of them do not answer then
SEEN_SHARE: Final = 0.08  # of callers see what happened
SEEN: Final[dict[str, Symptom]] = {
    "vegetation": "tree_on_line", "vehicle": "pole_down", "weather": "wire_down", "lightning": "arcing",
}  # fmt: skip
LINES: Final = 5  # calls that are taken in a step; further ones wait


class Asked(NamedTuple):
    """What is due of meters and customers, as rows.

    Attributes:
        pings: questions to meters.
        calls: customers who call now.
        callbacks: customers who are called back now.
    """

    pings: list[dict[str, Any]]
    calls: list[dict[str, Any]]
    callbacks: list[dict[str, Any]]


class Voices:
    """Meters and customers of a demo utility.

    Args:
        network: of the utility.
        felt: which transformers had supply when their meters last looked, shape (transformers,).
        rng: where chance comes from.
    """

    def __init__(self, network: Network, felt: Bools, rng: np.random.Generator) -> None:
        """Nobody says anything yet."""
        self._network, self._rng, self.felt = network, rng, felt
        self._order = np.argsort(network.meter_transformer, kind="stable")
        self._first = np.searchsorted(network.meter_transformer[self._order], np.arange(len(felt) + 1))
        self._rates = MessageRates()

    def feel(self, connection: Connection, world: World, is_live: Bools, now: dt.datetime) -> Bools:
        """Send what meters and customers have to say of what changed.

        Args:
            connection: of the step's transaction.
            world: the present.
            is_live: which transformers have supply now, shape (transformers,).
            now: its time.

        Returns:
            What they have felt, to be kept as `felt` once the transaction is done.
        """
        felt = is_live.copy()
        for outage, fault in world.works():
            if fault.is_temporary:  # over before a meter's patience is
                felt[outage.owned] = self.felt[outage.owned]
        self._lost(connection, self.meters(np.flatnonzero(self.felt & ~felt)), self._rates, now)
        self._back(connection, self.meters(np.flatnonzero(felt & ~self.felt)), now)
        return felt

    def call_again(self, connection: Connection, transformers: Ints, now: dt.datetime) -> None:
        """Those without supply lose patience: more of them call."""
        self._lost(connection, self.meters(transformers), PATIENCE, now, kinds=(CALL,))

    def err(self, connection: Connection, now: dt.datetime, seconds: float, settings: SimulatorSettings) -> None:
        """False last gasps, and calls of customers whose own fuse blew."""
        feeders = len(self._network.rows.feeders)
        count = int(self._rng.poisson(seconds / settings.false_interval(feeders)))
        live = np.flatnonzero(self.felt[self._network.meter_transformer]) if count else np.empty(0, np.int64)
        for meter in self._rng.choice(live, min(count, len(live)), replace=False) if count else ():
            is_call = self._network.rows.meters["is_active"][meter] and self._rng.random() < FALSE_CALL_SHARE
            self._send(connection, "call" if is_call else "last_gasp", np.array([meter]), [now], [now])

    def deliver(self, connection: Connection, now: dt.datetime) -> None:
        """The head-end hears of what is due."""
        execute(connection, "sim_deliver_messages", utility_id=self._network.utility_id, now=now)

    def answer(self, connection: Connection, pings: list[dict[str, Any]], now: dt.datetime) -> None:
        """Meters with supply answer a ping, some do not; one without supply seems to, seldom."""
        if not pings:
            return
        is_live = self._has_supply(np.array([one["meter_id"] for one in pings]))
        chance = np.where(is_live, 1 - self._rates.ping_loss, self._rates.ping_false)
        answers = np.where(self._rng.random(len(pings)) < chance, "answered", "no_answer")
        ids = [one["ping_id"] for one in pings]
        execute(
            connection, "sim_answer_pings", utility_id=self._network.utility_id, ping_ids=ids, answers=answers.tolist(),
            now=now,
        )  # fmt: skip

    def calls(self, world: World, due: list[dict[str, Any]]) -> list[Order]:
        """Customers get through to whoever takes calls."""
        return [
            Order(TakeCall(
                utility_id=self._network.utility_id, meter_id=one["meter_id"], called_at=one["due_at"],
                symptom=self._symptom(world, one["meter_id"]),
                wants_callback=bool(self._rng.random() < CALLBACK_SHARE),
            ))
            for one in due
        ]  # fmt: skip

    def callbacks(self, due: list[dict[str, Any]]) -> list[Order]:
        """Customers who are called back say whether they have supply."""
        is_live = self._has_supply(np.array([one["meter_id"] for one in due], np.int64))
        orders = []
        for one, has_supply in zip(due, is_live.tolist(), strict=True):
            is_there = self._rng.random() >= NOT_REACHED_SHARE
            answer = ("supplied" if has_supply else "not_supplied") if is_there else "not_reached"
            orders.append(Order(RecordCallback.of(call_id=one["call_id"], answer=answer)))
        return orders

    def meters(self, transformers: Ints) -> Ints:
        """Rows of the meters of some transformers."""
        found = [self._order[self._first[one] : self._first[one + 1]] for one in transformers.tolist()]
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def _has_supply(self, meter_ids: Ints) -> Bools:
        rows = self._network.rows.meters.indexes(meter_ids)
        has_supply: Bools = self.felt[self._network.meter_transformer[rows]]
        return has_supply

    def _symptom(self, world: World, meter_id: int) -> Symptom:
        if self._rng.random() >= SEEN_SHARE:
            return "no_supply"
        transformer = int(self._network.meter_transformer[self._network.rows.meters.index(meter_id)])
        causes = [fault.cause for fault in world.faults if transformer in world.reach(fault)]
        return SEEN.get(causes[0], "no_supply") if causes else "no_supply"

    def _lost(
        self, connection: Connection, meters: Ints, rates: MessageRates, now: dt.datetime,
        kinds: tuple[int, ...] = (GASP, CALL),
    ) -> None:  # fmt: skip
        if not len(meters):
            return
        at_ms = round(now.timestamp() * 1000)
        is_active = self._network.rows.meters["is_active"][meters]
        window = (at_ms, at_ms + 1)
        sent = lossy_messages(np.full(len(meters), at_ms), is_active, window, rates, self._rng)
        for kind in kinds:
            mine = np.flatnonzero(sent.kind == kind)
            times = [[_time(one) for one in column[mine].tolist()] for column in (sent.sent_at, sent.arrives_at)]
            self._send(connection, "call" if kind == CALL else "last_gasp", meters[sent.meter[mine]], *times)

    def _back(self, connection: Connection, meters: Ints, now: dt.datetime) -> None:
        """Who has supply again calls no more; meters say that they are back, some in vain."""
        if not len(meters):
            return
        ids = self._network.rows.meters.ids[meters].tolist()
        execute(connection, "sim_drop_calls", utility_id=self._network.utility_id, meter_ids=ids)
        heard = meters[self._rng.random(len(meters)) >= self._rates.gasp_loss]
        delays = self._rng.exponential(self._rates.gasp_delay_s, len(heard)).tolist()
        self._send(connection, "power_up", heard, [now] * len(heard), [now + dt.timedelta(seconds=s) for s in delays])

    def _send(
        self, connection: Connection, kind: str, meters: Ints, sent_at: list[dt.datetime], due_at: list[dt.datetime]
    ) -> None:
        if len(meters):
            execute(
                connection, "sim_send_messages", utility_id=self._network.utility_id, kind=kind,
                meter_ids=self._network.rows.meters.ids[meters].tolist(), sent_at=sent_at, due_at=due_at,
            )  # fmt: skip


def read_asked(source: Source, utility_id: int, now: dt.datetime, settings: SimulatorSettings) -> Asked:
    """What is due of meters and customers."""
    pinged, called = (now - dt.timedelta(seconds=seconds) for seconds in (settings.ping_s, settings.callback_s))
    return Asked(
        source.fetch(Query.of("sim_open_pings", utility_id=utility_id, asked_until=pinged)).to_pylist(),
        source.fetch(Query.of("sim_due_calls", utility_id=utility_id, now=now, lines=LINES)).to_pylist(),
        source.fetch(Query.of("sim_callbacks", utility_id=utility_id, until=called, lines=LINES)).to_pylist(),
    )


def _time(at_ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(at_ms / 1000, dt.UTC)
