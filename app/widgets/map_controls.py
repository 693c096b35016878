"""Controls of a map, grouped in one corner: layers, what colour means, filters, zoom to the selection, the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import param
import pyarrow as pa

from app.state import COLOUR_BY, LAYERS
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from layers.colours.scales import HEALTH, LOAD, VOLTAGE, Scale

LAYER_NAMES = {"feeders": "Feeders", "poles": "Poles", "transformers": "Transformers", "meters": "Meters"}
COLOUR_NAMES = {"circuit": "Circuit", "load": "Load", "voltage": "Voltage"}
CONSTRUCTION = {"all": "Overhead and underground", "overhead": "Overhead only", "underground": "Underground only"}
BANDS: dict[str, tuple[str, Scale]] = {
    "voltage": ("Voltage", VOLTAGE),
    "health": ("Health of poles and transformers", HEALTH),
    "load": ("Transformer load", LOAD),
}


class MapHome(HtmlView):
    """The way back over a map: one button that shows the whole utility; it moves nothing itself. Actions: "reset"."""

    def __init__(self) -> None:
        """Draws itself."""
        super().__init__(css_classes=["map-home"])
        tip = el("span", "Whole utility", cls="tip")
        label = "Show the whole utility"
        button = el("button", icon("reset"), tip, type="button", cls="tool", data_action="reset", aria_label=label)
        self.write(el("div", button, cls="controls"))


class MapControls(HtmlView):
    """The controls; it changes nothing itself: each choice is told as an action.

    Actions: "layer" ([name, is_on]), "colour" (name), "substation" and "feeder" (id as text, empty for all),
    "construction" (name), "band" (["health:poor", is_on]), "clear_filters", "zoom",
    "reset", and "menu" (name) when a menu is opened or closed.
    """

    layers = param.ClassSelector(class_=frozenset, default=frozenset(LAYERS), doc="Layers switched on.")
    colour_by: Any = param.Selector(
        default="circuit", objects=list(COLOUR_BY), doc="What the colour of a feeder means."
    )
    filters = param.Dict(default={}, doc="Keyword arguments of MapFilters.")
    choices = param.List(default=[], doc="Rows of filter_choices.sql.")
    has_selection = param.Boolean(default=False, doc="Whether there is something to zoom to.")

    def __init__(self, **params: Any) -> None:
        """Draws itself; choices come later."""
        super().__init__(**params)
        self._draw()

    def show_choices(self, table: pa.Table) -> None:
        """Take the rows of filter_choices.sql."""
        self.choices = table.to_pylist()

    @param.depends("layers", "colour_by", "filters", "choices", "has_selection", watch=True)
    def _draw(self) -> None:
        buttons = [
            el(
                "button",
                icon("target"),
                el("span", "Zoom to selection", cls="tip"),
                type="button",
                cls="tool",
                data_action="zoom",
                disabled=not self.has_selection,
                aria_label="Zoom to selection",
            ),
            el(
                "button",
                icon("reset"),
                el("span", "Whole utility", cls="tip"),
                type="button",
                cls="tool",
                data_action="reset",
                aria_label="Show the whole utility",
            ),
        ]
        self.write(el("div", self._layer_menu(), self._colour(), self._filter_menu(), buttons, cls="controls"))

    def _layer_menu(self) -> Markup:
        boxes = [_box("layer", name, LAYER_NAMES[name], name in self.layers) for name in LAYERS]
        hidden = len(LAYERS) - len(self.layers)
        badge = el("span", f"{hidden} off", cls="badge") if hidden else None
        return _menu("layers", icon("layers"), "Layers", badge, el("div", boxes, cls="menu-body"))

    def _colour(self) -> Markup:
        choices = [
            el(
                "button",
                COLOUR_NAMES[name],
                type="button",
                data_action="colour",
                data_value=name,
                aria_pressed="true" if name == self.colour_by else "false",
            )
            for name in COLOUR_BY
        ]
        return el(
            "div",
            el("span", "Colour", cls="controls-label"),
            choices,
            cls="segmented",
            role="group",
            aria_label="Colour feeders by",
        )

    def _filter_menu(self) -> Markup:
        filters: Mapping[str, Any] = self.filters
        count = sum(1 for value in filters.values() if value not in (None, "all", frozenset()))
        badge = el("span", count, cls="badge is-on") if count else None
        body = el(
            "div",
            self._places(filters),
            [_bands(name, title, scale, filters.get(name) or frozenset()) for name, (title, scale) in BANDS.items()],
            _select("construction", "Construction", list(CONSTRUCTION.items()), filters.get("construction", "all")),
            el(
                "footer",
                el(
                    "button",
                    "Clear all filters",
                    type="button",
                    cls="button",
                    data_action="clear_filters",
                    disabled=not count,
                ),
            ),
            cls="menu-body is-wide",
        )
        return _menu("filters", icon("filter"), "Filter", badge, body)

    def _places(self, filters: Mapping[str, Any]) -> Markup:
        substation = filters.get("substation_id")
        substations = [(str(row["asset_id"]), row["name"]) for row in self.choices if row["kind"] == "substation"]
        feeders = [
            (str(row["asset_id"]), row["name"])
            for row in self.choices
            if row["kind"] == "feeder" and substation in (None, row["substation_id"])
        ]
        return el(
            "div",
            _select("substation", "Substation", [("", "All substations"), *substations], str(substation or "")),
            _select("feeder", "Feeder", [("", "All feeders"), *feeders], str(filters.get("feeder_id") or "")),
            cls="menu-pair",
        )


def _menu(key: str, mark: Markup, title: str, badge: Markup | None, body: Markup) -> Markup:
    summary = el("summary", mark, el("span", title), badge, cls="tool", data_action="menu", data_value=key)
    return el("details", summary, body, cls="menu", data_menu=True, data_key=key)


def _box(action: str, value: str, label: str, is_on: bool) -> Markup:
    box = el("input", type="checkbox", data_change=action, value=value, checked=is_on, data_rev=int(is_on))
    return el("label", box, el("span", label), cls="box", data_key=value)


def _bands(name: str, title: str, scale: Scale, chosen: frozenset[str]) -> Markup:
    boxes = [
        _box("band", f"{name}:{band}", label, band in chosen)
        for band, label in zip(scale.names, scale.labels, strict=True)
    ]
    return el("fieldset", el("legend", title), el("div", boxes, cls="boxes"))


def _select(action: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Markup:
    items = [el("option", text, value=value, selected=value == chosen) for value, text in options]
    control = el("select", items, data_change=action, data_rev=f"{chosen}/{len(options)}")
    return el("label", el("span", label, cls="field-label"), control, cls="field")


def changed_filters(filters: Mapping[str, Any], action: str, value: Any) -> dict[str, Any]:
    """The filters after one choice in the menu; what means "all" is left out.

    Args:
        filters: keyword arguments of MapFilters.
        action: as in MapControls: "substation", "feeder", "construction", "band" or "clear_filters".
        value: what came with it.
    """
    if action == "clear_filters":
        return {}
    changed = dict(filters)
    if action in ("substation", "feeder"):
        changed[f"{action}_id"] = int(value) if value else None
        if action == "substation":
            changed["feeder_id"] = None
    elif action == "construction":
        changed["construction"] = value
    elif action == "band":
        name, _, band = str(value[0]).partition(":")
        chosen = set(changed.get(name) or ())
        changed[name] = frozenset(chosen | {band} if value[1] else chosen - {band})
    return {name: kept for name, kept in changed.items() if kept not in (None, "all", frozenset())}


def filter_words(filters: Mapping[str, Any], choices: Sequence[Mapping[str, Any]]) -> str:
    """The filters in words; empty without filters."""
    names = {(row["kind"], row["asset_id"]): row["name"] for row in choices}
    words = [names.get((kind, filters.get(f"{kind}_id")), "") for kind in ("substation", "feeder")]
    for name, (_, scale) in BANDS.items():
        labels = dict(zip(scale.names, scale.labels, strict=True))
        words += [labels[band] for band in scale.names if band in (filters.get(name) or ())]
    words.append(CONSTRUCTION[filters["construction"]] if filters.get("construction", "all") != "all" else "")
    return ", ".join(word for word in words if word)
