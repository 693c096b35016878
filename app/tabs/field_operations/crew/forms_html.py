"""What a crew reports, as forms that are kept until they are answered: one press each, or a few fields. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from app.widgets.column import words as spelled
from app.widgets.html import Markup, el
from data_sources.field.orders.states import FoundCode
from data_sources.outages.causes import CauseCode

Row = Mapping[str, Any]

REASONS: Final = ("waits for material", "waits for a permit", "no access", "weather", "needs another crew")


def press(
    row: Row, slug: str, title: str, label: str, values: Mapping[str, object] | None = None, *, cls: str = "button"
) -> Markup:
    """A button that reports one thing.

    Args:
        row: of crew_day.sql.
        slug: of the command.
        title: on the button.
        label: what it does, for the line that tells what is kept.
        values: of the command, as JSON takes them.
        cls: of the button.
    """
    fields = [
        el(
            "input",
            type="hidden",
            name=name,
            value=json.dumps(value),
            data_json=True,
            data_rev=json.dumps(value),
            data_offline=True,
        )
        for name, value in (values or {}).items()
    ]
    return _form(row, slug, label, [*fields, el("button", title, type="submit", cls=cls, data_offline=True)])


def hold(row: Row) -> Markup:
    """What it waits for."""
    name = f"reasons-{row['work_order_id']}"
    options = el("datalist", [el("option", value=one) for one in REASONS], id=name)
    reason = el("input", type="text", name="reason", required=True, maxlength=2000, list_=name, autocomplete="off",
                data_offline=True)  # fmt: skip
    send = el("button", "Put on hold", type="submit", cls="button", data_offline=True)
    body = _form(
        row, "hold", f"Hold order {row['number']}", [_field("What it waits for", reason), options, send], "hold"
    )
    return _fold("Hold", body)


def complete(row: Row, members: int) -> Markup:
    """What was found, in words, and how long it took."""
    found = el("textarea", name="found", rows=3, required=True, maxlength=2000, data_offline=True)
    hours = el(
        "input", type="number", name="labour_hours", min=0, max=10000, step="0.25", required=True, inputmode="decimal",
        data_offline=True,
    )  # fmt: skip
    send = el("button", "Complete", type="submit", cls="button is-primary", data_offline=True)
    told, spent = _field("What was found, in words", found), _field(f"Hours of all {members} members together", hours)
    form = _form(row, "complete", f"Complete order {row['number']}", [_code(row), told, spent, send], "complete")
    return _fold("Complete", form, is_first=True)


def shift(crew: Row, slug: str, title: str) -> Markup:
    """The shift begins, or ends."""
    send = el("button", title, type="submit", cls="button", data_offline=True)
    return el(
        "form", send, data_post=f"api/crews/{crew['crew_id']}/{slug}", data_about=f"crew-{crew['crew_id']}",
        data_version=crew["version"], data_label=title, cls="press",
    )  # fmt: skip


def _code(row: Row) -> Markup:
    if row["outage_id"] is not None:
        known = row["outage_cause"] if row["outage_cause"] != "unknown" else ""
        return _select("cause", "Why supply was lost", get_args(CauseCode), str(known or ""))
    return _select("found_code", "What was found", get_args(FoundCode), "")


def _select(name: str, label: str, codes: Sequence[str], chosen: str) -> Markup:
    options = [
        el("option", "Choose", value=""),
        *(el("option", spelled(one), value=one, selected=one == chosen) for one in codes),
    ]
    return _field(label, el("select", options, name=name, required=True, data_offline=True))


def _field(label: str, control: Markup) -> Markup:
    return el("label", el("span", label, cls="field-label"), control, cls="field")


def _form(row: Row, slug: str, label: str, inside: Sequence[object], draft: str = "") -> Markup:
    number = row["work_order_id"]
    return el(
        "form", *inside, data_post=f"api/work-orders/{number}/{slug}", data_about=f"order-{number}",
        data_version=row["version"], data_label=label, cls="press" if not draft else "told",
        data_draft=f"crew, {draft}, {number}" if draft else None,
    )  # fmt: skip


def _fold(title: str, body: Markup, *, is_first: bool = False) -> Markup:
    name = "button is-primary" if is_first else "button"
    return el("details", el("summary", title, cls=name, data_offline=True), body, cls="fold", data_key=title)
