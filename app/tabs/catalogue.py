"""The assistant's catalogue: tools and kinds of names of all tabs, in the order of the tab bar."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.name_kinds import NameKind
from app.assistant.pages import TabPage, pages_tool
from app.assistant.tools import Catalogue, Tool
from app.tabs.found import TabEntry

log = logging.getLogger(__name__)


def catalogue_of(entries: Iterable[TabEntry]) -> Catalogue:
    """What tabs bring. A tab that cannot be loaded brings nothing; of another one what cannot be used is left out.

    Args:
        entries: the tabs; each is loaded.
    """
    gathered = _Gathered()
    for entry in entries:
        gathered.take(entry)
    tools = [*([pages_tool(gathered.pages)] if gathered.pages else []), *gathered.tools.values()]
    return Catalogue(tools, gathered.kinds.values(), gathered.left_out)


def _pages_of(entry: TabEntry, brought: Iterable[TabPage]) -> list[TabPage]:
    """The tab by its title, and its views by the words that it says."""
    own = TabPage(entry.title, (entry.title.lower(),), is_named=True)
    try:
        pages = [own, *(one for one in brought if isinstance(one, TabPage))]
    except TypeError as error:
        log.warning("The tab %s: its pages cannot be used: %s", entry.title, error)
        pages = [own]
    return [replace(one, tab=entry.slug) for one in pages]


class _Gathered:
    """What the tabs so far have brought."""

    def __init__(self) -> None:
        self.tools: dict[str, Tool[Any]] = {}
        self.kinds: dict[str, NameKind] = {}
        self.pages: list[TabPage] = []
        self.left_out: dict[str, str] = {}

    def take(self, entry: TabEntry) -> None:
        """All of it that can be used: the assistant goes on without the rest, which is said on the tab's place."""
        try:
            tab = entry.load()
        except Exception as error:  # its place on the page shows it
            log.warning("The tab %s brings nothing to the assistant: %s", entry.title, error)
            return
        self.pages += _pages_of(entry, tab.pages)
        why = [*self._take(tab.kinds, self._take_kind), *self._take(tab.tools, self._take_tool)]
        if why:
            self.left_out[entry.slug] = " ".join(why)
            log.warning("The tab %s: %s", entry.title, self.left_out[entry.slug])

    def _take(self, brought: Any, take_one: Any) -> list[str]:
        """Each of them; why some are left out, a sentence each."""
        why: list[str] = []
        try:
            some = tuple(brought)
        except TypeError as error:
            return [f"The assistant takes nothing of {brought!r}: {error}."]
        for one in some:
            try:
                take_one(one)
            except Exception as error:  # of whatever kind
                what = str(getattr(one, "name", None) or getattr(one, "kind", None) or one)
                why.append(f"The assistant does not use “{what}” of this tab: {str(error).rstrip('.')}.")
        return why

    def _take_tool(self, tool: Any) -> None:
        if not isinstance(tool, Tool):
            raise TypeError("it is no Tool")
        if tool.name in self.tools:
            raise ValueError(f"another tool is called {tool.name} already; give it a name of its own")
        _ = tool.schema
        Vocabulary(Catalogue([tool]))
        self.tools[tool.name] = tool

    def _take_kind(self, kind: Any) -> None:
        if not isinstance(kind, NameKind):
            raise TypeError("it is no NameKind")
        if kind.kind in self.kinds:
            raise ValueError(f"another tab names the kind {kind.kind} already")
        Vocabulary(Catalogue((), [kind]))
        self.kinds[kind.kind] = kind
