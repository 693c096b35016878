"""Permits and checklist of an order, each with who did it and when, and what ticks it off. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from app import formats
from app.tabs.field_operations.orders.detail_html import one_step
from app.widgets.html import Markup, el
from app.widgets.states import empty_state

Row = Mapping[str, Any]
LISTS = (
    ("permits", "Permits", "permit", "is_granted", ("Grant", "Withdraw"), "before work begins"),
    ("checklist", "Checklist", "tick", "is_done", ("Done", "Not done"), "before the order is completed"),
)


def steps(row: Row, time_zone: str, turn: int, *, can_tick: bool) -> Markup:
    """Both lists.

    Args:
        row: of work_order_facts.sql.
        time_zone: IANA name of the zone that times are told in.
        turn: another one for each command that was done.
        can_tick: whether whoever looks may tick anything off now.
    """
    found = [(head, json.loads(row[head[0]])) for head in LISTS]
    if not any(items for _, items in found):
        return empty_state("No steps", "This order came without permits and without a checklist.")
    return el("div", [_list(row, head, items, time_zone, turn, can_tick) for head, items in found if items])


def _list(
    row: Row, head: tuple[Any, ...], items: list[dict[str, Any]], time_zone: str, turn: int, can_tick: bool
) -> Markup:
    name, title, slug, value, verbs, until = head
    done = sum(bool(one["done_at"]) for one in items)
    count = el("span", f"{done} of {len(items)}", cls="count")
    number = "permit" if name == "permits" else "step"
    entries = []
    for place, one in enumerate(items, 1):
        is_done = bool(one["done_at"])
        more = [(number, str(place)), (value, "false" if is_done else "true")]
        tick = one_step(verbs[is_done], slug, row, turn, more) if can_tick else None
        entries.append(el("li", _words(one, until, time_zone), tick, data_key=f"{name}-{place}", cls="step"))
    return el("section", el("h3", f"{title} ", count), el("ol", entries, cls="order-steps"), cls="details-part")


def _words(one: Mapping[str, Any], until: str, time_zone: str) -> Markup:
    if one["done_at"]:
        at = formats.day_and_clock(dt.datetime.fromisoformat(one["done_at"]), time_zone)
        number = f", {one['reference']}" if one["reference"] else ""
        told = f"{one['done_by']}, {at}{number}"
    else:
        told = f"required {until}" if one["is_required"] else "optional"
    dot = el("i", cls=f"dot is-{'fresh' if one['done_at'] else 'stale'}")
    return el("span", dot, el("span", one["text"]), el("span", told, cls="secondary"), cls="step-words")
