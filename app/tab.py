"""Tab: what built-in tabs and a data scientist's tabs have in common.

A tab names its `title`, makes its view once in `build`, and binds queries to what shows their rows with `live`:

    class Crews(Tab):
        title = "Crews"

        def build(self):
            self.table = pn.pane.DataFrame()
            self.live(lambda: Query.of("crews", utility_id=self.state.utility_id), self.show)
            return self.table

        def show(self, rows):
            self.table.object = rows.to_pandas()
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

import panel as pn
import param
from panel.viewable import Viewer

from app.live import Binding, LiveLoop, MakeQuery, Show, SourceKind
from app.maps import Maps
from app.state import AppState
from app.threads import Kind
from data_sources.cache import Versions
from data_sources.source import Sources


class Tab(Viewer):
    """Base of all tabs; one object a session, made when the tab is first shown.

    Args:
        state: the session's shared selections.
        sources: what may be asked.
        feed: numbers the changes of the live source.
        loop: keeps the tab's live views fresh; the page gives it.
        maps: the maps of this process; the page gives them.
        own: the tab's own state, of its class `State`; the page makes it for the session. Without one (in a script or
            a test) the tab makes it, as a page would.
    """

    title: ClassVar[str] = ""
    # What the tab keeps of its own, as params: `self.own` is one of it, a session's, kept in the address by the page.
    State: ClassVar[type[param.Parameterized]] = param.Parameterized
    # Names of params of State that mean something only within what is looked at: let go of when that changes.
    picks: ClassVar[tuple[str, ...]] = ()

    failure = param.ClassSelector(
        class_=BaseException, default=None, allow_None=True, doc="What went wrong; the page shows its error card."
    )
    is_shown = param.Boolean(default=False, doc="Whether the tab is in front. Writer: the page.")

    def __init__(
        self,
        *,
        state: AppState,
        sources: Sources,
        feed: Versions,
        loop: LiveLoop | None = None,
        maps: Maps | None = None,
        own: param.Parameterized | None = None,
        **params: Any,
    ) -> None:
        """Nothing is built before the view is asked for."""
        super().__init__(**params)
        self.state = state
        self.selection = state.selection
        self.own: Any = own or self._own_state()
        self.sources = sources
        self.feed = feed
        self.maps = maps or Maps(sources.live, feed)
        self._loop = loop or LiveLoop(sources, feed, schedule=lambda function: function())
        self._view: Any = None
        self._bindings: list[Binding] = []

    def _own_state(self) -> param.Parameterized:
        own = self.State()
        self.selection.let_go_with(own, self.picks)
        return own

    @classmethod
    def slug(cls) -> str:
        """The tab's name in a URL, from its title."""
        return re.sub(r"[^a-z0-9]+", "-", cls.title.lower()).strip("-")

    def build(self) -> Any:
        """The tab's view; made once. Subclasses answer anything Panel can show."""
        raise NotImplementedError(f"{type(self).__name__} has no build method.")

    def __panel__(self) -> Any:
        """The view, built at the first call."""
        if self._view is None:
            self._view = self.build()
        return self._view

    def live(self, make_query: MakeQuery, show: Show, *, source: SourceKind = "live") -> Binding:
        """Call `show(rows)` now and whenever the rows of `make_query()` change, while the tab is in front.

        Args:
            make_query: the query wanted now; None for nothing. Called often: it must be quick and ask nobody.
            show: takes a `pyarrow.Table`; runs in the session's document, its changes go out together.
            source: "live" or "history".
        """

        def show_together(rows: Any) -> None:
            with pn.io.hold():
                show(rows)

        binding = Binding(make_query, show_together, lambda: self.is_shown, self._fail, source)
        self._bindings.append(binding)
        return self._loop.bind(binding)

    def work(self, task: Callable[[], Any], then: Callable[[Any], None], *, kind: Kind = "live") -> None:
        """Run something slow in a worker thread, then `then(result)` in the session's document.

        Args:
            task: runs in a thread.
            then: takes what it answers.
            kind: whose threads: "history" for what asks the history, so that it never stops what asks PostgreSQL.
        """

        def apply(result: Any) -> None:
            with pn.io.hold():
                then(result)

        self._loop.work(task, apply, self._fail, kind)

    @property
    def tiles_url(self) -> str | None:
        """XYZ template of the map tiles that this installation uses; None or "off" for none."""
        return self.maps.tiles_url

    @property
    def is_stale(self) -> bool:
        """Whether a source is away, so that something shown is older than it should be."""
        return any(binding.is_stale for binding in self._bindings)

    def close(self) -> None:
        """Let go of the live views; called when the session ends or the tab failed."""
        for binding in self._bindings:
            self._loop.unbind(binding)
        self._bindings.clear()

    def _fail(self, error: BaseException) -> None:
        self.failure = error
