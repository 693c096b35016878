"""Units of the same quantity: what a number told in one is in another."""

from __future__ import annotations

GROUPS: tuple[dict[str, float], ...] = (
    {"W": 0.001, "kW": 1, "MW": 1000, "GW": 1e6},
    {"Wh": 0.001, "kWh": 1, "MWh": 1000, "GWh": 1e6},
    {"VA": 0.001, "kVA": 1, "MVA": 1000},
    {"V": 1, "kV": 1000},
    {"m": 1, "km": 1000, "ft": 0.3048, "mi": 1609.344},
    {"s": 1, "min": 60, "h": 3600, "d": 86400, "customer-minutes": 60, "customer-hours": 3600},
    {"m/s": 1, "km/h": 1 / 3.6, "mph": 0.44704, "kn": 0.514444},
    {"years": 1, "year": 1, "yr": 1},
    {"US$": 1, "$": 1},
    {"US$/yr": 1, "US$/year": 1, "US$ a year": 1, "US$ per year": 1},
    {"A": 1, "kA": 1000},
)


def converted(value: float, of: str, into: str) -> float | None:
    """The number in another unit; None where that is of another quantity. A number without a unit (a count) takes any."""
    if not into or of == into:
        return value
    if (of, into) == ("°F", "°C"):
        return (value - 32) / 1.8
    for group in GROUPS:
        if of in group and into in group:
            return value * group[of] / group[into]
    return None


_ENDINGS = {
    "w": "W", "kw": "kW", "mw": "MW", "wh": "Wh", "kwh": "kWh", "mwh": "MWh", "kva": "kVA", "mva": "MVA", "v": "V",
    "kv": "kV", "a": "A", "m": "m", "metres": "m", "km": "km", "s": "s", "minutes": "min", "min": "min", "hours": "h", "years": "years",
    "pct": "%", "c": "°C", "mps": "m/s", "failure": "%", "life": "%", "spot": "°C", "age": "years", "saidi": "min",
    "caidi": "min", "strength": "%",
}  # fmt: skip
NOMINAL_V = (120, 208, 240, 277, 480)


def unit_of(name: str) -> str:
    """In which a known column, or the quantity that it is ranked by, is; empty for a count or a score."""
    return _ENDINGS.get(name.rpartition("_")[2], "")


def factors(of: str, into: str) -> list[float]:
    """By which a number told in a unit may be multiplied to be the known one; none where the quantities differ."""
    if (of, into) == ("V", "%"):  # of a meter's nominal voltage, which the row does not say
        return [100 / volts for volts in NOMINAL_V]
    if (of, into) in (("%", "1"), ("of 100", "1")):
        return [0.01]
    if not of or not into:
        return [1.0]
    factor = converted(1.0, of, into)
    return [] if factor is None or (of, into) == ("°F", "°C") else [factor]
