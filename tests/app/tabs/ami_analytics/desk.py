"""One session in front of AMI Analytics over the hand-made history, without a browser; every task runs in place."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Any

import panel as pn
import pyarrow as pa

from app.live import LiveLoop
from app.maps import Maps
from app.selection import Change
from app.state import AppState
from app.tabs.ami_analytics.tab import AmiAnalyticsTab
from app.tabs.ami_analytics.view import AmiView
from app.threads import all_kinds
from data_sources.errors import SourceUnavailable
from data_sources.query import Query
from data_sources.source import Health, Source, Sources
from tests.app.looping import GivenVersions
from tests.data_sources.history_rows import ZONE


class AtOnce(Executor):
    """Runs every task in place."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Watched:
    """A real source that notes what it is asked, with a switch; some questions of it fail in an unforeseen way."""

    dialect = "snowflake"

    def __init__(self, source: Source) -> None:
        self.source, self.is_broken = source, False
        self.asked: list[Query] = []
        self.faulty: set[str] = set()

    def fetch(self, query: Query) -> pa.Table:
        self.asked.append(query)
        if query.name in self.faulty:
            raise ZeroDivisionError(query.name)
        if self.is_broken:
            raise SourceUnavailable("The history went away.")
        return self.source.fetch(query)

    def health(self) -> Health:
        return Health("DuckDB (embedded)", False, None) if self.is_broken else self.source.health()


class _Blank(AmiView):
    """Nothing."""

    def build(self) -> Any:
        return pn.Column()


class _BareTab(AmiAnalyticsTab):
    """The tab with the views that a test brings, and blank ones for the others."""

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.given: dict[str, type[AmiView]] = {}
        self.made: dict[str, AmiView] = {}

    def _load(self, slug: str) -> AmiView:
        self.made[slug] = self.given.get(slug, _Blank)(self, self.known)
        return self.made[slug]


class Desk:
    """A session with one view in front.

    Args:
        live: a database with utility 1.
        history: its history.
        ami: what is looked at, and selections of AMI Analytics.
    """

    def __init__(self, live: Source, history: Source, **ami: Any) -> None:
        self.history, self.versions = Watched(history), GivenVersions()
        sources = Sources(live=live, history=self.history)
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone=ZONE.key)
        maps = Maps(live, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = _BareTab(state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps)
        self.own, self.selection = self.tab.own, self.state.selection
        self._set(**{"view": "map", **ami})  # a blank one, until a view is brought
        self.tab.is_shown = True
        self.tab.__panel__()

    def show(self, view: type[AmiView]) -> Any:
        """Bring a view of that class to the front, and its rows; the one that the tab itself would make stays away."""
        self.tab.given[view.slug] = view
        self.own.view = view.slug
        self.settle()
        return self.tab.made[view.slug]

    def choose(self, **ami: Any) -> None:
        """What a person chooses, and what comes of it."""
        self._set(**ami)
        self.settle()

    def _set(self, **ami: Any) -> None:
        shared = {name: value for name, value in ami.items() if name in Change.__annotations__}
        self.selection.change(**shared)
        self.own.param.update({name: value for name, value in ami.items() if name not in shared})

    def settle(self) -> None:
        """A few looks: an answer may lead to the next question."""
        for _ in range(5):
            self.loop.look()
