"""The panel of one picked thing as HTML: its frame, its head with the way out, ways on from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.widgets.html import Markup, el, icon


def panel(*parts: object, is_stale: bool = False) -> Markup:
    """The panel around its head and what is under it; `is_stale`: the database is away."""
    return el("section", *parts, cls="detail-panel panel" + (" is-stale" if is_stale else ""))


def scroll(*parts: object, key: object = None) -> Markup:
    """What is under the head, with a scroll bar of its own that starts anew for another `key`."""
    return el("div", *parts, cls="detail-scroll", data_key=key)


def body(*parts: object, key: object = None) -> Markup:
    """What is known, under what can be done."""
    return el("div", *parts, cls="detail-body", data_key=key)


def head(over: str, name: object, *marks: object, show: str | None, out: Markup | None = None) -> Markup:
    """The head.

    Args:
        over: what kind of thing it is.
        name: of the thing.
        marks: beside the name.
        show: key of the thing: another one is scrolled to on a narrow screen.
        out: the way out of the detail.
    """
    title = el("div", el("span", over, cls="overline"), el("h2", name), cls="details-title")
    return el("header", title, *marks, out or close(), cls="panel-head", data_show=show)


def new_head(name: str, out: Markup | None = None) -> Markup:
    """The head over the form of something new."""
    return el("header", el("div", el("h2", name), cls="details-title"), out, cls="panel-head")


def close(action: str = "close", label: str = "Close the detail") -> Markup:
    """The button out of a panel, which Escape presses too; `on(action, …)` hears it."""
    return el("button", icon("close"), type="button", cls="tool is-bare", data_action=action, data_escape=True,
              aria_label=label)  # fmt: skip


def simulated(row: Mapping[str, Any]) -> Markup | None:
    """The mark of what only the demo's simulator says."""
    return el("span", "simulated", cls="badge is-attention") if row["is_simulated"] else None


def chip(action: str, value: object, text: object, tip: str | None = None, *, is_way: bool = False) -> Markup:
    """A way on; `is_way`: to another view."""
    return el("button", text, type="button", cls="chip is-way" if is_way else "chip", data_action=action,
              data_value=value, title=tip)  # fmt: skip


def chip_of(kind: str, number: int, name: object, more: str = "") -> Markup:
    """A way that selects an asset."""
    return chip("select", f"{kind}:{number}", name, f"Select the {kind}{more}")


def ways(*chips: object, label: str = "What it is about") -> Markup:
    """The ways on."""
    return el("nav", *chips, cls="ways", aria_label=label)
