"""What a model wrote runs at Snowflake in a session of its own: with its seconds, and as its role alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.assistant.context import Asker, ToolContext
from app.assistant.free_sql.tool import FreeSql, WrittenSql, free_sql_login
from app.assistant.refusals import NoAnswer
from app.assistant.results import ToolResult
from data_sources.commands.principal import Principal
from data_sources.errors import SourceUnavailable
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.fakesnow.running import FakeSnowflake

SQL = "SELECT meter_name FROM meters WHERE meter_id = 1"
TOO_LONG, REFUSED = "000630", "002043"
Run = Callable[[], ToolResult]


class Plain(SnowflakeSource):
    """The test server hangs on EXPLAIN: nothing is estimated, all else is the source's own."""

    def run(self, text: str, values: Any = ()) -> Any:
        return super().run("SELECT 1 AS bytesassigned" if text.startswith("EXPLAIN") else text, values)


@pytest.fixture
def free(server: FakeSnowflake) -> Iterator[Plain]:
    made = Plain(free_sql_login(replace(server.settings(), role="HISTORY_READER"), "MODEL_READER", 0.3))
    yield made
    made.close()


@pytest.fixture
def run(free: Plain, empty_source: PostgresSource) -> Run:
    context = ToolContext(
        Asker(Principal("maria", "operator"), 1, "America/Chicago"), Sources(empty_source), dt.datetime.now(dt.UTC)
    )
    return lambda: FreeSql(empty_source, free).tool.run(context, WrittenSql(sql=SQL, source="history"))


def test_it_runs_with_its_seconds_and_as_its_role_alone(server: FakeSnowflake, run: Run) -> None:
    assert run().table.to_pylist() == [{"meter_name": "MTR-0001"}]
    seen = server.seen()
    parameters = seen["login"]["SESSION_PARAMETERS"]
    assert seen["login"]["roleName"] == "MODEL_READER"
    assert parameters["STATEMENT_TIMEOUT_IN_SECONDS"] == "1"  # 0 would be a week
    assert parameters["QUERY_TAG"] == "flux-ops-center:model"
    first, _, asked = seen["texts"][-3:]
    assert first == "USE SECONDARY ROLES NONE"
    assert "LIMIT 1001" in asked


def test_one_that_takes_longer_is_cancelled_and_told(server: FakeSnowflake, run: Run) -> None:
    run()
    server.refuse(1, TOO_LONG)
    with pytest.raises(SourceUnavailable, match=r"cancelled a statement that took longer than 0.3 s"):
        run()


def test_where_other_roles_cannot_be_put_off_nothing_is_asked(server: FakeSnowflake, run: Run) -> None:
    server.refuse(1, REFUSED)
    with pytest.raises(NoAnswer, match="refused"):
        run()
    assert "meter_name" not in server.seen()["texts"][-1]


def test_without_a_role_the_history_s_own_session_settings_stand(server: FakeSnowflake) -> None:
    history = replace(server.settings(), role="HISTORY_READER")
    own = free_sql_login(history, "none", 5.0)
    assert (own.role, own.is_role_alone, own.statement_timeout_s) == ("HISTORY_READER", False, 5.0)
