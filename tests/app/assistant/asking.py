"""What tests of the assistant have in common: a turn of somebody's, over a demo."""

from __future__ import annotations

import datetime as dt

from app.assistant.context import Asker, ToolContext
from data_sources.commands.principal import Principal, Role
from data_sources.source import Source, Sources

ZONE = "America/Chicago"


def turn(
    live: Source, history: Source | None = None, *, role: Role = "operator", now: dt.datetime | None = None
) -> ToolContext:
    """A turn in utility 1."""
    asker = Asker(Principal("maria", role), 1, ZONE)
    return ToolContext(asker, Sources(live=live, history=history), now or dt.datetime.now(dt.UTC))
