"""Does every .sql file still fit the database? The server describes each statement without running it."""

from __future__ import annotations

import psycopg
import pyarrow as pa
from psycopg.pq import ExecStatus

from data_sources.checks.finding import Finding, found
from data_sources.errors import ContractError
from data_sources.postgres.source import Connection, PostgresSource
from data_sources.query import Query
from data_sources.statements import Statement, built_in_statements, statement

# Which of the server's types (by name) fit which Arrow type without losing anything a person would miss.
_FITS: dict[pa.DataType, frozenset[str]] = {
    pa.int16(): frozenset({"int2", "int4", "int8"}),
    pa.int32(): frozenset({"int2", "int4", "int8"}),
    pa.int64(): frozenset({"int2", "int4", "int8"}),
    pa.float32(): frozenset({"float4", "float8"}),
    pa.float64(): frozenset({"float4", "float8", "int2", "int4"}),
    pa.bool_(): frozenset({"bool"}),
    pa.string(): frozenset({"text", "varchar", "name"}),
    pa.binary(): frozenset({"bytea"}),
    pa.date32(): frozenset({"date"}),
    pa.timestamp("us", tz="UTC"): frozenset({"timestamptz"}),
}


def contract_findings(source: PostgresSource, utility_id: int) -> list[Finding]:
    """Result columns and types of every statement, and NULLs in answers fetched by the column."""
    troubles = {name: trouble for name in statement_names() if (trouble := _trouble(source, statement(name)))}
    examples = "; ".join(f"{name}.sql: {trouble}" for name, trouble in list(troubles.items())[:5])
    nulls = _column_troubles(source, utility_id)
    return [
        found("contracts: statements", len(troubles), examples, "Statements that do not fit the database"),
        found("contracts: answers", len(nulls), "; ".join(nulls[:5]), "Answers that break their statement's contract"),
    ]


def statement_names() -> list[str]:
    """Every statement for PostgreSQL that is shipped."""
    return sorted(path.stem for path in built_in_statements() if statement(path.stem).dialect == "postgres")


def _trouble(source: PostgresSource, wanted: Statement) -> str:
    """What is wrong with one statement, in words; empty when it fits."""
    try:
        with source.connection() as connection:
            described = _describe(connection, wanted)
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    if isinstance(described, str):
        return described
    if wanted.result is None:
        return ""
    if set(described) != set(wanted.result.names):
        return f"names {sorted(wanted.result.names)}, answers {sorted(described)}"
    wrong = [field.name for field in wanted.result if described[field.name] not in _FITS[field.type]]
    return ", ".join(f"{name} is {described[name]}, not {wanted.result.field(name).type}" for name in wrong)


def _describe(connection: Connection, wanted: Statement) -> dict[str, str] | str:
    """Column names and the server's type names, or the server's complaint."""
    text = wanted.with_binds("pyformat")
    for number, bind in enumerate(wanted.binds, start=1):
        text = text.replace(f"%({bind})s", f"${number}")
    prepared = connection.pgconn.prepare(b"", text.replace("%%", "%").encode())
    if prepared.status != ExecStatus.COMMAND_OK:
        return prepared.error_message.decode().strip().splitlines()[0]
    result = connection.pgconn.describe_prepared(b"")
    names = {(result.fname(k) or b"").decode(): result.ftype(k) for k in range(result.nfields)}
    types = connection.adapters.types
    return {name: info.name if (info := types.get(oid)) else f"type {oid}" for name, oid in names.items()}


def _column_troubles(source: PostgresSource, utility_id: int) -> list[str]:
    """Ask every column-wise statement that needs only the utility: a NULL would shift rows, so it is refused there."""
    troubles = []
    for name in statement_names():
        if statement(name).is_bulk and statement(name).binds == ("utility_id",):
            try:
                source.fetch(Query.of(name, utility_id=utility_id))
            except ContractError as error:
                troubles.append(str(error))
    return troubles
