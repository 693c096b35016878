"""Run as a program: one OpenDSS model in, one JSON file out.

OpenDSS keeps one model a process and changes the working directory, and a bad model can end the process. So it is never
loaded into a server or a command of ours: `model.py` starts this module in a process of its own, in a scratch folder.

Every circuit element is read, disabled ones too (the First/Next iteration of OpenDSS steps over those).
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import opendssdirect as dss

from data_sources.importers.opendss.script import Script

# What is read of each class, by OpenDSS property name; buses, powers and state are read of all.
PROPERTIES = {
    "Line": ("Geometry", "LineCode", "Switch", "Length", "Units", "NormAmps", "LineType"),
    "Transformer": ("kVs", "kVAs", "Sub", "SubName", "XfmrCode", "Conns"),
    "AutoTrans": ("kVs", "kVAs", "Conns"),
    "Load": ("kV", "kW", "NumCust", "Conn"),
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


# What is tried in turn where the script has not solved the circuit: the model as it stands, more patience, and then
# without its regulators and capacitor controls.
ATTEMPTS = ("mode=snapshot", "maxiterations=100 maxcontroliter=100", "controlmode=off")


def read(master: Path) -> dict[str, Any]:
    """Run the model's script, solve the circuit where the script has not, and describe it."""
    dss.Basic.AllowForms(False)
    dss.Basic.AllowEditor(False)
    script = Script(Path.cwd())
    script.run(master)
    if not dss.Basic.NumCircuits():
        raise ValueError("it defines no circuit (no `New Circuit.…`)")
    if _complete_voltage_bases():
        script.is_solved = False
    solved = _solve(script)
    return {
        "circuit": dss.Circuit.Name(),
        "solved": solved,
        "trouble": " ".join(script.trouble.split()),
        "passed_over": dict(script.passed_over),
        "class_counts": _class_counts(),
        "counts": _own_counts(),
        "buses": [_bus(name) for name in dss.Circuit.AllBusNames()],
        "elements": [_element(name) for name in dss.Circuit.AllElementNames()],
        "cable_geometries": _cable_geometries(),
        "line_code_units": _line_code_units(),
    }


def _solve(script: Script) -> str:
    """How the circuit was solved: by its own script, by one of `ATTEMPTS`, or "" not at all.

    `Converged` is true before any solution is tried, and after one at which the loads were left out (as they are where
    voltage bases are calculated). A script that ends within a time series leaves the load of its last hour, so that
    one is solved anew as well: for the loads as the model states them.
    """
    if script.is_solved and dss.Solution.Converged() and dss.Solution.ModeID() == "Snap":
        return "script"
    for attempt in ATTEMPTS:
        dss.Text.Command(f"Set {attempt}")
        try:
            dss.Solution.Solve()
        except dss.DSSException as error:
            script.trouble = str(error)
        else:
            if dss.Solution.Converged():
                return attempt
    return ""


def _complete_voltage_bases() -> bool:
    """Where the model names no voltage bases, take them from the ratings of its sources and transformers.

    Answers whether it did, which ends any solution there was.
    """
    if all(dss.Circuit.SetActiveBus(name) < 0 or dss.Bus.kVBase() > 0 for name in dss.Circuit.AllBusNames()):
        return False
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
    return True


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


def _line_code_units() -> dict[str, str]:
    """Unit of length of each line code: that of the lines made of it which name none."""
    found = {}
    for name in _names("LineCode"):
        dss.ActiveClass.Name(name)
        found[name.lower()] = dss.Properties.Value("Units").lower()
    return found


def _names(kind: str) -> list[str]:
    dss.Basic.SetActiveClass(kind)
    return list(dss.ActiveClass.AllNames()) if dss.ActiveClass.Count() else []


def _bus(name: str) -> dict[str, Any]:
    dss.Circuit.SetActiveBus(name)
    return {
        "name": name,
        "x": dss.Bus.X(),
        "y": dss.Bus.Y(),
        "is_placed": bool(dss.Bus.Coorddefined()),
        "kv_base": dss.Bus.kVBase(),
        "node_pu": dict(zip(dss.Bus.Nodes(), map(float, dss.Bus.puVmagAngle()[0::2]), strict=True)),
        "line_to_line_pu": _line_to_line_pu(),
    }


def _line_to_line_pu() -> float:
    """Mean voltage between the phases of the active bus, 0 where it has less than two."""
    if len({1, 2, 3}.intersection(dss.Bus.Nodes())) < 2:
        return 0.0
    values = [abs(complex(re, im)) for re, im in zip(*[iter(dss.Bus.puVLL())] * 2, strict=True)]
    return sum(values) / len(values) if values else 0.0


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
