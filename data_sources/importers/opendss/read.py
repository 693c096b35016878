"""OpenDSS circuits: somebody else's network with its power flow, every element accounted for.

`read_opendss` reads and converts; `data_sources.importers.writer.write_network` writes. What becomes what is decided in
`graph` (tree, substations, feeders), `lines`, `loads` and `sources`.
"""

from __future__ import annotations

from pathlib import Path

from data_sources.importers.coordinates import service_area, zone_by_longitude
from data_sources.importers.given import check_time_zone
from data_sources.importers.imported import AccountLine, ImportedNetwork, Ledger
from data_sources.importers.opendss.circuit import Circuit, build_circuit
from data_sources.importers.opendss.graph import is_series
from data_sources.importers.opendss.lines import line_tables
from data_sources.importers.opendss.loads import LoadRows, account_unconnected_transformers
from data_sources.importers.opendss.model import Model, read_model
from data_sources.importers.opendss.sources import source_tables

_FIRST = [
    "Bus", "Line", "Transformer", "Load", "PVSystem", "Generator", "Storage", "Capacitor", "Reactor", "Vsource",
]  # fmt: skip
_LAST = ["(added)", "(script)", "(warning)"]
_DEFINITIONS = {
    "LineCode": "read through the lines that use them", "WireData": "read through the line geometries",
    "CNData": "read through the line geometries", "TSData": "read through the line geometries",
    "LineSpacing": "read through the lines that use them", "LineGeometry": "read through the lines that use them",
    "XfmrCode": "read through the transformers that use them",
}  # fmt: skip
_STUDY = {
    "LoadShape", "TShape", "PriceShape", "XYcurve", "GrowthShape", "TCC_Curve", "Spectrum", "DynamicExp", "Monitor",
    "Sensor", "Fault", "InvControl", "ExpControl", "StorageController", "GenDispatcher", "ESPVLControl", "UPFCControl",
}  # fmt: skip


# Loads follow their voltage and the model's multiplier; this much of their kW may go or come with those.
DRAW_APART = 0.5


def read_opendss(
    master: Path, *, name: str | None = None, crs: str | None = None, time_zone: str | None = None
) -> ImportedNetwork:
    """Read an OpenDSS model as a utility.

    Args:
        master: the file one would `compile`.
        name: of the utility; the circuit's by default.
        crs: reference system of the bus coordinates, e.g. "EPSG:32611"; None for longitude and latitude.
        time_zone: IANA name, e.g. "America/Los_Angeles"; by default the nautical zone of the longitude (no daylight
            saving).

    Raises:
        ImportRefused: the extra is missing, OpenDSS refuses the model, or its coordinates cannot be used.
    """
    if time_zone is not None:
        check_time_zone(time_zone)
    model = read_model(master)
    circuit = build_circuit(model, crs)
    tables = {**source_tables(circuit), **line_tables(circuit), **LoadRows(circuit).tables()}
    _account_rest(circuit, is_zone_guessed=time_zone is None)
    return ImportedNetwork(
        utility_name=name or model.circuit,
        time_zone=time_zone or zone_by_longitude(circuit.lon),
        service_area=service_area(circuit.lon, circuit.lat),
        source_note=f"OpenDSS model {master.name} (circuit {model.circuit}); live values from {_live_values(model)}",
        tables=tables,
        accounting=_in_order(circuit),
    )


def _live_values(model: Model) -> str:
    """What the live values are, in words."""
    if not model.has_converged:
        return "its nominal loads (the power flow has no solution)"
    return "its solved power flow" if model.solved == "script" else "its power flow, solved by the import"


def _account_rest(circuit: Circuit, *, is_zone_guessed: bool) -> None:
    """Everything that is not a row of its own."""
    model, ledger = circuit.model, circuit.ledger
    account_unconnected_transformers(circuit)
    for element in model.of("Capacitor"):
        if not is_series(element):
            ledger.add("Capacitor", "no row", "shunt bank: its bus is a node, its kvar is in the power flow")
    for element in model.of("Reactor"):
        if not is_series(element):
            ledger.add("Reactor", "no row", "shunt: its bus is a node, its kvar is in the power flow")
    joined = {id(edge.element) for edge in circuit.edges}
    for element in model.of("Line", "Transformer", "AutoTrans", "Reactor", "Capacitor"):
        if is_series(element) and id(element) not in joined:
            ledger.add(element.kind, "no row", "out of service to a bus that nothing else names")
    for element in model.of("Vsource", "Isource"):
        ledger.add(element.kind, "root of every trace", "its bus is the head node of its outermost circuit")
    for _ in model.of("RegControl"):
        ledger.add("RegControl", "kind regulator of its transformer")
    for _ in model.of("CapControl"):
        ledger.add("CapControl", "no row", "acts on a shunt bank")
    for _ in model.of("EnergyMeter"):
        ledger.add("EnergyMeter", "head of a feeder")
    accounted: dict[str, int] = {}
    for line in ledger.lines():
        accounted[line.element] = accounted.get(line.element, 0) + line.count
    for kind, total in own_counts(model).items():
        count = total - accounted.get(kind, 0)
        if kind in _DEFINITIONS:
            ledger.add(kind, "no row", _DEFINITIONS[kind], count)
        elif kind in _STUDY:
            ledger.add(kind, "no row", "study data and controls: not part of the network as built", count)
        else:
            ledger.add(kind, "not taken", "this class is not represented here", count)
    _warn(circuit, is_zone_guessed)


def _warn(circuit: Circuit, is_zone_guessed: bool) -> None:
    """What a person should know besides the counts."""
    ledger, tree = circuit.ledger, circuit.tree
    if tree.loop_edges:
        note = "kept as the model has it; `fluxops check` lists them"
        ledger.add("(warning)", "loop of closed lines", note, len(tree.loop_edges))
    if dead := tree.is_fed.count(False):
        ledger.add("(warning)", "node without supply", "no closed way to a source", dead)
    for verb, count in circuit.model.passed_over.items():
        ledger.add("(script)", f"{verb} not run", "it only reports: nothing is written beside the model", count)
    if circuit.model.solved == "controlmode=off":
        ledger.add("(warning)", "power flow without controls", f"with them: {circuit.model.trouble}")
    if not circuit.model.has_converged:
        why = circuit.model.trouble or "no solution, or one in which no load draws"
        ledger.add("(warning)", "no power flow", f"loads are the model's kW, voltages 120 V: {why}")
    _warn_of_draw(circuit.model, ledger)
    if is_zone_guessed:
        ledger.add("(warning)", "time zone taken from the longitude", "no daylight saving; name one to be exact")


def _warn_of_draw(model: Model, ledger: Ledger) -> None:
    """Loads that draw much less or more than the model states: out of service, multiplied, or without voltage."""
    loads = [load for load in model.of("Load") if load.is_enabled]
    stated, drawn = sum(load.number("kW") for load in loads), sum(load.kw for load in loads)
    is_apart = not stated * (1 - DRAW_APART) <= drawn <= stated * (1 + DRAW_APART)
    if model.has_converged and stated > 0 and is_apart:
        ledger.add("(warning)", f"loads draw {drawn:,.0f} of {stated:,.0f} kW", "in the solved power flow")


def _in_order(circuit: Circuit) -> tuple[AccountLine, ...]:
    """Things of the model first (buses, lines, transformers, loads …), then what was added, then warnings."""
    first, last = _FIRST, _LAST

    def place(line: AccountLine) -> int:
        if line.element in first:
            return first.index(line.element)
        return len(first) + 1 + last.index(line.element) if line.element in last else len(first)

    return tuple(sorted(circuit.ledger.lines(), key=place))


def own_counts(model: Model) -> dict[str, int]:
    """What OpenDSS itself counts, for holding the account against."""
    return {**model.class_counts, **model.own_counts}
