"""What the details panel says of each kind of asset: badges, bars and lines. Thresholds: `layers.colours.scales`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

from app import formats
from app.widgets.column import day_words, spoken
from data_sources.analytics import ansi_c84
from layers.colours.scales import HEALTH, LOAD, UNKNOWN

Row = Mapping[str, Any]
Line = tuple[str, Callable[[Row], str]]
Bar = tuple[str, float, float, str, str]
"""Label, value, limit, text, tone."""

KIND_NAMES = {
    "substation": "Substation",
    "feeder": "Feeder",
    "segment": "Line section",
    "pole": "Pole",
    "transformer": "Transformer",
    "meter": "Meter",
    "device": "Device",
    "outage": "Outage",
}
HEALTHS = {"health_score": "Health", "average_health_score": "Average health"}
TONES = {"poor": "bad", "fair": "warning", "good": "good", "normal": "normal", "high": "warning", "over": "bad"}


def badges(kind: str, row: Row) -> list[tuple[str, str]]:
    """(text, tone) of what is abnormal; normal is quiet."""
    found = []
    if row.get("deenergized_feeders"):
        found.append((f"{row['deenergized_feeders']} of {row['feeders']} feeders without supply", "bad"))
    if row.get("is_energized") is False:
        found.append(("No supply", "bad"))
    if kind == "device" and row.get("is_open") is not None and row["is_open"] != row["is_normally_open"]:
        found.append(("Open" if row["is_open"] else "Closed, normally open", "bad" if row["is_open"] else "warning"))
    if row.get("active_outages"):
        found.append((f"{formats.number(row['customers_out'])} out", "bad"))
    if row.get("critical_kind"):
        found.append((spoken(row["critical_kind"]), "attention"))
    return found


def bars(kind: str, row: Row) -> list[Bar]:
    """Load and health, where there is such a thing; what is not known says so."""
    return [*_load(kind, row), *_health(row)]


def _load(kind: str, row: Row) -> Iterator[Bar]:
    told = [row[name] for name in ("load_pct", "transformer_load_pct", "feeder_load_pct") if name in row]
    label = "Transformer load" if kind == "meter" else "Feeder load" if kind == "segment" else "Load"
    load = next(filter(_is_known, told), None)
    if load is not None:
        amount = f"{formats.power(row['load_kw'])}, " if _is_known(row.get("load_kw")) else ""
        yield label, load, 100.0, f"{amount}{LOAD.told(load)} %", TONES[LOAD.name(load)]
    elif told:
        yield label, 0.0, 100.0, UNKNOWN, UNKNOWN


def _health(row: Row) -> Iterator[Bar]:
    label = next((label for name, label in HEALTHS.items() if name in row), None)
    health = row.get("health_score", row.get("average_health_score"))
    if _is_known(health):
        yield label or "", health, 100.0, f"{HEALTH.told(health)} of 100", TONES[HEALTH.name(health)]
    elif label is not None:
        yield label, 0.0, 100.0, UNKNOWN, UNKNOWN


def lines(kind: str, row: Row) -> list[tuple[str, str]]:
    """(label, value) in the order in which they are read."""
    return [(label, text) for label, write in LINES[kind] if (text := write(row)) != formats.NOTHING]


def _number(name: str, unit: str = "", decimals: int = 0) -> Callable[[Row], str]:
    return lambda row: formats.quantity(row[name], unit, decimals) if unit else formats.number(row[name], decimals)


def _exact(name: str, unit: str) -> Callable[[Row], str]:
    """A rating as it was written, without digits of its storage."""
    return lambda row: f"{round(row[name], 3):,g} {unit}" if _is_known(row[name]) else formats.NOTHING


def _word(name: str) -> Callable[[Row], str]:
    return lambda row: str(row[name]).replace("_", " ").capitalize() if row[name] else formats.NOTHING


def _text(name: str) -> Callable[[Row], str]:
    return lambda row: str(row[name]) if row[name] is not None and row[name] != "" else formats.NOTHING


def _either(name: str, yes: str, no: str) -> Callable[[Row], str]:
    return lambda row: formats.NOTHING if row[name] is None else yes if row[name] else no


def _power(name: str) -> Callable[[Row], str]:
    return lambda row: formats.power(row[name])


def _service_voltage(nominal: str) -> Callable[[Row], str]:
    """The live voltage, which is kept on a 120 V base, on the place's own nominal voltage, as its readings are told."""

    def write(row: Row) -> str:
        volts, own = row["voltage_v"], row[nominal]
        if not _is_known(volts) or row.get("is_energized") is False:
            return formats.NOTHING
        low, high = ansi_c84.LIMITS_V["A"]
        note = "" if low <= volts <= high else ", below range A" if volts < low else ", above range A"
        return ansi_c84.voltage_words(100.0 * volts / ansi_c84.BASE_V, own if _is_known(own) else 0.0) + note

    return write


def _windings(row: Row) -> str:
    sides = [_exact("primary_kv", "kV")(row), _exact("secondary_v", "V")(row)]
    return formats.NOTHING if formats.NOTHING in sides else " / ".join(sides)


def _inspection(row: Row) -> str:
    """What the latest inspection of what stands there found, when, and whether that is simulated."""
    if row["inspection_result"] is None:
        return "Not on record"
    found = [str(row["inspection_result"]).capitalize()]
    if _is_known(row["condition_score"]):
        found.append(f"{formats.number(row['condition_score'])} of 100")
    if _is_known(row.get("remaining_strength_pct")):
        found.append(f"{formats.percent(row['remaining_strength_pct'])} of a new one's strength")
    return f"{', '.join(found)}; {_inspected_when(row)}{_simulated(row['is_inspection_simulated'])}"


def _inspected_when(row: Row) -> str:
    day = row["inspected_on"]
    return f"{day_words(day)}, {row['inspection_age_years']:.1f} years ago" if day else "nobody says when"


def _plate(row: Row) -> str:
    """What the nameplate says, as far as anybody wrote it down."""
    if row["manufacturer"] is None:
        return "Not on record"
    paper = {True: "upgraded paper", False: "normal paper"}.get(row["is_upgraded_paper"], "")
    number = row["serial_number"] and f"no. {row['serial_number']}"
    year = row["manufactured_year"] and f"made {row['manufactured_year']}"
    said = [text for text in (row["manufacturer"], row["model"], number, year, row["cooling"], paper) if text]
    return f"{', '.join(said)}{_simulated(row['is_plate_simulated'])}" if said else "Not on record"


def _simulated(is_simulated: bool) -> str:
    return " (simulated)" if is_simulated else ""


_BUILT: Line = ("Installed", _word("installed_year"))  # 0 where an imported model does not say
_PHASES: Line = ("Phases", _text("phases"))
_LAID: Line = ("Construction", _either("is_underground", "Underground", "Overhead"))

LINES: dict[str, list[Line]] = {
    "substation": [
        ("High side", _exact("voltage_kv", "kV")),
        ("Capacity", _exact("capacity_mva", "MVA")),
        ("Feeders", _number("feeders")),
        ("Customers served", _number("customers_served")),
        ("Transformers", _number("transformers")),
        ("Line", _number("length_km", "km", 1)),
    ],
    "feeder": [
        ("Voltage", _number("live_voltage_kv", "kV", 2)),
        ("Nominal", _exact("voltage_kv", "kV")),
        ("Current", lambda row: _of(row["current_a"], row["rated_a"], "A")),
        ("Power factor", _number("power_factor", "", 2)),
        ("Design peak", _power("peak_load_kw")),
        ("Customers served", _number("customers_served")),
        ("Meters", _number("meters")),
        ("Transformers", _number("transformers")),
        ("Poles", _number("poles")),
        ("Line sections", _number("segments")),
        ("Line", _number("length_km", "km", 1)),
    ],
    "segment": [
        ("Conductor", _text("conductor")),
        _LAID,
        _PHASES,
        ("Voltage", _exact("voltage_kv", "kV")),
        ("Rating", _exact("rated_a", "A")),
        ("Feeder current", _number("feeder_current_a", "A")),
        ("Length", _number("length_m", "m")),
        _BUILT,
    ],
    "pole": [
        ("Material", lambda row: spoken(row["material"]) if row["material"] else formats.NOTHING),
        ("Height", _number("height_m", "m", 1)),
        _BUILT,
        ("Inspected", _inspection),
    ],
    "transformer": [
        ("Rating", _exact("rated_kva", "kVA")),
        ("Voltage now", _service_voltage("secondary_v")),
        ("Windings", _windings),
        ("Kind", _word("kind")),
        _PHASES,
        ("Mounting", lambda row: "Pad or vault" if row["is_underground"] else f"Pole {row['pole_name'] or ''}".strip()),
        ("Design peak", _power("peak_load_kw")),
        ("Customers served", _number("customers_served")),
        ("Meters", _number("meters")),
        _BUILT,
        ("Nameplate", _plate),
        ("Inspected", _inspection),
    ],
    "meter": [
        ("Account", lambda row: row["account_number"] or "No active account"),
        ("Class", _word("customer_class")),
        ("Voltage now", _service_voltage("nominal_voltage_v")),
        ("Nominal", _exact("nominal_voltage_v", "V")),
        _PHASES,
        ("Usual month", _number("monthly_kwh", "kWh")),
        ("Solar", _either("has_solar", "Yes", "No")),
        ("Electric vehicle", _either("has_ev", "Yes", "No")),
    ],
    "device": [
        ("Kind", _word("kind")),
        ("Position", _either("is_open", "Open", "Closed")),
        ("Normally", _either("is_normally_open", "Open", "Closed")),
        ("Rating", _exact("rated_a", "A")),
        _PHASES,
        ("Other feeder", _text("other_feeder_name")),
    ],
}


def _is_known(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _of(value: float | None, limit: float, unit: str) -> str:
    return formats.NOTHING if value is None else f"{formats.number(value)} of {formats.number(limit)} {unit}"
