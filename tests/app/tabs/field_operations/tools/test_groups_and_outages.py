"""Open orders by group, crews by their work, crews near an outage: as independent statements say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from app.assistant.refusals import NoAnswer
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.field_operations.tools import FIELD_TOOLS
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.conftest import CopyOf

CATALOGUE = Catalogue(FIELD_TOOLS)
OPEN = "status NOT IN ('completed', 'cancelled') AND w.utility_id = 1"


@pytest.fixture(scope="module")
def struck(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """A transformer has failed."""
    with copy_of(demo_template) as source:
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=20)
        outage = ReportOutage(utility_id=1, transformer_id=5, started_at=begun)
        Commands(source).run(outage, by=Principal("maria", "operator"))
        yield source


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    return CATALOGUE.get(tool).call(turn(source), values)


def known(source: PostgresSource, statement: str) -> list[Any]:
    with source.connection() as connection:
        return list(connection.execute(statement.encode()).fetchall())


@pytest.mark.parametrize(
    ("group", "column"), [("kind", "work_type"), ("state", "status")]
)  # fmt: skip
def test_open_orders_are_counted_by_group(demo: PostgresSource, group: str, column: str) -> None:
    rows = ask(demo, "open_orders_grouped", group=group).table.to_pylist()
    counted = known(demo, f"SELECT {column}, count(*) FROM flux.work_orders AS w WHERE {OPEN} GROUP BY 1")
    assert {row["group"]: row["orders"] for row in rows} == dict(counted)


def test_orders_that_no_crew_has_are_a_group_of_their_own(demo: PostgresSource) -> None:
    rows = ask(demo, "open_orders_grouped", group="crew").table.to_pylist()
    (none,) = known(demo, f"SELECT count(*) FROM flux.work_orders AS w WHERE {OPEN} AND crew_id IS NULL")[0]
    assert {row["group"]: row["orders"] for row in rows}["no crew"] == none


def test_the_nearest_crew_to_an_outage_is_nearest_to_where_it_is(struck: PostgresSource) -> None:
    ((number, lon, lat),) = known(
        struck,
        "SELECT outage_id, t.lon, t.lat FROM flux.outages JOIN flux.transformers AS t USING (transformer_id) "
        "WHERE is_active",
    )
    nearest = known(
        struck, "SELECT crew_name FROM flux.crews WHERE utility_id = 1 AND status <> 'off_shift' ORDER BY "
        f"power((lon - {lon}) * cos(radians({lat})), 2) + power(lat - {lat}, 2) LIMIT 1"
    )  # fmt: skip
    for asked in ({"name": str(number)}, {"name": f"outage {number}"}, {"outage": "biggest"}):
        found = ask(struck, "crews_near", **asked)
        assert found.table["crew_name"][0].as_py() == nearest[0][0]
        assert found.title.startswith(f"Crews by distance from outage {number}")
    with pytest.raises(NoAnswer, match="Outage 99999 is not in this utility"):
        ask(struck, "crews_near", name="99999")
    with pytest.raises(NoAnswer, match="Say nearest to what"):
        ask(struck, "crews_near")
