"""A demo utility that lives: loads, faults, switching, crews, restorations, a few seconds apart.

A client of commands like any operator (data_sources.outages.life), without a right of its own: a step reads the rows
as they are, decides, and gives its commands with the versions that it decided by, in one transaction. What somebody
changed in between is lost for this step, and the next one goes on from there; what a person decided is never
overruled. What only it knows, where faults are and when they are mended, is kept apart (flux.sim_faults). Loads, places
of crews and the pulse are measurements, written as such. Everything is marked as simulated. Rates are faster than life
(SimulatorSettings).
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

import numpy as np

from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.demo.ami.quarters import Demand
from data_sources.demo.ami.utility import read_demo_utility
from data_sources.demo.simulator import store
from data_sources.demo.simulator.crews import CrewClock, advance, dispatch_due
from data_sources.demo.simulator.faults import Exposure, draw_fault, exposure, feeder_of, rate_factor, strike
from data_sources.demo.simulator.loads import Floats, Loads
from data_sources.demo.simulator.notice import Fate, adopt, follow, free_crews, tell_dark, trip_again
from data_sources.demo.simulator.restore import end_due, end_overdue, switch_due
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.errors import CommandError, FluxError
from data_sources.network.graph import Network
from data_sources.network.rows import Ints, NetworkError
from data_sources.outages.operating import OperatingState
from data_sources.outages.store import load_state
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import Connection, PostgresSource

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]

LONGEST_GAP_S = 60.0  # faults and drives of a longer pause between steps are not made up for
SIMULATOR = Principal("simulator", "operator", is_person=False)


def utc_now() -> dt.datetime:
    """The time of this machine."""
    return dt.datetime.now(dt.UTC)


class Simulator:
    """Moves one demo utility. Not thread-safe: one thread steps it, in the process that leads.

    Args:
        source: the live database.
        utility_id: a utility with is_demo; another one is refused at the first step.
        seed: same seed, state and times of steps: same events.
        clock: what time it is.
        settings: how fast things happen.
    """

    def __init__(
        self, source: PostgresSource, utility_id: int, seed: int = 7, *, clock: Clock = utc_now,
        settings: SimulatorSettings | None = None,
    ) -> None:  # fmt: skip
        """Reads nothing before the first step."""
        self.utility_id = utility_id
        self.settings = settings or SimulatorSettings()
        self._source, self._clock = source, clock
        self._rng = np.random.default_rng([seed, utility_id])
        self._commands = Commands(source)
        self._faults: list[TrueFault] = []
        self._crews = CrewClock()
        self._dark_since: Floats  # seconds since 1970, NaN with supply, shape (transformers,)
        self._network: Network | None = None
        self._state: OperatingState | None = None
        self._demand: tuple[Network, Demand] | None = None
        self._loads: Loads
        self._chances: Exposure
        self._weather: store.PresentWeather
        self._weather_hour: dt.datetime | None = None
        self._wind_mps = 0.0
        self._last_at: dt.datetime | None = None
        self._turn = 0

    def run(self, stop_event: threading.Event, leader: Leader | None = None) -> None:
        """Step until told to stop or the utility is gone; where a leader is given, only while this process leads.

        Never raises: what goes wrong is logged, and tried again from what the database holds.
        """
        while not stop_event.is_set():
            began = time.monotonic()
            try:
                if leader is None or leader.is_leader():
                    self.step(self._clock())
                else:
                    self._network = None
            except NetworkError as error:
                log.warning("The simulator stops: %s", error)
                break
            except FluxError as error:
                log.warning("The simulator waits: %s", error)
            except Exception:
                log.exception("A step of the simulator failed; it goes on from the database.")
            stop_event.wait(max(0.2, self.settings.step_s - (time.monotonic() - began)))
        if leader is not None:
            leader.resign()

    def step(self, now: dt.datetime) -> list[Receipt | CommandError]:
        """Let time pass up to now; answers what became of its commands.

        Raises:
            SourceUnavailable: the database cannot be reached; the next step starts from what it holds then.
            NetworkError: the utility is no demo, or is gone.
        """
        try:
            return self._step(now)
        except BaseException:
            self._network = None
            raise

    def _step(self, now: dt.datetime) -> list[Receipt | CommandError]:
        world, fates = store.read_world(self._source, self.utility_id, self._faults, self._state)
        is_first = world.state.network is not self._network
        if is_first:
            self._begin(world.state)
            world, fates = store.read_world(self._source, self.utility_id, self._faults)
        seconds = min((now - self._last_at).total_seconds(), LONGEST_GAP_S) if self._last_at else self.settings.step_s
        self._look_at_weather(world, now)
        share = self._due_transformers(now, max(seconds, 0.0))
        intents = self._decide(world, fates, now, max(seconds, 0.0), is_first)
        outcomes = self._give(world, intents, free_crews(world, fates), now)
        is_new = any(isinstance(outcome, Receipt) for outcome in outcomes)
        self._state = load_state(self._source, self.utility_id) if is_new else world.state
        self._write_measured(self._state, share, now)
        self._last_at, self._network = now, self._state.network
        return outcomes

    def _give(
        self, world: World, intents: list[Intent], more: list[Order], now: dt.datetime
    ) -> list[Receipt | CommandError]:
        """Its commands, each done or lost, and what it alone knows, in one transaction."""

        def beside(connection: Connection, outcomes: list[Receipt | CommandError]) -> None:
            for intent, outcome in zip(intents, outcomes, strict=False):
                if isinstance(outcome, Receipt):
                    intent.done(outcome)
                else:
                    log.info("The simulator was told: %s", outcome)
            store.write_faults(connection, world.state.network, self._faults)
            store.write_crew_places(connection, self.utility_id, world.crews, now)
            self._faults[:] = [fault for fault in self._faults if fault.cleared_at is None]

        orders = [intent.order for intent in intents] + more
        return self._commands.run_all(orders, by=SIMULATOR, now=now, beside=beside)

    def _write_measured(self, state: OperatingState, share: Ints, now: dt.datetime) -> None:
        """Loads by who has supply now, and the pulse."""
        self._pick_up(state, now)
        feeders = self._loads.feeders(state)
        transformers = self._loads.changed(state, share, feeders)
        detail = {"utility_id": self.utility_id, "outages": len(state.outages), "step_s": self.settings.step_s}
        with self._source.connection() as connection, connection.transaction():
            store.write_transformers(connection, state.network, transformers, now)
            store.write_feeders(connection, state.network, feeders, now)
            store.write_heartbeat(connection, now, detail)

    def _decide(
        self, world: World, fates: dict[int, Fate], now: dt.datetime, seconds: float, is_first: bool
    ) -> list[Intent]:
        """What it means to do, once for an outage at most: the first that comes."""
        adopt(world, now, self._rng, self.settings)
        follow(world, fates, now)
        wishes = [*(end_overdue(world, now) if is_first else ()), *end_due(world, now)]
        wishes += [*trip_again(world, now, self.settings), *tell_dark(world, now)]
        wishes += switch_due(world, now, self._loads.load_kw)
        wishes += advance(world, self._crews, now, seconds, self._rng, self.settings)
        wishes += dispatch_due(world, now, self.settings)
        wishes += self._strike(world, now, seconds)
        return _one_each(wishes)

    def _strike(self, world: World, now: dt.datetime, seconds: float) -> list[Intent]:
        feeders = len(world.state.network.rows.feeders)
        rate = rate_factor(self._wind_mps) / self.settings.fault_interval(feeders)
        struck: set[int] = set()
        made: list[Intent] = []
        for _ in range(int(self._rng.poisson(rate * seconds))):
            if len(world.state.outages) + len(made) >= self.settings.max_active(feeders):
                break
            fault = draw_fault(world, self._chances, now, self._wind_mps, self._rng, self.settings, struck)
            if fault is not None:
                struck.add(feeder_of(world.state.network, fault))
                made.append(strike(world, fault, now, self.settings))
        return made

    def _begin(self, state: OperatingState) -> None:
        """The first step in a network: what was going on goes on."""
        network = state.network
        self._faults = store.read_faults(self._source, network)
        if self._demand is None or self._demand[0] is not network:
            self._demand = network, Demand(read_demo_utility(self._source, network).power)
        self._loads = Loads(network, self._demand[1], *store.read_written(self._source, network))
        self._weather_hour = None
        self._dark_since = np.full(len(network.transformers), np.nan)

    def _pick_up(self, state: OperatingState, now: dt.datetime) -> None:
        """Who has supply again draws more for a while, by how long they had none."""
        is_back = state.is_energized & ~np.isnan(self._dark_since)
        for since in np.unique(self._dark_since[is_back]):
            rows = np.flatnonzero(is_back & (self._dark_since == since))
            self._loads.pick_up(rows, max(now.timestamp() - float(since), 0.0))
        self._dark_since[is_back] = np.nan
        is_new = ~state.is_energized & np.isnan(self._dark_since)
        self._dark_since[is_new] = now.timestamp()
        for outage in state.outages:
            for group in outage.groups:
                if group.restored_at is None and group.transformers is not None:
                    self._dark_since[group.transformers] = group.out_at.timestamp()

    def _look_at_weather(self, world: World, now: dt.datetime) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour != self._weather_hour:
            self._weather = store.read_weather(self._source, self.utility_id, now)
            self._chances = exposure(world.state.network, now.year, self._weather.at(now))
            self._weather_hour = hour
        self._wind_mps = self._weather.at(now)

    def _due_transformers(self, now: dt.datetime, seconds: float) -> Ints:
        """The rotating share whose load is worked out in this step."""
        turns = round(self.settings.rotation_s / self.settings.step_s)
        turns = max(1, min(turns, int(self._loads.feeder_row.max(initial=0)) + 1))
        self._turn = (self._turn + 1) % turns
        self._loads.expect(now, seconds)
        return np.flatnonzero(self._loads.feeder_row % turns == self._turn)


def _one_each(wishes: list[Intent]) -> list[Intent]:
    """One command an outage and step: the next one would be decided by what this one has changed."""
    chosen: dict[object, Intent] = {}
    for wish in wishes:
        is_new = wish.order.expected_version is None
        chosen.setdefault(id(wish.fault) if is_new else wish.order.command.target, wish)
    return list(chosen.values())
