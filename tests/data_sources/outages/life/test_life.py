"""The life of an outage by commands: from predicted to closed, in steps, undone, merged, split; who is momentary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.commands.command import Command, Target
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused, Forbidden, InvalidCommand
from data_sources.outages.life import (
    AssignCrew,
    CancelOutage,
    CloseOutage,
    ConfirmOutage,
    CrewEnRoute,
    CrewOnSite,
    EstimateByRule,
    FreeCrew,
    MergeOutage,
    OperateDevice,
    PlanOutage,
    ReleaseCrew,
    ReopenOutage,
    ReportOutage,
    RestoreOutage,
    SetEstimate,
    SetHazards,
    SplitOutage,
    SwitchForOutage,
)
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import AT, load_town
from tests.handmade import NOW, insert, insert_utility, outage

MARIA, CHIEF = Principal("maria", "operator"), Principal("chief", "supervisor")
RULE = Principal("simulator", "operator", is_person=False)
MINUTE = dt.timedelta(minutes=1)
AT_THAT_HOUR = "2026-07-15 16:00:00 CDT"  # an hour after AT, on the clock of the town
FAR_EAST = dt.timezone(dt.timedelta(hours=9))


class Desk:
    """Somebody at work in a town of two feeders, by a clock that is set."""

    def __init__(self, source: PostgresSource) -> None:
        self.source, self.now = source, AT

    def give(self, command: Command, by: Principal = MARIA) -> int:
        (outcome,) = Commands(self.source).run_all([Order(command)], by=by, now=self.now)
        if isinstance(outcome, CommandError):
            raise outcome
        check_counts(self.source)
        return outcome.target.id

    def later(self, minutes: float) -> None:
        self.now += minutes * MINUTE

    def told(self, columns: str, outage_id: int = 1) -> tuple[Any, ...]:
        return rows(self.source, f"SELECT {columns} FROM flux.outages WHERE outage_id = {outage_id}")[0]

    def kpis(self) -> dict[str, Any]:
        return self.source.fetch(Query.of("kpis", utility_id=1, as_of=self.now)).to_pylist()[0]  # type: ignore[no-any-return]


@pytest.fixture
def desk(empty_source: PostgresSource) -> Desk:
    load_town(empty_source, 2)
    return Desk(empty_source)


def test_from_predicted_to_closed(desk: Desk) -> None:
    number = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    assert desk.told("state, is_active, customers_out, customers_predicted") == ("predicted", False, 0, 6)
    assert desk.kpis()["active_outages"] == 0
    desk.later(10)
    desk.give(ConfirmOutage(outage_id=number))
    assert desk.told("state, is_active, customers_out, started_at") == ("confirmed", True, 6, AT)
    assert rows(desk.source, "SELECT is_open FROM flux.devices WHERE device_id = 122") == [(True,)]
    for command, state, crew in (
        (AssignCrew(outage_id=number, crew_id=2), "crew_assigned", "assigned"),
        (CrewEnRoute(outage_id=number), "en_route", "en_route"), (CrewOnSite(outage_id=number), "on_site", "working"),
    ):  # fmt: skip
        desk.give(command)
        assert desk.told("state, crew_id") == (state, 2)
        assert rows(desk.source, "SELECT status, outage_id FROM flux.crews WHERE crew_id = 2") == [(crew, number)]
    with pytest.raises(CommandRefused, match="6 customers of outage 1 are still out: restore them first"):
        desk.give(CloseOutage(outage_id=number))
    desk.later(20)
    desk.give(RestoreOutage(outage_id=number))
    assert desk.told("state, customers_out, customer_minutes, restored_at, is_sustained") == (
        "restored", 0, 6 * 30, desk.now, True,
    )  # fmt: skip
    desk.give(CloseOutage(outage_id=number))
    assert desk.told("state, closed_at") == ("closed", desk.now)
    assert rows(desk.source, "SELECT status, outage_id FROM flux.crews WHERE crew_id = 2") == [("available", None)]
    assert [kind for (kind,) in rows(desk.source, "SELECT kind FROM flux.events ORDER BY event_id")] == [
        "outage_started", "crew_assigned", "crew_arrived", "outage_restored",
    ]  # fmt: skip


def test_who_is_back_within_five_minutes_by_switching_is_momentary(desk: Desk) -> None:
    """Breaker 1 trips with 42 out; after 4 minutes 24 are fed by the tie; the other 18 wait 60: they alone are sustained."""
    number = desk.give(ReportOutage(utility_id=1, device_id=1))
    desk.later(4)
    desk.give(SwitchForOutage(outage_id=number, open_device_ids=(2,), close_device_ids=(500,)))
    assert desk.told("customers_out, customer_minutes, opened_devices, closed_devices") == (18, 4 * 42, [2], [500])
    desk.later(30)
    lasting = desk.kpis()
    assert (lasting["saifi"], lasting["saidi_minutes"]) == pytest.approx((18 / 84, 18 * 34 / 84))
    desk.later(26)
    desk.give(RestoreOutage(outage_id=number, is_closing=True))
    assert rows(desk.source, "SELECT device_id FROM flux.devices WHERE is_open") == [(500,)]
    summed = "SELECT sustained_outages, customer_interruptions, customer_minutes, momentary_outages FROM flux.feeder_reliability"
    assert rows(desk.source, summed) == [(1, 18, 18 * 60.0, 0)]
    over = desk.kpis()
    assert (over["saifi"], over["saidi_minutes"]) == pytest.approx((18 / 84, 18 * 60 / 84))
    assert rows(desk.source, "SELECT customers, fed_by_feeder_id, phases FROM flux.interruptions ORDER BY 1") == [
        (18, 1, "A"), (24, 2, "A"),  # the breaker has three poles, the transformers hang on one phase
    ]  # fmt: skip


def test_a_planned_outage_begins_when_it_is_confirmed(desk: Desk) -> None:
    start, end = AT + 60 * MINUTE, AT + 180 * MINUTE
    number = desk.give(PlanOutage(utility_id=1, transformer_id=22, planned_start_at=start, planned_end_at=end))
    assert desk.told("state, kind, cause, customers_predicted, is_active") == (
        "planned",
        "planned",
        "planned",
        3,
        False,
    )
    desk.later(65)
    desk.give(ConfirmOutage(outage_id=number))
    assert desk.told("state, started_at, customers_out") == ("confirmed", desk.now, 3)
    desk.later(55)
    desk.give(RestoreOutage(outage_id=number, is_closing=True))
    assert desk.told("customer_minutes, planned_end_at") == (3 * 55, end)
    with pytest.raises(InvalidCommand, match="Give an end after the start"):
        PlanOutage.of(utility_id=1, transformer_id=22, planned_start_at=end, planned_end_at=start)


def test_what_never_was_is_cancelled_and_that_is_undone(desk: Desk) -> None:
    number = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    desk.give(AssignCrew(outage_id=number, crew_id=1))
    assert desk.told("state, is_active") == ("crew_assigned", False)
    desk.give(CancelOutage(outage_id=number, reason="the meter answers"))
    assert desk.told("state, crew_id, restored_at") == ("cancelled", None, None)
    assert rows(desk.source, "SELECT status FROM flux.crews WHERE crew_id = 1") == [("available",)]
    with pytest.raises(Forbidden, match="takes a supervisor"):
        desk.give(ReopenOutage(outage_id=number, reason="it does not"))
    desk.give(ReopenOutage(outage_id=number, reason="it does not"), CHIEF)
    assert desk.told("state, version") == ("predicted", 4)
    desk.give(ConfirmOutage(outage_id=number))
    with pytest.raises(CommandRefused, match="is confirmed: to cancel it, it must be predicted, planned"):
        desk.give(CancelOutage(outage_id=number, reason="mistake"))


def test_a_closed_one_is_opened_again_for_those_who_are_out_again(desk: Desk) -> None:
    number = desk.give(ReportOutage(utility_id=1, transformer_id=22))
    desk.later(10)
    desk.give(RestoreOutage(outage_id=number, is_closing=True))
    desk.give(ReopenOutage(outage_id=number, reason="closed too early"), CHIEF)
    assert desk.told("state, closed_at") == ("restored", None)
    desk.later(10)
    with pytest.raises(CommandRefused, match="Transformer 42 has supply, or is out in another outage"):
        desk.give(ReopenOutage(outage_id=number, reason="one call", transformer_ids=(42,)), CHIEF)
    desk.give(ReopenOutage(outage_id=number, reason="one call", transformer_ids=(22,)), CHIEF)
    assert desk.told("state, customers_out, restored_at") == ("confirmed", 3, None)
    desk.later(7)
    desk.give(RestoreOutage(outage_id=number, transformer_ids=(22,)))
    assert desk.told("state, customer_minutes, customers_interrupted") == ("restored", 3 * 10 + 3 * 7, 6)


def test_merged_outages_count_every_customer_once(desk: Desk) -> None:
    small, large = (desk.give(ReportOutage(utility_id=1, device_id=fuse)) for fuse in (122, 123))
    desk.later(10)
    desk.give(AssignCrew(outage_id=small, crew_id=1))
    desk.give(MergeOutage(outage_id=small, into_id=large))
    assert desk.told("state, merged_into, customers_out, customers_interrupted, customer_minutes") == (
        "merged",
        large,
        0,
        0,
        0,
    )
    assert desk.told("customers_out, opened_devices", large) == (12, [122])
    desk.later(10)
    desk.give(RestoreOutage(outage_id=large, is_closing=True))
    assert rows(desk.source, "SELECT count(*) FROM flux.devices WHERE is_open <> is_normally_open") == [(0,)]
    assert rows(desk.source, "SELECT sum(sustained_outages), sum(customer_interruptions), sum(customer_minutes) FROM flux.feeder_reliability") == [
        (1, 12, 12 * 20.0),
    ]  # fmt: skip
    with pytest.raises(CommandRefused, match="Outage 1 is merged"):
        desk.give(RestoreOutage(outage_id=small))


def test_a_part_is_split_off_and_keeps_its_moment(desk: Desk) -> None:
    number = desk.give(ReportOutage(utility_id=1, device_id=122))
    desk.later(10)
    desk.give(SplitOutage(outage_id=number, transformer_ids=(42,)))
    assert desk.told("customers_out, customers_interrupted", number) == (3, 3)
    assert desk.told("customers_out, split_from, started_at", 2) == (3, number, AT)
    with pytest.raises(CommandRefused, match="Transformer 42 is not out in outage 1"):
        desk.give(SplitOutage(outage_id=number, transformer_ids=(42,)))
    desk.later(10)
    desk.give(RestoreOutage(outage_id=number, is_closing=True))
    assert desk.told("state, customer_minutes", 2) == ("restored", 60)  # the fuse was what both hung on


def test_a_transformer_that_failed_by_itself_is_no_part_of_another_outage(desk: Desk) -> None:
    failed, fuse = (
        desk.give(ReportOutage(utility_id=1, transformer_id=22)),
        desk.give(ReportOutage(utility_id=1, device_id=123)),
    )
    with pytest.raises(CommandRefused, match="Transformer 22 failed by itself: its place has supply"):
        desk.give(MergeOutage(outage_id=failed, into_id=fuse))
    assert desk.told("state, customers_out", failed) == ("confirmed", 3)


def test_who_was_handed_on_is_not_out_again_in_the_outage_they_came_from(desk: Desk) -> None:
    failed = desk.give(ReportOutage(utility_id=1, transformer_id=22))
    desk.give(ReportOutage(utility_id=1, device_id=122))  # the fuse above it
    desk.give(RestoreOutage(outage_id=failed, is_closing=True))
    assert desk.told("state, customers_out", 2) == ("confirmed", 6)
    with pytest.raises(CommandRefused, match="Transformer 22 has supply, or is out in another outage"):
        desk.give(ReopenOutage(outage_id=failed, reason="one call", transformer_ids=(22,)), CHIEF)


def test_opening_a_device_makes_an_outage_and_closing_it_steps_it(desk: Desk) -> None:
    desk.give(OperateDevice(device_id=2, is_open=True, note="work on the line"))
    assert desk.told("cause, customers_out, device_id") == ("switching", 24, 2)
    assert rows(desk.source, "SELECT held_by, version FROM flux.devices WHERE device_id = 2") == [("maria", 2)]
    desk.later(3)
    desk.give(OperateDevice(device_id=500, is_open=False))
    assert desk.told("state, customers_out, is_sustained") == ("restored", 0, False)
    with pytest.raises(CommandRefused, match="RECLOSER-2 is open already"):
        desk.give(OperateDevice(device_id=2, is_open=True))
    with pytest.raises(CommandRefused, match="held by maria and is moved by hand only"):
        desk.give(OperateDevice(device_id=2, is_open=False), RULE)


def test_what_a_person_decided_no_rule_overrules(desk: Desk) -> None:
    number = desk.give(ReportOutage(utility_id=1, device_id=122), RULE)
    at = desk.now + 60 * MINUTE
    desk.give(EstimateByRule(outage_id=number, estimated_restoration_at=at), RULE)
    desk.give(SetEstimate(outage_id=number, estimated_restoration_at=at + MINUTE, reason="said the crew"))
    with pytest.raises(CommandRefused, match="was set by hand"):
        desk.give(EstimateByRule(outage_id=number, estimated_restoration_at=at), RULE)
    desk.give(AssignCrew(outage_id=number, crew_id=1, estimated_restoration_at=at))
    assert desk.told("estimated_restoration_at, estimated_by, dispatched_by") == (at + MINUTE, "manual", "manual")
    with pytest.raises(CommandRefused, match="A person decides about the crew"):
        desk.give(ReleaseCrew(outage_id=number), RULE)
    desk.give(EstimateByRule(outage_id=number))
    desk.give(EstimateByRule(outage_id=number, estimated_restoration_at=at), RULE)
    assert desk.told("estimated_restoration_at, estimated_by, estimate_reason") == (at, "rule", None)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (ReportOutage(utility_id=1, device_id=122), "Outage 1 is at the same place already"),
        (ReportOutage(utility_id=1, device_id=7), "There is no device 7 in this utility"),
        (ReportOutage(utility_id=9, device_id=122), "There is no utility 9"),
        (ReportOutage(utility_id=1, device_id=123, started_at=AT + 60 * MINUTE), "is still to come"),
        (RestoreOutage(outage_id=1, transformer_ids=(24,)), "Transformer 24 is not out in outage 1"),
        (RestoreOutage(outage_id=1, restored_at=AT - MINUTE), "nobody can be back before"),
        (RestoreOutage(outage_id=1, restored_at=AT + 60 * MINUTE), AT_THAT_HOUR + " is still to come"),
        (RestoreOutage(outage_id=1, restored_at=(AT + 60 * MINUTE).astimezone(FAR_EAST)), AT_THAT_HOUR),
        (CrewOnSite(outage_id=1), "is confirmed: to say that the crew is on site of it, it must be crew assigned or en route"),
        (AssignCrew(outage_id=1, crew_id=9), "There is no crew 9"),
        (ReleaseCrew(outage_id=1), "is confirmed"),
        (MergeOutage(outage_id=1, into_id=1), "into itself"),
        (FreeCrew(crew_id=9), "There is no crew 9"),
        (SplitOutage(outage_id=1, transformer_ids=(22, 42)), "everybody in it"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why_and_changes_nothing(desk: Desk, command: Command, says: str) -> None:
    desk.give(ReportOutage(utility_id=1, device_id=122))
    everything = "SELECT (SELECT json_agg(o) FROM flux.outages o)::text, (SELECT json_agg(d) FROM flux.devices d)::text"
    before = rows(desk.source, everything)
    with pytest.raises(CommandRefused, match=says):
        desk.give(command)
    assert rows(desk.source, everything) == before


def test_a_busy_crew_is_not_sent_twice(desk: Desk) -> None:
    first, second = (desk.give(ReportOutage(utility_id=1, device_id=fuse)) for fuse in (122, 123))
    desk.give(AssignCrew(outage_id=first, crew_id=1))
    with pytest.raises(CommandRefused, match="Crew 1 is assigned for outage 1: let it go first"):
        desk.give(AssignCrew(outage_id=second, crew_id=1))
    desk.give(AssignCrew(outage_id=first, crew_id=2))
    assert rows(desk.source, "SELECT status FROM flux.crews ORDER BY crew_id") == [
        ("available",),
        ("assigned",),
        ("available",),
    ]


def test_a_crew_called_in_goes_home_again(desk: Desk) -> None:
    rows(desk.source, "UPDATE flux.crews SET status = 'off_shift' RETURNING 1")
    number = desk.give(ReportOutage(utility_id=1, device_id=122))
    desk.give(AssignCrew(outage_id=number, crew_id=1))
    desk.give(RestoreOutage(outage_id=number, is_closing=True))
    assert rows(desk.source, "SELECT status, is_called_out FROM flux.crews WHERE crew_id = 1") == [("off_shift", False)]


def test_a_segment_names_the_device_above_it(desk: Desk) -> None:
    desk.give(ReportOutage(utility_id=1, segment_id=42, cause="vegetation"))
    assert desk.told("device_id, customers_out, cause") == (122, 6, "vegetation")
    desk.give(SetHazards(outage_id=1, hazards=("wire_down", "fire", "wire_down")))
    (row,) = desk.source.fetch(Query.of("active_outages", utility_id=1)).to_pylist()
    assert (row["hazards"], row["state"], row["version"]) == ("fire, wire_down", "confirmed", 2)


def test_who_is_counted_by_their_own_system_can_be_restored_here(empty_source: PostgresSource) -> None:
    """An outage of 100 whose system counts alone: 60 back after 10 minutes, the rest restored here after 30."""
    insert_utility(empty_source)
    start = NOW - 30 * MINUTE
    insert(empty_source, "outages", [outage(
        1, start, None, 100, customers_out=40, customer_minutes=1000.0, stepped_at=start + 10 * MINUTE, device_id=2,
    )])  # fmt: skip
    (done,) = Commands(empty_source).run_all([Order(RestoreOutage(outage_id=1))], by=MARIA, now=NOW)
    assert not isinstance(done, CommandError), done
    assert done.target == Target("outage", 1)
    said = "SELECT state, customers_interrupted, customers_out, customer_minutes, sustained_customers FROM flux.outages"
    assert rows(empty_source, said) == [("restored", 100, 0, 60 * 10 + 40 * 30, 100)]


@pytest.mark.parametrize("way", ["open_device_ids", "close_device_ids"])
def test_a_device_that_is_not_there_is_not_switched(desk: Desk, way: str) -> None:
    number = desk.give(ReportOutage(utility_id=1, device_id=1))
    with pytest.raises(CommandRefused, match="There is no device 99999999 in this utility; nothing was switched"):
        desk.give(SwitchForOutage.of(outage_id=number, **{way: (2, 99999999)}))
    assert desk.told("version") == (1,)


def test_nobody_is_out_twice_at_one_time(desk: Desk) -> None:
    """Fuse 122 was back at 20:10: what is reported of it began no earlier, whoever says so."""
    number = desk.give(ReportOutage(utility_id=1, device_id=122))
    desk.later(10)
    back = desk.now
    desk.give(RestoreOutage(outage_id=number, is_closing=True))
    desk.later(30)
    before = back - 5 * MINUTE
    for place in ({"device_id": 122}, {"device_id": 1}, {"transformer_id": 22}, {"meter_id": 221}):
        with pytest.raises(CommandRefused, match="had supply back at 2026-07-15 15:10:00 CDT"):
            desk.give(ReportOutage(utility_id=1, started_at=before, **place))
    elsewhere = desk.give(ReportOutage(utility_id=1, device_id=123, started_at=before))
    assert desk.told("started_at", elsewhere) == (before,)
    at_once = desk.give(ReportOutage(utility_id=1, device_id=122, started_at=back))
    assert desk.told("started_at, customers_out", at_once) == (back, 6)


def test_a_prediction_is_confirmed_from_when_supply_was_last_there(desk: Desk) -> None:
    """What was only presumed gives way: to the last return of supply, and to a person's word where that can be."""
    begun = desk.now
    predicted = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False, started_at=begun), RULE)
    above = desk.give(ReportOutage(utility_id=1, device_id=1, started_at=begun))
    desk.later(20)
    desk.give(RestoreOutage(outage_id=above))
    back = desk.now
    desk.later(10)
    with pytest.raises(CommandRefused, match="it was not lost before that"):
        desk.give(ConfirmOutage(outage_id=predicted, started_at=begun))
    desk.give(ConfirmOutage(outage_id=predicted))
    assert desk.told("started_at, customers_out", predicted) == (back, 6)
    overlaps = (
        "SELECT count(*) FROM flux.interruptions AS a JOIN flux.interruptions AS b ON a.interruption_id < b.interruption_id "
        "AND a.transformer_ids && b.transformer_ids AND a.out_at < b.restored_at AND b.out_at < a.restored_at"
    )
    desk.later(10)
    desk.give(RestoreOutage(outage_id=predicted))
    assert rows(desk.source, overlaps) == [(0,)]


def test_what_began_long_ago_is_loaded_and_not_reported(desk: Desk) -> None:
    with pytest.raises(CommandRefused, match="is more than 7 days ago: what is older is loaded"):
        desk.give(ReportOutage(utility_id=1, device_id=122, started_at=AT - 8 * 1440 * MINUTE))
