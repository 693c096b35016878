"""What is said to a page while Bokeh sends it something else goes out as soon as that is done.

Panel 1.9.4 puts such messages into a line and has a task send them; the task that sends the first ones takes the mark
away by which those after it know that there is a line, and a task that finds no mark sends nothing. What was put there
just then waited for the next change of the page, for ever on a page at rest: an address that stayed behind, a board
that waited for rows that were there. It takes a busy server or a slow line.
"""

from __future__ import annotations

from typing import Any

from panel.io import document as panel_document

_their_dispatch = panel_document._dispatch_msgs


def install() -> None:
    """Send all of the line from now on; safe to call again."""
    panel_document._dispatch_msgs = dispatch  # type: ignore[assignment]


async def dispatch(doc: Any) -> None:
    """What Panel does, as long as anything is in the line."""
    if doc in panel_document._WRITE_MSGS:
        panel_document._WRITE_BLOCK[doc] = True
    await _their_dispatch(doc)
