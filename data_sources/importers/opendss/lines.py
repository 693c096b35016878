"""Lines and series reactors to segments; switches, fuses, reclosers and open lines to devices."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from data_sources.analytics.ground import distance_m
from data_sources.importers.coordinates import encode_path
from data_sources.importers.imported import SCHEMAS
from data_sources.importers.opendss.circuit import Circuit
from data_sources.importers.opendss.graph import is_series
from data_sources.importers.opendss.lengths import stated_length_m
from data_sources.importers.opendss.model import Element

DEFAULT_RATED_A = 400.0  # OpenDSS's own default NormAmps
_CONTROL_KINDS = {"Fuse": "fuse", "Recloser": "recloser", "Relay": "breaker", "SwtControl": "switch"}
_LINE_TYPE_KINDS = {"swt_fuse": "fuse", "swt_rec": "recloser", "swt_sect": "sectionaliser", "swt_brk": "breaker"}
_CONDUCTORS = {"Reactor": "series reactor", "Capacitor": "series capacitor"}

Row = dict[str, Any]


def line_tables(circuit: Circuit) -> dict[str, pa.Table]:
    """Tables `segments` and `devices`, numbered by feeder."""
    chosen = [index for index, edge in enumerate(circuit.edges) if edge.element.kind in ("Line", *_CONDUCTORS)]
    chosen.sort(key=circuit.edge_feeder_id)
    kinds = _device_kinds(circuit)
    segments: list[Row] = []
    devices: list[Row] = []
    for segment_id, edge in enumerate(chosen, start=1):
        segments.append({"segment_id": segment_id, **_segment(circuit, edge)})
        if edge in kinds:
            ids = {"device_id": len(devices) + 1, "segment_id": segment_id}
            devices.append(ids | _device(circuit, edge, kinds[edge]))
        _account(circuit, edge, kinds.get(edge))
    _warn_of_lengths(circuit, chosen)
    for element in circuit.model.of("Line"):
        if not is_series(element):
            circuit.ledger.add("Line", "no row", "both ends on one bus")
    return {
        "segments": pa.Table.from_pylist(segments, SCHEMAS["segments"]),
        "devices": pa.Table.from_pylist(devices, SCHEMAS["devices"]),
    }


def length_m(circuit: Circuit, edge: int) -> float:
    """Length as the model gives it, or the distance between the ends where it gives no unit."""
    stated = stated_length_m(circuit.model, circuit.edges[edge].element)
    if stated is not None:
        return stated
    a, b = circuit.edges[edge].ends
    return float(distance_m(circuit.lon[a], circuit.lat[a], circuit.lon[b], circuit.lat[b]))


def _warn_of_lengths(circuit: Circuit, edges: list[int]) -> None:
    """A number without a unit is no length: the lines drawn say how long they are, where places are true ones."""
    lines = (circuit.edges[edge].element for edge in edges if circuit.edges[edge].element.kind == "Line")
    unknown = sum(stated_length_m(circuit.model, line) is None and not line.is_yes("Switch") for line in lines)
    what = "line without a unit of length"
    circuit.ledger.add("(warning)", what, "neither it nor its line code has one: as long as it is drawn", unknown)


def _segment(circuit: Circuit, edge: int) -> Row:
    element = circuit.edges[edge].element
    fed = circuit.finder.child_of(edge)
    source = next(bus for bus in circuit.edges[edge].ends if bus != fed)
    return {
        "utility_id": 1,
        "feeder_id": circuit.edge_feeder_id(edge),
        "segment_name": element.name.upper(),
        "from_node_id": source + 1,
        "to_node_id": fed + 1,
        "phases": "S" if circuit.split_phase[fed] else element.phases(),
        "voltage_kv": _voltage_kv(circuit, fed),
        "length_m": length_m(circuit, edge),
        "is_underground": is_underground(circuit, element),
        "conductor": _conductor(element),
        "rated_a": element.number("NormAmps") or DEFAULT_RATED_A,
        "installed_year": 0,
        "path": encode_path(circuit.lon[[source, fed]], circuit.lat[[source, fed]]),
    }


def _voltage_kv(circuit: Circuit, bus: int) -> float:
    """Line to line; of a split-phase secondary the voltage between its legs."""
    base = circuit.model.buses[bus].kv_base
    return base * 2 if circuit.split_phase[bus] else circuit.kv_line_to_line(bus)


def _conductor(element: Element) -> str:
    if element.kind in _CONDUCTORS:
        return _CONDUCTORS[element.kind]
    named = element.properties.get("Geometry") or element.properties.get("LineCode") or ""
    return named.upper() or ("switch" if element.is_yes("Switch") else "not stated")


def is_underground(circuit: Circuit, element: Element) -> bool:
    """Made of cable, by its LineType or its geometry."""
    kind = element.properties.get("LineType", "").lower()
    return kind.startswith("ug") or element.properties.get("Geometry", "").lower() in circuit.model.cable_geometries


def _device_kinds(circuit: Circuit) -> dict[int, str]:
    """Kind of the device on each edge that has one."""
    controls = _controls(circuit)
    breakers = _breaker_edges(circuit)
    kinds = {}
    for index, edge in enumerate(circuit.edges):
        element = edge.element
        if element.kind != "Line":
            continue
        line_type = element.properties.get("LineType", "").lower()
        first, second = (circuit.layout.bus_feeder[bus] for bus in edge.ends)
        is_tie = not edge.is_closed and first != second
        named = controls.get(element.name.lower())
        if is_tie:
            kinds[index] = "tie"
        elif index in breakers:
            kinds[index] = "breaker"
        elif named or line_type.startswith("swt") or element.is_yes("Switch") or not edge.is_closed:
            kinds[index] = named or _LINE_TYPE_KINDS.get(line_type, "switch")
    return kinds


def _controls(circuit: Circuit) -> dict[str, str]:
    """Device kind by the name of the line that a fuse, recloser, relay or switch control works on."""
    found = {}
    for control in circuit.model.of(*_CONTROL_KINDS):
        target = control.properties.get("SwitchedObj") or control.properties.get("MonitoredObj") or ""
        kind, _, name = target.lower().partition(".")
        is_line = kind == "line"
        if is_line:
            found[name] = _CONTROL_KINDS[control.kind]
        became = f"{_CONTROL_KINDS[control.kind]} on its line" if is_line else "no row"
        circuit.ledger.add(control.kind, became, "" if is_line else "its element is not a line")
    return found


def _breaker_edges(circuit: Circuit) -> set[int]:
    """The line each feeder leaves by; of a circuit that starts with something else the one line below, if any."""
    found = set()
    for feeder, head in enumerate(circuit.layout.heads):
        if head >= 0 and circuit.edges[head].element.kind == "Line":
            found.add(head)
        else:
            below = circuit.finder.child_of(head) if head >= 0 else circuit.layout.head_bus[feeder]
            found |= _first_line(circuit, below) - set(circuit.layout.heads)
    return found


def _first_line(circuit: Circuit, bus: int) -> set[int]:
    while len(children := circuit.finder.children[bus]) == 1:
        edge = circuit.tree.parent_edge[children[0]]
        if circuit.edges[edge].element.kind == "Line":
            return {edge}
        bus = children[0]
    return set()


def _device(circuit: Circuit, edge: int, kind: str) -> Row:
    found = circuit.edges[edge]
    a, b = found.ends
    own, feeders = circuit.edge_feeder_id(edge), {circuit.bus_feeder_id(bus) for bus in found.ends}
    return {
        "utility_id": 1,
        "feeder_id": own,
        "other_feeder_id": next(iter(feeders - {own}), None) if kind == "tie" else None,
        "device_name": found.element.name.upper(),
        "kind": kind,
        "phases": found.element.phases(),
        "rated_a": found.element.number("NormAmps") or DEFAULT_RATED_A,
        "is_normally_open": not found.is_closed,
        "is_open": not found.is_closed,
        "lon": float(circuit.lon[[a, b]].mean()),
        "lat": float(circuit.lat[[a, b]].mean()),
        "updated_at": circuit.now,
    }


def _account(circuit: Circuit, edge: int, device: str | None) -> None:
    found, ledger = circuit.edges[edge], circuit.ledger
    element = found.element
    if element.kind != "Line":
        ledger.add(element.kind, "segment", "in series, kept so that traces reach the source")
    elif not found.is_closed:
        state = "opened in the model" if element.is_enabled else "enabled=False in the model"
        ledger.add("Line", f"segment + open {device}", f"{state}: normally open")
    elif device and not element.is_yes("Switch") and device == "breaker":
        ledger.add("Line", "segment + closed breaker", "breaker added: the model has no switch at this feeder's head")
    elif device:
        ledger.add("Line", f"segment + closed {device}", "head of its feeder" if device == "breaker" else "")
    elif circuit.split_phase[circuit.finder.child_of(edge)]:
        ledger.add("Line", "segment", "split-phase secondary (triplex), phases S")
    else:
        ledger.add("Line", "segment", "primary line section" if _is_primary(circuit, edge) else "three-phase secondary")


def _is_primary(circuit: Circuit, edge: int) -> bool:
    return circuit.kv_line_to_line(circuit.finder.child_of(edge)) > 1.0
