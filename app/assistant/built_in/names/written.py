"""What may be a name in a text: words with numbers by the forms of the utility's names, and words as they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.assistant.built_in.lexicon import FILLER, SOFT
from app.assistant.built_in.name_forms import NameForm, NameForms
from app.assistant.built_in.vocabulary import KindWords
from app.assistant.built_in.words import Token, normal

_CLUSTER = re.compile(
    r"(?:(?P<word>[^\W\d_]+)(?P<gap>[\s\-._#:]*))?(?<!\d)(?P<numbers>\d+(?:[\-/._]\d+)*)(?![\d]|[-/._]?[^\W\d_])"
)
_MEASURE = re.compile(r"\s*(?:kva|mva|kv|ft|feet|foot|m(?=\s+(?:tall|high|long)))\b", re.I)
"""After a number that is no name: `poles 15 m tall`."""
_OF_A_CLOCK = re.compile(r"\d{1,2}:\d{2}\b")
"""A time after a place: "feeder 6 to 18:30" goes on to no feeder 18."""
LONGEST = 5
"""Words of a name that is looked for as it is written."""


@dataclass(frozen=True, slots=True)
class NameWish:
    """A name that may be meant.

    Attributes:
        lower: the name, small letters.
        written: the words that would be it, as typed.
        start: of the words that would be it.
        end: likewise.
        kinds: it may be of; empty for any.
        is_written: as it stands in the text, not by form.
    """

    lower: str
    written: str
    start: int
    end: int
    kinds: frozenset[str]
    is_written: bool


@dataclass(frozen=True, slots=True)
class WrittenNumbers:
    """A word and the numbers after it: `tx 1-5`.

    Attributes:
        word: as written; empty where a number stands alone.
        kind: of the word, or of the name before that it goes on from ("feeders 1 and 2").
        numbers: digits.
        is_joined: word and number stand together: `F2`, `tx-1-5`.
        says_kind: the word of the kind stands before the number, or before one that it goes on from by "and" or "or".
    """

    word: str
    kind: str
    numbers: tuple[str, ...]
    start: int
    end: int
    is_joined: bool
    says_kind: bool


def numbers_with_words(text: str, kinds: KindWords) -> list[WrittenNumbers]:
    """The numbers of a text with the word before each, in their order; those that are sizes or times are left out."""
    again = "|".join(map(re.escape, (*kinds.of, "sub")))
    found: list[WrittenNumbers] = []
    for match in _CLUSTER.finditer(text):
        word = match["word"] or ""
        is_size = bool(word) and _may_be_size(word, match["numbers"], kinds) and _MEASURE.match(text, match.end())
        if is_size or _OF_A_CLOCK.match(text, match.start("numbers")):
            continue
        numbers = tuple(re.findall(r"\d+", match["numbers"]))
        kind = kinds.get(normal(word)) if word else ""
        start = match.start("word") if word else match.start("numbers")
        before = found[-1] if found else None
        goes_on = (
            re.fullmatch(
                rf"\s*(?:,|and|&|or|vs\.?|versus|with|to|,\s*and)\s*(?:{again})?\s*",
                text[before.end : match.start("numbers")],
                re.I,
            )
            if before
            else None
        )
        says_kind = bool(kind)
        if before and goes_on and before.kind and (not kind):
            kind, start, word = before.kind, match.start("numbers"), before.word
            says_kind = before.says_kind and not re.match(r"\s*(?:to|with)\b", text[before.end :], re.I)
        elif word and not kind and word.lower() in ("and", "vs", "or", "versus", "with", "to", "no", "number", "nr"):
            back = re.search(r"([^\W\d_]+)\s+(?:no|number|nr)\.?\s*$", text[: match.start("numbers")], re.I)
            if back and normal(back[1]) in kinds:
                word, kind, start, says_kind = back[1], kinds.get(normal(back[1])), back.start(1), True
            else:
                word, start = "", match.start("numbers")
        is_joined = bool(word) and ((match["gap"] or "").strip(" ") != "" or match["gap"] == "")
        found.append(WrittenNumbers(word, kind, numbers, start, match.end("numbers"), is_joined, says_kind))
    return found


def _may_be_size(word: str, numbers: str, kinds: KindWords) -> bool:
    """Whether a number before a unit may be of it: `tx 25 kva` is, `tx 2-3 kva` and `feeder 7 percent` are not."""
    is_one = kinds.get(normal(word)) in ("feeder", "substation", "crew") and not word.lower().endswith("s")
    return numbers.isdigit() and not is_one


def by_form(cluster: WrittenNumbers, forms: NameForms, text: str) -> list[NameWish]:
    """Names that a word and its numbers may be by the utility's own forms."""
    written = text[cluster.start : cluster.end]
    return [
        NameWish(form.filled(cluster.numbers), written, cluster.start, cluster.end, frozenset({form.kind}), False)
        for form in forms_for(cluster, forms) if len(form.widths) == len(cluster.numbers)
    ]  # fmt: skip


def forms_for(cluster: WrittenNumbers, forms: NameForms) -> list[NameForm]:
    """Forms that the word stands for: of its kind, or those that begin with its letters."""
    if not cluster.word:
        return []
    by_letters = forms.beginning(cluster.word)
    if by_letters and (not cluster.kind or cluster.kind == by_letters[0].kind):
        return by_letters
    word = normal(cluster.word)
    of_kind = forms.of(cluster.kind) if cluster.kind else []
    if cluster.kind == "device" and word != "device":
        return [form for form in of_kind if _is_within(form.letters, word)]
    return of_kind or by_letters


def _is_within(letters: str, word: str) -> bool:
    """Whether letters stand in a word in this order, the first one first: `brk` in `breaker`."""
    rest = iter(word)
    return bool(letters) and letters[0] == word[:1] and all(letter in rest for letter in letters)


def as_written(text: str, tokens: Sequence[Token], known: Collection[str], kinds: KindWords) -> list[NameWish]:
    """Some words as they stand in the text, with the word of a kind before them left out."""
    found: list[NameWish] = []
    for first in range(len(tokens)):
        for last in range(first, min(first + LONGEST, len(tokens))):
            some = tokens[first : last + 1]
            before = tokens[first - 1] if first else None
            kind = kinds.get(before.norm) if before else ""
            if all(
                one.kind == "word" and (one.norm in FILLER or one.norm in SOFT or one.norm in known) for one in some
            ) and not (kind and before and normal(before.text) == before.norm):
                continue
            if all(one.kind in ("number", "symbol") for one in some) and not (kind and len(some) == 1):
                continue
            words = text[some[0].start : some[-1].end]
            if words.strip():
                begin = before.start if kind and before else some[0].start
                if any(one.kind not in ("number", "symbol") for one in some):
                    found.append(NameWish(words.lower(), words, some[0].start, some[-1].end, frozenset(), True))
                if kind:
                    found.append(NameWish(words.lower(), words, begin, some[-1].end, frozenset({kind}), True))
    return found
