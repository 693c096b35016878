"""The rows of a list of work orders, checked against themselves and the network, as the database takes them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, get_args

import numpy as np
import pandas as pd

from data_sources.field.orders.states import AssetKind, WorkType, skill_for
from data_sources.field.orders.templates import checklist_for, permits_for
from data_sources.importers.assets import cells, days
from data_sources.importers.assets.cells import Rows
from data_sources.importers.assets.known import KnownAssets
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.stamps import NOT_A_TIME
from data_sources.network.rows import Texts

_TYPES: Final = {
    "inspection": "inspection inspect patrol survey check test",
    "repair": "repair fix corrective mend maintenance",
    "replacement": "replacement replace changeout change_out exchange install",
    "vegetation": "vegetation trim trimming tree tree_trimming pruning clearing",
    "switching": "switching switch", "other": "other misc miscellaneous general",
}  # fmt: skip
_STATES: Final = {
    "created": "created open new crtd released rel approved waiting on_hold waiting_on_approval "
    "wappr appr wsch wmatl wpcond",
    "scheduled": "scheduled planned assigned dispatched in_progress in_process started inprg",
    "completed": "completed complete done closed finished teco clsd cnf confirmed comp close",
    "cancelled": "cancelled canceled void rejected deleted dlfl can",
}  # fmt: skip
_CODES: Final = re.compile(r"[A-Z]{3,5}(?: +[A-Z]{3,5})+")  # system status of SAP: REL  PRC  SETC
_WEIGHTIEST: Final = ("cancelled", "completed", "scheduled", "created")  # which of several codes counts
LATEST_DUE: Final = dt.timedelta(days=3660)


def _words(told: dict[str, str]) -> dict[str, str]:
    return {word.replace("_", " "): name for name, words in told.items() for word in words.split()}


WORK_TYPES: Final = _words(_TYPES)
STATUSES: Final = _words(_STATES)


def work_order_rows(rows: Rows, known: KnownAssets, now: dt.datetime) -> pd.DataFrame:
    """Rows of a list of work orders, one a number.

    Args:
        rows: of the file.
        known: transformers and poles.
        now: by the utility's clock.
    """
    place, number = known.meant(rows, "asset"), _numbers(rows)
    rows.refuse(number == "", f"it has no {rows.name('number')!r}")
    work = cells.words(rows, "work_type", WORK_TYPES, ", ".join(_TYPES))
    rows.refuse(work == "", f"it has no {rows.name('work_type')!r}")
    created = days.days(rows, "created_on", now, is_needed=True)
    due, completed = _days(rows, "due_on", now, LATEST_DUE), _days(rows, "completed_on", now)
    status = _statuses(rows, completed)
    rows.refuse((completed != NOT_A_TIME) & (completed < created), "it was completed before it was made")
    _refuse_repeated(rows, number)
    if rows.has("created_on") and not rows.bad.all():
        rows.note("Its days are kept as noon of the utility's clock.")
    frame = pd.DataFrame({
        "asset_kind": known.kind[place], "asset_id": known.ids[place], "external_number": number, "work_type": work,
        "status": status, "title": _titles(rows), "priority": _priorities(rows),
        "created_on": _texts(created), "due_on": _texts(due), "completed_on": _texts(completed),
        "estimated_hours": _hours(rows, "estimated_hours"), "labour_hours": _hours(rows, "labour_hours"),
        "found": cells.said(rows, "found"), "skill": _skills(work, known, place),
        "permits": [permits_for(kind) for kind in work], "checklist": [checklist_for(kind) for kind in work],
    })  # fmt: skip
    return frame[~rows.bad].reset_index(drop=True)


def _days(rows: Rows, role: str, now: dt.datetime, ahead: dt.timedelta = dt.timedelta(0)) -> Ints:
    if not rows.has(role):
        return np.full(len(rows.sheet), NOT_A_TIME, np.int64)
    return days.days(rows, role, now, is_needed=False, ahead=ahead)


def _statuses(rows: Rows, completed: Ints) -> Texts:
    """Its state; where none is said, completed if a day says so, else '': as it is, and created where it is new."""
    known = STATUSES | _meant_by_codes(rows)
    status = cells.words(rows, "status", known, ", ".join(_STATES)) if rows.has("status") else None
    by_day = np.where(completed != NOT_A_TIME, "completed", "").astype(object)
    found = by_day if status is None else np.where(status == "", by_day, status)
    rows.refuse((found == "completed") & (completed == NOT_A_TIME), "it is completed, and nothing says when")
    rows.refuse((found != "completed") & (completed != NOT_A_TIME), "it has a day of completion, and is not completed")
    return found


def _meant_by_codes(rows: Rows) -> dict[str, str]:
    """What texts of several codes mean, by the text in lower case: the weightiest of those that are known."""
    found: dict[str, str] = {}
    for text in {text for text in cells.said(rows, "status").tolist() if _CODES.fullmatch(text)}:
        states = {STATUSES[code] for code in text.lower().split() if code in STATUSES}
        if state := next((one for one in _WEIGHTIEST if one in states), None):
            found[" ".join(text.lower().split())] = state
    for text, meaning in list(found.items())[:1]:
        rows.note(f"{rows.name('status')!r} holds several codes at once: {text.upper()} is {meaning}.")
    return found


def _numbers(rows: Rows) -> Texts:
    """Their numbers; zeros before digits are of no account, as SAP writes them or not."""
    texts = cells.said(rows, "number")
    found = np.array([text.lstrip("0") or text if text.isdecimal() else text for text in texts.tolist()], object)
    if (found != texts).any():
        example = (texts[found != texts][0], found[found != texts][0])
        rows.note(f"Numbers of orders are kept without zeros before them: {example[0]} is {example[1]}.")
    return found


def _titles(rows: Rows) -> Texts:
    """Their titles; '' where none is said: as it is, and one of its work and asset where it is new."""
    said = cells.said(rows, "title")
    is_long = np.array([len(text) > 200 for text in said.tolist()], np.bool_)
    rows.refuse(is_long, "its title has more than 200 characters")
    return said


def _priorities(rows: Rows) -> Texts:
    """Their priorities; None where none is said: as it is, and 3 where it is new."""
    value = cells.quantity(rows, "priority", 1, 4, "1, 2, 3 or 4")
    rows.refuse(~np.isnan(value) & (value != np.round(value)), f"{_name(rows, 'priority')!r} is not 1, 2, 3 or 4")
    return np.array([None if np.isnan(one) else round(one) for one in value.tolist()], object)


def _hours(rows: Rows, role: str) -> Floats:
    value = cells.measured(rows, role, 10_000.0)
    if role == "estimated_hours":
        rows.refuse(value == 0, f"{_name(rows, role)!r} is 0")
    return value


def _skills(work: Texts, known: KnownAssets, place: Ints) -> list[str]:
    kinds, is_underground = known.kind[place], known.column("is_underground")[place]
    return [_skill(*one) for one in zip(work.tolist(), kinds.tolist(), is_underground.tolist(), strict=True)]


def _skill(work: str, kind: str, is_underground: bool) -> str:
    known: dict[str, WorkType] = {one: one for one in get_args(WorkType)}
    kinds: dict[str, AssetKind] = {one: one for one in get_args(AssetKind)}
    return skill_for(known.get(work, "other"), kinds.get(kind), is_underground=is_underground)


def _refuse_repeated(rows: Rows, number: Texts) -> None:
    places = np.arange(len(number)).astype(str)
    frame = pd.DataFrame({"number": number, "bad": np.where(rows.bad, places, "")})
    rows.refuse(np.asarray(frame.duplicated(), np.bool_), "another row of that number stands before it")


def _name(rows: Rows, role: str) -> str:
    return rows.name(role) if rows.has(role) else role


def _texts(day: Ints) -> list[str]:
    """Days as the database reads them; '' where nobody says."""
    return ["" if one == NOT_A_TIME else str(np.datetime64(int(one), "D")) for one in day.tolist()]
