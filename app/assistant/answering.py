"""A tool's rows as a result: what was asked, who answered, whether a demo made it up; no more rows than are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pyarrow as pa

from app.assistant.context import ToolContext
from app.assistant.results import ToolResult
from app.widgets.column import Column
from data_sources.query import Query

HowMany = Column("how_many", "Number", "count")


def result_of(
    context: ToolContext, title: str, table: pa.Table, columns: Sequence[Column], *,
    source: Literal["live", "history", "both"] = "live", in_all: int | None = None, **more: Any,
) -> ToolResult:  # fmt: skip
    """What a tool found.

    Args:
        context: of the turn; what was asked in it so far stands behind the rows.
        title: what the rows are.
        table: all rows there are, or those that were asked for; those beyond `context.max_rows` are left out, and it is
            said.
        columns: how the shown ones are written.
        source: which of the sources answered.
        in_all: how many rows there are, by the database, where it left some out itself; None for those of the table.
        more: other attributes of `ToolResult`.
    """
    live, history = context.sources.live, context.sources.history
    used = [one for one, name in ((live, "live"), (history, "history")) if one is not None and source in (name, "both")]
    shown, total = table.slice(0, context.max_rows), max(table.num_rows, in_all or 0)
    return ToolResult(
        title=title, table=shown, columns=tuple(columns), asked=tuple(context.asked),
        source=", ".join(one.health().name for one in used), is_simulated=is_demo(context),
        is_cut=total > shown.num_rows >= context.max_rows, in_all=total if total > shown.num_rows else None, **more,
    )  # fmt: skip


def counted(table: pa.Table) -> pa.Table:
    """How many rows there are, as the one row that `is_count` asks for."""
    return pa.table({"how_many": pa.array([table.num_rows], pa.int64())})


def is_demo(context: ToolContext) -> bool:
    """Whether the utility's data are made up."""
    rows = context.sources.live.fetch(Query.of("utilities")).to_pylist()
    return any(row["is_demo"] for row in rows if row["utility_id"] == context.utility_id)
