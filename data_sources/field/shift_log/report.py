"""The handover report of a period: what changed, what is open, what was noted; rows of the live database, in one look.

What is open is told as of the end of the period as far as the rows say it (outages, alarms); crews and orders are told
as they are now.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data_sources.analytics.alarms.rates import Flood, floods
from data_sources.analytics.clock import local_day
from data_sources.query import Query
from data_sources.source import Source

SERVICES: Final = (
    "simulator",
    "prediction",
    "alarms",
    "asset assessments",
)  # what acts by rules is counted, not listed
# Notes and shifts have their own sections; each alarm that was acknowledged with others is a change of its own.
# What somebody asked the assistant is nobody else's, and changes nothing.
TOLD_ELSEWHERE: Final = (
    "write_note", "correct_note", "start_desk_shift", "hand_over_desk", "acknowledge_alarms", "start_conversation",
    "rename_conversation", "delete_conversation", "save_turn", "rate_answer", "settle_proposal",
)  # fmt: skip
MOST: Final = 200  # changes that are listed
LONGEST: Final = dt.timedelta(days=31)
UNTOLD: Final = frozenset({
    "version", "updated_at", "utility_id", "is_simulated", "lon", "lat", "created_at", "created_by", "is_default",
})  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HandoverReport:
    """What a shift hands over.

    Attributes:
        utility: row of utilities.sql.
        from_at: start of the period, UTC.
        to_at: its end, UTC.
        made_at: when it was made, UTC.
        shifts: rows of desk_shifts.sql.
        notes: rows of shift_notes.sql.
        outages: rows of handover_outages.sql.
        alarms: rows of handover_alarms.sql.
        raised: annunciations in the period by priority.
        floods: times with more alarms than an operator takes in.
        orders: rows of handover_orders.sql.
        crews: rows of handover_crews.sql.
        changes: sentences with their times, the latest first.
        counts: rows of handover_counts.sql.
    """

    utility: Row
    from_at: dt.datetime
    to_at: dt.datetime
    made_at: dt.datetime
    shifts: list[Row]
    notes: list[Row]
    outages: list[Row]
    alarms: list[Row]
    raised: dict[str, int]
    floods: list[Flood]
    orders: list[Row]
    crews: list[Row]
    changes: list[tuple[dt.datetime, str]]
    counts: list[Row]

    @property
    def open_outages(self) -> list[Row]:
        """Those that last at the end of the period."""
        return [one for one in self.outages if one["is_open"]]

    @property
    def listed_of(self) -> tuple[int, int]:
        """Changes of people that are listed, and all of them."""
        every = sum(
            one["changes"] for one in self.counts
            if one["actor"] not in SERVICES and one["action"] not in TOLD_ELSEWHERE
        )  # fmt: skip
        return len(self.changes), max(every, len(self.changes))


def handover_report(
    source: Source, utility: Row, from_at: dt.datetime, to_at: dt.datetime, now: dt.datetime
) -> HandoverReport:  # fmt: skip
    """Make the report.

    Args:
        source: the live database.
        utility: row of utilities.sql.
        from_at: start of the period.
        to_at: its end, after its start.
        now: the present; what is to come is in no report.
    """
    period: dict[str, Hashable] = {"utility_id": utility["utility_id"], "from_at": from_at, "to_at": to_at}

    def rows(name: str, **more: Hashable) -> list[Row]:
        found: list[Row] = source.fetch(Query.of(name, **more)).to_pylist()
        return found

    ended = {name: period[name] for name in ("utility_id", "to_at")}
    times = rows("annunciations", **period)
    changes = rows(
        "handover_changes", **period, services=",".join(SERVICES), told_elsewhere=",".join(TOLD_ELSEWHERE), most=MOST
    )
    return HandoverReport(
        utility, from_at, to_at, now, rows("desk_shifts", **period), rows("shift_notes", **period),
        rows("handover_outages", **period), rows("handover_alarms", **ended), _raised(times),
        _floods(times, from_at, min(to_at, now)),
        rows("handover_orders", **period, today=local_day(now, utility["time_zone"])),
        rows("handover_crews", utility_id=utility["utility_id"]),
        [(row["written_at"], change_in_words(row)) for row in changes], rows("handover_counts", **period),
    )  # fmt: skip


def change_in_words(row: Row) -> str:
    """Who did what to what, and to which values: `maria: set cause of outage 12 (cause: unknown to animal)`."""
    what = f"{row['actor']}: {row['action'].replace('_', ' ')}"
    if row["target_kind"] not in (None, "utility"):
        what += f", {row['target_kind'].replace('_', ' ')} {row['target_id']}"
    before, after = (json.loads(row[name] or "{}") for name in ("from_values", "to_values"))
    told = [
        f"{name.replace('_', ' ')}: {_plain(before[name])} to {_plain(value)}"
        if before.get(name) not in (None, "", [])
        else f"{name.replace('_', ' ')}: {_plain(value)}"
        for name, value in after.items()
        if name not in UNTOLD
        and value not in (None, "", [])
        and not (name.endswith("_id") and value == row["target_id"])
    ]
    return f"{what} ({'; '.join(told[:4])})" if told else what


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value[:5])) + (" …" if len(value) > 5 else "")
    return str(value)[:120]


def _raised(rows: list[Row]) -> dict[str, int]:
    return {name: sum(row["priority"] == name for row in rows) for name in ("critical", "high", "medium", "low")}


def _floods(rows: list[Row], from_at: dt.datetime, to_at: dt.datetime) -> list[Flood]:
    times = np.array([int(row["stepped_at"].timestamp() * 1000) for row in rows], np.int64)
    return floods(times, int(from_at.timestamp() * 1000), int(to_at.timestamp() * 1000))
