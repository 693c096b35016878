"""Orders and crews of the board in words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from app import formats
from app.widgets.column import day_words
from app.widgets.column import words as spelled
from data_sources.analytics.clock import local_day
from data_sources.analytics.dispatch.places import URGENT
from data_sources.studies.dispatch.ground import members_for, urgency_of

Row = Mapping[str, Any]

URGENCIES: Final = ("urgent", "due", "routine")


def urgency(row: Row, now: dt.datetime, time_zone: str) -> str:
    """Urgent, due or routine."""
    return URGENCIES[urgency_of(row, now, time_zone)]


def is_urgent(row: Row, now: dt.datetime, time_zone: str) -> bool:
    """Whether it is an outage's, or of priority 1."""
    return urgency_of(row, now, time_zone) == URGENT


def facts(row: Row, time_zone: str) -> list[tuple[str, str]]:
    """What one has to know to send somebody."""
    hours = (
        "not said, counts as 2 h" if row["estimated_hours"] is None else formats.duration(60 * row["estimated_hours"])
    )
    due = "no day said" if row["due_on"] is None else day_words(row["due_on"])
    planned = formats.NOTHING
    if row["planned_start_at"] is not None:
        planned = formats.day_and_clock(row["planned_start_at"], time_zone)
    missing = row["missing_permits"]
    return [
        ("State", spelled(row["status"])), ("Due", due), ("Planned", planned), ("Estimated, of one crew", hours),
        ("Takes", f"{spelled(row['skill']).lower()}, {formats.count_of(members_for(row), 'member')}"),
        ("Permits", f"{formats.count_of(missing, 'permit')} missing" if missing else "none missing"),
        ("Feeder", row["feeder_name"] or formats.NOTHING),
    ]  # fmt: skip


def span(begins: dt.datetime, ends: dt.datetime, time_zone: str, now: dt.datetime) -> str:
    """`07:05 to 10:05 CST`, with the day where that is not today."""
    is_today = local_day(begins, time_zone) == local_day(now, time_zone)
    clock = formats.clock(begins, time_zone).split()[0]
    day = "" if is_today else f"{begins.astimezone(formats.zone(time_zone)):%a} "
    return f"{day}{clock} to {formats.clock(ends, time_zone)}"


def due(row: Row, now: dt.datetime, time_zone: str) -> str:
    """`due 28 Nov`; `late since 28 Nov` where that day has passed."""
    day: dt.date = row["due_on"]
    return f"{'late since' if day < local_day(now, time_zone) else 'due'} {day.day} {day:%b}"


def crew_line(crew: Row) -> str:
    """What it can do, how many they are, until when: "line, switching; 3 members; until 17:00"."""
    until = f"until {crew['shift_end']}" if crew["shift_end"] else "hours not said"
    skills = str(crew["skills"]).replace(",", ", ") or "no skill said"
    return f"{skills}; {formats.count_of(crew['members'], 'member')}; {until}"
