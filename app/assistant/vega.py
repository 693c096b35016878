"""A Vega-Lite specification, as a Cortex agent sends one, read as data: rows, and how they are drawn. Nothing runs.

Read are: marks bar, line, area, trail, point, circle, square, tick and arc (as bars), layers that share an axis, `x`,
`y`, `theta` and a `color`, `xOffset` or `detail` that parts them into series (drawn as lines), an `aggregate` of sum,
mean, median, min, max or count, and a `sort` by the other axis. What has another form (facets, maps, transforms with
expressions) is not drawn: its rows are a table, and it is said.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, Literal

import pyarrow as pa

from app.assistant.results import ChartSpec

MOST_SERIES: Final = 6
MOST_ROWS: Final = 5000
_KINDS: Final[Mapping[str, Literal["line", "bar", "scatter"]]] = {
    "bar": "bar", "arc": "bar", "line": "line", "area": "line", "trail": "line", "point": "scatter",
    "circle": "scatter", "square": "scatter", "tick": "scatter",
}  # fmt: skip
_ORNAMENTS: Final = {"text", "rule"}  # of a layer: labels and lines beside what is drawn
_AGGREGATES: Final = {"sum": "sum", "mean": "mean", "average": "mean", "median": "list", "min": "min",
                      "max": "max", "count": "count"}  # fmt: skip
_COMPOSED: Final = ("facet", "repeat", "concat", "hconcat", "vconcat", "spec", "transform", "projection")


@dataclass(frozen=True, slots=True)
class VegaChart:
    """What could be read of a specification.

    Attributes:
        title: of the chart.
        table: its rows, in columns as they are drawn; without columns where there are none.
        chart: how they are drawn; None where this cannot draw them.
        note: why not, in a sentence; empty where it can.
    """

    title: str
    table: pa.Table
    chart: ChartSpec | None
    note: str = ""


class _Unread(Exception):
    """The specification has a form that is not read; says which."""


def vega_chart(text: str, rows: pa.Table | None = None) -> VegaChart:
    """A specification as a chart over its rows.

    Args:
        text: JSON.
        rows: that it draws where it has none itself.
    """
    empty = pa.table({})
    try:
        spec = json.loads(text)
    except ValueError:
        spec = None
    if not isinstance(spec, dict):
        return VegaChart("Chart", rows or empty, None, "The chart that came with the answer cannot be read.")
    title = _title(spec)
    table = _rows(spec)
    table = table if table is not None and table.num_columns else rows
    if table is None or not table.num_columns:
        return VegaChart(title, empty, None, f"The chart {title!r} came without rows.")
    try:
        drawn, chart = _read(spec, table, title)
        return VegaChart(title, drawn, chart)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return VegaChart(title, table, None, "The chart is shown as a table: its rows cannot be combined.")
    except _Unread as error:
        return VegaChart(title, table, None, f"The chart is shown as a table: {error}.")


def _read(spec: Mapping[str, Any], table: pa.Table, title: str) -> tuple[pa.Table, ChartSpec]:
    for name in _COMPOSED:
        if spec.get(name):
            raise _Unread(f"it has a part ({name}) that is not drawn here")
    layers: list[Mapping[str, Any]] = [*_layers(spec)] or [spec]
    drawn = [(_mark(layer), {**_encoding(spec), **_encoding(layer)}) for layer in layers]
    drawn = [(mark, encoding) for mark, encoding in drawn if mark not in _ORNAMENTS]
    if not drawn or any(mark not in _KINDS for mark, _ in drawn):
        raise _Unread("its marks are not drawn here")
    axes = [_axes(mark, encoding, table) for mark, encoding in drawn]
    first = axes[0]
    if any(one.x != first.x for one in axes):
        raise _Unread("its layers have no axis in common")
    if len(axes) == 1:
        return _one_layer(first, table, _KINDS[drawn[0][0]], title)
    if any(one.series or one.aggregate for one in axes):
        raise _Unread("its layers have series of their own")
    ys = tuple(dict.fromkeys(one.y for one in axes))
    kind = _KINDS[drawn[0][0]] if len(ys) == 1 else _of_several(_KINDS[drawn[0][0]], table, first.x)
    return table, ChartSpec(kind, first.x, ys, title)


@dataclass(frozen=True, slots=True)
class _Axes:
    """What is drawn against what: `y` of `x`, a series for each `series`, combined by `aggregate`, by `sort`."""

    x: str
    y: str
    series: str
    aggregate: str
    sort: str


def _axes(mark: str, encoding: Mapping[str, Any], table: pa.Table) -> _Axes:
    if mark == "arc":
        name, value = _channel(encoding, "color"), _channel(encoding, "theta")
        return _checked(_Axes(_field(name), _field(value), "", _aggregate(value), ""), table)
    x, y = _channel(encoding, "x"), _channel(encoding, "y")
    # Bars that lie have their names on y.
    if _is_amount(x) and not _is_amount(y):
        x, y = y, x
    parted = [
        _field(encoding[name]) for name in ("color", "xOffset", "yOffset", "detail", "strokeDash")
        if isinstance(encoding.get(name), dict) and encoding[name].get("field")
    ]  # fmt: skip
    series = next((name for name in parted if name != _field(x)), "")
    sort = x.get("sort")
    falling = sort if isinstance(sort, str) and sort.lstrip("-") in ("x", "y") else ""
    return _checked(_Axes(_field(x), _field(y), series, _aggregate(y), falling), table)


def _checked(axes: _Axes, table: pa.Table) -> _Axes:
    is_count = axes.aggregate == "count" and not axes.y
    for name in (axes.x, "" if is_count else axes.y, axes.series):
        if name and name not in table.column_names:
            raise _Unread(f"it draws a column {name} that its rows have not")
    if not axes.x or (not axes.y and not is_count):
        raise _Unread("it names no columns for its axes")
    if not is_count and not axes.aggregate and not _is_number(table.schema.field(axes.y).type):
        raise _Unread(f"its column {axes.y} holds no numbers")
    return axes


def _one_layer(
    axes: _Axes, table: pa.Table, kind: Literal["line", "bar", "scatter"], title: str
) -> tuple[pa.Table, ChartSpec]:  # fmt: skip
    keys = [axes.x, *([axes.series] if axes.series else [])]
    y = axes.y
    if axes.aggregate:
        table, y = _combined(table, keys, axes)
    if not axes.series:
        if axes.sort:
            order = "descending" if axes.sort.startswith("-") else "ascending"
            table = table.sort_by([(y, order)])
        return table, ChartSpec(kind, axes.x, (y,), title)
    return _parted(table, axes.x, axes.series, y, kind, title)


def _combined(table: pa.Table, keys: list[str], axes: _Axes) -> tuple[pa.Table, str]:
    if axes.aggregate == "count" and not axes.y:
        done = table.group_by(keys, use_threads=False).aggregate([([], "count_all")])
        return done.rename_columns([*keys, "count"]) if done.column_names[0] in keys else done, "count"
    if axes.aggregate != "count" and not _is_number(table.schema.field(axes.y).type):
        raise _Unread(f"its column {axes.y} holds no numbers")
    function = _AGGREGATES[axes.aggregate]
    done = table.group_by(keys, use_threads=False).aggregate([(axes.y, function)])
    done = done.select([*keys, f"{axes.y}_{function}"]).rename_columns([*keys, axes.y])
    return (_medians(done, axes.y) if axes.aggregate == "median" else done), axes.y


def _medians(table: pa.Table, y: str) -> pa.Table:
    """Exact ones: arrow's own is approximate, and wrong for few rows."""
    known = [[float(one) for one in cell if one is not None] for cell in table[y].to_pylist()]
    found = pa.array([median(cell) if cell else None for cell in known], pa.float64())
    return table.set_column(table.column_names.index(y), y, found)


def _parted(
    table: pa.Table, x: str, series: str, y: str, kind: Literal["line", "bar", "scatter"], title: str
) -> tuple[pa.Table, ChartSpec]:  # fmt: skip
    """A column for each series; where one has no value at a place it is not known there."""
    kind = _of_several(kind, table, x)
    rows = table.select([x, series, y]).to_pylist()
    names = list(dict.fromkeys(str(row[series]) for row in rows))
    if len(names) > MOST_SERIES:
        raise _Unread(f"it has {len(names)} series, more than {MOST_SERIES}")
    places: dict[Any, dict[str, Any]] = {}
    for row in rows:
        at = places.setdefault(row[x], {})
        if str(row[series]) in at:
            raise _Unread("it has several values at one place")
        at[str(row[series])] = row[y]
    apart = {name: f"{name} " if name == x else name for name in names}
    columns = {x: pa.array(list(places), table.schema.field(x).type)}
    columns |= {apart[name]: pa.array([at.get(name) for at in places.values()], pa.float64()) for name in names}
    return pa.table(columns), ChartSpec(kind, x, tuple(apart.values()), title)


def _layers(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    layers = spec.get("layer")
    return [layer for layer in layers if isinstance(layer, dict)] if isinstance(layers, list) else []


def _of_several(
    kind: Literal["line", "bar", "scatter"], table: pa.Table, x: str
) -> Literal["line", "bar", "scatter"]:  # fmt: skip
    """Several series are lines; over names, where there is no way from one to the next, they are none."""
    of = table.schema.field(x).type
    if kind != "line" and not (_is_number(of) or pa.types.is_date(of) or pa.types.is_timestamp(of)):
        raise _Unread("it has several series over names")
    return "line"


def _mark(layer: Mapping[str, Any]) -> str:
    mark = layer.get("mark")
    return str(mark.get("type", "")) if isinstance(mark, dict) else str(mark or "")


def _encoding(spec: Mapping[str, Any]) -> dict[str, Any]:
    encoding = spec.get("encoding")
    return encoding if isinstance(encoding, dict) else {}


def _channel(encoding: Mapping[str, Any], name: str) -> dict[str, Any]:
    channel = encoding.get(name)
    if not isinstance(channel, dict):
        raise _Unread(f"it says nothing of {name}")
    if channel.get("bin") or channel.get("timeUnit"):
        raise _Unread(f"its {name} is put into bins")
    return channel


def _field(channel: Mapping[str, Any]) -> str:
    """Dots and brackets of a field's name are escaped in Vega-Lite."""
    field = channel.get("field", "")
    return field.replace("\\.", ".").replace("\\[", "[").replace("\\]", "]") if isinstance(field, str) else ""


def _aggregate(channel: Mapping[str, Any]) -> str:
    found = str(channel.get("aggregate") or "")
    if found and found not in _AGGREGATES:
        raise _Unread(f"it combines rows by {found[:40]}")
    return found


def _is_amount(channel: Mapping[str, Any]) -> bool:
    return channel.get("type") == "quantitative" or bool(channel.get("aggregate"))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _title(spec: Mapping[str, Any]) -> str:
    title = spec.get("title")
    text = title.get("text") if isinstance(title, dict) else title
    text = " ".join(str(one) for one in text) if isinstance(text, list) else text
    return str(text)[:200] if text else "Chart"


def _rows(spec: Mapping[str, Any]) -> pa.Table | None:
    """Its own rows; an address that rows would be loaded from is not followed."""
    values = _values(spec)
    if not values:
        return None
    names = list(dict.fromkeys(name for row in values for name in row))
    return pa.table({str(name): _array([row.get(name) for row in values]) for name in names})


def _values(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    data: Any = spec.get("data") or next((one["data"] for one in _layers(spec) if "data" in one), {})
    if not isinstance(data, dict):
        return []
    if isinstance(data.get("name"), str) and isinstance(spec.get("datasets"), dict):
        values = spec["datasets"].get(data["name"])
    else:
        values = data.get("values")
    return [row for row in values[:MOST_ROWS] if isinstance(row, dict) and row] if isinstance(values, list) else []


def _array(values: list[Any]) -> pa.Array:
    """Numbers as numbers, days and instants as such, everything else as text."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known):
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if known and all(isinstance(value, str) for value in known):
        try:
            moments = [None if value is None else _moment(value) for value in values]
        except ValueError:
            return pa.array(values, pa.string())
        days = all(moment is None or moment.time() == dt.time() for moment in moments)
        if days:
            return pa.array([None if moment is None else moment.date() for moment in moments], pa.date32())
        return pa.array(moments, pa.timestamp("us", tz="UTC"))
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _moment(text: str) -> dt.datetime:
    """An ISO date or instant; without a zone it is UTC, as the warehouse keeps it."""
    if len(text) < 10 or not text[:4].isdigit():
        raise ValueError
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
