"""A crew's shift as HTML, one column: who, what is before it, what it can report of each order. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app import formats
from app.tabs.field_operations.crew import forms_html
from app.widgets.column import day_words
from app.widgets.column import words as spelled
from app.widgets.html import Markup, el
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]

PICK: Final = ("Which crew is this?", "Choose it above; its orders stand here in their order.")
NOTHING: Final = ("Nothing is assigned", "What the dispatcher gives this crew comes here by itself.")
AT: Final = ("en_route", "in_progress")


def page(
    crews: Sequence[Row], crew: Row | None, orders: Sequence[Row] | None, time_zone: str, *, can_change: bool,
    is_simulated: bool,
) -> Markup:  # fmt: skip
    """All of it.

    Args:
        crews: of crews_on_board.sql.
        crew: the one chosen; None for none.
        orders: of crew_day.sql; None before they came.
        time_zone: of the utility.
        can_change: whether anything can be reported from this page.
        is_simulated: whether the utility is the demo's.
    """
    head = _head(crews, crew, can_change, is_simulated)
    if crew is None:
        return el("div", head, empty_state(*PICK), cls="crew-page")
    if orders is None:
        return el("div", head, skeleton(6), cls="crew-page")
    open_, done = (
        [one for one in orders if one["status"] != "completed"],
        [one for one in orders if one["status"] == "completed"],
    )
    cards = [_card(one, crew, time_zone, place == 0, can_change) for place, one in enumerate(open_)]
    body = el("ol", cards, cls="crew-orders") if cards else empty_state(*NOTHING)
    return el("div", head, body, _done(done, time_zone), cls="crew-page")


def _head(crews: Sequence[Row], crew: Row | None, can_change: bool, is_simulated: bool) -> Markup:
    chosen = "" if crew is None else str(crew["crew_id"])
    options = [("", "Choose a crew"), *((str(one["crew_id"]), one["crew_name"]) for one in crews)]
    items = [el("option", text, value=key, selected=key == chosen) for key, text in options]
    pick = el("label", el("span", "Crew", cls="field-label"),
              el("select", items, data_change="crew", data_rev=f"{chosen}/{len(options)}"), cls="field")  # fmt: skip
    return el("header", pick, None if crew is None else _who(crew, can_change, is_simulated), cls="crew-head")


def _who(crew: Row, can_change: bool, is_simulated: bool) -> Markup:
    hours = f"{crew['shift_start']} to {crew['shift_end']}" if crew["shift_start"] else "shift hours not said"
    line = ", ".join(part for part in (spelled(crew["status"]), hours, crew["vehicle"]) if part)
    badge = el("span", "Simulated", cls="badge is-attention") if is_simulated else None
    is_off = crew["status"] == "off_shift"
    slug, title = ("start-shift", "Start shift") if is_off else ("end-shift", "End shift")
    can_press = can_change and crew["status"] in ("off_shift", "available")
    return el(
        "div", el("p", line, " ", badge), forms_html.shift(crew, slug, title) if can_press else None, cls="crew-who"
    )


def _card(row: Row, crew: Row, time_zone: str, is_first: bool, can_change: bool) -> Markup:
    number = row["work_order_id"]
    tone = "is-now" if row["status"] in AT else "is-held" if row["status"] == "on_hold" else ""
    badge = el("span", spelled(row["status"]), cls="badge")
    head = el(
        "summary", el("span", el("h2", row["title"]), badge, cls="crew-title"),
        el("span", _line(row, time_zone), cls="secondary"), cls="crew-summary", data_offline=True,
    )  # fmt: skip
    parts = [_about(row), _ways(row), _steps(row, "permits", can_change)]
    parts += [_actions(row, crew)] if can_change else []
    parts += [_steps(row, "checklist", can_change)]
    is_open = is_first or row["status"] in AT
    inside = el("details", head, el("div", parts, cls="crew-body"), open=is_open, data_rev=f"{row['status']}-{is_open}")
    return el("li", inside, cls=f"crew-card panel {tone}", data_key=number)


def _line(row: Row, time_zone: str) -> str:
    parts = [f"Order {row['number']}"]
    if row["planned_start_at"] is not None:
        parts.append(formats.day_and_clock(row["planned_start_at"], time_zone))
    if row["due_on"] is not None:
        parts.append(f"{'late since' if row['is_late'] else 'due'} {day_words(row['due_on'])}")
    if row["estimated_hours"] is not None:
        parts.append(f"{formats.duration(60 * row['estimated_hours'])} estimated")
    return " · ".join(parts)


def _about(row: Row) -> list[Markup]:
    place = ", ".join(str(part) for part in (row["asset_name"], row["feeder_name"]) if part)
    found = [el("p", place)] if place else []
    found += [el("p", row["description"], cls="secondary")] if row["description"] else []
    return found + (
        [el("p", el("b", f"{spelled(row['status'])}: "), row["reason"], role="note")] if row["reason"] else []
    )


def _ways(row: Row) -> Markup | None:
    if row["lon"] is None:
        return el("p", "Nobody says where it is.", cls="secondary")
    place = f"{row['lat']:.6f},{row['lon']:.6f}"
    show = el("button", "Map", type="button", cls="button", data_action="map", data_value=row["work_order_id"])
    drive = el("a", "Navigate", href=f"geo:{place}?q={place}", cls="button", data_offline=True)
    return el("nav", show, drive, cls="crew-buttons", aria_label="Where it is")


def _actions(row: Row, crew: Row) -> Markup:
    name, status, buttons = row["number"], row["status"], []
    if status in ("assigned", "on_hold") and (row["outage_id"] is None or status == "assigned"):
        buttons.append(forms_html.press(row, "en-route", "En route", f"En route to order {name}"))
    if status in ("assigned", "en_route", "on_hold") and (row["outage_id"] is None or status != "on_hold"):
        buttons.append(forms_html.press(row, "start", "On site: start", f"Start order {name}", cls="button is-primary"))
    if status == "in_progress":
        buttons.append(forms_html.complete(row, crew["members"]))
    if row["outage_id"] is None and status != "on_hold":
        buttons.append(forms_html.hold(row))
    return el("div", buttons, cls="crew-actions")


def _steps(row: Row, name: str, can_change: bool) -> Markup | None:
    """Permits before the buttons that need them, the checklist behind."""
    steps = json.loads(row[name])
    if not steps:
        return None
    title = "Permits, before work begins" if name == "permits" else "Checklist"
    lines = [_step(row, name, place, step, can_change) for place, step in enumerate(steps, 1)]
    return el("section", el("h3", title), el("ul", lines, cls="crew-steps"))


def _step(row: Row, name: str, place: int, step: Row, can_change: bool) -> Markup:
    is_done, number = bool(step.get("done_at")), row["number"]
    needed = "" if step.get("is_required") else " (if it applies)"
    mark = el("i", "✓" if is_done else "", cls="mark" + (" is-done" if is_done else ""), aria_hidden="true")
    text = el("span", step["text"], needed, el("span", " done" if is_done else " not done", cls="heard"))
    is_others = name == "permits" and step.get("granted_by") != "crew"  # nobody grants a clearance to himself
    said = step.get("done_by") if is_done else "the control room grants it" if is_others else None
    by = el("span", f" {said}", cls="secondary") if said else None
    if is_others or not can_change:
        return el("li", el("span", mark, text, by, cls="step-press"), data_key=place)
    slug, key, value = ("permit", "permit", "is_granted") if name == "permits" else ("tick", "step", "is_done")
    label = f"{'Take back' if is_done else 'Tick'} {step['text']!r} of order {number}"
    title = el("span", mark, text, by, cls="step-press")
    return el(
        "li",
        forms_html.press(row, slug, title, label, {key: place, value: not is_done}, cls="step-button"),
        data_key=place,
    )


def _done(rows: Sequence[Row], time_zone: str) -> Markup | None:
    if not rows:
        return None
    times = [formats.clock(one["completed_at"], time_zone) for one in rows]
    lines = [
        el("li", el("b", one["title"]), el("span", f" {at}", cls="secondary"))
        for one, at in zip(rows, times, strict=True)
    ]
    head = el("summary", f"{formats.count_of(len(rows), 'order')} completed", cls="button", data_offline=True)
    return el("details", head, el("ul", lines, cls="crew-done"), cls="fold", data_key="done")
