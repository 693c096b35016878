"""Every statement of the history answers the same rows on DuckDB and through the real connector."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_sources.query import Query
from data_sources.statements import built_in_statements, statement
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.schema import definitions
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.data_sources import history_rows

STATEMENTS = sorted(
    one.name
    for path in built_in_statements()
    if (one := statement(path.stem)).dialect == "snowflake" and one.result is not None
)

# One value a bind name, so that a new statement with known binds needs nothing here.
VALUES: dict[str, Any] = {
    "utility_id": 1, "basis": "heads", "substation_id": 1, "feeder_id": 1, "transformer_id": 2, "meter_id": 5,
    "first_meter_id": 2, "last_meter_id": 9, "end_meter_id": 10, "day": history_rows.DAYS[1],
    "first_day": history_rows.DAYS[0], "end_day": history_rows.DAYS[-1] + dt.timedelta(days=1),
    "from_at": history_rows.FROM_AT, "to_at": history_rows.TO_AT,
    "due_from": history_rows.TO_AT - dt.timedelta(hours=6), "at": dt.datetime(2026, 3, 8, 18, 15),
    "first_neighbour_id": 1, "last_neighbour_id": 12, "needle": "mtr-000", "number": 5, "scope": "transformer", "scope_id": 2,
    "by": "day", "cause": None, "limit": 1000, "offset": 0, "allowance_pct": 1.0, "service_range": "A",
    "phase_minutes": 30, "rank_by": "hot_spot", "from_day": history_rows.DAYS[0], "recent_at": dt.datetime(2025, 3, 9), "ended_after": history_rows.FROM_AT, "outage_id": 1,
    "asset_kind": "transformer", "asset_id": 1, "kind": "feeder", "sign": 1, "n": 5, "above": None, "below": None,
    "customer_class": "", "solar": "", "ev": "",
    **{f"edge_{back}": dt.datetime(2026 - back, 1, 1) for back in range(5)},
}  # fmt: skip
# A second round: the whole utility, the other range, and so on; a third one: a transformer that left the range.
OTHER_VALUES: dict[str, Any] = {
    "feeder_id": 0, "substation_id": 0, "transformer_id": 0, "meter_id": 0, "service_range": "B", "scope": "meter",
    "by": "week", "cause": "storm", "number": -1, "rank_by": "loss_of_life", "kind": "substation", "sign": -1, "above": 0.5,
    "customer_class": "residential", "solar": "lacking", "ev": "lacking",
}  # fmt: skip
CLOSE_VALUES: dict[str, Any] = {"feeder_id": 2, "transformer_id": 3, "meter_id": 0}
EMPTY: set[str] = set()  # statements that rightly find nothing in it
FLOAT32 = 2.0**-20  # a little over single precision: sums of it


@pytest.mark.parametrize("name", STATEMENTS)
def test_both_engines_answer_the_same_rows(name: str, snowflake: SnowflakeSource, embedded_history: DuckSource) -> None:
    missing = set(statement(name).binds) - set(VALUES)
    assert not missing, f"{name}.sql binds {missing}: give VALUES one value for each"
    rows = 0
    for changes in ({}, OTHER_VALUES, CLOSE_VALUES):
        query = Query.of(name, **{bind: {**VALUES, **changes}[bind] for bind in statement(name).binds})
        expected, found = embedded_history.fetch(query), snowflake.fetch(query)
        assert found.schema == expected.schema == statement(name).result
        assert_same(found, expected, is_ordered=has_order(name))
        rows += expected.num_rows
    assert rows or name in EMPTY, f"{name}.sql finds nothing in the hand-made history, so nothing was compared"


@pytest.mark.parametrize("table", [name for name, table in definitions().items() if table.rollup])
def test_rollups_are_the_same_on_both(table: str, snowflake: SnowflakeSource, embedded_history: DuckSource) -> None:
    names = definitions()[table].schema.names
    text = f"SELECT {', '.join(names)} FROM {table}"
    expected = embedded_history.run(text, {})
    found = snowflake.run(text)
    assert found.column_names == names
    assert_same(found, expected, is_ordered=False)


def has_order(name: str) -> bool:
    """Whether the outermost SELECT is ordered: an ORDER BY at the start of a line."""
    return re.search(r"^ORDER BY", statement(name).text, re.MULTILINE) is not None


def assert_same(found: pa.Table, expected: pa.Table, *, is_ordered: bool) -> None:
    assert found.num_rows == expected.num_rows
    if not is_ordered and expected.num_rows:
        found, expected = by_everything(found), by_everything(expected)
    for column in expected.column_names:
        assert_same_column(column, found[column].combine_chunks(), expected[column].combine_chunks())


def by_everything(table: pa.Table) -> pa.Table:
    """Sorted by the columns that are exact, then by the others without their last digits."""
    keys = {
        f"{number:03}": pc.round(column.cast(pa.float64()), 3) if pa.types.is_floating(column.type) else column
        for number, column in enumerate(table.columns)
    }
    leading = sorted(keys, key=lambda name: (pa.types.is_floating(keys[name].type), name))
    return table.take(pc.sort_indices(pa.table(keys), [(name, "ascending") for name in leading]))


def assert_same_column(name: str, found: pa.Array, expected: pa.Array) -> None:
    assert found.is_null().equals(expected.is_null()), f"{name}: other NULLs"
    if pa.types.is_floating(expected.type) or pa.types.is_decimal(expected.type):
        pair = [np.asarray(column.cast(pa.float64()).fill_null(0)) for column in (found, expected)]
        np.testing.assert_allclose(*pair, rtol=FLOAT32, atol=1e-6, err_msg=name)
    else:
        assert found.cast(expected.type).to_pylist() == expected.to_pylist(), name
