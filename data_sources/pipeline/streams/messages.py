"""What a stream's messages and spooled files may look like, and how they become readings.

A reading, in every format: `meter_id` (integer), `interval_start_at` (start of the interval; ISO 8601, UTC where it has
no offset), `interval_minutes`, `energy_delivered_kwh`, `energy_received_kwh`, `reactive_kvarh`, `voltage_v`
(each a number or null) and `quality` (actual, estimated, edited, missing; actual if absent). Other fields are passed
over.

- JSON message: one reading, a list of them, or {"readings": [...]}. JSON lines: one of these a line; a .json file may
  also be one of these over several lines.
- Arrow message or file: IPC stream or file with these columns (interval_start_at as a timestamp; without zone: UTC).
- Parquet: these columns. CSV, long: a header with these names; an empty field is null.

One bad row does not spoil the others: it is refused with the reason.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from data_sources.analytics.clock import naive_utc
from data_sources.errors import ImportRefused
from data_sources.numerals import number, whole_number
from data_sources.pipeline.landing.validation import as_readings
from data_sources.pipeline.streams.batch import Batch, Refused
from data_sources.warehouse.schema import reading_schema

ARROW_FILE, ARROW_STREAM = b"ARROW1", b"\xff\xff\xff\xff"
REQUIRED = ("meter_id", "interval_start_at", "interval_minutes")

Placed = tuple[int, int, dict[str, Any]]  # number of the origin, line in it, the reading


def decode_messages(messages: Sequence[tuple[str, bytes | None]]) -> Batch:
    """Messages (origin, value), each JSON or Arrow, as one batch."""
    batch, placed, refused = Batch(), [], []
    origins = [origin for origin, _ in messages]
    for place, (origin, value) in enumerate(messages):
        try:
            if value is not None and value.startswith((ARROW_FILE, ARROW_STREAM)):
                batch.add(_whole(origin, _read_arrow(value)))
            else:
                placed += [(place, line, row) for line, row in enumerate(_json_rows(value or b""), start=1)]
        except (ValueError, RecursionError, pa.ArrowException, ImportRefused, OSError) as error:
            refused.append(Refused(origin, 1, _first_line(error), value))
    batch.add(_from_rows(origins, placed, refused))
    return batch


def read_file(path: Path, origin: str) -> Batch:
    """A spooled file, by its ending: .parquet, .csv, .jsonl (.ndjson, .json), .arrow (.ipc, .feather).

    Raises:
        ImportRefused: the file as a whole cannot be read: unknown ending, damaged, or without the columns.
    """
    readers = {
        ".parquet": lambda: _whole(origin, pq.read_table(path)), ".csv": lambda: _read_csv(path, origin),
        ".arrow": lambda: _whole(origin, _read_arrow(path.read_bytes())),
        ".jsonl": lambda: _read_lines(path, origin), ".json": lambda: _read_json(path, origin),
    }  # fmt: skip
    same = {".ndjson": ".jsonl", ".ipc": ".arrow", ".feather": ".arrow"}
    ending = same.get(path.suffix.lower(), path.suffix.lower())
    if ending not in readers:
        raise ImportRefused(f"{path.name} ends in none of .parquet, .csv, .jsonl, .arrow.")
    try:
        return readers[ending]()
    except (ValueError, pa.ArrowException, OSError, csv.Error) as error:
        raise ImportRefused(f"{path.name} cannot be read: {_first_line(error)}.") from error


def _whole(origin: str, table: pa.Table) -> Batch:
    rows = as_readings(table.rename_columns([name.lower() for name in table.column_names]))
    return Batch(rows, [origin], np.zeros(len(rows), np.int64), np.arange(1, len(rows) + 1))


def _read_arrow(value: bytes) -> pa.Table:
    opened = pa.ipc.open_file if value.startswith(ARROW_FILE) else pa.ipc.open_stream
    return opened(pa.py_buffer(value)).read_all()


def _read_csv(path: Path, origin: str) -> Batch:
    text = path.read_text(encoding="utf-8-sig")
    reader = csv.reader(io.StringIO(text))
    names = [name.strip().lower() for name in next(reader, [])]
    if absent := [name for name in REQUIRED if name not in names]:
        raise ImportRefused(f"{path.name}: its header lacks {', '.join(absent)}.")
    if twice := [name for name in _READ if names.count(name) > 1]:
        raise ImportRefused(f"{path.name}: its header names {', '.join(twice)} more than once.")
    placed, refused = [], []
    for values in reader:
        if len(values) == len(names):
            placed.append(
                (0, reader.line_num, {name: value or None for name, value in zip(names, values, strict=True)})
            )
        elif values:
            reason = f"{len(values)} fields where the header has {len(names)}"
            refused.append(Refused(origin, reader.line_num, reason, values))
    return _from_rows([origin], placed, refused)


def _read_lines(path: Path, origin: str) -> Batch:
    placed: list[Placed] = []
    refused = []
    for place, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            placed += [(0, place, row) for row in _json_rows(line)] if line.strip() else []
        except (ValueError, RecursionError) as error:
            refused.append(Refused(origin, place, _first_line(error), line))
    return _from_rows([origin], placed, refused)


def _read_json(path: Path, origin: str) -> Batch:
    """One document over several lines, where it is one; else a document a line."""
    try:
        rows = _json_rows(path.read_bytes())
    except (ValueError, RecursionError):
        return _read_lines(path, origin)
    return _from_rows([origin], [(0, place, row) for place, row in enumerate(rows, start=1)], [])


def _json_rows(value: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(value)
    except ValueError as error:
        raise ValueError(f"neither JSON nor Arrow ({error})") from error
    if isinstance(found, dict):
        found = found.get("readings", [found])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueError("not a reading, a list of readings, or an object with `readings`")
    return found


def _from_rows(origins: list[str], placed: list[Placed], refused: list[Refused]) -> Batch:
    """Rows of any spelling as typed columns; the rows that do not fit are refused one by one."""
    tables: list[pa.Table] = [reading_schema().empty_table()]
    kept: list[Placed] = []
    for part, table in _typed(placed):
        if table is not None:
            tables.append(table)
            kept += part
        else:
            place, line, row = part[0]
            refused.append(Refused(origins[place], line, _why(row), row))
    return Batch(
        pa.concat_tables(tables), origins, np.array([place for place, _, _ in kept], np.int64),
        np.array([line for _, line, _ in kept], np.int64), refused,
    )  # fmt: skip


def _typed(placed: list[Placed]) -> Iterable[tuple[list[Placed], pa.Table | None]]:
    """Rows as a table; where that fails, each half by itself, down to the single row that is to blame (None)."""
    if not placed:
        return
    try:
        yield placed, _table([row for _, _, row in placed])
    except (ValueError, TypeError, OverflowError, pa.ArrowException):
        if len(placed) == 1:
            yield placed, None
        else:
            yield from _typed(placed[: len(placed) // 2])
            yield from _typed(placed[len(placed) // 2 :])


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    schema = reading_schema()
    columns = [pa.array([_READ[name](row.get(name)) for row in rows], schema.field(name).type) for name in schema.names]
    return pa.Table.from_arrays(columns, schema=schema)


def _why(row: dict[str, Any]) -> str:
    for name, read in _READ.items():
        try:
            pa.array([read(row.get(name))], reading_schema().field(name).type)
        except (ValueError, TypeError, OverflowError, pa.ArrowException):
            what = "is missing" if row.get(name) is None else f"cannot be {str(row[name])[:60]!r}"
            return f"{name} {what}"
    return "cannot be read"


def _whole_number(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError("not a whole number")
    return whole_number(value) if isinstance(value, str) else int(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        raise ValueError("not a number")
    return number(value) if isinstance(value, str) else None if value is None else float(value)


def _moment(value: Any) -> dt.datetime:
    return naive_utc(dt.datetime.fromisoformat(value))


def _quality(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise ValueError("not a text")
    return value or "actual"


_READ = {
    "meter_id": _whole_number, "interval_start_at": _moment, "interval_minutes": _whole_number,
    "energy_delivered_kwh": _number, "energy_received_kwh": _number, "reactive_kvarh": _number, "voltage_v": _number,
    "quality": _quality,
}  # fmt: skip


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
