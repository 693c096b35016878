"""Orders in an operator's words: the form that fits, with the time and the reason that were said; nothing is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from app.assistant.events import Shown
from app.assistant.refusals import NoAnswer
from app.assistant.spoken_values import moment_in, text_in
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import ZONE
from tests.app.assistant.built_in.test_planner import ask, text_of, tool_of
from tests.conftest import CopyOf

HOUSTON = ZoneInfo(ZONE)


@pytest.fixture(scope="module")
def dark(copy_of: CopyOf, demo_template: str) -> Iterator[tuple[PostgresSource, int]]:
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            ((fuse,),) = connection.execute(b"SELECT min(device_id) FROM flux.devices WHERE kind = 'fuse'").fetchall()
        report = ReportOutage(utility_id=1, device_id=fuse)
        yield source, Commands(source).run(report, by=Principal("maria", "operator")).target.id


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("push the etr of {0} to 7 pm", 19), ("set the ETR of outage {0} to 19:00", 19), ("move the ETR of {0} to 6 am", 6),
        ("set etr of {0} to 9 pm because of high winds", 21),
    ],
)  # fmt: skip
def test_an_estimate_is_read_out_of_the_words(dark: tuple[PostgresSource, int], words: str, hour: int) -> None:
    source, number = dark
    events = ask(source, words.format(number))
    assert tool_of(events) == "propose_estimate"
    (form,) = [one.result for one in events if isinstance(one, Shown)]
    assert form.proposal is not None
    values = dict(form.proposal.values)
    assert values["outage_id"] == number
    assert dt.datetime.fromisoformat(str(values["estimated_restoration_at"])).astimezone(HOUSTON).hour == hour
    assert values.get("reason", "") == ("high winds" if "because" in words else "")


@pytest.mark.parametrize("words", ["restore outage {0}", "mark outage {0} as restored"])
def test_that_an_outage_is_restored_is_a_form(dark: tuple[PostgresSource, int], words: str) -> None:
    source, number = dark
    events = ask(source, words.format(number))
    assert tool_of(events) == "propose_restore"
    assert "confirm" in text_of(events)


def test_a_place_is_not_restored_from_here(dark: tuple[PostgresSource, int]) -> None:
    assert tool_of(ask(dark[0], "restore feeder 3")) == ""


def test_what_has_happened_was_today_and_not_later_than_now() -> None:
    now = dt.datetime(2026, 11, 29, 14, 0, tzinfo=HOUSTON)
    assert moment_in("restored at 1 pm", now, HOUSTON, is_past=True) == now.replace(hour=13)
    assert moment_in("restored yesterday at 3 pm", now, HOUSTON, is_past=True) == now.replace(day=28, hour=15)
    with pytest.raises(NoAnswer, match="15:00 today is still to come"):
        moment_in("restored at 3 pm", now, HOUSTON, is_past=True)
    assert text_in("shelve it because of meter swap", "because") == "meter swap"


def test_the_lowest_voltage_is_one_of_what_has_supply(dark: tuple[PostgresSource, int]) -> None:
    events = ask(dark[0], "lowest voltage transformer right now")
    assert "left out" in text_of(events)
    with dark[0].connection() as connection:
        query = (
            b"SELECT t.transformer_name FROM flux.transformer_status AS u JOIN flux.transformers AS t USING (transformer_id)"
            b" WHERE u.is_energized ORDER BY u.voltage_v, t.transformer_name LIMIT 1"
        )
        ((name,),) = connection.execute(query).fetchall()
    assert name in text_of(events)


def test_feeders_with_low_voltage_are_feeders(dark: tuple[PostgresSource, int]) -> None:
    with dark[0].connection() as connection:
        query = (
            b"SELECT count(*) FROM flux.feeder_status AS u JOIN flux.feeders AS f USING (feeder_id)"
            b" WHERE u.voltage_kv < 0.95 * f.voltage_kv"
        )
        ((meant,),) = connection.execute(query).fetchall()
    events = ask(dark[0], "how many feeders have low voltage")
    assert tool_of(events) == "feeders_ranked"
    assert f": {meant} " in text_of(events)


def test_customers_out_of_a_substation_are_of_now_and_no_yes_or_no(dark: tuple[PostgresSource, int]) -> None:
    events = ask(dark[0], "customers out on SUB-001")
    assert not text_of(events).startswith("Yes")
    (shown,) = [one.result for one in events if isinstance(one, Shown)]
    assert shown.as_of is not None
    assert dt.datetime.now(dt.UTC) - shown.as_of < dt.timedelta(minutes=5)
