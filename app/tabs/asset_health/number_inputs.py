"""NumberInputs: numbers in the bar of a view, each typed or slid; what is wrong stands under its field."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from app.tabs.asset_health.view import AssetView
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el
from data_sources.numerals import number

SLIDER_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class NumberInput:
    """One number.

    Attributes:
        name: of the param of the view's state that keeps it.
        title: its label.
        unit: beside it.
        low: the least that it may be.
        high: the most.
        slides_to: (lowest, highest) of its slider; of powers of ten where `is_log`.
        decimals: of what is shown.
        is_log: equal ways along the slider are equal factors.
        tip: what it means, in a sentence.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    slides_to: tuple[float, float]
    decimals: int = 0
    is_log: bool = False
    tip: str = ""

    def words(self, value: float) -> str:
        """As it stands in the field."""
        return f"{value:,.{self.decimals}f}"

    def read(self, text: str) -> float:
        """What was typed; thousands may be told apart by commas or blanks.

        Raises:
            ValueError: it is no number, or too small or large; says so.
        """
        ends = f"from {self.words(self.low)} to {self.words(self.high)}"
        try:
            value = number(text.replace(",", "").replace(" ", ""))
        except ValueError:
            raise ValueError(f"Give a number {ends}.") from None
        if not self.low <= value <= self.high:
            raise ValueError(f"It must be {ends}.")
        return round(value, self.decimals)

    def place(self, value: float) -> int:
        """Where a value stands on the slider, from 0 to SLIDER_STEPS."""
        low, high, at = (self._scaled(one) for one in (*self.slides_to, value))
        return round(SLIDER_STEPS * min(max((at - low) / (high - low), 0.0), 1.0))

    def at(self, place: float) -> float:
        """The value at a place of the slider, rounded to two digits where the scale is of factors."""
        low, high = (self._scaled(one) for one in self.slides_to)
        scaled = low + (high - low) * place / SLIDER_STEPS
        if not self.is_log:
            return round(scaled, self.decimals)
        value = 10**scaled
        return float(round(value, 1 - math.floor(math.log10(value))))

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-9)) if self.is_log else value


class NumberInputs:
    """The fields of a bar; each writes its param.

    Args:
        view: whose state is written.
        bar: hears what is typed and drawn.
        inputs: the numbers.
        draw: called when something is to be drawn anew.
    """

    def __init__(
        self, view: AssetView, bar: BoardHtml, inputs: Sequence[NumberInput], draw: Callable[[], None]
    ) -> None:
        """Shows what the address says."""
        self._own, self._inputs, self._draw = view.own, inputs, draw
        self._wrong: dict[str, tuple[str, str]] = {}  # by name: what was typed, and what is wrong with it
        for one in inputs:
            bar.on(one.name, partial(self._typed, one))
            bar.on(f"{one.name}_slider", partial(self._slid, one))

    def html(self) -> list[Markup]:
        """The fields."""
        return [self._field(one) for one in self._inputs]

    def _typed(self, one: NumberInput, text: Any) -> None:
        try:
            value = one.read(str(text))
        except ValueError as error:
            self._wrong[one.name] = str(text), str(error)
        else:
            self._wrong.pop(one.name, None)
            self._own.param.update({one.name: value})
        self._draw()

    def _slid(self, one: NumberInput, place: Any) -> None:
        try:
            value = one.at(number(str(place)))
        except ValueError:
            return  # nobody's hand sent it
        self._wrong.pop(one.name, None)
        self._own.param.update({one.name: min(max(value, one.low), one.high)})
        self._draw()

    def _field(self, one: NumberInput) -> Markup:
        value = getattr(self._own, one.name)
        typed, sentence = self._wrong.get(one.name, (one.words(value), ""))
        rev = f"{typed}{bool(sentence)}"
        field = el(
            "input", type="text", inputmode="decimal", value=typed, data_change=one.name, data_rev=rev,
            autocomplete="off", aria_label=f"{one.title}, {one.unit}", aria_invalid="true" if sentence else None,
        )  # fmt: skip
        slider = el(
            "input", type="range", min=0, max=SLIDER_STEPS, value=one.place(value), data_change=f"{one.name}_slider",
            data_rev=rev, aria_label=f"{one.title}, {one.unit}, slider",
            aria_valuetext=f"{one.words(value)} {one.unit}",
        )  # fmt: skip
        error = el("span", sentence, cls="field-error", role="alert") if sentence else None
        head = el("span", one.title, cls="number-title")
        return el(
            "div", head, el("span", field, el("span", one.unit, cls="unit"), cls="number"), slider, error,
            cls="number-input", title=one.tip or None, data_key=one.name,
        )  # fmt: skip
