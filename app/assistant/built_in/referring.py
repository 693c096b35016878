"""What pronouns mean: the thing of the answer before, or what is picked on the page; where several are possible, which.

A pronoun is never dropped in a conversation: "its load" after a feeder's answer is that feeder's, and where the answer
before was of no one thing, it is asked back or refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer, last_answer
from app.assistant.built_in.lexicon import FILLER
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.names.found import NamesFound
from app.assistant.built_in.reading.question_reading import ROW_SHAPES
from app.assistant.built_in.talking.nth_row import name_of_row
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import normal, plain, tokens_of
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack
from app.assistant.orders.spoken_times import order_of
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason

_PRONOUN: Final = re.compile(
    r"\b(?P<owner>its|their)\b"
    r"|\b(?:(?:over|from|in|at|on)\s+)?(?P<place>there)\b(?!\s+(?:is|are|was|were|a|an|any|been|be)\b)"
    r"|\b(?P<thing>it(?='s\b|\W|$)|him|this one|that one)\b"
    r"|\b(?P<many>they|them|those|these)\b(?:\s+ones?\b)?"
    r"|\b(?P<kind>(?:that|this|the same)\s+(?P<noun>[^\W\d_]+))\b"
    r"|\b(?P<bare>this|that)\b(?=\W*$)",
    re.IGNORECASE,
)
_THERE_IS: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|isn't|aren't|will|out|hi|hello|hey)\s+$|^\W*(?:and\s+)?$", re.IGNORECASE
)
_REASON: Final = re.compile(r"\b(?:because|reason|since|saying|note\s+that|that\s+says)\b|:\s", re.IGNORECASE)
_NOBODY: Final = re.compile(
    r"\bit\b.*\b(?:rain|snow|storm(?!\s+outage)|wind|humid|freez|cloud|sunny|thunder|hail|weather|outside)\w*"
    r"|\bhow\s+(?:windy|humid|wet|dry|cloudy|gusty|stormy|cold|warm)\s+(?:is|was|will|does|did)\s+it\b"
    r"|\b(?:what\s+time|what\s+day)\s+is\s+it\b|\b(?:if|that)\s+it\s+(?:is|gets|was|were)\b"
    r"|\bis\s+it\s+(?:true|possible|ok|okay|allowed|safe\s+to|legal)\b|(?<!\bcan\s)(?<!\bcould\s)\bit\s+(?:takes?|costs?|seems|looks)\b"
    r"|\b(?:does|did|will|would)\s+it\s+(?:take|cost)\b(?!\s+to\s+(?:replace|repair)\W*$)|\bhow\s+is\s+it\s+going\b",
    re.IGNORECASE,
)
"""Where "it" stands for nothing."""
_HOW_IS_IT: Final = re.compile(
    r"\bhow\s+(?:bad|serious|hot|cool)\s+(?:is|was|will|does|did)\s+it\b",
    re.IGNORECASE,
)
"""Where it stands for nothing unless the answer before was of one thing."""
_JOINED: Final = re.compile(r"(.*)(?:\b(?:and|with|whose|by)\b|,)", re.IGNORECASE | re.DOTALL)
_AFTER_A_WORD: Final = re.compile(r"\b(?:on|of|in|by|at|behind|under|for|to|from)\s+$", re.IGNORECASE)
_ANY_ONE: Final = re.compile(
    r"\b(?:an?|any|each|every)\s+([^\W\d_]+)\b"
    r"(?!\s+(?:(?:is|are|was|were|still|now)\s+)*(?:on|at|in|of|for|near|from|to)\s*$)",
    re.IGNORECASE,
)
"""What "it" may be in the question itself; "any outages on it" are none of it."""
_TO_THERE: Final = re.compile(r"^\W*(?:take|bring|fly|go|zoom)\s+(?:me\s+)?(?:to\s+|over\s+)?there\W*$", re.IGNORECASE)
_ONE_ROW: Final = re.compile(r": 1; the first is ")
_OF_MANY: Final = re.compile(
    r"\b(?:how\s+many|which|any|some|all|most|none)\s+of\s+(?:them|those|these)\b", re.IGNORECASE
)
"""Of several: one thing has none of them, and what belongs to it was not told."""
MOST_CHOICES: Final = 6


@dataclass(frozen=True, slots=True)
class _Things:
    """What an answer was of.

    Attributes:
        texts: as a question names them.
        place: it was narrowed to; empty for none.
        is_one: it was of the first of them.
    """

    texts: tuple[str, ...]
    place: str
    is_one: bool


class Referring:
    """Puts names where pronouns stand. Thread-safe.

    Args:
        vocabulary: of the catalogue.
        names: finds things of the utility.
    """

    def __init__(self, vocabulary: Vocabulary, names: NameFinder) -> None:
        self._vocabulary, self._names = vocabulary, names

    def named(self, text: str, said: Sequence[Said], context: ToolContext, *, is_order: bool) -> str | AskedBack:
        """The question with names instead of its pronouns, or a question back where several things may be meant.

        Args:
            text: of the question, in plain words.
            said: the conversation before it.
            context: of the turn; names are looked up in it.
            is_order: it is a change, whose reason or note keeps its words.

        Raises:
            NoAnswer: a pronoun stands for nothing that was said.
            SourceError: the database does not answer.
        """
        reason = _REASON.search(text) if is_order else None
        end = reason.start() if reason is not None else len(text)
        found = _PRONOUN.finditer(text, 0, end)
        matches = [one for one in found if (is_order and one["place"]) or self._is_pronoun(text, one)]
        if not matches or _NOBODY.search(text):
            return text
        own = self._names.find(context, text, tokens_of(text))
        if is_order:  # "assign crew 5 to it": what a crew is sent to is no crew
            own = NamesFound([one for one in own.found if one.kind != "crew"])
        if not said and len(own.found) == 1 and self.picked(context) == "":
            matches = [one for one in matches if not one["owner"]]  # "what percent of its rating is feeder 4 at"
        matches = [one for one in matches if not self._is_explained(text, one, own)]
        if not matches:
            return text
        picked = self.picked(context)
        things = self._of(said, context)
        if picked and things and things.is_one and things.texts[0] != picked and matches[0]["thing"] == "it":
            return _which(text, matches, (picked, *things.texts))
        if picked and (matches[0].lastgroup != "place" or things is None):
            return _put(text, matches, picked)
        if things is None:
            if (matches[0]["kind"] or "").lower().startswith("this "):
                raise _of_nothing_picked(matches[0])
            if _TO_THERE.match(text):
                raise _of_nothing(matches[0])
            is_open = not matches[0]["kind"] and not _HOW_IS_IT.search(text)
            if is_open if said else self._is_bare(text, matches[0]):
                raise _of_nothing(matches[0])
            return text
        return self._from_before(text, matches, things, context)

    def about(self, said: Sequence[Said], context: ToolContext) -> str:
        """What the last answer was of: one thing, or a place; empty where it was of several, or of the utility.

        Raises:
            SourceError: the database does not answer.
        """
        things = self._of(said, context)
        if things is None:
            return ""
        return things.texts[0] if things.is_one else things.place

    def _from_before(
        self, text: str, matches: Sequence[re.Match[str]], things: _Things, context: ToolContext
    ) -> str | AskedBack:  # fmt: skip
        first = matches[0]
        if things.is_one and _OF_MANY.search(text):
            raise _of_nothing(first)
        if first["kind"]:
            kind = self._vocabulary.kinds.any(normal(first["noun"]))
            of_kind = [one for one in things.texts if self._kind(one, context) == kind]
            return _put(text, matches, of_kind[0]) if len(of_kind) == 1 else text
        if first["place"] and things.place:
            return _put(text, matches, things.place)
        is_many = bool(first["many"]) or first[0].lower() == "their"
        if _HOW_IS_IT.search(text) and not things.is_one:
            return text
        if things.is_one or (things.texts == (things.place,) and not is_many):
            return _put(text, matches, things.texts[0])
        if things.texts and things.texts != (things.place,):
            return _which(text, matches, things.texts)
        raise _of_nothing(first)

    def _is_pronoun(self, text: str, match: re.Match[str]) -> bool:
        if match["place"]:
            return not _THERE_IS.search(text[: match.start()])
        return not match["kind"] or bool(self._vocabulary.kinds.any(normal(match["noun"])))

    def _is_explained(self, text: str, match: re.Match[str], own: NamesFound) -> bool:
        """Whether the question itself says what a pronoun means: `feeders and their load`."""
        before = text[: match.start()]
        if any(one.start <= match.start() for one in own.found):
            return True
        if match["owner"] and self._has_owner(before, is_many=match["owner"].lower() == "their"):
            return True
        if match["thing"] and any(self._vocabulary.kinds.any(normal(one[1])) for one in _ANY_ONE.finditer(before)):
            return True  # "a device … behind it"
        if match["kind"] or (_AFTER_A_WORD.search(before) and not match["many"]):
            return False
        joined = _JOINED.match(before)
        return joined is not None and self._has_noun(joined[1])

    def _has_noun(self, text: str) -> bool:
        kinds, nouns = self._vocabulary.kinds, self._vocabulary.subject_words
        return any(kinds.any(one.norm) or one.norm in nouns for one in tokens_of(text))

    def _has_owner(self, before: str, *, is_many: bool) -> bool:
        """Whether what owns something stands before it: `which feeder is above its rating`, `switches … their`."""
        words = tokens_of(before)
        if is_many:
            return any(one.norm not in FILLER and one.text.lower().endswith("s") for one in words)
        return any(self._vocabulary.kinds.any(one.norm) and one.text.lower() == one.norm for one in words)

    def _is_bare(self, text: str, match: re.Match[str]) -> bool:
        """Whether a question without a conversation leaves open what it is of."""
        if not (match["owner"] or match["thing"]) or _HOW_IS_IT.search(text):
            return False
        return bool(_AFTER_A_WORD.search(text[: match.start()])) or not self._has_noun(text[: match.start()])

    def picked(self, context: ToolContext) -> str:
        """What is picked on the page, as a question names it; empty where nothing is.

        Raises:
            SourceError: the database does not answer.
        """
        if context.asker.selection is None:
            return ""
        found = self._names.find(context, "this one", tokens_of("this one")).found
        return _spoken(found[0].kind, found[0].name) if found else ""

    def _of(self, said: Sequence[Said], context: ToolContext) -> _Things | None:
        """What the last answer was of; None where there is none, or where it was of the whole utility."""
        last = last_answer(said, self._vocabulary)
        if last is None:
            return None
        worded, arguments = last.worded, last.arguments
        place, name = str(arguments.get("place") or ""), arguments.get("name")
        if worded.tool.shape == "compare":  # of two things, neither of which is meant more
            both = [str(one) for one in (name, arguments.get("other")) if one]
            return _Things(tuple(_spoken(self._names.kind_of(context, one), one) for one in both), "", False)
        if worded.tool.shape == "proposal" and (of := self._of_form(str(arguments.get("words") or ""), context)):
            return of
        if nearest := self._nearest(last):
            return _Things((nearest,), place, True)
        if outage := self._one_outage(last):
            return _Things((outage,), place, True)
        if isinstance(name, str) and name:
            kind = next(iter(worded.kinds)) if len(worded.kinds) == 1 else self._names.kind_of(context, name)
            return _Things((_spoken(kind, name),), place, True)
        found = self._names.in_answer(context, last.text)
        texts = tuple(dict.fromkeys(_spoken(one.kind, one.name) for one in found))
        is_listed = worded.tool.shape in ROW_SHAPES and not arguments.get("is_count")
        is_one = (is_listed and len(last.rows) == 1) or (worded.tool.shape == "row" and len(texts) == 1)
        if texts and (arguments.get("n") == 1 or is_one or _ONE_ROW.search(plain(last.text))):
            return _Things(texts[:1], place, True)
        if not texts and place:
            texts = (place,)
        return _Things(texts[:MOST_CHOICES], place, False) if texts else None

    def _one_outage(self, last: LastAnswer) -> str:
        """The one outage that an answer was of, though it names its feeder too; empty for none, or several."""
        is_of_outages = "outage" in last.worded.tool.subjects and len(last.rows) == 1
        number = last.rows[0].get("outage_id") if is_of_outages else None
        return "" if number is None else f"outage {number}"

    def _nearest(self, last: LastAnswer) -> str:
        """Whom an answer found nearest to something; empty where it looked for none."""
        is_near = last.worded.tool.shape == "near" and bool(last.rows)
        return name_of_row(last.rows[0], last) if is_near else ""

    def _of_form(self, words: str, context: ToolContext) -> _Things | None:
        """What a form is about: what its order names, the crew that it gives something to only where nothing else."""
        order = order_of(words)
        found = self._names.find(context, order, tokens_of(order)).found
        some = [one for one in found if one.kind != "crew"] or found
        return _Things((_spoken(some[0].kind, some[0].name),), "", True) if some else None

    def _kind(self, text: str, context: ToolContext) -> str:
        found = self._names.find(context, text, tokens_of(text)).found
        return found[0].kind if found else ""


def _spoken(kind: str, name: str) -> str:
    """A thing as a question names it: a number has the word of its kind before it."""
    return f"{kind} {name}" if name.isdecimal() and kind else name


def _put(text: str, matches: Sequence[re.Match[str]], name: str) -> str:
    for match in reversed(matches):
        said = f"on {name}" if match["place"] else name
        text = f"{text[: match.start()]}{said}{text[match.end() :]}"
    return re.sub(rf"\b(on|in|at|from)\s+on\s+{re.escape(name)}", rf"\1 {name}", text.replace(f"{name}'s ", f"{name} "))


def _which(text: str, matches: Sequence[re.Match[str]], names: Sequence[str]) -> AskedBack:
    choices = tuple((one, _put(text, matches, one)) for one in dict.fromkeys(names))
    return AskedBack(f"“{matches[0][0]}”: which one?", choices)


def _of_nothing_picked(match: re.Match[str]) -> NoAnswer:
    noun = match["noun"]
    sentence = (
        f"“{match[0]}”: which {noun} is open on this page is not known here. Say its number."
        if noun.lower() in ("order", "alarm", "call", "crew")
        else f"“{match[0]}”: no {noun} is selected on this page. Name it, or select it first."
    )
    return NoAnswer(RefusalReason.NOT_UNDERSTOOD, sentence)


def _of_nothing(match: re.Match[str]) -> NoAnswer:
    return NoAnswer(
        RefusalReason.NOT_UNDERSTOOD,
        f"“{match[0]}”: the answer before was of no one thing. Name it: a feeder, a transformer, an outage.",
    )
