"""The map's legend: one line a layer with its scale; it follows what is drawn."""

from __future__ import annotations

from typing import Any

import param

from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from layers.legend import LegendEntry, LegendLine

# Marks drawn 14 x 10; the colour is data (it comes from the map's palette), so it stands in the mark itself.
SHAPES = {
    "line": '<path d="M0 5H14" stroke="{0}" stroke-width="2"/>',
    "dashed": '<path d="M0 5H14" stroke="{0}" stroke-width="2" stroke-dasharray="3 2"/>',
    "dot": '<circle cx="7" cy="5" r="4" fill="{0}"/>',
    "ring": '<circle cx="7" cy="5" r="3.5" fill="none" stroke="{0}" stroke-width="2"/>',
    "square": '<path d="M3 1h8v8h-8z" fill="{0}"/>',
    "ramp": '<path d="M0 1h14v8h-14z" fill="{0}"/>',
}


class Legend(HtmlView):
    """Legend lines as the map gives them."""

    lines = param.Parameter(default=(), doc="LegendLines of what is drawn (GridMap.legend).")

    is_folded = param.Boolean(
        default=False, doc="Whether it starts folded; a person may fold and unfold it after that."
    )

    def __init__(self, **params: Any) -> None:
        """Starts empty."""
        super().__init__(**params)
        self._draw()

    @param.depends("lines", "is_folded", watch=True)
    def _draw(self) -> None:
        head = el("summary", icon("legend"), el("span", "Legend"))
        scales = [_line(line) for line in self.lines if len(line.entries) > 1]
        singles = [_single(line) for line in self.lines if len(line.entries) == 1]
        body = el("div", el("dl", scales), el("p", singles, cls="legend-singles"), cls="legend-body")
        legend = el("details", head, body, cls="legend", open=not self.is_folded, data_rev=int(self.is_folded))
        self.write(legend if self.lines else "")


def _single(line: LegendLine) -> Markup:
    """A layer of one colour takes no line of its own."""
    label = f"{line.label}, {line.entries[0].label}" if line.entries[0].label else line.label
    return el("span", _mark(line.entries[0]), label, cls="legend-entry", title=line.note or None)


def _line(line: LegendLine) -> Markup:
    steps = [_entry(entry) for entry in line.entries if entry.shape == "ramp"]
    others = [_entry(entry) for entry in line.entries if entry.shape != "ramp"]
    ramp = el("span", steps, el("span", line.unit), cls="is-ramp") if steps else None
    marks = el("dd", ramp, others)
    return el("div", el("dt", line.label), marks, cls="legend-line", data_key=line.layer, title=line.note or None)


def _entry(entry: LegendEntry) -> Markup:
    return el("span", _mark(entry), entry.label, cls="legend-entry")


def _mark(entry: LegendEntry) -> Markup:
    shape = Markup(SHAPES[entry.shape].format(entry.colour))
    return el("svg", shape, cls="mark", viewBox="0 0 14 10", preserveAspectRatio="none", aria_hidden="true")
