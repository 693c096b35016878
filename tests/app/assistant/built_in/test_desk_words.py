"""What a desk types: shorthand, times of day, years on a plate, plain verbs; what stays unknown is named, not guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.built_in.as_typed.ordinary import ORDINARY
from app.assistant.built_in.as_typed.shorthand import written_out
from app.assistant.built_in.as_typed.spoken_clock import clock_in
from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.spoken_periods import period_in
from app.assistant.built_in.words import near_words
from app.assistant.events import Declined, Event, OfferedInstead
from app.assistant.periods import check_moment, check_period
from app.assistant.refusals import RefusalReason
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of

NOW = dt.datetime(2026, 11, 29, 14, 28, tzinfo=dt.timezone(dt.timedelta(hours=-6)))


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("sys load pls", "system load"), ("how many custs out rn", "how many customers out now"),
        ("custs w/o power atm", "customers without power now"), ("resi custs on fdr 6", "residential customers on fdr 6"),
        ("comm accts on sub 1", "commercial accounts on sub 1"), ("max demand last wk", "max demand last week"),
        ("outages last 3 mo", "outages last 3 months"), ("qty of poles", "number of poles"),
        ("load tmrw", "load tomorrow"), ("brkrs on sub 1", "breakers on sub 1"), ("saidi excl med", "saidi without med"),
        ("meters w/ solar", "meters with solar"), ("thx, etr of outage 602", "etr of outage 602"),
    ],
)  # fmt: skip
def test_shorthand_is_written_out(short: str, whole: str) -> None:
    assert " ".join(written_out(short).split()) == whole


@pytest.mark.parametrize(
    "text", ["MTR-0000012 load", "comm failures", "the sub 3 rating", "what is the load on feeder 2"]
)
def test_what_is_not_short_stays(text: str) -> None:
    assert written_out(text) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("load at 3 pm yesterday", "2026-11-28T15:00"), ("load at 15:07 yesterday", "2026-11-28T15:00"),
        ("outages this morning", "2026-11-29T00:00..2026-11-29T12:00"),
        ("outages between 6 and 9 am", "2026-11-29T06:00..2026-11-29T09:00"),
        ("peak from 5 pm to 8 pm yesterday", "2026-11-28T17:00..2026-11-28T20:00"),
        ("outages between 9 and 3 pm yesterday", "2026-11-28T09:00..2026-11-28T15:00"),
        ("outages after 3 pm yesterday", "2026-11-28T15:00..2026-11-29T00:00"),
        ("outages since noon", "2026-11-29T12:00..2026-11-29T14:28"),
        ("outages before 2 pm today", "2026-11-29T00:00..2026-11-29T14:00"),
        ("load on the 26th at 8 am", "2026-11-26T08:00"), ("calls in the last 30 min", "last_30_minutes"),
        ("calls last half hour", "last_30_minutes"), ("peak yesterday evening", "2026-11-28T18:00..2026-11-29T00:00"),
    ],
)  # fmt: skip
def test_a_time_of_day(words: str, text: str) -> None:
    found = clock_in(words, NOW)
    assert found is not None
    assert found.text == text
    check_moment(text)
    with pytest.raises(ValueError, match="by the day"):
        check_period(text)


@pytest.mark.parametrize("words", ["load at 7 pm", "load at 5 pm tomorrow", "outages this evening"])
def test_a_time_that_has_not_come(words: str) -> None:
    found = clock_in(words, NOW)
    assert found is not None
    assert found.is_future


@pytest.mark.parametrize(
    "words", ["feeders between 6 and 9", "crew 7 load", "saidi 2025", "the 25 kva ones", "am i on shift"]
)
def test_no_time_of_day(words: str) -> None:
    assert clock_in(words, NOW) is None


@given(st.text(max_size=40))
def test_any_text_gives_no_time_or_one_that_tools_take(text: str) -> None:
    found = clock_in(text.lower(), NOW)
    if found is not None and found.text:
        check_moment(found.text)


@pytest.mark.parametrize(
    ("words", "text"),
    [("kwh on the 26th", "2026-11-26"), ("kwh on the 30th", "2026-10-30"), ("outages since the 20th", "2026-11-20..2026-11-29"),
     ("the 5th of last month", "2026-10-05"), ("tuesdays peak", "2026-11-24")],
)  # fmt: skip
def test_a_day_by_its_number(words: str, text: str) -> None:
    found = period_in(words, NOW.date())
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("transformers installed before 1980", (None, 1979)), ("installed after 2015", (2016, None)),
        ("poles installed in 1995", (1995, 1995)), ("built since 2000", (2000, None)), ("put in by 1970", (None, 1970)),
        ("put in between 1970 and 1980", (1970, 1980)), ("1970s poles", (1970, 1979)), ("pre-1980 transformers", (None, 1979)),
        ("transformers from the late 80s", (1985, 1989)),
    ],
)  # fmt: skip
def test_years_of_a_plate(words: str, years: tuple[int | None, int | None]) -> None:
    found = years_in(words)
    assert found is not None
    assert (found.first, found.last) == years


@pytest.mark.parametrize("words", ["outages in 1995", "saidi 2025", "when was TX-0001-005 installed", "set the etr"])
def test_years_of_no_plate(words: str) -> None:
    assert years_in(words) is None


def test_an_english_word_is_not_bent_to_another_one() -> None:
    known = {"leading", "plant", "police", "transformer", "outage", "tripped"}
    for word in ("leaking", "planet", "polite", "outrage", "trapped"):
        assert near_words(word, known) == []
    assert near_words("trasformer", known) == ["transformer"]
    assert near_words("outgae", known) == ["outage"]
    assert near_words("trupped", known) == ["tripped"]
    assert "planet" in ORDINARY


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("transformers installed before 1980", "transformers WHERE installed_year < 1980 AND installed_year > 0"),
        ("how many transformers were put in after 2015", "transformers WHERE installed_year > 2015"),
        ("poles installed in 1995", "poles WHERE installed_year = 1995"),
        ("transformers built since 2000", "transformers WHERE installed_year >= 2000"),
        ("how many 1990s poles do we have", "poles WHERE installed_year BETWEEN 1990 AND 1999"),
        ("how many 25 kVA transformers have we got", "transformers WHERE rated_kva = 25"),
        ("50 kva pad mounted transformers", "transformers WHERE rated_kva = 50 AND is_underground"),
        ("how many transformers rated 37.5 kva", "transformers WHERE rated_kva = 37.5"),
        ("50 ft poles", "poles WHERE height_m / 0.3048 > 49.5 AND height_m / 0.3048 < 50.5"),
        ("how many 40-foot poles", "poles WHERE height_m / 0.3048 > 39.5 AND height_m / 0.3048 < 40.5"),
        ("how many meters hang off sub 2", "meters m JOIN flux.feeders f USING (feeder_id) JOIN flux.substations s USING "
         "(substation_id) WHERE substation_name = 'SUB-002'"),
    ],
)  # fmt: skip
def test_how_many_as_sql_knows(demo: PostgresSource, words: str, where: str) -> None:
    (many,) = rows(demo, f"SELECT count(*) FROM flux.{where.replace(' WHERE', ' WHERE', 1)}")[0]
    told = text_of(ask(demo, words))
    assert re.search(rf"[: ]{many:,}\b", told), told


def test_the_mean_age_of_wood_poles_is_that_of_wood_poles(demo: PostgresSource) -> None:
    statement = (
        "SELECT avg(round(age_years::float8)) FROM flux.asset_health WHERE utility_id = 1 AND asset_class = 'wood pole'"
    )
    (age,) = rows(demo, statement)[0]
    if age is None:
        pytest.skip("nothing is assessed in this demo")
    assert f"Mean age of wood poles: {age:.1f} years" in text_of(ask(demo, "avg age of wood poles"))


def rows(source: PostgresSource, statement: str) -> Sequence[tuple[Any, ...]]:
    with source.connection() as connection:
        return connection.execute(statement.encode()).fetchall()


def declined(events: Sequence[Event]) -> Declined:
    return next(event for event in events if isinstance(event, Declined))


def offered(events: list[Event]) -> tuple[str, ...]:
    return next(event.questions for event in events if isinstance(event, OfferedInstead))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("flurb of feeder 2", "“flurb” is not known here"),
        ("outages on tuesdays this year", "“on tuesdays” is not understood here"),
        ("alarms yesterday at 3 pm", "told by the day here"),
    ],
)
def test_a_refusal_names_the_word(demo: PostgresSource, words: str, sentence: str) -> None:
    told = declined(ask(demo, words)).sentence
    assert sentence in told
    assert "matter of the grid" not in told


def test_the_question_without_the_unknown_word_is_offered(demo: PostgresSource) -> None:
    events = ask(demo, "purple load of feeder 2")
    assert declined(events).reason == RefusalReason.NOT_IN_DATA
    assert offered(events)[0] == "load of feeder 2"


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("how many customers grumble", "how many customers"),
        ("is TX-0001-005 grumpy", "is TX-0001-005"),
        ("customers zorping on feeder 2", "customers on feeder 2"),
        ("load now versus yesterday same time", "load now yesterday time"),
    ],
)
def test_what_is_left_of_a_sentence_is_no_offer(demo: PostgresSource, words: str, cut: str) -> None:
    """Without the word that was not understood it asks something else."""
    back = offered(ask(demo, words))
    assert back
    assert cut not in back


def test_a_number_without_end_is_refused(demo: PostgresSource) -> None:
    assert "digits" in declined(ask(demo, f"feeders above {'9' * 400} kW")).sentence


@pytest.mark.parametrize(
    ("words", "start"), [("is tx 1-5 a 9999 kva transformer", "No."), ("customers out by feeder", "Feeders"),
                         ("customers out on sub 3", "SUB-003")]
)  # fmt: skip
def test_yes_and_no_where_it_is_asked(demo: PostgresSource, words: str, start: str) -> None:
    assert text_of(ask(demo, words)).startswith(start)


@pytest.mark.parametrize(
    "words", ["does feeder 1 have more customers than feeder 2", "does feeder 1 have fewer customers than feeder 2"]
)
def test_a_comparison_of_two_tells_the_difference(demo: PostgresSource, words: str) -> None:
    served = dict(rows(demo, "SELECT feeder_name, count(*) FROM flux.meters JOIN flux.feeders USING (feeder_id) "
                             "WHERE is_active AND feeder_name IN ('F0001', 'F0002') GROUP BY 1"))  # fmt: skip
    more = served["F0001"] - served["F0002"]
    told = text_of(ask(demo, words))
    assert told.startswith("Yes." if (more > 0) == ("more" in words) else "No.")
    assert f"the first is {abs(more):,}" in told


@pytest.mark.parametrize(("first", "second"), [("2026", "2025"), ("2025", "2026")])
def test_more_outages_than_a_year_before(demo: PostgresSource, first: str, second: str) -> None:
    many = dict(rows(demo, "SELECT extract(year FROM started_at AT TIME ZONE 'America/Chicago')::int::text, count(*) FROM flux.outages "
                           "WHERE utility_id = 1 AND state NOT IN ('predicted', 'cancelled', 'merged', 'planned') GROUP BY 1"))  # fmt: skip
    told = text_of(ask(demo, f"did we have more outages in {first} than {second}"))
    if not told:
        pytest.skip("nothing is on record of these years in this demo")
    assert told.startswith("Yes." if many.get(first, 0) > many.get(second, 0) else "No.")


def test_a_period_is_compared_with_the_present_one(demo: PostgresSource) -> None:
    events = ask(demo, "more calls than yesterday")
    assert tool_of(events) == "trouble_calls"
    assert arguments_of(events) == {"period": "today", "is_count": True}
    assert "(today" in text_of(events)
    assert "(yesterday" in text_of(events)
