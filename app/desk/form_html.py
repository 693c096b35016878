"""Forms as HTML: labels above, units inside, errors under the field in words, the primary action last. Pure."""

from __future__ import annotations

import datetime as dt

from app import formats
from app.desk.fields import Field, Form
from app.widgets.html import Markup, el


def hidden(slug: str, version: int) -> list[Markup]:
    """Which action, and of which version of the thing, without a field of its own."""
    values = (("slug", slug), ("version", str(version)))
    return [el("input", type="hidden", name=name, value=value, data_rev=value) for name, value in values]


def form(
    shown: Form, zone: str, version: int, key: str, *, error: tuple[str, str] = ("", ""), sent: str = "do",
    back: str = "form", about: object = "", takes_focus: bool = False, is_among_others: bool = False,
) -> Markup:  # fmt: skip
    """A form.

    Args:
        shown: its fields.
        zone: IANA name of the zone of its times.
        version: of the thing as it was when the form was opened.
        key: tells this opening of it from others.
        error: name of the field at fault (empty: the whole) and the sentence.
        sent: action that hears it.
        back: action of the way back.
        about: the thing that it is about: what was typed outlives a reload of the page for this thing only.
        takes_focus: its first field has the focus once it opens: for forms that a button opens, not a tap on the map.
        is_among_others: Esc goes back from it only where the focus is in it; the way back says which it is by its slug.
            What was typed waits for it while something else is shown in its place.
    """
    fields = [
        field(one, zone, error[1] if error[0] == one.name else "", focus=key if takes_focus and not place else "")
        for place, one in enumerate(shown.fields)
    ]
    named = {one.name for one in shown.fields}
    whole = el("p", error[1], cls="form-error", role="alert") if error[1] and error[0] not in named else None
    escape, which = ("form", shown.slug) if is_among_others else (True, "")
    leave = el("button", "Back", type="button", cls="button", data_action=back, data_value=which, data_escape=escape)
    send = el("button", shown.button, type="submit", cls="button is-primary")
    return el(
        "form", el("h3", shown.title), shown.warning and el("p", shown.warning, cls="secondary"),
        hidden(shown.slug, version), fields, whole, el("div", leave, send, cls="form-foot"),
        data_submit=sent, data_key=key, data_draft=f"{sent}, {shown.title}, {about}", data_stays=is_among_others,
        cls="command-form", novalidate=True,
    )  # fmt: skip


def field(one: Field, zone: str, error: str, *, focus: str = "") -> Markup:
    """One field with its label above it, and what is wrong with it under it; a new `focus` puts the focus into it."""
    complaint = el("span", error, cls="field-error", role="alert") if error else None
    hint = el("span", one.hint, cls="field-hint") if one.hint else None
    if one.kind in ("boxes", "one_of"):
        boxes = [_box(one, option, focus if not place else "") for place, option in enumerate(one.options)]
        choices = el("div", boxes, cls=f"form-{one.kind}")
        return el("fieldset", el("legend", one.label), choices, hint, complaint, data_key=one.name)
    label = el("span", one.label, "" if one.is_needed else " (optional)", cls="field-label")
    return el("label", label, _control(one, zone, focus), hint, complaint, cls="field", data_key=one.name)


def _control(one: Field, zone: str, focus: str) -> Markup:
    if one.kind == "choice":
        options = [el("option", name, value=key, selected=key == one.value) for key, name, *_ in one.options]
        return el("select", options, name=one.name, data_focus=focus or None)
    if one.kind == "text":
        return el("textarea", one.value, name=one.name, rows=2, maxlength=2000, data_focus=focus or None)
    if one.kind == "line":
        return el(
            "input", type="text", name=one.name, value=one.value, autocomplete="off", data_focus=focus or None
        )  # fmt: skip
    if one.kind == "day":
        return el("input", type="date", name=one.name, value=one.value, data_focus=focus or None)
    unit, kind = one.unit, "number"
    if one.kind == "time":
        unit, kind = formats.zone_label(dt.datetime.now(formats.zone(zone))), "datetime-local"
    step = "any" if kind == "number" else None
    given = el("input", type=kind, name=one.name, value=one.value, step=step, data_focus=focus or None)
    return el("span", given, el("span", unit, cls="unit"), cls="with-unit")


def _box(one: Field, option: tuple[str, ...], focus: str) -> Markup:
    kind = "checkbox" if one.kind == "boxes" else "radio"
    is_on = option[0] in one.value.split(",")
    more = el("span", option[2], cls="secondary") if len(option) > 2 else None
    mark = el("input", type=kind, name=one.name, value=option[0], checked=is_on, data_focus=focus or None)
    return el("label", mark, el("span", option[1]), more, cls="box", data_key=option[0])
