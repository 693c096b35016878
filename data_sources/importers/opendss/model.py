"""An OpenDSS circuit as plain values: read in a process of its own, no OpenDSS type comes out of here."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from data_sources.errors import ImportRefused

TIMEOUT_SECONDS = 600
_PROGRAM = "data_sources.importers.opendss.process"
_PHASE_LETTERS = {1: "A", 2: "B", 3: "C"}
# Classes whose connection says which conductors are phases; a line has no neutral of its own.
_CONNECTED = frozenset({"Transformer", "AutoTrans", "Load", "Generator", "PVSystem", "Storage", "Vsource"})
# Above this share of what flows, the sums at the buses are not those of a solution.
BALANCED_SHARE = 0.01
DRAWS_KW = 1e-3


@dataclass(frozen=True, slots=True)
class Bus:
    """One bus.

    Attributes:
        x: as the model gives it, like `y`.
        kv_base: line to neutral.
        node_pu: voltage to ground of each node, per unit of `kv_base`.
        line_to_line_pu: mean voltage between phases, per unit of the base between phases; 0 with one phase.
        neutrals: nodes that are no phase.
    """

    name: str
    x: float
    y: float
    is_placed: bool
    kv_base: float
    node_pu: Mapping[int, float]
    line_to_line_pu: float
    neutrals: frozenset[int] = frozenset()

    @property
    def phase_pu(self) -> dict[int, float]:
        """Voltage of each phase: of nodes 1 to 3 that are no neutral; of all nodes where there is none such."""
        nodes = {node for node in self.node_pu if node in _PHASE_LETTERS and node not in self.neutrals}
        return {node: self.node_pu[node] for node in sorted(nodes or self.node_pu)}

    @property
    def voltage_pu(self) -> float:
        """Mean over the phases, to ground."""
        phases = self.phase_pu.values()
        return sum(phases) / len(phases) if phases else 0.0

    def on_base(self, kv_base: float) -> Bus:
        """The same voltages, per unit of another base."""
        factor = self.kv_base / kv_base
        node_pu = {node: pu * factor for node, pu in self.node_pu.items()}
        return replace(self, kv_base=kv_base, node_pu=node_pu, line_to_line_pu=self.line_to_line_pu * factor)


@dataclass(frozen=True)
class Element:
    """One circuit element.

    Attributes:
        kind: OpenDSS class, e.g. "Line".
        name: as OpenDSS reports it (lower case).
        terminals: bus of each terminal as written, e.g. "l2879062.3".
        flow: for each terminal kW, kvar into the element and the largest current (A); empty if out of service.
    """

    kind: str
    name: str
    terminals: tuple[str, ...]
    phase_count: int
    is_enabled: bool
    is_open: bool
    flow: tuple[tuple[float, float, float], ...]
    properties: Mapping[str, str]

    @cached_property
    def buses(self) -> tuple[str, ...]:
        """Name of the bus of each terminal."""
        return tuple(terminal.split(".")[0].lower() for terminal in self.terminals)

    def phases(self, terminal: int = 0) -> str:
        """Phase letters of a terminal, e.g. "ABC" or "B" (nodes above 3 and the neutral have none)."""
        nodes = sorted(set(self.nodes(terminal)))
        return "".join(_PHASE_LETTERS[node] for node in nodes if node in _PHASE_LETTERS) or "ABC"

    def number(self, name: str, default: float = 0.0) -> float:
        """A numeric property."""
        try:
            return float(self.properties.get(name, "").strip("[] "))
        except ValueError:
            return default

    def numbers(self, name: str) -> list[float]:
        """A property that is a list, e.g. "[115, 69, ]"."""
        return [float(part) for part in self.properties.get(name, "").strip("[] ").replace(",", " ").split()]

    @property
    def kw(self) -> float:
        """What it takes in over all its terminals: its load, or its losses."""
        return sum(kw for kw, _, _ in self.flow)

    def nodes(self, terminal: int = 0) -> list[int]:
        """Nodes of a terminal as written, 0 for ground; 1 to its phases where none is."""
        nodes = [int(part) for part in self.terminals[terminal].split(".")[1:] if part.isdigit()]
        return nodes or list(range(1, self.phase_count + 1))

    def is_delta(self, terminal: int = 0) -> bool:
        """Whether a load or a winding is connected between phases."""
        stated = self.properties.get("Conns") or self.properties.get("Conn") or ""
        found = stated.strip("[] ").replace(",", " ").split()
        return terminal < len(found) and found[terminal].lower() in {"delta", "ll"}

    def is_yes(self, name: str) -> bool:
        """A yes/no property."""
        return self.properties.get(name, "").strip().lower()[:1] in {"y", "t"}


@dataclass(frozen=True)
class Model:
    """A compiled and solved circuit.

    Attributes:
        solved: how the power flow came about: "script", one of the attempts of `process`, or "" where it has none.
        trouble: what OpenDSS said of the last solution.
        passed_over: how often each command that only reports stood in the script.
        own_counts: totals that OpenDSS itself names (Bus, Line, Transformer, Load …).
        class_counts: objects of every class that has any, definitions (LineCode …) included.
        cable_geometries: line geometries made of cables.
        line_code_units: unit of length of each line code.
    """

    circuit: str
    solved: str
    trouble: str
    passed_over: Mapping[str, int]
    own_counts: Mapping[str, int]
    class_counts: Mapping[str, int]
    cable_geometries: frozenset[str]
    line_code_units: Mapping[str, str]
    buses: tuple[Bus, ...]
    elements: tuple[Element, ...]

    @cached_property
    def has_converged(self) -> bool:
        """Whether its power flow can be used: it was solved, the loads draw, and what enters each bus leaves it."""
        return bool(self.solved) and self._loads_draw and self._largest_imbalance <= BALANCED_SHARE

    @cached_property
    def _loads_draw(self) -> bool:
        loads = [load for load in self.of("Load") if load.is_enabled and load.number("kW")]
        return not loads or any(abs(load.kw) > DRAWS_KW for load in loads)

    @cached_property
    def _largest_imbalance(self) -> float:
        """Over all buses the largest sum of kW into elements (Kirchhoff: nothing), as a share of all kW that flow."""
        sums: dict[str, float] = {}
        total = 0.0
        for element in self.elements:
            for bus, (kw, _, _) in zip(element.buses, element.flow, strict=False):
                sums[bus] = sums.get(bus, 0.0) + kw
            total += abs(element.kw) if len(element.flow) == 1 else 0.0
        return max(map(abs, sums.values()), default=0.0) / max(total, 1.0)

    @cached_property
    def bus_index(self) -> dict[str, int]:
        """Position of each bus by lower-case name."""
        return {bus.name.lower(): index for index, bus in enumerate(self.buses)}

    def of(self, *kinds: str) -> list[Element]:
        """The elements of some classes, in the order of the model."""
        return [element for element in self.elements if element.kind in kinds]


def read_model(master: Path) -> Model:
    """Compile and solve a model in a process of its own.

    Raises:
        ImportRefused: the extra is not installed, or OpenDSS refuses the file (with its message, file and line).
    """
    if importlib.util.find_spec("opendssdirect") is None:
        raise ImportRefused('Reading OpenDSS needs an extra: pip install "flux-ops-center[opendss]".')
    if not master.is_file():
        raise ImportRefused(f"There is no file {master}.")
    return _model(_run(master.resolve()), master)


def _run(master: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="fluxops-") as folder:
        answer = Path(folder) / "model.json"
        # -P keeps the folder where it runs off the path.
        command = [sys.executable, "-P", "-m", _PROGRAM, str(master), str(answer)]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ImportRefused(f"OpenDSS did not finish {master.name} within {TIMEOUT_SECONDS} s.") from error
        if not answer.is_file():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise ImportRefused(f"OpenDSS ended on {master.name} with code {done.returncode}: {last}.")
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def _model(found: dict[str, Any], master: Path) -> Model:
    if "error" in found:
        raise ImportRefused(f"OpenDSS refuses {master.name}: {found['error'].rstrip('.')}.")
    if not found["buses"]:
        raise ImportRefused(f"{master.name} defines no bus.")
    elements = tuple(_element(element) for element in found["elements"])
    neutrals = _neutrals(elements)
    return Model(
        circuit=found["circuit"],
        solved=found["solved"],
        trouble=found["trouble"],
        passed_over=found["passed_over"],
        own_counts=found["counts"],
        class_counts=found["class_counts"],
        cable_geometries=frozenset(found["cable_geometries"]),
        line_code_units=found["line_code_units"],
        buses=tuple(_bus(bus, neutrals) for bus in found["buses"]),
        elements=elements,
    )


def _bus(found: dict[str, Any], neutrals: Mapping[str, frozenset[int]]) -> Bus:
    node_pu = {int(node): pu for node, pu in found.pop("node_pu").items()}
    return Bus(node_pu=node_pu, neutrals=neutrals.get(found["name"].lower(), frozenset()), **found)


def _neutrals(elements: tuple[Element, ...]) -> dict[str, frozenset[int]]:
    """Nodes of each bus that only ever stand where a wye connection has its neutral, behind its phases.

    A leg of a split-phase winding stands there too ("s.0.2"): behind the ground it is a phase.
    """
    phases: dict[str, set[int]] = {}
    neutrals: dict[str, set[int]] = {}
    for element in elements:
        for terminal, bus in enumerate(element.buses if element.kind in _CONNECTED else ()):
            nodes = element.nodes(terminal)
            ahead, behind = nodes[: element.phase_count], nodes[element.phase_count :]
            is_neutral = not element.is_delta(terminal) and 0 not in ahead
            (neutrals if is_neutral else phases).setdefault(bus, set()).update(behind)
            phases.setdefault(bus, set()).update(ahead)
    return {bus: frozenset(found - phases[bus] - {0}) for bus, found in neutrals.items()}


def _element(found: dict[str, Any]) -> Element:
    flow = tuple((kw, kvar, amps) for kw, kvar, amps in found.pop("flow"))
    return Element(terminals=tuple(found.pop("buses")), flow=flow, **found)
