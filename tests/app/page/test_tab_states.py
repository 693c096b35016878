"""A tab's own state is made when the tab is opened, from what the address says, and stays when the tab is built anew."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from app.page import address as urlstate
from app.page.tab_states import TabStates
from app.state import AppState
from app.tab import Tab


class Crews(Tab):
    title = "Crews"
    picks = ("crew",)
    steps = ("crew",)

    class State(param.Parameterized):
        least = param.Integer(default=1, bounds=(0, 9))
        crew = param.Integer(default=None, allow_None=True)

    def build(self) -> Any:
        return pn.pane.Str("crews")


class Saved(Tab):
    title = "Crews"

    class State(param.Parameterized):
        least = param.Integer(default=1, bounds=(0, 3))
        most = param.Integer(default=5)


class Opened:
    def __init__(self, query: str = "") -> None:
        self.state = AppState()
        self.refused: list[str] = []
        self.tabs = TabStates(["crews", "trucks"], self.state.selection, self.refused.extend)
        self.refused += urlstate.read(query, self.state, self.tabs)

    def address(self) -> str:
        return urlstate.write(self.state, self.tabs)


def test_a_tab_opens_as_its_link_says() -> None:
    opened = Opened("tab=crews&crews.least=4&crews.crew=7")
    own: Any = opened.tabs.of("crews", Crews)
    assert (own.least, own.crew) == (4, 7)
    assert opened.address() == "tab=crews&crews.least=4&crews.crew=7"


def test_what_is_said_of_a_tab_not_opened_yet_stays_in_the_address() -> None:
    opened = Opened("crews.least=4&trucks.size=2&others.size=3")
    opened.tabs.of("crews", Crews)
    assert opened.address() == "crews.least=4&trucks.size=2"


def test_what_a_tab_does_not_understand_is_told_when_it_is_opened() -> None:
    opened = Opened("crews.least=10&crews.colour=red")
    assert opened.refused == []
    opened.tabs.of("crews", Crews)
    assert opened.refused == ["crews.least=10", "crews.colour=red"]
    assert opened.address() == ""


def test_the_address_follows_a_tab_opened_later() -> None:
    opened, shown = Opened(), list[str]()
    urlstate.follow(opened.state, shown.append, opened.tabs)
    own: Any = opened.tabs.of("crews", Crews)
    own.least = 3
    opened.state.selection.change(scope="feeder", scope_id=4)
    assert shown == ["", "crews.least=3", "scope=feeder:4&crews.least=3"]


def test_a_tab_built_anew_goes_on_where_it_was() -> None:
    opened = Opened()
    own: Any = opened.tabs.of("crews", Crews)
    own.least = 3
    assert opened.tabs.of("crews", Crews) is own


def test_a_tab_saved_meanwhile_takes_over_what_it_still_knows() -> None:
    opened = Opened("crews.least=3&crews.crew=7")
    opened.tabs.of("crews", Crews)
    own: Any = opened.tabs.of("crews", Saved)
    assert isinstance(own, Saved.State)
    assert (own.least, own.most) == (3, 5)
    assert opened.refused == ["crews.crew=7"]


def test_picks_of_a_tab_are_let_go_of_when_something_else_is_looked_at() -> None:
    opened = Opened("crews.least=4&crews.crew=7")
    own: Any = opened.tabs.of("crews", Crews)
    opened.state.selection.change(scope="feeder", scope_id=4)
    assert (own.least, own.crew) == (4, None)


def test_a_step_of_the_history_is_what_the_tab_names_as_one() -> None:
    opened = Opened("tab=crews&utility=1")
    own: Any = opened.tabs.of("crews", Crews)
    before = urlstate.step(opened.state, opened.tabs)
    own.least = 3
    assert urlstate.step(opened.state, opened.tabs) == before
    own.crew = 7
    assert urlstate.step(opened.state, opened.tabs) == f"{before}&crew=7"


def test_before_the_utility_is_known_there_is_no_step() -> None:
    assert urlstate.step(Opened("tab=crews").state, Opened().tabs) == ""


def test_another_address_brings_the_tabs_to_what_it_names() -> None:
    opened = Opened("trucks.size=2")
    own: Any = opened.tabs.of("crews", Crews)
    own.param.update(least=4, crew=7)
    wanted = AppState()
    opened.tabs.forget_waiting()
    assert urlstate.read("crews.crew=9&trucks.size=3", wanted, opened.tabs) == []
    urlstate.go(wanted, opened.state, opened.tabs)
    assert (own.least, own.crew) == (1, 9)
    assert opened.address() == "crews.crew=9&trucks.size=3"


def test_a_tab_leads_on_to_another_that_is_open_or_not() -> None:
    opened = Opened("crews.least=4&crews.crew=7")
    opened.tabs.lead("crews", [("crew", "8")])
    own: Any = opened.tabs.of("crews", Crews)
    assert (own.least, own.crew) == (4, 8)
    opened.tabs.lead("crews", [("crew", "9")])
    assert (own.least, own.crew) == (4, 9)
    opened.tabs.lead("crews", [("least", "99"), ("boots", "1")])
    assert (own.least, own.crew) == (4, 9)
    assert opened.refused == ["crews.least=99", "crews.boots=1"]
