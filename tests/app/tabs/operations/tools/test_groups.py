"""Transformers and poles by group, customers behind transformers in trouble: as independent statements say."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.asset_health.tools import ASSET_HEALTH_TOOLS
from app.tabs.operations.tools import OPERATIONS_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.conftest import CopyOf

CATALOGUE = Catalogue((*OPERATIONS_TOOLS, *ASSET_HEALTH_TOOLS))


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    return CATALOGUE.get(tool).call(turn(source), values)


def known(source: PostgresSource, statement: str) -> list[Any]:
    with source.connection() as connection:
        return list(connection.execute(statement.encode()).fetchall())


@pytest.mark.parametrize(
    ("tool", "group", "statement"),
    [
        ("transformers_by_group", "phase", "SELECT phases, count(*) FROM flux.transformers GROUP BY 1"),
        ("transformers_by_group", "rating",
         "SELECT rated_kva::numeric || ' kVA', count(*) FROM flux.transformers GROUP BY 1"),
        ("transformers_by_group", "feeder",
         "SELECT feeder_name, count(*) FROM flux.transformers JOIN flux.feeders USING (feeder_id) GROUP BY 1"),
        ("transformers_by_group", "built",
         "SELECT CASE WHEN is_underground THEN 'Pad-mounted' ELSE 'Pole-mounted' END, count(*) "
         "FROM flux.transformers GROUP BY 1"),
        ("poles_by_group", "material", "SELECT initcap(material), count(*) FROM flux.poles GROUP BY 1"),
        ("poles_by_group", "age",
         "SELECT (o || ' to ' || o + 9 || ' years'), count(*) FROM (SELECT floor((extract(year FROM now() AT TIME ZONE "
         "'America/Chicago') - installed_year) / 10)::int * 10 AS o FROM flux.poles) AS p GROUP BY 1"),
    ],
)  # fmt: skip
def test_groups_are_counted_as_the_rows_say(demo: PostgresSource, tool: str, group: str, statement: str) -> None:
    rows = ask(demo, tool, group=group).table.to_pylist()
    assert {row["name"]: row["assets"] for row in rows} == dict(known(demo, statement))
    assert sum(row["assets_pct"] for row in rows) == pytest.approx(100)


def test_a_place_counts_its_own(demo: PostgresSource) -> None:
    rows = ask(demo, "poles_by_group", group="material", place="F0002").table.to_pylist()
    own = "SELECT count(*) FROM flux.poles JOIN flux.feeders USING (feeder_id) WHERE feeder_name = 'F0002'"
    assert sum(row["assets"] for row in rows) == known(demo, own)[0][0]


def test_customers_behind_dark_and_overloaded_transformers_are_customers(copy_of: CopyOf, demo_template: str) -> None:
    with copy_of(demo_template) as source:
        some = "(SELECT min(transformer_id) + {} FROM flux.transformers)"
        with source.connection() as connection:
            for change, number in (("load_pct = 140", 0), ("load_pct = 101", 1), ("is_energized = false", 2)):
                statement = f"UPDATE flux.transformer_status SET {change} WHERE transformer_id = {some.format(number)}"
                connection.execute(statement.encode())
        (row,) = ask(source, "customers_behind").table.to_pylist()
        states = "flux.transformers JOIN flux.transformer_status USING (transformer_id, utility_id)"
        for key, where in (("customers_overloaded", "load_pct > 100"), ("customers_dark", "NOT is_energized")):
            assert row[key] == known(source, f"SELECT sum(customers_served) FROM {states} WHERE {where}")[0][0]
        assert row["overloaded"] >= 2


@pytest.mark.parametrize("kind", ["transformer", "pole"])
def test_the_mean_age_is_the_mean_of_the_ages_that_are_shown(demo: PostgresSource, kind: str) -> None:
    (row,) = ask(demo, "fleet_health", kind=kind, quantity="age_years").table.to_pylist()
    statement = (
        "SELECT avg(extract(year FROM now() AT TIME ZONE 'America/Chicago') - x.installed_year) "
        f"FROM flux.{kind}s AS x JOIN flux.asset_health AS h ON h.asset_kind = '{kind}' AND h.asset_id = x.{kind}_id"
    )
    assert row["age_years"] == pytest.approx(float(known(demo, statement)[0][0]), abs=0.001)
