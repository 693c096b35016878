"""The rules of a utility as HTML, with what the engine saw of each. Pure: rows in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.tabs.field_operations.alarms import words
from app.widgets.html import Markup, el
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]


def rules(rows: Sequence[Row] | None, open_id: int | None, form: Markup | None, *, can_change: bool) -> Markup:
    """The list; under the rule that is opened stands its form.

    Args:
        rows: of alarm_rules.sql; None before the first answer.
        open_id: number of the rule that is being changed, 0 of a new one.
        form: of it.
        can_change: whether whoever looks may change rules.
    """
    if rows is None:
        return skeleton(8)
    new = el("button", "New rule", type="button", cls="button", data_action="rule", data_value=0)
    note = el("p", "To change rules takes a supervisor.", cls="secondary")
    head = el("div", new if can_change else note, cls="alarm-rules-head")
    items = [_item(row, form if row["rule_id"] == open_id else None, can_change=can_change) for row in rows]
    none = empty_state("No rule", "The engine makes the default ones once it runs (FLUXOPS_ALARMS).")
    return el("div", head, form if open_id == 0 else None, el("ul", items, cls="alarm-rules") if items else none,
              cls="detail-body")  # fmt: skip


def _item(row: Row, form: Markup | None, *, can_change: bool) -> Markup:
    name = f"{words.title(row['quantity'])} {words.limit(row)}"
    where = "" if row["scope_kind"] == "utility" else f" on {row['scope_name']}"
    off = el("span", "out of service", cls="badge is-attention") if not row["is_enabled"] else None
    change = el("button", "Change", type="button", cls="button", data_action="rule", data_value=row["rule_id"],
                aria_label=f"Change: {name}") if can_change else None  # fmt: skip
    head = el("div", words.priority_badge(row["priority"]), el("b", name + where), off, change, cls="alarm-rule-head")
    return el("li", head, el("p", row["text"]), el("p", _seen(row), cls="secondary"), form, data_key=row["rule_id"])


def _seen(row: Row) -> str:
    """Deadband, delays, and what the last look found."""
    unit = words.value(row["quantity"], row["deadband"])
    delays = f"raises after {_delay(row['on_delay_s'])}, clears after {_delay(row['off_delay_s'])}"
    told = f"Deadband {unit}; {delays}{'; latches' if row['is_latching'] else ''}."
    if row["points"] is None:
        return f"{told} Not judged yet."
    unknown = f", {row['unknown']:,} of them not known" if row["unknown"] else ""
    dark = f", {row['suppressed']:,} without supply" if row["suppressed"] else ""
    return f"{told} Watches {formats.count_of(row['points'], 'point')}{unknown}{dark}; {row['open_alarms']:,} open."


def _delay(seconds: int) -> str:
    if seconds == 0:
        return "no delay"
    return f"{seconds} s" if seconds < 120 else formats.duration(seconds / 60)
