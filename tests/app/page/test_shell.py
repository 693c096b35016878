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
from app.page.tabs_found import TabEntry
from app.tab import Tab
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
    assert shell._keys.query == "tab=two&utility=1"


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
