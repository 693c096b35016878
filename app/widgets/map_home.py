"""MapHome: the way back over a map: one button that shows the whole utility."""

from __future__ import annotations

from app.widgets.html import el, icon
from app.widgets.html_view import HtmlView


class MapHome(HtmlView):
    """The button; it moves nothing itself. Actions: "reset"."""

    def __init__(self) -> None:
        """Draws itself."""
        super().__init__(css_classes=["map-home"])
        tip = el("span", "Whole utility", cls="tip")
        label = "Show the whole utility"
        button = el("button", icon("reset"), tip, type="button", cls="tool", data_action="reset", aria_label=label)
        self.write(el("div", button, cls="controls"))
