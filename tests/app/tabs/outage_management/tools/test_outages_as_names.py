"""Outages as names, when supply is or was back, what fails and who picks it up: as independent statements say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage, SetEstimate
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of
from tests.conftest import CopyOf

CATALOGUE = catalogue_of(BUILT_IN)
MARIA = Principal("maria", "operator")


def run(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    return CATALOGUE.get(tool).call(turn(source), values)


def known(source: PostgresSource, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        return connection.execute(statement.encode(), values).fetchall()


@pytest.fixture(scope="module")
def dark(copy_of: CopyOf, demo_template: str) -> Iterator[tuple[PostgresSource, int, dt.datetime]]:
    """One outage of a fuse with an estimate; the source, its number, its estimate."""
    with copy_of(demo_template) as source:
        commands, now = Commands(source), dt.datetime.now(dt.UTC).replace(microsecond=0)
        ((fuse,),) = known(source, "SELECT min(device_id) FROM flux.devices WHERE kind = 'fuse'")
        begun = now - dt.timedelta(hours=3)
        number = commands.run(ReportOutage(utility_id=1, device_id=fuse, started_at=begun), by=MARIA).target.id
        back = now + dt.timedelta(hours=2)
        commands.run(SetEstimate(outage_id=number, estimated_restoration_at=back, reason="said so"), by=MARIA)
        yield source, number, back


def without_supply(source: PostgresSource, number: int) -> str:
    rows = known(
        source, "SELECT t.transformer_name FROM flux.interruptions AS i CROSS JOIN LATERAL unnest(i.transformer_ids) AS d (id)"
        " JOIN flux.transformers AS t ON t.transformer_id = d.id WHERE i.outage_id = %s AND i.restored_at IS NULL ORDER BY 1",
        number,
    )  # fmt: skip
    return str(rows[0][0])


def test_a_thing_without_supply_is_back_when_its_outage_is(dark: tuple[PostgresSource, int, dt.datetime]) -> None:
    source, number, back = dark
    name = without_supply(source, number)
    meter = known(
        source, "SELECT meter_name FROM flux.meters JOIN flux.transformers USING (transformer_id) WHERE transformer_name = %s",
        name,
    )[0][0]  # fmt: skip
    for thing in (name, meter):
        (row,) = run(source, "outage_of", name=thing).table.to_pylist()
        assert (row["outage_id"], row["estimated_restoration_at"].replace(tzinfo=dt.UTC)) == (number, back)
        assert row["minutes"] == pytest.approx(180, abs=3)
    events = ask(source, f"when will {name} be back on")
    assert tool_of(events) == "outage_of"
    with pytest.raises(NoAnswer, match="No outage that lasts"):
        run(source, "outage_of", name="TX-0008-010")


def test_an_outage_is_a_name_by_its_number_alone(dark: tuple[PostgresSource, int, dt.datetime]) -> None:
    source, number, _ = dark
    for words in (f"how long has {number} been out", f"how long has outage {number} been out"):
        events = ask(source, words)
        assert (tool_of(events), arguments_of(events)["quantity"]) == ("outage_facts", "minutes")
    assert arguments_of(ask(source, f"which device tripped for outage {number}"))["quantity"] == "thing"
    (device,) = known(
        source, "SELECT device_name FROM flux.outages JOIN flux.devices USING (device_id) WHERE outage_id = %s", number
    )
    for words in (f"zoom to outage {number}", "take me to the biggest outage", f"where is outage {number}"):
        events = ask(source, words)
        assert tool_of(events) == "go_to"
        assert device[0] in text_of(events)
    assert tool_of(ask(source, f"which crew is closest to outage {number}")) == "crews_near"
    assert tool_of(ask(source, f"isolate {number}")) == "isolation_study"


def test_a_number_that_counts_something_is_no_outage(dark: tuple[PostgresSource, int, dt.datetime]) -> None:
    source, number, _ = dark
    for words in (
        f"more than {number} customers out",
        f"order {number} crew",
        f"customers within {number} m of SUB-001",
    ):
        assert tool_of(ask(source, words)) != "outage_facts"


def test_restored_of_what_is_over_is_when_it_was(demo: PostgresSource) -> None:
    rows = known(
        demo,
        "SELECT outage_id, restored_at FROM flux.outages WHERE restored_at IS NOT NULL AND state = 'closed' LIMIT 1",
    )
    for number, restored_at in rows:
        found = run(demo, "outage_facts", name=str(number), quantity="back_at")
        assert found.column("back_at").title == "Restored"
        assert found.table["back_at"][0].as_py().replace(tzinfo=dt.UTC) == restored_at
        assert arguments_of(ask(demo, f"when was outage {number} restored"))["quantity"] == "back_at"


def test_hours_out_are_those_of_outages_and_never_labour(demo: PostgresSource) -> None:
    for words, quantity in (
        ("how many hours was feeder 3 out this year", "outage_hours"),
        ("how many minutes were customers on feeder 2 without power this year", "customer_minutes"),
        ("how many hours were customers on feeder 3 out this year", "customer_hours"),
    ):
        events = ask(demo, words)
        assert (tool_of(events), arguments_of(events)["quantity"]) == ("time_out", quantity)
    assert tool_of(ask(demo, "labour hours booked last year")) == "completed_sums"


def test_the_time_out_is_the_known_one(demo: PostgresSource) -> None:
    found = run(demo, "time_out", place="F0003", period="this_year").table.to_pylist()[0]
    listed = run(demo, "past_outages", place="F0003", period="this_year").table
    assert found["outages"] == len(listed)
    assert found["customer_minutes"] == pytest.approx(sum(listed["customer_minutes"].to_pylist()))
    assert found["outage_hours"] == pytest.approx(sum(listed["minutes"].to_pylist()) / 60, rel=1e-3)


def test_a_transformer_that_fails_tells_its_customers(demo: PostgresSource) -> None:
    statement = (
        "SELECT count(*) FROM flux.meters JOIN flux.transformers USING (transformer_id)"
        " WHERE transformer_name = %s AND is_active"
    )
    ((meant,),) = known(demo, statement, "TX-0001-005")
    (row,) = run(demo, "cascade_scenario", name="TX-0001-005").table.to_pylist()
    assert (row["customers_lost"], row["customers_first"], row["waves"]) == (meant, meant, 0)


def test_a_substation_that_is_lost_tells_who_is_behind_it_picked_up_and_left(demo: PostgresSource) -> None:
    statement = (
        "SELECT count(*) FROM flux.meters AS m JOIN flux.transformers AS t USING (transformer_id) JOIN flux.feeders AS f"
        " ON f.feeder_id = t.feeder_id JOIN flux.substations AS s USING (substation_id)"
        " WHERE s.substation_name = %s AND m.is_active"
    )
    ((meant,),) = known(demo, statement, "SUB-002")
    found = run(demo, "cascade_scenario", name="SUB-002")
    (row,) = found.table.to_pylist()
    assert row["customers_behind"] == meant
    assert row["customers_first"] == row["customers_picked_up"] + row["customers_lost"]
    assert f"{row['customers_first']:,} lose supply at first" in found.note
    for words in ("what if we lose SUB-002", "cascade scenario SUB-002 trips", "what happens if TX-0001-005 fails"):
        assert tool_of(ask(demo, words)) == "cascade_scenario"


@pytest.mark.parametrize("name", ["TX-0003-045", "P-000300", "SEG-0003-0007", "BRK-0003-001"])
def test_a_fault_is_isolated_at_any_thing(demo: PostgresSource, name: str) -> None:
    found = run(demo, "isolation_study", name=name)
    assert found.place == "Feeder F0003"
    assert name in found.note
    assert "nothing is operated" in found.note


def test_ties_of_a_feeder_are_the_known_ones(demo: PostgresSource) -> None:
    statement = (
        "SELECT d.device_name FROM flux.devices AS d JOIN flux.feeders AS f ON f.feeder_id IN (d.feeder_id, d.other_feeder_id)"
        " WHERE d.kind = 'tie' AND f.feeder_name = 'F0006' ORDER BY 1"
    )
    table = run(demo, "ties_of", name="F0006").table
    assert sorted(table["name"].to_pylist()) == [name for (name,) in known(demo, statement)]
    assert "F0006" not in table["other_feeder_name"].to_pylist()
    for words in ("which feeders can F0006 be tied to", "can F0006 be picked up from another feeder"):
        assert tool_of(ask(demo, words)) == "ties_of"
    with pytest.raises(NoAnswer) as caught:
        run(demo, "ties_of", name="BRK-0001-001")
    assert caught.value.reason is RefusalReason.NOT_IN_DATA


def test_the_normal_state_of_a_tie_is_open_and_in_it_is_another_question(demo: PostgresSource) -> None:
    assert arguments_of(ask(demo, "normal state of TIE-0003-001"))["quantity"] == "is_normally_open"
    assert arguments_of(ask(demo, "is TIE-0003-001 in its normal position"))["quantity"] == "is_abnormal"


def test_feeders_with_critical_customers_out_are_those_of_their_outages(
    dark: tuple[PostgresSource, int, dt.datetime],
) -> None:
    source, number, _ = dark
    statement = (
        "SELECT count(DISTINCT c.customer_id) FROM flux.interruptions AS i CROSS JOIN LATERAL unnest(i.transformer_ids) AS d (id)"
        " JOIN flux.meters AS m ON m.transformer_id = d.id JOIN flux.customers AS c USING (meter_id)"
        " WHERE i.outage_id = %s AND i.restored_at IS NULL AND c.is_active AND c.critical_kind IS NOT NULL"
    )
    ((meant,),) = known(source, statement, number)
    found = run(source, "out_by_feeder", by="critical_out").table
    assert sum(found["critical_out"].to_pylist()) == meant
    assert arguments_of(ask(source, "which feeder has critical customers out"))["by"] == "critical_out"
