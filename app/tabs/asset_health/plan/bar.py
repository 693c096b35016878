"""PlanBar: how much may be spent, on what, where, and what for."""

from __future__ import annotations

from typing import Any, Final

from app.scope_bar.place_choice import PlaceChoice
from app.tabs.asset_health.number_inputs import NumberInput, NumberInputs
from app.tabs.asset_health.plan.state import GOALS, HORIZONS, MAX_BUDGET, PLAN_KINDS
from app.tabs.asset_health.standing import SHEET
from app.tabs.asset_health.view import AssetView
from app.widgets.board import BoardHtml, segments
from app.widgets.html import Markup, el
from data_sources.studies.assets.plan import KINDS, PlanRequest

BUDGET: Final = NumberInput(
    "plan_budget", "Budget", "US$", 0, MAX_BUDGET, (1e4, 1e9), is_log=True,
    tip="What may be spent on planned replacements",
)  # fmt: skip
WATCHED: Final = ["plan_budget", "plan_kind", "plan_goal", "plan_years"]


class PlanBar(BoardHtml):
    """Writes the choices of the view's state and the scope of the selection.

    Args:
        view: whose selections are written.
    """

    def __init__(self, view: AssetView) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["plan-bar"])
        self.dress(SHEET)
        self._own = view.own
        self._numbers = NumberInputs(view, self, (BUDGET,), self._draw)
        self.place = PlaceChoice(view, self, self._draw)
        self.on("kind", self._choose_kind)
        self.on("goal", self._choose_goal)
        self.on("years", self._choose_years)
        view.watch(self._draw, view.own, WATCHED)
        self._draw()

    @property
    def request(self) -> PlanRequest:
        """What is asked for."""
        own, (scope, wanted) = self._own, self.place.looked_at
        kinds = KINDS if own.plan_kind == "all" else (own.plan_kind,)
        return PlanRequest(
            float(own.plan_budget), own.plan_goal, kinds, wanted if scope == "feeder" else None,
            wanted if scope == "substation" else None, own.plan_years,
        )  # fmt: skip

    def _choose_kind(self, value: Any) -> None:
        if value in PLAN_KINDS:
            self._own.plan_kind = value

    def _choose_goal(self, value: Any) -> None:
        if value in GOALS:
            self._own.plan_goal = value

    def _choose_years(self, value: Any) -> None:
        if str(value) in map(str, HORIZONS):
            self._own.plan_years = int(value)

    def _draw(self) -> None:
        own = self._own
        kinds = segments("kind", "May be replaced", list(PLAN_KINDS.items()), own.plan_kind)
        goal = _choice("goal", "Reduce", GOALS, own.plan_goal)
        horizons = {str(years): "1 year" if years == 1 else f"{years} years" for years in HORIZONS}
        years = _choice("years", "Over", horizons, str(own.plan_years))
        self.write(
            el("div", self._numbers.html(), goal, years, kinds, self.place.html(), cls="plan-choices bar-fields")
        )


def _choice(action: str, label: str, options: dict[str, str], chosen: str) -> Markup:
    items = [el("option", text, value=key, selected=key == chosen) for key, text in options.items()]
    return el("label", el("span", label), el("select", items, data_change=action, data_rev=chosen, aria_label=label))
