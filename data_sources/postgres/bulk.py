"""Many rows into PostgreSQL at once: Arrow to CSV (in C++) to COPY, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from psycopg import sql

from data_sources.postgres.source import Connection

CHUNK_ROWS = 50_000


def copy_in(connection: Connection, table: str, rows: pa.Table) -> None:
    """Append Arrow rows to `flux.<table>`; columns are matched by name."""
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in rows.column_names)
    command = sql.SQL("COPY flux.{} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for start in range(0, rows.num_rows, CHUNK_ROWS):
            sink = pa.BufferOutputStream()
            chunk = _as_text(rows.slice(start, CHUNK_ROWS))
            pacsv.write_csv(chunk, sink, pacsv.WriteOptions(include_header=False))
            copy.write(memoryview(sink.getvalue()))


def copy_in_all(connection: Connection, tables: Mapping[str, pa.Table]) -> None:
    """Append several tables, in the order given (parents first)."""
    for table, rows in tables.items():
        copy_in(connection, table, rows)


def _as_text(rows: pa.Table) -> pa.Table:
    """Bytes, timestamps and lists of numbers in the form that COPY reads; pyarrow's CSV writer knows none of them."""
    for index, field in enumerate(rows.schema):
        if pa.types.is_binary(field.type):
            hexadecimal = ["\\x" + value.hex() if value is not None else None for value in rows[index].to_pylist()]
            rows = rows.set_column(index, field.name, pa.array(hexadecimal, pa.string()))
        elif pa.types.is_timestamp(field.type):
            text = pc.strftime(rows[index].cast(pa.timestamp("us", tz="UTC")), format="%Y-%m-%dT%H:%M:%S+00")
            rows = rows.set_column(index, field.name, text)
        elif pa.types.is_list(field.type):
            numbers = pc.binary_join(rows[index].cast(pa.list_(pa.string())), ",")
            rows = rows.set_column(index, field.name, pc.binary_join_element_wise("{", numbers, "}", ""))
    return rows
