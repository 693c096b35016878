"""A demo utility that lives: loads, faults, switching, crews, restorations, a few seconds apart.

A step reads nothing that it can remember, decides (faults, loads, crews, restore, over data_sources.outages: no
database in there) and writes what changed in one transaction. After a failed write, another process's switching or a
reload of the utility, the picture is read anew from the database; so is it after a restart, and what was going on goes
on. Everything written is marked as simulated. Rates are faster than life (SimulatorSettings).
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

import numpy as np

from data_sources.demo.ami.quarters import Demand
from data_sources.demo.ami.utility import read_demo_utility
from data_sources.demo.simulator import store
from data_sources.demo.simulator.crews import advance, dispatch_due
from data_sources.demo.simulator.faults import Exposure, draw_fault, exposure, rate_factor
from data_sources.demo.simulator.incidents import World
from data_sources.demo.simulator.loads import Loads
from data_sources.demo.simulator.restore import end_due, switch_due
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.errors import FluxError
from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.rows import Ints, NetworkError
from data_sources.outages.crews import release
from data_sources.outages.states import Changes
from data_sources.outages.steps import apply, begin, finish, settle
from data_sources.outages.store import write_changes
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]

LONGEST_GAP_S = 60.0  # faults and drives of a longer pause between steps are not made up for
OVERDUE = dt.timedelta(minutes=15)  # an outage this far over its estimate ended while nobody simulated


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
        self._world: World | None = None
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
                    self._world = None
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

    def step(self, now: dt.datetime) -> Changes:
        """Let time pass up to now, and write what happened in one transaction.

        Raises:
            SourceUnavailable: the database cannot be reached; the next step starts from what it holds then.
            NetworkError: the utility is no demo, or is gone.
        """
        try:
            return self._step(now)
        except BaseException:
            self._world = None
            raise

    def _step(self, now: dt.datetime) -> Changes:
        changes = Changes()
        world = self._present_world(now, changes)
        seconds = min((now - self._last_at).total_seconds(), LONGEST_GAP_S) if self._last_at else self.settings.step_s
        self._look_at_weather(world, now)
        share = self._due_transformers(now, max(seconds, 0.0))
        self._decide(world, now, max(seconds, 0.0), changes)
        for back in changes.restored:
            self._loads.pick_up(back.transformers, back.seconds_dark)
        feeders = self._loads.feeders(world)
        transformers = self._loads.changed(world, share, feeders)
        with store.writing(self._source, self.utility_id, changes) as connection:
            write_changes(connection, world.network, changes, now, is_simulated=True)
            store.write_transformers(connection, world.network, transformers, now)
            store.write_feeders(connection, world.network, feeders, now)
            detail = {"utility_id": self.utility_id, "outages": len(world.outages), "step_s": self.settings.step_s}
            store.write_heartbeat(connection, now, detail)
        self._last_at = now
        return changes

    def _decide(self, world: World, now: dt.datetime, seconds: float, changes: Changes) -> None:
        end_due(world, now, changes)
        switch_due(world, now, self._loads.load_kw, changes)
        advance(world, now, seconds, self._rng, self.settings, changes)
        dispatch_due(world, now, self.settings, changes)
        feeders = len(world.network.rows.feeders)
        rate = rate_factor(self._wind_mps) / self.settings.fault_interval(feeders)
        for _ in range(int(self._rng.poisson(rate * seconds))):
            if len(world.outages) < self.settings.max_active(feeders):
                self._strike_somewhere(world, now, changes)

    def _strike_somewhere(self, world: World, now: dt.datetime, changes: Changes) -> None:
        incident = draw_fault(world, self._chances, now, self._wind_mps, self._rng, self.settings)
        if incident is not None:
            begin(world, incident, now, changes)

    def _present_world(self, now: dt.datetime, changes: Changes) -> World:
        """The picture in memory if it still is the database's; else a new one, with what ended meanwhile ended."""
        network = load_network(self._source, self.utility_id)
        world = self._world
        if (
            world
            and world.network is network
            and world.open_devices == set(load_open_devices(self._source, self.utility_id))
        ):
            return world
        world = store.read_world(self._source, self.utility_id, now)
        if self._demand is None or self._demand[0] is not network:
            self._demand = network, Demand(read_demo_utility(self._source, network).power)
        self._loads = Loads(network, self._demand[1], *store.read_written(self._source, network))
        self._weather_hour = None
        for crew in world.crews:
            changes.touch_crew(crew)
        if moves := store.strays(world):
            apply(world, moves, now, changes)
        for incident in list(world.outages):
            estimated = incident.expected_end(now)
            if estimated < now - OVERDUE or not len(incident.owned):
                ended_at = max(incident.stepped_at, min(estimated, now))
                finish(world, incident, ended_at, changes)
                release(incident, ended_at, changes)
            else:
                settle(world, incident, now, changes)
        self._world = world
        return world

    def _look_at_weather(self, world: World, now: dt.datetime) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour != self._weather_hour:
            self._weather = store.read_weather(self._source, self.utility_id, now)
            self._chances = exposure(world.network, now.year, self._weather.at(now))
            self._weather_hour = hour
        self._wind_mps = self._weather.at(now)

    def _due_transformers(self, now: dt.datetime, seconds: float) -> Ints:
        """The rotating share whose load is worked out in this step."""
        turns = round(self.settings.rotation_s / self.settings.step_s)
        turns = max(1, min(turns, int(self._loads.feeder_row.max(initial=0)) + 1))
        self._turn = (self._turn + 1) % turns
        self._loads.expect(now, seconds)
        return np.flatnonzero(self._loads.feeder_row % turns == self._turn)
