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
from collections.abc import Callable, Collection, Sequence
from typing import Any, ClassVar

import param

from app.assistant.assistant import Assistant
from app.assistant.name_kinds import NameKind
from app.assistant.pages import TabPage
from app.assistant.tools import Tool
from app.live import LiveLoop
from app.living import Living
from app.maps import Maps
from app.state import AppState
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.cache import Versions
from data_sources.commands.own_changes import OwnChanges
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.source import Sources
from layers.image.renderer import Renderer
from layers.layer import Layer

LOOKER_ON = Principal("nobody", "viewer")  # in a script or a test, where nobody has logged in


class Tab(Living):
    """Base of all tabs; one object a session, made when the tab is first shown.

    What `Living` gives it ends with it: `live`, `work`, `watch`, `each_look`, and its maps.

    Args:
        state: the session's shared selections.
        sources: what may be asked.
        feed: numbers the changes of the live source.
        loop: keeps the tab's live views fresh; the page gives it.
        maps: the maps of this process; the page gives them.
        own: the tab's own state, of its class `State`; the page makes it for the session. Without one (in a script or
            a test) the tab makes it, as a page would.
        commands: the one way to change anything; None where nothing can be changed.
        principal: who uses the page.
        assistant: gives the one that answers questions; called in a thread; None where there is none.
    """

    # What the tab keeps of its own, as params: `self.own` is one of it, a session's, kept in the address by the page.
    State: ClassVar[type[param.Parameterized]] = param.Parameterized
    # Names of params of State that mean something only within what is looked at: let go of when that changes.
    picks: ClassVar[tuple[str, ...]] = ()
    # What the assistant can answer of it: each stands beside the view it speaks for (`app.assistant.tools`).
    tools: ClassVar[tuple[Tool[Any], ...]] = ()
    # Kinds of things with names that those tools are about, where no other tab has them (`app.assistant.name_kinds`).
    kinds: ClassVar[tuple[NameKind, ...]] = ()
    # How its views are called, so that the assistant opens them.
    pages: ClassVar[tuple[TabPage, ...]] = ()
    # What of it can be opened beside every other tab, from the header.
    drawer: ClassVar[type[Tab] | None] = None
    # Names of params of State whose change is a step of the browser's history: Back undoes it.
    steps: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        *,
        state: AppState,
        sources: Sources,
        feed: Versions,
        loop: LiveLoop | None = None,
        maps: Maps | None = None,
        own: param.Parameterized | None = None,
        commands: Commands | None = None,
        principal: Principal = LOOKER_ON,
        assistant: Callable[[], Assistant] | None = None,
        **params: Any,
    ) -> None:
        """Nothing is built before the view is asked for."""
        super().__init__(loop or LiveLoop(sources, feed, schedule=lambda function: function()), **params)
        self.state = state
        self.selection = state.selection
        self.own: Any = own or self._own_state()
        self.sources = sources
        self.feed = feed
        self.maps = maps or Maps(sources.live, feed)
        self.commands, self.principal = commands, principal
        self.assistant = assistant
        self.own_changes = None if commands is None else OwnChanges(commands, principal)

    @property
    def loop(self) -> LiveLoop:
        """Looks at what the tab and its views have bound."""
        return self._loop

    def _own_state(self) -> param.Parameterized:
        own = self.State()
        self.selection.let_go_with(own, self.picks)
        return own

    @classmethod
    def slug(cls) -> str:
        """The tab's name in a URL, from its title."""
        return re.sub(r"[^a-z0-9]+", "-", cls.title.lower()).strip("-")

    def live_map(
        self, layers: Sequence[Layer] = (), *, base: Collection[str] = ("feeders", "substations"), **options: Any
    ) -> MapStage:
        """A live map of the utility, with layers of one's own over some of the network's: put it into the view.

        A button over it shows the whole utility again.

        Args:
            layers: what is drawn, from the topmost to the lowest.
            base: names of the built-in layers under them (`layers.registry`).
            options: of `MapStage`: what lies over it, whether it shares the session's view, what a tap does (by default
                it picks the asset for all tabs).
        """
        history = self.sources.history

        def renderer_for(utility_id: int) -> Renderer:
            return self.maps.with_layers(utility_id, layers, base, history)

        workers = self.maps.history_workers if any(one.source == "history" for one in layers) else self.maps.workers
        options.setdefault("shares_view", True)  # so that the place is in the address
        options.setdefault("on_tap", lambda asset: self.selection.change(asset=asset))
        home = MapHome()
        options["over"] = [home, *options.get("over", ())]
        stage = MapStage(self, self.state, renderer_for, workers, tiles_url=self.tiles_url, **options)
        home.on("reset", lambda _value: stage.reset())
        stage.mark(self.selection.asset)
        self.watch(lambda: stage.mark(self.selection.asset), self.selection, "asset")
        return stage

    @property
    def tiles_url(self) -> str | None:
        """XYZ template of the map tiles that this installation uses; None or "off" for none."""
        return self.maps.tiles_url
