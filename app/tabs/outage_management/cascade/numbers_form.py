"""NumbersForm: prices, hours and effects in sight, each replaceable, each saying whose guess its preset is."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from app import theme
from app.tabs.outage_management.cascade.parameters import (
    PARAMETERS,
    PRESETS,
    CascadeNumber,
    changes_of,
    values_of,
    with_change,
    written,
)
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.numerals import whole_number

FEW = 3  # as many stand in one row


class NumbersForm(HtmlView):
    """The numbers of some groups; it writes `own.cascade_changed`, and `own.cascade_crews` where crews are asked for.

    Args:
        view: whose numbers they are.
        groups: which of them.
        has_crews: whether the number of crews stands with them.
    """

    def __init__(self, view: OutageView, groups: Collection[str], *, has_crews: bool = False) -> None:
        """Shows what the address says."""
        self._shown = [one for one in PARAMETERS.values() if one.group in groups]
        few = ["is-few"] if len(self._shown) <= FEW else []
        super().__init__(css_classes=["cascade-numbers", *few])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("board"), theme.stylesheet("cascade")]
        self._own, self._has_crews = view.own, has_crews
        self._wrong: dict[str, tuple[str, str]] = {}  # by field: what was typed, and what is wrong with it
        view.watch(self._draw, view.own, ["cascade_changed", "cascade_crews"])
        for one in self._shown:
            self.on(one.name, partial(self._set, one.name))
        self.on("crews", self._set_crews)
        self.on("presets", lambda _value: self._back())
        self._draw()

    def _set(self, name: str, text: Any) -> None:
        try:
            changed = with_change(self._own.cascade_changed, name, str(text))
        except ValueError as error:
            words = str(error)
            self._complain(name, str(text), words if words.endswith(".") else f"{words}.")
            return
        self._wrong.pop(name, None)
        self._own.cascade_changed = changed
        self._draw()

    def _set_crews(self, text: Any) -> None:
        low, high = self._own.param.cascade_crews.bounds
        try:
            crews = whole_number(str(text)) if str(text).strip() else None
            if crews is not None and not low <= crews <= high:
                raise ValueError
        except ValueError:
            sentence = f"Crews are a whole number from {low} to {high:,}; nothing for those on shift."
            self._complain("crews", str(text), sentence)
            return
        self._wrong.pop("crews", None)
        self._own.cascade_crews = crews
        self._draw()

    def _back(self) -> None:
        shown = {one.name for one in self._shown}
        self._wrong = {}
        kept = {name: value for name, value in changes_of(self._own.cascade_changed).items() if name not in shown}
        self._own.param.update(cascade_changed=written(kept), cascade_crews=None)
        self._draw()

    def _complain(self, name: str, text: str, sentence: str) -> None:
        self._wrong[name] = text, sentence
        self._draw()

    def _draw(self) -> None:
        values = values_of(self._own.cascade_changed)
        fields = [self._crews()] if self._has_crews else []
        fields += [self._field(one, values[one.name]) for one in self._shown]
        changed = any(values[one.name] != PRESETS[one.name] for one in self._shown)
        changed = changed or bool(self._wrong) or (self._has_crews and self._own.cascade_crews is not None)
        back = el("button", "Back to the presets", type="button", cls="button", data_action="presets")
        self.write(el("div", fields, back if changed else None, cls="numbers bar-fields"))

    def _crews(self) -> Markup:
        crews = self._own.cascade_crews
        return self._label(
            "crews", "Crews", "crews", "" if crews is None else str(crews), "as on shift now", "on shift"
        )

    def _field(self, one: CascadeNumber, value: float) -> Markup:
        tip = f"Preset {PRESETS[one.name]:,g}: {one.source}."
        return self._label(one.name, one.title, one.unit, f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}", tip)

    def _label(self, name: str, title: str, unit: str, value: str, tip: str, placeholder: str = "") -> Markup:
        typed, sentence = self._wrong.get(name, (value, ""))
        error = el("span", sentence, cls="field-error", role="alert") if sentence else None
        field = el(
            "input", type="text", inputmode="decimal", value=typed, data_change=name, data_rev=f"{typed}{bool(error)}",
            autocomplete="off", placeholder=placeholder or None, aria_invalid="true" if error else None,
        )  # fmt: skip
        box = el("span", field, el("span", unit, cls="unit"), cls="number")
        return el("label", el("span", title, cls="secondary"), box, error, title=tip, data_key=name)
