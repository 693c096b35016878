"""Who is out, who is back and what is asked of outages in order: operators' questions, answered by what is out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.context import Asker
from app.assistant.events import AskedBack, Declined, Event, Shown, Stated
from app.assistant.tools import Catalogue
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import CloseOutage, ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import ZONE
from tests.conftest import CopyOf

MARIA = Principal("maria", "operator")


@cache
def catalogue() -> Catalogue:
    return catalogue_of(BUILT_IN)


@cache
def planner() -> BuiltInPlanner:
    return BuiltInPlanner(catalogue())


def asked(source: PostgresSource, words: str) -> list[Event]:
    return list(Assistant(catalogue(), planner(), Sources(live=source)).ask(words, Asker(MARIA, 1, ZONE), ()))


def answer(source: PostgresSource, words: str) -> str:
    events = asked(source, words)
    assert not any(isinstance(event, Declined | AskedBack) for event in events), events
    return "".join(event.text for event in events if isinstance(event, Stated))


def shown(source: PostgresSource, words: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Tool, arguments and first row of the answer."""
    one = next(event for event in asked(source, words) if isinstance(event, Shown))
    return one.tool, json.loads(one.arguments), next(iter(one.result.table.to_pylist()), {})


def scalar(source: PostgresSource, statement: bytes) -> Any:
    with source.connection() as connection:
        return connection.execute(statement).fetchall()[0][0]


@pytest.fixture(scope="module")
def struck(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """The transformer of the hospital has failed two hours ago; nothing else is out."""
    with copy_of(demo_template) as source:
        query = (
            b"SELECT m.transformer_id FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id) "
            b"WHERE c.critical_kind LIKE '%hospital%'"
        )
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
        outage = ReportOutage(utility_id=1, transformer_id=scalar(source, query), started_at=begun)
        Commands(source).run(outage, by=MARIA)
        yield source


@pytest.mark.parametrize(
    "words", ["is the hospital out", "is any hospital without power", "are hospitals out of power"]
)
def test_a_hospital_that_is_out_is_out_and_one_that_is_not_is_not(
    struck: PostgresSource, demo: PostgresSource, words: str
) -> None:
    assert answer(struck, words).startswith("Yes. Hospitals out: 1")
    assert answer(demo, words).startswith("No. Hospitals out: 0")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("how many hospitals are out", "hospital_out"), ("which schools are out", "school_out"),
        ("police stations out", "police_out"), ("how many water plants are without power", "water_out"),
        ("how many residential customers are out", "residential_out"), ("how many solar meters are out", "solar_out"),
        ("how many meters are out", "meters_out"), ("life support customers out", "life_support_out"),
    ],
)  # fmt: skip
def test_kinds_that_are_out_are_those_at_dark_transformers_and_no_others(
    struck: PostgresSource, words: str, key: str
) -> None:
    conditions = {
        "hospital_out": "c.critical_kind = 'hospital'", "school_out": "c.critical_kind LIKE '%school%'",
        "police_out": "c.critical_kind = 'police'", "water_out": "c.critical_kind = 'water'",
        "residential_out": "m.customer_class = 'residential'", "solar_out": "m.has_solar", "meters_out": "true",
        "life_support_out": "c.critical_kind = 'life_support'",
    }  # fmt: skip
    statement = (
        "SELECT count(*) FROM flux.meters AS m LEFT JOIN flux.customers AS c ON c.meter_id = m.meter_id WHERE m.is_active "
        "AND m.transformer_id = (SELECT transformer_id FROM flux.outages WHERE is_active) AND (" + conditions[key] + ")"
    )
    tool, arguments, row = shown(struck, words)
    assert (tool, arguments["quantity"]) == ("out_now_by_kind", key)
    assert row[key] == scalar(struck, statement.encode())


@pytest.mark.parametrize("words", ["how many MW are out", "how much load is out", "how many megawatts are out"])
def test_load_that_is_out_is_never_the_load_that_is_served(struck: PostgresSource, words: str) -> None:
    tool, arguments, row = shown(struck, words)
    assert (tool, arguments["quantity"]) == ("out_now_by_kind", "load_out_kw")
    mean = scalar(
        struck,
        b"SELECT sum(monthly_kwh) / 730 FROM flux.meters WHERE is_active "
        b"AND transformer_id = (SELECT transformer_id FROM flux.outages WHERE is_active)",
    )
    assert row["load_out_kw"] == pytest.approx(mean, rel=1e-5)
    assert "Nobody measures what is out" in answer(struck, words)


def test_a_place_is_asked_whether_it_is_out(struck: PostgresSource) -> None:
    feeder = scalar(
        struck,
        b"SELECT f.feeder_name FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) WHERE o.is_active",
    )
    for words in ("is {} out", "who is out on {}", "{} out?", "are customers out on {}"):
        tool, arguments, _ = shown(struck, words.format(feeder))
        assert (tool, arguments["quantity"], arguments["place"]) == ("outages_now", "customers_out", feeder), words
    assert answer(struck, f"is {feeder} out").startswith(f"In part. Feeder {feeder}: customers out ")
    assert answer(struck, f"is anyone out on {feeder}").startswith("Yes. ")
    other = "F0001" if feeder != "F0001" else "F0002"
    assert answer(struck, f"is {other} out").startswith(f"No. Feeder {other}: customers out 0")
    assert shown(struck, "which feeders are out")[2]["feeder_name"] == feeder
    assert shown(struck, "who has been out the longest")[0] == "active_outages"


def test_customers_restored_are_counted_by_when_they_were(demo_source: PostgresSource) -> None:
    fuse = scalar(demo_source, b"SELECT min(device_id) FROM flux.devices WHERE kind = 'fuse'")
    commands, now = Commands(demo_source), dt.datetime.now(dt.UTC)
    asked_for = "how many customers were restored in the last 3 hours"
    before = shown(demo_source, asked_for)[2]["restored"]
    began = ReportOutage(utility_id=1, device_id=fuse, started_at=now - dt.timedelta(hours=30))
    number = commands.run(began, by=MARIA).target.id
    out = scalar(demo_source, b"SELECT customers_out FROM flux.outages WHERE is_active")
    assert shown(demo_source, "how many customers were out in the last 3 hours")[2]["out"] >= out > 0
    assert shown(demo_source, asked_for)[2]["restored"] == before
    _restored(commands, demo_source, number)
    assert shown(demo_source, asked_for)[2]["restored"] == before + out


def _restored(commands: Commands, source: PostgresSource, number: int) -> None:
    with source.connection() as connection:
        connection.execute(
            b"UPDATE flux.interruptions SET restored_at = now() - interval '10 minutes' WHERE outage_id = %s", (number,)
        )
        connection.execute(
            b"UPDATE flux.outages SET customers_out = 0, restored_at = now() - interval '10 minutes' WHERE outage_id = %s",
            (number,),
        )
    commands.run(CloseOutage(outage_id=number), by=MARIA)


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("when was the last outage on feeder 1", "started_at DESC"), ("first outage this year on feeder 1", "started_at"),
        ("shortest outage this year on feeder 1", "restored_at - started_at"),
    ],
)  # fmt: skip
def test_outages_are_told_in_their_order(demo: PostgresSource, words: str, order: str) -> None:
    statement = (
        "SELECT outage_id FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) WHERE f.feeder_name = 'F0001' "
        "AND o.restored_at IS NOT NULL AND o.state NOT IN ('cancelled', 'merged', 'predicted') "
        "AND o.started_at >= date_trunc('year', now() AT TIME ZONE 'America/Chicago') AT TIME ZONE 'America/Chicago' "
        f"ORDER BY {order} LIMIT 1"
    )
    tool, _, row = shown(demo, words)
    assert tool == "outage_in_order"
    assert row["outage_id"] == scalar(demo, statement.encode())


def test_the_share_of_a_cause_is_one_of_all_outages(demo: PostgresSource) -> None:
    (every, mine) = (
        shown(demo, words)[2]["how_many"]
        for words in ("how many outages this year", "how many outages caused by vegetation this year")
    )
    tool, _, row = shown(demo, "share of outages caused by vegetation this year")
    assert (tool, row["outages_pct"]) == ("cause_share", pytest.approx(100 * mine / every))
    assert "Outages caused by vegetation: " in answer(demo, "how many outages caused by vegetation this year")


def test_an_index_by_feeder_is_every_feeders(demo: PostgresSource) -> None:
    tool, arguments, _ = shown(demo, "saidi by feeder this year")
    assert (tool, arguments["by"]) == ("feeders_by_index", "saidi_minutes")


def test_the_substation_with_the_most_feeders_has_as_many_as_none_other(demo: PostgresSource) -> None:
    most = scalar(demo, b"SELECT max(n) FROM (SELECT count(*) AS n FROM flux.feeders GROUP BY substation_id) AS s")
    assert shown(demo, "which substation has the most feeders")[2]["feeders"] == most


def test_studies_are_reached_by_their_names(struck: PostgresSource) -> None:
    number = scalar(struck, b"SELECT outage_id FROM flux.outages WHERE is_active")
    events = asked(struck, f"isolation study of outage {number}")
    said = next((event.sentence for event in events if isinstance(event, Declined)), "")
    tool = next((event.tool for event in events if isinstance(event, Shown)), "")
    assert tool == "isolation_study" or "which line has the fault" in said
    assert shown(struck, "how does the storm stand")[0] == "storm_state"


_BEHIND_THE_FUSE = """
    SELECT count(*) FROM flux.meters AS m WHERE m.is_active AND m.transformer_id = ANY (
        SELECT unnest(i.transformer_ids) FROM flux.interruptions AS i JOIN flux.outages AS o USING (outage_id)
        WHERE o.is_active AND i.restored_at IS NULL
    )
"""


@pytest.fixture(scope="module")
def fused(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """A fuse of F0003 has blown an hour ago, half an hour later than its estimate; nothing else is out."""
    with copy_of(demo_template) as source:
        fuse = scalar(source, b"SELECT device_id FROM flux.devices WHERE device_name = 'FUS-0003-002'")
        now = dt.datetime.now(dt.UTC)
        outage = ReportOutage(utility_id=1, device_id=fuse, started_at=now - dt.timedelta(hours=1))
        Commands(source).run(outage, by=MARIA)
        with source.connection() as connection:
            connection.execute(
                b"UPDATE flux.outages SET estimated_restoration_at = now() - interval '30 minutes' WHERE is_active"
            )
        yield source


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("how many customers are out behind {}", "customers_out"), ("customers out downstream of {}", "customers_out"),
        ("is anyone without power behind {}", "customers_out"), ("customers below {} without power", "customers_out"),
        ("outages behind {}", "outages"), ("is there an outage behind {}", "outages"),
        ("which outages are downstream of {}", "outages"),
    ],
)  # fmt: skip
def test_who_is_out_behind_a_device_is_never_who_is_fed_through_it(fused: PostgresSource, words: str, key: str) -> None:
    out = scalar(fused, _BEHIND_THE_FUSE.encode())
    assert out > 0
    for name, known in (("FUS-0003-002", out), ("BRK-0003-001", out), ("BRK-0001-001", 0)):
        tool, arguments, row = shown(fused, words.format(name))
        assert (tool, arguments["quantity"]) == ("out_behind", key), words
        assert row[key] == (known if key == "customers_out" else int(bool(known)))


@pytest.mark.parametrize(
    "words",
    ["how many customers would be out if {} opens", "if {} opens how many customers are out",
     "how many customers are affected if {} locks out"],
)  # fmt: skip
def test_who_would_be_out_is_who_is_fed_through_it(demo: PostgresSource, words: str) -> None:
    tool, arguments, _ = shown(demo, words.format("REC-0003-001"))
    assert (tool, arguments["quantity"]) == ("downstream", "customers")


@pytest.mark.parametrize(
    "words",
    ["is {} fully restored", "is power back on {}", "has {} been restored", "is {} back", "is everything restored on {}"],
)  # fmt: skip
def test_what_is_out_is_not_restored_whatever_was_expected(fused: PostgresSource, words: str) -> None:
    out = scalar(fused, b"SELECT sum(customers_out) FROM flux.outages WHERE is_active")
    told = answer(fused, words.format("F0003"))
    assert told.startswith("No. Feeder F0003: all have supply"), told
    assert f"Not restored yet: {out} customers out" in told
    assert "Every estimate is over by now." in told
    assert answer(fused, words.format("F0005")).startswith("Yes. Feeder F0005: all have supply")


def test_a_last_estimate_says_that_it_is_over(fused: PostgresSource) -> None:
    for words in ("when will everybody be back", "when was F0003 restored", "ETR of F0003"):
        told = answer(fused, words)
        assert "ast expected back" in told, words
        assert "Not restored yet" in told
        assert "Every estimate is over by now." in told
    number = scalar(fused, b"SELECT outage_id FROM flux.outages WHERE is_active")
    for words, said in (("is outage {} past its ETR", "Yes. "), ("is outage {} late", "Yes. "),
                        ("is outage {} overdue", "Yes. "), ("is outage {} on time", "No. ")):  # fmt: skip
        assert answer(fused, words.format(number)).startswith(said), words


@pytest.mark.parametrize(
    "words",
    ["number of customers with supply", "how many customers have power", "how many customers are not out",
     "how many customers are still on", "how many customers are energized"],
)  # fmt: skip
def test_customers_with_supply_are_those_served_who_are_not_out(fused: PostgresSource, words: str) -> None:
    known = scalar(
        fused,
        b"SELECT (SELECT sum(customers_served) FROM flux.feeder_summary WHERE utility_id = 1) "
        b"- (SELECT sum(customers_out) FROM flux.outages WHERE is_active AND utility_id = 1)",
    )
    tool, arguments, row = shown(fused, words)
    assert (tool, arguments["quantity"]) == ("outages_now", "customers_supplied")
    assert row["customers_supplied"] == known


def test_a_place_is_out_only_in_part_where_a_part_of_it_is(fused: PostgresSource) -> None:
    for words in ("is F0003 out", "is SUB-002 out", "is the whole of F0003 out", "is F0003 without power",
                  "is substation 2 dark"):  # fmt: skip
        assert answer(fused, words).startswith("In part. "), words
    assert answer(fused, "is F0005 without power").startswith("No. ")
    (event,) = (one for one in asked(fused, "is the whole feeder out") if isinstance(one, Declined))
    assert "no feeder is selected" in event.sentence
    for words in ("is any substation out", "which substations are out"):
        tool, arguments, row = shown(fused, words)
        assert (tool, arguments["group"], row["group"]) == ("active_outages_grouped", "substation", "SUB-002")


@pytest.mark.parametrize("words", ["average restoration time", "mean time to restore", "mean time to restore power"])
def test_a_mean_restoration_is_one_of_outages_that_are_over(fused: PostgresSource, words: str) -> None:
    mean = scalar(
        fused,
        b"SELECT extract(epoch FROM avg(restored_at - started_at)) / 60 FROM flux.outages WHERE utility_id = 1 "
        b"AND restored_at IS NOT NULL AND state NOT IN ('cancelled', 'merged', 'predicted', 'planned') AND started_at >= "
        b"date_trunc('year', now() AT TIME ZONE 'America/Chicago') AT TIME ZONE 'America/Chicago'",
    )
    tool, arguments, row = shown(fused, words)
    assert (tool, arguments["period"]) == ("outage_sums", "this_year")
    assert row["mean_minutes"] == pytest.approx(float(mean), rel=1e-3)


@pytest.mark.parametrize(
    ("words", "tool"),
    [
        ("when will half be back", "storm_state"), ("when will half of the customers be back", "storm_state"),
        ("which outage should we do first", "storm_queue"), ("which outage should we fix next", "storm_queue"),
        ("which outages have no customers", "active_outages"),
    ],
)  # fmt: skip
def test_what_comes_next_is_told_by_the_queue(fused: PostgresSource, words: str, tool: str) -> None:
    assert shown(fused, words)[0] == tool
    if tool == "active_outages":
        assert "with fewer than 1 customers out: 0" in answer(fused, words)


def test_a_form_says_what_would_be_done(fused: PostgresSource) -> None:
    number = scalar(fused, b"SELECT outage_id FROM flux.outages WHERE is_active")
    told = answer(fused, f"send crew 3 to outage {number}")
    assert told.startswith(f"To be confirmed by a person: assign Crew-003 to outage {number}")


@pytest.mark.parametrize(
    "words", ["outages without calls", "how many outages have no calls", "which outages have no trouble calls"]
)
def test_outages_without_calls_are_outages_never_calls_without_one(fused: PostgresSource, words: str) -> None:
    known = scalar(
        fused,
        b"SELECT count(*) FROM flux.outages AS o WHERE o.is_active AND NOT EXISTS "
        b"(SELECT FROM flux.trouble_calls AS c WHERE c.outage_id = o.outage_id)",
    )
    tool, arguments, _ = shown(fused, words)
    assert (tool, arguments["calls"]) == ("active_outages", "none")
    assert f"Active outages, nobody called: {known}" in answer(fused, words)


def test_the_share_of_a_feeder_that_is_out_is_of_its_own_customers(fused: PostgresSource) -> None:
    out, served = (
        scalar(fused, b"SELECT sum(customers_out) FROM flux.outages WHERE is_active"),
        scalar(
            fused,
            b"SELECT customers_served FROM flux.feeder_summary JOIN flux.feeders USING (feeder_id) WHERE feeder_name = 'F0003'",
        ),
    )
    for words in ("which feeder has the highest percentage of customers out", "percentage of customers out by feeder"):
        tool, arguments, row = shown(fused, words)
        assert (tool, arguments["by"], row["feeder_name"]) == ("out_by_feeder", "out_pct", "F0003"), words
        assert row["out_pct"] == pytest.approx(100 * out / served)


def test_the_most_customers_out_say_of_which_samples_they_are(fused: PostgresSource) -> None:
    told = answer(fused, "most customers out at once in the last 24 hours")
    assert "between two of them more may have been out" in told
    assert "enters all feeders" not in told


def test_an_order_without_a_name_is_asked_for_it(fused: PostgresSource) -> None:
    (event,) = (one for one in asked(fused, "call out a crew") if isinstance(one, Declined))
    assert event.sentence.startswith("Say which crew, and to which outage: send Crew-")


def test_what_is_out_behind_a_device_is_of_the_kind_that_is_asked_for(fused: PostgresSource) -> None:
    tool, arguments, _ = shown(fused, "how many transformers are out behind BRK-0003-001")
    assert (tool, arguments["quantity"]) == ("out_behind", "transformers_out")
    for words in ("how many fuses are out behind BRK-0003-001", "customers not out behind BRK-0003-001"):
        assert any(isinstance(event, Declined | AskedBack) for event in asked(fused, words)), words


def test_a_mean_restoration_by_feeder_is_of_each_feeder(fused: PostgresSource) -> None:
    tool, arguments, _ = shown(fused, "average restoration time per feeder this year")
    assert (tool, arguments["by"], arguments["period"]) == ("outages_by_feeder", "mean_minutes", "this_year")
