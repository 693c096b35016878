"""A session of a view that plans, compares or looks back, without a browser: real rows, tasks run in place."""

from __future__ import annotations

from typing import Any

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.asset_health.tab import AssetHealthTab
from app.threads import all_kinds
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.source import Source, Sources
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce

OTTO = Principal("otto", "operator")


class PlanningSession:
    """One session with a view of the tab in front.

    Attributes:
        view: it.
    """

    def __init__(
        self, live: Any, make: Any, *, history: Source | None = None, by: Principal = OTTO, **own: Any
    ) -> None:
        self.versions, sources = GivenVersions(), Sources(live=live, history=history)
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        maps = Maps(live, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = AssetHealthTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps, principal=by,
            own=AssetHealthTab.State(view=make.slug, **own), commands=Commands(live),
        )  # fmt: skip
        self.own, self.view = self.tab.own, make(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.look()

    def look(self) -> None:
        """Some looks of the session."""
        for _ in range(6):
            self.loop.look()

    def look_again(self) -> None:
        """As if rows had changed."""
        self.versions.number += 1
        self.look()


def say(part: Any, action: str, value: Any = None) -> None:
    """As if a person had clicked or typed in a part of the page."""
    part.model._on_message({"action": action, "value": value})
