"""States, priorities, hazards and estimates of outages in words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from app import formats
from app.widgets.column import spoken, words
from app.widgets.html import Markup, el, join, running_time
from data_sources.analytics.prediction.scores import PlayedScore
from data_sources.outages.states import LASTING
from data_sources.prediction.played import HOURS

Row = Mapping[str, Any]

# What is chosen over the table, by slug: its title and the states it holds; none for all.
STATE_GROUPS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "all": ("All states", ()),
    "predicted": ("Predicted", ("predicted",)),
    "lasting": ("Lasting", LASTING),
    "waiting": ("Waiting for a crew", ("predicted", "confirmed")),
    "crewed": ("With a crew", ("crew_assigned", "en_route", "on_site")),
    "restored": ("Restored, not closed", ("restored",)),
    "planned": ("Planned", ("planned",)),
}
STATE_TONES: Final[dict[str, str]] = {
    "predicted": "attention", "planned": "normal", "confirmed": "bad", "crew_assigned": "attention",
    "en_route": "attention", "on_site": "attention", "restored": "good", "closed": "normal", "cancelled": "normal",
    "merged": "normal",
}  # fmt: skip
PRIORITY_TIPS: Final[dict[str, str]] = {
    "high": "more than 500 customers out", "medium": "100 to 500 customers out", "low": "under 100 customers out",
}  # fmt: skip

NO_TIME: Final = "No time is known: in a storm it is the time of its area (Storm, Areas), or one set by hand."


def state_badge(row: Row) -> Markup:
    """Its state, in the tone that the state has; of a presumed one how likely it is."""
    likely = None if row["probability"] is None else f" {row['probability']:.0%}"
    tip = None if likely is None else "presumed from messages of meters and customers, with this probability"
    return el("span", words(row["state"]), likely, cls=f"badge is-{STATE_TONES[row['state']]}", title=tip)


def priority_mark(row: Row) -> Markup:
    """A coloured mark with the word beside it, and where the priority comes from."""
    tip = "set by hand" if row["is_priority_manual"] else PRIORITY_TIPS[row["priority"]]
    mark = el("i", cls=f"priority is-{row['priority']}")
    return el("span", mark, words(row["priority"]), cls="priority-words", title=f"{words(row['priority'])}: {tip}")


def place(row: Row) -> str:
    """The device that opened, the transformer that failed, or the meter whose service alone is out."""
    return str(row["device_name"] or row["transformer_name"] or row["meter_name"] or formats.NOTHING)


def title(row: Row) -> str:
    """What one calls it by word of mouth."""
    return f"Outage {row['outage_id']}"


def cause(row: Row) -> str:
    """The cause as a person says it."""
    return spoken(row["cause"])


def hazards(row: Row) -> str:
    """What is dangerous there, with commas; nothing where nothing is."""
    return ", ".join(words(one) for one in str(row["hazards"] or "").split(",") if one)


def crew(row: Row) -> str:
    """The crew that is sent, and what it does."""
    if not row["crew_name"]:
        return "No crew yet" if row["state"] in LASTING else formats.NOTHING
    if row["state"] not in LASTING:  # it may be at another by now
        return str(row["crew_name"])
    return f"{row['crew_name']}, {words(row['crew_status']).lower()}"


def estimate(row: Row, time_zone: str, now: dt.datetime | None = None) -> Markup:
    """When supply should be back, how long that is, and whether a rule or a person says so."""
    at = row["estimated_restoration_at"]
    if at is None and row["state"] in LASTING:
        return el("span", "not yet", cls="secondary", title=NO_TIME)
    if at is None or row["restored_at"] is not None:
        return Markup(formats.NOTHING)
    by = el("span", "manual" if row["estimated_by"] == "manual" else "rule", cls="badge", title=row["estimate_reason"])
    far = now is not None and abs(at - now) > dt.timedelta(hours=20)
    when = formats.day_and_clock(at, time_zone, now) if far else formats.clock(at, time_zone)
    left = el("span", " (", running_time(at, "until"), ")", cls="for-wide")
    return el("span", when, left, " ", by, cls="etr")


def age(row: Row) -> Markup:
    """How long it lasts, or lasted; a planned one says when it begins."""
    if row["restored_at"] is not None:
        minutes = (row["restored_at"] - row["started_at"]).total_seconds() / 60
        return join(formats.duration(minutes))
    return running_time(row["started_at"], "until" if row["state"] == "planned" else "lasting")


def score_line(score: PlayedScore | None) -> str:
    """How good predictions are, in one line; empty where no truth is known."""
    if score is None or not score.faults:
        return ""
    median = f", p50 {score.p50_minutes:.1f} min" if score.found else ""
    found = f"predictions found {score.found_share:.0%} of {score.faults:,} in {HOURS} h{median}"
    return f"not closed; {found}, {score.false_predictions:,} false (simulated)"
