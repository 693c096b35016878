"""The history's tables as their DDL names them: read once from sql/snowflake/schema, nowhere written twice.

A table's columns come from CREATE TABLE or CREATE DYNAMIC TABLE, and from ALTER TABLE … ADD COLUMN of a later file; a
rollup's rows come from its dynamic table's own SELECT, which Snowflake refreshes and the embedded warehouse runs over
the files of a day or an hour.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import sqlglot
from sqlglot import exp

from data_sources.errors import QueryError
from data_sources.statements import SQL_ROOT

SCHEMA_FOLDER = SQL_ROOT / "snowflake" / "schema"
READINGS = "ami_interval_readings"
BY_METER = "ami_interval_readings_by_meter"  # the same rows once more in another order; embedded only

# The type of a column in a file of the embedded warehouse. FLOAT is DOUBLE on Snowflake, and sqlglot reads it as that.
ARROW_TYPES: dict[str, pa.DataType] = {
    "INT": pa.int32(), "SMALLINT": pa.int16(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(),
    "VARCHAR": pa.string(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "TIMESTAMPNTZ": pa.timestamp("us"),
}  # fmt: skip

# Where a dynamic table's name needs a value before the DDL can be run; Snowflake CLI writes templates the same way.
DEFAULT_VARIABLES = {"target_lag": "1 minute", "warehouse": "flux_wh"}
_VARIABLE = re.compile(r"<%\s*(\w+)\s*%>")


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """One table of the history.

    Attributes:
        name: in lower case.
        schema: Arrow schema of its rows in the embedded warehouse.
        rollup: the SELECT (Snowflake SQL) its rows come from; None for a table that is written.
        clustering: the columns it is clustered by; the order of rows in a file.
        is_grown: whether a later file of the DDL added columns, which files written before it lack.
    """

    name: str
    schema: pa.Schema
    rollup: str | None
    clustering: tuple[str, ...]
    is_grown: bool = False


@cache
def definitions() -> dict[str, TableDefinition]:
    """Every table by name, in the order of the DDL: a rollup stands after what it reads.

    Raises:
        QueryError: a column has a type no file can hold.
    """
    tables: dict[str, TableDefinition] = {}
    for statement in (part for text in schema_texts() for part in sqlglot.parse(text, read="snowflake")):
        if (table := _definition(statement)) is not None:
            tables[table.name] = table
        elif isinstance(statement, exp.Alter):
            name = statement.this.name.lower()
            tables[name] = _grown(tables[name], statement)
    return tables


@cache
def rollups_version() -> str:
    """Which SELECTs and columns the rollups are made by, in a few letters; comments do not count."""
    made_by = [f"{table.schema.names} {table.rollup}" for table in definitions().values() if table.rollup]
    return hashlib.blake2s("\n".join(made_by).encode(), digest_size=4).hexdigest()


def schema_files() -> list[Path]:
    """The numbered DDL files in order."""
    return sorted(SCHEMA_FOLDER.glob("*.sql"))


def schema_texts(variables: Mapping[str, str] | None = None) -> list[str]:
    """The DDL files with their variables filled in."""
    return [fill(path.read_text(encoding="utf-8"), variables or DEFAULT_VARIABLES) for path in schema_files()]


def fill(text: str, variables: Mapping[str, str]) -> str:
    """The text with every `<% name %>` replaced; a value that could end a name or a quoted text is refused.

    Raises:
        QueryError: a variable has no value, or one with `--` or other signs than letters, digits, space, `_ . $ / -`.
    """

    def value(match: re.Match[str]) -> str:
        given = variables.get(match[1])
        if given is None or not re.fullmatch(r"(?!.*--)[\w.$ /-]+", given):
            raise QueryError(f"The variable {match[1]} of the warehouse schema cannot be {given!r}.")
        return given

    return _VARIABLE.sub(value, text)


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table's rows.

    Raises:
        QueryError: there is no such table.
    """
    if table == BY_METER:
        table = READINGS
    if table not in definitions():
        raise QueryError(f"The history has no table {table!r}; it has {', '.join(definitions())}.")
    return definitions()[table].schema


def reading_schema() -> pa.Schema:
    """What a reading is when it arrives: without what landing adds (`reading_day`, `ingested_at`)."""
    return pa.schema([field for field in arrow_schema(READINGS) if field.name not in ("reading_day", "ingested_at")])


def _definition(statement: object) -> TableDefinition | None:
    if not isinstance(statement, exp.Create) or statement.kind != "TABLE" or not isinstance(statement.this, exp.Schema):
        return None
    name = statement.this.this.name.lower()
    fields = [_field(name, column) for column in statement.this.expressions if isinstance(column, exp.ColumnDef)]
    cluster = statement.find(exp.ClusterProperty)
    return TableDefinition(
        name=name,
        schema=pa.schema(fields),
        rollup=statement.expression.sql("snowflake", comments=False) if statement.expression is not None else None,
        clustering=tuple(column.name.lower() for column in cluster.expressions) if cluster else (),
    )


def _grown(table: TableDefinition, statement: exp.Alter) -> TableDefinition:
    """The table with the columns that a later file adds."""
    added = [_field(table.name, column) for column in statement.args["actions"] if isinstance(column, exp.ColumnDef)]
    return replace(table, schema=pa.schema([*table.schema, *added]), is_grown=True)


def _field(table: str, column: exp.ColumnDef) -> pa.Field:
    kind = column.args["kind"].this.value
    if kind not in ARROW_TYPES:
        raise QueryError(f"The column {table}.{column.name} has the type {kind}, which no file of the history holds.")
    return pa.field(column.name.lower(), ARROW_TYPES[kind])
