"""What can be done with a picked thing, as buttons; what needs no form is sent by its button. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.desk.form_html import hidden
from app.widgets.html import Markup, el
from data_sources.commands.principal import Principal


class Offered(Protocol):
    """One thing that can be done.

    Attributes:
        title: on its button.
        is_asked: a form asks for more; else the button alone does it.
    """

    @property
    def title(self) -> str:
        """On its button."""

    @property
    def is_asked(self) -> bool:
        """Whether a form asks for more; else the button alone does it."""


Group = Sequence[tuple[str, Offered]]
"""Slugs and what they do, in a row of their own."""


STEP_LOOK = "button is-step"
"""Of what is a step of a thing's life, done without a form."""


class OfferedStep(Offered, Protocol):
    """One thing that can be done, which may be a step of the thing's life rather than something said of it."""

    @property
    def is_step(self) -> bool:
        """Whether it is a step."""


StepT = TypeVar("StepT", bound=OfferedStep)


def steps_first(actions: Sequence[tuple[str, StepT]]) -> list[list[tuple[str, StepT]]]:
    """Steps of life in a row of their own, then the rest."""
    return [[one for one in actions if one[1].is_step == is_step] for is_step in (True, False)]


def looks_on(by: Principal, thing: str) -> str:
    """Why that person can do nothing with a thing ("an order")."""
    return f"{by.name} looks on as {by.role}: to change {thing} takes an operator."


def buttons(
    groups: Sequence[Group], version: int, number: object, turn: int, open_: str, *, cls: str = "button"
) -> Markup:
    """The buttons of what can be done now.

    Args:
        groups: one a row.
        version: of the thing as it is shown.
        number: of the thing.
        turn: another one for each command that was done, so that the next click has a key of its own.
        open_: slug of the form that is open.
        cls: look of what is sent without a form.
    """

    def button(slug: str, action: Offered) -> Markup:
        if action.is_asked:
            return el("button", action.title, type="button", cls="button", data_action="form", data_value=slug,
                      aria_pressed="true" if slug == open_ else "false")  # fmt: skip
        return sent_at_once(action.title, slug, version, f"{number}-{slug}-{turn}", cls=cls)

    rows = [el("div", [button(slug, action) for slug, action in group], cls="action-row") for group in groups if group]
    return el("nav", rows, cls="actions", aria_label="What can be done")


def sent_at_once(
    title: str, slug: str, version: int, key: str, more: Sequence[tuple[str, str]] = (), *, cls: str
) -> Markup:
    """A button that sends a command by itself, with some values of it; `key` tells this click from others."""
    extra = [el("input", type="hidden", name=name, value=value, data_rev=value) for name, value in more]
    send = el("button", title, type="submit", cls=cls)
    return el("form", hidden(slug, version), extra, send, data_submit="do", data_key=key, cls="action-form")
