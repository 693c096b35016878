"""FleetBar: which assets are shown, and what is brushed of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from app.scope_bar.place_choice import PlaceChoice
from app.tabs.asset_health.fleet.brushes import BRUSHES, words
from app.tabs.asset_health.fleet.chosen import Chosen
from app.tabs.asset_health.fleet.state import BANDS, KINDS, LACKS
from app.tabs.asset_health.view import SHEET, AssetView
from app.widgets.board import BoardHtml, segments
from app.widgets.html import Markup, el, icon

WATCHED: Final = ["fleet_kind", "fleet_band", "fleet_lacks", "fleet_h", "fleet_x", "fleet_y", *BRUSHES.values()]


class FleetBar(BoardHtml):
    """Writes the choices of the view's state and the scope of the selection.

    Args:
        view: whose selections are written.
    """

    def __init__(self, view: AssetView) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["fleet-bar"])
        self.dress(SHEET)
        self._own = view.own
        self.place = PlaceChoice(view, self, self._draw)
        self.on("kind", self._choose_kind)
        for name in ("fleet_band", "fleet_lacks"):
            self.on(name, partial(self._choose, name))
        self.on("unbrush", self._unbrush)
        view.watch(self._draw, view.own, WATCHED)
        self._draw()

    @property
    def chosen(self) -> Chosen:
        """Which assets are shown."""
        own = self._own
        return Chosen(own.fleet_kind, own.fleet_band, own.fleet_lacks, self.place.feeder_ids)

    def _choose_kind(self, value: Any) -> None:
        """Vegetation is coloured by its own risk, and has no other; what is chosen by health has none."""
        if value not in KINDS:
            return
        was, is_spans = self._own.fleet_colour == "vegetation", value == "segment"
        changes: dict[str, Any] = {"fleet_kind": value}
        if is_spans != was:
            changes |= {"fleet_colour": "vegetation" if is_spans else "health"}
        if is_spans:
            changes |= {"fleet_band": "all", "fleet_lacks": "all"}
        self._own.param.update(changes)

    def _choose(self, name: str, value: Any) -> None:
        self._own.param.update({name: str(value)})

    def _unbrush(self, part: Any) -> None:
        names = BRUSHES.values() if part == "all" else [BRUSHES[part]] if part in BRUSHES else []
        self._own.param.update({name: [] for name in names})

    def _draw(self) -> None:
        own = self._own
        parts = [segments("kind", "Assets shown", list(KINDS.items()), own.fleet_kind), self.place.html()]
        if own.fleet_kind != "segment":
            parts += [
                _choice("fleet_band", "Health", BANDS, own.fleet_band),
                _choice("fleet_lacks", "What is not known", LACKS, own.fleet_lacks),
            ]
        self.write(el("div", parts, self._brushed(), cls="fleet-choices bar-fields"))

    def _brushed(self) -> Markup:
        told = words(self._own)
        chips = [
            el("button", text, icon("close"), type="button", cls="chip", data_action="unbrush", data_value=part,
               title="Clear this brush")
            for part, text in told.items()
        ]  # fmt: skip
        if len(chips) > 1:
            chips.append(el("button", "Clear all", type="button", cls="chip", data_action="unbrush", data_value="all"))
        hint = el("span", "Drag over a chart, or a box on the map, to brush", cls="secondary fleet-hint")
        return el("span", chips or hint, cls="fleet-brushes")


def _choice(action: str, label: str, options: Mapping[str, str], chosen: str) -> Markup:
    items = [el("option", text, value=key, selected=key == chosen) for key, text in options.items()]
    return el("select", items, data_change=action, data_rev=chosen, aria_label=label)
