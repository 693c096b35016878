"""A sample says what the KPI row says, once in five minutes; what is too old goes."""

from __future__ import annotations

import datetime as dt

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.samples import MOST, Retention, Samples
from tests.handmade import NOW, insert, insert_utility, outage

SOON = NOW + dt.timedelta(minutes=2)


def samples(source: PostgresSource, as_of: dt.datetime = NOW + dt.timedelta(minutes=10)) -> list[dict[str, object]]:
    return source.fetch(Query.of("kpi_sparkline_day", utility_id=1, as_of=as_of)).to_pylist()


def test_a_sample_is_the_kpi_row(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW, None, 120), outage(2, NOW, None, 30), outage(3, NOW, 4, 9)])
    assert Samples(empty_source).run(SOON) == "sampled 1 utility"
    (kpis,) = empty_source.fetch(Query.of("kpis", utility_id=1, as_of=SOON)).to_pylist()
    (sample,) = samples(empty_source)
    del sample["quarter_at"]
    assert sample == {"load_kw": 7000.0, "customers_out": 150, "active_outages": 2, "crews_assigned": 3}
    assert sample == {name: kpis[name] for name in sample}


def test_one_sample_in_five_minutes_whoever_asks(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert_utility(empty_source, utility_id=2)
    first, second = Samples(empty_source), Samples(empty_source)
    done = [one.run(NOW + dt.timedelta(minutes=minutes)) for minutes in (0, 4.9, 5) for one in (first, second)]
    assert done == ["sampled 2 utilities", "", "", "", "sampled 2 utilities", ""]


def test_what_nobody_measures_is_no_zero(empty_source: PostgresSource) -> None:
    """Loads of two hours ago, no crew on record: both are gaps, and the highest load of two days is a known one."""
    insert_utility(empty_source)
    Samples(empty_source).run(NOW)
    with empty_source.connection() as connection:
        connection.execute("DELETE FROM flux.crews")
    later = NOW + dt.timedelta(hours=2)
    Samples(empty_source).run(later)
    last = samples(empty_source, later + dt.timedelta(minutes=1))[-1]
    assert (last["load_kw"], last["crews_assigned"], last["customers_out"]) == (None, None, 0)
    (trends,) = empty_source.fetch(Query.of("kpi_trends", utility_id=1, as_of=later)).to_pylist()
    assert trends["high_load_kw"] == 7000.0


def retention(source: PostgresSource, **days: int) -> Retention:
    """With the settings as they come, but for these."""
    usual = {
        "events_days": 90, "samples_days": 400, "messages_days": 7, "audit_days": 2557, "callers_days": 365,
        "conversations_days": 365,
    }  # fmt: skip
    return Retention(source, **(usual | days))


def test_old_events_and_samples_go(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    Samples(empty_source).run(NOW - dt.timedelta(days=11))
    Samples(empty_source).run(NOW)
    old = {"utility_id": 1, "kind": "x", "severity": "info", "message": "old", "is_simulated": False}
    insert(empty_source, "events", [old | {"happened_at": NOW - dt.timedelta(days=days)} for days in (1, 6, 8)])
    service = retention(empty_source, events_days=7, samples_days=10, audit_days=30)
    assert service.run(NOW) == "removed 1 events and 1 samples"
    assert service.run(NOW) == ""


def test_old_messages_of_meters_and_questions_to_them_go(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    ages = [NOW - dt.timedelta(days=days) for days in (1, 8)]
    common = {"utility_id": 1, "meter_id": 1}
    insert(empty_source, "meter_messages", [
        common | {"kind": "last_gasp", "sent_at": at, "received_at": at, "is_simulated": False} for at in ages
    ])  # fmt: skip
    insert(empty_source, "meter_pings", [common | {"asked_at": at, "asked_by": "maria"} for at in ages])
    service = retention(empty_source)
    assert service.run(NOW) == "removed 1 messages and 1 pings"


def test_what_is_kept_for_ever_is_no_error(empty_source: PostgresSource) -> None:
    assert (
        retention(
            empty_source,
            events_days=10**10,
            samples_days=10**6,
            messages_days=10**6,
            audit_days=10**6,
            callers_days=10**6,
            conversations_days=10**6,
        ).run(NOW)
        == ""
    )


def test_audit_rows_go_after_their_time_but_for_outages_that_are_here(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW - dt.timedelta(days=90), 60, 5, kind="unplanned")])
    old = {"written_at": NOW - dt.timedelta(days=40), "actor": "someone", "detail": "{}", "outcome": "done"}
    rows = [
        old | {"action": "close", "outage_ids": "{1}"}, old | {"action": "close", "outage_ids": "{7}"},
        old | {"action": "import_outages"}, old | {"action": "migrate"},
        old | {"action": "note", "written_at": NOW - dt.timedelta(days=20)},
    ]  # fmt: skip
    insert(empty_source, "audit", rows)
    service = retention(empty_source, events_days=7, samples_days=10, audit_days=30)
    assert service.run(NOW) == "removed 2 audit"
    with empty_source.connection() as connection:
        left = connection.execute(
            b"SELECT action, outage_ids FROM flux.audit WHERE actor = 'someone' ORDER BY audit_id"
        ).fetchall()
    assert left == [("close", [1]), ("import_outages", None), ("note", None)]


def call(call_id: int, closed_days_ago: int | None, **said: str) -> dict[str, object]:
    closed_at = None if closed_days_ago is None else NOW - dt.timedelta(days=closed_days_ago)
    return {
        "call_id": call_id, "utility_id": 1, "lon": -95.4, "lat": 29.7, "called_at": NOW - dt.timedelta(days=500),
        "symptom": "no_supply", "callback": "none", "taken_by": "maria", "version": 1, "is_simulated": False,
        "closed_at": closed_at, **said,
    }  # fmt: skip


def test_who_called_is_forgotten_a_while_after_the_call_was_closed_and_the_call_stays(
    empty_source: PostgresSource,
) -> None:
    insert_utility(empty_source)
    said = {"caller_name": "Ann Roe", "caller_phone": "555 0100", "note": "smoke"}
    insert(empty_source, "trouble_calls", [
        call(1, 31, **said), call(2, 29, **said), call(3, None, **said), call(4, 31, note="gate code"), call(5, 31)
    ])  # fmt: skip
    service = retention(empty_source, callers_days=30)
    assert service.run(NOW) == "removed 2 callers"
    assert service.run(NOW) == ""
    with empty_source.connection() as connection:
        kept = connection.execute(
            b"SELECT call_id, caller_name, caller_phone, note FROM flux.trouble_calls ORDER BY call_id"
        ).fetchall()
    nothing, all_of_it = (None, None, None), tuple(said.values())
    assert kept == [(1, *nothing), (2, *all_of_it), (3, *all_of_it), (4, *nothing), (5, *nothing)]


def test_what_tells_of_batches_of_messages_goes_with_the_messages_and_faults_of_a_demo_with_events(
    empty_source: PostgresSource,
) -> None:
    insert_utility(empty_source)
    row = {"actor": "head-end", "detail": "{}", "outcome": "done"}
    insert(empty_source, "audit", [
        row | {"action": action, "written_at": NOW - dt.timedelta(days=days)}
        for action, days in (("take_meter_messages", 6), ("take_meter_messages", 8), ("note", 8))
    ])  # fmt: skip
    fault = {"utility_id": 1, "cause": "tree", "lon": -95.4, "lat": 29.7, "is_temporary": False,
             "is_hidden": False, "is_nothing": False}  # fmt: skip
    insert(empty_source, "sim_faults", [
        fault | {"struck_at": NOW - dt.timedelta(days=days), "cleared_at": NOW if is_over else None}
        for days, is_over in ((89, True), (91, True), (91, False))
    ])  # fmt: skip
    service = retention(empty_source)
    assert service.run(NOW) == "removed 1 faults and 1 batches"


def test_more_than_one_statement_removes_goes_all_the_same(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    old = {"actor": "someone", "action": "note", "detail": "{}", "outcome": "done"}
    insert(empty_source, "audit", [old | {"written_at": NOW - dt.timedelta(days=40)}] * (2 * MOST + 1))
    service = retention(empty_source, audit_days=30)
    assert service.run(NOW) == f"removed {2 * MOST + 1:,} audit"


def test_conversations_go_a_while_after_their_last_question_with_answers_and_ratings(
    empty_source: PostgresSource,
) -> None:
    insert_utility(empty_source)
    begun = NOW - dt.timedelta(days=400)
    for number, days in ((1, 31), (2, 29)):
        last = NOW - dt.timedelta(days=days)
        insert(empty_source, "conversations", [
            {"conversation_id": number, "utility_id": 1, "owner": "maria", "title": "load", "turns": 2,
             "created_at": begun, "updated_at": last},
        ])  # fmt: skip
        insert(empty_source, "conversation_turns", [
            {"turn_id": 10 * number + place, "conversation_id": number, "place": place, "question": "load?",
             "answer": "[]", "state": "finished", "asked_at": at, "answered_at": at}
            for place, at in enumerate((begun, last))
        ])  # fmt: skip
        insert(empty_source, "answer_ratings", [
            {"turn_id": 10 * number, "person": "maria", "is_good": True, "comment": "", "rated_at": last},
        ])  # fmt: skip
    service = retention(empty_source, conversations_days=30)
    assert service.run(NOW) == "removed 1 conversations"
    assert service.run(NOW) == ""
    with empty_source.connection() as connection:
        left = connection.execute(
            b"SELECT conversation_id, count(*), count(rating.turn_id) FROM flux.conversation_turns "
            b"LEFT JOIN flux.answer_ratings AS rating USING (turn_id) GROUP BY conversation_id"
        ).fetchall()
    assert left == [(2, 2, 1)]
