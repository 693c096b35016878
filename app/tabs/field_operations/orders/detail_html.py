"""The picked order as HTML: head, facts, steps, what was found, ways on. Pure: rows in, HTML out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.desk.form_html import hidden
from app.desk.timeline import timeline
from app.tabs.field_operations.orders import words
from app.tabs.field_operations.orders.actions import OrderAction
from app.widgets.board import segments
from app.widgets.column import words as spelled
from app.widgets.html import Markup, el, icon, running_time
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]
PART_TITLES = [("overview", "Overview"), ("steps", "Steps"), ("timeline", "Timeline")]
SELECTABLE = ("pole", "transformer", "device", "segment")


def panel(
    work_order_id: int, row: Row | None, audit: Sequence[Row] | None, part: str, do: Markup | None,
    steps: Markup | None, time_zone: str, *, is_stale: bool = False,
) -> Markup:  # fmt: skip
    """The whole panel.

    Args:
        work_order_id: which.
        row: of work_order_facts.sql; an empty one: there is none; None: not here yet.
        audit: rows of work_order_audit.sql.
        part: in front.
        do: what can be done with it.
        steps: its permits and steps, with what ticks them off.
        time_zone: IANA name of the zone that times are told in.
        is_stale: the database is away.
    """
    if not row:
        none = empty_state(f"There is no order {work_order_id}", "Not in this utility. Choose one in the table.")
        body: object = skeleton(8) if row is None else none
    elif part == "timeline":
        body = skeleton(5) if audit is None else timeline(audit, time_zone, of="order")
    else:
        body = steps if part == "steps" else _overview(row, time_zone)
    bar = segments("part", "Part of the order", PART_TITLES, part)
    inside = el("div", body, cls="outage-body", data_key=part)
    scroll = el("div", do, bar, inside, cls="outage-scroll", data_key=work_order_id)
    return el(
        "section", _head(work_order_id, row), scroll, cls="outage-detail panel" + (" is-stale" if is_stale else "")
    )


def nothing_picked(*, can_make: bool) -> Markup:
    """What would stand here, and the way to a new order."""
    words_ = empty_state("No order chosen", "Choose one in the table or tap one on the map: it stands here in detail.")
    new = el("button", "New order", type="button", cls="button is-primary", data_action="new")
    foot = el("footer", new, cls="panel-foot is-middle") if can_make else None
    return el("section", words_, foot, cls="outage-detail panel")


def buttons(actions: Sequence[tuple[str, OrderAction]], row: Row, turn: int, open_: str) -> Markup:
    """What can be done, steps of its life first; what needs no form is sent by its button."""
    parts = [[_button(slug, one, row, turn, open_) for slug, one in actions if one.is_step == first]
             for first in (True, False)]  # fmt: skip
    return el("nav", [el("div", part, cls="action-row") for part in parts if part], cls="actions",
              aria_label="What can be done")  # fmt: skip


def _button(slug: str, action: OrderAction, row: Row, turn: int, open_: str) -> Markup:
    if action.is_asked:
        pressed = "true" if slug == open_ else "false"
        return el("button", action.title, type="button", cls="button", data_action="form", data_value=slug,
                  aria_pressed=pressed)  # fmt: skip
    return one_step(action.title, slug, row, turn)


def one_step(title: str, slug: str, row: Row, turn: int, more: Sequence[tuple[str, str]] = ()) -> Markup:
    """A button that sends a command by itself, with some values of it."""
    extra = [el("input", type="hidden", name=name, value=value, data_rev=value) for name, value in more]
    send = el("button", title, type="submit", cls="button is-step")
    key = "-".join([str(row["work_order_id"]), slug, *(value for _, value in more), str(turn)])
    return el("form", hidden(slug, row["version"]), extra, send, data_submit="do", data_key=key, cls="action-form")


def _head(work_order_id: int, row: Row | None) -> Markup:
    marks = [words.state_badge(row), _simulated(row)] if row else []
    close = el(
        "button", icon("close"), type="button", cls="tool is-bare", data_action="close", data_escape=True,
        aria_label="Close the detail",
    )  # fmt: skip
    over = spelled(row["work_type"]) if row else "Order"
    name = words.title(row) if row else f"Order {work_order_id}"
    title = el("div", el("span", over, cls="overline"), el("h2", name), cls="details-title")
    return el("header", title, marks, close, cls="panel-head", data_show=f"order-{work_order_id}")


def _simulated(row: Row) -> Markup | None:
    return el("span", "simulated", cls="badge is-attention") if row["is_simulated"] else None


def _facts(pairs: Sequence[tuple[str, object]]) -> Markup:
    return el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in pairs], cls="facts")


def _overview(row: Row, time_zone: str) -> list[Markup]:
    text = [el("p", row["description"], cls="secondary")] if row["description"] else []
    why = [el("p", el("b", f"{spelled(row['status'])}: "), row["reason"], role="note")] if row["reason"] else []
    return [
        _ways_on(row), el("h3", row["title"]), *text, *why, _facts(_plan(row, time_zone)), *_found(row, time_zone),
        _facts(_origin(row, time_zone)),
        el("p", f"Version {row['version']}, read ", running_time(row["as_of"], "ago"), cls="details-age"),
    ]  # fmt: skip


def _ways_on(row: Row) -> Markup:
    """What it is about, each a way to it."""
    chips = []
    if row["feeder_id"] is not None:
        chips.append(_chip("select", f"feeder:{row['feeder_id']}", row["feeder_name"] or "feeder", "Select the feeder"))
    if row["asset_kind"] in SELECTABLE:
        kind, number = row["asset_kind"], row["asset_id"]
        chips.append(_chip("select", f"{kind}:{number}", row["asset_name"] or f"{kind} {number}", f"Select the {kind}"))
    if row["lon"] is not None:
        chips.append(_chip("map", row["work_order_id"], "Show on the map", "Fly to its place"))
    if row["outage_id"] is not None:
        chips.append(_chip("outage", row["outage_id"], f"Outage {row['outage_id']}", "Open the outage"))
    return el("nav", chips, cls="ways", aria_label="What it is about")


def _chip(action: str, value: object, text: str, tip: str) -> Markup:
    return el("button", text, type="button", cls="chip", data_action=action, data_value=value, title=tip)


def _plan(row: Row, time_zone: str) -> list[tuple[str, object]]:
    crew = f"{row['crew_name']}, {spelled(row['crew_status']).lower()}" if row["crew_name"] else "none yet"
    return [
        ("Priority", words.priority_mark(row)), ("Due", words.due(row)), ("Planned", words.planned(row, time_zone)),
        ("Crew", crew), ("Takes the skill", spelled(row["skill"])),
        ("Estimated, of one crew", words.hours(row["estimated_hours"])),
    ]  # fmt: skip


def _found(row: Row, time_zone: str) -> list[Markup]:
    """What was done and found, of what has begun."""
    if row["started_at"] is None and row["completed_at"] is None:
        return []
    used = json.loads(row["materials"])
    listed = ", ".join(f"{one['quantity']:g} {one['unit']} {one['material']}" for one in used)
    times = [(name, formats.date_and_clock(row[key], time_zone)) for key, name in
             (("started_at", "Work began"), ("completed_at", "Completed")) if row[key] is not None]  # fmt: skip
    if row["status"] != "completed":
        return [_facts(times)]
    code = spelled(row["found_code"]) if row["found_code"] else "not said"
    said = [("Found", code), ("In words", row["found"] or "not said"), ("Labour", words.hours(row["labour_hours"])),
            ("Materials", listed or "none said")]  # fmt: skip
    return [_facts([*times, *said])]


def _origin(row: Row, time_zone: str) -> list[tuple[str, object]]:
    number = [("Number here", str(row["work_order_id"]))] if row["external_number"] else []
    outage = [("Outage is", spelled(row["outage_state"] or "moved to the history"))] if row["outage_id"] else []
    return [("Created", f"{formats.date_and_clock(row['created_at'], time_zone)} by {row['created_by']}"),
            ("Comes from", spelled(row["origin"])), *number, *outage]  # fmt: skip
