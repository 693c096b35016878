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
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.demo.ami.quarters import Demand
from data_sources.demo.ami.utility import read_demo_utility
from data_sources.demo.simulator import store
from data_sources.demo.simulator.crews import CrewClock, advance, dispatch_due
from data_sources.demo.simulator.faults import Exposure, exposure, rate_factor
from data_sources.demo.simulator.field import FieldDay
from data_sources.demo.simulator.hidden import forget, lose_patience, recognise, report_due, suspect, unfound
from data_sources.demo.simulator.loads import Floats, Loads
from data_sources.demo.simulator.notice import Fate, adopt, follow, free_crews, tell_dark, trip_again
from data_sources.demo.simulator.on_site import find, merge_parts
from data_sources.demo.simulator.restore import end_due, end_overdue, switch_due
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.storms import WIND_MPS, Front, Storm, read_storm, write_storm
from data_sources.demo.simulator.strokes import Strokes
from data_sources.demo.simulator.truth import telemetry_of, truth_of
from data_sources.demo.simulator.voices import Asked, Voices, read_asked
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.errors import CommandError, FluxError
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints, NetworkError
from data_sources.outages.operating import OperatingState
from data_sources.outages.store import load_state
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import Connection, PostgresSource, TransactionSource, execute

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]

PREDICTION: Final = "prediction"  # the pulse of the service that presumes outages from messages
LONGEST_GAP_S = 60.0  # faults and drives of a longer pause between steps are not made up for
SIMULATOR = Principal("simulator", "operator", is_person=False)


def utc_now() -> dt.datetime:
    """The time of this machine."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step goes by besides its picture of the network.

    Attributes:
        now: its time.
        seconds: since the last one.
        is_first: there was none before in this network.
        asked: what is due of meters and customers.
        storm: that was asked for.
    """

    now: dt.datetime
    seconds: float
    is_first: bool
    asked: Asked
    storm: Storm | None


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
        self._field = FieldDay(np.random.default_rng([seed, utility_id, 1]), self.settings)
        self._dark_since: Floats  # seconds since 1970, NaN with supply, shape (transformers,)
        self._reaches: dict[tuple[int, int], Ints] = {}
        self._reports: Bools  # which devices have telemetry, shape (devices,)
        self._voices: Voices
        self._front: tuple[int, Front] | None = None  # of the storm of that number
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
        world, fates = self._look(self._state)
        is_first = world.state.network is not self._network
        if is_first:
            self._begin(world.state)
            world, fates = self._look()
            forget(world, now)
            self._voices = Voices(world.state.network, truth_of(world).is_energized, self._rng)
        seconds = min((now - self._last_at).total_seconds(), LONGEST_GAP_S) if self._last_at else self.settings.step_s
        self._look_at_weather(world, now)
        share = self._due_transformers(now, max(seconds, 0.0))
        around = self._look_around(now, max(seconds, 0.0), is_first=is_first)
        more = [*free_crews(world, fates), *self._field.orders(self._source, self.utility_id, now)]
        outcomes = self._give(world, self._decide(world, fates, around), more, around)
        is_new = any(isinstance(outcome, Receipt) for outcome in outcomes)
        self._state = load_state(self._source, self.utility_id) if is_new else world.state
        self._write_measured(replace(world, state=self._state), share, now)
        self._last_at, self._network = now, self._state.network
        return outcomes

    def _look(self, known: OperatingState | None = None) -> tuple[World, dict[int, Fate]]:
        return store.read_world(self._source, self.utility_id, self._faults, known, self._reaches)

    def _look_around(self, now: dt.datetime, seconds: float, *, is_first: bool) -> Surroundings:
        """What else is going on: who is asked, who calls, whether there is a storm."""
        with self._source.connection() as connection:
            inside = TransactionSource(connection)
            asked = read_asked(inside, self.utility_id, now, self.settings)
            storm = read_storm(inside, self.utility_id)
        if storm is not None:
            storm.pass_over(now)
        return Surroundings(now, seconds, is_first, asked, storm)

    def _give(
        self, world: World, intents: list[Intent], more: list[Order], around: Surroundings
    ) -> list[Receipt | CommandError]:
        """Its commands, each done or lost, and what it alone knows, in one transaction."""
        now, felt = around.now, self._voices.felt

        def beside(connection: Connection, outcomes: list[Receipt | CommandError]) -> None:
            nonlocal felt
            for intent, outcome in zip(intents, outcomes, strict=False):
                if isinstance(outcome, Receipt):
                    intent.done(outcome)
                else:
                    log.info("The simulator was told: %s", outcome)
            store.write_faults(connection, world.state.network, self._faults)
            store.write_crew_places(connection, self.utility_id, world.crews, now)
            felt = self._speak(connection, world, around)
            if around.storm is not None:
                write_storm(connection, around.storm)

        orders = [*(intent.order for intent in intents), *more, *self._said(world, around)]
        outcomes = self._commands.run_all(orders, by=SIMULATOR, now=now, beside=beside)
        self._faults[:] = [fault for fault in self._faults if fault.cleared_at is None]
        self._voices.felt = felt
        return outcomes

    def _said(self, world: World, around: Surroundings) -> list[Order]:
        """What customers say to whoever takes and returns calls."""
        return [*self._voices.calls(world, around.asked.calls), *self._voices.callbacks(around.asked.callbacks)]

    def _speak(self, connection: Connection, world: World, around: Surroundings) -> Bools:
        """What meters and customers say, and what they have felt."""
        voices, now = self._voices, around.now
        felt = voices.feel(connection, world, truth_of(world).is_energized, now)
        for fault in world.faults:
            if fault.noticed_at == now:
                voices.call_again(connection, world.reach(fault), now)
        voices.err(connection, now, around.seconds, self.settings)
        voices.answer(connection, around.asked.pings, now)
        if around.asked.calls:
            made = [one["message_id"] for one in around.asked.calls]
            execute(connection, "sim_forget_messages", message_ids=made)
        voices.deliver(connection, now)
        return felt

    def _write_measured(self, world: World, share: Ints, now: dt.datetime) -> None:
        """Loads by who really has supply now, and the pulse."""
        state, truth = world.state, truth_of(world)
        self._pick_up(state, truth.is_energized, now)
        feeders = self._loads.feeders(truth)
        transformers = self._loads.changed(truth, share, feeders, state.is_energized)
        detail = {"utility_id": self.utility_id, "outages": len(state.outages), "step_s": self.settings.step_s}
        with self._source.connection() as connection, connection.transaction():
            store.write_transformers(connection, state.network, transformers, now)
            store.write_feeders(connection, state.network, feeders, now)
            store.write_heartbeat(connection, now, detail)

    def _decide(self, world: World, fates: dict[int, Fate], around: Surroundings) -> list[Intent]:
        """What it means to do, once for an outage at most: the first that comes."""
        now, settings = around.now, self.settings
        follow(world, fates, now)
        recognise(world, now, self._rng, settings)
        adopt(world, now, self._rng, settings)
        suspect(world, now, self._rng, settings)
        lose_patience(world, now, settings)
        wishes = [*(end_overdue(world, now) if around.is_first else ()), *end_due(world, now)]
        wishes += [*trip_again(world, now, settings), *tell_dark(world, now)]
        wishes += [*find(world, self._crews, now, settings), *merge_parts(world)]
        wishes += switch_due(world, now, self._loads.load_kw)
        wishes += advance(world, self._crews, now, around.seconds, self._rng, settings)
        wishes += dispatch_due(world, now, settings)
        wishes += report_due(world, now, settings, is_predicted=self._is_predicted(world, now))
        wishes += self._strike(world, around)
        return _one_each(wishes)

    def _is_predicted(self, world: World, now: dt.datetime) -> bool:
        """Whether somebody presumes outages from messages; asked only where it matters."""
        waits = [(now - fault.struck_at).total_seconds() for fault in unfound(world)]
        if max(waits, default=0.0) < self.settings.field_report_s:
            return True
        return store.is_alive(self._source, PREDICTION, now)

    def _strike(self, world: World, around: Surroundings) -> list[Intent]:
        """Faults of this step: those of any day, a storm's, and the first one of all, which nothing reports."""
        strokes = Strokes(world, self._rng, self.settings, self._reports, around.now)
        feeders = len(world.state.network.rows.feeders)
        rate = rate_factor(self._wind_mps) / self.settings.fault_interval(feeders)
        count = int(self._rng.poisson(rate * around.seconds))
        strokes.strike(self._chances, self._wind_mps, min(count, self.settings.max_active(feeders) - strokes.going))
        if around.is_first:
            strokes.strike_hidden(self._chances, self._wind_mps, self.settings.first_hidden)
        if (storm := around.storm) is not None and storm.due(around.now) > 0:
            chances = self._front_of(world, storm).exposure(storm.share(around.now))
            storm.struck += strokes.strike(chances, WIND_MPS, storm.due(around.now))
        return strokes.told

    def _front_of(self, world: World, storm: Storm) -> Front:
        if self._front is None or self._front[0] != storm.storm_id:
            self._front = storm.storm_id, Front(world.state.network, storm, (storm.began_at or utc_now()).year)
        return self._front[1]

    def _begin(self, state: OperatingState) -> None:
        """The first step in a network: what was going on goes on."""
        network = state.network
        self._faults = store.read_faults(self._source, network)
        if self._demand is None or self._demand[0] is not network:
            self._demand = network, Demand(read_demo_utility(self._source, network).power)
        self._loads = Loads(network, self._demand[1], *store.read_written(self._source, network))
        self._weather_hour, self._front = None, None
        self._reaches.clear()
        self._reports = telemetry_of(network, store.read_telemetry(self._source, self.utility_id))
        self._dark_since = np.full(len(network.transformers), np.nan)

    def _pick_up(self, state: OperatingState, is_live: Bools, now: dt.datetime) -> None:
        """Who has supply again draws more for a while, by how long they had none."""
        is_back = is_live & ~np.isnan(self._dark_since)
        for since in np.unique(self._dark_since[is_back]):
            rows = np.flatnonzero(is_back & (self._dark_since == since))
            self._loads.pick_up(rows, max(now.timestamp() - float(since), 0.0))
        self._dark_since[is_back] = np.nan
        is_new = ~is_live & np.isnan(self._dark_since)
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
