from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from data_sources.errors import QueryError
from data_sources.query import Query
from data_sources.statements import parse, register_folder, statement

TEXT = """-- One row a thing.
-- result: thing_id int32,
--   happened_at timestamp
-- topics: outages, crews
-- bulk: yes
SELECT thing_id, happened_at::timestamptz FROM things -- not :this
WHERE name = 'a:b 100%' AND id = :thing_id AND x > :low AND y > :low
"""


def test_header_is_read() -> None:
    parsed = parse("things", "postgres", TEXT)
    assert parsed.result == pa.schema([("thing_id", pa.int32()), ("happened_at", pa.timestamp("us", tz="UTC"))])
    assert parsed.topics == ("outages", "crews")
    assert parsed.is_bulk


def test_binds_are_found_outside_quotes_comments_and_casts() -> None:
    parsed = parse("things", "postgres", TEXT)
    assert parsed.binds == ("thing_id", "low")
    assert "%(thing_id)s" in parsed.with_binds("pyformat")
    assert "'a:b 100%%'" in parsed.with_binds("pyformat")
    assert parsed.with_binds("qmark").count("?") == 3
    assert parsed.in_order({"low": 2, "thing_id": 1}) == [1, 2, 2]


def test_unknown_type_is_refused() -> None:
    with pytest.raises(QueryError, match=r"things.sql: 'thing_id number'"):
        parse("things", "postgres", "-- One row.\n-- result: thing_id number\nSELECT 1")


def test_query_checks_name_and_binds_at_once() -> None:
    with pytest.raises(QueryError, match="no statement named 'no_such'"):
        Query.of("no_such")
    with pytest.raises(QueryError, match=r"missing \['utility_id'\]"):
        Query.of("delete_utility")
    assert Query.of("delete_utility", utility_id=1) == Query.of("delete_utility", utility_id=1)
    assert len({Query.of("delete_utility", utility_id=1), Query.of("delete_utility", utility_id=2)}) == 2


def test_a_misspelt_topic_is_refused_with_the_topics_there_are() -> None:
    with pytest.raises(QueryError, match=r"things.sql: there is no topic 'outage'; the topics are network, .*outages"):
        parse("things", "postgres", "-- One row.\n-- topics: crews, outage\nSELECT 1")


def test_an_answer_ages_where_the_header_says_so() -> None:
    assert parse("things", "postgres", "-- One row.\n-- ages: 10\nSELECT now()").max_age_s == 10.0
    assert parse("things", "postgres", TEXT).max_age_s is None
    for text in ("soon", "0", "1.5"):
        with pytest.raises(
            QueryError, match=f"things.sql: an answer ages in a whole number of seconds, not in '{text}'"
        ):
            parse("things", "postgres", f"-- One row.\n-- ages: {text}\nSELECT now()")


def test_a_folder_may_hold_statements_to_the_history_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "folder_live.sql").write_text("-- One row.\n-- result: a int32\nSELECT 1 AS a")
    (tmp_path / "folder_past.sql").write_text("-- One row.\n-- dialect: snowflake\n-- result: a int32\nSELECT 1 AS a")
    register_folder(tmp_path)
    assert (statement("folder_live").dialect, statement("folder_past").dialect) == ("postgres", "snowflake")
    with pytest.raises(QueryError, match="there is no dialect 'snow'; a statement is for postgres or snowflake"):
        parse("things", "postgres", "-- One row.\n-- dialect: snow\nSELECT 1")
