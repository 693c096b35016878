"""The picked order as HTML: head, facts, steps, what was found, ways on. Pure: rows in, HTML out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.desk import detail_html
from app.desk.action_buttons import STEP_LOOK, sent_at_once
from app.desk.timeline import timeline
from app.tabs.field_operations.orders import words
from app.widgets.board import segments
from app.widgets.column import words as spelled
from app.widgets.html import Markup, el, facts, running_time
from app.widgets.states import empty_state, skeleton
from data_sources.field.orders.states import OVER

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
    inside = detail_html.scroll(do, bar, detail_html.body(body, key=part), key=work_order_id)
    return detail_html.panel(_head(work_order_id, row), inside, is_stale=is_stale)


def nothing_picked(*, can_make: bool) -> Markup:
    """What would stand here, and the way to a new order."""
    words_ = empty_state("No order chosen", "Choose one in the table or tap one on the map: it stands here in detail.")
    new = el("button", "New order", type="button", cls="button is-primary", data_action="new")
    foot = el("footer", new, cls="panel-foot is-middle") if can_make else None
    return detail_html.panel(words_, foot)


def one_step(title: str, slug: str, row: Row, turn: int, more: Sequence[tuple[str, str]] = ()) -> Markup:
    """A button that sends a command by itself, with some values of it."""
    key = "-".join([str(row["work_order_id"]), slug, *(value for _, value in more), str(turn)])
    return sent_at_once(title, slug, row["version"], key, more, cls=STEP_LOOK)


def _head(work_order_id: int, row: Row | None) -> Markup:
    marks = [words.state_badge(row), detail_html.simulated(row)] if row else []
    over = spelled(row["work_type"]) if row else "Order"
    name = words.title(row) if row else f"Order {work_order_id}"
    return detail_html.head(over, name, marks, show=f"order-{work_order_id}")


def _overview(row: Row, time_zone: str) -> list[Markup]:
    text = [el("p", row["description"], cls="secondary")] if row["description"] else []
    why = [el("p", el("b", f"{spelled(row['status'])}: "), row["reason"], role="note")] if row["reason"] else []
    return [
        _ways_on(row), el("h3", row["title"]), *text, *why, facts(_plan(row, time_zone)), *_found(row, time_zone),
        facts(_origin(row, time_zone)),
        el("p", f"Version {row['version']}, read ", running_time(row["as_of"], "ago"), cls="details-age"),
    ]  # fmt: skip


def _ways_on(row: Row) -> Markup:
    """What it is about, each a way to it."""
    chips = []
    if row["feeder_id"] is not None:
        chips.append(detail_html.chip_of("feeder", row["feeder_id"], row["feeder_name"] or "feeder"))
    if row["asset_kind"] in SELECTABLE:
        kind, number = row["asset_kind"], row["asset_id"]
        chips.append(detail_html.chip_of(kind, number, row["asset_name"] or f"{kind} {number}"))
    if row["lon"] is not None:
        chips.append(detail_html.chip("map", row["work_order_id"], "Show on the map", "Fly to its place"))
    if row["outage_id"] is not None:
        number = row["outage_id"]
        chips.append(detail_html.chip("outage", number, f"Outage {number}", "Open the outage"))
    return detail_html.ways(chips)


def _plan(row: Row, time_zone: str) -> list[tuple[str, object]]:
    at_it = f", {spelled(row['crew_status']).lower()}" if row["crew_status"] else ""
    crew = f"{row['crew_name']}{at_it}" if row["crew_name"] else "none" if row["status"] in OVER else "none yet"
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
        return [facts(times)]
    code = spelled(row["found_code"]) if row["found_code"] else "not said"
    said = [("Found", code), ("In words", row["found"] or "not said"), ("Labour", words.hours(row["labour_hours"])),
            ("Materials", listed or "none said")]  # fmt: skip
    return [facts([*times, *said])]


def _origin(row: Row, time_zone: str) -> list[tuple[str, object]]:
    number = [("Number here", str(row["work_order_id"]))] if row["external_number"] else []
    outage = [("Outage is", spelled(row["outage_state"] or "moved to the history"))] if row["outage_id"] else []
    return [("Created", f"{formats.date_and_clock(row['created_at'], time_zone)} by {row['created_by']}"),
            ("Comes from", spelled(row["origin"])), *number, *outage]  # fmt: skip
