"""Lengths as the model states them."""

from __future__ import annotations

from data_sources.importers.opendss.model import Element, Model

# OpenDSS length units in metres; "none" says nothing.
METRES = {"mi": 1609.344, "kft": 304.8, "km": 1000.0, "m": 1.0, "ft": 0.3048, "in": 0.0254, "cm": 0.01, "mm": 0.001}


def stated_length_m(model: Model, element: Element) -> float | None:
    """Length of a line in its own unit, or in that of its line code where it names none; None without either."""
    unit = element.properties.get("Units", "none").lower()
    if unit not in METRES:
        unit = model.line_code_units.get(element.properties.get("LineCode", "").lower(), "none")
    return element.number("Length") * METRES[unit] if unit in METRES else None
