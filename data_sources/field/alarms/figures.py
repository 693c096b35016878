"""How a utility's alarm system does in a period, beside what ANSI/ISA-18.2-2016 (table 7) takes for acceptable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data_sources.analytics.alarms import rates
from data_sources.analytics.alarms.states import HELD, UNSEEN, code_of
from data_sources.field.alarms.quantities import QUANTITIES
from data_sources.query import Query
from data_sources.source import Source

PRIORITIES: Final = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class BadActor:
    """A point that annunciates often.

    Attributes:
        asset_kind: of what.
        asset_id: which.
        asset_name: its name.
        quantity: what is watched of it, as a person calls it.
        limit: beyond what that is in alarm: "above 2 % of served"; two rules may watch one quantity.
        times: annunciations in the period.
        share_pct: of all.
        is_chattering: three times or more within a minute.
    """

    asset_kind: str
    asset_id: int
    asset_name: str
    quantity: str
    limit: str
    times: int
    share_pct: float
    is_chattering: bool


@dataclass(frozen=True, slots=True)
class AlarmFigures:
    """Figures of a period, and what stands now.

    Attributes:
        from_at: start, UTC.
        to_at: end, UTC.
        operators: positions that share the alarms: open shifts, one at least.
        annunciated: alarms raised and raised again, by priority.
        per_hour: of these, an hour and operator; NaN for no time.
        share_pct: by priority; empty without any.
        most_in_ten_minutes: of any ten minutes of the period.
        floods: their times.
        open_alarms: that are not normal now, by priority.
        unseen: of these, that nobody has acknowledged, by priority.
        standing: in alarm now and not held.
        held: shelved, suppressed by design or out of service now.
        stale: in alarm for more than 24 hours.
        chattering: points that annunciated three times or more within a minute.
        top: the points that annunciated most.
        top_share_pct: of all, together.
    """

    from_at: dt.datetime
    to_at: dt.datetime
    operators: int
    annunciated: dict[str, int]
    per_hour: float
    share_pct: dict[str, float]
    most_in_ten_minutes: int
    floods: list[rates.Flood]
    open_alarms: dict[str, int]
    unseen: dict[str, int]
    standing: int
    held: int
    stale: int
    chattering: int
    top: list[BadActor]
    top_share_pct: float


def alarm_figures(source: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> AlarmFigures:
    """Work them out.

    Args:
        source: the live database.
        utility_id: whose.
        from_at: start of the period.
        to_at: its end, at most the present.
    """
    period = {"utility_id": utility_id, "from_at": from_at, "to_at": to_at}
    rows = source.fetch(Query.of("annunciations", **period)).to_pylist()
    counts = source.fetch(Query.of("alarm_counts", utility_id=utility_id)).to_pylist()
    shifts = source.fetch(Query.of("desk_shifts", **period)).to_pylist()
    operators = max(sum(one["ended_at"] is None for one in shifts), 1)
    start, end = (int(at.timestamp() * 1000) for at in (from_at, to_at))
    times = np.array([int(row["stepped_at"].timestamp() * 1000) for row in rows], np.int64)
    by_priority = {name: sum(row["priority"] == name for row in rows) for name in PRIORITIES}
    top, chattering = _bad_actors(rows, times)
    return AlarmFigures(
        from_at, to_at, operators, by_priority, rates.per_hour(len(rows), start, end, operators),
        {name: 100 * count / len(rows) for name, count in by_priority.items()} if rows else {},
        int(rates.in_tens(times, start, end).max(initial=0)), rates.floods(times, start, end, operators),
        open_by_priority(counts), open_by_priority([one for one in counts if code_of(one["state"]) in UNSEEN]),
        sum(one["alarms"] for one in counts if one["state"] in ("unacknowledged", "acknowledged")),
        sum(one["alarms"] for one in counts if code_of(one["state"]) in HELD),
        sum(one["stale"] for one in counts), chattering, top, sum(one.share_pct for one in top),
    )  # fmt: skip


def last_day(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The last 24 hours, begun at a full ten minutes, so that the tens of floods are those of the clock."""
    start = now - dt.timedelta(days=1)
    return start.replace(minute=start.minute - start.minute % 10, second=0, microsecond=0), now


def open_by_priority(counts: list[dict[str, Any]]) -> dict[str, int]:
    """Rows of alarm_counts.sql summed by priority."""
    return {name: sum(one["alarms"] for one in counts if one["priority"] == name) for name in PRIORITIES}


def _bad_actors(rows: list[dict[str, Any]], times: np.ndarray[Any, Any]) -> tuple[list[BadActor], int]:
    """The ten points that annunciated most, and how many chattered."""
    numbers: dict[tuple[int, int], int] = {}
    points = np.array([numbers.setdefault((row["rule_id"], row["asset_id"]), len(numbers)) for row in rows], np.int64)
    last = dict(zip(points.tolist(), rows, strict=True))
    chatter = set(rates.chattering(points, times).tolist())
    top, counts = rates.top_points(points)
    found = [
        BadActor(
            last[one]["asset_kind"], last[one]["asset_id"], last[one]["asset_name"], _title(last[one]["quantity"]),
            limit_words(last[one]), count, 100 * count / len(rows), one in chatter,
        )
        for one, count in zip(top.tolist(), counts.tolist(), strict=True)
    ]  # fmt: skip
    return found, len(chatter)


def limit_words(row: Mapping[str, Any]) -> str:
    """`above 160 %`, of a row with operator, threshold and quantity; an age in seconds."""
    known = QUANTITIES.get(row["quantity"])
    unit = "" if known is None else known.unit
    return f"{row['operator']} {row['threshold']:g} {unit}".rstrip()


def _title(name: str) -> str:
    return QUANTITIES[name].title if name in QUANTITIES else name
