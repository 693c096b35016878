"""Run as a program: one OpenDSS model in, one JSON file out.

OpenDSS keeps one model a process and changes the working directory, and a bad model can end the process. So it is never
loaded into a server or a command of ours: `opendss.py` starts this file in a process of its own.

Every circuit element is read, disabled ones too (the First/Next iteration of OpenDSS steps over those).
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import opendssdirect as dss

# What is read of each class, by OpenDSS property name; buses, powers and state are read of all.
PROPERTIES = {
    "Line": ("Geometry", "LineCode", "Switch", "Length", "Units", "NormAmps", "LineType"),
    "Transformer": ("kVs", "kVAs", "Sub", "SubName", "XfmrCode"),
    "AutoTrans": ("kVs", "kVAs"),
    "Load": ("kV", "kW", "NumCust"),
    "PVSystem": ("kV", "Pmpp"),
    "Generator": ("kV", "kW"),
    "Storage": ("kV", "kWrated"),
    "Capacitor": ("kvar",),
    "Reactor": ("NormAmps",),
    "Vsource": ("BasekV",),
    "RegControl": ("Transformer",),
    "CapControl": ("Capacitor",),
    "EnergyMeter": ("Element",),
    "Monitor": ("Element",),
    "Fuse": ("MonitoredObj", "SwitchedObj"),
    "Recloser": ("MonitoredObj", "SwitchedObj"),
    "Relay": ("MonitoredObj", "SwitchedObj"),
    "SwtControl": ("SwitchedObj",),
}


def read(master: Path) -> dict[str, Any]:
    """Compile the model, solve it if it has not solved itself, and describe it."""
    dss.Basic.AllowForms(False)
    dss.Basic.AllowEditor(False)
    dss.Text.Command(f'compile "{master}"')
    if not dss.Basic.NumCircuits():
        raise ValueError("it defines no circuit (no `New Circuit.…`)")
    _complete_voltage_bases()
    if not dss.Solution.Converged() or not any(dss.Circuit.TotalPower()):
        dss.Solution.Solve()
    return {
        "circuit": dss.Circuit.Name(),
        "has_converged": bool(dss.Solution.Converged()),
        "class_counts": _class_counts(),
        "counts": _own_counts(),
        "buses": [_bus(name) for name in dss.Circuit.AllBusNames()],
        "elements": [_element(name) for name in dss.Circuit.AllElementNames()],
        "cable_geometries": _cable_geometries(),
    }


def _complete_voltage_bases() -> None:
    """Where the model names no voltage bases, take them from the ratings of its sources and transformers."""
    if all(dss.Circuit.SetActiveBus(name) < 0 or dss.Bus.kVBase() > 0 for name in dss.Circuit.AllBusNames()):
        return
    bases = set()
    for full_name in dss.Circuit.AllElementNames():
        kind = full_name.split(".", 1)[0]
        if kind not in ("Vsource", "Transformer"):
            continue
        dss.Circuit.SetActiveElement(full_name)
        values = dss.Properties.Value("BasekV" if kind == "Vsource" else "kVs").strip("[] ").replace(",", " ").split()
        factor = 3**0.5 if kind == "Transformer" and dss.CktElement.NumPhases() == 1 else 1.0
        bases |= {round(float(value) * factor, 4) for value in values}
    dss.Text.Command(f"Set voltagebases=[{', '.join(map(str, sorted(bases)))}]")
    dss.Text.Command("CalcVoltageBases")
    dss.Solution.Solve()


def _own_counts() -> dict[str, int]:
    """The totals that OpenDSS itself names, asked another way than by walking the elements."""
    return {
        "Bus": dss.Circuit.NumBuses(),
        "Line": dss.Lines.Count(),
        "Transformer": dss.Transformers.Count(),
        "Load": dss.Loads.Count(),
        "PVSystem": dss.PVsystems.Count(),
        "Capacitor": dss.Capacitors.Count(),
        "Generator": dss.Generators.Count(),
    }


def _class_counts() -> dict[str, int]:
    counts = {}
    for name in dss.Basic.Classes():
        dss.Basic.SetActiveClass(name)
        counts[name] = int(dss.ActiveClass.Count())
    return {name: count for name, count in counts.items() if count}


def _cable_geometries() -> list[str]:
    """Names of the line geometries made of cables (concentric neutral or tape shield)."""
    cables = {name.lower() for kind in ("CNData", "TSData") for name in _names(kind)}
    found = []
    for name in _names("LineGeometry"):
        dss.ActiveClass.Name(name)
        conductors = {part.strip().lower() for part in dss.Properties.Value("CNCables").strip("[] ").split(",")}
        if cables & conductors:
            found.append(name.lower())
    return found


def _names(kind: str) -> list[str]:
    dss.Basic.SetActiveClass(kind)
    return list(dss.ActiveClass.AllNames()) if dss.ActiveClass.Count() else []


def _bus(name: str) -> dict[str, Any]:
    dss.Circuit.SetActiveBus(name)
    per_unit = dss.Bus.puVmagAngle()[0::2]
    return {
        "name": name,
        "x": dss.Bus.X(),
        "y": dss.Bus.Y(),
        "is_placed": bool(dss.Bus.Coorddefined()),
        "kv_base": dss.Bus.kVBase(),
        "voltage_pu": sum(per_unit) / len(per_unit) if len(per_unit) else 0.0,
    }


def _element(full_name: str) -> dict[str, Any]:
    kind, name = full_name.split(".", 1)
    dss.Circuit.SetActiveElement(full_name)
    element = dss.CktElement
    is_enabled = bool(element.Enabled())
    return {
        "kind": kind,
        "name": name,
        "buses": list(element.BusNames()),
        "phase_count": int(element.NumPhases()),
        "is_enabled": is_enabled,
        "is_open": any(element.IsOpen(terminal + 1, 0) for terminal in range(element.NumTerminals())),
        "flow": _flow() if is_enabled else [],
        "properties": {key: dss.Properties.Value(name) for key, name in _property_names(kind)},
    }


@cache
def _property_names(kind: str) -> list[tuple[str, str]]:
    """The wanted properties as this OpenDSS spells them; asked of the active element, the first of a class."""
    spelled = {name.lower(): name for name in dss.CktElement.AllPropertyNames()}
    return [(key, spelled[key.lower()]) for key in PROPERTIES.get(kind, ()) if key.lower() in spelled]


def _flow() -> list[list[float]]:
    """For each terminal: kW and kvar into the element (sum of its conductors), and the largest current in amperes."""
    element = dss.CktElement
    terminals = element.NumTerminals()
    powers, amps = element.Powers(), element.CurrentsMagAng()[0::2]
    width = len(amps) // terminals if terminals else 0
    return [
        [
            float(sum(powers[2 * width * t : 2 * width * (t + 1) : 2])),
            float(sum(powers[2 * width * t + 1 : 2 * width * (t + 1) : 2])),
            float(max(amps[width * t : width * (t + 1)], default=0.0)),
        ]
        for t in range(terminals)
    ]


def main(master: str, answer: str) -> int:
    """Write the model, or {"error": …}, as JSON to the file `answer`."""
    try:
        found = read(Path(master))
    except Exception as error:  # whatever OpenDSS raises is the person's message
        found = {"error": " ".join(str(error).split())}
    Path(answer).write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
