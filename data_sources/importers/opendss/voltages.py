"""Voltages against nominal: the base of each bus held against ratings, each phase against its base.

A list of voltage bases that lacks one gives a bus the base of another level, and every voltage there is wrong by their
ratio. So the base follows from the ratings where the two differ: of the source, then of each transformer on the way
down. Behind a delta winding nothing holds the neutral, and the voltages between phases are what counts.
"""

from __future__ import annotations

from dataclasses import replace

from data_sources.importers.imported import Ledger
from data_sources.importers.opendss.graph import Edge, Tree
from data_sources.importers.opendss.model import Bus, Element, Model

SQRT3 = 3**0.5
# A base may be this far from the rating (115 and 120 V, 7.2 and 7.62 kV are the same level; 208 and 240 V nearly so).
SAME_LEVEL = 1.3
OFF_NOMINAL = 0.1

_TRANSFORMERS = ("Transformer", "AutoTrans")


def on_rated_bases(model: Model, edges: list[Edge], tree: Tree, ledger: Ledger) -> Model:
    """The model with the base of each bus at the level of the ratings above it."""
    rated = _rated_kv(model, edges, tree)
    buses = [
        bus.on_base(kv) if kv > 0 and not _is_same_level(bus.kv_base, kv) else bus
        for bus, kv in zip(model.buses, rated, strict=True)
    ]
    changed = sum(bus is not old for bus, old in zip(buses, model.buses, strict=True))
    ledger.add("(warning)", "voltage base taken from ratings", "the model's bases have none for these buses", changed)
    return replace(model, buses=tuple(buses))


def _is_same_level(kv: float, other: float) -> bool:
    return other / SAME_LEVEL <= kv <= other * SAME_LEVEL


def _rated_kv(model: Model, edges: list[Edge], tree: Tree) -> list[float]:
    """Line to neutral, of each bus: that of the source or winding that feeds it; its own base where none says."""
    rated = [bus.kv_base for bus in model.buses]
    for source in model.of("Vsource"):
        if source.is_enabled and source.buses[0] in model.bus_index and (kv := source.number("BasekV")):
            rated[model.bus_index[source.buses[0]]] = kv / SQRT3 if source.phase_count > 1 else kv
    for bus in tree.order:
        if (edge := tree.parent_edge[bus]) >= 0:
            is_winding = edges[edge].element.kind in _TRANSFORMERS
            rated[bus] = _winding_kv(edges[edge], bus, model.buses[bus]) if is_winding else rated[tree.parent_bus[bus]]
    return rated


def _terminal(edge: Edge, bus: int) -> int:
    return edge.winding if edge.ends[1] == bus else 0


def _winding_kv(edge: Edge, index: int, bus: Bus) -> float:
    """Rated voltage of a winding to neutral: stated between phases with two or three, or where it lies between two."""
    element, terminal = edge.element, _terminal(edge, index)
    kvs = element.numbers("kVs")
    if terminal >= len(kvs):
        return 0.0
    lies_between = (
        element.phase_count > 1 or element.is_delta(terminal) or _joins_two_phases(element.nodes(terminal), bus)
    )
    return kvs[terminal] / SQRT3 if lies_between else kvs[terminal]


def _joins_two_phases(nodes: list[int], bus: Bus) -> bool:
    return len(set(nodes) & set(bus.phase_pu)) > 1


def behind_delta(model: Model, edges: list[Edge], tree: Tree) -> list[bool]:
    """Of each bus whether the winding that feeds it is a delta, lines between them followed."""
    found = [False] * len(model.buses)
    for bus in tree.order:
        if (edge := tree.parent_edge[bus]) >= 0:
            element = edges[edge].element
            is_winding = element.kind in _TRANSFORMERS
            found[bus] = element.is_delta(_terminal(edges[edge], bus)) if is_winding else found[tree.parent_bus[bus]]
    return found


def service_pu(bus: Bus, is_behind_delta: bool) -> float:
    """The voltage of a bus per unit: mean of its phases to ground, behind a delta between them."""
    return bus.line_to_line_pu if is_behind_delta and bus.line_to_line_pu else bus.voltage_pu


def account_voltages(model: Model, is_fed: list[bool], is_delta: list[bool], ledger: Ledger) -> None:
    """Say how many buses have a phase off its nominal voltage, and how many loads another voltage than their bus."""
    if model.has_converged:
        off = sum(fed and _is_off(bus, delta) for bus, fed, delta in zip(model.buses, is_fed, is_delta, strict=True))
        what = f"bus with a phase more than {OFF_NOMINAL:.0%} off nominal"
        ledger.add("(warning)", what, "in the solved power flow, by phase", off)
    wrong = sum(load.is_enabled and _is_elsewhere(model, load) for load in model.of("Load"))
    ledger.add("(warning)", "load of another voltage than its bus", "its kV is neither that of its bus nor near", wrong)


def _is_off(bus: Bus, is_behind_delta: bool) -> bool:
    values = [service_pu(bus, True)] if is_behind_delta and bus.line_to_line_pu else bus.phase_pu.values()
    return any(abs(pu - 1) > OFF_NOMINAL for pu in values)


def _is_elsewhere(model: Model, load: Element) -> bool:
    """Whether its rated voltage is neither that to neutral, nor between phases, nor between the legs of a service."""
    index = model.bus_index.get(load.buses[0])
    kv, base = load.number("kV"), model.buses[index].kv_base if index is not None else 0.0
    return kv > 0 and base > 0 and not any(_is_same_level(kv, base * factor) for factor in (1, SQRT3, 2))
