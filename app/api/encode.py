"""Arrow rows as JSON, GeoJSON and Arrow bytes; by the column, in C++, so that other sessions go on meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# What a geometry says already.
POINT = ("lon", "lat")
ENDS = ("from_lon", "from_lat", "to_lon", "to_lat")
DRAWN = (*POINT, *ENDS)

_ESCAPED = r'["\\\x00-\x1f]'


def json_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Each value as JSON text; missing and non-finite values are `null`, times are RFC 3339 in UTC."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return json_column(column.cast(kind.value_type))
    if pa.types.is_string(kind):
        text = _quoted(column)
    elif pa.types.is_timestamp(kind):
        text = _wrap('"', pc.strftime(column, format="%Y-%m-%dT%H:%M:%SZ"), '"')
    elif pa.types.is_date(kind):
        text = _wrap('"', column.cast(pa.string()), '"')
    elif pa.types.is_floating(kind):
        text = pc.if_else(pc.is_finite(column), column, pa.scalar(None, kind)).cast(pa.string())
    else:
        text = column.cast(pa.string())
    return pc.fill_null(text, "null")


def json_rows(rows: pa.Table) -> pa.ChunkedArray:
    """Each row as the text of a JSON object."""
    if not rows.num_columns:
        raise ValueError("a table without columns has no rows to write")
    parts: list[Any] = []
    for place, name in enumerate(rows.column_names):
        parts += [("{" if place == 0 else ",") + json.dumps(name) + ":", json_column(rows[name])]
    return pc.binary_join_element_wise(*parts, "}", "")


def json_array(values: pa.ChunkedArray) -> bytes:
    """Texts of JSON values as the text of one JSON array."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(array)], pa.int32()), array), ",")
    return b"[" + bytes(joined[0].as_buffer()) + b"]"


def rows_document(rows: pa.Table, members: Mapping[str, Any]) -> bytes:
    """`{…members, "count": n, "rows": [{…}, …]}`."""
    head = json.dumps({**members, "count": rows.num_rows}, separators=(",", ":"))
    return head[:-1].encode() + b',"rows":' + json_array(json_rows(rows)) + b"}"


def columns_object(rows: pa.Table) -> bytes:
    """`{"count": n, "column": […], …}`: one array a column, all of the same length."""
    parts = [json.dumps(name).encode() + b":" + json_array(json_column(rows[name])) for name in rows.column_names]
    return b",".join([b'{"count":' + str(rows.num_rows).encode(), *parts]) + b"}"


def point_geometries(rows: pa.Table) -> pa.ChunkedArray:
    """The `lon`/`lat` columns as texts of GeoJSON Points."""
    return _wrap('{"type":"Point","coordinates":[', _pair(rows["lon"], rows["lat"]), "]}")


def line_geometries(rows: pa.Table) -> pa.ChunkedArray:
    """The `from_…`/`to_…` columns as texts of GeoJSON LineStrings."""
    first, last = _pair(rows["from_lon"], rows["from_lat"]), _pair(rows["to_lon"], rows["to_lat"])
    return pc.binary_join_element_wise('{"type":"LineString","coordinates":[[', first, "],[", last, "]]}", "")


def feature_collection(
    rows: pa.Table, geometries: pa.ChunkedArray, members: Mapping[str, Any], without: Sequence[str] = ()
) -> bytes:
    """A GeoJSON FeatureCollection (RFC 7946); `members` become foreign members, as its section 6.1 allows.

    Args:
        rows: the properties.
        geometries: one GeoJSON geometry text a row.
        members: further members of the collection.
        without: columns that the geometry says already.
    """
    properties = json_rows(rows.drop_columns([name for name in without if name in rows.column_names]))
    features = pc.binary_join_element_wise(
        '{"type":"Feature","geometry":', geometries, ',"properties":', properties, "}", ""
    )
    head = json.dumps({"type": "FeatureCollection", **members}, separators=(",", ":"))
    return head[:-1].encode() + b',"features":' + json_array(features) + b"}"


def arrow_stream(rows: pa.Table, members: Mapping[str, Any]) -> bytes:
    """An Arrow IPC stream; `members` are JSON texts in the schema's metadata."""
    notes = {key: json.dumps(value) for key, value in members.items()}
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema.with_metadata(notes)) as writer:
        writer.write_table(rows.replace_schema_metadata(notes))
    return bytes(sink.getvalue())


def _pair(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(json_column(first), json_column(second), ",")


def _wrap(before: str, texts: pa.ChunkedArray, after: str) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(before, texts, after, "")


def _quoted(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Quoted text; only the rare column that needs escapes goes through Python, once a distinct value."""
    if not pc.any(pc.match_substring_regex(column, _ESCAPED)).as_py():
        return _wrap('"', column, '"')
    encoded = column.combine_chunks().dictionary_encode()
    texts = pa.array([json.dumps(value, ensure_ascii=False) for value in encoded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([texts.take(encoded.indices)])
