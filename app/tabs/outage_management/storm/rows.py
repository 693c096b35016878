"""What the view of storms shows of a picture: figures, times, tables and their columns. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from app import formats
from app.widgets.column import Column, words
from app.widgets.figures import Figure
from app.widgets.html import Markup, el
from data_sources.studies.storm.past import PastStorm
from data_sources.studies.storm.picture import StormAreaTimes, StormMilestone, StormPicture, StormPriority
from data_sources.studies.storm.record import at_of

Row = Mapping[str, Any]
DAMAGED: Final = {
    "broken_poles": "poles broken", "spans_down": "spans of wire down", "transformers": "transformers",
    "trees": "trees",
}  # fmt: skip
SEVERITIES: Final = {"minor": "normal", "moderate": "warning", "severe": "bad"}

_TEXT, _COUNT, _NUMBER, _FLAG, _TIME = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.timestamp("us", "UTC")
PRIORITY_ROWS: Final = pa.schema([
    ("outage_id", _COUNT), ("order", _COUNT), ("why", _TEXT), ("comes_first", _FLAG), ("customers", _COUNT),
    ("is_confirmed", _FLAG),
    ("critical", _COUNT), ("life_support", _COUNT), ("customers_per_crew_hour", _NUMBER), ("hazards", _TEXT),
    ("crew", _TEXT), ("crew_words", _TEXT), ("is_crew_free", _FLAG), ("arrives_at", _TIME), ("restored_at", _TIME),
    ("repair_minutes", _NUMBER), ("place", _TEXT), ("feeder_name", _TEXT), ("substation_name", _TEXT),
    ("is_simulated", _FLAG),
])  # fmt: skip
CURVE_ROWS: Final = pa.schema([
    ("at", _TIME), ("customers_out", _COUNT), ("p10", _NUMBER), ("p50", _NUMBER), ("p90", _NUMBER),
])  # fmt: skip
AREA_ROWS: Final = pa.schema([
    ("substation_id", _COUNT), ("name", _TEXT), ("outages", _COUNT), ("customers", _COUNT), ("suggested_at", _TIME),
    ("last_at", _TIME), ("told_at", _TIME), ("told_by", _TEXT), ("own_times", _COUNT), ("is_late", _FLAG),
])  # fmt: skip
PAST_ROWS: Final = pa.schema([
    ("storm_id", _COUNT), ("storm_name", _TEXT), ("started_at", _TIME), ("ended_at", _TIME), ("outages", _COUNT),
    ("customers", _COUNT), ("peak", _COUNT), ("customer_minutes", _NUMBER), ("minutes_to_90_pct", _NUMBER),
    ("note", _TEXT),
])  # fmt: skip


def figures(picture: StormPicture, time_zone: str) -> list[Figure]:
    """What it all comes to."""
    record, (peak_ms, peak) = picture.record, picture.record.curve.peak
    waiting = sum(one.order is not None for one in picture.priorities)
    life, crews = picture.life_support, picture.working + picture.available
    busy = f"{picture.working:,} of {crews:,}" if crews else "0"
    return [
        Figure("Outages open", formats.number(len(picture.priorities)), "",
               f"{picture.predicted:,} predicted, {waiting:,} waiting"),
        Figure("Customers out", formats.number(record.out_now), "",
               f"{formats.number(record.interrupted)} over 5 min since then"),
        Figure("Peak", formats.number(peak), "", f"at {_at(at_of(peak_ms), picture.at, time_zone)}" if peak else ""),
        Figure("Restored", formats.number(record.restored_pct, 1), "%", "of those who lost it"),
        Figure("Crews at work", busy, "", f"{picture.available:,} available",
               "warning" if waiting and not crews else "normal"),
        Figure("Work waiting", formats.number(picture.work_hours, 1), "h", "of one crew, on site"),
        Figure("Critical customers out", formats.number(picture.critical), "", f"{life:,} on life support",
               "bad" if life else "warning" if picture.critical else "normal"),
    ]  # fmt: skip


def times(picture: StormPicture, time_zone: str) -> list[Figure]:
    """When 50, 75, 90, 95 and 100 % of those interrupted have supply again."""
    return [_milestone(one, picture, time_zone) for one in picture.milestones]


def _milestone(one: StormMilestone, picture: StormPicture, zone: str) -> Figure:
    label = f"{100 * one.share:.0f} % back"
    if one.reached_at is not None:
        return Figure(label, _at(one.reached_at, picture.at, zone), "", "reached")
    if one.p50_at is None:
        nobody = "nobody is out" if not picture.record.out_now else "no crew gets to all of them"
        return Figure(label, formats.NOTHING, "", nobody)
    notes = [] if one.p90_at is None else [f"P90 {_at(one.p90_at, picture.at, zone)}"]
    if picture.predicted:
        notes.append("confirmed only")
    return Figure(label, _at(one.p50_at, picture.at, zone), "", "\n".join(notes))


def _at(at: dt.datetime, now: dt.datetime, zone: str) -> str:
    is_far = abs(at - now) > dt.timedelta(hours=20)
    return formats.day_and_clock(at, zone, now) if is_far else formats.clock(at, zone)


def curve_table(picture: StormPicture) -> pa.Table:
    """Customers out so far and ahead, one row an instant."""
    bins, found = picture.record.bins, [(at_of(picture.record.curve.end_ms), picture.record.out_now)]
    past = [*zip(map(at_of, bins.from_ms.tolist()), bins.most.tolist(), strict=True), *found]
    made = [{"at": at, "customers_out": out} for at, out in past]
    for minutes, p10, p50, p90 in zip(*(one.tolist() for one in picture.forecast or (np.empty(0),) * 4), strict=True):
        made.append({"at": picture.at + dt.timedelta(minutes=minutes), "p10": p10, "p50": p50, "p90": p90})
    return pa.Table.from_pylist(made, CURVE_ROWS)


def priority_table(found: Sequence[StormPriority]) -> pa.Table:
    """The queue as the table takes it."""
    return pa.Table.from_pylist([_priority(one) for one in found], PRIORITY_ROWS)


def _priority(one: StormPriority) -> dict[str, Any]:
    row, crew = one.row, one.crew
    names = ("outage_id", "feeder_name", "substation_name", "is_simulated")
    figures_ = ("order", "why", "comes_first", "customers", "critical", "life_support", "customers_per_crew_hour",
                "is_crew_free", "arrives_at", "restored_at", "repair_minutes")  # fmt: skip
    return {
        **{name: row[name] for name in names}, **{name: getattr(one, name) for name in figures_},
        "is_confirmed": row["confirmed_at"] is not None, "crew": None if crew is None else crew["crew_name"],
        "crew_words": _crew_words(one), "place": row["device_name"] or row["transformer_name"],
        "hazards": ", ".join(words(part) for part in str(row["hazards"] or "").split(",") if part),
    }  # fmt: skip


def _crew_words(one: StormPriority) -> str:
    if one.crew is None:
        return "nobody gets there"
    status = "free now" if one.is_crew_free else "when it is free"
    return status if one.order is not None else words(one.crew["status"]).lower()


def priority_columns(zone: str) -> list[Column]:
    """What the table of priorities shows."""
    return [
        Column("order", "Queue", "count", write=_queue, tip="In which order the queue sends crews; a dot: it has one."),
        Column("outage_id", "Outage", "count", write=lambda row: str(row["outage_id"])),
        Column("why", "Why", write=_why, tip="First: critical customers, danger to people, priority by hand."),
        Column("customers", "Customers", "count", write=_customers, tip="Out now; in grey: expected, not confirmed."),
        Column("crew", "Crew", write=_crew, tip="That has it, or that the queue recommends."),
        Column("restored_at", "By the queue", "time", write=lambda row: _time(row["restored_at"], zone),
               tip="When its turn in this queue gives it supply, as likely sooner as later; its ETR is what is told."),
        Column("customers_per_crew_hour", "A crew-hour", "number", 0, unit="customers", room="wide",
               tip="Customers an hour of crew: getting ready and the expected work, the drive apart."),
        Column("repair_minutes", "Work", "duration", tip="Expected on site, damage assessments included.", room="wide"),
        Column("hazards", "Hazards"), Column("place", "Device", room="wide"),
        Column("feeder_name", "Feeder", room="wide"), Column("substation_name", "Area", room="wide"),
    ]  # fmt: skip


def _queue(row: Row) -> object:
    return formats.NOTHING if row["order"] is None and row["crew"] is None else str(row["order"] or "·")


def _why(row: Row) -> Markup:
    tone = "storm-why is-first" if row["comes_first"] else "storm-why"
    return el("span", row["why"], cls=tone, title=row["why"])


def _customers(row: Row) -> Markup:
    count = formats.number(row["customers"])
    return el("span", count) if row["is_confirmed"] else el("span", count, cls="secondary", title="Not confirmed")


def _crew(row: Row) -> Markup:
    if row["crew"] is None:
        return el("span", row["crew_words"], cls="secondary")
    tone = "is-good" if row["is_crew_free"] else ""
    return el("span", row["crew"], " ", el("span", row["crew_words"], cls=f"badge {tone}"))


def _time(at: dt.datetime | None, zone: str) -> str:
    return formats.NOTHING if at is None else formats.day_and_clock(at, zone)


def area_table(found: Sequence[StormAreaTimes], now: dt.datetime) -> pa.Table:
    """The areas as the table takes them."""
    names = [name for name in AREA_ROWS.names if name != "is_late"]
    made = [{name: getattr(one, name) for name in names} for one in found]
    for row in made:
        row["is_late"] = row["told_at"] is not None and row["told_at"] < now
    return pa.Table.from_pylist(made, AREA_ROWS)


def area_columns(zone: str) -> list[Column]:
    """What the table of areas shows."""
    return [
        Column("name", "Area", tip="The substation that feeds it."),
        Column("customers", "Customers", "count", tip="Out there; of a predicted outage those expected."),
        Column("outages", "Outages", "count"),
        Column("suggested_at", "Suggested", "time", write=lambda row: _time(row["suggested_at"], zone),
               tip="95 % of the customers there have supply by then in nine runs of ten; the next half hour."),
        Column("told_at", "Told", "time", write=lambda row: _told(row, zone), tip="The time that the area was given."),
        Column("last_at", "Last one", "time", write=lambda row: _time(row["last_at"], zone),
               tip="The same for the last customer."),
        Column("own_times", "Own times", "count", tip="Outages there with a time of their own, set by hand."),
        Column("told_by", "Told by"),
    ]  # fmt: skip


def _told(row: Row, zone: str) -> object:
    if row["told_at"] is None:
        return formats.NOTHING
    late = el("span", "passed", cls="badge is-bad") if row["is_late"] else None
    return el("span", _time(row["told_at"], zone), " ", late)


def damage_columns(zone: str) -> list[Column]:
    """What the table of damage shows."""
    return [
        Column("assessed_at", "Seen", "time", write=lambda row: _time(row["assessed_at"], zone)),
        Column("severity", "Severity", "badge", tones=SEVERITIES),
        Column("broken_poles", "Damage", write=damage_words, file_name="broken_poles"),
        Column("crew_hours", "Crew-hours", "number", 1, unit="h", tip="Work of one crew; the forecast goes by it."),
        Column("is_access_blocked", "Access blocked", "flag"),
        Column("outage_id", "Outage", "count", write=_outage), Column("feeder_name", "Feeder"),
        Column("assessed_by", "By"), Column("note", "Note"),
    ]  # fmt: skip


def damage_words(row: Row) -> str:
    """`2 poles broken, 1 span of wire down`; what is not damaged is not named."""
    return ", ".join(f"{row[name]:,} {text}" for name, text in DAMAGED.items() if row[name]) or "nothing counted"


def _outage(row: Row) -> str:
    if row["outage_id"] is None:
        return "none known"
    state = row["outage_state"]
    return f"{row['outage_id']} ({words(state).lower() if state else 'moved to the history'})"


def past_table(found: Sequence[PastStorm]) -> pa.Table:
    """Storms that are over as the table takes them."""
    return pa.Table.from_pylist([_past(one) for one in found], PAST_ROWS)


def _past(one: PastStorm) -> dict[str, Any]:
    hours, record = one.hours_to_90_pct, one.record
    names = ("storm_id", "storm_name", "started_at", "ended_at", "note")
    return {
        **{name: one.row[name] for name in names}, "outages": record.outages, "customers": record.interrupted,
        "peak": record.curve.peak[1], "customer_minutes": record.curve.customer_minutes,
        "minutes_to_90_pct": None if hours is None else 60 * hours,
    }  # fmt: skip


def past_columns(zone: str) -> list[Column]:
    """What the table of past storms shows."""
    return [
        Column("storm_name", "Storm"),
        Column("started_at", "From", "time", write=lambda row: formats.date_and_clock(row["started_at"], zone)),
        Column("ended_at", "To", "time", write=lambda row: formats.date_and_clock(row["ended_at"], zone)),
        Column("outages", "Outages", "count"),
        Column("customers", "Customers", "count", tip="Who lost supply for longer than five minutes, each once."),
        Column("peak", "Peak", "count", unit="customers out"),
        Column("customer_minutes", "Customer minutes", "number", 0),
        Column("minutes_to_90_pct", "90 % back after", "duration"), Column("note", "Note"),
    ]  # fmt: skip
