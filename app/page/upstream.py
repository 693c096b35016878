"""What Panel 1.9 and panel-material-ui 0.16 keep of a session that ended, and how it is let go.

Measured by tests/app/test_sessions.py: without these two, every session ever opened stays in memory.
"""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui


def quiet_page(**params: Any) -> Any:
    """A page that does not follow the process-wide busy flag.

    Panel's state holds on to every page that follows it; besides, following it sends two messages a click.
    """
    before = _busy_watchers()
    page = pmui.Page(**params)
    for watcher in _busy_watchers():
        if watcher not in before:
            pn.state.param.unwatch(watcher)
    return page


def forget(document: Any) -> None:
    """Let go of a document that ended: Panel's state holds on to its notification area, and with it to everything."""
    for ref, (_, _, owner, _) in list(pn.state._views.items()):
        if owner is document:
            pn.state._views.pop(ref, None)


def takes_changes(document: Any) -> bool:
    """Whether what is changed now in a session's document reaches its browser.

    Panel 1.9.4 drops changes of models made between the moment a browser has pulled the document and the moment it says
    that it is ready (`hold` in io/document.py): a figure that missed its rows would stay empty. Before anybody is
    connected a change is safe, since the document is pulled as a whole.
    """
    context = document.session_context if document is not None else None
    session = context.session if context is not None else None
    return pn.state.loaded or session is None or not session.connection_count


class Viewers:
    """Whether anybody has the page of a document open, or will: no viewers, no work.

    A session lives on for half a minute after its page was closed, for its browser may come back.

    Args:
        document: of the session; None where there is none (tests, scripts), which counts as seen.
    """

    def __init__(self, document: Any) -> None:
        """Nobody was there yet."""
        self._document = document
        self._had_any = False

    def are_gone(self) -> bool:
        """Whether the page was open and is not any more."""
        context = self._document.session_context if self._document is not None else None
        session = context.session if context is not None else None
        has_any = session is not None and session.connection_count > 0
        self._had_any = self._had_any or has_any
        return self._had_any and not has_any


def _busy_watchers() -> list[Any]:
    return list(pn.state.param.watchers.get("busy", {}).get("value", []))
