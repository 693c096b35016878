"""One session's page: the right tab in front, the others unbuilt, shared state and address in step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import panel as pn
import pyarrow as pa
import pytest
from bokeh.document import Document
from panel.io.state import set_curdoc

from app.page.opening import failed_page
from app.page.shell import Shell
from app.state import WayOn
from app.tab import Tab
from app.tabs.found import TabEntry
from data_sources.assets import AssetRef
from data_sources.errors import FluxError, SourceUnavailable
from tests.app.looping import Session

UTILITIES = pa.table({
    "utility_id": [1, 2], "utility_name": ["Demo", "Real"], "time_zone": ["America/Chicago", "America/New_York"],
    "is_demo": [True, False],
})  # fmt: skip


class One(Tab):
    title = "One"

    def build(self) -> Any:
        return pn.pane.Str("one")


class Two(Tab):
    title = "Two"

    def build(self) -> Any:
        raise ValueError("two is broken")


@pytest.fixture
def session() -> Session:
    return Session(UTILITIES)


@pytest.fixture
def document() -> Iterator[Document]:
    document = Document()
    with set_curdoc(document):
        yield document


def shell_of(session: Session, query: str = "") -> Shell:
    tabs = [TabEntry(tab.title, tab.slug(), lambda tab=tab: tab) for tab in (One, Two)]
    return Shell(sources=session.sources, feed=session.versions, query=query, built_in_tabs=tabs)


def test_the_first_tab_is_in_front_and_the_others_are_not_built(session: Session, document: Document) -> None:
    shell = shell_of(session)
    assert shell.state.tab == "one"
    assert [len(slot.view) for slot in shell._slots] == [1, 0]


def test_a_link_opens_its_tab_utility_and_theme(session: Session, document: Document) -> None:
    shell = shell_of(session, "tab=two&utility=2&theme=light")
    assert (shell.state.tab, shell.state.utility_id, shell.state.time_zone) == ("two", 2, "America/New_York")
    assert not shell.page.dark_theme
    assert shell._tabs.active == 1


def test_what_a_link_names_but_is_not_there_is_told(session: Session, document: Document) -> None:
    shell = shell_of(session, "tab=gone&utility=9")
    assert (shell.state.tab, shell.state.utility_id) == ("one", 1)
    assert sorted(shell._refused) == ["tab=gone", "utility=9"]


def test_keys_change_tabs_and_close(session: Session, document: Document) -> None:
    shell = shell_of(session)
    shell._on_key("2")
    assert shell.state.tab == "two"
    shell._on_key("9")
    assert shell.state.tab == "two"
    shell.state.selection.change(asset=AssetRef("pole", 1))
    shell._on_key("Escape")
    assert shell.state.selection.asset is None


def test_a_tab_leads_on_to_something_in_another(session: Session, document: Document) -> None:
    shell = shell_of(session)
    other = Two.slug()
    shell.state.way_on = WayOn(other)
    assert shell.state.tab == other
    shell._on_key("1")
    shell.state.way_on = WayOn("nowhere")
    shell.state.way_on = WayOn(other)
    assert shell.state.tab == other


def test_a_broken_tab_leaves_the_others(session: Session, document: Document) -> None:
    shell = shell_of(session)
    shell._on_key("2")
    assert "two is broken" in str(shell._slots[1].view.select(pn.pane.HTML)[0].object)
    shell._on_key("1")
    assert shell._slots[0].view.objects[0].object == "one"


def test_another_utility_lets_go_of_what_was_selected(session: Session, document: Document) -> None:
    shell = shell_of(session)
    shell.state.selection.change(scope="feeder", scope_id=7, asset=AssetRef("pole", 1))
    shell.state.filters = {"feeder_id": 7}
    shell._show_utilities(UTILITIES)
    shell._utility.value = 2
    assert (shell.state.utility_id, shell.state.filters) == (2, {})
    selection = shell.state.selection
    assert (selection.scope, selection.scope_id, selection.asset) == ("utility", None, None)
    assert shell.state.time_zone == "America/New_York"


def test_the_switches_change_the_whole_page(session: Session, document: Document) -> None:
    shell = shell_of(session)
    before = shell.page.theme_config
    shell._status.param.update(theme="light", palette="colour_blind")
    assert (shell.state.theme, shell.state.palette) == ("light", "colour_blind")
    assert not shell.page.dark_theme
    assert shell.page.theme_config != before


def test_the_address_names_the_view(session: Session, document: Document) -> None:
    shell = shell_of(session)
    shell.start()
    shell._on_key("2")
    assert shell._keys.address == {"query": "tab=two&utility=1", "step": "tab=two&utility=1", "travels": 0}


def test_back_shows_again_what_the_entry_named(session: Session, document: Document) -> None:
    """What it does not name is as it is by default; how the page looks stays."""
    shell = shell_of(session)
    shell._show_utilities(UTILITIES)
    shell.start()
    before = shell._keys.address["query"]
    shell._on_key("2")
    shell.state.param.update(theme="light", layers=frozenset({"poles"}), filters={"feeder_id": 7})
    shell.state.selection.change(scope="feeder", scope_id=7, asset=AssetRef("pole", 1))
    after = shell._keys.address["query"]
    shell._keys._handle_msg({"travels": 1, "query": before})
    assert shell.state.tab == "one"
    assert shell._tabs.active == 0
    assert (shell.state.filters, shell.state.theme) == ({}, "light")
    assert (shell.state.selection.scope, shell.state.selection.asset) == ("utility", None)
    assert shell._keys.address == {
        "query": f"{before}&theme=light", "step": "tab=one&utility=1", "travels": 1,
    }  # fmt: skip
    shell._keys._handle_msg({"travels": 2, "query": after})
    assert shell._keys.address["query"] == after
    assert shell._keys.address["step"] == "tab=two&utility=1&scope=feeder:7&asset=pole:1"


def test_back_to_another_utility_shows_it(session: Session, document: Document) -> None:
    shell = shell_of(session)
    shell._show_utilities(UTILITIES)
    shell.start()
    shell._keys._handle_msg({"travels": 1, "query": "tab=one&utility=2&scope=feeder:9"})
    assert (shell.state.utility_id, shell._utility.value) == (2, 2)
    assert (shell.state.selection.scope, shell.state.selection.scope_id) == ("feeder", 9)


def test_without_a_utility_the_page_says_how_to_get_one(session: Session, document: Document) -> None:
    """FAULTS L: an empty database shows skeletons for ever."""
    shell = shell_of(session)
    shell._show_utilities(UTILITIES.slice(0, 0))
    assert not shell._tabs.visible
    assert shell._welcome.model.visible
    assert "fluxops import tables" in shell._welcome.html
    shell._show_utilities(UTILITIES)
    assert shell._tabs.visible
    assert not shell._welcome.model.visible
    assert shell.state.utility_id == 1


def test_a_page_opens_while_the_database_is_away(document: Document) -> None:
    session = Session(SourceUnavailable("away"))
    shell = shell_of(session)
    assert shell.state.utility_id is None
    shell.look()
    assert shell.page.main


def test_a_closed_session_asks_nobody(session: Session, document: Document) -> None:
    shell = shell_of(session)
    shell.close()
    asked = len(session.source.asked)
    shell.look()
    assert len(session.source.asked) == asked


def test_what_cannot_start_is_said_on_the_page(document: Document) -> None:
    card = failed_page(FluxError("The disk is full.")).main[0]
    assert "The disk is full." in card.select(pn.pane.HTML)[0].object
