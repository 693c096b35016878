"""Times, lengths of time and texts in an operator's words."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.assistant.refusals import NoAnswer
from app.assistant.spoken_days import day_in
from app.assistant.spoken_values import day_told, hours_in, moment_in, text_in

CHICAGO = ZoneInfo("America/Chicago")
NOW = dt.datetime(2026, 11, 29, 22, 30, tzinfo=dt.UTC)  # 16:30 in Chicago


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("set the ETR of feeder 3 to 6 pm", "2026-11-29T18:00:00-06:00"),
        ("move the etr to 6:30 p.m.", "2026-11-29T18:30:00-06:00"),
        ("etr 18:05", "2026-11-29T18:05:00-06:00"),
        ("back at 3 am", "2026-11-30T03:00:00-06:00"),
        ("back by tomorrow 5 pm", "2026-11-30T17:00:00-06:00"),
        ("etr in 2 hours", "2026-11-29T18:30:00-06:00"),
        ("etr in half an hour", "2026-11-29T17:00:00-06:00"),
        ("etr in 90 min", "2026-11-29T18:00:00-06:00"),
        ("until midnight", "2026-11-30T00:00:00-06:00"),
        ("etr 2026-12-01 06:00", "2026-12-01T06:00:00-06:00"),
        ("begin it friday 8 am", "2026-12-04T08:00:00-06:00"),
        ("begin it on 12/04 at 8 am", "2026-12-04T08:00:00-06:00"),
        ("set the ETR of feeder 3", None),
        ("the ETR is 13 pm", None),
        ("at 25:00", None),
        ("etr 2026-13-45 25:99", None),
        ("etr 2026-02-30 06:00", None),
    ],
)
def test_a_moment_is_the_next_one_of_its_kind(words: str, meant: str | None) -> None:
    found = moment_in(words, NOW, CHICAGO)
    assert (found.isoformat() if found else None) == meant


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("to 3 pm", " (tomorrow, as 15:00 today is past)"), ("to tomorrow 3 pm", ""), ("to 6 pm", ""),
        ("in 12 hours", ""), ("friday 3 pm", ""), ("2026-12-01 15:00", ""),
    ],
)  # fmt: skip
def test_another_day_than_today_is_told_where_it_was_not_said(words: str, told: str) -> None:
    at = moment_in(words, NOW, CHICAGO)
    assert at is not None
    assert day_told(words, at, NOW, CHICAGO) == told


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("friday", "2026-12-04"), ("12/04", "2026-12-04"), ("Dec 4th", "2026-12-04"), ("4 January", "2027-01-04"),
        ("next tuesday", "2026-12-01"), ("tomorrow", "2026-11-30"), ("in 2 weeks", "2026-12-13"),
        ("2027-02-03", "2027-02-03"), ("soon", None), ("sunday", "could be"), ("11/20", "is past"),
        ("2/30", "no day"),
    ],
)  # fmt: skip
def test_a_day_is_the_coming_one_of_its_kind(words: str, day: str | None) -> None:
    today = NOW.astimezone(CHICAGO).date()
    if day is None or day[0] == "2":
        found = day_in(words, today)
        assert (found.isoformat() if found else None) == day
    else:
        with pytest.raises(NoAnswer, match=day):
            day_in(words, today)


@pytest.mark.parametrize(("words", "said"), [("to 5:20", "say 17:20"), ("today at 3 pm", "15:00 today is past")])
def test_a_time_that_is_past_or_of_either_half_of_the_day_is_refused(words: str, said: str) -> None:
    with pytest.raises(NoAnswer, match=said):
        moment_in(words, NOW, CHICAGO)


def test_next_is_refused_where_it_could_be_of_this_week() -> None:
    with pytest.raises(NoAnswer, match="could be 01 Dec 2026 or 08 Dec 2026"):
        day_in("next tuesday", dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("for an hour", 1.0),
        ("for 90 minutes", 1.5),
        ("for half an hour", 0.5),
        ("for 2 days", 48.0),
        ("2 hours", 2.0),
        ("because it ran 2 hours", None),
        ("in an hour", None),
    ],
)
def test_a_length_of_time(words: str, hours: float | None) -> None:
    assert hours_in(f"shelve alarm 3 {words}") == hours


def test_what_is_to_be_written_is_kept_as_it_was_typed() -> None:
    assert text_in('add a note to outage 3: "Gate Locked"') == "Gate Locked"
    assert text_in("cancel order 3 because It was Done.", "because") == "It was Done"
    assert text_in("log that TX 3 hums", "log") == "TX 3 hums"
    assert text_in("cancel order 3", "because") == ""


def test_a_length_from_now_is_a_moment() -> None:
    now = dt.datetime(2026, 11, 29, 20, 0, tzinfo=dt.UTC)
    at = moment_in("set ETR of outage 602 to 2 hours from now", now, ZoneInfo("America/Chicago"))
    assert at == now + dt.timedelta(hours=2)
