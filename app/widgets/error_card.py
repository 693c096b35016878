"""What is shown in the place of something that failed: what, since when, what still works, and a way to retry."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable

import panel as pn
import panel_material_ui as pmui

from app import formats, theme

MAX_MESSAGE = 600


def error_card(
    title: str,
    message: str,
    *,
    still_works: str = "",
    since: dt.datetime | None = None,
    time_zone: str = "UTC",
    on_retry: Callable[[], None] | None = None,
) -> pn.Column:
    """A card for a person at work, not for a developer: the trace is in the server's log.

    Args:
        title: what failed, e.g. "Asset health failed".
        message: why, in one sentence if possible.
        still_works: what is not affected.
        since: when it first failed.
        time_zone: IANA name of the zone in which `since` is shown.
        on_retry: what the button does; it retries by itself besides.
    """
    lines = [f"<h2>{html.escape(title)}</h2>", f"<p class='what'>{html.escape(message[:MAX_MESSAGE])}</p>"]
    since_text = f"Since {formats.clock(since, time_zone)}. " if since else ""
    retry_text = "Trying again by itself." if on_retry else ""
    lines.append(f"<p class='quiet'>{since_text}{html.escape(still_works)} {retry_text}</p>")
    styles = [theme.stylesheet("frame")]
    card = pn.Column(
        pn.pane.HTML("".join(lines), stylesheets=styles, css_classes=["flux-error-text"], margin=0),
        css_classes=["flux-error-card"],
        stylesheets=styles,
        margin=0,
    )
    if on_retry:
        retry = on_retry
        card.append(
            pmui.Button(label="Try again", variant="outlined", size="small", on_click=lambda _: retry(), margin=0)
        )
    return card
