"""Outages, who is out in them, crews and devices read from, and written to, the live database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.poles import phases_lost
from data_sources.network.rows import Ints
from data_sources.outages.estimates import BY_RULE, storm_columns
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Crew, Interruption, Outage
from data_sources.postgres.source import Connection, execute
from data_sources.query import Query
from data_sources.source import Source


def load_state(source: Source, utility_id: int, known: OperatingState | None = None) -> OperatingState:
    """The operating state as the rows have it; the one that is known, where nothing has changed since.

    Who is out in an outage whose writer keeps no interruptions is worked out: the dark transformers behind its device
    that are in no outage nearer to them, where they are as many as it says.

    Raises:
        NetworkError: there is no such utility.
    """
    network = load_network(source, utility_id)
    outages = [
        _outage(network, row) for row in source.fetch(Query.of("lasting_outages", utility_id=utility_id)).to_pylist()
    ]
    opened = load_open_devices(source, utility_id)
    if known is not None and _is_same(known, network, opened, outages):
        return known
    by_id = {outage.outage_id: outage for outage in outages}
    for row in source.fetch(Query.of("lasting_interruptions", utility_id=utility_id)).to_pylist():
        by_id[row["outage_id"]].groups.append(_group(network, row))
    state = OperatingState(network, opened, outages)
    _work_out_groups(state, source, [outage for outage in outages if not outage.groups])
    return state


def fetch_presumed(source: Source, network: Network) -> list[Outage]:
    """The outages that are presumed and confirmed by nobody yet; nobody is counted in them."""
    rows = source.fetch(Query.of("presumed_outages", utility_id=network.utility_id)).to_pylist()
    return [_outage(network, row) for row in rows]


def fetch_outage(source: Source, network: Network, outage_id: int) -> Outage:
    """One outage whatever its state, with its groups."""
    (row,) = source.fetch(Query.of("one_outage", outage_id=outage_id)).to_pylist()
    outage = _outage(network, row)
    rows = source.fetch(Query.of("interruptions_of_outage", outage_id=outage_id)).to_pylist()
    outage.groups = [_group(network, one) for one in rows]
    if not outage.groups:
        outage.groups = _counted(row)
    return outage


def fetch_crews(source: Source, utility_id: int) -> list[Crew]:
    """Every crew."""
    rows = source.fetch(Query.of("crews_and_outages", utility_id=utility_id)).to_pylist()
    return [Crew(**{("name" if key == "crew_name" else key): value for key, value in row.items()}) for row in rows]


def insert_outage(
    connection: Connection, network: Network, outage: Outage, *, is_simulated: bool, more: Mapping[str, Any]
) -> None:
    """Write a new outage and who is out in it, and give it its number; in a storm it has the time of its area.

    Args:
        connection: of the transaction.
        network: of its utility.
        outage: not written yet.
        is_simulated: whether it is of a demo.
        more: other columns.
    """
    feeder_id = int(network.rows.feeders.ids[outage.feeder])
    new = {
        "utility_id": network.utility_id, "feeder_id": feeder_id, "kind": more.get("kind"),
        "started_at": outage.started_at, **BY_RULE,
    }  # fmt: skip
    in_storm = storm_columns(connection, new) or {}
    row = execute(
        connection, "insert_outage", utility_id=network.utility_id, feeder_id=feeder_id,
        device_id=int(network.devices.ids[outage.device]) if outage.device >= 0 else None,
        transformer_id=int(network.transformers.ids[outage.transformer]) if outage.transformer >= 0 else None,
        started_at=outage.started_at, cause=outage.cause, customers_interrupted=outage.customers_interrupted,
        customers_out=outage.customers_out, lon=outage.lon, lat=outage.lat, is_simulated=is_simulated,
        state=outage.state, has_interruptions=bool(outage.groups), more=_json({**more, **in_storm}),
    ).fetchone()  # fmt: skip
    assert row
    outage.outage_id = row[0]
    write_groups(connection, network, outage)


def change_outage(connection: Connection, outage_id: int, **values: Any) -> None:
    """Write some columns of an outage; its version is one more, its counts those of its interruptions."""
    execute(connection, "change_outage", outage_id=outage_id, changes=_json(values))


def write_groups(connection: Connection, network: Network, outage: Outage) -> None:
    """Write the interruptions of an outage that say something else than their rows.

    Its own row goes with them in the same transaction: `insert_outage` before, or `change_outage` after.
    """
    changed = [group for group in outage.groups if group.is_changed]
    if changed:
        execute(connection, "own_steps")
    for group in changed:
        ids = None if group.transformers is None else network.transformers.ids[group.transformers].tolist()
        row = execute(
            connection, "write_interruption", interruption_id=group.interruption_id or None, outage_id=outage.outage_id,
            out_at=group.out_at, restored_at=group.restored_at, customers=group.customers, transformer_ids=ids,
            fed_by_feeder_id=int(network.rows.feeders.ids[group.fed_by]) if group.fed_by >= 0 else None,
            phases=None if group.transformers is None else phases_lost(network, group.transformers, outage.device),
        ).fetchone()  # fmt: skip
        assert row
        group.interruption_id, group.is_changed = row[0], False


def write_devices(
    connection: Connection, utility_id: int, moves: Mapping[int, bool], now: dt.datetime, held_by: str | None = None
) -> None:
    """Open and close devices (id to is_open).

    Args:
        connection: of the transaction.
        utility_id: whose devices.
        moves: which way each goes.
        now: when.
        held_by: the person who holds those that are not as built.
    """
    if moves:
        execute(
            connection, "update_devices", utility_id=utility_id, now=now, device_ids=list(moves),
            is_open=list(moves.values()), held_by=held_by,
        )  # fmt: skip


def _is_same(known: OperatingState, network: Network, opened: Collection[int], outages: list[Outage]) -> bool:
    """An outage that changed in any way has another version."""
    versions = [[(one.outage_id, one.version) for one in found] for found in (known.outages, outages)]
    return known.network is network and known.open_devices == opened and versions[0] == versions[1]


def _work_out_groups(state: OperatingState, source: Source, outages: list[Outage]) -> None:
    """Give each dark transformer to the outage with the nearest device above it."""
    reach = sorted(((state.behind(outage), outage) for outage in outages), key=lambda item: len(item[0]))
    free = state.unowned()
    for units, outage in reach:
        (row,) = source.fetch(Query.of("one_outage", outage_id=outage.outage_id)).to_pylist()
        dark = units[free[units]]
        if row["customers_out"] == row["customers_interrupted"] == state.customers(dark) and len(dark):
            outage.groups = [Interruption(outage.started_at, row["customers_out"], dark)]
        else:
            outage.groups = _counted(row)
        free[dark] = False


def _counted(row: Mapping[str, Any]) -> list[Interruption]:
    """Of an outage that only counts: those who are back, together as many minutes as it says, and those still out."""
    out, back = row["customers_out"], row["customers_interrupted"] - row["customers_out"]
    begun = row["started_at"]
    groups = [Interruption(begun, out, None)] if out else []
    if back > 0:
        waited = out * (row["stepped_at"] - begun).total_seconds() / 60
        minutes = max(row["customer_minutes"] - waited, 0.0) / back
        groups.append(Interruption(begun, back, None, begun + dt.timedelta(minutes=minutes)))
    return groups


def _group(network: Network, row: Mapping[str, Any]) -> Interruption:
    named = row["transformer_ids"]
    return Interruption(
        row["out_at"], row["customers"], None if named is None else _rows(network, named), row["restored_at"],
        -1 if row["fed_by_feeder_id"] is None else network.rows.feeders.index(row["fed_by_feeder_id"]),
        row["interruption_id"], is_changed=False,
    )  # fmt: skip


def _rows(network: Network, ids: str) -> Ints:
    return network.transformers.indexes(np.array(ids.split(","), dtype=np.int64)) if ids else np.empty(0, np.int64)


def _outage(network: Network, row: Mapping[str, Any]) -> Outage:
    opened, closed = (
        [int(one) for one in row[name].split(",") if one] for name in ("opened_devices", "closed_devices")
    )
    device = network.devices.index(row["device_id"]) if row["device_id"] is not None else -1
    transformer = network.transformers.index(row["transformer_id"]) if row["transformer_id"] is not None else -1
    meter = network.rows.meters.index(row["meter_id"]) if row["meter_id"] is not None else -1
    return Outage(
        feeder=network.rows.feeders.index(row["feeder_id"]), device=device, transformer=transformer,
        started_at=row["started_at"], cause=row["cause"], lon=row["lon"], lat=row["lat"], state=row["state"],
        switched=dict.fromkeys(opened, True) | dict.fromkeys(closed, False), outage_id=row["outage_id"],
        version=row["version"], crew_id=row["crew_id"], estimated_at=row["estimated_restoration_at"],
        estimated_by=row["estimated_by"], dispatched_by=row["dispatched_by"],
        is_underground=transformer >= 0 and bool(network.transformers["is_underground"][transformer]), meter=meter,
    )  # fmt: skip


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=lambda one: one.isoformat())
