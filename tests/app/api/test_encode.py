from __future__ import annotations

import datetime as dt
import json
import math

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api import encode

ROW = st.fixed_dictionaries(
    {
        "name": st.none() | st.text(),
        "number": st.none() | st.integers(-(2**31), 2**31 - 1),
        "load": st.none() | st.floats(),
        "is_open": st.none() | st.booleans(),
    }
)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first text draws its tables
SCHEMA = pa.schema([("name", pa.string()), ("number", pa.int32()), ("load", pa.float64()), ("is_open", pa.bool_())])


def _expected(row: dict[str, object]) -> dict[str, object]:
    load = row["load"]
    return {**row, "load": load if isinstance(load, float) and math.isfinite(load) else None}


@PATIENT
@given(st.lists(ROW, max_size=20))
def test_rows_come_back_as_they_were(rows: list[dict[str, object]]) -> None:
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    document = json.loads(encode.rows_document(table, {"utility_id": 1}))
    assert document == {"utility_id": 1, "count": len(rows), "rows": [_expected(row) for row in rows]}


@PATIENT
@given(st.lists(ROW, max_size=20))
def test_columns_hold_what_rows_hold(rows: list[dict[str, object]]) -> None:
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    document = json.loads(encode.columns_object(table))
    assert document.pop("count") == len(rows)
    assert document == {name: [_expected(row)[name] for row in rows] for name in SCHEMA.names}


def test_times_are_utc_and_strict() -> None:
    at = dt.datetime(2026, 7, 1, 12, 30, tzinfo=dt.UTC)
    table = pa.table({"updated_at": pa.array([at, None], pa.timestamp("us", tz="UTC"))})
    rows = json.loads(encode.rows_document(table, {}))["rows"]
    assert dt.datetime.fromisoformat(rows[0]["updated_at"]) == at
    assert rows[1]["updated_at"] is None


def test_a_chunked_table_is_one_list() -> None:
    part = pa.table({"name": ["a", 'b"']})
    document = json.loads(encode.rows_document(pa.concat_tables([part, part]), {}))
    assert [row["name"] for row in document["rows"]] == ["a", 'b"', "a", 'b"']


def test_points_become_features_without_their_columns() -> None:
    table = pa.table({"lon": [-95.5], "lat": [29.5], "name": ["a"]})
    collection = json.loads(
        encode.feature_collection(table, encode.point_geometries(table), {"next_cursor": None}, ("lon", "lat"))
    )
    assert collection["type"] == "FeatureCollection"
    assert collection["next_cursor"] is None
    assert collection["features"] == [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-95.5, 29.5]}, "properties": {"name": "a"}}
    ]


def test_an_arrow_stream_carries_its_members() -> None:
    table = pa.table({"a": [1, 2]})
    read = pa.ipc.open_stream(encode.arrow_stream(table, {"next_cursor": "pole.1"})).read_all()
    assert read["a"].to_pylist() == [1, 2]
    assert json.loads(read.schema.metadata[b"next_cursor"]) == "pole.1"
