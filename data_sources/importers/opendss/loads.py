"""Transformers and what hangs on them: loads become meters and accounts, solar a flag, plants meters without account.

Assumptions, also printed in the account: a load is one service point for each customer it counts (NumCust, OpenDSS's
own figure, 1 by default); a month is 730 h at half of the load's kW; three-phase loads and those above 25 kW are
commercial, above 500 kW industrial; age and condition of transformers are unknown (year 0, health 100).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.importers.imported import SCHEMAS
from data_sources.importers.opendss.circuit import SQRT3, Circuit, phase_mask
from data_sources.importers.opendss.graph import is_series
from data_sources.importers.opendss.lines import DEFAULT_RATED_A, is_underground
from data_sources.importers.opendss.model import Element

LOAD_FACTOR = 0.5
HOURS_A_MONTH = 730.0
COMMERCIAL_KW = 25.0
INDUSTRIAL_KW = 500.0
NOMINAL_V = 120.0
_DRAWING = ("Load", "Generator", "PVSystem", "Storage")

Row = dict[str, Any]


class LoadRows:
    """Makes the tables `transformers`, `transformer_status`, `meters` and `customers`."""

    def __init__(self, circuit: Circuit) -> None:
        """Sorts transformers by feeder; rows are made by `tables`."""
        self.circuit = circuit
        self.transformer_edges = sorted(circuit.layout.kinds, key=circuit.edge_feeder_id)

    def tables(self) -> dict[str, pa.Table]:
        """All four tables, ids dense by feeder, then transformer, then meter."""
        meters = self._meters()
        on_primary = {(m["feeder_id"], 0, m["edge"]) for m in meters if m["edge"] < 0}
        others = {(self.circuit.edge_feeder_id(edge), 1, edge) for edge in self.transformer_edges}
        keys = sorted(on_primary | others, key=lambda key: (key[0], key[1], abs(key[2])))
        ids = {key[2]: position for position, key in enumerate(keys, start=1)}
        for meter in meters:
            meter["transformer_id"] = ids[meter.pop("edge")]
        meters.sort(key=lambda meter: (meter["feeder_id"], meter["transformer_id"]))
        transformers, statuses = self._transformers(keys, meters)
        for meter_id, meter in enumerate(meters, start=1):
            meter["meter_id"] = meter_id
        return {
            "transformers": pa.Table.from_pylist(transformers, SCHEMAS["transformers"]),
            "transformer_status": pa.Table.from_pylist(statuses, SCHEMAS["transformer_status"]),
            "meters": pa.Table.from_pylist(meters, SCHEMAS["meters"]),
            "customers": pa.Table.from_pylist(_customers(meters), SCHEMAS["customers"]),
        }

    def _meters(self) -> list[Row]:
        circuit = self.circuit
        solar = {e.buses[0] for e in circuit.model.of("PVSystem") if e.is_enabled}
        meters: list[Row] = []
        for load in self._in_circuit("Load"):
            meters += self._load_meters(load, load.buses[0] in solar)
        served = {load.buses[0] for load in circuit.model.of("Load")}
        for plant in self._in_circuit("Generator", "Storage", "PVSystem"):
            if not plant.is_enabled:
                circuit.ledger.add(plant.kind, "no row", "enabled=False in the model")
            elif plant.kind == "PVSystem" and plant.buses[0] in served:
                circuit.ledger.add("PVSystem", "has_solar on its bus's meters")
            else:
                note = "a generation point: meter without an account, not a customer"
                circuit.ledger.add(plant.kind, "meter without account", note)
                meters.append(self._meter(plant, "", 0.0, False, plant.kind == "PVSystem"))
        return meters

    def _in_circuit(self, *kinds: str) -> list[Element]:
        """Elements whose bus is there; a bus that only disabled elements name is not."""
        found = self.circuit.model.of(*kinds)
        for element in found:
            if element.buses[0] not in self.circuit.model.bus_index:
                self.circuit.ledger.add(element.kind, "no row", "out of service on a bus that nothing else names")
        return [element for element in found if element.buses[0] in self.circuit.model.bus_index]

    def _load_meters(self, load: Element, has_solar: bool) -> list[Row]:
        customers, ledger = round(load.number("NumCust", 1.0)), self.circuit.ledger
        kwh = load.number("kW") * LOAD_FACTOR * HOURS_A_MONTH
        if not load.is_enabled or customers < 1:
            reason = "enabled=False in the model" if not load.is_enabled else "NumCust=0 in the model"
            ledger.add("Load", "meter without account", reason)
            return [self._meter(load, "", kwh, False, has_solar)]
        if customers == 1:
            ledger.add("Load", "meter + account", f"monthly_kwh = kW x {LOAD_FACTOR} x {HOURS_A_MONTH:.0f} h")
            return [self._meter(load, "", kwh, True, has_solar)]
        ledger.add("Load", "several meters + accounts", "one for each customer it counts (NumCust)")
        return [self._meter(load, f"-{n}", kwh / customers, True, has_solar) for n in range(1, customers + 1)]

    def _meter(self, element: Element, suffix: str, kwh: float, is_active: bool, has_solar: bool) -> Row:
        circuit = self.circuit
        bus = circuit.model.bus_index[element.buses[0]]
        phases = circuit.split_phase[bus] or element.phases()
        kw = element.number("kW")
        is_large = len(phases) == 3 or kw > COMMERCIAL_KW or not is_active
        return {
            "utility_id": 1,
            "feeder_id": circuit.bus_feeder_id(bus),
            "edge": self._unit(circuit.service_above[bus], phases, bus),
            "node_id": bus + 1,
            "meter_name": element.name.upper() + suffix,
            "lon": float(circuit.lon[bus]),
            "lat": float(circuit.lat[bus]),
            "phases": phases,
            "nominal_voltage_v": element.number("kV") * 1000,
            "customer_class": "industrial" if kw > INDUSTRIAL_KW else "commercial" if is_large else "residential",
            "monthly_kwh": kwh,
            "has_solar": has_solar,
            "has_ev": False,
            "is_active": is_active,
        }

    def _unit(self, edge: int, phases: str, bus: int) -> int:
        """Of service transformers side by side the one that carries one of the phases; -1 - bus with none above."""
        if edge < 0:
            return -1 - bus
        a, b = self.circuit.edges[edge].ends
        beside = self.circuit.units_beside[min(a, b), max(a, b)]
        fits = (e for e in beside if phase_mask(self.circuit.edges[e].element.phases()) & phase_mask(phases))
        return next(fits, edge)

    def _transformers(self, keys: list[tuple[int, int, int]], meters: list[Row]) -> tuple[list[Row], list[Row]]:
        kw_below, customers_below = self._sums(meters)
        rows, statuses = [], []
        for transformer_id, (feeder_id, _, edge) in enumerate(keys, start=1):
            ids = {"transformer_id": transformer_id, "utility_id": 1, "feeder_id": feeder_id}
            if edge < 0:
                fed = [m for m in meters if m["transformer_id"] == transformer_id]
                row, status = self._stand_in(-1 - edge, fed)
            else:
                row, status = self._transformer(edge, kw_below, customers_below)
            rows.append(ids | row)
            statuses.append(ids | status)
        return rows, statuses

    def _sums(self, meters: list[Row]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Below each bus: kW of the loads by phase, shape (buses, 3); customers by set of phases, shape (buses, 8)."""
        circuit = self.circuit
        kw = np.zeros((len(circuit.model.buses), 3))
        for load in circuit.model.of("Load"):
            if load.is_enabled:
                bus = circuit.model.bus_index[load.buses[0]]
                phases = circuit.split_phase[bus] or load.phases()
                for letter in phases:
                    kw[bus, "ABC".index(letter)] += load.number("kW") / len(phases)
        customers = np.zeros((len(circuit.model.buses), 8))
        for meter in meters:
            customers[meter["node_id"] - 1, phase_mask(meter["phases"])] += meter["is_active"]
        return circuit.sum_below(kw), circuit.sum_below(customers)

    def _transformer(self, edge: int, kw: NDArray[np.float64], customers: NDArray[np.float64]) -> tuple[Row, Row]:
        circuit, found = self.circuit, self.circuit.edges[edge]
        element, upper = found.element, self.circuit.upper_terminal(edge)
        fed = circuit.finder.child_of(edge)
        primary = found.ends[0] if fed == found.ends[1] else found.ends[1]
        kind, phases = circuit.layout.kinds[edge], element.phases(upper)
        self._account(edge, kind)
        kvs, kvas = element.numbers("kVs"), element.numbers("kVAs")
        mask = phase_mask(phases)
        suffix = f" (WINDING {found.winding + 1})" if self._is_extra(edge) else ""
        row = {
            "node_id": primary + 1,
            # Out of service it joins nothing, so its secondary end is left open.
            "secondary_node_id": fed + 1 if found.is_closed else None,
            "transformer_name": element.name.upper() + suffix,
            "kind": kind,
            "phases": phases,
            "rated_kva": kvas[found.winding if self._is_extra(edge) else 0],
            "primary_kv": kvs[upper],
            "secondary_v": 1000 * (kvs[0] if upper else _secondary_kv(element, found.winding, kvs)),
            "is_underground": self._is_pad_mounted(primary),
            "installed_year": 0,
            "health_score": float("nan"),
            "peak_load_kw": float(sum(kw[fed, i] for i, letter in enumerate("ABC") if letter in phases)),
            "customers_served": int(sum(customers[fed, other] for other in range(8) if other & mask)),
            "lon": float(circuit.lon[primary]),
            "lat": float(circuit.lat[primary]),
        }
        return row, self._status(edge, upper, fed, row)

    def _is_extra(self, edge: int) -> bool:
        """Whether it is a further secondary bus of a transformer that already has a row."""
        found = self.circuit.edges[edge]
        buses = found.element.buses
        return buses[found.winding] != next(bus for bus in buses[1:] if bus != buses[0])

    def _account(self, edge: int, kind: str) -> None:
        ledger, found = self.circuit.ledger, self.circuit.edges[edge]
        if self._is_extra(edge):
            ledger.add("(added)", f"transformer, kind {kind}", "a further secondary bus of a transformer counted above")
            return
        a, b = found.ends
        beside = len(self.circuit.units_beside[min(a, b), max(a, b)]) > 1
        notes = ["single-phase units side by side" if beside else "", "" if found.is_closed else "out of service"]
        ledger.add(found.element.kind, f"transformer, kind {kind}", ", ".join(note for note in notes if note))

    def _status(self, edge: int, upper: int, fed: int, row: Row) -> Row:
        circuit, flow = self.circuit, self.circuit.edges[edge].element.flow
        kw, kvar = flow[upper][:2] if flow and circuit.model.has_converged else (row["peak_load_kw"], 0.0)
        return {
            "load_kw": kw,
            "load_pct": 100 * float(np.hypot(kw, kvar)) / row["rated_kva"] if row["rated_kva"] else 0.0,
            "voltage_v": NOMINAL_V * circuit.voltage_pu(fed),
            "is_energized": circuit.tree.is_fed[fed] and circuit.edges[edge].is_closed,
            "updated_at": circuit.now,
        }

    def _is_pad_mounted(self, bus: int) -> bool:
        """Fed by cable: every line at its primary bus is underground."""
        lines = self._lines_at.get(bus, [])
        return bool(lines) and all(is_underground(self.circuit, line) for line in lines)

    @property
    def _lines_at(self) -> dict[int, list[Element]]:
        if not hasattr(self, "_kept_lines_at"):
            self._kept_lines_at: dict[int, list[Element]] = {}
            for edge in self.circuit.edges:
                for bus in edge.ends if edge.element.kind == "Line" else ():
                    self._kept_lines_at.setdefault(bus, []).append(edge.element)
        return self._kept_lines_at

    def _stand_in(self, bus: int, meters: list[Row]) -> tuple[Row, Row]:
        """Loads on the primary, with no service transformer above: one at their own bus, so that each meter has one."""
        circuit, kv = self.circuit, self.circuit.kv_line_to_line(bus)
        drawing = [e for e in circuit.model.of(*_DRAWING) if e.is_enabled and e.buses[0] == self._bus_name(bus)]
        peak_kw = sum(element.number("kW") for element in drawing if element.kind == "Load")
        rated = SQRT3 * kv * self._rated_a(bus)
        circuit.ledger.add("(added)", "transformer, kind service", "for loads on the primary, rated by their line")
        row = {
            "node_id": bus + 1, "secondary_node_id": None,
            "transformer_name": f"PRIMARY {circuit.model.buses[bus].name.upper()}",
            "kind": "service", "phases": "".join(sorted({letter for meter in meters for letter in meter["phases"]})),
            "rated_kva": rated, "primary_kv": kv, "secondary_v": 1000 * kv,
            "is_underground": self._is_pad_mounted(bus), "installed_year": 0, "health_score": float("nan"),
            "peak_load_kw": peak_kw, "customers_served": sum(meter["is_active"] for meter in meters),
            "lon": float(circuit.lon[bus]), "lat": float(circuit.lat[bus]),
        }  # fmt: skip
        flows = [element.flow[0] for element in drawing if element.flow] if circuit.model.has_converged else []
        kw, kvar = (sum(flow[part] for flow in flows) for part in (0, 1)) if flows else (peak_kw, 0.0)
        status = {
            "load_kw": kw, "load_pct": 100 * float(np.hypot(kw, kvar)) / rated,
            "voltage_v": NOMINAL_V * circuit.voltage_pu(bus), "is_energized": circuit.tree.is_fed[bus],
            "updated_at": circuit.now,
        }  # fmt: skip
        return row, status

    def _bus_name(self, bus: int) -> str:
        return self.circuit.model.buses[bus].name.lower()

    def _rated_a(self, bus: int) -> float:
        """Of the strongest line at a bus."""
        ratings = [line.number("NormAmps") for line in self._lines_at.get(bus, [])]
        return max(ratings, default=0.0) or DEFAULT_RATED_A


def account_unconnected_transformers(circuit: Circuit) -> None:
    """Transformers that are no edge: all windings on one bus."""
    for element in circuit.model.of("Transformer", "AutoTrans"):
        if not is_series(element):
            circuit.ledger.add(element.kind, "no row", "all windings on one bus")


def _secondary_kv(element: Element, winding: int, kvs: list[float]) -> float:
    """A centre-tapped secondary is two windings on one bus: the voltage between its legs is their sum."""
    same = [index for index in range(1, len(kvs)) if element.buses[index] == element.buses[winding]]
    return sum(kvs[index] for index in same) if element.phase_count == 1 else kvs[winding]


def _customers(meters: list[Row]) -> list[Row]:
    active = [meter for meter in meters if meter["is_active"]]
    return [
        {
            "customer_id": customer_id, "utility_id": 1, "meter_id": meter["meter_id"],
            "account_number": f"ACC-{meter['meter_name']}", "customer_class": meter["customer_class"],
            "is_active": True, "critical_kind": None, "customer_name": None, "service_address": None,
            "phone": None,
        }
        for customer_id, meter in enumerate(active, start=1)
    ]  # fmt: skip
