"""Somebody who gives orders in a town of two feeders, by a clock that is set."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError
from data_sources.field.orders import CreateWorkOrder
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import AT

MARIA, CHIEF = Principal("maria", "operator"), Principal("chief", "supervisor")
SIMULATOR = Principal("simulator", "operator", is_person=False)


class FieldDesk:
    def __init__(self, source: PostgresSource) -> None:
        self.source, self.now = source, AT

    def give(self, command: Command, by: Principal = MARIA, version: int | None = None) -> int:
        (outcome,) = Commands(self.source).run_all([Order(command, version)], by=by, now=self.now)
        if isinstance(outcome, CommandError):
            raise outcome
        return outcome.target.id

    def make(self, **more: Any) -> int:
        """An order without permits and steps, unless they are given."""
        values: dict[str, Any] = {
            "utility_id": 1, "work_type": "repair", "title": "Mend it", "asset_kind": "pole", "asset_id": 22,
            "permits": (), "checklist": (), **more,
        }  # fmt: skip
        return self.give(CreateWorkOrder(**values))

    def later(self, minutes: float) -> None:
        self.now += dt.timedelta(minutes=minutes)

    def told(self, columns: str, number: int) -> tuple[Any, ...]:
        return rows(self.source, f"SELECT {columns} FROM flux.work_orders WHERE work_order_id = {number}")[0]

    def order_of(self, outage_id: int) -> int:
        found = rows(self.source, f"SELECT work_order_id FROM flux.work_orders WHERE outage_id = {outage_id}")
        assert len(found) == 1, found
        return int(found[0][0])

    def crew(self, crew_id: int) -> tuple[Any, ...]:
        return rows(self.source, f"SELECT status, outage_id, work_order_id FROM flux.crews WHERE crew_id = {crew_id}")[
            0
        ]


def check_orders(source: PostgresSource) -> None:
    """A crew is in one place, an order has one crew at it, an outage one order that says what it says."""
    at = rows(source, "SELECT crew_id, status, outage_id, work_order_id FROM flux.crews ORDER BY 1")
    for crew_id, status, outage_id, number in at:
        assert outage_id is None or number is None
        assert (outage_id is None and number is None) == (status in ("available", "off_shift")), (crew_id, status)
    by_order = {
        number: (crew_id, status)
        for number, crew_id, status in rows(
            source,
            "SELECT work_order_id, crew_id, status FROM flux.work_orders "
            "WHERE outage_id IS NULL AND status IN ('en_route', 'in_progress')",
        )
    }
    words = {"en_route": "en_route", "in_progress": "working"}
    assert {number: (crew_id, words[status]) for number, (crew_id, status) in by_order.items()} == {
        number: (crew_id, status) for crew_id, status, _, number in at if number is not None
    }
    strange = rows(
        source,
        "SELECT o.outage_id, o.state, w.status, o.crew_id, w.crew_id FROM flux.outages AS o "
        "LEFT JOIN flux.work_orders AS w ON w.outage_id = o.outage_id "
        "WHERE CASE WHEN w.work_order_id IS NULL THEN o.state NOT IN ('predicted', 'closed', 'cancelled', 'merged') "
        "ELSE w.status <> flux.work_state_of(o.state, o.crew_id, w.status) OR w.crew_id IS DISTINCT FROM o.crew_id "
        "OR w.completed_at IS DISTINCT FROM CASE WHEN o.state = 'closed' THEN o.closed_at END END",
    )
    assert not strange, strange
