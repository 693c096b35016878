"""AmiView: what the views of AMI Analytics have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import panel as pn

from app.scope_bar.ground import Ground
from app.scope_bar.known import ReadingsKnown
from app.tab import Tab
from app.view import View
from app.widgets.board import box
from data_sources.analytics.clock import utc64
from data_sources.source import Health

SHEET = "ami_views"


class AmiView(View):
    """One view of the tab.

    Args:
        tab: gives state, sources, live bindings and workers.
        known: what is known before any reading is asked for.
    """

    def __init__(self, tab: Tab, known: ReadingsKnown) -> None:
        """Builds nothing yet."""
        super().__init__(tab)
        self.known, self.ami = known, tab.own

    @property
    def ground(self) -> Ground | None:
        """What is looked at; None until it is known which days the history has. Quick; asks nobody."""
        return self.known.ground()

    def window(self, ground: Ground) -> tuple[np.datetime64, np.datetime64]:
        """What charts of readings show at first, UTC: the instants in the address while they lie in the period."""
        first, end = (utc64(at) for at in ground.period)
        if self.ami.from_at is None or self.ami.to_at is None:
            return first, end
        from_at, to_at = utc64(self.ami.from_at), utc64(self.ami.to_at)
        return (from_at, to_at) if first <= from_at < to_at <= end else (first, end)

    def why_idle(self) -> tuple[str, str] | None:
        """Why there is nothing to ask for while no day with readings is known."""
        return self.known.nothing_yet() if self.known.period() is None else None

    def health(self) -> Health:
        """What the history says of itself."""
        return self.known.health()

    @property
    def is_simulated(self) -> bool:
        """Whether the readings shown are made up."""
        return self.known.is_simulated


def arranged(name: str, *parts: Any) -> pn.Column:
    """Figures and boards laid out by a class of the views' stylesheet."""
    return box(name, *parts, sheets=(SHEET,))
