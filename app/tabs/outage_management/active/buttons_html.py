"""What can be done with an outage, as buttons. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.form_html import hidden
from app.tabs.outage_management.active.actions import Action
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
    named = hidden(slug, version)
    send = el("button", action.title, type="submit", cls="button is-step")
    return el("form", named, send, data_submit="do", data_key=f"{outage_id}-{slug}-{turn}", cls="action-form")
