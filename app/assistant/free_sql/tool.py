"""run_sql: a tool for models only. What they write is guarded, planned, run within limits, and told with its text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import is_demo
from app.assistant.context import ToolContext
from app.assistant.free_sql.allowed import TABLES, SqlDialect
from app.assistant.free_sql.guard import LONGEST, GuardedSql, guarded
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, ToolResult
from app.assistant.tools import Tool
from app.assistant.written_columns import columns_of
from app.widgets.sql_note import Answered
from data_sources.errors import ContractError, TooLarge
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.written import WrittenLimits, run_written
from data_sources.query import WrittenQuery
from data_sources.warehouse.snowflake import SnowflakeSettings, SnowflakeSource

NAME = "Statement that the model wrote"
NETWORK_S = 30.0  # that an answer may take on its way, beside the statement's own time


def free_sql_login(history: SnowflakeSettings, role: str, seconds: float) -> SnowflakeSettings:
    """A session beside the history's, for statements of a model: their seconds, and their role alone.

    Args:
        history: how the history is reached.
        role: Snowflake role that they run as; "none" for the history's own.
        seconds: after which Snowflake cancels one.
    """
    own = history if role == "none" else replace(history, role=role, is_role_alone=True)
    return replace(
        own, statement_timeout_s=seconds, network_timeout_s=seconds + NETWORK_S, statements=2,
        query_tag=f"{history.query_tag}:model",
    )  # fmt: skip


class WrittenSql(BaseModel):
    """A statement."""

    sql: str = Field(min_length=1, max_length=LONGEST, description="one SELECT; binds nothing")
    source: Literal["live", "history"] = Field(
        "live", description="live: PostgreSQL, the present state; history: Snowflake, readings by day and hour"
    )


@dataclass(frozen=True, slots=True)
class FreeSql:
    """Where statements of a model run.

    Attributes:
        live: PostgreSQL.
        history: Snowflake by `free_sql_login`, where the history is there; an embedded one takes no statement of a
            model's.
        limits: of one statement.
        rows: it answers at most.
    """

    live: PostgresSource
    history: SnowflakeSource | None = None
    limits: WrittenLimits = field(default_factory=WrittenLimits)
    rows: int = MOST_ROWS

    @property
    def tool(self) -> Tool[WrittenSql]:
        """The tool."""
        return Tool(
            "run_sql", f"Runs one SELECT of yours over listed tables, of this utility only. {self._tables()}",
            WrittenSql, self._run, "list", ("row",),
        )  # fmt: skip

    def _tables(self) -> str:
        told = f"Live tables (PostgreSQL; days and times are of the utility's zone): {_listed('postgres')}."
        return told if self.history is None else f"{told} History tables (Snowflake): {_listed('snowflake')}."

    def _run(self, context: ToolContext, args: WrittenSql) -> ToolResult:
        dialect: SqlDialect = "postgres" if args.source == "live" else "snowflake"
        if dialect == "snowflake" and self.history is None:
            raise NoAnswer(RefusalReason.NO_SOURCE, "The history takes no statements here; ask for it by the tools.")
        sql = guarded(args.sql, context.utility_id, self.rows + 1, dialect)
        if sql.made_up and all(sql.made_up):
            raise NoAnswer(RefusalReason.FREE_SQL, "The statement was not run: it reads nothing, it only says its own.")
        try:
            table = self._rows(sql, dialect, context.asker.time_zone)
        except (ContractError, TooLarge) as error:  # of the statement, not of the database: the model may mend it
            raise NoAnswer(RefusalReason.FREE_SQL, str(error)) from None
        return self._told(context, sql, dialect, table)

    def _rows(self, sql: GuardedSql, dialect: SqlDialect, time_zone: str) -> pa.Table:
        if dialect == "postgres":
            return run_written(self.live, sql.text, self.limits, time_zone)
        assert self.history is not None
        _check_bytes(self.history, sql)
        return self.history.run(sql.text)

    def _told(self, context: ToolContext, sql: GuardedSql, dialect: SqlDialect, table: pa.Table) -> ToolResult:
        source = self.live if dialect == "postgres" else self.history
        assert source is not None
        asked = Answered(WrittenQuery.told(NAME, sql.text, dialect), table.num_rows, dt.datetime.now(dt.UTC))
        shown = table.slice(0, self.rows)
        made_up = _made_up(shown, sql)
        renamed = _renamed(shown, sql, made_up)
        names = [renamed.get(at, name) for at, name in enumerate(shown.column_names)]
        note = "By a statement that the model wrote; it was checked and cut down to this utility before it ran."
        if made_up:
            note += f" Left out, since the statement says it itself: {', '.join(made_up.values())}."
        if renamed:
            called = (f"{name} is not {shown.column_names[at]}" for at, name in renamed.items())
            note += f" Columns are called by what they read: {', '.join(called)}."
        shown = shown.rename_columns(names).select([at for at in range(shown.num_columns) if at not in made_up])
        return ToolResult(
            title=f"Rows of {', '.join(sql.tables) or 'no table'}", table=shown, columns=columns_of(shown),
            asked=(asked,), source=source.health().name, is_simulated=is_demo(context), note=note,
            is_cut=table.num_rows > self.rows,
        )  # fmt: skip


def _made_up(table: pa.Table, sql: GuardedSql) -> dict[int, str]:
    """Columns that would cover a claim though nothing was read for them; words without a digit are labels."""
    if len(sql.made_up) != table.num_columns:
        return {}
    return {
        at: name for at, (name, is_own) in enumerate(zip(table.column_names, sql.made_up, strict=True))
        if is_own and not _is_label(table.column(at))
    }  # fmt: skip


def _renamed(table: pa.Table, sql: GuardedSql, made_up: Collection[int]) -> dict[int, str]:
    """Columns whose name claims what they do not read, with one that is true of them."""
    if len(sql.names) != table.num_columns:
        return {}
    taken, renamed = set(table.column_names), dict[int, str]()
    for at, (name, true) in enumerate(zip(table.column_names, sql.names, strict=True)):
        if not true or at in made_up or re.sub(r"_\d+\Z", "", name.lower()) == re.sub(r"_\d+\Z", "", true.lower()):
            continue
        free = next(
            one for one in (true, *(f"{true}_{number}" for number in range(2, 2 + len(taken)))) if one not in taken
        )
        taken.add(free)
        renamed[at] = free
    return renamed


def _is_label(cells: pa.ChunkedArray) -> bool:
    kind = cells.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return False
    return not any(letter.isdigit() for text in cells.unique().to_pylist() if text for letter in text)


MOST_BYTES = 2 << 30


def _check_bytes(history: SnowflakeSource, sql: GuardedSql) -> None:
    """Snowflake's own estimate of what it would read; nothing is read for it, and no warehouse wakes."""
    rows: list[dict[str, Any]] = history.run(f"EXPLAIN USING TABULAR {sql.text}").to_pylist()
    sizes = [row.get("bytesassigned") or row.get("bytesAssigned") or 0 for row in rows]
    if (total := sum(float(size) for size in sizes)) > MOST_BYTES:
        raise TooLarge(f"The statement would read {total / 1e9:,.1f} GB; {MOST_BYTES / 1e9:,.1f} GB is the limit.")


def _listed(dialect: SqlDialect) -> str:
    return "; ".join(f"{one.name}({', '.join(one.columns)})" for one in TABLES[dialect].values())
