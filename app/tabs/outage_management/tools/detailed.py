"""What PostgreSQL alone knows of outages: the crew that was sent, what opened, whether the estimate was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import pyarrow as pa

from app.assistant.context import ToolContext
from app.assistant.periods import DAY, LocalSpan
from app.assistant.tools import ToolChoice

Promise = Literal["", "late", "in_time"]
DeviceKind = Literal["", "breaker", "recloser", "fuse", "sectionalizer", "switch"]
PROMISES: Final = (
    ToolChoice(
        (
            "late", "later etr", "after etr", "past etr", "missed etr", "etr missed", "not met etr", "late restored",
            "later than etr", "miss etr", "etr miss", "beyond etr", "later estimate", "broken etr", "etr broken",
        ),
        {"promise": "late"},
    ),
    ToolChoice(
        ("within etr", "met etr", "etr met", "before etr", "kept etr", "etr kept", "on time", "in time", "meet etr"),
        {"promise": "in_time"},
    ),
)  # fmt: skip
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "breaker": ("breaker", "feeder breaker", "at breaker", "breaker tripped"),
    "recloser": ("recloser", "at recloser"), "fuse": ("fuse", "at fuse", "blown fuse"),
    "sectionalizer": ("sectionalizer", "at sectionalizer"), "switch": ("switch", "at switch"),
}  # fmt: skip
DEVICE_KINDS: Final = tuple(ToolChoice(words, {"device_kind": kind}) for kind, words in _KINDS.items())
UNKNOWN: Final = "not known"
"""Of an outage that the history alone holds."""


def with_details(context: ToolContext, table: pa.Table, span: LocalSpan) -> pa.Table:
    """Outages with `crew_name`, `device_name`, `device_kind` and `promise` (late, in_time; null: neither).

    Args:
        context: of the turn.
        table: a row an outage, see `outages_of`.
        span: in which they began.
    """
    asked = context.live(
        "assistant_outage_details", utility_id=context.utility_id, from_at=span.from_at - DAY, to_at=span.to_at + DAY
    )
    found = {row["outage_id"]: row for row in asked.to_pylist()}
    rows = [found.get(number) for number in table["outage_id"].to_pylist()]
    told: tuple[tuple[str, Callable[[Mapping[str, Any]], str | None]], ...] = (
        ("crew_name", lambda row: row["crew_name"]), ("device_name", lambda row: row["device_name"]),
        ("device_kind", lambda row: row["device_kind"]), ("promise", _promise),
    )  # fmt: skip
    for name, of in told:
        nothing = None if name == "promise" else UNKNOWN
        table = table.append_column(name, pa.array([nothing if row is None else of(row) for row in rows], pa.string()))
    return table


def _promise(row: Mapping[str, Any]) -> str | None:
    """Whether the last customer had supply again after the estimate that stood last."""
    back, estimate = row["restored_at"], row["estimated_restoration_at"]
    if back is None or estimate is None:
        return None
    return "late" if back > estimate else "in_time"
