"""An alarm as HTML: what it means and what to do, its values and times, its steps. Pure: rows in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.desk import detail_html
from app.tabs.field_operations.alarms import words
from app.widgets.html import Markup, el, join, known_facts, running_time
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]
WAYS = {"feeder": "feeder", "substation": "substation", "transformer": "transformer"}


def panel(
    alarm_id: int, row: Row | None, steps: Sequence[Row] | None, do: Markup | None, zone: str, *, is_stale: bool
) -> Markup:
    """The whole panel.

    Args:
        alarm_id: which alarm.
        row: of one_alarm.sql; None before it comes, an empty one means that there is none.
        steps: rows of steps_of_alarm.sql; None before they come.
        do: what can be done with it.
        zone: IANA name of the zone that times are told in.
        is_stale: the database is away.
    """
    if row:
        body: object = [_ways(row), el("p", row["text"], cls="alarm-text"), _facts(row, zone), _steps(steps, zone, row)]
    else:
        body = skeleton(8) if row is None else empty_state(f"There is no alarm {alarm_id}", "Not in this utility.")
    marks = [words.priority_badge(row["priority"]), words.state_badge(row), detail_html.simulated(row)] if row else None
    inside = detail_html.scroll(
        el("p", marks, cls="alarm-marks") if marks else None, do, detail_html.body(body), key=alarm_id
    )
    return detail_html.panel(_head(alarm_id, row), inside, is_stale=is_stale)


def _head(alarm_id: int, row: Row | None) -> Markup:
    name = f"{row['asset_name']}: {words.title(row['quantity'])}" if row else f"Alarm {alarm_id}"
    return detail_html.head(f"Alarm {alarm_id}", name, show=f"alarm-{alarm_id}")


def _ways(row: Row) -> Markup:
    """What it is about and what it is folded under, each a way to it."""
    things = [
        ("transformer", row["asset_id"] if row["asset_kind"] == "transformer" else None, row["asset_name"]),
        ("feeder", row["feeder_id"], "Feeder"), ("substation", row["substation_id"], "Substation"),
    ]  # fmt: skip
    chips = [
        detail_html.chip_of(kind, number, name, " for all tabs") for kind, number, name in things if number is not None
    ]
    outage = None
    if row["cause_kind"] == "outage":
        number = row["cause_id"]
        outage = detail_html.chip("select", f"outage:{number}", f"Outage {number}", "Open the outage", is_way=True)
    return detail_html.ways(chips, outage)


def _facts(row: Row, zone: str) -> Markup:
    lasts = join(
        formats.day_and_clock(row["annunciated_at"], zone), " (", running_time(row["annunciated_at"], "ago"), ")"
    )
    seen = f"{formats.day_and_clock(row['acknowledged_at'], zone)} by {row['acknowledged_by']}"
    pairs = [
        ("Limit", words.limit(row)), ("Last value", words.value(row["quantity"], row["last_value"])),
        ("Measured", _measured(row, zone)),
        ("Value when raised", words.value(row["quantity"], row["raised_value"])), ("Last called", lasts),
        ("First raised", formats.day_and_clock(row["raised_at"], zone)),
        ("Times", f"{row['annunciations']:,}" if row["annunciations"] > 1 else None),
        ("Condition", "is met now" if row["is_in_alarm"] else f"not met since {_since(row, zone)}"),
        ("Acknowledged", seen if row["acknowledged_at"] else "by nobody"), ("Held", words.held(row, zone)),
        ("Assigned to", row["assigned_to"]),
    ]  # fmt: skip
    return known_facts(pairs)


def _measured(row: Row, zone: str) -> Markup:
    """When the last value is of: one that is old, because nothing is measured any more, shows it."""
    at = row["last_value_at"]
    return join(formats.day_and_clock(at, zone), " (", running_time(at, "ago"), ")")


def _since(row: Row, zone: str) -> str:
    return formats.day_and_clock(row["cleared_at"], zone)


def _steps(steps: Sequence[Row] | None, zone: str, row: Row) -> Markup:
    if steps is None:
        return skeleton(3)
    entries = [el("li", _entry(one, zone, row), cls="is-done") for one in steps]
    return el("section", el("h3", "Steps"), el("ol", entries, cls="timeline"), cls="details-part")


def _entry(one: Row, zone: str, row: Row) -> list[Markup | None]:
    value = f" at {words.value(row['quantity'], one['value'])}" if one["value"] is not None else ""
    dot = "bad" if one["is_annunciated"] else "fresh"
    head = el("p", el("i", cls=f"dot is-{dot}"), el("b", words.EVENTS.get(one["event"], str(one["event"])), value),
              el("span", f" by {one['stepped_by']}", cls="secondary"),
              el("time", formats.day_and_clock(one["stepped_at"], zone), cls="secondary timeline-time"),
              cls="timeline-head")  # fmt: skip
    return [head, el("q", one["note"]) if one["note"] else None]
