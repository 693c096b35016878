"""How far a search of many feeders has come, and what can be done about it, in a line over its list."""

from __future__ import annotations

from app import formats
from app.tabs.ami_analytics.losses.scan import Found
from app.widgets.html import Markup, el

INVITATION = "A search goes from the largest losses to the smallest, while somebody looks; results come as it goes."


def progress(found: Found, *, has_begun: bool, is_old: bool) -> Markup:
    """The line; its buttons say "scan" (begin, go on, begin anew) and "stop".

    Args:
        found: so far.
        has_begun: whether there is a job at all.
        is_old: the history has grown since it began.
    """
    if not has_begun:
        return _line(el("span", INVITATION, cls="secondary"), _button("Search these feeders", "scan"))
    if found.is_done:
        words = f"{found.feeders:,} feeders searched" + (", before the newest readings" if is_old else "")
        return _line(el("span", words, cls="secondary"), _button("Search again", "scan") if is_old else None)
    if found.is_running:
        return _line(_bar(found), _button("Stop", "stop"))
    words = found.message or f"Stopped after {found.feeders_done:,} of {found.feeders:,} feeders."
    return _line(el("span", words), _button("Go on", "scan"))


def _line(*parts: Markup | None) -> Markup:
    return el("div", *parts, cls="note parts")


def _button(words: str, action: str) -> Markup:
    return el("button", words, type="button", cls="button", data_action=action)


def _bar(found: Found) -> Markup:
    words = "Searching"
    if found.feeders:
        words += f", largest losses first: {found.feeders_done:,} of {found.feeders:,} feeders"
    if found.seconds_left:
        words += f", about {formats.duration(max(found.seconds_left / 60.0, 1.0))} left"
    return el(
        "span",
        el("progress", value=found.feeders_done, max=max(found.feeders, 1), data_rev=found.feeders_done),
        el("span", words, role="status"),
        cls="progress",
    )
