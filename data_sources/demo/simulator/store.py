"""The simulator's picture read from, and its changes written to, the database."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_sources.demo.simulator.loads import FeederRows, Floats, TransformerRows
from data_sources.demo.simulator.notice import Fate
from data_sources.demo.simulator.world import TrueFault, World
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints, NetworkError, Table
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Crew
from data_sources.outages.store import fetch_crews, fetch_outage, fetch_presumed, load_state
from data_sources.postgres.source import Connection, PostgresSource, TransactionSource, execute
from data_sources.query import Query
from data_sources.source import Source

ACTOR = "simulator"
SILENT = dt.timedelta(minutes=2)  # a service that gave no pulse for so long is not running


def read_world(
    source: PostgresSource, utility_id: int, faults: list[TrueFault], known: OperatingState | None = None,
    reaches: dict[tuple[int, int], Ints] | None = None,
) -> tuple[World, dict[int, Fate]]:  # fmt: skip
    """The state as the database has it now, and what became of outages that do not last but matter here.

    Args:
        source: the live database.
        utility_id: a demo's.
        faults: those that are there.
        known: the state as it was last read.
        reaches: what is behind places of this network, as far as it was asked for.

    Raises:
        NetworkError: there is no such demo utility.
    """
    with source.connection() as connection:
        return _read_world(TransactionSource(connection), utility_id, faults, known, {} if reaches is None else reaches)


def _read_world(
    source: Source, utility_id: int, faults: list[TrueFault], known: OperatingState | None,
    reaches: dict[tuple[int, int], Ints],
) -> tuple[World, dict[int, Fate]]:  # fmt: skip
    if not source.fetch(Query.of("sim_demo_utility", utility_id=utility_id)).num_rows:
        raise NetworkError(f"Utility {utility_id} is no demo: only demo utilities are simulated.")
    state = load_state(source, utility_id, known)
    held = source.fetch(Query.of("held_devices", utility_id=utility_id))["device_id"].to_pylist()
    world = World(state, fetch_crews(source, utility_id), faults, frozenset(held), reaches=reaches)
    world.presumed = fetch_presumed(source, state.network)
    active = {outage.outage_id for outage in (*state.outages, *world.presumed)}
    asked = {fault.outage_id for fault in faults} | {crew.outage_id for crew in world.crews}
    fates = _fates(source, {number for number in asked if number is not None} - active)
    own = {fault.outage_id for fault in faults}
    for outage_id in [number for number, fate in fates.items() if number in own and fate.state == "restored"]:
        world.restored[outage_id] = fetch_outage(source, state.network, outage_id)
    return world, fates


def _fates(source: Source, outage_ids: set[int]) -> dict[int, Fate]:
    if not outage_ids:
        return {}
    rows = source.fetch(Query.of("sim_fates", outage_ids=",".join(map(str, sorted(outage_ids))))).to_pylist()
    found = {row["outage_id"]: Fate(row["state"], row["merged_into"]) for row in rows}
    return {outage_id: found.get(outage_id, Fate("gone")) for outage_id in outage_ids}


def read_telemetry(source: PostgresSource, utility_id: int) -> dict[int, bool]:
    """Of devices by id, whether it is said that they report by themselves that they opened."""
    rows = source.fetch(Query.of("sim_telemetry", utility_id=utility_id)).to_pylist()
    return {row["device_id"]: row["has_telemetry"] for row in rows}


def read_faults(source: PostgresSource, network: Network) -> list[TrueFault]:
    """The faults that were there when a simulator stopped."""
    rows = source.fetch(Query.of("sim_faults", utility_id=network.utility_id)).to_pylist()
    return [TrueFault(**_indexes(network, row)) for row in rows]


def _indexes(network: Network, row: dict[str, Any]) -> dict[str, Any]:
    for kind, table in _tables(network):
        asset_id = row.pop(f"{kind}_id")
        row[kind] = -1 if asset_id is None else table.index(asset_id)
    return row


def _tables(network: Network) -> tuple[tuple[str, Table], ...]:
    return ("device", network.devices), ("transformer", network.transformers), ("segment", network.segments)


def write_faults(connection: Connection, network: Network, faults: list[TrueFault]) -> None:
    """What the simulator alone knows; few rows."""
    for fault in faults:
        ids = {
            f"{kind}_id": int(table.ids[row]) if (row := getattr(fault, kind)) >= 0 else None
            for kind, table in _tables(network)
        }
        row = execute(
            connection, "sim_write_fault", fault_id=fault.fault_id or None, utility_id=network.utility_id,
            outage_id=fault.outage_id, struck_at=fault.struck_at, cause=fault.cause, lon=fault.lon, lat=fault.lat,
            is_temporary=fault.is_temporary, dispatch_at=fault.dispatch_at, switch_at=fault.switch_at,
            ends_at=fault.ends_at, cleared_at=fault.cleared_at, is_hidden=fault.is_hidden, is_nothing=fault.is_nothing,
            noticed_at=fault.noticed_at, presumed_at=fault.presumed_at, is_right_first=fault.is_right_first, **ids,
        ).fetchone()  # fmt: skip
        assert row
        fault.fault_id = row[0]


def write_crew_places(connection: Connection, utility_id: int, crews: list[Crew], now: dt.datetime) -> None:
    """Where crews on the road are: a measurement, like loads, and no command."""
    moving = [crew for crew in crews if crew.status == "en_route" and crew.outage_id is not None]
    if moving:
        execute(
            connection, "move_crews", utility_id=utility_id, now=now, crew_ids=[crew.crew_id for crew in moving],
            lon=[crew.lon for crew in moving], lat=[crew.lat for crew in moving],
        )  # fmt: skip


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


def is_alive(source: PostgresSource, service: str, now: dt.datetime) -> bool:
    """Whether a service gave a pulse of late."""
    rows = source.fetch(Query.of("service_beat", service=service)).to_pylist()
    return bool(rows) and now - rows[0]["beat_at"] < SILENT


def write_heartbeat(connection: Connection, now: dt.datetime, detail: dict[str, Any]) -> None:
    """The simulator's pulse."""
    execute(connection, "heartbeat", service=ACTOR, now=now, detail=json.dumps(detail))
