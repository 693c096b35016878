"""The timeline of an outage out of the audit: who did what when, from what to what; and what was not done. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app import formats
from app.widgets.column import words
from app.widgets.html import Markup, el
from app.widgets.states import empty_state

Row = Mapping[str, Any]
TONES: Final = {"done": "fresh", "refused": "warning", "conflict": "bad"}
NOT_DONE: Final = {"refused": "Refused", "conflict": "Conflict"}
SAID: Final = ("note", "reason", "text")  # what a person wrote with a command
# Names of columns that a person would not say so.
NAMES: Final[dict[str, str]] = {
    "estimated_restoration_at": "ETR", "estimated_by": "ETR by", "crew_id": "crew",
    "dispatched_by": "crew by", "opened_devices": "devices opened", "closed_devices": "devices closed",
    "merged_into": "merged into", "split_from": "split from", "is_open": "open", "held_by": "held by",
}  # fmt: skip
# What follows from something else that is told.
UNTOLD: Final = frozenset({
    "confirmed_at", "closed_at", "restored_at", "reported_at", "outage_id", "utility_id", "feeder_id", "lon", "lat",
    "is_simulated", "device_id", "transformer_id", "customers_predicted", "kind", "split_from", "has_interruptions",
    "estimate_reason", "is_area_estimate", "moved_devices",
})  # fmt: skip


def timeline(rows: Sequence[Row], time_zone: str, *, of: str = "outage", can_undo: bool = False) -> Markup:
    """The list, newest first.

    Args:
        rows: of outage_audit.sql, or of the like.
        time_zone: IANA name of the zone that times are told in.
        of: what it is the timeline of.
        can_undo: whether the last step that was done can be taken back by whoever looks.
    """
    if not rows:
        return empty_state("Nothing on record", f"What is done to this {of} will stand here: who, when and what.")
    last = next((row["audit_id"] for row in rows if row["outcome"] == "done"), None) if can_undo else None
    return el("ol", [_entry(row, time_zone, can_undo=row["audit_id"] == last) for row in rows], cls="timeline")


def _entry(row: Row, time_zone: str, *, can_undo: bool) -> Markup:
    lost = NOT_DONE.get(row["outcome"])
    head = el(
        "p", el("i", cls=f"dot is-{TONES[row['outcome']]}"), el("b", words(row["action"])),
        el("span", f" by {row['actor']}", cls="secondary"), lost and el("span", lost, cls="badge is-bad"),
        el("time", _when(row["written_at"], time_zone), cls="secondary timeline-time"), cls="timeline-head",
    )  # fmt: skip
    back = el("button", "Undo", type="button", cls="button", data_action="undo", data_value=row["audit_id"],
              aria_label=f"Undo: {words(row['action']).lower()}") if can_undo else None  # fmt: skip
    return el("li", head, _body(row, time_zone), back, data_key=row["audit_id"], cls=f"is-{row['outcome']}")


def _body(row: Row, time_zone: str) -> list[Markup]:
    if row["outcome"] != "done":
        return [el("p", row["reason"], cls="timeline-reason")]
    said = [el("q", text) for text in said_of(row)]
    if row["reason"]:  # it was done all the same, and somebody answers for it
        said.append(el("p", row["reason"], cls="timeline-reason"))
    told = changes_of(row, time_zone)
    moved = [
        el("div", el("dt", name), el("dd", before and el("s", before), before and " to ", after))
        for name, before, after in told
    ]
    return [*said, *([el("dl", moved, cls="timeline-changes")] if moved else [])]


def said_of(row: Row) -> list[str]:
    """What the person wrote with it."""
    values = json.loads(row["detail"] or "{}")
    return [str(values[name]) for name in SAID if values.get(name)]


def changes_of(row: Row, time_zone: str) -> list[tuple[str, str, str]]:
    """What changed: name, from, to; from is empty where there was nothing."""
    if not row["is_about_it"]:
        return []
    before, after = (_in_words(row[name], time_zone) for name in ("from_values", "to_values"))
    return [
        (NAMES.get(name, name.replace("_", " ")), before.get(name, ""), text or "none")
        for name, text in after.items()
        if name not in UNTOLD and before.get(name, "") != text
    ]


def _in_words(values: str | None, time_zone: str) -> dict[str, str]:
    """Each value of the audit's JSON as a person reads it; a number that names something has no thousands apart."""
    told: dict[str, object] = json.loads(values or "{}")
    return {
        name: str(value) if name.endswith("_id") and isinstance(value, int) else _told(value, time_zone)
        for name, value in told.items()
    }


def _told(value: object, time_zone: str) -> str:
    """A value of the audit's JSON as a person reads it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_told(one, time_zone) for one in value)
    if isinstance(value, int | float):
        return formats.number(value)
    return _text(str(value), time_zone)


def _text(text: str, time_zone: str) -> str:
    try:
        at = dt.datetime.fromisoformat(text) if text[:2].isdigit() else None
    except ValueError:
        at = None
    if at is None:
        return text.replace("_", " ")
    return formats.day_and_clock(at, time_zone)


def _when(at: dt.datetime, time_zone: str) -> str:
    return f"{formats.day_and_clock(at, time_zone).rsplit(' ', 2)[0]} {formats.clock(at, time_zone, seconds=True)}"
