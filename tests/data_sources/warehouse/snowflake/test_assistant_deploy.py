"""The agent's files of deploy/snowflake: what sqlglot cannot read is read by its parts, and every name leads somewhere."""

from __future__ import annotations

import re

import duckdb
import sqlglot
import yaml
from sqlglot import exp

from data_sources.warehouse.schema import schema_texts
from tests.data_sources.warehouse.snowflake.test_deploy import statements, without_comments

FORBIDDEN = {"customer_name", "account_number", "phone", "service_address", "caller_name"}


def only(name: str, begin: str) -> str:
    (found,) = [text for text in map(without_comments, statements(name)) if text.startswith(begin)]
    return found


def tables() -> dict[str, set[str]]:
    """Columns of every table of the history, and of every view of 070, by name."""
    found: dict[str, set[str]] = {}
    for text in [part for whole in schema_texts() for part in re.split(r";\s*\n", whole)]:
        if match := re.search(r"TABLE (?:IF NOT EXISTS )?(\w+) \((.*?)\n\)", text, re.DOTALL):
            found[match[1]] = set(re.findall(r"^\s{4}(\w+)", match[2], re.MULTILINE))
    for text in statements("060_assistant_search.sql"):
        if match := re.search(r"TABLE IF NOT EXISTS (\w+) \((.*?)\n\)", text, re.DOTALL):
            found[match[1]] = set(re.findall(r"^\s{4}(\w+)", match[2], re.MULTILINE))
    for text in statements("070_assistant_semantics.sql"):
        parsed = sqlglot.parse_one(text, read="snowflake") if "SECURE VIEW" in text else None
        if isinstance(parsed, exp.Create):
            check_columns(parsed.expression, found)
            found[parsed.this.name] = set(parsed.expression.named_selects)
    return found


def check_columns(query: exp.Expr, known: dict[str, set[str]]) -> None:
    """Every column of a query is one of its tables'."""
    aliases = {table.alias_or_name: table.name for table in query.find_all(exp.Table)}
    for column in query.find_all(exp.Column):
        of = [aliases[column.table]] if column.table else list(aliases.values())
        assert any(column.name in known[name] for name in of), column.sql()


def part(text: str, name: str) -> list[str]:
    """The entries of a part of a semantic view, without what is said about them."""
    inside = re.search(rf"\n    {name} \(\n(.*?)\n    \)", text, re.DOTALL)
    assert inside, name
    plain = re.sub(r"'(?:[^']|'')*'", "''", inside[1])
    entries = [" ".join(entry.split()) for entry in re.split(r",\n(?=        \w)", plain)]
    return [re.split(r" (?:WITH SYNONYMS|COMMENT)\b", entry)[0] for entry in entries]


def test_the_semantic_view_names_what_is_there() -> None:
    text, known = only("070_assistant_semantics.sql", "CREATE OR REPLACE SEMANTIC VIEW"), tables()
    views: dict[str, str] = {}
    for entry in part(text, "TABLES"):
        match = re.fullmatch(r"(\w+) AS (\w+)(?: PRIMARY KEY \((\w+)\))?", entry)
        assert match, entry
        views[match[1]] = match[2]
        assert not match[3] or match[3] in known[match[2]]
    for entry in part(text, "RELATIONSHIPS"):
        match = re.fullmatch(r"\w+ AS (\w+) \((\w+)\) REFERENCES (\w+)", entry)
        assert match, entry
        assert match[2] in known[views[match[1]]]
        assert match[2] in known[views[match[3]]]
    told: dict[str, set[str]] = {alias: set(known[view]) for alias, view in views.items()}
    for name in ("FACTS", "DIMENSIONS", "METRICS"):
        for entry in part(text, name):
            match = re.fullmatch(r"(\w+)\.(\w+) AS (.*)", entry)
            assert match, entry
            expression = sqlglot.parse_one(f"SELECT {match[3]}", read="snowflake")
            for column in expression.find_all(exp.Column):
                assert column.name in told[column.table], entry
            assert bool(expression.find(exp.AggFunc)) == (name == "METRICS"), entry
            told[match[1]].add(match[2])


def test_the_highest_load_of_many_feeders_is_that_at_one_time() -> None:
    with duckdb.connect() as db:
        db.execute("""
            CREATE TABLE substations AS SELECT * FROM (VALUES (1, 'SUB-001'), (2, 'SUB-002')) AS s (substation_id, substation_name);
            CREATE TABLE feeders AS SELECT * FROM (VALUES (1, 1, 1), (2, 1, 1), (3, 2, 1), (4, 2, 9))
                AS f (feeder_id, substation_id, utility_id);
            CREATE TABLE feeder_interval_load AS
            SELECT feeder_id, TIMESTAMP '2026-07-01 12:00' + n * INTERVAL 15 MINUTE AS interval_start_at, 15 AS interval_minutes,
                DATE '2026-07-01' AS reading_day, kwh AS energy_delivered_kwh, 0.0 AS energy_received_kwh
            FROM (VALUES (1, 0, 100.0), (1, 1, 60.0), (2, 0, 10.0), (2, 1, 90.0), (3, 0, 80.0), (3, 1, 5.0), (4, 0, 999.0))
                AS l (feeder_id, n, kwh)
        """)
        for name in ("substation", "utility"):
            text = only("070_assistant_semantics.sql", f"CREATE OR REPLACE SECURE VIEW assistant_{name}_load_1")
            db.execute(sqlglot.transpile(text.replace("SECURE ", ""), read="snowflake", write="duckdb")[0])
        peaks = "SELECT substation_name, max(load_kw) FROM assistant_substation_load_1 GROUP BY ALL ORDER BY ALL"
        assert db.execute(peaks).fetchall() == [("SUB-001", 600.0), ("SUB-002", 320.0)]
        assert db.execute("SELECT max(load_kw) FROM assistant_utility_load_1").fetchall() == [(760.0,)]
    metrics = dict(
        entry.split(" AS ", 1)
        for entry in part(only("070_assistant_semantics.sql", "CREATE OR REPLACE SEMANTIC VIEW"), "METRICS")
    )
    assert metrics["substation_load.substation_peak_kw"] == "MAX(substation_load.load_kw)"
    assert metrics["utility_load.utility_peak_kw"] == "MAX(utility_load.load_kw)"


def test_the_search_services_index_what_is_there_and_nobody_s_name() -> None:
    known = tables()
    services = [text for text in statements("060_assistant_search.sql") if "CREATE OR REPLACE CORTEX SEARCH" in text]
    assert len(services) == 3
    for text in services:
        query = sqlglot.parse_one(text.partition("\nAS\n")[2], read="snowflake")
        check_columns(query, known)
        assert isinstance(query, exp.Select)
        named = set(query.named_selects)
        assert not named & FORBIDDEN
        assert re.search(r"\n    ON (\w+)", text)[1] in named  # type: ignore[index]
        attributes = re.search(r"ATTRIBUTES ([\w, ]+)", text)
        assert attributes
        assert set(attributes[1].replace(" ", "").split(",")) <= named
        assert "utility_id = 1" in text


def test_the_agent_s_tools_are_what_the_other_files_make() -> None:
    text = only("080_assistant_agent.sql", "CREATE OR REPLACE AGENT")
    told = yaml.safe_load(text.split("$$")[1])
    tools = {tool["tool_spec"]["name"]: tool["tool_spec"]["type"] for tool in told["tools"]}
    assert set(told["tool_resources"]) == {name for name, kind in tools.items() if kind != "data_to_chart"}
    made = "\n".join([*statements("060_assistant_search.sql"), *statements("070_assistant_semantics.sql")])
    for name, resource in told["tool_resources"].items():
        thing = str(resource.get("semantic_view") or resource["search_service"]).rpartition(".")[2]
        assert re.search(rf"(?:SEMANTIC VIEW|SEARCH SERVICE) {thing}\n", made), name
        for column in {"id_column", "title_column"} & resource.keys():
            service = next(part for part in statements("060_assistant_search.sql") if f"SERVICE {thing}\n" in part)
            query = sqlglot.parse_one(service.partition("\nAS\n")[2], read="snowflake")
            assert isinstance(query, exp.Select)
            assert resource[column] in query.named_selects
    assert "GRANT USAGE ON AGENT flux_agent_1 TO ROLE flux_reader" in statements("080_assistant_agent.sql")
