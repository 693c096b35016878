"""Alarms in words: states, values, limits, what holds one back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app import formats
from app.widgets.html import Markup, el
from data_sources.field.alarms.quantities import QUANTITIES

Row = Mapping[str, Any]
STATES: Final = {
    "normal": "Normal", "unacknowledged": "Not acknowledged", "acknowledged": "Acknowledged",
    "returned": "Returned, not acknowledged", "latched_unacknowledged": "Latched, not acknowledged",
    "latched_acknowledged": "Latched, acknowledged", "shelved": "Shelved", "suppressed": "Suppressed by design",
    "out_of_service": "Out of service",
}  # fmt: skip
STATE_TONES: Final = {
    "unacknowledged": "bad", "returned": "attention", "latched_unacknowledged": "bad", "acknowledged": "warning",
    "latched_acknowledged": "warning",
}  # fmt: skip
PRIORITY_TONES: Final = {"critical": "bad", "high": "bad", "medium": "warning", "low": "normal"}
# Beside its colour each priority has a shape, so that it is told without colours too.
PRIORITY_MARKS: Final = {"critical": "◆", "high": "▲", "medium": "■", "low": "●"}
EVENTS: Final = {
    "raise": "Raised", "clear": "Returned to normal", "clear_latching": "Returned to normal, latched",
    "acknowledge": "Acknowledged", "reset": "Reset", "shelve": "Shelved", "suppress": "Suppressed: no supply",
    "take_out": "Taken out of service", "release_in_alarm": "Released, in alarm", "release_normal": "Released, normal",
    "release_unseen": "Released, normal, not acknowledged", "assign": "Assigned", "comment": "Comment",
    "rule_deleted": "Closed: its rule was deleted",
}  # fmt: skip


def state_badge(row: Row) -> Markup:
    """The state, in its tone."""
    state = row["state"]
    return el("span", STATES[state], cls=f"badge is-{STATE_TONES.get(state, 'normal')}")


def priority_badge(priority: str) -> Markup:
    """The priority with its shape."""
    mark = el("i", PRIORITY_MARKS[priority], cls="alarm-mark", aria_hidden="true")
    return el("span", mark, f" {priority.capitalize()}", cls=f"badge is-{PRIORITY_TONES[priority]}")


def title(quantity: str) -> str:
    """What a quantity is called."""
    return QUANTITIES[quantity].title if quantity in QUANTITIES else quantity.replace("_", " ")


def value(quantity: str, number: float | None) -> str:
    """`161 %`."""
    known = QUANTITIES.get(quantity)
    if known is None:
        return formats.number(number)
    if known.unit == "s":
        return formats.duration(None if number is None else number / 60)
    return f"{formats.number(number, known.decimals)} {known.unit}".strip()


def limit(row: Row) -> str:
    """`above 160 %`."""
    known = QUANTITIES.get(row["quantity"])
    if known is None or known.unit == "s":
        return f"{row['operator']} {value(row['quantity'], row['threshold'])}"
    return f"{row['operator']} {row['threshold']:,.10g} {known.unit}".strip()


def held(row: Row, time_zone: str) -> str:
    """Who holds it back, until when and why; empty where nobody does."""
    if row["held_by"] is None:
        return ""
    until = f" until {formats.day_and_clock(row['held_until'], time_zone)}" if row["held_until"] else ""
    return f"by {row['held_by']}{until}: {row['held_reason']}"
