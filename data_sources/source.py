"""Where rows come from: one small protocol, and the pair every view is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from data_sources.errors import ContractError
from data_sources.query import Query


@dataclass(frozen=True, slots=True)
class Health:
    """What a source knows of itself, without asking it anything costly.

    Attributes:
        name: what a person calls it, e.g. "PostgreSQL (embedded)".
        is_up: whether the last contact worked.
        last_ok_at: UTC time of the last answer; None before the first.
        message: one sentence when it is down, or answers without something it should have.
    """

    name: str
    is_up: bool
    last_ok_at: dt.datetime | None
    message: str = ""


class Source(Protocol):
    """Answers queries as Arrow tables. Thread-safe. Every answer has the schema its .sql names, or it raises."""

    @property
    def dialect(self) -> str:
        """The SQL it speaks: "postgres" or "snowflake"."""
        ...

    def fetch(self, query: Query) -> pa.Table:
        """All rows of a query.

        Raises:
            SourceUnavailable: the source cannot be reached.
            ContractError: it answered with other columns or types than the .sql names.
        """
        ...

    def health(self) -> Health:
        """The state of the source as last seen."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """What a view may ask: live state (PostgreSQL) and, where there is one, history (Snowflake or DuckDB)."""

    live: Source
    history: Source | None = None


def cast_to_contract(name: str, table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns and types of the contract, in its order.

    Column names are matched without case (Snowflake answers in upper case).

    Raises:
        ContractError: a column is missing, one too many, or does not fit its type.
    """
    found = {column.lower(): column for column in table.column_names}
    if set(found) != set(schema.names):
        raise ContractError(f"{name}.sql names the columns {schema.names}; the source answered {table.column_names}.")
    try:
        return table.select([found[column] for column in schema.names]).rename_columns(schema.names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ContractError(f"{name}.sql: the answer does not fit the types it names: {error}.") from error
