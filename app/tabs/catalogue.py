"""The assistant's catalogue: the tools of all tabs, in the order of the tab bar."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from app.assistant.tools import Catalogue, Tool
from app.tabs.found import TabEntry

log = logging.getLogger(__name__)


def catalogue_of(entries: Iterable[TabEntry], more: Iterable[Tool[Any]] = ()) -> Catalogue:
    """The tools that tabs bring; a tab that cannot be loaded brings none, its place on the page says why.

    Args:
        entries: the tabs; each is loaded.
        more: tools of no tab.

    Raises:
        ValueError: two tools have the same name.
    """
    return Catalogue([*(tool for entry in entries for tool in _tools_of(entry)), *more])


def _tools_of(entry: TabEntry) -> Iterator[Tool[Any]]:
    try:
        yield from entry.load().tools
    except Exception as error:
        log.warning("The tab %s brings no tools: %s", entry.title, error)
