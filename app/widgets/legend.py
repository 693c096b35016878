"""The map's legend: one line a layer with its scale; it follows what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import param

from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from layers.legend import LegendEntry, LegendLine
from layers.viewport import Bbox, around, wall_scale

# Room it takes in the corner at a scale of 1: width with margins; height with controls above and the scale bar below.
LEGEND_PX = (220, 420)

# Marks drawn 14 x 10; the colour is data (it comes from the map's palette), so it stands in the mark itself.
SHAPES = {
    "line": '<path d="M0 5H14" stroke="{0}" stroke-width="2"/>',
    "dashed": '<path d="M0 5H14" stroke="{0}" stroke-width="2" stroke-dasharray="3 2"/>',
    "dot": '<circle cx="7" cy="5" r="4" fill="{0}"/>',
    "ring": '<circle cx="7" cy="5" r="3.5" fill="none" stroke="{0}" stroke-width="2"/>',
    "square": '<path d="M3 1h8v8h-8z" fill="{0}"/>',
    "diamond": '<path d="M7 0l4.5 5l-4.5 5l-4.5 -5z" fill="{0}"/>',
    "triangle": '<path d="M7 .5l5 9h-10z" fill="{0}"/>',
    "ramp": '<path d="M0 1h14v8h-14z" fill="{0}"/>',
}


class Legend(HtmlView):
    """Legend lines as the map gives them."""

    lines = param.Parameter(default=(), doc="LegendLines of what is drawn (GridMap.legend).")

    is_folded = param.Boolean(
        default=False, allow_None=True,
        doc="Whether it starts folded; a person may fold and unfold it after that. None: not known yet, nothing shows.",
    )  # fmt: skip

    def __init__(self, **params: Any) -> None:
        """Starts empty."""
        super().__init__(**params)
        self._draw()

    @param.depends("lines", "is_folded", watch=True)
    def _draw(self) -> None:
        is_known = self.lines and self.is_folded is not None
        self.write(_legend(self.lines, is_folded=bool(self.is_folded)) if is_known else "")


def has_room(extent: Bbox, size: tuple[int, int]) -> bool:
    """Whether the legend, unfolded in the lower left corner, stays beside the whole network.

    Args:
        extent: of the network, Web Mercator metres.
        size: of the map, pixels.
    """
    home, scale = around(extent, size), wall_scale(size)
    beside_px = (extent[0] - home.x0) / (home.x1 - home.x0) * size[0]
    return beside_px >= LEGEND_PX[0] * scale and size[1] >= LEGEND_PX[1] * scale


def _legend(lines: Sequence[LegendLine], *, is_folded: bool) -> Markup:
    head = el("summary", icon("legend"), el("h2", "Legend"), cls="tool", title="Show or hide the legend")
    scales = [_scale(line) for line in lines if len(line.entries) > 1]
    singles = [_single(line) for line in lines if len(line.entries) == 1]
    body = el("div", scales, el("ul", singles, cls="legend-singles") if singles else None, cls="legend-body")
    return el("details", head, body, cls="legend", open=not is_folded, data_rev=int(is_folded))


def _single(line: LegendLine) -> Markup:
    """A layer of one colour takes no heading of its own."""
    label = f"{line.label}, {line.entries[0].label}" if line.entries[0].label else line.label
    return el("li", mark_of(line.entries[0]), label, cls="legend-entry", title=line.note or None)


def _scale(line: LegendLine) -> Markup:
    """A layer with its scale: a ramp and the colours that tell neighbours apart in one row, bands below each other."""
    steps = [_entry(entry) for entry in line.entries if entry.shape == "ramp"]
    hues = [mark_of(entry) for entry in line.entries if entry.shape != "ramp" and not entry.label]
    bands = [el("li", _entry(entry)) for entry in line.entries if entry.shape != "ramp" and entry.label]
    ramp = el("div", steps, el("span", line.unit), cls="is-ramp") if steps else None
    row = el("div", hues, cls="legend-hues", aria_hidden="true") if hues else None
    heading = el("h3", line.label)
    return el("section", heading, ramp, row, el("ul", bands), data_key=line.layer, title=line.note or None)


def _entry(entry: LegendEntry) -> Markup:
    return el("span", mark_of(entry), entry.label, cls="legend-entry")


def mark_of(entry: LegendEntry) -> Markup:
    """The colour of an entry in the shape that it has on the map."""
    shape = Markup(SHAPES[entry.shape].format(entry.colour))
    return el("svg", shape, cls="mark", viewBox="0 0 14 10", preserveAspectRatio="none", aria_hidden="true")
