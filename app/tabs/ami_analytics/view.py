"""AmiView: what the views of AMI Analytics have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from app.view import View
from app.widgets.board import box
from data_sources.source import Health

if TYPE_CHECKING:
    from app.tabs.ami_analytics.tab import AmiAnalyticsTab

SHEET = "ami_views"


class AmiView(View):
    """One view of the tab.

    Args:
        tab: gives state, sources, live bindings and workers.
    """

    tab: AmiAnalyticsTab

    def __init__(self, tab: AmiAnalyticsTab) -> None:
        """Builds nothing yet."""
        super().__init__(tab)
        self.ami = tab.own

    def why_idle(self) -> tuple[str, str] | None:
        """Why there is nothing to ask for while no day with readings is known."""
        return self.tab.nothing_yet() if self.tab.controls.period() is None else None

    def health(self) -> Health:
        """What the history says of itself."""
        return self.tab.history_health()

    @property
    def is_simulated(self) -> bool:
        """Whether the readings shown are made up."""
        return self.tab.is_simulated


def arranged(name: str, *parts: Any) -> pn.Column:
    """Figures and boards laid out by a class of the views' stylesheet."""
    return box(name, *parts, sheets=(SHEET,))
