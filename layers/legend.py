"""The legend as plain data: one line a layer that is drawn, with its scale; the page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.colour import Rgb, hexadecimal
from layers.detail import Detail, Drawn
from layers.scales import FEEDER_LOAD, HEALTH, LOAD, VOLTAGE, Scale
from layers.style import MapStyle

Shape = Literal["line", "dashed", "dot", "square", "ring", "ramp"]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One colour and what it means.

    Attributes:
        colour: `#RRGGBB`.
        label: in words, with unit; may be empty within a ramp.
        shape: how it looks on the map.
    """

    colour: str
    label: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One layer.

    Attributes:
        layer: its name, of `style.LAYERS`.
        label: its title.
        entries: its colours, from good to bad.
        unit: of the labels; may be empty.
        note: what is left out just now, in words; may be empty.
    """

    layer: str
    label: str
    entries: tuple[LegendEntry, ...]
    unit: str = ""
    note: str = ""


def legend_lines(style: MapStyle, detail: Detail | None = None) -> tuple[LegendLine, ...]:
    """The lines for what a style draws in a view; without a view, for all of it."""
    lines = [_feeder_line(style)] if "feeders" in style.layers else []
    palette = style.palette
    if _is_drawn(style, detail, "transformer"):
        entries = _bands(LOAD, palette.load, "square")
        lines.append(_point_line("transformers", "Transformers by load", entries, LOAD.unit, detail, "transformer", 2))
    if _is_drawn(style, detail, "pole"):
        entries = tuple(reversed(_bands(HEALTH, palette.health, "ring")))
        lines.append(_point_line("poles", "Poles by health", entries, HEALTH.unit, detail, "pole", 2))
    if _is_drawn(style, detail, "meter"):
        is_dense = detail is not None and detail["meter"] is Drawn.DOTS
        label = "Meters, density" if is_dense else "Meters, sized by monthly use"
        entry = LegendEntry(hexadecimal(palette.meters), "", "ramp" if is_dense else "dot")
        lines.append(LegendLine("meters", label, (entry,)))
    substation = LegendEntry(hexadecimal(palette.substation), "", "square")
    outage = LegendEntry(hexadecimal(palette.outage), "customers out", "dot")
    lines.append(LegendLine("substations", "Substations", (substation,)))
    lines.append(LegendLine("outages", "Active outages", (outage,)))
    return tuple(lines)


def _feeder_line(style: MapStyle) -> LegendLine:
    palette = style.palette
    dark = LegendEntry(hexadecimal(palette.de_energized), "Without supply", "dashed")
    if style.colour_by == "load":
        return LegendLine("feeders", "Feeders by load", (*_ramp(FEEDER_LOAD, palette.feeder_load), dark), "%")
    if style.colour_by == "voltage":
        return LegendLine("feeders", "Feeders by voltage", (*_bands(VOLTAGE, palette.voltage, "line"), dark))
    hues = tuple(LegendEntry(hexadecimal(colour), "", "line") for colour in palette.circuits[:6])
    return LegendLine("feeders", "Feeders by circuit", (*hues, dark), note="A colour tells neighbours apart.")


def _point_line(
    layer: str, label: str, entries: tuple[LegendEntry, ...], unit: str, detail: Detail | None, kind: str, worst: int
) -> LegendLine:
    if detail is not None and detail[kind] is Drawn.TROUBLE:
        return LegendLine(layer, label, entries[worst:], unit, "Zoom in for all of them.")
    return LegendLine(layer, label, entries, unit)


def _is_drawn(style: MapStyle, detail: Detail | None, kind: str) -> bool:
    return f"{kind}s" in style.layers and (detail is None or detail[kind] is not Drawn.OFF)


def _bands(scale: Scale, colours: tuple[Rgb, ...], shape: Shape) -> tuple[LegendEntry, ...]:
    return tuple(LegendEntry(hexadecimal(c), label, shape) for c, label in zip(colours, scale.labels, strict=True))


def _ramp(scale: Scale, colours: tuple[Rgb, ...]) -> tuple[LegendEntry, ...]:
    return tuple(LegendEntry(hexadecimal(c), label, "ramp") for c, label in zip(colours, scale.labels, strict=True))
