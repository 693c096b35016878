"""Freshness: how old a figure is, where it comes from, and whether its source is away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.widgets.html import Markup, el, running_time


@dataclass(frozen=True, slots=True)
class Freshness:
    """Where a figure comes from.

    Attributes:
        source: what a person calls the source, e.g. "PostgreSQL (embedded)".
        at: aware time the figure is of; None before the first answer.
        query: name of the .sql statement.
        is_stale: the source is away, so that the figure is older than it should be.
        is_simulated: the rows were made by the simulator.
    """

    source: str
    at: dt.datetime | None
    query: str
    is_stale: bool = False
    is_simulated: bool = False

    def tooltip(self) -> Markup:
        """Source, age and query, in lines."""
        return el(
            "span",
            el("b", self.source, self.is_simulated and " (simulated)"),
            el("span", "Source is away; figures are of " if self.is_stale else "As of ", running_time(self.at, "ago")),
            el("code", f"{self.query}.sql"),
            cls="tip",
            role="tooltip",
        )

    def dot(self) -> Markup:
        """A dot whose tooltip tells the rest."""
        tone = "stale" if self.is_stale else "waiting" if self.at is None else "fresh"
        return el("span", el("i", cls=f"dot is-{tone}"), self.tooltip(), cls="freshness")
