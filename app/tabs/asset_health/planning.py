"""The layout of the views of Asset Health that plan and compare: a bar, what it stands on, figures, map and boards."""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme
from app.tabs.asset_health.standing import SHEET


def planning(*parts: Any, look: str = "planning") -> pn.Column:
    """The parts, from the top down; the sheet places each by its class within the `look`."""
    return pn.Column(
        *parts, css_classes=[look], stylesheets=[theme.stylesheet("board"), theme.stylesheet(SHEET)],
        sizing_mode="stretch_both", margin=0,
    )  # fmt: skip
