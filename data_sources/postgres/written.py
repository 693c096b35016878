"""A statement that was written at run time (by a model, and checked): planned first, run in a transaction that reads.

The transaction is read only, has a timeout of its own, finds no function outside of pg_catalog, and runs as a role
that may only read, where there is one. It is rolled back whatever came.
"""

from __future__ import annotations

import datetime as dt
import decimal
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa

from data_sources.errors import ContractError, TooLarge
from data_sources.postgres.source import Connection, PostgresSource, execute

LONGEST_TEXT = 2000  # characters of one cell


@dataclass(frozen=True, slots=True)
class WrittenLimits:
    """What one statement may take.

    Attributes:
        seconds: after which PostgreSQL cancels it.
        cost: of PostgreSQL's own estimate, in its units (a page read in order is 1).
        role: it runs as, by name; "none" for the role of the connection.
    """

    seconds: float = 5.0
    cost: float = 500_000.0
    role: str = "none"


def run_written(source: PostgresSource, text: str, limits: WrittenLimits, time_zone: str = "UTC") -> pa.Table:
    """The rows of a statement, its columns named as it names them (a name that comes twice gets a number).

    Args:
        source: the live database.
        text: one statement that binds nothing.
        limits: of it.
        time_zone: IANA name; days and hours that it cuts time into, and times that it writes, are of this zone.

    Raises:
        TooLarge: PostgreSQL expects it to cost more than its limit.
        ContractError: PostgreSQL refuses it; says why.
        SourceUnavailable: it took longer than its limit, or the database cannot be reached.
    """
    try:
        with source.connection() as connection, connection.transaction(force_rollback=True):
            execute(
                connection, "free_sql_limits", timeout_ms=str(round(limits.seconds * 1000)), as_role=limits.role,
                time_zone=time_zone,
            )  # fmt: skip
            _check_cost(connection, text, limits)
            with connection.cursor(binary=True) as cursor:  # binary: one statement, never two
                cursor.execute(text.encode())
                names = [column.name for column in cursor.description or ()]
                return _table(names, cursor.fetchall())
    except (psycopg.ProgrammingError, psycopg.DataError, psycopg.NotSupportedError, psycopg.InternalError) as error:
        reason = error.diag.message_primary or type(error).__name__
        raise ContractError(f"{source.label} refused the statement: {reason}.") from None


def _check_cost(connection: Connection, text: str, limits: WrittenLimits) -> None:
    row = connection.execute(b"EXPLAIN (FORMAT JSON) " + text.encode(), binary=True).fetchone()
    plan = row[0][0]["Plan"] if row else {}
    if (cost := float(plan.get("Total Cost", 0))) > limits.cost:
        raise TooLarge(
            f"The statement would cost {cost:,.0f} by PostgreSQL's estimate; {limits.cost:,.0f} is the limit."
        )


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pa.Table.from_arrays([_array(values) for values in columns], names=_apart(names))


def _array(values: tuple[Any, ...]) -> pa.Array:
    """In the type that its values have; what is no number, time or truth is a text."""
    plain = [_plain(value) for value in values]
    kinds = {type(value) for value in plain if value is not None}
    if kinds == {int, float}:
        plain = [None if value is None else float(value) for value in plain]
    elif len(kinds) > 1:
        plain = [None if value is None else str(value)[:LONGEST_TEXT] for value in plain]
    try:
        return pa.array(plain, pa.string() if not kinds else None)
    except (pa.ArrowInvalid, OverflowError):
        return pa.array([None if value is None else str(value)[:LONGEST_TEXT] for value in plain], pa.string())


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)
    if value is None or isinstance(value, bool | int | float | dt.datetime | dt.date):
        return value
    return str(value)[:LONGEST_TEXT]


def _apart(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return out
