"""What tests of the assistant have in common: a turn of somebody's, over a demo."""

from __future__ import annotations

import datetime as dt
from functools import cache

from app.assistant.context import Asker, ToolContext
from app.assistant.tools import Catalogue
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.commands.principal import Principal, Role
from data_sources.source import Source, Sources

ZONE = "America/Chicago"


@cache
def built_in_catalogue() -> Catalogue:
    """The tools and the kinds of names of the built-in tabs."""
    return catalogue_of(BUILT_IN)


def turn(
    live: Source, history: Source | None = None, *, role: Role = "operator", now: dt.datetime | None = None
) -> ToolContext:
    """A turn in utility 1."""
    asker = Asker(Principal("maria", role), 1, ZONE)
    sources, asked_at = Sources(live=live, history=history), now or dt.datetime.now(dt.UTC)
    return ToolContext(asker, sources, asked_at, kinds=built_in_catalogue().kinds)
