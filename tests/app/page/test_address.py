"""A link opens the same view; what cannot be understood is left out and named."""

from __future__ import annotations

import datetime as dt

import pytest

from app.page import address as urlstate
from app.page.tab_states import TabStates
from app.selection import Change, Selection
from app.state import AppState, MapView
from app.tabs.ami_analytics.tab import AmiAnalyticsTab
from data_sources.assets import AssetRef


def full_state() -> AppState:
    return AppState(
        tab="operations-dashboard", utility_id=2, selection=Selection(
            scope="feeder", scope_id=42, first_day=dt.date(2026, 7, 1), end_day=dt.date(2026, 7, 8),
            asset=AssetRef("transformer", 417),
        ),
        viewport=MapView(-95.369804, 29.760427, 12000.0), layers=frozenset({"feeders", "poles"}), colour_by="load",
        filters={"load": frozenset({"over", "high"}), "feeder_id": 42, "construction": "overhead"},
        theme="light", palette="colour_blind",
    )  # fmt: skip


def test_a_link_opens_the_same_view() -> None:
    state, opened = full_state(), AppState()
    assert urlstate.read("?" + urlstate.write(state), opened) == []
    for name in (*urlstate.FIELDS, "filters"):
        if name != "viewport":
            assert getattr(opened, name) == getattr(state, name), name
    for name in Change.__annotations__:
        assert getattr(opened.selection, name) == getattr(state.selection, name), name
    assert opened.viewport == MapView(-95.3698, 29.76043, 12000.0)
    assert urlstate.write(opened) == urlstate.write(state)


def test_what_is_as_by_default_is_left_out() -> None:
    assert urlstate.write(AppState()) == ""


def test_the_address_is_legible() -> None:
    assert urlstate.write(full_state()) == (
        "tab=operations-dashboard&utility=2&scope=feeder:42&first_day=2026-07-01&end_day=2026-07-08"
        "&asset=transformer:417&at=29.76043,-95.36980,12000"
        "&layers=feeders,poles&colour=load&theme=light&palette=colour_blind"
        "&f.construction=overhead&f.feeder_id=42&f.load=high,over"
    )


@pytest.mark.parametrize(
    "part",
    [
        "utility=-1", "utility=1e3", "utility=", "utility=99999999999999999999", "scope=feeder", "scope=feeder:x",
        "scope=cat:3", "scope=utility:3", "first_day=2026-07-01", "end_day=soon", 
        "first_day=2026-07-08&end_day=2026-07-01", "first_day=0001-01-01&end_day=0001-01-02",
        "first_day=9999-12-30&end_day=9999-12-31", "asset=transformer",
        "asset=cat:4", "asset=pole:-4", "at=1,2", "at=nan,0,100", "at=0,0,inf", "at=91,0,100", "at=0,201,100",
        "at=0,0,0", "layers=feeders,clouds", "colour=red", "theme=pink", "palette=none", "f.load=all", "f.unknown=1",
        "f.feeder_id=a", "f.construction=underwater", "from=2026-07-01", "meter=7", "picked=", "scope_id=99999",
        "no-such-tab.view=map",
    ],
)  # fmt: skip
def test_a_malformed_part_changes_nothing_and_the_rest_opens(part: str) -> None:
    state = AppState()
    assert "&".join(urlstate.read(f"{part}&tab=x", state)) == part
    assert urlstate.write(state) == "tab=x"


def test_other_people_s_parameters_are_no_business_of_ours() -> None:
    assert urlstate.read("?utm_source=mail&bokeh-session-id=abc&fbclid=1", AppState()) == []


def test_a_scope_in_two_parts_is_named_whole() -> None:
    assert urlstate.read("scope=feeder&scope_id=99999", AppState()) == ["scope_id=99999", "scope=feeder"]


def test_an_endless_address_is_cut() -> None:
    refused = urlstate.read("tab=x&utm_" + "y" * 10_000, AppState())
    assert refused == ["everything after the first 4,000 characters"]


def test_layers_may_all_be_off() -> None:
    state, opened = AppState(layers=frozenset()), AppState()
    assert urlstate.read(urlstate.write(state), opened) == []
    assert opened.layers == frozenset()


def test_the_address_follows_the_state() -> None:
    shown: list[str] = []
    state = AppState()
    urlstate.follow(state, shown.append)
    state.param.update(tab="x", utility_id=4)
    state.filters = {"feeder_id": 7}
    state.selection.change(scope="feeder", scope_id=7)
    assert shown == [
        "", "tab=x&utility=4", "tab=x&utility=4&f.feeder_id=7", "tab=x&utility=4&scope=feeder:7&f.feeder_id=7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "now"),
    [
        ("feeder=42", "scope=feeder:42"),
        ("substation=3", "scope=substation:3"),
        ("ami.scope=meter&ami.scope_id=17", "scope=meter:17"),
        ("ami.scope=system", ""),
        ("ami.first_day=2026-07-01&ami.end_day=2026-07-08", "first_day=2026-07-01&end_day=2026-07-08"),
        ("tab=ami-analytics&ami.view=map&ami.has_bands=0", "tab=ami-analytics&ami-analytics.view=map&ami-analytics.has_bands=0"),
    ],
)  # fmt: skip
def test_a_link_of_before_the_selection_was_shared_still_opens(link: str, now: str) -> None:
    state = AppState()
    tabs = TabStates(["ami-analytics"], state.selection, lambda _: None)
    assert urlstate.read(link, state, tabs) == []
    tabs.of("ami-analytics", AmiAnalyticsTab)
    assert urlstate.write(state, tabs) == now


def test_the_sentence_names_what_was_left_out() -> None:
    assert "theme=pink" in urlstate.describe(["theme=pink"])
