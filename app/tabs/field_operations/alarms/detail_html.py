"""An alarm as HTML: what it means and what to do, its values and times, its steps. Pure: rows in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.desk.form_html import hidden
from app.tabs.field_operations.alarms import words
from app.tabs.field_operations.alarms.forms import ALARM_ACTIONS
from app.widgets.html import Markup, el, icon, join, running_time
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
    marks = [words.priority_badge(row["priority"]), words.state_badge(row), _simulated(row)] if row else None
    inside = el(
        "div",
        el("p", marks, cls="alarm-marks") if marks else None,
        do,
        el("div", body, cls="outage-body"),
        cls="outage-scroll",
        data_key=alarm_id,
    )
    return el("section", _head(alarm_id, row), inside, cls="outage-detail panel" + (" is-stale" if is_stale else ""))


def _head(alarm_id: int, row: Row | None) -> Markup:
    close = el("button", icon("close"), type="button", cls="tool is-bare", data_action="close", data_escape=True,
               aria_label="Close the detail")  # fmt: skip
    name = f"{row['asset_name']}: {words.title(row['quantity'])}" if row else f"Alarm {alarm_id}"
    title = el("div", el("span", f"Alarm {alarm_id}", cls="overline"), el("h2", name), cls="details-title")
    return el("header", title, close, cls="panel-head", data_show=f"alarm-{alarm_id}")


def _simulated(row: Row) -> Markup | None:
    return el("span", "simulated", cls="badge is-attention") if row["is_simulated"] else None


def _ways(row: Row) -> Markup:
    """What it is about and what it is folded under, each a way to it."""
    things = [
        ("transformer", row["asset_id"] if row["asset_kind"] == "transformer" else None, row["asset_name"]),
        ("feeder", row["feeder_id"], "Feeder"), ("substation", row["substation_id"], "Substation"),
    ]  # fmt: skip
    chips = [
        el("button", name, type="button", cls="chip", data_action="select", data_value=f"{kind}:{number}",
           title=f"Select the {kind} for all tabs")
        for kind, number, name in things if number is not None
    ]  # fmt: skip
    outage = None
    if row["cause_kind"] == "outage":
        outage = el("button", f"Outage {row['cause_id']}", type="button", cls="chip is-way", data_action="select",
                    data_value=f"outage:{row['cause_id']}", title="Open the outage")  # fmt: skip
    return el("nav", chips, outage, cls="ways", aria_label="What it is about")


def _facts(row: Row, zone: str) -> Markup:
    lasts = join(
        formats.day_and_clock(row["annunciated_at"], zone), " (", running_time(row["annunciated_at"], "ago"), ")"
    )
    seen = f"{formats.day_and_clock(row['acknowledged_at'], zone)} by {row['acknowledged_by']}"
    pairs = [
        ("Limit", words.limit(row)), ("Value", words.value(row["quantity"], row["last_value"])),
        ("When raised", words.value(row["quantity"], row["raised_value"])), ("Last called", lasts),
        ("First raised", formats.day_and_clock(row["raised_at"], zone)),
        ("Times", f"{row['annunciations']:,}" if row["annunciations"] > 1 else None),
        ("Condition", "is met now" if row["is_in_alarm"] else f"not met since {_since(row, zone)}"),
        ("Acknowledged", seen if row["acknowledged_at"] else "by nobody"), ("Held", words.held(row, zone)),
        ("Assigned to", row["assigned_to"]),
    ]  # fmt: skip
    shown = [(name, value) for name, value in pairs if value not in (None, "")]
    return el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in shown], cls="facts")


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


def buttons(row: Row, slugs: Sequence[str], turn: int, open_: str) -> Markup:
    """What can be done with it; what needs no form is sent by its button."""
    made = [_button(row, slug, turn, open_) for slug in slugs]
    return el("nav", el("div", made, cls="action-row"), cls="actions", aria_label="What can be done")


def _button(row: Row, slug: str, turn: int, open_: str) -> Markup:
    action = ALARM_ACTIONS[slug]
    if action.is_asked:
        return el("button", action.title, type="button", cls="button", data_action="form", data_value=slug,
                  aria_pressed="true" if slug == open_ else "false")  # fmt: skip
    send = el("button", action.title, type="submit", cls="button")
    key = f"{row['alarm_id']}-{slug}-{turn}"
    return el("form", hidden(slug, row["version"]), send, data_submit="do", data_key=key, cls="action-form")
