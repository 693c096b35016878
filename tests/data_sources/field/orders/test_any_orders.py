"""Whatever anybody does with orders, crews and outages: a crew is in one place, no order is done twice.

A hypothesis state machine over one town: orders, outages, crews and shifts changed in any order by commands, and by
foreign rows past them; after each step the database is looked at as a whole.
"""

from __future__ import annotations

from typing import ClassVar

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from data_sources.commands.command import Command
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused
from data_sources.field.crews import EndShift, StartShift
from data_sources.field.orders import (
    AssignWorkOrder,
    CancelWorkOrder,
    CompleteWorkOrder,
    GoToWorkOrder,
    HoldWorkOrder,
    ReopenWorkOrder,
    StartWorkOrder,
    UnassignWorkOrder,
)
from data_sources.outages.life import (
    AssignCrew,
    CrewEnRoute,
    CrewOnSite,
    FreeCrew,
    MergeOutage,
    ReleaseCrew,
    ReopenOutage,
    ReportOutage,
    RestoreOutage,
)
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.desk import CHIEF, FieldDesk, check_orders
from tests.data_sources.towns import load_town

CREWS = [1, 2, 3]
OF_ORDER = (GoToWorkOrder, StartWorkOrder, UnassignWorkOrder)
OF_OUTAGE = (CrewEnRoute, CrewOnSite, ReleaseCrew)


class AnyOrders(RuleBasedStateMachine):
    """Gives commands that may be refused, never anything half done."""

    source: ClassVar[PostgresSource]

    @initialize()
    def begin(self) -> None:
        for table in ("work_orders", "outages", "feeder_reliability", "events", "audit"):
            rows(self.source, f"DELETE FROM flux.{table} RETURNING 1")
        rows(self.source, "UPDATE flux.devices SET is_open = is_normally_open, held_by = NULL RETURNING 1")
        rows(
            self.source,
            "UPDATE flux.crews SET status = 'available', outage_id = NULL, work_order_id = NULL, is_called_out = false RETURNING 1",
        )
        self.desk = FieldDesk(self.source)

    def give(self, command: Command) -> None:
        self.desk.later(1)
        (outcome,) = Commands(self.source).run_all([Order(command)], by=CHIEF, now=self.desk.now)
        if isinstance(outcome, CommandError):
            assert type(outcome) is CommandRefused, outcome
            assert "The database refused it" not in str(outcome), outcome

    def one(self, data: st.DataObject, what: str) -> int:
        found = [number for (number,) in rows(self.source, f"SELECT {what[:-1]}_id FROM flux.{what} ORDER BY 1")]
        return data.draw(st.sampled_from(found)) if found else 0

    @rule(asset=st.sampled_from([22, 42, 23]))
    def make(self, asset: int) -> None:
        self.desk.make(asset_id=asset)

    @rule(device=st.sampled_from([122, 123, 1122]), is_confirmed=st.booleans())
    def report(self, device: int, is_confirmed: bool) -> None:
        self.give(ReportOutage(utility_id=1, device_id=device, is_confirmed=is_confirmed))

    @rule(data=st.data(), crew=st.sampled_from(CREWS))
    def assign(self, data: st.DataObject, crew: int) -> None:
        if number := self.one(data, "work_orders"):
            self.give(AssignWorkOrder(work_order_id=number, crew_id=crew))

    @rule(data=st.data(), kind=st.sampled_from(OF_ORDER))
    def do(self, data: st.DataObject, kind: type[Command]) -> None:
        if number := self.one(data, "work_orders"):
            self.give(kind.of(work_order_id=number))

    @rule(data=st.data(), kind=st.sampled_from([HoldWorkOrder, CancelWorkOrder, ReopenWorkOrder]))
    def stop(self, data: st.DataObject, kind: type[Command]) -> None:
        if number := self.one(data, "work_orders"):
            self.give(kind.of(work_order_id=number, reason="any"))

    @rule(data=st.data())
    def complete(self, data: st.DataObject) -> None:
        if number := self.one(data, "work_orders"):
            (outage,) = self.desk.told("outage_id", number)
            said = {"found_code": "wear"} if outage is None else {"cause": "animal"}
            rows(
                self.source, f"UPDATE flux.work_orders SET checklist = '[]' WHERE work_order_id = {number} RETURNING 1"
            )
            self.give(CompleteWorkOrder.of(work_order_id=number, found="it", labour_hours=1, **said))

    @rule(data=st.data(), crew=st.sampled_from(CREWS))
    def send(self, data: st.DataObject, crew: int) -> None:
        if number := self.one(data, "outages"):
            self.give(AssignCrew(outage_id=number, crew_id=crew))

    @rule(data=st.data(), kind=st.sampled_from(OF_OUTAGE))
    def drive(self, data: st.DataObject, kind: type[Command]) -> None:
        if number := self.one(data, "outages"):
            self.give(kind.of(outage_id=number))

    @rule(data=st.data(), is_closing=st.booleans())
    def restore(self, data: st.DataObject, is_closing: bool) -> None:
        if number := self.one(data, "outages"):
            self.give(RestoreOutage(outage_id=number, is_closing=is_closing))

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        if number := self.one(data, "outages"):
            self.give(ReopenOutage(outage_id=number, reason="again"))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        one, other = self.one(data, "outages"), self.one(data, "outages")
        if one != other:
            self.give(MergeOutage(outage_id=one, into_id=other))

    @rule(crew=st.sampled_from(CREWS), kind=st.sampled_from([StartShift, EndShift, FreeCrew]))
    def shift(self, crew: int, kind: type[Command]) -> None:
        self.give(kind.of(crew_id=crew))

    @rule(crew=st.sampled_from(CREWS))
    def foreign_let_go(self, crew: int) -> None:
        """Another system says that a crew at an order is free."""
        rows(
            self.source,
            f"UPDATE flux.crews SET status = 'available' WHERE crew_id = {crew} AND outage_id IS NULL "
            "AND status <> 'off_shift' RETURNING 1",
        )

    @invariant()
    def everybody_is_in_one_place(self) -> None:
        check_orders(self.source)


@pytest.mark.timeout(900)
def test_any_orders(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    AnyOrders.source = empty_source
    run_state_machine_as_test(
        AnyOrders,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip
