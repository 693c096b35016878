"""What makes much of little is refused by the guard: such a statement once took a PostgreSQL server down. None runs here."""

from __future__ import annotations

from functools import reduce

import pytest
import sqlglot
from sqlglot import exp

from app.assistant.free_sql.allowed import SqlDialect
from app.assistant.free_sql.growth import LONGEST_JOINED, MOST_DEEP
from app.assistant.free_sql.guard import guarded
from app.assistant.refusals import NoAnswer, RefusalReason


def doubled(levels: int, derived: str = "x || x AS x", first: str = "'aaaaaaaa' AS x") -> str:
    return reduce(lambda inner, n: f"SELECT {derived} FROM ({inner}) AS t{n}", range(levels), f"SELECT {first}")


def chain(levels: int, body: str, first: str = "SELECT 'aaaaaaaa' AS x", how: str = "") -> str:
    ctes = [f"a{n + 1} AS {how} ({body.format(n=n)})" for n in range(levels)]
    return f"WITH a0 AS ({first}), {', '.join(ctes)} SELECT * FROM a{levels}"


GROWING: list[tuple[str, SqlDialect]] = [
    (doubled(26), "postgres"), (doubled(12), "postgres"), (doubled(10, "x || x || x || x AS x"), "postgres"),
    (doubled(12, "x + x AS x", "1 AS x"), "postgres"), (doubled(12, "*, x || x AS x"), "postgres"),
    (doubled(12, "CASE WHEN x = x THEN x ELSE x END AS x"), "postgres"),
    (doubled(12, "concat(t{n}.x, t{n}.x) AS x").replace("t{n}.", ""), "postgres"),
    (doubled(12, "x || x AS x", "feeder_name AS x FROM feeders"), "snowflake"),
    (chain(26, "SELECT x || x AS x FROM a{n}"), "postgres"),
    (chain(26, "SELECT a.y || a.y AS x FROM a{n} AS a (y)"), "postgres"),
    (chain(26, "SELECT x || x FROM a{n}").replace("AS  (", "AS (").replace("x || x", "x || x AS x"), "snowflake"),
    (chain(14, "SELECT p.x FROM a{n} p JOIN a{n} q USING (x)", how="NOT MATERIALIZED"), "postgres"),
    (chain(14, "SELECT (SELECT max(x) FROM a{n}) || (SELECT min(x) FROM a{n}) AS x"), "postgres"),
    (chain(14, "SELECT x FROM a{n} UNION ALL SELECT x || x FROM a{n}"), "postgres"),
    ("SELECT 'aaaaaaaa' AS a0, " + ", ".join(f"a{n} || a{n} AS a{n + 1}" for n in range(20)), "snowflake"),
    ("SELECT a1 || a1 AS a0, a2 || a2 AS a1, 'aaaaaaaa' AS a2", "snowflake"),
    (reduce(lambda q, n: f"SELECT t{n} AS x, t{n} AS y FROM ({q}) AS t{n}", range(12), "SELECT 1 AS x"), "postgres"),
    ("SELECT x || x || x || x AS y FROM (SELECT '" + "a" * 5000 + "' AS x) AS t ORDER BY " + "y || " * 15 + "y", "postgres"),
]  # fmt: skip
# Whole rows as values: `t` and `t.*` hold all that the columns of t stand for.
GROWING += [
    (reduce(lambda q, n: f"SELECT {row.format(n=n)} FROM ({q}) AS t{n}", range(10), "SELECT 'a' AS x"), "postgres")
    for row in (
        "coalesce(t{n}.*, t{n}.*, t{n}.*, t{n}.*) AS x", "coalesce((t{n}.*), (t{n}), t{n}.*, t{n}) AS x",
        "CASE WHEN t{n}.* = t{n}.* THEN t{n}.* END AS x", "concat(t{n}.*, t{n}.*, t{n}.*) AS x",
        "(t{n}.* IS NULL) = (t{n}.* IS NULL) AS x, t{n}.* = t{n}.* AS y", "t{n}.*, t{n}.*, t{n}.*, t{n}.*",
    )
]  # fmt: skip


@pytest.mark.parametrize(("sql", "dialect"), GROWING, ids=range(len(GROWING)))
def test_what_doubles_is_refused(sql: str, dialect: SqlDialect) -> None:
    assert len(sql) < 6000
    with pytest.raises(NoAnswer) as caught:
        guarded(sql, 1, 10, dialect)
    assert caught.value.reason is RefusalReason.FREE_SQL
    assert any(word in str(caught.value) for word in ("too large", "nest", "before it is named"))


def test_selects_within_each_other_are_counted() -> None:
    assert guarded(doubled(MOST_DEEP, "x"), 1, 10).text
    with pytest.raises(NoAnswer, match="nests more than"):
        guarded(doubled(MOST_DEEP + 1, "x"), 1, 10)


@pytest.mark.parametrize(
    "sql",
    [
        "WITH a AS (SELECT feeder_id, sum(load_kw) AS kw, count(*) AS n FROM transformer_status GROUP BY 1),"
        " b AS (SELECT feeder_id, kw / nullif(n, 0) AS mean, kw FROM a), c AS (SELECT avg(mean) AS m FROM b)"
        " SELECT f.feeder_name, b.mean, b.mean / c.m AS share, CASE WHEN b.mean > c.m THEN 'above' ELSE 'below' END AS side"
        " FROM b JOIN feeders f USING (feeder_id) CROSS JOIN c ORDER BY share DESC",
        "SELECT a.x || ' ' || a.x AS twice FROM (SELECT crew_name || ' (' || kind || ')' AS x FROM crews) AS a",
        "SELECT * FROM (SELECT * FROM (SELECT * FROM outage_facts) AS a) AS b WHERE state = 'restored' ORDER BY started_at",
    ],
)
def test_what_is_derived_in_steps_is_allowed(sql: str) -> None:
    assert guarded(sql, 1, 10).tables


def test_subqueries_by_name_are_planned_once() -> None:
    text = guarded(
        "WITH x AS NOT MATERIALIZED (SELECT feeder_id FROM feeders) SELECT * FROM x JOIN x AS y USING (feeder_id)", 1, 9
    )
    assert 'WITH "of_x" AS MATERIALIZED (' in text.text


def test_texts_put_together_are_cut() -> None:
    sql = "SELECT kind, string_agg(transformer_name, ', ' ORDER BY transformer_name) FILTER (WHERE rated_kva > 10) FROM transformers GROUP BY 1"
    joined = sqlglot.parse_one(guarded(sql, 1, 10).text, read="postgres").find(exp.Left)
    assert joined is not None
    assert joined.find(exp.GroupConcat) is not None
    assert joined.expression.name == str(LONGEST_JOINED)
    with pytest.raises(NoAnswer, match="for every row"):
        guarded("SELECT string_agg(feeder_name, ',') OVER () FROM feeders", 1, 10)
