"""Tables of Snowflake's SQL API (`resultSetMetaData` and `data`, every value a text) as Arrow tables."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from typing import Any, Final

import pyarrow as pa

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WHOLE: Final = {"fixed", "number", "integer", "int", "bigint", "decimal", "numeric"}
_BROKEN: Final = {"real", "float", "double"}


def table_of_result_set(told: Any) -> pa.Table | None:
    """A result set as a table, columns in small letters; None where it is none."""
    if not isinstance(told, Mapping):
        return None
    heading, data = told.get("resultSetMetaData"), told.get("data")
    kinds = heading.get("rowType") if isinstance(heading, Mapping) else None
    if not isinstance(kinds, list) or not isinstance(data, list):
        return None
    kinds = [kind for kind in kinds if isinstance(kind, Mapping)]
    rows = [row for row in data if isinstance(row, list) and len(row) == len(kinds)]
    arrays = [_array(kind, [row[place] for row in rows]) for place, kind in enumerate(kinds)]
    return pa.Table.from_arrays(arrays, names=_names([str(kind.get("name", "")) for kind in kinds]))


def is_cut(told: Mapping[str, Any], table: pa.Table) -> bool:
    """Whether the whole answer has more rows than came."""
    heading = told.get("resultSetMetaData")
    total = heading.get("numRows") if isinstance(heading, Mapping) else None
    return isinstance(total, int) and total > table.num_rows


def _names(names: list[str]) -> list[str]:
    """Small letters where all are capitals, as names without quotes are; one that comes twice gets a free number."""
    names = [(name.lower() if name == name.upper() else name) or f"column_{at}" for at, name in enumerate(names, 1)]
    out = list[str]()
    for name in names:
        numbered = (f"{name}_{number}" for number in itertools.count(2))
        is_again = name in out
        out.append(next(one for one in numbered if one not in names and one not in out) if is_again else name)
    return out


def _array(kind: Mapping[str, Any], values: list[Any]) -> pa.Array:
    """In the type that Snowflake says; where a value is not of it the column stays text."""
    name = str(kind.get("type", "text")).lower()
    read, arrow = _reader(name, _scale(kind.get("scale")))
    try:
        return pa.array([None if value is None else read(value) for value in values], arrow)
    except (ValueError, TypeError, OverflowError, pa.ArrowInvalid):
        return pa.array([None if value is None else str(value) for value in values], pa.string())


def _scale(told: Any) -> int:
    """Digits behind the point; as many as there are where they are not told as a number."""
    try:
        return int(told or 0)
    except (ValueError, TypeError, OverflowError):
        return 1


def _reader(name: str, scale: int) -> tuple[Callable[[Any], Any], pa.DataType]:
    if name in _WHOLE:
        return (int, pa.int64()) if scale == 0 else (float, pa.float64())
    if name in _BROKEN:
        return float, pa.float64()
    if name == "boolean":
        return lambda value: str(value).lower() in ("true", "1"), pa.bool_()
    if name == "date":
        return _day, pa.date32()
    if name.startswith("timestamp"):
        # Without a zone it holds UTC, as all of ours do.
        return _moment, pa.timestamp("us", tz="UTC")
    return str, pa.string()


def _day(value: Any) -> dt.date:
    """Days since 1970, or as ISO writes them."""
    text = str(value)
    return (EPOCH + dt.timedelta(days=int(text))).date() if text.lstrip("-").isdigit() else dt.date.fromisoformat(text)


def _moment(value: Any) -> dt.datetime:
    """Seconds since 1970, with a zone's offset behind them or not, or as ISO writes them."""
    text = str(value).split(" ")[0] if str(value)[:1].isdigit() and "-" not in str(value)[:8] else str(value)
    if text.lstrip("-").replace(".", "", 1).isdigit():
        return EPOCH + dt.timedelta(seconds=float(text))
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
