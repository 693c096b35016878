"""The simulator's picture read from, and its changes written to, the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_sources.demo.simulator.incidents import Incident, World
from data_sources.demo.simulator.loads import FeederRows, Floats, TransformerRows
from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.rows import Bools, NetworkError
from data_sources.outages.states import Changes, Crew
from data_sources.outages.store import fetch_crews, fetch_outages
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.query import Query

ACTOR = "simulator"


def read_world(source: PostgresSource, utility_id: int, now: dt.datetime) -> World:
    """The state as the database has it, with what it does not say worked out anew.

    Raises:
        NetworkError: there is no such demo utility.
    """
    if not source.fetch(Query.of("sim_demo_utility", utility_id=utility_id)).num_rows:
        raise NetworkError(f"Utility {utility_id} is no demo: only demo utilities are simulated.")
    network = load_network(source, utility_id)
    incidents = fetch_outages(source, network, Incident)
    world = World(network, load_open_devices(source, utility_id), incidents, [])
    _go_on(world, now)
    world.crews = _crews(fetch_crews(source, utility_id), incidents, now)
    world.own_dark()
    return world


def strays(world: World) -> dict[int, bool]:
    """Moves that bring devices back as built which are neither open nor closed for an outage.

    Devices near an outage of their feeder are taken for its switching, and are put back when it ends.
    """
    network = world.network
    own = {int(network.devices.ids[i.device]) for i in world.outages if i.device >= 0}
    moves = {}
    for device_id in sorted((world.open_devices ^ network.normally_open) - own):
        feeders = world.feeders_of(network.devices.index(device_id))
        near = [i for i in world.outages if i.feeder in feeders and world.is_trunk(i)]
        if near:
            near[0].switched[device_id] = device_id in world.open_devices
            near[0].switch_at = None
        else:
            moves[device_id] = device_id in network.normally_open
    return moves


def read_written(source: PostgresSource, network: Network) -> tuple[Floats, Bools]:
    """load_pct and is_energized as the database has them, shape (transformers,)."""
    rows = source.fetch(Query.of("sim_transformer_status", utility_id=network.utility_id))
    found = network.transformers.indexes(rows["transformer_id"].to_numpy())
    load_pct = np.zeros(len(network.transformers))
    is_energized = np.ones(len(network.transformers), dtype=np.bool_)
    load_pct[found], is_energized[found] = rows["load_pct"].to_numpy(), rows["is_energized"].to_numpy()
    return load_pct, is_energized


@dataclass(frozen=True, slots=True)
class PresentWeather:
    """Some hours of wind, read between the hours along straight lines.

    Attributes:
        seconds: since 1970, ascending, shape (hours,).
        wind_mps: shape (hours,).
    """

    seconds: Floats
    wind_mps: Floats

    def at(self, now: dt.datetime) -> float:
        """Wind in m/s; a calm day where nothing is known of the hour."""
        return float(np.interp(now.timestamp(), self.seconds, self.wind_mps)) if len(self.seconds) else 3.0


def read_weather(source: PostgresSource, utility_id: int, now: dt.datetime) -> PresentWeather:
    """The weather of the hours around a moment."""
    rows = source.fetch(Query.of("sim_weather_near", utility_id=utility_id, at=now))
    seconds = np.array([at.timestamp() for at in rows["observed_at"].to_pylist()])
    return PresentWeather(seconds, rows["wind_mps"].to_numpy())


@contextmanager
def writing(source: PostgresSource, utility_id: int, changes: Changes) -> Iterator[Connection]:
    """One transaction; a step that only moves loads and crews leaves no audit row, so that the audit stays readable."""
    if changes.is_transition:
        detail: dict[str, Any] = {"devices": changes.devices}
        with source.transaction(ACTOR, "step", utility_id, detail) as connection:
            yield connection
            detail["outages"] = [incident.outage_id for incident in changes.outages]  # new ones are numbered now
    else:
        with source.connection() as connection, connection.transaction():
            yield connection


def write_transformers(connection: Connection, network: Network, new: TransformerRows, now: dt.datetime) -> None:
    """Only the rows that changed."""
    if len(new.rows):
        execute(
            connection, "sim_update_transformers", utility_id=network.utility_id, now=now,
            transformer_ids=network.transformers.ids[new.rows].tolist(), load_kw=new.load_kw.tolist(),
            load_pct=new.load_pct.tolist(), voltage_v=new.voltage_v.tolist(), is_energized=new.is_energized.tolist(),
        )  # fmt: skip


def write_feeders(connection: Connection, network: Network, new: FeederRows, now: dt.datetime) -> None:
    """All feeders."""
    execute(
        connection, "sim_update_feeders", utility_id=network.utility_id, now=now,
        feeder_ids=network.rows.feeders.ids.tolist(), load_kw=new.load_kw.tolist(), load_pct=new.load_pct.tolist(),
        current_a=new.current_a.tolist(), voltage_kv=new.voltage_kv.tolist(), power_factor=new.power_factor.tolist(),
        is_energized=new.is_energized.tolist(),
    )  # fmt: skip


def write_heartbeat(connection: Connection, now: dt.datetime, detail: dict[str, Any]) -> None:
    """The simulator's pulse."""
    execute(connection, "heartbeat", service=ACTOR, now=now, detail=json.dumps(detail))


def _go_on(world: World, now: dt.datetime) -> None:
    """Outages of an earlier run go on where their rows left them."""
    for incident in world.outages:
        incident.estimated_at = incident.expected_end(now)
        incident.is_temporary = incident.estimated_at - incident.started_at <= dt.timedelta(minutes=1)
        if incident.is_temporary:
            incident.ends_at = now
            continue
        incident.dispatch_at = now
        if world.is_trunk(incident) and incident.customers_out == incident.customers_interrupted:
            incident.switch_at = now


def _crews(found: list[tuple[Crew, int | None]], incidents: list[Incident], now: dt.datetime) -> list[Crew]:
    by_id = {incident.outage_id: incident for incident in incidents}
    for crew, outage_id in found:
        crew.since = now
        incident = by_id.get(outage_id or 0)
        if crew.status in ("available", "off_shift"):
            continue
        if incident is None or incident.crew is not None or incident.is_temporary:
            crew.status = "available"
        else:
            crew.outage, incident.crew = incident, crew
            if crew.status == "working":
                soon, late = now + dt.timedelta(minutes=1), now + dt.timedelta(minutes=30)
                incident.ends_at = min(max(incident.expected_end(now), soon), late)
    return [crew for crew, _ in found]
