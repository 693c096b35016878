"""Pages: tabs and their views by the words that people call them by, and the tool that opens one.

A tab says its pages beside its views (`Tab.pages`); its title is one whether it says so or not. A page is opened only
where the whole question says so, with a verb of going or the word for a page: "open reliability view", "take me to the
crew board". "Open outages" asks for those that are open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, ToolResult
from app.assistant.tools import PlaceText, Tool, WholeQuestion
from app.widgets.column import Column


@dataclass(frozen=True, slots=True)
class TabPage:
    """A tab, or a view of one.

    Attributes:
        title: as an answer says it.
        words: as people call it, small letters, the first one alone its own name: "show me the crew board" goes there,
            where "show me alarms" asks for rows.
        view: slug of the view; empty for the tab as it was left.
        tab: slug of the tab; the catalogue fills it in.
        takes_place: whether it shows a feeder or substation alone.
        is_named: whether all of its words are its own names.
    """

    title: str
    words: tuple[str, ...]
    view: str = ""
    tab: str = ""
    takes_place: bool = False
    is_named: bool = False


class OpenPage(BaseModel):
    """Which, and of what."""

    page: str = Field(min_length=1, max_length=80, description="title of a tab or of one of its views")
    place: PlaceText = ""


_VERBS: Final = (
    r"(?:(?P<strong>open(?: up)?|go(?: over)? to|goto|take me(?: over)? to|bring me to|bring up|pull up"
    r"|switch(?: over)? to|navigate to|jump to|change to)|show me|show|view|display|see|let me see|i want to see"
    r"|where is|where's|where do i find|how do i get to)"
)
_COURTESY: Final = r"(?:(?:please|pls|can you|could you|now|ok|hey|and|then) )*"
_KINDS: Final = r"(?: (?P<kind>tab|view|page|screen|panel|window|section))?"
_PLACED: Final = (
    r"(?: (?:of|for|on|in|at) (?:the )?(?:feeder |substation |circuit |sub )?(?P<place>[\w.\-]*\d[\w.\-]*))?"
)
# What is open, of a state: "open alarms" are rows, unless an article or "tab" says otherwise.
_STATES: Final = frozenset({"outages", "alarms", "orders", "work orders", "calls", "trouble calls", "jobs", "tickets"})

LEAST_RESPELLED: Final = 6
"""Letters of a word that may be misspelled: of a shorter one another letter is another word."""
ALIKE: Final = 0.88
"""As `difflib` reckons it: one slip in a word of eight letters."""


def pages_tool(pages: Sequence[TabPage]) -> Tool[OpenPage]:
    """The tool that opens one of some pages.

    Args:
        pages: of all tabs, each with its tab; of two that are called the same the first is opened.
    """
    by_title = {one.title.lower(): one for one in reversed(pages)}

    def open_page(context: ToolContext, args: OpenPage) -> ToolResult:
        page = by_title.get(args.page.strip().lower())
        if page is None:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"There is no page {args.page}: {_told(pages)}.")
        place = place_of(context, args.place)
        if args.place and not page.takes_place:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{page.title} shows the whole utility, not one place of it.")
        texts = (("view", page.view),) if page.view else ()
        scope = (place.kind, place.place_id) if args.place else None
        go = Go(f"Open {page.title}", page.tab, texts=texts, scope=scope, is_at_once=True)
        table = pa.table({"page": [page.title], "place": [place.name if args.place else "the utility"]})
        columns = (Column("page", "Page"), Column("place", "Shows"))
        return result_of(context, f"Open {page.title}", table, columns, goes=(go,))

    return Tool(
        "open_page", f"Opens a tab or one of its views: {_told(pages)}.", OpenPage, open_page, "go",
        words=("page of application",), examples=("open the crew board", "go to reliability"), reads=_reads(pages),
    )  # fmt: skip


def _reads(pages: Sequence[TabPage]) -> Callable[[ToolContext, str], WholeQuestion | None]:
    by_word: dict[str, tuple[TabPage, bool]] = {}
    for page in pages:
        for at, word in enumerate(page.words):
            by_word.setdefault(word, (page, page.is_named or at == 0))
    names = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    pattern = re.compile(
        rf"^{_COURTESY}(?:{_VERBS} )?(?P<article>(?:the|my|our) )?(?P<words>{names}){_KINDS}{_PLACED}$"
    )

    spelled = sorted({part for word in by_word for part in word.split() if len(part) >= LEAST_RESPELLED})

    def reads(context: ToolContext, question: str) -> WholeQuestion | None:
        text = " ".join(question.lower().replace("\u2019", "'").split()).strip(" ?.!")
        found = pattern.match(text) or pattern.match(_respelled(text, spelled))
        if found is None:
            return None
        page, is_own = by_word[found["words"]]
        strong = found["strong"] or ""
        if strong.startswith("open") and found["words"] in _STATES and not (found["article"] or found["kind"]):
            return None
        if not (strong or found["kind"] or is_own) or (found["place"] and not page.takes_place):
            return None
        if not (strong or found["kind"]) and text == found["words"]:
            return None
        arguments: dict[str, Any] = {"page": page.title}
        if found["place"]:
            try:
                arguments["place"] = place_of(context, found["place"].upper()).name
            except NoAnswer:
                return None  # a meter's readings are the matter of what goes to things
        return WholeQuestion(arguments, is_clear=True)

    return reads


def _respelled(text: str, words: Sequence[str]) -> str:
    """A question whose longer words are spelled as those of pages that they are nearly."""
    return " ".join(_nearest(part, words) for part in text.split(" "))


def _nearest(part: str, words: Sequence[str]) -> str:
    if len(part) < LEAST_RESPELLED or part in words:
        return part
    return next(iter(get_close_matches(part, words, 1, ALIKE)), part)


def _told(pages: Sequence[TabPage]) -> str:
    return ", ".join(dict.fromkeys(one.title for one in pages))
