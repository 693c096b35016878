"""States, priorities and places of work orders in words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from app import formats
from app.widgets.column import day_words, words
from app.widgets.html import Markup, el
from data_sources.field.orders.states import PRIORITIES

Row = Mapping[str, Any]

STATE_TONES: Final[dict[str, str]] = {
    "created": "normal", "scheduled": "normal", "assigned": "attention", "en_route": "attention",
    "in_progress": "attention", "on_hold": "warning", "completed": "good", "cancelled": "normal",
}  # fmt: skip
PRIORITY_MARKS: Final = {1: "high", 2: "high", 3: "medium", 4: "low"}


def number(row: Row) -> str:
    """Its number: the one that the utility gave it, where it has one."""
    return str(row["external_number"] or row["work_order_id"])


def title(row: Row) -> str:
    """What one calls it by word of mouth."""
    return f"Order {number(row)}"


def state_badge(row: Row) -> Markup:
    """Its state, in the tone that the state has."""
    return el("span", words(row["status"]), cls=f"badge is-{STATE_TONES[row['status']]}")


def priority_mark(row: Row) -> Markup:
    """A coloured mark with the word beside it."""
    text = words(PRIORITIES[row["priority"]])
    mark = el("i", cls=f"priority is-{PRIORITY_MARKS[row['priority']]}")
    return el("span", mark, text, cls="priority-words", title=f"Priority {row['priority']}: {text.lower()}")


def due(row: Row) -> Markup | str:
    """Its day; marked where it has passed and the work is not done."""
    if row["due_on"] is None:
        return formats.NOTHING
    text = day_words(row["due_on"])
    return el("span", text, cls="badge is-bad", title="its day has passed") if row["is_late"] else text


def planned(row: Row, time_zone: str) -> str:
    """From when to when it is planned; the end without its day where that is the same."""
    start, end = row["planned_start_at"], row["planned_end_at"]
    if start is None or end is None:
        return formats.NOTHING
    zone = formats.zone(time_zone)
    is_one_day = start.astimezone(zone).date() == (end - dt.timedelta(seconds=1)).astimezone(zone).date()
    until = formats.clock(end, time_zone) if is_one_day else formats.day_and_clock(end, time_zone)
    return f"{formats.day_and_clock(start, time_zone)} to {until}"


def hours(value: float | None) -> str:
    """Hours as one reads them; a dash where nobody says."""
    return formats.NOTHING if value is None else f"{formats.number(value, 1)} h"


def source_mark(row: Row) -> Markup:
    """Whether it is of a demo."""
    return el("span", "Simulated", cls="badge is-attention") if row["is_simulated"] else Markup("Reported")
