"""Paged statements: sorted, filtered and paged by PostgreSQL itself, with every value bound."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from data_sources.errors import QueryError
from data_sources.paging import MAX_PAGE_ROWS, PagedQuery
from data_sources.postgres.source import PostgresSource
from data_sources.statements import built_in_statements, statement
from tests.conftest import CopyOf

PAGED = sorted(path.stem for path in built_in_statements() if statement(path.stem).sorts)
ROWS = 250_000
AT = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
MANY = """
INSERT INTO flux.outages (
    utility_id, feeder_id, started_at, restored_at, stepped_at, cause, customers_interrupted, customers_out,
    customer_minutes, lon, lat
)
SELECT
    f.utility_id, f.ids[1 + mod(i, cardinality(f.ids))], now() - i * interval '37 seconds', now(), now(),
    (ARRAY['lightning', 'vegetation', 'equipment_failure', 'animal'])[1 + mod(i, 4)], mod(i, 3000), 0, mod(i::bigint * 7919, 100000), 0, 0
FROM generate_series(1, %(rows)s) AS i
CROSS JOIN (SELECT array_agg(feeder_id ORDER BY feeder_id) AS ids, min(utility_id) AS utility_id FROM flux.feeders) AS f
"""
UNDER_WAY = """
INSERT INTO flux.outages (
    utility_id, feeder_id, started_at, stepped_at, cause, customers_interrupted, customers_out, customer_minutes, lon, lat
)
SELECT
    min(utility_id), min(feeder_id), %(at)s::timestamptz - interval '30 minutes',
    %(at)s::timestamptz - interval '10 minutes', 'animal', 12, 5, 2e9, 0, 0
FROM flux.feeders
"""


@pytest.mark.parametrize("name", PAGED)
def test_a_paged_statement_sorts_by_each_column_it_names(name: str) -> None:
    found, count = statement(name), statement(f"{name}_count")
    assert found.result is not None
    assert {"sort_by", "is_descending", "filter_text", "page_offset", "page_limit"} <= set(found.binds)
    assert set(found.sorts) <= set(found.result.names)
    for column in found.sorts:
        assert len(re.findall(rf":sort_by = '{column}'", found.text)) == 2, "one branch up, one down"
    assert count.result is not None
    assert count.result.names == ["row_count", "total_count"]
    assert set(count.topics) <= set(found.topics), "names of crews and feeders change rows, not how many there are"
    assert set(count.binds) == set(found.binds) - {"sort_by", "is_descending", "page_offset", "page_limit", "as_of"}


def test_what_is_not_in_the_closed_list_is_refused() -> None:
    paged = PagedQuery.of("outages_page", utility_id=1, as_of=AT)
    with pytest.raises(QueryError, match="sorts by started_at"):
        paged.page("outage_id; DROP TABLE flux.outages", is_descending=True, filter_text="", offset=0, limit=50)
    for offset, limit in ((-1, 50), (0, 0), (0, MAX_PAGE_ROWS + 1)):
        with pytest.raises(QueryError, match="A page begins"):
            paged.page("started_at", is_descending=True, filter_text="", offset=offset, limit=limit)
    with pytest.raises(QueryError, match="no `sorts` list"):
        PagedQuery.of("active_outages", utility_id=1)


@pytest.fixture(scope="module")
def many(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """The demo with a quarter of a million outages more."""
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            connection.execute("SET LOCAL statement_timeout = 0")
            connection.execute(MANY, {"rows": ROWS})
            connection.execute("CREATE INDEX ON flux.outages (utility_id, customer_minutes)")
            connection.execute("ANALYZE flux.outages")
            connection.commit()
        yield source


def test_pages_of_a_quarter_of_a_million_rows_follow_each_other(many: PostgresSource) -> None:
    paged = paged_outages(many)
    (counted,) = many.fetch(paged.count("")).to_pylist()
    assert counted["row_count"] == counted["total_count"] >= ROWS
    for column in paged.sorts:
        for is_descending in (False, True):
            pages = [
                many.fetch(paged.page(column, is_descending=is_descending, filter_text="", offset=at, limit=50))
                for at in (0, 50, counted["row_count"] - 10)
            ]
            values = [value for page in pages for value in page[column].to_pylist()]
            known = [value for value in values if value is not None]
            assert known == sorted(known, reverse=is_descending), column
            assert values[: len(known)] == known, "what is not known comes last"
            ids = [value for page in pages for value in page["outage_id"].to_pylist()]
            assert len(set(ids)) == len(ids) == 110


def test_the_filter_counts_and_pages_the_same_rows_and_takes_any_text(many: PostgresSource) -> None:
    paged = paged_outages(many)
    for text in ("equipment fail", "F0001", "100%' OR 1=1 --", "_"):
        (counted,) = many.fetch(paged.count(text)).to_pylist()
        page = many.fetch(
            paged.page("customer_minutes", is_descending=True, filter_text=text, offset=0, limit=MAX_PAGE_ROWS)
        )
        assert page.num_rows == counted["row_count"]
        assert counted["row_count"] < counted["total_count"]


def test_words_of_a_filter_may_stand_in_different_columns(many: PostgresSource) -> None:
    paged = paged_outages(many)
    with many.connection() as connection:
        found = connection.execute(
            "SELECT f.feeder_name, count(*) FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id)"
            " WHERE o.cause = 'equipment_failure' GROUP BY 1 ORDER BY 1 LIMIT 1"
        ).fetchone()
    assert found is not None
    name, count = found
    for text in (f"{name} equipment_failure", f"failure  EQUIPMENT {name.lower()}", f"equipment fail {name}"):
        assert many.fetch(paged.count(text))["row_count"].to_pylist() == [count], text
    assert many.fetch(paged.count("F0001 F0002"))["row_count"].to_pylist() == [0]


def test_the_latest_restored_come_first_and_what_is_under_way_last(many: PostgresSource) -> None:
    query = paged_outages(many).page(
        "restored_at", is_descending=True, filter_text="", offset=0, limit=MAX_PAGE_ROWS
    )  # fmt: skip
    restored = many.fetch(query)["restored_at"].to_pylist()
    known = [at for at in restored if at is not None]
    assert len(set(known)) > 1
    assert restored == sorted(known, reverse=True) + [None] * (len(restored) - len(known))


def test_a_page_by_an_indexed_column_reads_the_index_and_sorts_nothing(many: PostgresSource) -> None:
    """The CASE branches are folded when the values are known, so that the plan is that of a plain ORDER BY."""
    for column, is_descending in (("started_at", True), ("customer_minutes", False)):
        query = paged_outages(many).page(column, is_descending=is_descending, filter_text="", offset=0, limit=50)
        with many.connection() as connection:
            text = f"EXPLAIN (FORMAT TEXT) {query.statement.with_binds('pyformat')}"
            plan = "\n".join(row[0] for row in connection.execute(text, query.values).fetchall())
        assert "Index Scan" in plan
        assert "Seq Scan on outages" not in plan
        assert "Merge Append" in plan
        assert "outages_active" in plan, "what is under way is found without reading what is over"


def test_what_is_under_way_counts_with_what_it_accrued_so_far(many: PostgresSource) -> None:
    """Two billion customer minutes up to the last step, then 5 customers for 10 minutes more; started half an hour ago."""
    with many.connection() as connection:
        connection.execute(UNDER_WAY, {"at": AT})
        connection.commit()
    page = paged_outages(many).page("customer_minutes", is_descending=True, filter_text="", offset=0, limit=2)
    first, second = many.fetch(page).to_pylist()
    assert (first["restored_at"], first["customer_minutes"], first["duration_minutes"]) == (None, 2e9 + 50, 30.0)
    assert second["customer_minutes"] < 2e9, "sorted by what it has now"


def paged_outages(source: PostgresSource) -> PagedQuery:
    with source.connection() as connection:
        found = connection.execute("SELECT min(utility_id) FROM flux.utilities").fetchone()
    assert found is not None
    return PagedQuery.of("outages_page", utility_id=found[0], as_of=AT)
