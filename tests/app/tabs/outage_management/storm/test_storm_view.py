"""The view of storms without a browser: what a supervisor and an operator do there, on real rows; tasks run in place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.outage_management.storm import rows as shown
from app.tabs.outage_management.storm.state import STORM_PARTS
from app.tabs.outage_management.storm.view import StormView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.studies.storm.picture import storm_picture, storm_tables
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import load_town

CHIEF, MARIA = Principal("chief", "supervisor"), Principal("maria", "operator")


class StormSession:
    """One session with the view in front."""

    def __init__(self, live: PostgresSource, by: Principal = CHIEF) -> None:
        sources, self.versions = Sources(live=live, history=None), GivenVersions()
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        maps = Maps(live, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.commands = Commands(live)
        self.tab = OutageManagementTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps,
            own=OutageManagementTab.State(view="storm"), commands=self.commands, principal=by,
        )  # fmt: skip
        self.own = self.tab.own
        self.view = StormView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.look_again()

    def look_again(self) -> None:
        """As if rows had changed."""
        self.versions.number += 1
        self.view.storm.retry()
        for _ in range(5):
            self.loop.look()

    def part(self, slug: str) -> Any:
        self.own.storm_part = slug
        self.look_again()
        return self.view.parts[slug]

    def do(self, part: Any, action: str, value: Any = None) -> None:
        panel = part.panel if hasattr(part, "panel") else part.bar
        panel.model._handle_msg({"action": action, "value": value})
        self.look_again()

    def send(self, part: Any, key: str, **typed: str) -> None:
        values = {name: [text] for name, text in typed.items() if text}
        self.do(part, "asking-do", {"key": key, "values": values})


@pytest.fixture
def chief(empty_source: PostgresSource) -> StormSession:
    load_town(empty_source, 3)
    for device in (122, 1122, 2002):
        Commands(empty_source).run(ReportOutage(utility_id=1, device_id=device), by=CHIEF)
    return StormSession(empty_source)


def test_without_a_storm_the_open_outages_are_shown_and_how_to_declare_one(chief: StormSession) -> None:
    head = chief.view.head.panel.html
    assert "No storm is declared." in head
    assert "Declare a storm" in head
    assert "Start a simulated storm" in head
    table = chief.part("priorities").table.rows
    assert table["order"].to_pylist() == [1, 2, 3]
    assert "customers an hour of crew" in table["why"][0].as_py()
    assert len(chief.view.curve.ahead.data["at"]) == 121
    assert chief.view.curve.past.data["value"][-1] == sum(table["customers"].to_pylist())


def test_times_say_that_predicted_outages_are_not_in_them(chief: StormSession, empty_source: PostgresSource) -> None:
    def notes() -> list[str]:
        now = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5)
        return [one.note for one in shown.times(storm_picture(storm_tables(empty_source, 1, now), now), "UTC")]

    assert not [note for note in notes() if "predicted" in note]
    chief.commands.run(ReportOutage(utility_id=1, device_id=1123, is_confirmed=False), by=CHIEF)
    assert all(note.endswith("confirmed only") for note in notes())


def test_the_switch_asks_for_a_name_and_says_who_and_since_when(
    chief: StormSession, empty_source: PostgresSource
) -> None:
    head = chief.view.head
    chief.do(head, "declare")
    chief.send(head, "k1", storm_name="")
    assert "Give the storm a name." in head.panel.html
    chief.send(head, "k2", storm_name="Ida", note="gusts")
    assert "declared by chief" in head.panel.html
    assert "End storm" in head.panel.html
    assert rows(empty_source, "SELECT storm_name, note FROM flux.storms") == [("Ida", "gusts")]
    chief.do(head, "end")
    chief.send(head, "k3")
    assert "No storm is declared." in head.panel.html
    past = chief.part("past")
    assert past.table.rows["storm_name"].to_pylist() == ["Ida"]
    past.table.model._handle_msg({"action": "row", "value": "1"})
    assert (chief.own.view, chief.own.replay_from is not None) == ("replay", True)


def test_an_operator_is_told_what_takes_a_supervisor(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    session = StormSession(empty_source, MARIA)
    assert "takes a supervisor; maria is operator." in session.view.head.panel.html
    assert 'data-action="declare"' not in session.view.head.panel.html
    assert "no forecast: nobody is out" in session.view.curve_board.heading.html


def test_those_ticked_are_given_their_recommended_crews(chief: StormSession, empty_source: PostgresSource) -> None:
    part = chief.part("priorities")
    part.table.model._handle_msg({"action": "tick_all", "value": None})
    assert "Assign 3 recommended" in part.bar.html
    chief.do(part, "assign")
    assert "3 done." in part.bar.html
    assert rows(empty_source, "SELECT count(DISTINCT crew_id) FROM flux.outages") == [(3,)]
    assert part.table.rows["order"].to_pylist() == [None, None, None]
    part.table.model._handle_msg({"action": "row", "value": "2"})
    assert (chief.own.view, chief.own.outage) == ("active", 2)


def test_areas_are_given_times_and_they_are_taken_back(chief: StormSession, empty_source: PostgresSource) -> None:
    part = chief.part("areas")
    assert "while a storm is declared" in part.bar.html
    chief.do(chief.view.head, "declare")
    chief.send(chief.view.head, "k", storm_name="Ida")
    told = "SELECT DISTINCT estimated_restoration_at, estimate_reason FROM flux.outages"
    part.table.model._handle_msg({"action": "tick_all", "value": None})
    chief.do(part, "suggested")
    ((at, reason),) = rows(empty_source, told)
    assert (at, reason) == (part.table.rows["told_at"][0].as_py(), "storm, area SUB-001")
    part.table.model._handle_msg({"action": "row", "value": "1"})
    assert "Time for area SUB-001" in part.bar.html
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    chief.send(part, "k2", estimated_restoration_at=later)
    assert rows(empty_source, told)[0][0] > at
    for _ in range(2):
        part.table.model._handle_msg({"action": "tick_all", "value": None})
        chief.do(part, "take-back")
    assert rows(empty_source, told) == [(None, None)]


def test_damage_at_an_outage_or_at_a_place_tapped_on_the_map(chief: StormSession, empty_source: PostgresSource) -> None:
    part = chief.part("damage")
    chief.do(part, "new")
    chief.send(part, "k1", outage_id="place", severity="severe")
    assert "Tap a pole, a line" in part.bar.html
    chief.state.selection.change(asset=AssetRef("pole", 24))
    assert "Place: P24" in part.bar.html
    chief.send(part, "k2", outage_id="place", severity="severe", broken_poles="2", crew_hours="1,5")
    assert rows(empty_source, "SELECT broken_poles, crew_hours, feeder_id, outage_id FROM flux.damage_assessments") == [
        (2, 1.5, 1, None)
    ]
    chief.do(part, "new")
    chief.send(part, "k3", outage_id="1", severity="minor", trees="many")
    assert "valid integer" in part.bar.html
    chief.send(part, "k4", outage_id="1", severity="minor", trees="3", crew_hours="4")
    first = next(one for one in chief.view.storm.picture.priorities if one.row["outage_id"] == 1)
    assert first.repair_minutes == 240
    part.table.model._handle_msg({"action": "row", "value": "2"})
    chief.send(part, "k5", severity="moderate", trees="3")
    chief.do(part, "withdraw")
    part.table.model._handle_msg({"action": "row", "value": "1"})
    chief.do(part, "withdraw")
    chief.send(part, "k6", reason="double")
    assert rows(
        empty_source, "SELECT severity, crew_hours, withdrawn_by FROM flux.damage_assessments ORDER BY assessment_id"
    ) == [("severe", 1.5, "chief"), ("moderate", None, None)]


def test_the_public_text_is_a_draft_until_a_supervisor_approves_it(
    chief: StormSession, empty_source: PostgresSource
) -> None:
    part = chief.part("public")
    assert "customers of Town 1 are without electricity." in part.panel.html
    assert "Approved while a storm is declared." in part.panel.html
    chief.do(chief.view.head, "declare")
    chief.send(chief.view.head, "k", storm_name="Ida")
    chief.do(part, "approve", {"key": "k2", "values": {"public_text": [""]}})
    assert "Write what the public is told." in part.panel.html
    chief.do(part, "approve", {"key": "k3", "values": {"public_text": ["Stay safe."]}})
    assert "Approved by chief" in part.panel.html
    assert rows(empty_source, "SELECT public_text FROM flux.storms") == [("Stay safe.",)]


@pytest.mark.parametrize("slug", list(STORM_PARTS))
def test_every_part_has_a_heading(chief: StormSession, slug: str) -> None:
    assert "<h2>" in chief.part(slug).board.heading.html
