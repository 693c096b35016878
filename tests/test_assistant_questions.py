"""The assistant's questions are as many and as different as asked for, and every known answer can be computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema
from tests.bench.assistant.wordings import load_wordings
from tests.bench.assistant_questions.known import KnownAnswers, open_warehouse
from tests.bench.assistant_questions.load import (
    HELD_BACK,
    SEEN,
    Known,
    Question,
    Reason,
    Want,
    check,
    known_statements,
    load,
    plain,
)
from tests.bench.assistant_questions.periods import span
from tests.conftest import CopyOf

DAYS = 3  # of readings
CHICAGO = ZoneInfo("America/Chicago")
ALL = (*load(SEEN), *load(HELD_BACK))
ONE_THING = {"transformer", "feeder", "substation", "pole", "meter", "device", "crew"}
MAY_BE_EMPTY = {  # on a calm day, or at night
    "outages_active", "out_by_feeder", "open_devices", "alarms_listed", "transformers_over", "crews_near", "orders_of_crew",
    "qa_per_customer",  # of a week, where there are readings of three days
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(copy_of: CopyOf, demo_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownAnswers]:
    """The small demo, with whole days of readings up to yesterday."""
    folder = tmp_path_factory.mktemp("asked") / "warehouse"
    with copy_of(demo_template) as source:
        warehouse, now = Warehouse(folder), dt.datetime.now(dt.UTC)
        prepare_history(source, warehouse, 1)
        for back in range(1, DAYS + 1):
            make_day(source, warehouse, 1, now.astimezone(CHICAGO).date() - dt.timedelta(days=back))
        yield KnownAnswers(source, folder, now=now)


def test_there_are_enough_questions_and_some_are_held_back() -> None:
    """Of the first 513 a third was held back; each blind set that was run counts as seen, and a new one took its place."""
    seen, held = load(SEEN), load(HELD_BACK)
    assert len(ALL) >= 300
    assert 150 <= len(held) <= len(ALL) // 3 + 1
    for questions, least in ((ALL, 60), (seen, 40), (held, 20)):
        assert sum(q.want is Want.REFUSE for q in questions) >= least
    assert HELD_BACK.read_text().startswith("# HELD BACK")


def test_no_question_stands_twice() -> None:
    assert len({plain(q.ask) for q in ALL}) == len(ALL)
    assert len({q.id for q in ALL}) == len(ALL)


def test_both_parts_hold_every_kind_of_answer_and_of_refusal() -> None:
    for path in (SEEN, HELD_BACK):
        assert {q.want for q in load(path)} == set(Want)
        assert {q.reason for q in load(path) if q.reason} == set(Reason)


def test_questions_spread_over_what_operators_ask_about() -> None:
    entities = {q.about.partition("/")[0] for q in ALL}
    assert entities >= {
        "system", "substation", "feeder", "transformer", "pole", "meter", "device", "outage", "crew", "order", "alarm",
        "reliability", "vegetation", "customer", "weather",
    }  # fmt: skip
    quantities = {q.about.partition("/")[2] for q in ALL}
    assert quantities >= {
        "load", "voltage", "health", "risk", "failure probability", "hot spot", "loss of life", "saidi", "saifi",
        "caidi", "maifi", "losses", "completeness", "ETR", "age", "rating", "downstream", "near", "place",
    }  # fmt: skip
    periods = {known.binds.get("period") for q in ALL for known in q.known}
    assert periods >= {"today", "yesterday", "last_week", "last_month", "this_year", "last_year", "june", "2024"}


def test_every_statement_is_asked_for() -> None:
    assert {known.sql for q in ALL for known in q.known} == set(known_statements())


def test_a_question_without_its_binds_is_found() -> None:
    question = Question(id="s001", ask="?!", want=Want.NUMBER, about="x", known=(Known(sql="transformer", column="a"),))
    with pytest.raises(ValueError, match=r"s001: transformer needs \['name'\]"):
        check((question,))


def test_words_name_the_day() -> None:
    question = next(q for q in load(SEEN) if "days ago}" in q.ask)
    assert "Nov 2" in question.words(dt.date(2026, 11, 29)) or "Oct" in question.words(dt.date(2026, 11, 29))
    assert "{" not in question.words(dt.date(2026, 11, 29))


@pytest.mark.parametrize(
    ("period", "first", "end"),
    [
        ("today", "2026-11-29T00:00-06:00", "2026-11-29T09:00-06:00"),
        ("yesterday", "2026-11-28T00:00-06:00", "2026-11-29T00:00-06:00"),
        ("last_week", "2026-11-16T00:00-06:00", "2026-11-23T00:00-06:00"),
        ("last_month", "2026-10-01T00:00-05:00", "2026-11-01T00:00-05:00"),
        ("this_year", "2026-01-01T00:00-06:00", "2026-11-29T09:00-06:00"),
        ("december", "2025-12-01T00:00-06:00", "2026-01-01T00:00-06:00"),
        ("2024", "2024-01-01T00:00-06:00", "2025-01-01T00:00-06:00"),
        ("2_days_ago", "2026-11-27T00:00-06:00", "2026-11-28T00:00-06:00"),
        ("days_3_to_1_ago", "2026-11-26T00:00-06:00", "2026-11-29T00:00-06:00"),
        ("last_24_hours", "2026-11-28T09:00-06:00", "2026-11-29T09:00-06:00"),
    ],
)
def test_a_period_is_one_of_the_utilitys_calendar(period: str, first: str, end: str) -> None:
    now = dt.datetime(2026, 11, 29, 15, tzinfo=dt.UTC)  # a Sunday
    assert span(period, now, CHICAGO) == (dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(end))


def test_every_statement_answers_on_the_small_demo(answers: KnownAnswers) -> None:
    """With just the binds that its questions have: an unbound one, or a column that is not there, raises."""
    answered = set()
    for question in ALL:
        assert len(answers.of(question)) >= len(question.known) or question.want in (Want.ASSET, Want.PLACE)
        for known in question.known:
            rows = answers.rows(known)
            assert not (known.sql in ONE_THING and len(rows) != 1), question.ask
            if rows and any(value is not None for value in rows[0].values()):
                answered.add(known.sql)
    assert set(known_statements()) - answered <= MAY_BE_EMPTY


def test_a_breaker_feeds_all_customers_of_its_feeder(answers: KnownAnswers) -> None:
    fed = answers.answer(Known(sql="downstream", column="customers", binds={"name": "BRK-0003-001"}))
    assert fed == answers.answer(Known(sql="counts", column="customers", binds={"place": "F0003"})) > 0


def test_places_add_up(answers: KnownAnswers) -> None:
    def minutes(place: str) -> float:
        binds = {"place": place, "period": "last_year", "kinds": ["unplanned", "planned"], "with_open": False}
        return float(answers.answer(Known(sql="indices", column="customer_minutes", binds=binds)))

    assert sum(minutes(f"SUB-00{k}") for k in (1, 2, 3)) == pytest.approx(minutes("")) != 0


def test_of_readings_the_best_version_counts(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    start, late = dt.datetime(2026, 11, 28, 12), dt.datetime(2026, 11, 29)
    old = reading(1, start, 1.0, "estimated", late), reading(2, start, 5.0, "actual", start)
    new = reading(1, start, 2.0, "actual", start), reading(2, start, None, "missing", late)
    parts = [
        warehouse.write("ami_interval_readings", rows(some), role="landed", day="2026-11-28") for some in (old, new)
    ]
    copy = warehouse.write("ami_interval_readings", rows(old), role="copy", day="2026-11-28")
    warehouse.commit(lambda manifest: manifest.with_part("ami_interval_readings", *parts, copy))
    found = open_warehouse(tmp_path).sql("SELECT meter_id, energy_delivered_kwh AS kwh FROM readings ORDER BY 1")
    assert found.to_arrow_table().to_pylist() == [{"meter_id": 1, "kwh": 2.0}, {"meter_id": 2, "kwh": 5.0}]


def reading(meter_id: int, start: dt.datetime, kwh: float | None, quality: str, at: dt.datetime) -> dict[str, object]:
    return {
        "meter_id": meter_id, "interval_start_at": start, "interval_minutes": 15, "reading_day": start.date(),
        "energy_delivered_kwh": kwh, "energy_received_kwh": 0.0, "reactive_kvarh": 0.0, "voltage_v": 240.0,
        "quality": quality, "ingested_at": at,
    }  # fmt: skip


def rows(some: tuple[dict[str, object], ...]) -> pa.Table:
    return pa.Table.from_pylist(list(some), schema=arrow_schema("ami_interval_readings"))


def test_every_wording_is_of_a_quantity_that_some_tool_tells() -> None:
    """A tool or quantity that is called otherwise must not fall out of the wordings in silence."""
    tools = {tool.name: tool for tool in catalogue_of(BUILT_IN)}
    told = {(name, quantity.key) for name, tool in tools.items() for quantity in tool.quantities}
    wordings = load_wordings()
    assert {w.tool for w in wordings} | {name for w in wordings for name in w.also} <= set(tools)
    assert {(w.tool, w.quantity) for w in wordings if w.quantity} <= told
