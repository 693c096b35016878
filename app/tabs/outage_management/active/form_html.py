"""Forms as HTML: labels above, units inside, errors under the field in words, the primary action last. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.tabs.outage_management.active.actions import Action
from app.tabs.outage_management.active.forms import Around, Field, Form
from app.widgets.html import Markup, el


def buttons(actions: Sequence[tuple[str, Action]], version: int, outage_id: int, turn: int, open_: str) -> Markup:
    """What can be done, steps of life first; what needs no form is sent by its button.

    Args:
        actions: allowed now.
        version: of the outage as it is shown.
        outage_id: which.
        turn: another one for each command that was done, so that the next click has a key of its own.
        open_: slug of the form that is open.
    """
    steps = [_button(slug, action, version, outage_id, turn, open_) for slug, action in actions if action.is_step]
    rest = [_button(slug, action, version, outage_id, turn, open_) for slug, action in actions if not action.is_step]
    rows = [el("div", row, cls="action-row") for row in (steps, rest) if row]
    return el("nav", rows, cls="actions", aria_label="What can be done")


def _button(slug: str, action: Action, version: int, outage_id: int, turn: int, open_: str) -> Markup:
    if action.is_asked:
        pressed = "true" if slug == open_ else "false"
        return el("button", action.title, type="button", cls="button", data_action="form", data_value=slug,
                  aria_pressed=pressed)  # fmt: skip
    hidden = _hidden(slug, version)
    send = el("button", action.title, type="submit", cls="button is-step")
    return el("form", hidden, send, data_submit="do", data_key=f"{outage_id}-{slug}-{turn}", cls="action-form")


def _hidden(slug: str, version: int) -> list[Markup]:
    values = (("slug", slug), ("version", str(version)))
    return [el("input", type="hidden", name=name, value=value, data_rev=value) for name, value in values]


def form(
    shown: Form, around: Around, version: int, key: str, *, error: tuple[str, str] = ("", ""), sent: str = "do",
    back: str = "form",
) -> Markup:  # fmt: skip
    """A form.

    Args:
        shown: its fields.
        around: the zone of its times.
        version: of the outage as it was when the form was opened.
        key: tells this opening of it from others.
        error: name of the field at fault (empty: the whole) and the sentence.
        sent: action that hears it.
        back: action of the way back.
    """
    fields = [_field(one, around, error[1] if error[0] == one.name else "") for one in shown.fields]
    named = {one.name for one in shown.fields}
    whole = el("p", error[1], cls="form-error", role="alert") if error[1] and error[0] not in named else None
    leave = el("button", "Back", type="button", cls="button", data_action=back, data_value="")
    send = el("button", shown.button, type="submit", cls="button is-primary")
    return el(
        "form", el("h3", shown.title), shown.warning and el("p", shown.warning, cls="secondary"),
        _hidden(shown.slug, version), fields, whole, el("div", leave, send, cls="form-foot"),
        data_submit=sent, data_key=key, cls="outage-form", novalidate=True,
    )  # fmt: skip


def _field(one: Field, around: Around, error: str) -> Markup:
    complaint = el("span", error, cls="field-error", role="alert") if error else None
    hint = el("span", one.hint, cls="field-hint") if one.hint else None
    if one.kind in ("boxes", "one_of"):
        choices = el("div", [_box(one, option) for option in one.options], cls=f"form-{one.kind}")
        return el("fieldset", el("legend", one.label), choices, hint, complaint, data_key=one.name)
    label = el("span", one.label, "" if one.is_needed else " (optional)", cls="field-label")
    return el("label", label, _control(one, around), hint, complaint, cls="field", data_key=one.name)


def _control(one: Field, around: Around) -> Markup:
    if one.kind == "choice":
        options = [el("option", name, value=key, selected=key == one.value) for key, name, *_ in one.options]
        return el("select", options, name=one.name)
    if one.kind == "text":
        return el("textarea", one.value, name=one.name, rows=2, maxlength=2000)
    if one.kind == "line":
        return el("input", type="text", name=one.name, value=one.value, autocomplete="off")
    unit = formats.zone_label(around.now.astimezone(formats.zone(around.zone)))
    when = el("input", type="datetime-local", name=one.name, value=one.value)
    return el("span", when, el("span", unit, cls="unit"), cls="with-unit")


def _box(one: Field, option: tuple[str, ...]) -> Markup:
    kind = "checkbox" if one.kind == "boxes" else "radio"
    is_on = option[0] in one.value.split(",")
    more = el("span", option[2], cls="secondary") if len(option) > 2 else None
    return el(
        "label", el("input", type=kind, name=one.name, value=option[0], checked=is_on), el("span", option[1]), more,
        cls="box", data_key=option[0],
    )  # fmt: skip
