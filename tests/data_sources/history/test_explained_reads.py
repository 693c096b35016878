"""Missing reads that outages explain: the statement by feeder says the same as the meters' own reads, interval by interval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.history import completeness
from data_sources.history.scope import Scope
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema
from tests.data_sources.history_rows import DAYS, FROM_AT, GAP_FROM, TO_AT, outage, transformer_of, write_warehouse

END = DAYS[-1] + dt.timedelta(days=1)
NOW = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
QUARTERS = [GAP_FROM + 30 * MINUTE, GAP_FROM + 45 * MINUTE]  # that meter 5, on transformer 2, misses


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    root = tmp_path_factory.mktemp("explained")
    write_warehouse(root).close()
    return Warehouse(root)


def explained(warehouse: Warehouse, outages: list[dict[str, Any]]) -> dict[tuple[int, dt.date], int]:
    """By feeder and day, of the statement; it agrees with the reads of every meter."""
    schema = arrow_schema("outage_events")
    full = [{**dict.fromkeys(schema.names), **row} for row in outages]
    part = warehouse.write("outage_events", pa.Table.from_pylist(full, schema), role="table")
    warehouse.commit(lambda manifest: manifest.with_table("outage_events", part))
    source = DuckSource(warehouse)
    try:
        query = completeness.explained_query(Scope(1), DAYS[0], END, (FROM_AT, TO_AT), now=NOW)
        found = {
            (row["feeder_id"], row["reading_day"]): row["intervals_explained"]
            for row in source.fetch(query).to_pylist()
        }
        assert sum(found.values()) == sum(of_transformer(source, number) for number in (1, 2, 3, 4))
        return found
    finally:
        source.close()


def of_transformer(source: DuckSource, transformer_id: int) -> int:
    scope = Scope(1, feeder_id=(transformer_id + 1) // 2, transformer_id=transformer_id)
    meters = [meter for meter in range(1, 13) if transformer_of(meter) == transformer_id]
    reads = source.fetch(completeness.reads_query(scope, meters, DAYS[0], END, now=NOW))
    outages = source.fetch(completeness.interruptions_query(scope, (FROM_AT, TO_AT), now=NOW))
    return int(np.sum(completeness.is_explained(reads, outages)))


@pytest.mark.parametrize(
    ("begins", "minutes", "count"),
    [
        (QUARTERS[0] + 3 * MINUTE, 2, 1),  # a part of the first
        (QUARTERS[0] + 10 * MINUTE, 10, 2),  # the end of one and the beginning of the other
        (QUARTERS[0] - 60 * MINUTE, 60, 0),  # over as the first begins
        (QUARTERS[0] - 60 * MINUTE, 61, 1),
        (QUARTERS[1] + 15 * MINUTE, 60, 0),  # begins as the second ends
        (QUARTERS[0] - 60 * MINUTE, None, 2),  # lasts
    ],
)
def test_an_interval_is_explained_where_an_interruption_covers_any_part_of_it(
    warehouse: Warehouse, begins: dt.datetime, minutes: int | None, count: int
) -> None:
    found = explained(warehouse, [outage(1, 1, 2, begins, minutes, "tree")])
    assert found == ({(1, DAYS[1]): count} if count else {})


def test_what_another_transformer_lost_explains_nothing(warehouse: Warehouse) -> None:
    others = [outage(1, 1, 1, GAP_FROM, 120, "tree"), outage(2, 1, None, GAP_FROM, 120, "tree")]
    assert explained(warehouse, others) == {}


def test_an_interval_that_two_interruptions_touch_counts_once(warehouse: Warehouse) -> None:
    steps = [outage(1, 1, 2, QUARTERS[0] + minute * MINUTE, 1, "tree", step=minute) for minute in (1, 5, 9)]
    assert explained(warehouse, steps) == {(1, DAYS[1]): 1}


def test_the_transformers_own_interruption_counts_not_the_outages(warehouse: Warehouse) -> None:
    late = outage(1, 1, 2, GAP_FROM - 120 * MINUTE, 200, "tree", out_at=QUARTERS[1] + MINUTE)
    assert explained(warehouse, [late]) == {(1, DAYS[1]): 1}


OUTAGES = st.lists(st.tuples(st.sampled_from([1, 2, 3, 4]), st.integers(-30, 30), st.integers(1, 400)), max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OUTAGES)
def test_by_feeder_and_by_meter_agree_whatever_was_out(warehouse: Warehouse, drawn: list[tuple[int, int, int]]) -> None:
    rows = [
        outage(number, (transformer + 1) // 2, transformer, GAP_FROM + hours * 60 * MINUTE / 10, minutes, "tree")
        for number, (transformer, hours, minutes) in enumerate(drawn, 1)
    ]
    touched = {
        at for at in QUARTERS for row in rows
        if row["transformer_id"] == 2 and row["started_at"] < at + 15 * MINUTE and row["restored_at"] > at
    }  # fmt: skip
    assert sum(explained(warehouse, rows).values()) == len(touched)


def test_more_explained_than_missing_is_never_told() -> None:
    rows = pa.table(
        {"feeder_id": [1, 1, 2], "reading_day": [DAYS[0], DAYS[1], DAYS[0]], "intervals_expected": [10, 10, None],
         "intervals_received": [7, 10, None]}
    )  # fmt: skip
    told = pa.table(
        {"feeder_id": [1, 1, 2], "reading_day": [DAYS[0], DAYS[1], DAYS[0]], "intervals_explained": [5, 1, 9]}
    )
    assert completeness.with_explained(rows, told)["intervals_explained"].to_pylist() == [3, 0, 0]
