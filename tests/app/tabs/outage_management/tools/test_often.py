"""How often and how long customers were interrupted, and when outages begin: as independent statements say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.refusals import NoAnswer
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from app.tabs.outage_management.tools import OUTAGE_TOOLS
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import AssignCrew, ReportOutage
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import ZONE, turn
from tests.conftest import CopyOf

CATALOGUE = Catalogue(OUTAGE_TOOLS)
MARIA = Principal("maria", "operator")
OWN = (
    "WITH own AS (SELECT t, count(*) AS n, max(extract(epoch FROM coalesce(i.restored_at, now()) - i.out_at) / 3600) AS longest, "
    "sum(extract(epoch FROM coalesce(i.restored_at, now()) - i.out_at) / 3600) AS total FROM flux.interruptions AS i "
    "JOIN flux.outages AS o USING (outage_id) CROSS JOIN unnest(i.transformer_ids) AS t WHERE o.utility_id = 1 "
    "AND o.state NOT IN ('predicted', 'planned', 'cancelled', 'merged') AND i.out_at >= %s "
    "AND coalesce(i.restored_at, now()) - i.out_at > interval '5 minutes' GROUP BY t) "
    "SELECT coalesce(sum(x.customers_served), 0) FROM own JOIN flux.transformers AS x ON x.transformer_id = t WHERE "
)


@cache
def planner() -> BuiltInPlanner:
    return BuiltInPlanner(catalogue_of(BUILT_IN))


@pytest.fixture(scope="module")
def struck(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """Two transformers have failed, one nine hours ago, the other one, with a crew, an hour ago."""
    with copy_of(demo_template) as source:
        commands, now = Commands(source), dt.datetime.now(dt.UTC)
        with source.connection() as connection:
            pair = connection.execute(
                b"SELECT transformer_id FROM flux.transformers ORDER BY customers_served DESC, transformer_id LIMIT 2"
            ).fetchall()
            (crew,) = connection.execute(b"SELECT min(crew_id) FROM flux.crews WHERE status = 'available'").fetchone()
        big, small = (number for (number,) in pair)
        commands.run(ReportOutage(utility_id=1, transformer_id=small, started_at=now - dt.timedelta(hours=9)), by=MARIA)
        ours = ReportOutage(utility_id=1, transformer_id=big, started_at=now - dt.timedelta(hours=1))
        made = commands.run(ours, by=MARIA)
        commands.run(AssignCrew(outage_id=made.target.id, crew_id=crew), by=MARIA)
        yield source


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    return CATALOGUE.get(tool).call(turn(source), values)


def scalar(source: PostgresSource, where: str) -> int:
    context = turn(source)
    begin = context.span("last_30_days").from_at.replace(hour=0, minute=0, second=0, microsecond=0)
    with source.connection() as connection:
        return int(connection.execute((OWN + where).encode(), (begin,)).fetchone()[0])


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"above": 0}, "n > 0"), ({"above": 1}, "n > 1"), ({"by": "longest_hours", "above": 8}, "longest > 8"),
        ({"by": "longest_hours", "above": 20}, "longest > 20"), ({"by": "total_hours", "above": 5}, "total > 5"),
    ],
)  # fmt: skip
def test_customers_beyond_a_limit_are_those_of_their_transformers(
    struck: PostgresSource, values: dict[str, Any], where: str
) -> None:
    asked = {"period": "last_30_days", **values}
    counted = ask(struck, "customers_by_interruptions", is_count=True, **asked)
    assert counted.table["how_many"].to_pylist() == [scalar(struck, where)]
    by_feeder = ask(struck, "customers_by_interruptions", **asked)
    assert sum(by_feeder.table["customers"].to_pylist()) == scalar(struck, where)


def test_cemi_and_celid_are_shares_of_all_who_are_served(struck: PostgresSource) -> None:
    (row,) = ask(struck, "customer_shares", period="last_30_days", times=1, hours=8).table.to_pylist()
    assert row["customers_cemi"] == scalar(struck, "n >= 1")
    assert row["cemi_pct"] == pytest.approx(100 * row["customers_cemi"] / row["customers_served"])
    assert row["celid_s_pct"] == pytest.approx(100 * scalar(struck, "longest >= 8") / row["customers_served"])
    columns = {one.key: one.title for one in ask(struck, "customer_shares", times=2, hours=4).columns}
    assert (columns["cemi_pct"], columns["celid_s_pct"]) == ("CEMI-2", "CELID-4")
    worst = ask(struck, "feeders_by_customer_shares", period="last_30_days", times=1, n=1).table.to_pylist()[0]
    everywhere = ask(struck, "feeders_by_customer_shares", period="last_30_days", times=1).table["cemi_pct"].to_pylist()
    assert worst["cemi_pct"] == max(everywhere)


@pytest.mark.parametrize(("clock", "part"), [("hour", "hour"), ("weekday", "isodow")])
def test_outages_stand_at_the_hour_and_weekday_of_the_utilitys_clock(
    struck: PostgresSource, clock: str, part: str
) -> None:
    rows = ask(struck, "outages_grouped", period="last_30_days", group=clock).table.to_pylist()
    statement = (
        f"SELECT extract({part} FROM started_at AT TIME ZONE '{ZONE}')::int, count(*) FROM flux.outages "
        "WHERE utility_id = 1 AND state NOT IN ('predicted', 'planned', 'cancelled', 'merged') "
        f"AND started_at >= (now() AT TIME ZONE '{ZONE}' - interval '30 days') AT TIME ZONE '{ZONE}' GROUP BY 1"
    )
    with struck.connection() as connection:
        known = dict(connection.execute(statement.encode()).fetchall())
    told = {place + (clock == "weekday"): row["outages"] for place, row in enumerate(rows) if row["outages"]}
    assert told == known
    assert len(rows) == (24 if clock == "hour" else 7)


def test_the_biggest_outage_is_told_with_its_own_crew_and_the_longest_with_none(
    struck: PostgresSource, demo: PostgresSource
) -> None:
    (biggest,) = ask(struck, "foremost_outage", which="biggest").table.to_pylist()
    (longest,) = ask(struck, "foremost_outage", which="longest").table.to_pylist()
    assert biggest["crew_name"].startswith("Crew-")
    assert (longest["crew_name"], longest["hazards"]) == ("none", "none")
    assert longest["minutes"] == pytest.approx(540, abs=5)
    assert biggest["customers_out"] > longest["customers_out"]
    with pytest.raises(NoAnswer, match="No outage lasts now"):
        ask(demo, "foremost_outage", which="biggest")


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how many customers were interrupted more than 3 times this year", "customers_by_interruptions",
         {"by": "times", "above": 3.0}),
        ("how many customers had 5 or more interruptions last year", "customers_by_interruptions", {"by": "times"}),
        ("how many customers were out longer than 8 hours this year", "customers_by_interruptions",
         {"by": "longest_hours", "above": 8.0}),
        ("customers without power more than 10 hours in total this year", "customers_by_interruptions",
         {"by": "total_hours", "above": 10.0}),
        ("CEMI-4 this year", "customer_shares", {"times": 4, "quantity": "cemi_pct"}),
        ("CELID-6 of F0002 this year", "customer_shares", {"hours": 6, "quantity": "celid_s_pct", "place": "F0002"}),
        ("list feeders by CEMI-5", "feeders_by_customer_shares", {"times": 5}),
        ("outages by weekday this year", "outages_grouped", {"group": "weekday"}),
        ("which hour of the day has the most outages this year", "outages_grouped", {"group": "hour"}),
        ("ETR of the biggest outage", "foremost_outage", {"quantity": "estimated_restoration_at"}),
        ("which crew is on the biggest outage", "foremost_outage", {"quantity": "crew_name"}),
        ("what is the cause of the longest outage", "foremost_outage", {"quantity": "cause", "which": "longest"}),
        ("outages, biggest first", "active_outages", {"by": "customers_out"}),
        ("any outages on F0002", "active_outages", {"place": "F0002"}),
        ("biggest outage last year", "past_outages", {"by": "customers"}),
    ],
)  # fmt: skip
def test_questions_find_their_tool(demo: PostgresSource, words: str, tool: str, arguments: dict[str, Any]) -> None:
    reading = planner().read(words, turn(demo))
    assert reading is not None
    assert reading.worded.tool.name == tool
    assert arguments.items() <= reading.arguments.items()
