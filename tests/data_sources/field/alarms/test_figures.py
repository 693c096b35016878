"""Figures of the alarm system: those of the list, counted by hand."""

from __future__ import annotations

import datetime as dt

from data_sources.field.alarms.changes import AcknowledgeAlarm, ShelveAlarm
from data_sources.field.alarms.figures import alarm_figures
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.field.alarms.alarming import LOAD, MARIA, Desk


def test_figures_are_those_of_the_list(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    desk.rule(**{**LOAD, "quantity": "feeder_load_pct", "threshold": 30, "priority": "high"})
    desk.now = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    desk.do(f"UPDATE flux.feeder_status SET updated_at = '{desk.now}'")
    start = desk.now - dt.timedelta(hours=1)
    for load_pct in (160, 10, 160, 10, 160):
        desk.measure(1, load_pct=load_pct)
        desk.later(10)
    desk.commands.run(AcknowledgeAlarm(alarm_id=1), by=MARIA)
    until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    desk.commands.run(ShelveAlarm(alarm_id=2, until=until, reason="known"), by=MARIA)
    end = desk.now + dt.timedelta(minutes=58)
    found = alarm_figures(empty_source, 1, start, end)
    assert found.annunciated == {"critical": 0, "high": 2, "medium": 3, "low": 0}
    assert found.share_pct["medium"] == 60
    assert round(found.per_hour, 6) == round(5 / ((end - start).total_seconds() / 3600), 6)
    assert (found.most_in_ten_minutes, found.floods, found.operators) == (5, [], 1)
    listed = empty_source.fetch(Query.of("alarm_list", utility_id=1)).to_pylist()
    assert sum(found.open_alarms.values()) == len(listed) == 3
    assert sum(found.unseen.values()) == sum(one["is_unseen"] for one in listed) == 1
    assert (found.standing, found.held, found.stale) == (2, 1, 0)
    assert found.chattering == 1
    first = found.top[0]
    assert (first.asset_name, first.quantity, first.times, first.share_pct, first.is_chattering) == (
        "TX-1", "Transformer load", 3, 60.0, True,
    )  # fmt: skip
    assert found.top_share_pct == 100


def test_nothing_raised_is_no_share(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    found = alarm_figures(empty_source, 1, desk.now, desk.now + dt.timedelta(hours=2))
    assert (found.per_hour, found.share_pct, found.top, found.most_in_ten_minutes) == (0, {}, [], 0)


def test_what_stands_longer_than_a_day_is_stale(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    desk.measure(1, load_pct=160)
    desk.later(0)  # in July of the handmade utility, long ago
    now = dt.datetime.now(dt.UTC)
    assert alarm_figures(empty_source, 1, now - dt.timedelta(hours=1), now).stale == int(
        now - desk.now > dt.timedelta(days=1)
    )
