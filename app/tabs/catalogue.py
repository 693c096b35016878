"""The assistant's catalogue: the tools of all tabs, in the order of the tab bar."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.tools import Catalogue, Tool
from app.tabs.found import TabEntry

log = logging.getLogger(__name__)


def catalogue_of(entries: Iterable[TabEntry]) -> Catalogue:
    """The tools that tabs bring. A tab that cannot be loaded, or one of whose tools cannot be used, brings none.

    Args:
        entries: the tabs; each is loaded.
    """
    tools: list[Tool[Any]] = []
    for entry in entries:
        tools += _tools_of(entry, {tool.name for tool in tools})
    return Catalogue(tools)


def _tools_of(entry: TabEntry, taken: Collection[str]) -> Sequence[Tool[Any]]:
    """All of its tools, or none: the assistant goes on with those of the other tabs."""
    try:
        return _checked(tuple(entry.load().tools), taken)
    except Exception as error:
        log.warning("The tab %s brings no tools to the assistant: %s", entry.title, error)
        return ()


def _checked(tools: Sequence[Any], taken: Collection[str]) -> Sequence[Tool[Any]]:
    """Tools that planners can use.

    Raises:
        Exception: of whatever kind, one of them cannot be used; says why.
    """
    for tool in tools:
        if not isinstance(tool, Tool):
            raise TypeError(f"{tool!r} is no Tool.")
        if tool.name in taken:
            raise ValueError(f"There is a tool called {tool.name} already.")
        _ = tool.schema
    Vocabulary(Catalogue(tools))
    return tools
