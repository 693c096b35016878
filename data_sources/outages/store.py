"""Outages, their steps, devices and crews read from, and written to, the live database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from data_sources.network.graph import Network
from data_sources.outages.operating import AnOutage
from data_sources.outages.states import Changes, Crew, Outage
from data_sources.postgres.source import Connection, execute
from data_sources.query import Query
from data_sources.source import Source


def fetch_outages(source: Source, network: Network, kind: type[AnOutage]) -> list[AnOutage]:
    """The outages that last, as their rows have them; what each still owns, the operating state tells.

    The faulted segment is the one behind the device that is nearest to the outage's place.
    """
    rows = source.fetch(Query.of("lasting_outages", utility_id=network.utility_id)).to_pylist()
    return [_outage(network, row, kind) for row in rows]


def fetch_crews(source: Source, utility_id: int) -> list[tuple[Crew, int | None]]:
    """Every crew, and the outage_id that its row names."""
    rows = source.fetch(Query.of("crews_and_outages", utility_id=utility_id)).to_pylist()
    columns = ("crew_id", "crew_name", "kind", "status", "lon", "lat")
    return [(Crew(*(row[column] for column in columns)), row["outage_id"]) for row in rows]


def write_changes(
    connection: Connection, network: Network, changes: Changes, now: dt.datetime, *, is_simulated: bool
) -> None:
    """Outages first, since crews name them, and what the event feed says of devices and crews depends on them."""
    utility_id = network.utility_id
    for outage in changes.outages:
        _write_outage(connection, network, outage, is_simulated=is_simulated)
    for step in changes.steps:
        execute(
            connection, "insert_outage_steps", outage_id=step.outage.outage_id, restored_at=step.at,
            transformer_ids=network.transformers.ids[step.transformers].tolist(),
            feeder_ids=network.rows.feeders.ids[step.fed_by].tolist(),
        )  # fmt: skip
    if changes.devices:
        execute(
            connection, "update_devices", utility_id=utility_id, now=now, device_ids=list(changes.devices),
            is_open=list(changes.devices.values()),
        )  # fmt: skip
    if changes.crews:
        _write_crews(connection, utility_id, changes.crews, now)


def _write_outage(connection: Connection, network: Network, outage: Outage, *, is_simulated: bool) -> None:
    changing = {
        "restored_at": outage.restored_at, "estimated_restoration_at": outage.estimated_at,
        "customers_interrupted": outage.customers_interrupted, "customers_out": outage.customers_out,
        "customer_minutes": outage.customer_minutes, "stepped_at": outage.stepped_at,
        "crew_id": outage.crew.crew_id if outage.crew else None, "utility_id": network.utility_id,
    }  # fmt: skip
    if outage.outage_id:
        execute(connection, "update_outage", outage_id=outage.outage_id, **changing)
        return
    row = execute(
        connection, "insert_outage", feeder_id=int(network.rows.feeders.ids[outage.feeder]),
        device_id=int(network.devices.ids[outage.device]) if outage.device >= 0 else None,
        transformer_id=int(network.transformers.ids[outage.transformer]) if outage.transformer >= 0 else None,
        started_at=outage.started_at, cause=outage.cause, lon=outage.lon, lat=outage.lat, is_simulated=is_simulated,
        **changing,
    ).fetchone()  # fmt: skip
    assert row
    outage.outage_id = row[0]


def _write_crews(connection: Connection, utility_id: int, crews: list[Crew], now: dt.datetime) -> None:
    execute(
        connection, "update_crews", utility_id=utility_id, now=now, crew_ids=[crew.crew_id for crew in crews],
        status=[crew.status for crew in crews],
        outage_ids=[crew.outage.outage_id if crew.outage else 0 for crew in crews],
        lon=[crew.lon for crew in crews], lat=[crew.lat for crew in crews],
    )  # fmt: skip


def _outage(network: Network, row: dict[str, Any], kind: type[AnOutage]) -> AnOutage:
    device = network.devices.index(row["device_id"]) if row["device_id"] is not None else -1
    transformer = network.transformers.index(row["transformer_id"]) if row["transformer_id"] is not None else -1
    segment = _nearest_segment(network, device, row["lon"], row["lat"])
    return kind(
        feeder=network.rows.feeders.index(row["feeder_id"]), device=device, transformer=transformer,
        fault_segment=segment, started_at=row["started_at"], stepped_at=row["stepped_at"],
        estimated_at=row["estimated_restoration_at"], cause=row["cause"], lon=row["lon"], lat=row["lat"],
        owned=np.empty(0, dtype=np.int64), customers_interrupted=row["customers_interrupted"],
        customers_out=row["customers_out"], customer_minutes=row["customer_minutes"], outage_id=row["outage_id"],
        is_underground=segment >= 0 and bool(network.segments["is_underground"][segment]),
    )  # fmt: skip


def _nearest_segment(network: Network, device: int, lon: float, lat: float) -> int:
    if device < 0:
        return -1
    edges = network.topology().downstream_edges(int(network.device_segment[device]))
    edges = edges[edges < len(network.segments)]
    nodes, segments = network.rows.nodes, network.segments
    middle = [(nodes[axis][segments["from_node"][edges]] + nodes[axis][segments["to_node"][edges]]) / 2
              for axis in ("lon", "lat")]  # fmt: skip
    return int(edges[np.argmin((middle[0] - lon) ** 2 + (middle[1] - lat) ** 2)])
