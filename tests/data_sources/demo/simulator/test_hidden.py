"""Faults that nothing reports: what meters and customers say, what crews find, and that none stays hidden for ever."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.outages.life import ConfirmOutage, ReportOutage, RestoreOutage
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import CALM, Story, check_counts, rows
from tests.data_sources.towns import load_town

# Nobody reports what nobody presumes.
SILENT = dataclasses.replace(CALM, first_hidden=1, field_report_s=1e9, patrol_s=1e9, more_calls_s=1e9, ping_s=8)
FUSE, TRANSFORMER = 3, 16  # seeds whose first hidden fault is behind a fuse, and a failed transformer


def struck(source: PostgresSource, seed: int, settings: SimulatorSettings = SILENT) -> Story:
    """A town in which one fault struck that nothing reports."""
    load_town(source, 2)
    story = Story(source)
    story.simulator = Simulator(source, 1, seed, settings=settings)
    story.steps(1)
    assert rows(source, "SELECT count(*) FROM flux.sim_faults WHERE is_hidden") == [(1,)]
    return story


def place(story: Story) -> tuple[int | None, int | None]:
    ((device_id, transformer_id),) = rows(story.source, "SELECT device_id, transformer_id FROM flux.sim_faults")
    return device_id, transformer_id


def behind(story: Story) -> list[int]:
    """Ids of the transformers that the fault leaves without supply: a fuse 1000 f + n + 100 feeds n + 20 and n + 40."""
    device_id, transformer_id = place(story)
    if transformer_id is not None:
        return [transformer_id]
    assert device_id is not None
    node = device_id % 1000 - 100 + 100 * (device_id // 1000)
    return [node, node + 20]


def presume(story: Story, **where: int) -> int:
    return story.give(ReportOutage(utility_id=1, is_confirmed=False, started_at=story.now, **where))


def said(story: Story, kind: str) -> set[int]:
    """Transformers whose meters said something."""
    found = rows(story.source, f"SELECT DISTINCT meter_id / 10 FROM flux.meter_messages WHERE kind = '{kind}'")
    return {one for (one,) in found}


def ping(story: Story, *meter_ids: int) -> None:
    for meter_id in meter_ids:
        rows(
            story.source,
            "INSERT INTO flux.meter_pings (utility_id, meter_id, asked_at, asked_by) "
            f"VALUES (1, {meter_id}, '{story.now.isoformat()}', 'test') RETURNING 1",
        )


def test_nobody_is_told_but_meters_gasp_and_customers_call(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    dark = behind(story)
    assert len(dark) == 2
    story.steps(600)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]
    assert rows(empty_source, "SELECT device_id FROM flux.devices WHERE is_open") == [(500,)]
    assert said(story, "last_gasp") == set(dark)
    sent = rows(
        empty_source, "SELECT count(*), count(DISTINCT meter_id), bool_and(is_simulated) FROM flux.meter_messages"
    )
    assert sent[0][0] == sent[0][1] <= 8
    assert sent[0][2] is True
    assert rows(empty_source, "SELECT bool_and(received_at >= sent_at) FROM flux.meter_messages") == [(True,)]
    loads = rows(
        empty_source, "SELECT transformer_id FROM flux.transformer_status WHERE load_kw = 0 AND load_pct = 0 ORDER BY 1"
    )
    assert [one for (one,) in loads] == dark
    assert rows(empty_source, "SELECT count(*) FROM flux.transformer_status WHERE NOT is_energized") == [(0,)]


def test_those_who_wait_for_long_call(empty_source: PostgresSource) -> None:
    impatient = dataclasses.replace(SILENT, more_calls_s=60)
    story = struck(empty_source, FUSE, impatient)
    story.steps(150)
    calls = rows(
        empty_source,
        "SELECT DISTINCT transformer_id, is_simulated, called_at > now() - interval '1 year' FROM flux.trouble_calls",
    )
    assert calls
    assert {one for one, *_ in calls} <= set(behind(story))
    assert {flag for _, flag, _ in calls} == {True}
    assert rows(empty_source, "SELECT noticed_at - struck_at FROM flux.sim_faults") == [(dt.timedelta(seconds=60),)]


def test_pings_are_answered_by_who_really_has_supply(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    dark = behind(story)
    lit = next(n for n in range(22, 29) if n not in dark)
    ping(story, *(10 * one + k for one in dark for k in range(4)), *(10 * lit + k for k in range(4)))
    story.steps(1)
    assert rows(empty_source, "SELECT count(*) FROM flux.meter_pings WHERE answered_at IS NOT NULL") == [(0,)]
    story.steps(2)
    answers = dict(rows(empty_source, "SELECT meter_id, answer FROM flux.meter_pings"))
    assert all(answers[10 * one + k] == "no_answer" for one in dark for k in range(4))
    assert sum(answers[10 * lit + k] == "answered" for k in range(4)) >= 3
    told = rows(empty_source, "SELECT meter_id, kind FROM flux.meter_messages WHERE kind LIKE '%answer%'")
    assert dict(told) == answers


def test_what_was_presumed_right_is_mended_and_meters_say_so(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    (began,) = rows(empty_source, "SELECT struck_at FROM flux.sim_faults")[0]
    device_id, _ = place(story)
    assert device_id is not None
    story.steps(10)
    number = presume(story, device_id=device_id)
    story.steps(3)
    story.give(ConfirmOutage(outage_id=number, started_at=began))
    story.steps(400)
    assert story.outage("state, customers_out, customers_interrupted, started_at, crew_id IS NOT NULL") == (
        "closed", 0, 6, began, True,
    )  # fmt: skip
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(1,)]
    assert story.outage("cause") != ("unknown",)
    truth = rows(
        empty_source, "SELECT presumed_at > struck_at, is_right_first, cleared_at IS NOT NULL FROM flux.sim_faults"
    )
    assert truth == [(True, True, True)]
    assert said(story, "power_up") == set(behind(story))
    assert rows(empty_source, "SELECT count(*) FROM flux.transformer_status WHERE load_kw = 0") == [(0,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_messages") == [(0,)]


def test_a_crew_finds_the_fuse_where_a_transformer_was_presumed(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    (began,) = rows(empty_source, "SELECT struck_at FROM flux.sim_faults")[0]
    device_id, _ = place(story)
    presume(story, transformer_id=behind(story)[1])
    story.steps(500)
    assert story.outage("state, device_id, transformer_id, customers_interrupted, started_at") == (
        "closed", device_id, None, 6, began,
    )  # fmt: skip
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(1,)]
    assert rows(empty_source, "SELECT presumed_at, is_right_first FROM flux.sim_faults") == [(None, False)]
    done = rows(empty_source, "SELECT action FROM flux.audit WHERE outcome = 'done' AND actor = 'simulator' ORDER BY 1")
    assert "confirm_outage" in {action for (action,) in done}


def test_a_crew_finds_the_transformer_where_a_fuse_was_presumed(empty_source: PostgresSource) -> None:
    story = struck(empty_source, TRANSFORMER)
    (transformer_id,) = behind(story)
    node = transformer_id % 100 - (20 if transformer_id % 100 >= 42 else 0)
    presume(story, device_id=1000 * (transformer_id // 100) + node + 100)
    story.steps(600)
    over = rows(empty_source, "SELECT transformer_id, customers_interrupted FROM flux.outages WHERE state = 'closed'")
    assert over == [(transformer_id, 3)]
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE state NOT IN ('closed', 'cancelled')") == [(0,)]


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_where_there_is_nothing_the_crew_says_so(story: Story, is_confirmed: bool) -> None:
    """Presumed by a person, and confirmed before anybody was there or not: it is played too."""
    number = presume(story, device_id=123)
    story.steps(2)
    if is_confirmed:
        story.give(ConfirmOutage(outage_id=number))
    story.steps(400)
    expected = ("closed", 6) if is_confirmed else ("cancelled", 0)
    assert story.outage("state, customers_interrupted") == expected
    assert rows(story.source, "SELECT is_nothing, cleared_at IS NOT NULL FROM flux.sim_faults") == [(True, True)]
    assert rows(story.source, "SELECT count(*) FROM flux.crews WHERE outage_id IS NOT NULL") == [(0,)]


def test_what_was_confirmed_too_wide_is_put_right_by_the_crew(empty_source: PostgresSource) -> None:
    story = struck(empty_source, TRANSFORMER)
    (transformer_id,) = behind(story)
    node = transformer_id % 100 - (20 if transformer_id % 100 >= 42 else 0)
    number = presume(story, device_id=1000 * (transformer_id // 100) + node + 100)
    story.give(ConfirmOutage(outage_id=number))
    story.steps(1)
    assert story.outage("customers_out") == (6,)
    lit = next(one for one in (node, node + 20) if one != transformer_id % 100) + 100 * (transformer_id // 100)
    ping(story, *(10 * lit + k for k in range(4)))
    story.steps(3)
    answers = [one for (one,) in rows(empty_source, "SELECT answer FROM flux.meter_pings")]
    assert answers.count("answered") >= 3  # they have supply, whatever the operator believes
    while story.outage("customers_out") == (6,):
        story.steps(1)
    assert story.outage("customers_out, state") == (3, "on_site")
    story.steps(400)
    assert story.outage("state") == ("closed",)
    check_counts(empty_source)


def test_what_was_confirmed_too_narrow_becomes_a_part_of_what_opened(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    device_id, _ = place(story)
    number = presume(story, transformer_id=behind(story)[0])
    story.give(ConfirmOutage(outage_id=number))
    story.steps(500)
    found = rows(empty_source, "SELECT state, device_id, customers_interrupted FROM flux.outages ORDER BY outage_id")
    assert found == [("merged", None, 0), ("closed", device_id, 6)]


def test_without_predictions_somebody_in_the_field_reports_it(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE, dataclasses.replace(SILENT, field_report_s=60))
    story.steps(14)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]
    story.steps(2)
    assert story.outage("state, device_id, customers_out, started_at") == (
        "confirmed", place(story)[0], 6, rows(empty_source, "SELECT struck_at FROM flux.sim_faults")[0][0],
    )  # fmt: skip
    story.steps(400)
    assert story.outage("state") == ("closed",)
    assert rows(empty_source, "SELECT is_right_first FROM flux.sim_faults") == [(None,)]  # nobody presumed it


def test_a_patrol_finds_what_predictions_do_not(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE, dataclasses.replace(SILENT, field_report_s=20, patrol_s=120))
    for _ in range(29):
        beat = f"VALUES ('prediction', '{story.now.isoformat()}', '{{}}')"
        rows(
            empty_source,
            f"INSERT INTO flux.heartbeats (service, beat_at, detail) {beat} "
            "ON CONFLICT (service) DO UPDATE SET beat_at = excluded.beat_at RETURNING 1",
        )
        story.steps(1)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]
    story.steps(3)
    assert story.outage("state, device_id") == ("confirmed", place(story)[0])


def test_whoever_restores_it_unmended_sees_it_open_again(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    device_id, _ = place(story)
    assert device_id is not None
    number = presume(story, device_id=device_id)
    story.give(ConfirmOutage(outage_id=number))
    story.steps(1)
    story.give(RestoreOutage(outage_id=number))
    story.steps(2)
    states = rows(empty_source, "SELECT state, customers_out FROM flux.outages ORDER BY outage_id")
    assert states == [("restored", 0), ("confirmed", 6)]


def test_a_simulator_killed_in_the_middle_repeats_and_forgets_nothing(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    for seed in range(5):
        story.simulator = Simulator(empty_source, 1, seed, settings=SILENT)
        story.steps(6)
    story.steps(100)
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_faults") == [(1,)]
    gasps = rows(
        empty_source, "SELECT count(*), count(DISTINCT meter_id) FROM flux.meter_messages WHERE kind = 'last_gasp'"
    )
    assert gasps[0][0] == gasps[0][1] > 0
    device_id, _ = place(story)
    assert device_id is not None
    number = presume(story, device_id=device_id)
    story.steps(1)
    story.simulator = Simulator(empty_source, 1, 9, settings=SILENT)
    story.give(ConfirmOutage(outage_id=number))
    story.steps(400)
    assert story.outage("state") == ("closed",)
    assert said(story, "power_up") == set(behind(story))


def test_what_struck_long_before_a_simulator_begins_is_over(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE)
    story.now += dt.timedelta(hours=5)
    story.simulator = Simulator(empty_source, 1, settings=CALM)
    story.steps(2)
    assert rows(empty_source, "SELECT cleared_at IS NOT NULL FROM flux.sim_faults") == [(True,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.outages") == [(0,)]


def test_a_device_with_telemetry_of_its_own_reports(empty_source: PostgresSource) -> None:
    """Where fuses report, no fault behind one is hidden; where a breaker does not, its faults are."""
    load_town(empty_source, 2)
    rows(empty_source, "UPDATE flux.devices SET has_telemetry = true WHERE kind = 'fuse' RETURNING 1")
    many = dataclasses.replace(CALM, fault_interval_s=4.0)
    simulator = Simulator(empty_source, 1, 3, settings=many)
    now = dt.datetime(2026, 7, 15, 20, tzinfo=dt.UTC)
    for _ in range(40):
        now += dt.timedelta(seconds=4)
        simulator.step(now)
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_faults WHERE is_hidden AND device_id IS NOT NULL") == [
        (0,)
    ]
    reported = (
        "SELECT count(*) > 0 FROM flux.outages AS o JOIN flux.devices AS d USING (device_id) WHERE d.kind = 'fuse'"
    )
    assert rows(empty_source, reported) == [(True,)]


def test_customers_who_wanted_it_are_called_back_and_say_what_is_so(empty_source: PostgresSource) -> None:
    story = struck(empty_source, FUSE, dataclasses.replace(SILENT, more_calls_s=8))
    story.steps(60)
    rows(empty_source, "UPDATE flux.trouble_calls SET callback = 'wanted' RETURNING 1")
    device_id, _ = place(story)
    assert device_id is not None
    number = presume(story, device_id=device_id)
    story.give(ConfirmOutage(outage_id=number))
    rows(empty_source, f"UPDATE flux.trouble_calls SET outage_id = {number} RETURNING 1")
    story.steps(1)
    story.give(RestoreOutage(outage_id=number))
    story.steps(30)
    answers = {
        one for (one,) in rows(empty_source, "SELECT callback FROM flux.trouble_calls WHERE called_back_at IS NOT NULL")
    }
    assert answers
    assert answers <= {"not_supplied", "not_reached"}  # it tripped again: they are still out
