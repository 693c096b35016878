"""What the page shows while there is no utility at all: what would be here, and how to get it."""

from __future__ import annotations

from app.widgets.html import el
from app.widgets.html_view import HtmlView

WAYS = (
    ("fluxops demo", "makes a utility to try everything with"),
    ("fluxops import opendss MASTER.dss", "brings in an OpenDSS model"),
    ("fluxops import tables FOLDER", "brings in a network from CSV, Parquet or GeoJSON files"),
)


class Welcome(HtmlView):
    """A view that names the ways to a first utility."""

    def __init__(self) -> None:
        """Says it at once."""
        super().__init__(css_classes=["flux-welcome"])
        ways = [el("li", el("code", command), el("span", what, cls="secondary")) for command, what in WAYS]
        self.write(
            el(
                "section",
                el("h2", "No utility yet"),
                el("p", "Here you will see a utility's network, outages and readings."),
                el("p", "One of these brings it, typed in a terminal of the computer that Flux runs on:"),
                el("ul", ways),
                el("p", "This page opens it by itself as soon as it is there.", cls="secondary"),
                cls="welcome",
            )
        )  # fmt: skip
