"""ConditionsBar: the scenario, or settings of one's own, under which everything in the view is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from app import theme
from app.tabs.outage_management.cascade.rows import SCENARIO_TITLES
from app.tabs.outage_management.view import OutageView
from app.widgets.board import segments
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from data_sources.analytics.cascade.conditions import SCENARIOS, Conditions
from data_sources.numerals import number

LOADS = {"mean": "Mean of a year", "present": "Present", "peak": "Design peak"}
TIES = {"automatic": "Close without a look at the load", "checked": "Close for what can be carried"}
# Param, title, unit, and what its number is multiplied by on screen.
NUMBERS = (
    ("temperature_c", "Air", "°C", 1.0),
    ("load_multiplier", "Load", "times", 1.0),
    ("failure_threshold", "Overload borne", "%", 100.0),
)


class ConditionsBar(HtmlView):
    """The bar; it writes the `cascade_…` params of its own conditions.

    Args:
        view: whose conditions they are.
    """

    def __init__(self, view: OutageView) -> None:
        """Shows what the address says."""
        super().__init__(css_classes=["cascade-conditions"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("cascade")]
        self._own = view.own
        self._wrong: dict[str, tuple[str, str]] = {}  # by field: what was typed, and what is wrong with it
        names = [f"cascade_{name}" for name, *_ in NUMBERS]
        view.watch(self._draw, view.own, ["cascade_scenario", "cascade_loads", "cascade_transfer", *names])
        self.on("scenario", self._choose_scenario)
        self.on("loads", lambda key: self._choose("cascade_loads", key, LOADS))
        self.on("ties", lambda key: self._choose("cascade_transfer", key, TIES))
        for name, _title, _unit, factor in NUMBERS:
            self.on(name, partial(self._set, name, factor))
        self._draw()

    @property
    def conditions(self) -> Conditions:
        """The scenario's with what was set besides."""
        base = SCENARIOS[self._own.cascade_scenario]
        own = {name: getattr(self._own, f"cascade_{name}") for name, *_ in NUMBERS}
        given = {name: getattr(base, name) if value is None else value for name, value in own.items()}
        return Conditions(**given, transfer=self._own.cascade_transfer)

    def _choose_scenario(self, key: Any) -> None:
        if key in SCENARIOS:
            self._wrong = {}
            none = {f"cascade_{name}": None for name, *_ in NUMBERS}
            self._own.param.update(cascade_scenario=key, **none)
            self._draw()

    def _choose(self, name: str, key: Any, known: Mapping[str, str]) -> None:
        if key in known:
            self._own.param.update({name: key})

    def _set(self, name: str, factor: float, text: Any) -> None:
        """A number as it was typed; nothing is the scenario's own; what is out of bounds is said, changing nothing."""
        title = next(title for own, title, *_ in NUMBERS if own == name)
        parameter = self._own.param[f"cascade_{name}"]
        low, high = (factor * bound for bound in parameter.bounds)
        try:
            value = None if not str(text).strip() else number(str(text)) / factor
            if value is not None and not parameter.bounds[0] <= value <= parameter.bounds[1]:
                raise ValueError
        except ValueError:
            self._wrong[name] = str(text), f"{title} is a number from {low:g} to {high:g}."
            self._draw()
            return
        self._wrong.pop(name, None)
        is_own = value == getattr(SCENARIOS[self._own.cascade_scenario], name)
        self._own.param.update({f"cascade_{name}": None if is_own else value})
        self._draw()

    def _draw(self) -> None:
        own = self._own
        chosen = segments("scenario", "Scenario", list(SCENARIO_TITLES.items()), own.cascade_scenario)
        fields = [self._field(*told) for told in NUMBERS]
        loads = _select("loads", "Loads", LOADS, own.cascade_loads)
        ties = _select("ties", "Ties", TIES, own.cascade_transfer)
        errors = [
            el("span", f"{sentence} Until then {used:g} counts.", cls="field-error", role="alert", data_key=name)
            for name, used, (_, sentence) in self._refused()
        ]
        self.write(el("div", chosen, fields, loads, ties, self._reset(), errors, cls="conditions bar-fields"))

    def _refused(self) -> list[tuple[str, float, tuple[str, str]]]:
        """(field, the number that counts instead, what was typed and what is wrong with it), in order of the fields."""
        return [
            (name, getattr(self.conditions, name) * factor, self._wrong[name])
            for name, _title, _unit, factor in NUMBERS if name in self._wrong
        ]  # fmt: skip

    def _field(self, name: str, title: str, unit: str, factor: float) -> Markup:
        typed, _ = self._wrong.get(name, (f"{getattr(self.conditions, name) * factor:g}", ""))
        is_own = getattr(self._own, f"cascade_{name}") is not None
        field = el(
            "input", type="text", inputmode="decimal", value=typed, data_change=name,
            data_rev=f"{typed}{name in self._wrong}", autocomplete="off",
            aria_invalid="true" if name in self._wrong else None,
        )  # fmt: skip
        words = el("span", title)
        return el("label", words, field, el("span", unit, cls="unit"), cls="is-own" if is_own else "")

    def _reset(self) -> Markup | None:
        if not self._wrong and all(getattr(self._own, f"cascade_{name}") is None for name, *_ in NUMBERS):
            return None
        label = f"Back to {SCENARIO_TITLES[self._own.cascade_scenario].lower()}"
        return el(
            "button", icon("reset"), type="button", cls="tool", data_action="scenario", aria_label=label, title=label,
            data_value=self._own.cascade_scenario,
        )  # fmt: skip


def _select(action: str, title: str, known: Mapping[str, str], chosen: str) -> Markup:
    options = [el("option", words, value=key, selected=key == chosen) for key, words in known.items()]
    field = el("select", options, data_change=action, data_rev=chosen)
    return el("label", el("span", title), field)
