"""The view of orders in a session without a browser: table, detail, steps, forms, and what a conflict says."""

from __future__ import annotations

import re
from typing import Any

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState, WayOn
from app.tabs.field_operations.orders.view import OrdersView
from app.tabs.field_operations.tab import FieldOperationsTab
from app.tabs.outage_management.active.view import ActiveView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.field.orders import AssignWorkOrder, EditWorkOrder
from data_sources.outages.life import ReportOutage
from data_sources.source import Sources
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.data_sources.field.desk import CHIEF, FieldDesk

OTTO = Principal("otto", "operator")


class Session:
    """One session with the view in front."""

    def __init__(self, desk: FieldDesk, by: Principal = OTTO) -> None:
        self.versions = GivenVersions()
        sources = Sources(live=desk.source, history=None)
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        maps = Maps(desk.source, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        self.tab = FieldOperationsTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps,
            own=FieldOperationsTab.State(), commands=Commands(desk.source), principal=by,
        )  # fmt: skip
        self.view = OrdersView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.look()

    def look(self) -> str:
        self.versions.number += 1
        for _ in range(6):
            self.loop.look()
        return self.view.detail.panel.html

    def pick(self, number: int | None) -> str:
        self.tab.own.order = number
        return self.look()

    def click(self, action: str, value: Any = None) -> str:
        self.view.detail.panel._take({"action": action, "value": value})
        return self.view.detail.panel.html

    def send(self, slug: str, **typed: str) -> str:
        """Send the form that is open, or the button of that slug, as the page would."""
        html = self.view.detail.panel.html
        version = re.findall(r'name="version" value="(\d+)"', html)[-1]
        values = {"slug": [slug], "version": [version], **{name: [text] for name, text in typed.items()}}
        self.view.detail.panel._take(
            {"action": "do", "value": {"values": values, "key": f"{slug}-{version}-{len(html)}"}}
        )
        return self.look()


def test_a_list_an_order_and_its_life(desk: FieldDesk) -> None:
    number = desk.make(title="New crossarm", checklist=("Briefing",))
    session = Session(desk)
    assert "New crossarm" in session.view.list.table.html
    html = session.pick(number)
    assert f"Order {number}" in html
    assert "none yet" in html
    session.click("form", "assign")
    assert "Assign work order: done" in session.send("assign", crew_id="1")
    session.send("start")
    assert "In progress" in session.look()
    session.click("form", "complete")
    lost = session.send("complete", found_code="decay", found="Rotten", labour_hours="4")
    assert "Step 1, &#x27;Briefing&#x27;, is not done" in lost or "Step 1, 'Briefing', is not done" in lost
    session.click("part", "steps")
    session.send("tick", step="1", is_done="true")
    session.click("form", "complete")
    session.send("complete", found_code="decay", found="Rotten", labour_hours="4")
    session.click("part", "overview")
    html = session.look()
    assert "Rotten" in html
    assert desk.told("status, found", number) == ("completed", "Rotten")
    session.tab.own.orders_shown = "over"
    session.look()
    assert "New crossarm" in session.view.list.table.html


def test_the_list_follows_a_way_on_and_a_step_back(desk: FieldDesk) -> None:
    """What the address says of the list is what is listed, also once the view is made."""
    desk.make(title="New crossarm")
    desk.make(title="Trim")
    session = Session(desk)
    session.tab.own.orders_filter = "crossarm"
    session.look()
    assert "New crossarm" in session.view.list.table.html
    assert "Trim" not in session.view.list.table.html
    session.tab.own.orders_filter = ""
    session.look()
    assert "Trim" in session.view.list.table.html


def test_a_conflict_is_told_and_nothing_is_done(desk: FieldDesk) -> None:
    number = desk.make()
    session = Session(desk)
    session.pick(number)
    session.click("form", "edit")
    desk.give(EditWorkOrder(work_order_id=number, title="By somebody else"), by=CHIEF)
    html = session.send("edit", title="Mine", priority="3", skill="line", due_on="", estimated_hours="", description="")
    assert "was changed by chief" in html
    assert "Nothing was done" in html
    assert desk.told("title", number) == ("By somebody else",)


def test_an_outage_leads_on_and_back(desk: FieldDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    session = Session(desk)
    assert f"Outage {outage} at FUSE-122" in session.view.list.table.html
    session.pick(desk.order_of(outage))
    session.click("outage", outage)
    assert session.state.tab == "outage-management"
    assert session.state.selection.asset == AssetRef("outage", outage)


def test_an_outage_opens_its_order(desk: FieldDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    session = Session(desk)
    view = ActiveView(
        OutageManagementTab(
            state=session.state, sources=session.tab.sources, feed=session.versions, loop=session.loop,
            maps=session.tab.maps, own=OutageManagementTab.State(view="active", outage=outage),
        )
    )  # fmt: skip
    view.is_shown = True
    view.__panel__()
    session.look()
    assert f"Order {desk.order_of(outage)}" in view.detail.panel.html
    view.detail.panel._take({"action": "order", "value": str(desk.order_of(outage))})
    assert session.state.way_on == WayOn(
        "field-operations", (("view", "orders"), ("order", str(desk.order_of(outage))))
    )


def test_a_new_order_is_made_at_what_is_selected(desk: FieldDesk) -> None:
    session = Session(desk)
    session.click("new")
    assert "Where is it?" in session.look()
    session.state.selection.change(asset=AssetRef("pole", 22))
    assert "Create order" in session.look()
    values = {"slug": ["new"], "version": ["0"], "work_type": ["repair"], "title": ["Mend"], "priority": ["2"]}
    session.view.detail.panel._take({"action": "create", "value": {"values": values, "key": "k1"}})
    session.look()
    number = session.tab.own.order
    assert desk.told("title, asset_id, created_by, priority", number) == ("Mend", 22, "otto", 2)


def test_a_viewer_sees_and_changes_nothing(desk: FieldDesk) -> None:
    number = desk.make()
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    html = Session(desk, Principal("vera", "viewer")).pick(number)
    assert "takes an operator" in html
    assert "data-submit" not in html


def test_what_is_not_there_is_said(desk: FieldDesk) -> None:
    assert "There is no order 77" in Session(desk).pick(77)
