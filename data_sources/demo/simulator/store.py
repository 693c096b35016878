"""The simulator's picture read from, and its changes written to, the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_sources.demo.simulator.loads import FeederRows, Floats, TransformerRows
from data_sources.demo.simulator.world import TRUNK_KINDS, Changes, Crew, Incident, World
from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.rows import Bools, NetworkError
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
    rows = source.fetch(Query.of("sim_active_outages", utility_id=utility_id)).to_pylist()
    incidents = [_incident(network, row, now) for row in rows]
    crews = _crews(source, utility_id, incidents, now)
    world = World(network, load_open_devices(source, utility_id), incidents, crews)
    _own_dark(world)
    return world


def strays(world: World) -> dict[int, bool]:
    """Moves that bring devices back as built which are neither open nor closed for an outage.

    Devices near an outage of their feeder are taken for its switching, and are put back when it ends.
    """
    network = world.network
    own = {int(network.devices.ids[i.device]) for i in world.incidents if i.device >= 0}
    moves = {}
    for device_id in sorted((world.open_devices ^ network.normally_open) - own):
        feeders = world.feeders_of(network.devices.index(device_id))
        near = [i for i in world.incidents if i.feeder in feeders and _is_trunk(network, i)]
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
            detail["outages"] = [incident.outage_id for incident in changes.incidents]  # new ones are numbered now
    else:
        with source.connection() as connection, connection.transaction():
            yield connection


def write_changes(connection: Connection, world: World, changes: Changes, now: dt.datetime) -> None:
    """Outages first, since crews name them, and what the event feed says of devices and crews depends on them."""
    utility_id = world.network.utility_id
    for incident in changes.incidents:
        _write_incident(connection, world.network, incident)
    for step in changes.steps:
        execute(
            connection, "sim_insert_outage_steps", outage_id=step.incident.outage_id, restored_at=step.at,
            transformer_ids=world.network.transformers.ids[step.transformers].tolist(),
            feeder_ids=world.network.rows.feeders.ids[step.fed_by].tolist(),
        )  # fmt: skip
    if changes.devices:
        execute(
            connection, "sim_update_devices", utility_id=utility_id, now=now, device_ids=list(changes.devices),
            is_open=list(changes.devices.values()),
        )  # fmt: skip
    if changes.crews:
        _write_crews(connection, utility_id, changes.crews, now)


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


def _write_incident(connection: Connection, network: Network, incident: Incident) -> None:
    changing = {
        "restored_at": incident.restored_at, "estimated_restoration_at": incident.estimated_at,
        "customers_interrupted": incident.customers_interrupted, "customers_out": incident.customers_out,
        "customer_minutes": incident.customer_minutes, "stepped_at": incident.stepped_at,
        "crew_id": incident.crew.crew_id if incident.crew else None, "utility_id": network.utility_id,
    }  # fmt: skip
    if incident.outage_id:
        execute(connection, "sim_update_outage", outage_id=incident.outage_id, **changing)
        return
    row = execute(
        connection, "sim_insert_outage", feeder_id=int(network.rows.feeders.ids[incident.feeder]),
        device_id=int(network.devices.ids[incident.device]) if incident.device >= 0 else None,
        transformer_id=int(network.transformers.ids[incident.transformer]) if incident.transformer >= 0 else None,
        started_at=incident.started_at, cause=incident.cause, lon=incident.lon, lat=incident.lat, **changing,
    ).fetchone()  # fmt: skip
    assert row
    incident.outage_id = row[0]


def _write_crews(connection: Connection, utility_id: int, crews: list[Crew], now: dt.datetime) -> None:
    execute(
        connection, "sim_update_crews", utility_id=utility_id, now=now, crew_ids=[crew.crew_id for crew in crews],
        status=[crew.status for crew in crews],
        outage_ids=[crew.incident.outage_id if crew.incident else 0 for crew in crews],
        lon=[crew.lon for crew in crews], lat=[crew.lat for crew in crews],
    )  # fmt: skip


def _incident(network: Network, row: dict[str, Any], now: dt.datetime) -> Incident:
    """One outage of an earlier run: it goes on where its row left it."""
    device = network.devices.index(row["device_id"]) if row["device_id"] is not None else -1
    transformer = network.transformers.index(row["transformer_id"]) if row["transformer_id"] is not None else -1
    estimated = row["estimated_restoration_at"] or now + dt.timedelta(minutes=20)
    segment = _nearest_segment(network, device, row["lon"], row["lat"])
    incident = Incident(
        feeder=network.rows.feeders.index(row["feeder_id"]), device=device, transformer=transformer,
        fault_segment=segment, started_at=row["started_at"], stepped_at=row["stepped_at"], estimated_at=estimated,
        cause=row["cause"], lon=row["lon"], lat=row["lat"], owned=np.empty(0, dtype=np.int64),
        customers_interrupted=row["customers_interrupted"], customers_out=row["customers_out"],
        customer_minutes=row["customer_minutes"], outage_id=row["outage_id"],
        is_temporary=estimated - row["started_at"] <= dt.timedelta(minutes=1),
        is_underground=segment >= 0 and bool(network.segments["is_underground"][segment]),
        dispatch_at=now,
    )  # fmt: skip
    if incident.is_temporary:
        incident.ends_at, incident.dispatch_at = now, None
    elif _is_trunk(network, incident) and incident.customers_out == incident.customers_interrupted:
        incident.switch_at = now
    return incident


def _crews(source: PostgresSource, utility_id: int, incidents: list[Incident], now: dt.datetime) -> list[Crew]:
    by_id = {incident.outage_id: incident for incident in incidents}
    crews = []
    for row in source.fetch(Query.of("sim_crews", utility_id=utility_id)).to_pylist():
        crew = Crew(row["crew_id"], row["crew_name"], row["kind"], row["status"], row["lon"], row["lat"], since=now)
        incident = by_id.get(row["outage_id"])
        if crew.status in ("assigned", "en_route", "working"):
            if incident is None or incident.crew is not None or incident.is_temporary:
                crew.status = "available"
            else:
                crew.incident, incident.crew = incident, crew
                if crew.status == "working":
                    soon, late = now + dt.timedelta(minutes=1), now + dt.timedelta(minutes=30)
                    incident.ends_at = min(max(incident.estimated_at, soon), late)
        crews.append(crew)
    return crews


def _own_dark(world: World) -> None:
    """Each dark transformer belongs to the outage with the nearest device above it."""
    network = world.network
    free = ~world.is_energized
    reach = []
    for incident in world.incidents:
        if incident.transformer >= 0:
            units = np.array([incident.transformer])
        elif incident.device >= 0:
            units = world.transformers_in(world.normal.downstream(int(network.device_segment[incident.device])))
        else:
            units = np.empty(0, dtype=np.int64)
        reach.append((len(units), units, incident))
    for _, units, incident in sorted(reach, key=lambda item: item[0]):
        incident.owned = units[free[units]]
        free[incident.owned] = False


def _nearest_segment(network: Network, device: int, lon: float, lat: float) -> int:
    if device < 0:
        return -1
    edges = network.topology().downstream_edges(int(network.device_segment[device]))
    edges = edges[edges < len(network.segments)]
    nodes, segments = network.rows.nodes, network.segments
    middle = [(nodes[axis][segments["from_node"][edges]] + nodes[axis][segments["to_node"][edges]]) / 2
              for axis in ("lon", "lat")]  # fmt: skip
    return int(edges[np.argmin((middle[0] - lon) ** 2 + (middle[1] - lat) ** 2)])


def _is_trunk(network: Network, incident: Incident) -> bool:
    return incident.device >= 0 and network.devices["kind"][incident.device] in TRUNK_KINDS
