"""The bar over AMI Analytics: days, scopes, and what stands in the address."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.page import address as urlstate
from app.page.tab_states import TabStates
from app.scope_bar.bar import ScopeBar
from app.scope_bar.known import ReadingsKnown
from app.scope_bar.period import in_words, newest, period_utc
from app.state import AppState
from app.tab import Tab
from app.tabs.ami_analytics.state import AmiState
from app.tabs.ami_analytics.tab import AmiAnalyticsTab
from data_sources.assets import AssetRef
from data_sources.errors import SourceUnavailable
from tests.app.looping import Session

DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def test_a_day_of_daylight_saving_is_as_long_as_it_is() -> None:
    spring, autumn = dt.date(2026, 3, 8), dt.date(2026, 11, 1)
    for day, hours in ((spring, 23), (autumn, 25), (dt.date(2026, 7, 1), 24)):
        first, end = period_utc(day, day + DAY, "America/Chicago")
        assert end - first == dt.timedelta(hours=hours)
    assert period_utc(spring, spring + DAY, "America/Chicago")[0] == dt.datetime(2026, 3, 8, 6)


def test_the_newest_days_stop_at_a_gap() -> None:
    known = [dt.date(2026, 7, 5), dt.date(2026, 7, 4), dt.date(2026, 7, 1)]
    assert newest(known) == (dt.date(2026, 7, 4), dt.date(2026, 7, 6))
    assert newest(known, 1) == (dt.date(2026, 7, 5), dt.date(2026, 7, 6))
    assert newest([]) is None


@given(days, st.integers(1, 40), st.integers(1, 40))
def test_the_newest_days_are_never_more_than_asked(last: dt.date, there: int, wanted: int) -> None:
    found = newest([last - number * DAY for number in range(there)], wanted)
    assert found is not None
    assert (found[1] - found[0]).days == min(there, wanted)


@pytest.mark.parametrize(
    ("first", "end", "words"),
    [
        (dt.date(2026, 7, 1), dt.date(2026, 7, 2), "1 Jul 2026"),
        (dt.date(2026, 7, 1), dt.date(2026, 7, 15), "1 to 14 Jul 2026"),
        (dt.date(2026, 6, 28), dt.date(2026, 7, 3), "28 Jun to 2 Jul 2026"),
        (dt.date(2025, 12, 30), dt.date(2026, 1, 3), "30 Dec 2025 to 2 Jan 2026"),
    ],
)
def test_a_period_reads_as_a_person_says_it(first: dt.date, end: dt.date, words: str) -> None:
    assert in_words(first, end) == words


def opened(query: str) -> tuple[AppState, TabStates, AmiState, list[str]]:
    """A session opened with an address, the tab's state made."""
    state, refused = AppState(), list[str]()
    tabs = TabStates(["ami-analytics"], state.selection, refused.extend)
    refused += urlstate.read(query, state, tabs)
    own = tabs.of("ami-analytics", AmiAnalyticsTab)
    assert isinstance(own, AmiState)
    return state, tabs, own, refused


def test_every_selection_is_in_the_address_and_comes_back() -> None:
    state, tabs, own, _ = opened("")
    own.param.update(
        view="map", resolution="hour", has_bands=False, has_weather=False, quantity="voltage",
        at=dt.datetime(2026, 7, 3, 12, 15), level="transformer", suspect="stuck", horizon_days=3, service_range="B",
        losses="suspects", read_share="late", read_day=dt.date(2026, 7, 3), picked=7, loss_id=8, outage_id=9,
        from_at=dt.datetime(2026, 7, 3, 6), to_at=dt.datetime(2026, 7, 3, 7),
    )  # fmt: skip
    names = [name for name in own.param if name != "name"]
    assert all(getattr(own, name) != own.param[name].default for name in names), "each of them is tried"
    _, _, again, refused = opened(urlstate.write(state, tabs))
    assert refused == []
    assert {name: getattr(again, name) for name in names} == {name: getattr(own, name) for name in names}


def test_what_is_no_selection_is_named_and_changes_nothing() -> None:
    link = ["view=nonsense", "at=soon", "horizon_days=99", "has_bands=2", "none=1", "picked=-1"]
    state, tabs, _, refused = opened("&".join(f"ami-analytics.{part}" for part in link))
    assert refused == [f"ami-analytics.{part}" for part in link]
    assert urlstate.write(state, tabs) == ""


def test_two_sessions_do_not_share_selections() -> None:
    (_, _, one, _), (_, _, other, _) = opened(""), opened("")
    one.view = "map"
    assert other.view == "load"


def test_a_tab_of_ones_own_has_the_bar_without_views() -> None:
    """Contract of the bar: a tab, what is known; it writes the selection and nothing else."""
    session = Session(SourceUnavailable("The database is away."))
    tab = Tab(state=AppState(utility_id=1), sources=session.sources, feed=session.versions, loop=session.loop)
    bar = ScopeBar(tab, ReadingsKnown(tab))
    assert "scope-views" not in bar.html
    assert "All substations" in bar.html
    bar._take({"action": "first_day", "value": "2026-03-07"})
    assert (tab.selection.first_day, tab.selection.end_day) == (dt.date(2026, 3, 7), dt.date(2026, 3, 8))
    bar._take({"action": "feeder", "value": "2"})
    assert (tab.selection.scope, tab.selection.scope_id) == ("feeder", 2)


def bare_tab() -> Tab:
    session = Session(SourceUnavailable("The database is away."))
    return Tab(state=AppState(utility_id=1), sources=session.sources, feed=session.versions, loop=session.loop)


def test_a_feeder_that_is_not_there_is_not_looked_at() -> None:
    """`scope=feeder:999` gave "Feeder 999" with dashes, and no word that there is none."""
    tab = bare_tab()
    known, selection = ReadingsKnown(tab), tab.selection
    selection.change(scope="feeder", scope_id=999)
    assert selection.scope_id == 999, "nobody knows yet which there are"
    known.places = [{"kind": "feeder", "asset_id": 2, "name": "F0002", "substation_id": 1}]
    selection.change(scope="feeder", scope_id=2)
    assert (selection.scope, selection.scope_id) == ("feeder", 2)
    selection.change(scope="feeder", scope_id=998)
    assert (selection.scope, selection.scope_id) == ("utility", None)


def test_what_is_picked_in_another_tab_is_looked_at_once_this_one_is_in_front() -> None:
    """A meter picked on the dashboard was not the meter of the view Meter."""
    tab = bare_tab()
    bar, selection = ScopeBar(tab, ReadingsKnown(tab)), tab.selection
    selection.change(asset=AssetRef("meter", 100))
    assert selection.scope == "utility"
    tab.is_shown = True
    assert (selection.scope, selection.scope_id) == ("meter", 100)
    tab.is_shown = False
    selection.change(asset=AssetRef("transformer", 7))
    selection.change(scope="feeder", scope_id=2)  # the later wish is the one that stands
    tab.is_shown = True
    assert (selection.scope, selection.scope_id) == ("feeder", 2)
    bar._take({"action": "scope", "value": "utility"})
    assert (selection.scope, selection.asset) == ("utility", None)


@pytest.mark.parametrize(
    ("named", "looked_at"), [({}, ("meter", 100)), ({"scope": "feeder", "scope_id": 3}, ("feeder", 3))]
)
def test_an_address_that_names_an_asset_and_no_scope_looks_at_it(named: Any, looked_at: tuple[str, int]) -> None:
    tab = bare_tab()
    tab.selection.change(**named, asset=AssetRef("meter", 100))
    tab.is_shown = True
    ScopeBar(tab, ReadingsKnown(tab))
    assert (tab.selection.scope, tab.selection.scope_id) == looked_at


def test_days_without_readings_are_said_to_be_without() -> None:
    """Seen: years from 1900 to 2199 were taken without a word, and every view was empty."""
    tab = bare_tab()
    known = ReadingsKnown(tab)
    bar, selection = ScopeBar(tab, known), tab.selection
    known.days = [dt.date(2026, 11, 28) - number * DAY for number in range(10)]
    assert 'min="2026-11-19" max="2026-11-28"' in bar.html
    for day in ("1905-01-01", "2026-11-18", "2026-11-29", "2150-06-01"):
        bar._take({"action": "first_day", "value": day})
        assert selection.first_day is None, day
        assert "Choose a day of 19 to 28 Nov 2026: no other has readings." in bar.html
    bar._take({"action": "first_day", "value": "2026-11-20"})
    assert selection.first_day == dt.date(2026, 11, 20)
    assert "Choose a day" not in bar.html
    selection.change(first_day=dt.date(2020, 1, 1), end_day=dt.date(2020, 2, 1))  # a link
    assert "No readings in these days: there are of 19 to 28 Nov 2026." in bar.html
    bar._take({"action": "last_day", "value": "2026-11-28"})
    assert "No readings in these days" not in bar.html


def test_a_view_that_follows_no_days_offers_none() -> None:
    """Seen: 1 d to 28 d stood over Outages of AMI Analytics and did nothing there."""
    session = Session(SourceUnavailable("The database is away."))
    tab = Tab(
        state=AppState(utility_id=1), sources=session.sources, feed=session.versions, loop=session.loop,
        own=AmiState(view="load"),
    )  # fmt: skip
    bar = ScopeBar(tab, ReadingsKnown(tab), {"load": "Load", "outages": "Outages"}, ("outages",))
    assert "scope-period" in bar.html
    tab.own.param.update(view="outages")
    assert "scope-period" not in bar.html
    assert "All substations" in bar.html
