"""Figures: a row of figures on top of a view, each with its unit and a line about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app import formats
from app.follow import FollowStatus
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el

Tone = Literal["normal", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the row.

    Attributes:
        label: what is counted.
        value: as it is shown; a dash where nothing is known.
        unit: its unit.
        note: one line below.
        tone: "normal" unless the figure itself is abnormal.
        is_waiting: whether it is still being computed; a grey bar then stands for the value, no dash.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: Tone = "normal"
    is_waiting: bool = False

    @classmethod
    def of(cls, label: str, count: int, thing: str, note: str = "", tone: Tone = "normal") -> Figure:
        """How many of something there are, as `1 asset` or `5 assets`."""
        return cls(label, formats.number(count), formats.unit_of(count, thing), note, tone)

    def render(self) -> Markup:
        """The figure as HTML."""
        return el(
            "div",
            el("span", self.label, cls="fig-label"),
            self._value(),
            el("span", self.note, cls="fig-note"),
            cls="fig",
            data_key=self.label,
            aria_busy="true" if self.is_waiting else None,
        )

    def _value(self) -> Markup:
        if self.is_waiting:
            return el("i", cls="skeleton-line is-tall")
        return el("span", el("b", self.value, cls=f"is-{self.tone}"), self.unit and el("i", self.unit), cls="fig-value")


class Figures(BoardHtml):
    """The row.

    Args:
        expected: how many there will be; as many grey bars stand there at first.
        params: of the view.
    """

    def __init__(self, expected: int, **params: Any) -> None:
        """Starts as empty figures."""
        super().__init__(**params)
        self._expected, self._has_figures = expected, False
        self._wait()

    def tell(self, status: FollowStatus) -> None:
        """Before there are figures: bars as long as an answer may come, dashes where it failed or none is wanted."""
        if self._has_figures:
            return
        if status.stage in ("failed", "stale") or (status.stage == "idle" and status.title):
            nothing = el("span", el("b", formats.NOTHING), cls="fig-value")
            self.write(el("div", [el("div", nothing, cls="fig") for _ in range(self._expected)], cls="figs"))
        else:
            self._wait()

    def show(self, figures: Sequence[Figure], status: FollowStatus | None = None) -> None:
        """Show these, dimmed while they are older than they should be."""
        dim = " is-stale" if status is not None and status.stage in ("stale", "waiting") else ""
        self._has_figures = True
        self.write(el("div", [figure.render() for figure in figures], cls="figs" + dim))

    def _wait(self) -> None:
        bars = [el("i", cls="skeleton-line"), el("i", cls="skeleton-line is-tall")]
        self.write(el("div", [el("div", bars, cls="fig") for _ in range(self._expected)], cls="figs", aria_busy="true"))
