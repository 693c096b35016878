"""HTML as values: elements whose text and attributes are always escaped, so that a name in the data stays a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from html import escape
from typing import Any, Literal

from app import formats

VOID = frozenset({"input", "br", "hr", "img", "path", "circle", "line", "polyline"})


class Markup(str):
    """HTML that is known to be safe; any other text is escaped where it is put in."""

    __slots__ = ()


def el(tag: str, *children: object, cls: str = "", **attributes: Any) -> Markup:
    """One element.

    Args:
        tag: its name.
        children: Markup as it is, other values as escaped text; None and False are left out.
        cls: class names.
        attributes: `data_action="x"` becomes `data-action="x"`; True stands alone; None and False are left out.
    """
    given = {"class": cls or None, **attributes}
    written = "".join(
        _attribute(name, value) for name, value in given.items() if value is not None and value is not False
    )
    if tag in VOID:
        return Markup(f"<{tag}{written}>" if tag in ("input", "br", "hr", "img") else f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{join(*children)}</{tag}>")


def join(*children: object) -> Markup:
    """Several children after each other; lists and tuples are opened."""
    return Markup("".join(_text(child) for child in children))


def running_time(at: dt.datetime | None, form: Literal["ago", "lasting", "until"], cls: str = "") -> Markup:
    """A time that the browser keeps running: "3 min ago", "1 h 05 min" (lasting) or "in 20 min" (until)."""
    if at is None:
        return el("span", formats.NOTHING, cls=cls)
    return el("time", "…", cls=cls, data_at=f"{at.timestamp():.3f}", data_form=form)


def icon(name: str) -> Markup:
    """One of the few line icons, drawn in the colour of the text around it."""
    return Markup(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        f'<path d="{ICONS[name]}"/></svg>'
    )


def facts(pairs: Iterable[tuple[object, object]]) -> Markup:
    """Names and what stands for them."""
    return el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in pairs], cls="facts")


def known_facts(pairs: Iterable[tuple[object, object]]) -> Markup:
    """Names and what stands for them; those without anything are left out."""
    return facts((name, value) for name, value in pairs if value not in (None, ""))


def clear_button() -> Markup:
    """The button of a panel about what is selected that lets go of it; `on("clear", …)` hears it."""
    return el(
        "button", icon("close"), type="button", cls="tool is-bare", data_action="clear",
        aria_label="Clear the selection",
    )  # fmt: skip


ICONS = {
    "close": "M4 4l8 8M12 4l-8 8",
    "chevron": "M6 4l4 4-4 4",
    "search": "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6L14 14",
    "layers": "M8 2l6 3.2-6 3.2-6-3.2zM2 8l6 3.2L14 8M2 10.8L8 14l6-3.2",
    "filter": "M2 3h12l-4.6 5.6V13L6.6 11.4V8.6z",
    "reset": "M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3",
    "target": "M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
    "up": "M8 13V3M4 7l4-4 4 4",
    "down": "M8 3v10M4 9l4 4 4-4",
    "crew": "M8 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5",
    "chat": "M2.5 3h11v8H7l-3 2.5V11H2.5zM5 6h6M5 8.2h4",
    "thumb": "M5 7l2.6-5c1 0 1.7.7 1.7 1.7v2.5h3.4c.8 0 1.4.7 1.2 1.5l-.9 4.8c-.1.6-.6 1-1.2 1H5zM5 7H2.5v6.5H5z",
    "edit": "M3 13l.6-2.8L10.8 3 13 5.2 5.8 12.4zM9.3 4.5l2.2 2.2",
    "add": "M8 3v10M3 8h10",
    "widen": "M9.5 2.5h4v4M13.5 2.5L9 7M6.5 13.5h-4v-4M2.5 13.5L7 9",
    "bin": "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M7 7v4M9 7v4",
    "stop": "M4.5 4.5h7v7h-7z",
    "legend": "M2 4h2M2 8h2M2 12h2M7 4h7M7 8h7M7 12h7",
}


def _attribute(name: str, value: Any) -> str:
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'


def _text(child: object) -> str:
    if child is None or child is False:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, (list, tuple)):
        return join(*child)
    return escape(str(child))
