"""Every format in, the same readings out; one bad row does not spoil the others."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.errors import ImportRefused
from data_sources.pipeline.streams.messages import decode_messages, read_file
from data_sources.warehouse.schema import reading_schema
from tests.data_sources.pipeline.small import NOON, missing, reading, table

ROWS = table(reading(1, NOON, 1.25), missing(2, NOON), reading(3, NOON, 0.0, quality="edited"))
JSON = [row | {"interval_start_at": f"{NOON.isoformat()}Z"} for row in ROWS.to_pylist()]


def arrow_bytes(make: object) -> bytes:
    sink = io.BytesIO()
    with make(sink, ROWS.schema) as writer:
        writer.write_table(ROWS)
    return sink.getvalue()


@pytest.mark.parametrize(
    "value",
    [
        json.dumps(JSON).encode(), json.dumps({"readings": JSON, "sent_by": "head-end"}).encode(),
        arrow_bytes(pa.ipc.new_stream), arrow_bytes(pa.ipc.new_file),
    ],
)  # fmt: skip
def test_messages(value: bytes) -> None:
    batch = decode_messages([("m0", value)])
    assert (batch.readings.equals(ROWS), batch.refused, batch.lines.tolist()) == (True, [], [1, 2, 3])


def test_one_reading_with_an_offset_and_without_quality() -> None:
    """Noon in Chicago in summer is 17:00 UTC."""
    one = {key: value for key, value in JSON[0].items() if key != "quality"} | {
        "interval_start_at": "2026-07-08T12:00:00-05:00"
    }
    assert decode_messages([("m", json.dumps(one).encode())]).readings.equals(ROWS.slice(0, 1))


def test_bad_messages_and_rows_are_told_by_their_place() -> None:
    rows = [*JSON, JSON[0] | {"meter_id": "abc"}, JSON[0] | {"voltage_v": True}, JSON[0] | {"interval_minutes": 99999}]
    batch = decode_messages(
        [("a", b"{"), ("b", json.dumps(rows).encode()), ("c", None), ("d", b"[1]"), ("e", b"ARROW1x")]
    )
    assert len(batch.readings) == 3
    assert {batch.origins[at] for at in batch.origin_of} == {"b"}
    told = {(one.origin, one.line): one.reason for one in batch.refused}
    assert told[("b", 4)] == "meter_id cannot be 'abc'"
    assert told[("b", 5)] == "voltage_v cannot be 'True'"
    assert told[("b", 6)] == "interval_minutes cannot be '99999'"
    assert {key for key in told if key[0] != "b"} == {("a", 1), ("c", 1), ("d", 1), ("e", 1)}


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_message_is_fatal(value: bytes) -> None:
    decode_messages([("m", value)])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from(reading_schema().names), x, max_size=8),
    )
)
def test_no_json_is_fatal(value: object) -> None:
    batch = decode_messages([("m", json.dumps(value).encode())])
    assert batch.readings.schema.equals(reading_schema())


def test_files(tmp_path: Path) -> None:
    pq.write_table(ROWS, tmp_path / "a.parquet")
    (tmp_path / "b.arrow").write_bytes(arrow_bytes(pa.ipc.new_file))
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(row) for row in JSON) + "\n")
    pa.csv.write_csv(ROWS, tmp_path / "d.csv")
    for path in sorted(tmp_path.iterdir()):
        batch = read_file(path, "x")
        assert batch.readings.equals(ROWS), path.name
        assert batch.lines.tolist() == ([2, 3, 4] if path.suffix == ".csv" else [1, 2, 3])


def test_a_csv_s_bad_lines_are_told_by_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "meter_id,interval_start_at,interval_minutes,energy_delivered_kwh\n"
        "1,2026-07-08T17:00:00Z,15,1.5\n2,2026-07-08T17:00:00Z,15\n3,yesterday,15,1\n\n4,2026-07-08T17:00:00Z,15,\n"
    )
    batch = read_file(path, "a")
    assert batch.readings["meter_id"].to_pylist() == [1, 4]
    assert batch.readings["energy_delivered_kwh"].to_pylist() == [1.5, None]
    assert sorted((one.line, one.reason) for one in batch.refused) == [
        (3, "3 fields where the header has 4"), (4, "interval_start_at cannot be 'yesterday'"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b""), ("a.parquet", b"PAR1"), ("a.csv", b"meter\n1\n"), ("a.arrow", b"no")]
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefused, match=name):
        read_file(tmp_path / name, "a")


def test_columns_in_capitals_are_taken(tmp_path: Path) -> None:
    """As databases write them: a spooled file was refused for lacking its columns."""
    rows = table(reading(1, NOON), reading(2, NOON, 7.0))
    capitals = rows.rename_columns([name.upper() for name in rows.column_names])
    pq.write_table(capitals, tmp_path / "ROWS.PARQUET")
    pyarrow.csv.write_csv(capitals, tmp_path / "ROWS.CSV")
    for path in tmp_path.iterdir():
        assert read_file(path, path.name).readings.to_pylist() == rows.to_pylist()


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("energy_delivered_kwh", "1_5"), ("meter_id", "1_2"), ("energy_delivered_kwh", "nan"),
        ("voltage_v", "Infinity"), ("interval_minutes", "\uff11\uff15"),
    ],
)  # fmt: skip
def test_numbers_are_spelt_as_data_spells_them(tmp_path: Path, column: str, text: str) -> None:
    """Case S6: Python reads `1_5` as 15, and a meter `1_2` as 12."""
    row = {key: "" if value is None else str(value) for key, value in JSON[0].items()} | {column: text}
    path = tmp_path / "a.csv"
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    batch = read_file(path, "a")
    assert (len(batch.readings), [one.reason for one in batch.refused]) == (0, [f"{column} cannot be {text!r}"])


def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{','.join(JSON[0])},meter_id\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="names meter_id more than once"):
        read_file(path, "a")


def test_a_json_file_may_be_one_document_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text in (json.dumps(JSON, indent=2), "\n".join(map(json.dumps, JSON))):
        path.write_text(text, encoding="utf-8")
        assert read_file(path, "a").readings.equals(ROWS)
