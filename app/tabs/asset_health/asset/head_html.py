"""The head of an asset's page, its nameplate, and the parts of its health. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.tabs.asset_health.asset.rows import PARTS, known
from app.widgets.column import day_words
from app.widgets.html import Markup, el
from layers.colours.scales import HEALTH

Row = Mapping[str, Any]
BAND_TONES = {"poor": "bad", "fair": "warning", "good": "good"}
WAYS = (("map", "Map"), ("readings", "Readings"), ("outages", "Outages"))


def head(row: Row, details: Row, orders: int | None) -> Markup:
    """Its name and place, and the ways on.

    Args:
        row: of the fleet.
        details: of the network; empty before they are here.
        orders: how many work orders it has; None before that is known.
    """
    kind = el("span", row["asset_class"] or row["kind"], cls="overline")
    places = [details[name] for name in ("substation_name", "feeder_name") if details.get(name)]
    where = el("span", " · ".join(places), cls="secondary") if places else None
    names = [(way, name) for way, name in WAYS if way != "readings" or row["kind"] == "transformer"]
    ways = [el("button", name, type="button", cls="button", data_action="way", data_value=way) for way, name in names]
    if orders:
        ways.append(el("button", f"Orders ({orders:,})", type="button", cls="button", data_action="way",
                       data_value="orders"))  # fmt: skip
    name = el("div", kind, el("h2", row["name"]), where, cls="asset-name")
    return el("header", name, el("div", ways, cls="asset-ways"), cls="asset-head")


def nameplate(row: Row, details: Row, plate: Row) -> Markup:
    """What it is, each fact with what is not known said."""
    facts: list[tuple[str, str]] = []
    if row["kind"] == "transformer":
        facts += [
            ("Rated", formats.quantity(details.get("rated_kva"), "kVA")), ("Phases", details.get("phases") or ""),
            ("Built", "pad-mounted or in a vault" if details.get("is_underground") else "pole-mounted"),
            ("Voltage", _voltage(details)),
        ]  # fmt: skip
    else:
        facts += [
            ("Material", str(details.get("material") or "").replace("_", " ")),
            ("Height", formats.quantity(details.get("height_m"), "m", 1)),
        ]
    year = details.get("installed_year")
    facts += [("Installed", str(year) if year else ""), ("Age", _years(row["age_years"]))]
    facts += [("Maker", " ".join(filter(None, (plate.get("manufacturer"), plate.get("model")))))]
    facts += [("Serial number", plate.get("serial_number") or "")]
    if row["kind"] == "transformer":
        facts += [("Cooling", plate.get("cooling") or ""), ("Paper", _paper(plate.get("upgraded_paper")))]
    facts += [("Last inspected", _inspected(details))]
    rows = [el("div", el("dt", name), el("dd", value or "not known", cls="" if value else "is-unknown"))
            for name, value in facts]  # fmt: skip
    return el("dl", rows, cls="asset-facts")


def _inspected(details: Row) -> str:
    if details.get("inspected_on"):
        return day_words(details["inspected_on"])
    return "nobody says when" if details.get("inspection_result") else ""


def _voltage(details: Row) -> str:
    primary, secondary = details.get("primary_kv"), details.get("secondary_v")
    return f"{primary:g} kV to {secondary:g} V" if primary and secondary else ""


def _years(age: Any) -> str:
    return formats.count_of(round(age), "year") if known(age) else ""


def _paper(upgraded: Any) -> str:
    return {1: "thermally upgraded", 0: "normal Kraft"}.get(upgraded, "")


def parts(row: Row) -> Markup:
    """The parts of its health as bars, each from 0 to 100; what is not known is said."""
    return el("ul", [_part(row, name, title) for name, title in _of_kind(row["kind"])], cls="asset-parts")


def _of_kind(kind: str) -> Sequence[tuple[str, str]]:
    heat = ("part_loading", "part_life", "part_voltage")
    return [(name, title) for name, title in PARTS.items() if kind != "pole" or name not in heat]


def _part(row: Row, name: str, title: str) -> Markup:
    value = row[name]
    if not known(value):
        return el("li", el("span", title), el("i", "Not known: widens the band", cls="is-unknown"), cls="asset-part")
    tone, told = BAND_TONES[HEALTH.name(value)], HEALTH.told(value)
    bar = el("meter", value=f"{value:.0f}", min=0, max=100, cls=f"is-{tone}", aria_label=f"{title}: {told} of 100")
    return el("li", el("span", title), bar, el("b", told), cls="asset-part")
