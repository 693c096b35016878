"""Outages that a question names by a number alone ("how long has 603 been out") or by rank ("the biggest outage").

A number alone is taken for an outage only where the question is of outages, nothing beside it says what else it counts,
and there is an outage of that number. One that is over is none of a question about now, and where a feeder or a
substation has the number too, the question's other words have to say that an outage is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from app.assistant.context import ToolContext
from data_sources.query import Query

Place = tuple[int, int, int]  # number of the outage, where its words begin in the text, and end
_NUMBER: Final = re.compile(r"(?<![\w.\-/:$#])#?(\d{1,9})(?![\w\-/%]|[.:,]\d)")
_BEFORE: Final = re.compile(
    r"(?:^|\b(?:of|for|has|have|is|was|were|did|does|will|to|on|about|with|at|and|into|merge|close|restore|confirm|cancel"
    r"|etr|eta|status|isolate|long|from|cause|crew|when|where|near|why|end|release|customers|behind|by|estimate|in|caused|tripped|failed|blew|happened|after|during))\W*$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"^\W*(?:$|(?:been|out|now|still|be|back|restored|start\w*|began|begin|ends?|ended|over|last|lasted|affect\w*|caused?"
    r"|is|was|has|will|on|in|to|with|from|and|or|the|again|yet|today|so|at|because|for|by|energi\w+|etr|as|into|closed"
    r"|isolated|trip\w*|fixed|come|came|get|got|go|went|happen\w*|down|off|first|ago|until|please|pls)\b)",
    re.IGNORECASE,
)
OF_OUTAGES: Final = re.compile(
    r"\b(?:out|outages?|restor\w*|back|etr|eta|crews?|caused?|customers?|trip\w*|started|start|began|begin|ended|over"
    r"|isolat\w*|energi[sz]\w*|affect\w*|dispatch\w*|assign\w*|close|merge|confirm|cancel|status|priority|hazards?"
    r"|who(?:'s|\s+is)\s+(?:on|at|working|assigned|going|sent)|fault|power|closest|nearest|zoom|take|go\s+to|fly|fixed|happened|reason)\b",
    re.IGNORECASE,
)
"""Words of a question that may be of outages."""
_OF_THE_PAST: Final = re.compile(
    r"\b(?:was|were|did|had|caus\w+|last(?:ed|s)?|ended|began|started|tripped|happened|affected|interrupted|hit|took|over"
    r"|reason|why)\b",
    re.IGNORECASE,
)
_OF_ITS_END: Final = re.compile(
    r"\b(?:is|are|has|have)\b.*\b(?:restored|back|over|closed|fixed|done|ended)\b", re.IGNORECASE
)
"""Asks whether it lasts still: an outage that is over is an answer to that."""
_OF_OUTAGES_ALONE: Final = re.compile(
    r"\b(?:outages?|restor\w*|back|etr|eta|caus\w+|merge|confirm|close|closed|isolat\w*|been\s+out|lasted|fault|hazards?"
    r"|fixed|happened|reason|why|over|ended|began|begin|started|start|first)\b|\bdid\b.*\b(?:affect|interrupt|hit)\b",
    re.IGNORECASE,
)
"""Said of an outage, and of no feeder or substation."""
_OF_OTHERS: Final = re.compile(r"\b(?:orders?|wo|alarms?|tickets?|calls?|documents?|ieee|ansi|nesc)\b", re.IGNORECASE)
_OF_A_CREW: Final = re.compile(r"\b(?!(?:the|which|what|any|whose)\s)\w+\s+crew\s*#?$", re.IGNORECASE)
"""Before the number of a crew: `is crew 77`, `status of crew 77`; `which crew 77` may mean the crew of an outage."""
_RANKED: Final = re.compile(
    r"\b(?:the\s+|our\s+)?(?P<rank>biggest|largest|worst|longest|oldest|newest|latest|most\s+recent|smallest)\s+"
    r"(?:(?:active|current|ongoing|running|lasting|present)\s+)?outage\b(?:\s+(?:right\s+)?now)?",
    re.IGNORECASE,
)
_TO_IT: Final = re.compile(
    r"\b(?:take\s+(?:me|us)|bring\s+me|go\s+to|goto|fly|zoom|jump|navigate|pan\s+to|center\s+on|map|closest|nearest|near"
    r"|isolat\w+|switching\s+(?:steps?|sheet|plan)|back\s*-?feed|customers\s+(?:out\s+)?(?:of|in|on|behind))\b",
    re.IGNORECASE,
)
_BY: Final = {
    "biggest": ("customers_out", True), "largest": ("customers_out", True), "worst": ("customers_out", True),
    "smallest": ("customers_out", False), "longest": ("started_at", False), "oldest": ("started_at", False),
    "newest": ("started_at", True), "latest": ("started_at", True), "most recent": ("started_at", True),
}  # fmt: skip


def outages_in(context: ToolContext, text: str, is_of_others: Callable[[str], bool]) -> Iterator[Place]:
    """The outages that a question names without the word and number of one.

    Args:
        context: of the turn.
        text: of the question; what is a period is blanked out.
        is_of_others: whether a feeder or substation has a number too.

    Raises:
        SourceError: the database does not answer.
    """
    ranked = _RANKED.search(text)
    if ranked is not None and _TO_IT.search(text) and (number := _ranked(context, ranked["rank"])) is not None:
        yield number, ranked.start(), ranked.end()
    if not OF_OUTAGES.search(text) or _OF_OTHERS.search(text):
        return
    for match in _numbers_of_things(text):
        is_there, lasts = _state(context, int(match[1]))
        is_shared = is_there and is_of_others(match[1])
        is_of_one_over = _OF_THE_PAST.search(text) or (_OF_ITS_END.search(text) and not is_shared)
        if is_there and (lasts or is_of_one_over) and not (is_shared and not _OF_OUTAGES_ALONE.search(text)):
            yield int(match[1]), match.start(), match.end()


def numbers_a_thing(text: str) -> bool:
    """Whether a number of a question stands where the name of a thing would: `how long has 2 been out`.

    Args:
        text: of the question; what is a period is blanked out.
    """
    return bool(OF_OUTAGES.search(text)) and not _OF_OTHERS.search(text) and any(_numbers_of_things(text))


def _numbers_of_things(text: str) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if not _OF_A_CREW.search(before) and _BEFORE.search(before) and _AFTER.search(after):
            yield match


def lasts_now(context: ToolContext, number: str) -> bool:
    """Whether a number is that of an outage that lasts.

    Args:
        context: of the turn.
        number: digits.

    Raises:
        SourceError: the database does not answer.
    """
    return _state(context, int(number))[1]


def _state(context: ToolContext, number: int) -> tuple[bool, bool]:
    """Whether there is an outage of a number, and whether it lasts."""
    rows = context.sources.live.fetch(Query.of("outage_facts", outage_id=number, utility_id=context.utility_id))
    return bool(rows.num_rows), any(row["is_active"] for row in rows.to_pylist())


def _ranked(context: ToolContext, rank: str) -> int | None:
    """The one of those that last now; None where there is none, or two are level."""
    key, is_most = _BY[" ".join(rank.lower().split())]
    query = Query.of("active_outages", utility_id=context.utility_id)
    rows: list[dict[str, Any]] = context.sources.live.fetch(query).to_pylist()
    rows.sort(key=lambda row: row[key], reverse=is_most)
    if not rows or (len(rows) > 1 and rows[0][key] == rows[1][key]):
        return None
    return int(rows[0]["outage_id"])
