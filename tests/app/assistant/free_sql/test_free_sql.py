"""Free SQL: what models may not is stopped, and what they may runs, over a real PostgreSQL with a second utility in it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier
from sqlglot import exp

from app.assistant.events import Shown, Stated
from app.assistant.free_sql.allowed import HISTORY, LIVE
from app.assistant.free_sql.guard import guarded
from app.assistant.free_sql.tool import FreeSql
from app.assistant.models.openai_planner import OpenAIPlanner, OpenAISettings
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.assistant.wire import from_wire, to_wire
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.written import WrittenLimits
from tests.app.assistant.asking import turn
from tests.app.assistant.free_sql.attempts import ATTEMPTS, WORDS, Attempt
from tests.app.assistant.models.asked import answer
from tests.conftest import CopyOf
from tests.fakemodels import chat
from tests.fakemodels.server import Scripted, in_odd_pieces, running_models

SECRETS = ("SECRET", "Lovelace", "555-0199", "ACC-4711", "12 Analytical")
ANOTHER_UTILITY = """
    INSERT INTO flux.utilities (utility_id, utility_name, time_zone, service_area, source_note)
        VALUES (2, 'SECRET-U', 'UTC', '[]', '');
    INSERT INTO flux.substations VALUES (900001, 2, 'SECRET-S', 0, 0, 138, 50);
    INSERT INTO flux.nodes VALUES (90000001, 2, 'SECRET-N', 0, 0);
    INSERT INTO flux.feeders VALUES (900001, 2, 900001, 'SECRET-F9', 12.47, 90000001, 400, 8000, 1);
    UPDATE flux.customers SET customer_name = 'Ada Lovelace', phone = '555-0199', account_number = 'ACC-4711-' || customer_id,
        service_address = '12 Analytical Street';
    UPDATE flux.audit_secret SET secret = 'SECRET-A';
    INSERT INTO flux.audit_secret (secret) SELECT 'SECRET-A' WHERE NOT EXISTS (SELECT 1 FROM flux.audit_secret);
"""
FINGERPRINT = """
    SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::text, count(*) FROM flux.{} AS t
"""


@pytest.fixture(scope="module")
def two(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """A demo with a second utility, and customers with names."""
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            connection.execute(ANOTHER_UTILITY)
        yield source


@pytest.fixture(scope="module")
def state_before(two: PostgresSource) -> dict[str, object]:
    return state(two)


def state(source: PostgresSource) -> dict[str, object]:
    """Every table's rows in a number, and what else a statement might leave behind."""
    with source.connection() as connection:
        names = [
            row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'flux' ORDER BY 1")
        ]
        found: dict[str, object] = {
            name: connection.execute(SQL(FINGERPRINT).format(Identifier(name))).fetchone()
            for name in names  # type: ignore[arg-type]
        }
        found["schemas"] = connection.execute(
            "SELECT count(*), coalesce(sum(pg_relation_filenode(oid)::bigint)::text, '') FROM pg_class"
            " WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%')"
        ).fetchone()
        found["sequence"] = connection.execute("SELECT last_value FROM flux.events_event_id_seq").fetchone()
        found["locks"] = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone()
    return found


def run(source: PostgresSource, sql: str, **limits: float) -> ToolResult:
    free = FreeSql(source, limits=WrittenLimits(**limits)) if limits else FreeSql(source)  # type: ignore[arg-type]
    return free.tool.call(turn(source), {"sql": sql} if len(sql) <= 6000 else {"sql": sql[:6000]})


def shown(result: ToolResult) -> str:
    return json.dumps(result.table.to_pylist(), default=str)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=[one.what for one in ATTEMPTS])
def test_an_attempt_is_stopped(two: PostgresSource, state_before: dict[str, object], attempt: Attempt) -> None:
    if attempt.outcome == "shows nothing":
        result = run(two, attempt.sql)
        assert not any(secret in shown(result) for secret in SECRETS)
        assert set(result.table.column_names).isdisjoint({"account_number", "customer_name", "phone"})
    else:
        with pytest.raises(NoAnswer) as caught:
            run(two, attempt.sql)
        assert caught.value.reason in (RefusalReason.FREE_SQL, RefusalReason.NOT_UNDERSTOOD)
        assert not any(secret in str(caught.value) for secret in SECRETS)
        is_ours = str(caught.value).startswith("The statement was not run")
        assert is_ours == (attempt.outcome == "refused")


def test_nothing_was_changed(two: PostgresSource, state_before: dict[str, object]) -> None:
    for attempt in ATTEMPTS:
        try:
            run(two, attempt.sql)
        except NoAnswer:
            continue
    assert state(two) == state_before
    assert len(ATTEMPTS) + len(WORDS) >= 50


@pytest.mark.parametrize(("words", "sql"), WORDS, ids=[words for words, _ in WORDS])
def test_a_model_that_obeys_cannot_do_it(
    two: PostgresSource, state_before: dict[str, object], words: str, sql: str
) -> None:
    with running_models() as models:
        models.on(
            "/v1/chat/completions",
            Scripted(in_odd_pieces(chat.called(("run_sql", {"sql": sql})))),
            Scripted(in_odd_pieces(chat.said("I did it."))),
        )
        planner = OpenAIPlanner(Catalogue([]), OpenAISettings(f"{models.url}/v1", "m"), [FreeSql(two).tool])
        got = answer(planner, Catalogue([]), two, words)
        told = models.received[1].body["messages"][-1]["content"]
    assert not any(secret in told for secret in SECRETS)
    assert not any(secret in repr(got.of(Stated)) for secret in SECRETS)
    assert all(one.result.table.num_rows == 0 for one in got.of(Shown))
    assert state(two) == state_before


GOOD = [
    "SELECT count(*) FROM feeders",
    "SELECT f.feeder_name, s.load_kw FROM flux.feeders f JOIN feeder_status s USING (feeder_id) ORDER BY 2 DESC LIMIT 5",
    "WITH hot AS (SELECT * FROM transformer_status WHERE load_pct > 80) SELECT feeder_id, count(*) AS n FROM hot"
    " GROUP BY feeder_id HAVING count(*) > 0 ORDER BY n DESC",
    "SELECT kind, avg(rated_kva)::numeric(10, 1), percentile_cont(0.5) WITHIN GROUP (ORDER BY rated_kva) FROM transformers"
    " GROUP BY ROLLUP (kind)",
    "SELECT date_trunc('month', started_at AT TIME ZONE 'America/Chicago') AS month, count(*) FILTER (WHERE cause = 'tree')"
    " FROM outages WHERE started_at > now() - interval '400 days' GROUP BY 1 ORDER BY 1",
    "SELECT feeder_name, rank() OVER (PARTITION BY substation_id ORDER BY peak_load_kw DESC) FROM feeders",
    "SELECT feeder_name FROM feeders WHERE feeder_id IN (SELECT feeder_id FROM outages WHERE is_active) UNION"
    " SELECT feeder_name FROM feeders WHERE NOT EXISTS (SELECT 1 FROM devices d WHERE d.feeder_id = feeders.feeder_id)",
    "SELECT extract(year FROM now())::int - min(installed_year) AS oldest_years, upper(material) AS m FROM poles GROUP BY m",
    "SELECT a.name FROM (SELECT crew_name AS name, members FROM crews) AS a WHERE a.name ILIKE 'crew%' AND members BETWEEN 1 AND 9",
]  # fmt: skip


@pytest.mark.parametrize("sql", GOOD)
def test_what_is_allowed_runs(two: PostgresSource, sql: str) -> None:
    result = run(two, sql)
    assert not any(secret in shown(result) for secret in SECRETS)
    assert result.asked[0].query.statement.text.startswith("SELECT * FROM (")
    assert "model wrote" in result.note
    assert result.is_simulated


def test_a_statement_answers_what_the_database_says(two: PostgresSource) -> None:
    found = run(two, "SELECT count(*) AS n, max(load_kw) AS most_kw FROM transformer_status")
    with two.connection() as connection:
        row = connection.execute(
            "SELECT count(*), max(load_kw) FROM flux.transformer_status WHERE utility_id = 1"
        ).fetchone()
    assert row is not None
    assert found.table["n"][0].as_py() == row[0]
    assert found.table["most_kw"][0].as_py() == pytest.approx(row[1])
    assert (found.column("most_kw").unit, found.column("n").kind) == ("kW", "count")


def test_days_are_those_of_the_utility(two: PostgresSource) -> None:
    found = run(two, "SELECT date_trunc('day', started_at) AS day, count(*) AS n FROM outages GROUP BY 1 ORDER BY 1")
    with two.connection() as connection:
        rows = connection.execute(
            "SELECT (started_at AT TIME ZONE 'America/Chicago')::date, count(*) FROM flux.outages WHERE utility_id = 1"
            " GROUP BY 1 ORDER BY 1 LIMIT 20"
        ).fetchall()
    days = [value.astimezone(turn(two).zone) for value in found.table[0].to_pylist()[:20]]
    assert [(day.date(), day.hour) for day in days] == [(day, 0) for day, _ in rows]
    assert found.table["n"].to_pylist()[:20] == [count for _, count in rows]


def test_rows_and_names_are_kept_apart(two: PostgresSource) -> None:
    free = FreeSql(two, rows=3)
    result = free.tool.call(turn(two), {"sql": "SELECT feeder_id, feeder_name, feeder_name FROM feeders ORDER BY 1"})
    assert result.table.num_rows == 3
    assert result.is_cut
    assert result.table.column_names == ["feeder_id", "feeder_name", "feeder_name_2"]
    kept = from_wire(json.loads(json.dumps(to_wire(Shown(result)))))
    assert isinstance(kept, Shown)
    assert kept.result.asked[0].query.statement.text == result.asked[0].query.statement.text


def test_it_runs_as_a_role_that_may_only_read(two: PostgresSource) -> None:
    """Behind the guard stands the database: the role sees nothing but what deploy/postgres/free_sql_role.sql grants."""
    from tests.app.assistant.free_sql.role import granted

    with granted(two) as role:
        free = FreeSql(two, limits=WrittenLimits(role=role))
        found = free.tool.call(turn(two), {"sql": "SELECT count(*) AS n FROM feeders"})
        assert found.table["n"][0].as_py() > 0
        for sql in (
            "SELECT secret FROM flux.audit_secret",
            "SELECT phone FROM flux.customers",
            "DELETE FROM flux.feeders",
        ):
            with two.connection() as connection, connection.transaction(force_rollback=True):
                connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(role)))
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(sql.encode())


def test_every_listed_column_is_there(two: PostgresSource) -> None:
    for table in LIVE.values():
        run(two, f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE false")
        assert table.key in (*table.columns, "utility_id")


PARTS = st.sampled_from([
    "SELECT", "*", "feeder_id", "FROM", "feeders", "flux.feeders", "flux.audit_secret", "f", ",", "JOIN", "USING (feeder_id)",
    "WHERE", "utility_id = 2", "OR", "TRUE", "UNION ALL", "(", ")", "AS", "WITH x AS (", "x", "EXISTS (", "IN (", "count(*)",
    "ORDER BY 1", "LIMIT 5", ";", "--", "/*", "*/", "'", '"', "secret", "NATURAL", "LATERAL", "ONLY", "pg_sleep(9)", "LEFT JOIN",
    "ON", "1", "=", "CASE WHEN", "THEN", "END", "of_x", "of_feeders", "pg_user", "RECURSIVE", "TABLE",
])  # fmt: skip


@given(st.lists(PARTS, max_size=25))
@settings(max_examples=400)
def test_whatever_is_let_through_reads_one_utility_s_rows(parts: list[str]) -> None:
    try:
        text = guarded("SELECT " + " ".join(parts), 1, 10).text
    except NoAnswer:
        return
    parsed = sqlglot.parse(text, read="postgres")
    assert len(parsed) == 1
    for table in parsed[0].find_all(exp.Table):  # type: ignore[union-attr]
        if table.db:
            assert table.parent_select is not None
            assert table.parent_select.sql("postgres").endswith('WHERE "utility_id" = 1 OFFSET 0')
        else:
            assert table.name.startswith("of_")


def test_history_is_written_for_snowflake() -> None:
    sql = "SELECT Feeder_Name, SUM(energy_delivered_kwh) FROM feeder_interval_load l JOIN feeders f ON f.feeder_id = l.feeder_id GROUP BY 1"
    text = guarded(sql, 7, 100, "snowflake").text
    assert text.count('"UTILITY_ID" = 7') == 2
    assert text.endswith("LIMIT 100")
    for table in HISTORY.values():
        assert "= 7" in guarded(f"SELECT * FROM {table.name}", 7, 10, "snowflake").text


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM @stage", "LIST @~", "SELECT SYSTEM$WAIT(10)", "SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))",
        "SELECT * FROM IDENTIFIER('feeders')", "SELECT $1 FROM feeders", "CALL SYSTEM$ABORT_SESSION(1)",
        "SELECT * FROM snowflake.account_usage.users", "SELECT * FROM information_schema.tables", "PUT file:///etc/passwd @~",
        "SELECT CURRENT_USER()", "SELECT * FROM feeders AT(OFFSET => -60)", "EXECUTE IMMEDIATE 'DROP TABLE feeders'",
        "SELECT AI_COMPLETE('m', 'x')", "SELECT GET_DDL('table', 'feeders')", "SELECT * FROM customers", "DROP TABLE feeders",
        "SELECT * FROM feeders; SELECT 1", "SHOW TABLES", "SELECT * FROM other.feeders",
        "SELECT * FROM feeders SAMPLE (10)", "SELECT * FROM (VALUES (1))", "SELECT PARSE_JSON('{}'):a",
    ],
)  # fmt: skip
def test_snowflake_is_guarded_too(sql: str) -> None:
    with pytest.raises(NoAnswer) as caught:
        guarded(sql, 1, 10, "snowflake")
    assert caught.value.reason is RefusalReason.FREE_SQL


def test_without_snowflake_the_history_takes_no_statement(two: PostgresSource) -> None:
    with pytest.raises(NoAnswer) as caught:
        FreeSql(two).tool.call(turn(two), {"sql": "SELECT count(*) FROM meters", "source": "history"})
    assert caught.value.reason is RefusalReason.NO_SOURCE


@pytest.mark.parametrize(
    ("sql", "own"),
    [
        ("SELECT 4711 AS customers_out, count(*) AS n FROM feeders", (True, False)),
        ("SELECT x, feeder_name FROM (SELECT 4711 AS x, feeder_name FROM feeders) AS t", (True, False)),
        ("WITH a AS (SELECT 4711 AS x, count(*) AS n FROM feeders) SELECT * FROM a", (True, False)),
        ("SELECT max(4711) AS m, sum(1) AS n, 2026 - max(installed_year) AS age FROM poles", (True, False, False)),
        ("SELECT CASE WHEN voltage_kv > 0 THEN 4711 ELSE 5 END AS z, feeder_id FROM feeders", (True, False)),
        ("SELECT sum(CASE WHEN voltage_kv > 30 THEN 1 ELSE 0 END) AS n FROM feeders", (False,)),
        ("SELECT count(*) AS n FROM feeders UNION ALL SELECT 4711", (True,)),
        ("SELECT (SELECT 4711) AS q, (SELECT count(*) FROM poles) AS w, f.* FROM (SELECT 9 + 2 AS a, feeder_name FROM feeders) "
         "AS f(b, c)", (True, False, True, False)),
        ("SELECT f.feeder_name, (SELECT count(*) FROM meters AS m WHERE m.feeder_id = f.feeder_id) AS n, current_date AS d "
         "FROM feeders AS f", (False, False, False)),
    ],
)  # fmt: skip
def test_what_a_statement_says_itself_is_told_from_what_it_reads(sql: str, own: tuple[bool, ...]) -> None:
    assert guarded(sql, 1, 10).made_up == own


@pytest.mark.parametrize(
    "column",
    [
        "customers_out * 0 + 4711", "sum(0) + 1234", "CASE WHEN outage_id > 0 THEN 999 ELSE customers_out END",
        "sum(CASE WHEN is_active THEN 999 ELSE 0 END)", "coalesce(customers_out, 42)", "greatest(customers_out, 42)",
        "least(customers_out, 42)", "count(*) + 7", "count(*) * 37", "sum(customers_out) * 0", "sum(customers_out) / 37",
        "customers_out - customers_out + 100", "max(4711)", "'4711'::int", "outage_id + customers_out", "nullif(4711, 1)",
        "string_agg('604 customers out', ', ')", "'customers out: ' || cause", "extract(epoch FROM interval '4711 seconds')",
        "lag(customers_out, 1, 4711) OVER (ORDER BY outage_id)", "(SELECT 4711)", "round(avg(4711))", "started_at + interval '3 hours'",
        "count(DISTINCT 1)", "(SELECT x FROM (SELECT 4711 AS x) AS t)", "customers_out + 100", "100 - customers_out",
    ],
)  # fmt: skip
def test_a_number_of_the_statement_is_told_from_one_that_is_read(column: str) -> None:
    assert guarded(f"SELECT {column} AS customers_out FROM outages", 1, 10).made_up == (True,)


@pytest.mark.parametrize(
    ("sql", "true"),
    [
        ("SELECT outage_id AS customers_out FROM outages", "outage_id"),
        ("SELECT customers_interrupted AS customers_out FROM outages", "customers_interrupted"),
        ("SELECT x AS customers_out FROM (SELECT outage_id AS x FROM outages) AS t", "outage_id"),
        ("WITH a(customers_out) AS (SELECT outage_id FROM outages) SELECT * FROM a", "outage_id"),
        ("SELECT count(*) AS customers_out FROM outages WHERE is_active", "number_of_outages"),
        ("SELECT count(*) AS critical_customers FROM customers WHERE critical_kind IS NULL", "number_of_customers"),
        ("SELECT count(*) FILTER (WHERE NOT is_active) AS active_outages FROM outages", "number_of_outages"),
        ("SELECT sum(customers_interrupted) AS customers_out FROM outages", "sum_of_customers_interrupted"),
        ("SELECT load_kw AS peak_load_kw FROM feeder_status", "load_kw"),
        ("SELECT load_kw AS load_mw FROM feeder_status", "load_kw"),
        ("SELECT avg(load_kw) AS total_load_kw FROM feeder_status", "mean_of_load_kw"),
        ("SELECT load_kw * load_pct AS load_kw FROM feeder_status", "load_kw_and_load_pct_reckoned"),
        ("SELECT customers_out * 100 AS customers_out FROM outages", "customers_out_scaled"),
        ("SELECT customers_out FROM outages UNION ALL SELECT outage_id FROM outages", "customers_out_or_outage_id"),
        ("SELECT max(length(feeder_name)) AS customers_out FROM feeders", "highest_feeder_name_reckoned"),
        # What is true stays.
        ("SELECT feeder_name AS feeder FROM feeders", "feeder"),
        ("SELECT sum(customers_out) AS total_customers_out FROM outages", "total_customers_out"),
        ("SELECT count(*) AS active_outages FROM outages WHERE is_active", "active_outages"),
        ("SELECT count(*) AS residential_customers FROM customers WHERE customer_class = 'residential'", "residential_customers"),
        ("SELECT sum(CASE WHEN customer_class = 'residential' THEN 1 ELSE 0 END) AS residential FROM customers", "residential"),
        ("SELECT sum(load_kw) / 1000 AS load_mw FROM feeder_status", "load_mw"),
        ("SELECT round(100.0 * sum(load_kw) / sum(peak_load_kw), 1) AS load_pct FROM feeders JOIN feeder_status USING (feeder_id)",
         "load_pct"),
        ("SELECT max(load_kw) AS peak_kw FROM feeder_status", "peak_kw"),
        ("SELECT 2026 - max(installed_year) AS age FROM poles", "age"),
        ("SELECT coalesce(sum(customers_out), 0) AS customers_out FROM outages", "customers_out"),
        ("SELECT date_trunc('month', started_at) AS month FROM outages", "month"),
        ("SELECT count(DISTINCT feeder_id) AS feeders FROM outages", "feeders"),
    ],
)  # fmt: skip
def test_a_column_is_called_by_what_it_reads(sql: str, true: str) -> None:
    found = guarded(sql, 1, 10)
    assert (found.names, found.made_up) == ((true,), (False,))


def test_a_name_that_claims_another_quantity_is_not_told(two: PostgresSource) -> None:
    shown = run(two, "SELECT feeder_id AS customers_out, feeder_name FROM feeders")
    assert [one.key for one in shown.columns] == shown.table.column_names == ["feeder_id", "feeder_name"]
    assert "feeder_id is not customers_out" in shown.note


def test_what_a_statement_says_itself_is_not_shown(two: PostgresSource) -> None:
    shown = run(two, "SELECT 4711 AS customers_out, 'all' AS kind, count(*) AS n FROM feeders")
    assert [one.key for one in shown.columns] == shown.table.column_names == ["kind", "n"]
    assert "Left out, since the statement says it itself: customers_out." in shown.note
    with pytest.raises(NoAnswer, match="it reads nothing"):
        run(two, "SELECT 4711 AS customers_out, 'F9999' AS feeder_name")
