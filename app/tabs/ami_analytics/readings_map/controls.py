"""The controls over the map of readings: what colours the meters, and where to look."""

from __future__ import annotations

from app.tabs.ami_analytics.state import QUANTITIES
from app.widgets.html import Markup, el, icon
from layers.readings.scales import SCALES

TOOLS = (("zoom", "target", "Zoom to the chosen meter"), ("reset", "reset", "Show the whole utility"))


def controls(quantity: str) -> Markup:
    """The bar: one button a quantity, the one shown pressed, then the tools of the map."""
    choices = [
        el("button", SCALES[name].title, type="button", data_action="quantity", data_value=name,
           aria_pressed="true" if name == quantity else "false")
        for name in QUANTITIES
    ]  # fmt: skip
    tools = [
        el("button", icon(mark), type="button", cls="tool", data_action=action, aria_label=words, title=words)
        for action, mark, words in TOOLS
    ]
    label = el("span", "Colour meters by", cls="controls-label")
    bar = el("div", label, choices, cls="segmented", role="group", aria_label="Colour meters by")
    return el("div", bar, tools, cls="controls")
