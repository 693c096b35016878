"""Whatever anybody does with outages: every customer counts once, minutes and counts are those of the rows.

A hypothesis state machine over one town: reports, switching, steps, merges, splits, ends and undone ends in any order,
by a clock that goes on between them; after each of them the database is summed up anew and compared.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused
from data_sources.outages.life import (
    AssignCrew,
    CancelOutage,
    CloseOutage,
    ConfirmOutage,
    MergeOutage,
    OperateDevice,
    ReopenOutage,
    ReportOutage,
    RestoreOutage,
    SplitOutage,
    SwitchForOutage,
)
from data_sources.outages.store import load_state
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, check_reliability, rows
from tests.data_sources.towns import AT, load_town

CHIEF = Principal("chief", "supervisor")
DEVICES = [1, 2, 3, 122, 123, 127, 500, 1001, 1002, 1122]
TRANSFORMERS = [22, 42, 23, 27, 47, 122, 142]
STATE_OF = "SELECT outage_id, state FROM flux.outages ORDER BY outage_id"


class AnyLife(RuleBasedStateMachine):
    """Gives commands that may be refused, never anything half done."""

    source: ClassVar[PostgresSource]

    @initialize()
    def begin(self) -> None:
        self.now = AT
        for table in ("outages", "feeder_reliability", "events", "audit"):
            rows(self.source, f"DELETE FROM flux.{table} RETURNING 1")
        rows(self.source, "UPDATE flux.devices SET is_open = is_normally_open, held_by = NULL RETURNING 1")
        rows(self.source, "UPDATE flux.crews SET status = 'available', outage_id = NULL RETURNING 1")

    def give(self, command: Command) -> None:
        (outcome,) = Commands(self.source).run_all([Order(command)], by=CHIEF, now=self.now)
        if isinstance(outcome, CommandError):
            assert type(outcome) is CommandRefused, outcome
            assert "The database refused it" not in str(outcome), outcome

    def one(self, data: st.DataObject, *states: str) -> int:
        found = [number for number, state in rows(self.source, STATE_OF) if not states or state in states]
        return data.draw(st.sampled_from(found)) if found else 0

    @rule(minutes=st.sampled_from([0.5, 3, 7, 30]))
    def wait(self, minutes: float) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule(device=st.sampled_from(DEVICES), is_confirmed=st.booleans())
    def report(self, device: int, is_confirmed: bool) -> None:
        self.give(ReportOutage(utility_id=1, device_id=device, is_confirmed=is_confirmed))

    @rule(transformer=st.sampled_from(TRANSFORMERS))
    def fail(self, transformer: int) -> None:
        self.give(ReportOutage(utility_id=1, transformer_id=transformer))

    @rule(device=st.sampled_from(DEVICES), is_open=st.booleans())
    def operate(self, device: int, is_open: bool) -> None:
        self.give(OperateDevice(device_id=device, is_open=is_open))

    @rule(data=st.data(), ids=st.lists(st.sampled_from(DEVICES), min_size=2, max_size=3, unique=True))
    def switch(self, data: st.DataObject, ids: list[int]) -> None:
        if number := self.one(data):
            self.give(
                SwitchForOutage(outage_id=number, open_device_ids=tuple(ids[:1]), close_device_ids=tuple(ids[1:]))
            )

    @rule(data=st.data(), is_closing=st.booleans())
    def restore(self, data: st.DataObject, is_closing: bool) -> None:
        if number := self.one(data):
            self.give(RestoreOutage(outage_id=number, is_closing=is_closing))

    @rule(data=st.data())
    def restore_one(self, data: st.DataObject) -> None:
        out = rows(
            self.source,
            "SELECT outage_id, unnest(transformer_ids) FROM flux.interruptions WHERE restored_at IS NULL ORDER BY 1, 2",
        )
        if out:
            number, transformer = data.draw(st.sampled_from(out))
            self.give(RestoreOutage(outage_id=number, transformer_ids=(transformer,)))

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        out = rows(
            self.source,
            "SELECT outage_id, unnest(transformer_ids) FROM flux.interruptions WHERE restored_at IS NULL ORDER BY 1, 2",
        )
        if out:
            number, transformer = data.draw(st.sampled_from(out))
            self.give(SplitOutage(outage_id=number, transformer_ids=(transformer,)))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        if number := self.one(data):
            self.give(MergeOutage(outage_id=number, into_id=self.one(data)))

    @rule(data=st.data(), command=st.sampled_from([ConfirmOutage, CloseOutage]))
    def go_on(self, data: st.DataObject, command: Any) -> None:
        if number := self.one(data):
            self.give(command(outage_id=number))

    @rule(data=st.data(), crew=st.integers(1, 3))
    def assign(self, data: st.DataObject, crew: int) -> None:
        if number := self.one(data):
            self.give(AssignCrew(outage_id=number, crew_id=crew))

    @rule(data=st.data(), transformers=st.lists(st.sampled_from(TRANSFORMERS), max_size=2))
    def undo(self, data: st.DataObject, transformers: list[int]) -> None:
        if number := self.one(data, "restored", "closed", "cancelled"):
            self.give(ReopenOutage(outage_id=number, reason="mistake", transformer_ids=tuple(transformers) or None))

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if number := self.one(data):
            self.give(CancelOutage(outage_id=number, reason="nothing there"))

    @invariant()
    def counts_are_those_of_the_rows(self) -> None:
        check_counts(self.source)
        check_reliability(self.source)

    @invariant()
    def nobody_is_out_twice(self) -> None:
        twice = (
            "SELECT t FROM (SELECT unnest(transformer_ids) AS t FROM flux.interruptions WHERE restored_at IS NULL) AS x "
            "GROUP BY t HAVING count(*) > 1"
        )
        assert rows(self.source, twice) == []

    @invariant()
    def who_is_out_is_dark(self) -> None:
        state = load_state(self.source, 1)
        for outage in state.outages:
            assert not state.is_energized[outage.owned].any()

    @invariant()
    def a_crew_works_for_what_is_not_over(self) -> None:
        lost = (
            "SELECT c.crew_id FROM flux.crews AS c LEFT JOIN flux.outages AS o ON o.outage_id = c.outage_id AND o.crew_id = c.crew_id "
            "WHERE c.outage_id IS NOT NULL AND (o.state IS NULL OR o.state IN ('closed', 'cancelled', 'merged'))"
        )
        assert rows(self.source, lost) == []

    @invariant()
    def every_version_has_its_row(self) -> None:
        """Of an outage that was never changed as another one's neighbour, as many versions as commands."""
        gaps = (
            "SELECT o.outage_id FROM flux.outages AS o JOIN flux.audit AS a ON a.outage_ids @> ARRAY[o.outage_id] "
            "WHERE a.outcome = 'done' GROUP BY o.outage_id HAVING max(a.outage_versions[array_position(a.outage_ids, o.outage_id)]) <> max(o.version)"
        )
        assert rows(self.source, gaps) == []


@pytest.mark.timeout(600)
def test_whatever_happens_the_counts_are_those_of_the_rows(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    AnyLife.source = empty_source
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
