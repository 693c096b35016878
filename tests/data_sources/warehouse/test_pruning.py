"""Files that a statement cannot need are left out, and never one that it needs."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.errors import QueryError
from data_sources.pipeline.rollups.ranges import RANGE_METERS, write_by_range
from data_sources.query import Query
from data_sources.warehouse.bounds import tables_of
from data_sources.warehouse.copies import files_of
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.meter_ranges import range_of
from data_sources.warehouse.pruning import Span, span_of
from data_sources.warehouse.schema import READINGS, arrow_schema, definitions
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading

FROM = dt.datetime(2026, 7, 8, 5)
FAR = RANGE_METERS + 7  # a meter of the second range of files


def span(text: str, table_name: str = READINGS, **values: object) -> Span:
    return span_of(tables_of(text)[table_name], values)


def test_one_meter_and_a_period() -> None:
    """The local day of an instant may be the day before or after its UTC day."""
    query = Query.of("ami_load_of_meter", meter_id=5, from_at=FROM, to_at=FROM + dt.timedelta(days=2))
    found = span(query.statement.text, **query.values)
    assert found == Span("2026-07-07", "2026-07-11", 5, 5)


def test_an_aware_instant_counts_in_utc() -> None:
    at = dt.datetime(2026, 7, 8, 20, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    text = f"SELECT 1 AS a FROM {READINGS} WHERE interval_start_at = :at::timestamp_ntz"
    assert span(text, at=at) == Span("2026-07-08", "2026-07-10")


def test_days_end_before_the_end() -> None:
    text = "SELECT 1 AS a FROM meter_day AS d WHERE :first::date <= d.reading_day AND d.reading_day < :end::date"
    days = {"first": dt.date(2026, 7, 1), "end": dt.date(2026, 7, 3)}
    assert span(text, "meter_day", **days) == Span("2026-07-01", "2026-07-02")


@pytest.mark.parametrize(
    "at",
    [
        dt.datetime.min, dt.datetime.max, dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=9))),
        dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-5))),
    ],
)  # fmt: skip
def test_the_ends_of_the_calendar_bound_nothing(at: dt.datetime) -> None:
    text = f"SELECT 1 AS a FROM {READINGS} WHERE interval_start_at = :at::timestamp_ntz"
    assert span(text, at=at) == Span()


def test_the_on_of_a_left_join_bounds_the_right_side_only() -> None:
    text = """SELECT 1 AS a FROM meter_day AS d LEFT JOIN transformer_day AS t
              ON t.reading_day = :day::date AND d.reading_day = :day::date"""
    assert span(text, "transformer_day", day=dt.date(2026, 7, 1)) == Span("2026-07-01", "2026-07-01")
    assert span(text, "meter_day", day=dt.date(2026, 7, 1)) == Span()


@pytest.mark.parametrize(
    "condition",
    [
        "meter_id = :a OR meter_id = 9", "NOT meter_id = :a", "meter_id + 1 = :a", "meter_id <> :a",
        "ABS(meter_id) = :a", "meter_id IN (SELECT meter_id FROM meters WHERE meter_id = :a)", "meter_id = :a + 1",
    ],
)  # fmt: skip
def test_what_is_no_plain_comparison_bounds_nothing(condition: str) -> None:
    assert span(f"SELECT 1 AS a FROM {READINGS} WHERE {condition}", a=5) == Span()


def test_a_table_named_twice_is_bounded_by_the_wider() -> None:
    text = f"""SELECT meter_id FROM {READINGS} WHERE meter_id >= :a
               UNION ALL SELECT r.meter_id FROM {READINGS} AS r WHERE r.meter_id BETWEEN 2 AND 4"""
    assert span(text, a=9) == Span(first_id=2)


def test_another_tables_column_bounds_nothing() -> None:
    text = f"SELECT 1 AS a FROM {READINGS} AS r JOIN meters AS m ON m.meter_id = r.meter_id WHERE m.meter_id = :a"
    assert span(text, a=5) == Span()


def test_readings_are_bounded_by_the_transformer_their_meters_must_have(tmp_path: Path) -> None:
    """Meters 5 to 8 are on transformer 2; the statement names no meter."""
    warehouse = make_warehouse(tmp_path)
    query = Query.of("ami_load_of_transformer", transformer_id=2, from_at=FROM, to_at=FROM + dt.timedelta(days=1))
    ids_of = partial(range_of, warehouse, warehouse.manifest())
    found = span_of(tables_of(query.statement.text)[READINGS], query.values, ids_of)
    assert (found.first_id, found.last_id) == (5, 8)
    assert span(query.statement.text, **query.values).first_id is None
    nobody = span_of(tables_of(query.statement.text)[READINGS], {**query.values, "transformer_id": 99}, ids_of)
    assert nobody.first_id is None  # not known: every file is looked at


@pytest.mark.parametrize(
    "joined",
    [
        "LEFT JOIN meters AS m ON m.meter_id = r.meter_id WHERE m.transformer_id = :a OR m.transformer_id IS NULL",
        "LEFT JOIN meters AS m ON m.meter_id = r.meter_id AND m.transformer_id = :a",
        "JOIN meters AS m ON m.meter_id <> r.meter_id WHERE m.transformer_id = :a",
        "JOIN meters AS m ON m.meter_id = r.meter_id + 1 WHERE m.transformer_id = :a",
        "JOIN meters AS m ON m.meter_id = r.meter_id WHERE m.transformer_id >= :a",
        "CROSS JOIN meters AS m WHERE m.transformer_id = :a",
    ],
)
def test_no_other_join_bounds_the_readings(joined: str) -> None:
    text = f"SELECT 1 AS a FROM {READINGS} AS r {joined}"
    found = span_of(tables_of(text)[READINGS], {"a": 2}, lambda _column, _value: (5, 8))
    assert found == Span()


def test_a_range_of_meters_is_a_file_of_its_own(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    parts = _settle(warehouse, [1, 5, RANGE_METERS - 1, RANGE_METERS, FAR])
    assert [(part.rows, part.ids) for part in parts] == [
        (12, (0, RANGE_METERS - 1)), (8, (RANGE_METERS, 2 * RANGE_METERS - 1))
    ]  # fmt: skip
    query = Query.of("ami_load_of_meter", meter_id=FAR, from_at=NOON, to_at=NOON + dt.timedelta(hours=1))
    needed = files_of(warehouse.manifest(), READINGS, span(query.statement.text, **query.values))
    assert [part.path for part in needed] == [parts[1].path]
    shutil.move(tmp_path / parts[0].path, tmp_path / "away")  # not opened, so not missed
    assert DuckSource(warehouse).fetch(query).num_rows == 4


def test_the_information_schema_is_about_every_table() -> None:
    assert set(tables_of(Query.of("warehouse_columns").statement.text)) == set(definitions())


def test_what_is_no_sql_is_said_so() -> None:
    with pytest.raises(QueryError, match="cannot run this Snowflake SQL"):
        tables_of("SELECT FROM WHERE (")


NUMBERS = st.integers(0, 40)
SIGNS = st.sampled_from(["=", "<", "<=", ">", ">="])
COMPARISONS = st.tuples(
    st.sampled_from(["meter_id", "interval_start_at", "reading_day"]), SIGNS, NUMBERS, st.booleans()
)


@given(st.lists(COMPARISONS, max_size=4), st.integers(1, 60), st.integers(-14, 14), st.integers(0, 95))
@settings(max_examples=300, deadline=None)
def test_no_file_is_left_out_that_holds_a_row_of_the_answer(
    comparisons: list[tuple[str, str, int, bool]], meter_id: int, offset_hours: int, quarter: int
) -> None:
    """A row that fulfils every comparison stands in a file that is opened, whatever the utility's zone."""
    day0, values, texts = dt.datetime(2026, 7, 1), dict[str, object](), ["1 = 1"]
    at = day0 + dt.timedelta(days=20, minutes=15 * quarter)
    row = {"meter_id": meter_id, "interval_start_at": at, "reading_day": (at + dt.timedelta(hours=offset_hours)).date()}
    fulfilled = True
    for number, (column, sign, value, is_turned) in enumerate(comparisons):
        moment = day0 + dt.timedelta(days=value)
        bound = {"meter_id": value, "interval_start_at": moment, "reading_day": moment.date()}[column]
        values[f"b{number}"] = bound
        mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}[sign]
        texts.append(f":b{number} {mirrored} {column}" if is_turned else f"{column} {sign} :b{number}")
        fulfilled = fulfilled and _holds(row[column], sign, bound)
    found = span(f"SELECT 1 AS a FROM {READINGS} WHERE {' AND '.join(texts)}", **values)
    part = Part("x", 1, "settled", str(row["reading_day"]), ids=(meter_id, meter_id))
    kept = files_of(Manifest(parts={READINGS: (part,)}), READINGS, found)
    assert kept or not fulfilled


def _holds(value: object, sign: str, bound: object) -> bool:
    order = (value > bound) - (value < bound)  # type: ignore[operator]
    return {"=": order == 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def _settle(warehouse: Warehouse, meters: list[int]) -> list[Part]:
    rows = [reading(meter, NOON + dt.timedelta(minutes=15 * k)) for meter in meters for k in range(4)]
    stamped = [{**row, "reading_day": NOON.date(), "ingested_at": NOON + dt.timedelta(hours=2)} for row in rows]
    batches = pa.Table.from_pylist(stamped, schema=arrow_schema(READINGS)).to_batches(max_chunksize=3)
    parts = write_by_range(warehouse, batches, role="settled", day=NOON.date().isoformat(), scope="u1")
    warehouse.commit(lambda manifest: manifest.with_part(READINGS, *parts))
    return parts
