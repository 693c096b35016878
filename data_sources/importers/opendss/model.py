"""An OpenDSS circuit as plain values: read in a process of its own, no OpenDSS type comes out of here."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data_sources.errors import ImportRefused

TIMEOUT_SECONDS = 600
_PROGRAM = Path(__file__).with_name("process.py")
_PHASE_LETTERS = {1: "A", 2: "B", 3: "C"}


@dataclass(frozen=True, slots=True)
class Bus:
    """One bus. `x` and `y` are as the model gives them; `kv_base` is line to neutral, `voltage_pu` a mean."""

    name: str
    x: float
    y: float
    is_placed: bool
    kv_base: float
    voltage_pu: float


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
        nodes = [int(part) for part in self.terminals[terminal].split(".")[1:] if part.isdigit()]
        nodes = nodes or list(range(1, self.phase_count + 1))
        return "".join(_PHASE_LETTERS[node] for node in sorted(set(nodes)) if node in _PHASE_LETTERS) or "ABC"

    def number(self, name: str, default: float = 0.0) -> float:
        """A numeric property."""
        try:
            return float(self.properties.get(name, "").strip("[] "))
        except ValueError:
            return default

    def numbers(self, name: str) -> list[float]:
        """A property that is a list, e.g. "[115, 69, ]"."""
        return [float(part) for part in self.properties.get(name, "").strip("[] ").replace(",", " ").split()]

    def is_yes(self, name: str) -> bool:
        """A yes/no property."""
        return self.properties.get(name, "").strip().lower()[:1] in {"y", "t"}


@dataclass(frozen=True)
class Model:
    """A compiled and solved circuit.

    Attributes:
        own_counts: totals that OpenDSS itself names (Bus, Line, Transformer, Load …).
        class_counts: objects of every class that has any, definitions (LineCode …) included.
        cable_geometries: line geometries made of cables.
    """

    circuit: str
    has_converged: bool
    own_counts: Mapping[str, int]
    class_counts: Mapping[str, int]
    cable_geometries: frozenset[str]
    buses: tuple[Bus, ...]
    elements: tuple[Element, ...]

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
        # -P keeps this folder off the path, where files named like other packages lie.
        command = [sys.executable, "-P", str(_PROGRAM), str(master), str(answer)]
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
    return Model(
        circuit=found["circuit"],
        has_converged=found["has_converged"],
        own_counts=found["counts"],
        class_counts=found["class_counts"],
        cable_geometries=frozenset(found["cable_geometries"]),
        buses=tuple(Bus(**bus) for bus in found["buses"]),
        elements=tuple(_element(element) for element in found["elements"]),
    )


def _element(found: dict[str, Any]) -> Element:
    flow = tuple((kw, kvar, amps) for kw, kvar, amps in found.pop("flow"))
    return Element(terminals=tuple(found.pop("buses")), flow=flow, **found)
