"""Passages that answer a question: its words without those that only ask, and of what PostgreSQL finds the best first.

Steps: words that ask ("what does … mean", "where is the procedure for …") are left out; PostgreSQL finds passages by
the others and says how much of them each covers; where that is little, by everyday words said in those of the trade
(comms, lineman); whoever's heading is what was asked for leads.
Drawback: words are compared, not meanings; what a document says in words of its own that `synonyms` does not know is
not found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from data_sources.documents.synonyms import in_words_of_the_trade
from data_sources.query import Query
from data_sources.source import Source

ENOUGH: Final = 0.5
"""Share of the asked words, weighed by how seldom they are, below which a passage answers something else."""
WELL: Final = 0.8
"""Share from which a passage is not looked for in other words."""
LOOKED_AT: Final = 20
LONGEST: Final = 400  # letters of a question

# Words that only ask, and words that are in every sentence; one text each, since a word a line would be two pages.
_ASKING_TEXT: Final = (
    "mean means meant meaning meanings definition definitions define defined stand stands explain explained tell "
    "describe show find look give say says said according please versus vs compare compared exactly word words term "
    "terms acronym abbreviation short need needs needed want make made whats wheres hows know called used determined "
    "determine calculated calculate computed compute reckoned worked counted acceptable allowed procedure procedures "
    "manual manuals document documents documentation policy policies guide guides guideline guidelines handbook "
    "instruction instructions text texts written read open somebody someone anybody anyone person people else "
    "supposed permitted permissible ought shall must maximum max most get "
    "go goes without while during deadline deadlines target targets rule rules away comes come goes "
    "provide provides state states metric metrics kpi measure new newcomer newbie thing things hear hearing heard "
    "source cite cites cited citing reference references refer refers sound sounds same apart set sets distinction "
    "distinguish telling abbreviated threshold thresholds locate where write up create creation steps step sorry "
    "lookup reading keep"
)
_LITTLE_TEXT: Final = (
    "a an the of for to in on at by and or is are was be what which who where when why how do does did i we you me my "
    "our us it its that this with from as if there can could should must may will would have has much many long often "
    "any"
)
_ASKING: Final = frozenset(_ASKING_TEXT.split())
_LITTLE: Final = frozenset(_LITTLE_TEXT.split())
# "How far" asks for a distance by any name: a passage says the distance, not that it is far.
_CLOSE: Final = re.compile(r"\bhow (?:close|near)\b")
_HOW: Final = re.compile(r"\bhow (?:far|fast|soon|big|high|quickly|early|late|large|great|hot|cold|old)\b")
_WORD = re.compile(r"[a-z0-9]+(?:[.\-/][a-z0-9]+)*")
_SHORTENED: Final = re.compile(r"\bi['’]?m\b|['’](?:s|re|ve|ll|d)\b")
_DIFFERENCE = re.compile(r"\bdiffer(?:ence|ences|ent|s)?\b|\bversus\b|\bvs\b|\bcompared?\b")


# How a heading asks, where it does: "How much overload is allowed".
_QUESTIONS: Final = frozenset({("how", "much"), ("how", "long"), ("how", "often"), ("who", "may"), ("what", "to")})


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was found.

    Attributes:
        document_id: of its document.
        title: of the document.
        kind: manual, procedure or compliance.
        counts: whether `page` is a page or a section.
        page: counted from 1.
        heading: over it; empty where there is none.
        text: its words.
        media_type: of the file; empty where the search does not say.
        covered: share of what was asked that stands in it, 0 to 1.
        headed: share of what was asked that stands in its heading, 0 to 1.
        score: the greater the better.
        loaded_at: when its document was loaded, aware.
    """

    document_id: int
    title: str
    kind: str
    counts: str
    page: int
    heading: str
    text: str
    media_type: str
    covered: float
    headed: float
    score: float
    loaded_at: Any


def asked_words(question: str) -> str:
    """A question without the words that only ask and those of every sentence; empty where it has no others."""
    words = _words(_CLOSE.sub("approach", _HOW.sub("how", question.lower())))
    return " ".join(word for word in words if word not in _ASKING | _LITTLE and not _DIFFERENCE.fullmatch(word))


def find_in_documents(source: Source, utility_id: int, question: str) -> list[FoundPassage]:
    """Passages that answer a question, the best first; none where too little of it stands in any.

    Args:
        source: PostgreSQL.
        utility_id: whose documents, beside those of everybody.
        question: in words; what is longer than `LONGEST` letters is cut.

    Raises:
        SourceError: it does not answer.
    """
    words = asked_words(question[:LONGEST])
    if not words:
        return []
    found = _by_words(source, utility_id, question, words)
    traded = in_words_of_the_trade(words)
    if traded == words or (found and found[0].covered >= WELL):
        return found
    return max(found, _by_words(source, utility_id, question, traded), key=lambda some: some[0].score if some else 0.0)


def _by_words(source: Source, utility_id: int, question: str, words: str) -> list[FoundPassage]:
    rows = source.fetch(
        Query.of("find_passages", utility_id=utility_id, words=words, most=LOOKED_AT, enough=ENOUGH)
    ).to_pylist()
    found = [_found(row, question[:LONGEST], words) for row in rows if row["covered"] >= ENOUGH]
    return sorted(found, key=lambda one: -one.score)


def _found(row: Mapping[str, Any], question: str, words: str) -> FoundPassage:
    score = row["score"] + _closeness(row["heading"], row["passage"], question, words)
    return FoundPassage(
        row["document_id"], row["title"], row["kind"], row["counts"], row["page"], row["heading"], row["passage"],
        row["media_type"], row["covered"], row["headed"], score, row["loaded_at"],
    )  # fmt: skip


def _closeness(heading: str, text: str, question: str, words: str) -> float:
    """How much better than by its words alone: the heading asks the same, or neighbours are neighbours."""
    asked = _words(question)
    content = _stems(words.split())
    headed = _stems(_words(heading))
    is_difference = bool(_DIFFERENCE.search(question.lower()))
    score = 0.35 if headed and headed - {"differ"} <= content else 0.0
    if is_difference and "differ" in headed:
        score += 0.4
    if _QUESTIONS & set(pairwise(asked)) & set(pairwise(_words(heading))):
        score += 0.35
    return score + _together(asked, _words(heading), 0.15) + _together(asked, _words(text), 0.05)


def _together(asked: Sequence[str], words: Sequence[str], each: float) -> float:
    """Neighbours in the question that are neighbours here too, three at most; "range a" is more than "range"."""
    pairs = set(pairwise(words))
    wanted = {pair for pair in pairwise(asked) if not set(pair) <= _LITTLE}
    return each * min(len(wanted & pairs), 3)


def _words(text: str) -> list[str]:
    return _WORD.findall(_SHORTENED.sub(" ", text.lower()))


def _stems(words: Sequence[str]) -> set[str]:
    """Rough ones: only to see whether a heading asks the same."""
    return {"differ" if _DIFFERENCE.fullmatch(word) else _stem(word) for word in words if word not in _LITTLE}


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|ing|es|ed|s|y)$", "", word) if len(word) > 4 else word
