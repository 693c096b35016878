"""Substations and feeders of an OpenDSS circuit, with the load that its power flow found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.importers.imported import SCHEMAS
from data_sources.importers.opendss.circuit import SQRT3, Circuit
from data_sources.importers.opendss.lines import DEFAULT_RATED_A

Row = dict[str, Any]
Flow = tuple[float, float, float]
# A source without a substation transformer states no rating: this much above its loads is taken.
CAPACITY_MARGIN = 1.25


def source_tables(circuit: Circuit) -> dict[str, pa.Table]:
    """Tables `substations`, `feeders`, `feeder_status` and `nodes`."""
    rank = circuit.feeder_rank
    peaks = _peak_by_feeder(circuit)
    feeders = [{"feeder_id": rank[feeder], **_feeder(circuit, feeder, peaks[feeder])} for feeder in range(len(rank))]
    by_id = sorted(feeders, key=lambda row: int(row["feeder_id"]))
    flows = _flows(circuit, peaks)
    statuses = [_status(circuit, rank.index(row["feeder_id"]), row, flows) for row in by_id]
    for row, status in zip(by_id, statuses, strict=True):
        row["peak_load_kw"] = max(row["peak_load_kw"], status["load_kw"])  # a supply circuit has losses, not loads
    substations = [_substation(circuit, index, sum(peaks)) for index in range(len(circuit.layout.substation_edges))]
    return {
        "substations": pa.Table.from_pylist(substations, SCHEMAS["substations"]),
        "feeders": pa.Table.from_pylist(by_id, SCHEMAS["feeders"]),
        "feeder_status": pa.Table.from_pylist(statuses, SCHEMAS["feeder_status"]),
        "nodes": _nodes(circuit),
    }


def _nodes(circuit: Circuit) -> pa.Table:
    count = len(circuit.model.buses)
    columns = {
        "node_id": np.arange(1, count + 1),
        "utility_id": np.ones(count, np.int32),
        "node_name": [bus.name.upper() for bus in circuit.model.buses],
        "lon": circuit.lon,
        "lat": circuit.lat,
    }
    return pa.table(columns).cast(SCHEMAS["nodes"])


def _substation(circuit: Circuit, index: int, total_kw: float) -> Row:
    """The place of its transformers; named and rated by those with the lowest voltage."""
    group = circuit.layout.substation_edges[index]
    if not group:
        bus = next(b for b in circuit.tree.order if circuit.tree.parent_bus[b] < 0)
        name, kv = f"{circuit.model.circuit.upper()} SOURCE", circuit.kv_line_to_line(bus)
        mva = total_kw * CAPACITY_MARGIN / 1000
        circuit.ledger.add("(added)", "substation", f"place of the source; capacity {CAPACITY_MARGIN:.0%} of the loads")
    else:
        elements = [circuit.edges[edge].element for edge in group]
        lowest = min(min(element.numbers("kVs")) for element in elements)
        last = [element for element in elements if min(element.numbers("kVs")) == lowest]
        bus = circuit.edges[group[[e.name for e in elements].index(last[0].name)]].ends[0]
        name = last[0].properties.get("SubName", "").strip().upper() or last[0].name.upper()
        kv = max(max(element.numbers("kVs")) for element in elements)
        mva = sum(element.numbers("kVAs")[0] for element in last) / 1000
        circuit.ledger.add("(added)", "substation", "where substation transformers stand (within 500 m: one)")
    return {
        "substation_id": index + 1, "utility_id": 1, "substation_name": name, "lon": float(circuit.lon[bus]),
        "lat": float(circuit.lat[bus]), "voltage_kv": kv, "capacity_mva": mva,
    }  # fmt: skip


def _feeder(circuit: Circuit, feeder: int, peak_kw: float) -> Row:
    layout = circuit.layout
    head, bus = layout.heads[feeder], layout.head_bus[feeder]
    kv = circuit.kv_line_to_line(circuit.finder.child_of(head) if head >= 0 else bus)
    name, what, rated_a = _identity(circuit, feeder, kv)
    circuit.ledger.add("(added)", "feeder", what)
    return {
        "utility_id": 1, "substation_id": layout.feeder_substation[feeder] + 1, "feeder_name": name, "voltage_kv": kv,
        "head_node_id": bus + 1, "rated_a": rated_a, "rated_kva": SQRT3 * kv * rated_a, "peak_load_kw": peak_kw,
    }  # fmt: skip


def _identity(circuit: Circuit, feeder: int, kv: float) -> tuple[str, str, float]:
    """(name, what it is, rating in A)."""
    head, bus = circuit.layout.heads[feeder], circuit.layout.head_bus[feeder]
    if head < 0:
        what = "supply circuit above the last substation transformers"
        return f"{circuit.model.buses[bus].name.upper()} SUPPLY", what, _supply_rating(circuit, bus) or DEFAULT_RATED_A
    element = circuit.edges[head].element
    if circuit.layout.is_supply[feeder]:
        units = (circuit.edges[unit].element for unit in circuit.parallel_to(head))
        rated_a = sum(unit.numbers("kVAs")[0] for unit in units) / (SQRT3 * kv) if kv else DEFAULT_RATED_A
        return f"{element.name.upper()} BUS", "bus circuit between a substation transformer and its feeders", rated_a
    return element.name.upper(), "one for each head line", element.number("NormAmps") or DEFAULT_RATED_A


def _supply_rating(circuit: Circuit, bus: int) -> float:
    """Of the first line or reactor from the source that states one."""
    while len(children := circuit.finder.children[bus]) == 1:
        if rating := circuit.edges[circuit.tree.parent_edge[children[0]]].element.number("NormAmps"):
            return rating
        bus = children[0]
    return 0.0


def _peak_by_feeder(circuit: Circuit) -> list[float]:
    peaks = [0.0] * len(circuit.layout.heads)
    for load in circuit.model.of("Load"):
        if load.is_enabled:
            peaks[circuit.layout.bus_feeder[circuit.model.bus_index[load.buses[0]]]] += load.number("kW")
    return peaks


def _flows(circuit: Circuit, peaks: list[float]) -> list[Flow]:
    """kW, kvar and A into each feeder at its head; the model's own kW where its power flow has no solution."""
    if not circuit.model.has_converged:
        return [(peak, 0.0, 0.0) for peak in peaks]
    flows = []
    for feeder, head in enumerate(circuit.layout.heads):
        flow = head >= 0 and circuit.edges[head].element.flow
        flows.append(_head_flow(circuit, head) if flow else _source_flow(circuit, circuit.layout.head_bus[feeder]))
    return flows


def _head_flow(circuit: Circuit, head: int) -> Flow:
    """What flows into the head and what lies parallel to it, with the largest current on the side of the feeder.

    Transformers side by side carry together: three units on one bus, or one unit a phase. Their currents add up where
    they carry the same phases.
    """
    kw = kvar = 0.0
    amps = dict.fromkeys("ABC", 0.0)
    for unit in circuit.parallel_to(head):
        edge, upper = circuit.edges[unit], circuit.upper_terminal(unit)
        into = edge.element.flow[upper] if edge.element.flow else (0.0, 0.0, 0.0)
        lower = 0 if upper else edge.winding
        kw, kvar = kw + into[0], kvar + into[1]
        for phase in edge.element.phases(lower):
            amps[phase] += edge.element.flow[lower][2] if edge.element.flow else 0.0
    return kw, kvar, max(amps.values())


def _source_flow(circuit: Circuit, bus: int) -> Flow:
    name = circuit.model.buses[bus].name.lower()
    flows = [e.flow[0] for e in circuit.model.of("Vsource", "Isource") if e.flow and e.buses[0] == name]
    return -sum(f[0] for f in flows), -sum(f[1] for f in flows), max((f[2] for f in flows), default=0.0)


def _status(circuit: Circuit, feeder: int, row: Row, flows: list[Flow]) -> Row:
    """Loading as it flows at the head; load_kw without what flows on into feeders below, so that feeders add up."""
    kw, kvar, amps = flows[feeder]
    intake = _intake_kw(circuit, feeder, flows)
    kva = float(np.hypot(kw, kvar))
    below = sum(flows[other][0] for other in range(len(flows)) if _parent(circuit, other) == feeder)
    head = circuit.layout.heads[feeder]
    bus = circuit.finder.upper_end(head) if head >= 0 else circuit.layout.head_bus[feeder]
    return {
        "feeder_id": row["feeder_id"], "utility_id": 1,
        "load_kw": intake - below if circuit.model.has_converged else kw,
        "load_pct": 100 * kva / row["rated_kva"] if row["rated_kva"] else 0.0,
        "current_a": amps or (kva / (SQRT3 * row["voltage_kv"]) if row["voltage_kv"] else 0.0),
        "voltage_kv": row["voltage_kv"] * circuit.voltage_pu(bus), "power_factor": abs(kw) / kva if kva else 1.0,
        "is_energized": circuit.tree.is_fed[bus], "updated_at": circuit.now,
    }  # fmt: skip


def _intake_kw(circuit: Circuit, feeder: int, flows: list[Flow]) -> float:
    """What flows into a feeder, its yard included where no circuit above counts it: feeders add up to the source."""
    layout, head = circuit.layout, circuit.layout.heads[feeder]
    start = layout.head_bus[feeder]
    if head < 0 or start == circuit.finder.upper_end(head) or _parent(circuit, feeder) >= 0:
        return flows[feeder][0]
    bus = circuit.finder.child_of(head)
    while circuit.tree.parent_bus[bus] not in (start, -1):
        bus = circuit.tree.parent_bus[bus]
    entry = circuit.tree.parent_edge[bus]
    return _head_flow(circuit, entry)[0]


def _parent(circuit: Circuit, feeder: int) -> int:
    """The feeder whose head the supply of this one passes, -1 for none."""
    layout, tree = circuit.layout, circuit.tree
    if layout.heads[feeder] < 0:
        return -1
    head_of = {edge: index for index, edge in enumerate(layout.heads) if edge >= 0}
    bus = layout.head_bus[feeder]
    while tree.parent_bus[bus] >= 0:
        if tree.parent_edge[bus] in head_of:
            return head_of[tree.parent_edge[bus]]
        bus = tree.parent_bus[bus]
    roots = {layout.head_bus[index]: index for index, head in enumerate(layout.heads) if head < 0}
    return roots.get(bus, -1)
