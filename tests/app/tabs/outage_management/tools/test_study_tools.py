"""Studies that the assistant runs are those of the views, say under which conditions, and operate nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.assistant.refusals import NoAnswer
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.outage_management.tools import OUTAGE_TOOLS
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.outages.storms.switch import DeclareStorm
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.conftest import CopyOf

CATALOGUE = Catalogue(OUTAGE_TOOLS)
SUPERVISOR = Principal("olga", "supervisor")


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    found = CATALOGUE.get(tool).call(turn(source, role="viewer"), values)
    assert {column.key for column in found.columns} <= set(found.table.column_names)
    assert found.asked
    return found


def open_devices(source: PostgresSource) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        return connection.execute(b"SELECT device_id FROM flux.devices WHERE is_open ORDER BY device_id").fetchall()


@pytest.fixture(scope="module")
def stormy(copy_of: CopyOf, demo_template: str) -> Iterator[tuple[PostgresSource, int]]:
    """A demo in a storm, with the outage of a recloser."""
    with copy_of(demo_template) as source:
        commands = Commands(source)
        commands.run(DeclareStorm(utility_id=1, storm_name="Ida"), by=SUPERVISOR)
        with source.connection() as connection:
            query = b"SELECT min(device_id) FROM flux.devices WHERE kind = 'recloser'"
            ((device,),) = connection.execute(query).fetchall()
        yield source, commands.run(ReportOutage(utility_id=1, device_id=device), by=SUPERVISOR).target.id


def test_a_failure_spreads_further_the_harder_the_conditions(demo: PostgresSource) -> None:
    before = open_devices(demo)
    calm, hot = (ask(demo, "cascade_scenario", name="SUB-001", scenario=one) for one in ("normal", "summer_peak"))
    assert hot.table["customers_lost"][0].as_py() >= calm.table["customers_lost"][0].as_py()
    assert "42 °C" in hot.note
    assert "nothing is operated" in hot.note
    section = ask(demo, "cascade_scenario", name="FUS-0001-001")
    assert "the section that it lies in" in section.note
    assert open_devices(demo) == before


def test_what_spreads_nowhere_is_told_so(demo: PostgresSource) -> None:
    found = ask(demo, "cascade_scenario", name="TX-0002-010")
    assert "nothing spreads" in found.note
    assert found.table["waves"][0].as_py() == 0


def test_failures_are_ranked_and_the_risk_told(demo: PostgresSource) -> None:
    ranked = ask(demo, "worst_failures", n=3).table
    assert ranked["rank"].to_pylist() == [1, 2, 3]
    parts = ask(demo, "cascade_risk").table.to_pylist()[0]
    assert parts["points"] == pytest.approx(sum(parts[one] for one in ("load", "peak_hour", "equipment", "network")))


def test_an_outage_is_isolated_on_paper(stormy: tuple[PostgresSource, int]) -> None:
    source, number = stormy
    before = open_devices(source)
    found = ask(source, "isolation_study", name=f"outage {number}")
    assert found.table["number"].to_pylist() == list(range(1, len(found.table) + 1))
    assert "nothing is operated" in found.note
    assert ask(source, "isolation_study", name="F0001").table == found.table  # the one outage there
    with pytest.raises(NoAnswer, match="has no outage now"):
        ask(source, "isolation_study", name="F0004")
    assert open_devices(source) == before


def test_a_storm_is_told_as_it_stands(stormy: tuple[PostgresSource, int], demo: PostgresSource) -> None:
    source, number = stormy
    row = ask(source, "storm_state").table.to_pylist()[0]
    assert (row["storm_name"], row["waiting"]) == ("Ida", 1)
    assert row["out_now"] > 0
    queue = ask(source, "storm_queue").table.to_pylist()
    assert [one["outage_id"] for one in queue] == [number]
    assert "No storm is declared" in ask(demo, "storm_state").note


def test_who_is_behind_an_open_fuse_is_behind_what_fails_too(copy_of: CopyOf, demo_template: str) -> None:
    with copy_of(demo_template) as source:
        (before,) = ask(source, "cascade_scenario", name="F0002").table.to_pylist()
        with source.connection() as connection:
            connection.execute(
                "UPDATE flux.devices SET is_open = true WHERE device_id = (SELECT min(d.device_id) FROM flux.devices AS d"
                " JOIN flux.feeders AS f USING (feeder_id) WHERE d.kind = 'fuse' AND f.feeder_name = 'F0002')"
            )
        found = ask(source, "cascade_scenario", name="F0002")
        (row,) = found.table.to_pylist()
    assert row["customers_behind"] == before["customers_behind"]
    assert row["customers_first"] < before["customers_first"]
    assert f"{row['customers_behind'] - row['customers_first']:,} of them out already" in found.note
