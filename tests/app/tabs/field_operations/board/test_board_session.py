"""The dispatch board in a session without a browser: lanes, suggestions, drops, the whole board, conflicts."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.field_operations.board.view import BoardView
from app.tabs.field_operations.tab import FieldOperationsTab
from app.threads import all_kinds
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.field.orders import AssignWorkOrder, EditWorkOrder
from data_sources.outages.life import ReportOutage
from data_sources.source import Sources
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.data_sources.field.desk import CHIEF
from tests.data_sources.studies.dispatch.boards import BoardDesk

OTTO = Principal("otto", "operator")


class BoardSession:
    """One session with the board in front; crews work around the clock, so that any hour of a test will do."""

    def __init__(self, board: BoardDesk, by: Principal = OTTO) -> None:
        board.now = dt.datetime.now(dt.UTC)
        board.change("UPDATE flux.crews SET shift_start = NULL, shift_end = NULL")
        self.desk, self.versions = board, GivenVersions()
        sources = Sources(live=board.source, history=None)
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        maps = Maps(board.source, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        self.tab = FieldOperationsTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps,
            own=FieldOperationsTab.State(), commands=Commands(board.source), principal=by,
        )  # fmt: skip
        self.view = BoardView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.look()

    def look(self) -> None:
        self.versions.number += 1
        for _ in range(6):
            self.loop.look()

    @property
    def lanes(self) -> str:
        return self.view.lanes.body.html

    @property
    def panel(self) -> str:
        return self.view.detail.panel.html

    def drop(self, what: int, on: int, along: float, key: str = "k") -> None:
        message = {"what": str(what), "on": str(on), "along": along, "key": key}
        self.view.lanes.body._take({"action": "assign", "value": message})
        self.look()

    def click(self, action: str, value: Any = None) -> None:
        self.view.detail.panel._take({"action": action, "value": value})
        self.look()

    def lane_of(self, crew_id: int) -> str:
        found = re.search(rf'<li class="lane" data-key="{crew_id}".*?</li>', self.lanes)
        assert found
        return found[0]


def test_a_drop_on_a_lane_is_an_assignment_at_that_time(board: BoardDesk) -> None:
    number = board.make(title="New crossarm", estimated_hours=2)
    session = BoardSession(board)
    assert "New crossarm" in session.lanes
    session.drop(number, 2, 0.5)  # the lanes begin an hour before the full hour; half of twelve hours after that
    status, crew_id, start, end = board.told("status, crew_id, planned_start_at, planned_end_at", number)
    begins = session.view.book.ground.now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=5)
    assert (status, crew_id, start, end) == ("assigned", 2, begins, begins + dt.timedelta(hours=2))
    assert f"Order {number} to Crew 2, " in session.panel
    assert "New crossarm" in session.lane_of(2)
    assert session.view.book.count == 0


def test_a_drop_behind_the_present_begins_as_soon_as_can_be(board: BoardDesk) -> None:
    number = board.make()
    session = BoardSession(board)
    session.drop(number, 1, 0.0)
    (start,) = board.told("planned_start_at", number)
    assert start - session.view.book.ground.now < dt.timedelta(minutes=30)  # the drive


def test_without_a_time_it_begins_after_what_the_crew_has(board: BoardDesk) -> None:
    """Not now, beside the six hours that the crew has before it."""
    first, second = board.make(title="Long", estimated_hours=6), board.make(title="Short", estimated_hours=1)
    session = BoardSession(board)
    session.drop(first, 1, 0.0)
    session.drop(second, 1, 0.0, key="second")
    (ends,), (start,) = board.told("planned_end_at", first), board.told("planned_start_at", second)
    assert ends - dt.timedelta(minutes=1) <= start < ends + dt.timedelta(hours=1)


def test_the_same_drop_twice_is_done_once(board: BoardDesk) -> None:
    number = board.make()
    session = BoardSession(board)
    session.drop(number, 1, 0.5, key="same")
    version = board.told("version", number)
    session.drop(number, 1, 0.5, key="same")
    assert board.told("version", number) == version


def test_a_crew_that_cannot_is_refused_in_words(board: BoardDesk) -> None:
    number = board.make(skill="underground")
    session = BoardSession(board)
    session.drop(number, 1, 0.5)
    assert "Crew 1 has not the skill underground" in session.panel
    assert board.told("status", number) == ("created",)


def test_a_conflict_is_told(board: BoardDesk) -> None:
    """Somebody else was faster than the board; nobody's change is lost."""
    number = board.make()
    session = BoardSession(board)
    board.give(EditWorkOrder(work_order_id=number, title="Otherwise"), by=CHIEF)
    message = {"what": str(number), "on": "1", "along": 0.5, "key": "k"}
    session.view.lanes.body._take({"action": "assign", "value": message})
    assert "was changed by chief" in session.panel
    assert "Nothing was done with it." in session.panel
    assert board.told("status, title", number) == ("created", "Otherwise")


def test_back_to_the_list_it_waits_again(board: BoardDesk) -> None:
    number = board.make()
    board.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    session = BoardSession(board)
    session.view.lanes.body._take({"action": "unassign", "value": {"what": str(number), "key": "k"}})
    assert board.told("status, crew_id", number) == ("created", None)


def test_crews_for_an_order_and_one_of_them_taken(board: BoardDesk) -> None:
    number = board.make(lon=-95.3, lat=29.7, asset_kind=None, asset_id=None, estimated_hours=1)
    session = BoardSession(board)
    session.tab.own.board_order = number
    session.look()
    assert re.findall(r"<b>(Crew \d)</b>", session.panel)[0] == "Crew 2"  # which stands there
    assert "drive, has the skill line" in session.panel
    at = re.search(r'name="crew_id" value="2".*?name="at" value="([^"]+)"', session.panel)
    assert at
    session.click("give", {"key": "k", "values": {"crew_id": ["2"], "at": [at[1]]}})
    assert board.told("status, crew_id", number) == ("assigned", 2)


def test_by_hand_at_a_time(board: BoardDesk) -> None:
    number = board.make()
    session = BoardSession(board)
    session.tab.own.board_order = number
    session.look()
    session.click("hand", {"key": "k", "values": {"crew_id": [""], "at": [""]}})
    assert "Choose a crew." in session.panel
    local = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)).astimezone(dt.timezone(dt.timedelta(hours=-6)))
    session.click("hand", {"key": "k", "values": {"crew_id": ["3"], "at": [local.strftime("%Y-%m-%dT%H:%M")]}})
    assert board.told("status, crew_id", number) == ("assigned", 3)


def test_the_whole_board_is_proposed_seen_and_applied(board: BoardDesk) -> None:
    numbers = [board.make(title=f"Work {k}", estimated_hours=1) for k in range(6)]
    cable = board.make(title="Cable", skill="underground")
    session = BoardSession(board)
    session.view.lanes.board.heading._take({"action": "propose", "value": None})
    assert "Apply 6" in session.panel
    assert f"Order {cable}" in session.panel
    assert "3 without the skill underground" in session.panel
    assert session.lanes.count("is-proposed") == 6
    assert {board.told("status", number) for number in numbers} == {("created",)}  # nothing was changed by asking
    board.give(EditWorkOrder(work_order_id=numbers[0], title="Otherwise"), by=CHIEF)
    session.view.detail.panel._take({"action": "apply", "value": {"key": "k", "values": {}}})
    assert "5 orders given to crews. 1 could not be:" in session.panel
    assert "was changed by chief" in session.panel
    states = [board.told("status", number)[0] for number in numbers]
    assert states == ["created", *["assigned"] * 5]


def test_an_outage_sends_its_crew(board: BoardDesk) -> None:
    outage = board.give(ReportOutage(utility_id=1, device_id=122))
    session = BoardSession(board)
    session.drop(board.order_of(outage), 1, 0.9)
    assert board.crew(1)[:2] == ("assigned", outage)
    assert "is-on-way" in session.lane_of(1)


def test_a_skill_chosen_shows_its_crews_and_orders(board: BoardDesk) -> None:
    board.make(title="Mend it")
    board.make(title="Cable", skill="underground")
    board.change("UPDATE flux.crews SET skills = ARRAY['underground'] WHERE crew_id = 3")
    session = BoardSession(board)
    session.tab.own.board_skill = "underground"
    session.look()
    assert "Mend it" not in session.lanes
    assert "Cable" in session.lanes
    assert re.findall(r"<b>(Crew \d)</b>", session.lanes) == ["Crew 3"]


def test_a_viewer_sees_and_changes_nothing(board: BoardDesk) -> None:
    number = board.make(title="Mend it")
    session = BoardSession(board, Principal("vera", "viewer"))
    assert "Mend it" in session.lanes
    assert "data-drag" not in session.lanes
    session.drop(number, 1, 0.5)
    assert board.told("status", number) == ("created",)
