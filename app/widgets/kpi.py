"""KPI cards: a figure with its unit, its change over a stated period, its course, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import param

from app.widgets.freshness import Freshness
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView

Tone = Literal["normal", "good", "warning", "bad"]
NO_SPARK = Markup("")
ARROWS = {-1: "▼", 0: "●", 1: "▲"}


@dataclass(frozen=True, slots=True)
class Trend:
    """A change over a stated period.

    Attributes:
        text: the difference with its sign and unit, e.g. "+0.3".
        period: what it is compared with, e.g. "vs last 30 d".
        direction: -1, 0 or 1.
        tone: whether that is good or bad.
    """

    text: str
    period: str
    direction: int
    tone: Tone = "normal"


@dataclass(frozen=True, slots=True)
class KpiCard:
    """One card; the whole of it answers a click with where the figure comes from.

    Attributes:
        key: what the click is about.
        label: what is counted.
        value: the figure as it is shown; a dash where nothing is known.
        unit: its unit.
        aside: a share or a part of it, in small beside it.
        note: one line under it, such as why there is no figure.
        trend: its change; None where there is nothing to compare with.
        spark: its course, from `sparkline`.
        freshness: source, age, query.
        tone: "normal" unless the figure itself is abnormal.
    """

    key: str
    label: str
    value: str
    unit: str
    freshness: Freshness
    aside: str | Markup = ""
    note: str = ""
    trend: Trend | None = None
    spark: Markup = NO_SPARK
    tone: Tone = "normal"

    def render(self) -> Markup:
        """The card as HTML."""
        return el(
            "button",
            el(
                "span",
                el("span", self.label, cls="kpi-label"),
                self.spark and el("span", self.spark, cls="kpi-spark"),
                self.freshness.dot(),
                cls="kpi-head",
            ),
            el(
                "span",
                el("b", self.value, cls=f"kpi-value is-{self.tone}"),
                self.unit and el("span", self.unit, cls="kpi-unit"),
                self.aside and el("span", self.aside, cls="kpi-aside"),
                cls="kpi-figure",
            ),
            el("span", self._change(), self.note and el("span", self.note, cls="kpi-note"), cls="kpi-foot"),
            el("span", "Show where this comes from.", cls="heard"),
            cls="kpi" + (" is-stale" if self.freshness.is_stale else ""),
            type="button",
            data_key=self.key,
            data_action="source",
            data_value=self.key,
        )

    def _change(self) -> Markup | None:
        if self.trend is None:
            return None
        arrow = el("i", ARROWS[self.trend.direction], aria_hidden="true")
        return el(
            "span", arrow, el("b", self.trend.text), " ", self.trend.period, cls=f"kpi-trend is-{self.trend.tone}"
        )


class KpiRow(HtmlView):
    """The row of cards; `on("source", …)` hears which card was clicked."""

    cards = param.List(default=[], item_type=KpiCard, doc="The cards from left to right. Reassign, never mutate.")
    expected = param.Integer(
        default=6, bounds=(1, None), doc="How many cards there will be; they are drawn empty at first."
    )

    def __init__(self, **params: Any) -> None:
        """Starts as empty cards."""
        super().__init__(**params)
        self._draw()

    @param.depends("cards", watch=True)
    def _draw(self) -> None:
        self.write(_row(tuple(self.cards)) if self.cards else _waiting_row(self.expected))


@lru_cache(maxsize=64)  # every session that shows these figures shows this row
def _row(cards: tuple[KpiCard, ...]) -> Markup:
    return el("div", [card.render() for card in cards], cls="kpi-row")


def _waiting_row(count: int) -> Markup:
    return el("div", _placeholders(count), cls="kpi-row")


def _placeholders(count: int) -> list[Markup]:
    bars = [el("i", cls="skeleton-line"), el("i", cls="skeleton-line is-tall"), el("i", cls="skeleton-line")]
    return [el("span", bars, cls="kpi is-waiting", data_key=f"waiting-{i}", aria_busy="true") for i in range(count)]
