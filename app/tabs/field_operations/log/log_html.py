"""The shift log as HTML: notes in the order in which things happened, shifts, ways to the report. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from app import formats
from app.widgets.column import words
from app.widgets.html import Markup, el, join, running_time
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]
TONES: Final = {"safety": "bad", "switching": "warning", "equipment": "attention"}


def notes(
    rows: Sequence[Row] | None, zone: str, open_id: int | None, form: Markup | None, *, can_change: bool
) -> Markup:
    """The notes, the latest first; one that was corrected is struck through beside its correction.

    Args:
        rows: of shift_notes.sql; None before the first answer.
        zone: IANA name of the zone that times are told in.
        open_id: number of the note that is being corrected.
        form: of its correction.
        can_change: whether whoever looks may write.
    """
    if rows is None:
        return skeleton(8)
    if not rows:
        return empty_state("No note in this time", "Write what the next shift should know.")
    items = [_note(row, zone, form if row["note_id"] == open_id else None, can_change=can_change) for row in rows[::-1]]
    return el("ol", items, cls="timeline log-notes")


def _note(row: Row, zone: str, form: Markup | None, *, can_change: bool) -> Markup:
    is_old = row["corrected_by_id"] is not None
    badge = el("span", words(row["category"]), cls=f"badge is-{TONES.get(row['category'], 'normal')}")
    desk = el("span", f" at the {row['desk']}", cls="secondary") if row["desk"] else None
    head = el("p", badge, el("b", row["written_by"]), desk,
              el("time", formats.day_and_clock(row["happened_at"], zone), cls="secondary timeline-time"),
              cls="timeline-head")  # fmt: skip
    lines = [el("span", line, el("br")) for line in row["text"].split("\n")]
    text = el("s" if is_old else "p", lines, cls="log-text")
    correct = el("button", "Correct", type="button", cls="button", data_action="correct", data_value=row["note_id"],
                 aria_label=f"Correct note {row['note_id']}") if can_change and not is_old else None  # fmt: skip
    return el("li", head, text, _about(row), el("p", _told(row, zone), cls="secondary log-foot"), correct, form,
              data_key=row["note_id"], cls="is-old" if is_old else "")  # fmt: skip


def _told(row: Row, zone: str) -> str:
    """Its number, when it was written where that is another time, and what it corrects."""
    told = [f"Note {row['note_id']}"]
    if row["written_at"] - row["happened_at"] > dt.timedelta(minutes=1):
        told.append(f"written {formats.day_and_clock(row['written_at'], zone)}")
    if row["corrects_id"] is not None:
        told.append(f"corrects note {row['corrects_id']}")
    if row["corrected_by_id"] is not None:
        told.append(f"corrected by note {row['corrected_by_id']}")
    return " · ".join(told)


def _about(row: Row) -> Markup | None:
    """Ways to what it is about."""
    ways = [("outage", row["outage_id"], f"Outage {row['outage_id']}")] if row["outage_id"] is not None else []
    if row["asset_kind"]:
        ways.append((row["asset_kind"], row["asset_id"], f"{words(row['asset_kind'])} {row['asset_id']}"))
    chips = [
        el("button", name, type="button", cls="chip", data_action="select", data_value=f"{kind}:{number}")
        for kind, number, name in ways
    ]
    if row["alarm_id"] is not None:
        chips.append(el("button", f"Alarm {row['alarm_id']}", type="button", cls="chip", data_action="alarm",
                        data_value=row["alarm_id"]))  # fmt: skip
    return el("nav", chips, cls="ways", aria_label="What it is about") if chips else None


def shifts(
    rows: Sequence[Row] | None, zone: str, person: str, open_id: int | None, form: Markup | None, *, can_change: bool
) -> Markup:
    """Who is and was at which desk.

    Args:
        rows: of desk_shifts.sql; None before the first answer.
        zone: IANA name of the zone that times are told in.
        person: who looks.
        open_id: number of the shift that is being handed over, 0 of one that begins.
        form: for it.
        can_change: whether whoever looks may write.
    """
    if rows is None:
        return skeleton(4)
    is_on = any(row["person"] == person and row["ended_at"] is None for row in rows)
    start = el("button", "Start my shift", type="button", cls="button", data_action="shift", data_value=0)
    items = [
        _shift(row, zone, form if row["shift_id"] == open_id else None,
               can_change=can_change and row["person"] == person) for row in rows[::-1]
    ]  # fmt: skip
    listed = el("ol", items, cls="timeline") if items else empty_state("Nobody is on shift", "Start yours above.")
    return el("div", start if can_change and not is_on else None, form if open_id == 0 else None, listed)


def _shift(row: Row, zone: str, form: Markup | None, *, can_change: bool) -> Markup:
    is_on = row["ended_at"] is None
    lasts = running_time(row["started_at"], "lasting") if is_on else formats.day_and_clock(row["ended_at"], zone)
    head = el("p", el("i", cls=f"dot is-{'fresh' if is_on else 'warning'}"), el("b", row["person"]),
              el("span", f" at the {row['desk']}", cls="secondary"), cls="timeline-head")  # fmt: skip
    when = el("p", f"From {formats.day_and_clock(row['started_at'], zone)}, ", join("for " if is_on else "to ", lasts),
              cls="secondary")  # fmt: skip
    to = f" to {row['handed_to']}" if row["handed_to"] else ""
    said = el("p", el("b", f"Handed over{to}: "), row["handover"]) if row["handover"] else None
    button = el("button", "Hand over", type="button", cls="button", data_action="shift",
                data_value=row["shift_id"]) if is_on and can_change else None  # fmt: skip
    return el("li", head, when, said, button, form, data_key=row["shift_id"])


def report_links(utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Markup:
    """Ways to the handover report: a page to print, and PDFs."""
    asked = {"utility_id": utility_id, "from": _iso(from_at), "to": _iso(to_at)}
    page = el("a", "Open to print", href=f"api/shift-log/report.html?{urlencode(asked)}", target="_blank",
              rel="noopener", cls="button")  # fmt: skip
    papers = [
        el("a", f"PDF, {label}", href=f"api/shift-log/report.pdf?{urlencode({**asked, 'paper': paper})}", download=True,
           cls="button")
        for paper, label in (("a4", "A4"), ("letter", "letter"))
    ]  # fmt: skip
    return el("nav", page, papers, cls="action-row", aria_label="Handover report")


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
