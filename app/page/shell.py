"""The page of one session: header, tabs built when first shown, freshness, address, keys. Only composes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from app import theme, ways
from app.assistant.assistant import Assistant
from app.live import LOOK_MS, LiveLoop
from app.living import end
from app.maps import Maps
from app.page import address as urlstate
from app.page import saved
from app.page.assistant_door import AssistantDoor
from app.page.header import Keys, Status, UtilitySwitch, brand
from app.page.lasting import Lasting
from app.page.material import material_theme
from app.page.saved import SavedFiles
from app.page.search import SearchBox
from app.page.slot import TabSlot
from app.page.status import StatusBoard
from app.page.tab_states import TabStates
from app.page.upstream import Viewers, forget, quiet_page, takes_changes
from app.page.welcome import Welcome
from app.slot import Slot
from app.state import AppState
from app.tab import LOOKER_ON, Tab
from app.tabs.found import BUILT_IN, TabEntry, in_folder, installed, with_slugs_of_their_own
from data_sources.cache import Versions, at_hand
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import SourceError
from data_sources.query import Query
from data_sources.source import Sources
from layers.drawing import on_loop

TITLE = "Flux Operations Center"
TEMPLATE = theme.ASSETS / "page.html"

# The page is as high as what is seen of it: a phone's bars come and go. On paper it is what it is in the window,
# made to fit the sheet (assets/page.html tells how wide and high that was).
PAGE_STYLE = {
    "fontVariantNumeric": "tabular-nums",
    "height": "100dvh",
    "& .main": {"backgroundColor": "background.default"},
    "& .header .MuiToolbar-root > .MuiBox-root": {"minWidth": 0},  # else what stands last is pushed out
    "& .main .MuiToolbar-root": {"visibility": "hidden"},  # keeps the header's room; its blank would be a heading
    "@media print": {
        "width": "var(--print-width)", "height": "var(--print-height)", "& .header": {"position": "absolute"},
    },
}  # fmt: skip


class Shell:
    """Puts the page of one session together.

    Args:
        sources: what views may ask.
        feed: numbers the changes of the live source.
        maps: the maps of this process.
        tabs_dir: folder of a data scientist's tabs.
        query: the query of the address the page was opened with.
        built_in_tabs: the tabs that come first; `BUILT_IN` unless given.
        commands: the one way to change anything; None where nothing can be changed.
        principal: who uses the page.
        assistant: gives the one that answers questions; None where there is none.
    """

    def __init__(
        self,
        *,
        sources: Sources,
        feed: Versions,
        maps: Maps | None = None,
        tabs_dir: Path | None = None,
        query: str = "",
        built_in_tabs: Sequence[TabEntry] | None = None,
        commands: Commands | None = None,
        principal: Principal = LOOKER_ON,
        assistant: Callable[[], Assistant] | None = None,
    ) -> None:
        """Builds the page; the tab in front is built too, the others when they are first shown."""
        first = BUILT_IN if built_in_tabs is None else built_in_tabs
        self._saved = SavedFiles(tabs_dir)
        entries = with_slugs_of_their_own([*first, *installed(), *in_folder(tabs_dir)])
        self._brought = {entry.slug for entry in entries[len(first) :]}
        self.state = AppState()
        self._refused: list[str] = []
        self._has_told = False
        self._tab_states = TabStates([entry.slug for entry in entries], self.state.selection, self._refuse)
        self._refused += urlstate.read(query, self.state, self._tab_states)
        self._sources, self._feed, self._maps = sources, feed, maps
        self._commands, self._principal, self._assistant = commands, principal, assistant
        document = pn.state.curdoc
        self._viewers = Viewers(document)
        self._loop = LiveLoop(
            sources, feed, schedule=partial(on_loop, document), takes_changes=partial(takes_changes, document)
        )
        self._is_started = False
        self._utilities: list[dict[str, Any]] = []
        self._choose_utility()
        self._slots = [TabSlot(entry, partial(self._make_tab, entry.slug), self.state) for entry in entries]
        self._status = Status(
            theme=self.state.theme, palette=self.state.palette,
            margin=0, align="center", css_classes=["flux-status"], stylesheets=[theme.stylesheet("frame")],
            user=f"{principal.name} ({principal.role})", user_note="Only this computer can open the page.",
        )  # fmt: skip
        self._board = StatusBoard(self._status, sources)
        self._keys = Keys(self._on_key, self._on_travel, width=0, height=0, margin=0, styles={"position": "absolute"})
        self._utility = UtilitySwitch()
        self._door = self._make_door(entries)
        self._tabs = self._make_tabs()
        self._welcome = Welcome()
        self._welcome.model.visible = False
        self.page = self._make_page()
        self._bind()

    def start(self) -> None:
        """Begin to follow the data and the address; ends with the session."""
        document = pn.state.curdoc
        if document is not None:
            document.add_periodic_callback(self.look, LOOK_MS)
            document.add_next_tick_callback(self.look)
            if pn.config.autoreload:
                document.add_periodic_callback(self._saved.look, saved.LOOK_MS)
        pn.state.on_session_destroyed(lambda _: self._end(document))
        pn.state.onload(self._board.set_clock)
        pn.state.onload(partial(on_loop, document, self.look))  # what was held until now
        urlstate.follow(self.state, self._show_address, self._tab_states)
        pn.state.onload(self._tell_refused)
        self._is_started = True

    def look(self) -> None:
        """The session's light look at what changed, while anybody has the page open; no input or output."""
        if self._viewers.are_gone():
            return
        self._loop.look()
        if self._loop.takes_changes():
            self._board.look()
            for slot in self._places:
                slot.look()

    def close(self) -> None:
        """Let go of everything the session held."""
        end(self._loop.close)
        for slot in self._places:
            end(slot.close)

    @property
    def _places(self) -> list[Slot]:
        """Of the tabs, and of the drawer."""
        return [*self._slots, *([self._door.slot] if self._door is not None else [])]

    def _end(self, document: Any) -> None:
        try:
            self.close()
        finally:  # else the session stays in memory
            forget(document)

    def _choose_utility(self) -> None:
        """Before the first tab is built, so that it begins with the right rows; asks nobody: everybody would wait."""
        try:
            rows = at_hand(self._sources.live, Query.of("utilities"))
        except SourceError:
            rows = None
        if rows is None:
            return  # the header's binding asks, and goes on trying
        self._utilities = rows.to_pylist()
        wanted = self.state.utility_id
        self._take_utility(wanted)
        if wanted not in (None, self.state.utility_id):
            self._refused.append(f"utility={wanted}")

    def _take_utility(self, wanted: int | None) -> None:
        """Show the utility of that id, or the first one where there is no such."""
        zones = {row["utility_id"]: row["time_zone"] for row in self._utilities}
        shown = wanted if wanted in zones else next(iter(zones), None)
        if self.state.utility_id not in (None, shown):
            self.state.selection.clear()
        self.state.param.update(utility_id=shown, time_zone=zones.get(shown, "UTC"))

    def _make_tab(self, slug: str, tab: type[Tab]) -> Tab:
        return tab(
            state=self.state, sources=self._sources, feed=self._feed, loop=self._loop, maps=self._maps,
            own=self._tab_states.of(slug, tab), commands=self._commands, principal=self._principal,
            assistant=self._assistant,
        )  # fmt: skip

    def _make_door(self, entries: Sequence[TabEntry]) -> AssistantDoor | None:
        """To the drawer that the assistant's tab brings; None where there is no such tab, or no assistant."""
        entry = next((one for one in entries if one.slug == ways.ASSISTANT), None)
        if entry is None or self._assistant is None:
            return None

        def make() -> Tab:
            tab = entry.load()
            assert tab.drawer is not None
            self._tab_states.of(entry.slug, tab)  # the tab's, whose steps count
            return self._make_tab(entry.slug, tab.drawer)

        return AssistantDoor(make, self.state)

    def _make_tabs(self) -> pmui.Tabs:
        slugs = [slot.entry.slug for slot in self._slots]
        if self.state.tab not in slugs:
            if self.state.tab:
                self._refused.append(f"tab={self.state.tab}")
            self.state.tab = slugs[0] if slugs else ""
        tabs = pmui.Tabs(
            *((slot.entry.title, slot.view) for slot in self._slots),
            active=slugs.index(self.state.tab) if slugs else 0,
            sizing_mode="stretch_both", margin=0, css_classes=["flux-tabs"], stylesheets=[theme.stylesheet("frame")],
        )  # fmt: skip
        return tabs

    def _make_page(self) -> pmui.Page:
        search = SearchBox(self.state, self._sources, self._loop.work)
        search.model.align = "center"
        door, drawer = ([self._door], [self._door.place]) if self._door is not None else ([], [])
        header: list[Any] = [brand(TITLE), self._utility, search, self._status, *door, self._keys]
        return quiet_page(
            header=header, main=[self._tabs, self._welcome, *drawer], meta_title=TITLE, meta_name="Flux",
            template=TEMPLATE, favicon=theme.ASSETS / "logo.svg", theme=self.state.theme, theme_toggle=False,
            theme_config=material_theme(self.state.palette),
            sx=PAGE_STYLE,
        )  # fmt: skip

    def _bind(self) -> None:
        self._tabs.param.watch(lambda event: self._bring_to_front(event.new), "active")
        self.state.param.watch(self._on_theme, ["theme", "palette"])
        self.state.param.watch(self._on_tab, "tab")
        self.state.param.watch(self._on_way, "way_on", onlychanged=False)
        self._status.param.watch(lambda *_: self._take_switches(), ["theme", "palette"])
        self._utility.param.watch(self._on_utility_chosen, "value")
        Lasting(self._loop, lambda: Query.of("utilities"), self._show_utilities)
        Lasting(self._loop, lambda: Query.of("rest_heartbeats"), self._board.take_heartbeats)
        Lasting(self._loop, lambda: Query.of("declared_storms"), self._board.take_storms)
        Lasting(self._loop, lambda: Query.of("unseen_alarms"), self._board.take_alarms)
        self._bring_to_front(self._tabs.active)

    def _bring_to_front(self, index: int) -> None:
        for number, slot in enumerate(self._slots):
            if number != index:
                slot.hide()
        if 0 <= index < len(self._slots):
            self.state.tab = self._slots[index].entry.slug
            document = pn.state.curdoc
            if self._is_started and document is not None and document.session_context is not None:
                document.add_next_tick_callback(partial(self._show_slot, index))  # the address goes out before
            else:
                self._show_slot(index)

    def _on_tab(self, event: param.parameterized.Event) -> None:
        """A tab leads on to another one."""
        slugs = [slot.entry.slug for slot in self._slots]
        if event.new in slugs:
            self._tabs.active = slugs.index(event.new)

    def _on_way(self, event: param.parameterized.Event) -> None:
        """A tab leads on to something in another one."""
        way = event.new
        if way is not None and way.tab in [slot.entry.slug for slot in self._slots]:
            self._tab_states.lead(way.tab, way.texts)
            self.state.tab = way.tab

    def _show_slot(self, index: int) -> None:
        if index == self._tabs.active:
            self._slots[index].show()
            self._loop.look()
            self._say_left_out(self._slots[index])

    def _say_left_out(self, slot: TabSlot) -> None:
        """On the place of a data scientist's tab: what the assistant has no use for, once it is known."""
        assistant, slug = self._assistant, slot.entry.slug
        if assistant is None or slug not in self._brought:
            return
        self._brought.remove(slug)
        self._loop.work(lambda: assistant().catalogue.left_out.get(slug, ""), slot.say, lambda _error: None)

    def _show_address(self, query: str) -> None:
        self._keys.show(query, urlstate.step(self.state, self._tab_states))

    def _on_travel(self, query: str) -> None:
        """Back or Forward: show again what that entry of the browser's history names."""
        wanted = AppState()
        self._tab_states.forget_waiting()
        self._refuse(urlstate.read(query, wanted, self._tab_states))
        with pn.io.hold():
            if wanted.utility_id in {row["utility_id"] for row in self._utilities}:
                self._show_utility(wanted.utility_id)
            slugs = [slot.entry.slug for slot in self._slots]
            self._tabs.active = slugs.index(wanted.tab) if wanted.tab in slugs else 0
            urlstate.go(wanted, self.state, self._tab_states)

    def _refuse(self, parts: list[str]) -> None:
        self._refused += parts
        if self._has_told:
            self._tell_refused()

    def _tell_refused(self) -> None:
        """Once the page is there; and again for a tab that is opened later."""
        self._has_told = True
        if self._refused and pn.state.notifications is not None:
            pn.state.notifications.warning(urlstate.describe(self._refused), duration=8000)
        self._refused = []

    def _on_key(self, key: str) -> None:
        if key == "Escape":
            self.state.selection.change(asset=None)
        elif 0 < int(key) <= len(self._slots):
            self._tabs.active = int(key) - 1

    def _take_switches(self) -> None:
        self.state.param.update(theme=self._status.theme, palette=self._status.palette)

    def _on_theme(self, *_: Any) -> None:
        self._status.param.update(theme=self.state.theme, palette=self.state.palette)
        self.page.param.update(dark_theme=self.state.theme == "dark", theme_config=material_theme(self.state.palette))

    def _show_utilities(self, rows: Any) -> None:
        self._utilities = rows.to_pylist()
        self._tabs.visible, self._welcome.model.visible = bool(self._utilities), not self._utilities
        self._take_utility(self.state.utility_id)
        self._utility.offer(self._utility_names(), self.state.utility_id)
        self._board.take_utilities(self._utilities, self.state.utility_id)

    def _on_utility_chosen(self, event: param.parameterized.Event) -> None:
        if event.new is not None:
            self._show_utility(event.new)

    def _show_utility(self, utility_id: int) -> None:
        if utility_id == self.state.utility_id:
            return
        self._utility.offer(self._utility_names(), utility_id)
        self._board.choose_utility(utility_id)
        with param.parameterized.batch_call_watchers(self.state):
            self._take_utility(utility_id)
            self.state.param.update(viewport=None, filters={})

    def _utility_names(self) -> dict[int, str]:
        return {row["utility_id"]: row["utility_name"] for row in self._utilities}
