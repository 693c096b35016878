"""The view of a crew in a session without a browser: its orders in order, what can be reported of each, and where."""

from __future__ import annotations

import re

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState, MapView
from app.tabs.field_operations.crew.view import CrewView
from app.tabs.field_operations.tab import FieldOperationsTab
from app.threads import all_kinds
from app.ways import CLOSE_UP_M
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.field.orders import AssignWorkOrder, CompleteWorkOrder, HoldWorkOrder, StartWorkOrder
from data_sources.outages.life import AssignCrew, ReportOutage
from data_sources.source import Sources
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.data_sources.studies.dispatch.boards import BoardDesk


class CrewSession:
    """One phone with the view in front."""

    def __init__(self, board: BoardDesk, crew: int | None = 1, role: str = "operator") -> None:
        self.versions = GivenVersions()
        sources = Sources(live=board.source, history=None)
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        maps = Maps(board.source, self.versions, "off")
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        own = FieldOperationsTab.State(crew=crew)
        self.tab = FieldOperationsTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps, own=own,
            commands=Commands(board.source), principal=Principal("phone", role),  # type: ignore[arg-type]
        )  # fmt: skip
        self.view = CrewView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.look()

    def look(self) -> str:
        self.versions.number += 1
        for _ in range(6):
            self.loop.look()
        return self.html

    @property
    def html(self) -> str:
        return self.view.body.html

    @property
    def posts(self) -> list[str]:
        return re.findall(r'data-post="([^"]+)"', self.html)


def given(board: BoardDesk, crew: int = 1, **more: object) -> int:
    number = board.make(**more)
    board.give(AssignWorkOrder(work_order_id=number, crew_id=crew))
    return number


def test_a_crew_picks_itself(board: BoardDesk) -> None:
    given(board, title="Mend it")
    session = CrewSession(board, crew=None)
    assert "Which crew is this?" in session.html
    session.view.body._take({"action": "crew", "value": "1"})
    session.look()
    assert "Mend it" in session.html
    assert session.tab.own.crew == 1


def test_orders_stand_in_their_order(board: BoardDesk) -> None:
    """What it is at first, then an outage's, then the queue by hours, then what is on hold; what is done folded up."""
    done, held, later, first, now = (given(board, title=name) for name in ("Done", "Held", "Later", "First", "Now"))
    board.give(StartWorkOrder(work_order_id=done))
    board.give(CompleteWorkOrder(work_order_id=done, found_code="wear", found="worn", labour_hours=1))
    board.give(HoldWorkOrder(work_order_id=held, reason="waits for a pole"))
    board.change(f"UPDATE flux.work_orders SET planned_start_at = now(), planned_end_at = now() + INTERVAL '1 hour' "
                 f"WHERE work_order_id = {first}")  # fmt: skip
    board.change(f"UPDATE flux.work_orders SET completed_at = now() WHERE work_order_id = {done}")
    board.give(StartWorkOrder(work_order_id=now))
    assert later
    html = CrewSession(board).html
    cards = re.findall(r'<li class="crew-card panel[^>]*>.*?<h2>(\w+)</h2>', html)
    assert cards == ["Now", "First", "Later", "Held"]
    assert "waits for a pole" in html
    assert "1 order completed" in html


def test_what_can_be_reported_follows_the_state(board: BoardDesk) -> None:
    number = given(board, permits=("Clearance",), checklist=("Briefing", "Grounds removed"))
    session, orders = CrewSession(board), f"api/work-orders/{number}/"
    assert session.posts == [
        "api/crews/1/end-shift", *(orders + slug for slug in ("en-route", "start", "hold", "tick", "tick")),
    ]  # fmt: skip
    assert "the control room grants it" in session.html
    assert 'data-version="2"' in session.html
    board.change(f"UPDATE flux.work_orders SET permits = '[]' WHERE work_order_id = {number}")
    board.give(StartWorkOrder(work_order_id=number))
    session.look()
    assert session.posts == [orders + slug for slug in ("complete", "hold", "tick", "tick")]
    assert "Hours of all 2 members together" in session.html


def test_a_crew_ticks_its_own_permits_and_waits_for_those_of_the_control_room(board: BoardDesk) -> None:
    """Whoever holds a clearance does not grant it: of the two permits of a repair one is the crew's to tick."""
    given(board, permits=None)
    session = CrewSession(board)
    assert [post.rsplit("/", 1)[1] for post in session.posts].count("permit") == 1
    assert "Tick &#x27;Traffic control permit&#x27;" in session.html or "Tick 'Traffic control permit'" in session.html
    assert session.html.count("the control room grants it") == 1


def test_an_outage_asks_for_its_cause_and_does_not_wait(board: BoardDesk) -> None:
    outage = board.give(ReportOutage(utility_id=1, device_id=122))
    board.give(AssignCrew(outage_id=outage, crew_id=1))
    session = CrewSession(board)
    orders = f"api/work-orders/{board.order_of(outage)}/"
    assert orders + "en-route" in session.posts
    assert orders + "hold" not in session.posts
    board.give(StartWorkOrder(work_order_id=board.order_of(outage)))
    assert 'name="cause"' in session.look()


def test_the_map_at_its_place(board: BoardDesk) -> None:
    number = given(board)
    session = CrewSession(board)
    session.view.body._take({"action": "map", "value": str(number)})
    lon, lat = board.told("lon, lat", number)
    assert session.state.viewport == MapView(round(lon, 6), round(lat, 6), CLOSE_UP_M)
    assert session.state.tab == "operations-dashboard"
    assert session.state.selection.asset == AssetRef("pole", 22)
    assert f'href="geo:{lat:.6f},{lon:.6f}' in session.html


def test_who_looks_on_reports_nothing(board: BoardDesk) -> None:
    given(board, title="Mend it", checklist=("Briefing",))
    session = CrewSession(board, role="viewer")
    assert "Mend it" in session.html
    assert "Briefing" in session.html
    assert session.posts == []


def test_a_crew_off_shift_starts_it(board: BoardDesk) -> None:
    board.change("UPDATE flux.crews SET status = 'off_shift' WHERE crew_id = 1")
    assert CrewSession(board).posts == ["api/crews/1/start-shift"]
