"""Words of a question: cut, and brought to one form that a tool's phrases are brought to as well."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from app.assistant.built_in.as_typed.ordinary import ORDINARY
from app.assistant.built_in.lexicon import IRREGULAR, NUMBERS, SAME, UNITS

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " "})
_PIECE = re.compile(
    r"(?P<code>(?=[\w.\-/#:]*\d)(?=[\w.\-/#:]*[^\W\d])\w[\w.\-/#:]*\w"
    r"|(?!\d+\.\d+(?![\w\-/#:]|\.\d))\d+(?:[-/.:]\d+)+)"  # no plain decimal
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
    r"|(?P<symbol>>=|<=|[%<>≤≥$°])"
)
_MEASURED = re.compile(
    r"(\d+(?:\.\d+)?)(kwh|mwh|gwh|kva|mva|kw|mw|kv|km|ft|mph|hrs?|h|yrs?|v|a|c|k|m|%)", re.IGNORECASE
)
_NO_IZE = frozenset(("sectionaliser", "raised", "advised", "revised", "supervised", "promised", "surprised", "arised"))
_KEPT = frozenset(
    [
        "this",
        "is",
        "was",
        "has",
        "does",
        "its",
        "us",
        "as",
        "yes",
        "series",
        "always",
        "status",
        "address",
        "gas",
        "bus",
        "analysis",
        "basis",
        "diagnosis",
        "less",
        "loss",
        "plus",
        "across",
        "miss",
        "class",
        "pass",
        "process",
        "access",
        "business",
        "ties",
        "windows",
        "news",
        "physics",
        "os",
        "ss",
        "his",
        "perhaps",
        "texas",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a question.

    Attributes:
        text: as it is written.
        norm: its one form, see `normal`.
        kind: "word", "number", "code" (letters and digits, or digits and marks) or "symbol".
        start: place of its first letter in the text.
        end: the place after its last.
    """

    text: str
    norm: str
    kind: str
    start: int
    end: int

    @property
    def value(self) -> float | None:
        """Of a number in digits or words."""
        if self.kind == "number":
            return float(self.text.replace(",", ""))
        return NUMBERS.get(self.norm) if self.kind == "word" else None


def plain(text: str) -> str:
    """The text with one form of quotes, dashes and spaces, composed letters, no control characters."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)


def tokens_of(text: str) -> list[Token]:
    """The pieces of a text that `plain` made."""
    found: list[Token] = []
    for match in _PIECE.finditer(text):
        kind, piece, at = str(match.lastgroup), match.group(), match.start()
        measured = _MEASURED.fullmatch(piece) if kind == "code" else None
        if measured:
            number, unit = measured.group(1), measured.group(2)
            found.append(Token(number, number, "number", at, at + len(number)))
            found += _words(unit, at + len(number))
        elif kind == "word":
            found += _words(piece, at)
        else:
            found.append(Token(piece, SAME.get(piece, piece.lower()), kind, at, at + len(piece)))
    return found


def _words(piece: str, at: int) -> list[Token]:
    """One token a word of its normal form: `WO` is two."""
    return [Token(piece, word, "word", at, at + len(piece)) for word in normal(piece).split()]


@lru_cache(maxsize=20_000)
def normal(word: str) -> str:
    """Small letters, singular, no possessive, one form of abbreviations: `Xfmrs` and `tx's` are `transformer`."""
    low = word.lower()
    if low in SAME:
        return SAME[low]
    low = low.removesuffix("'s").replace("'", "")
    low = SAME.get(low, low)
    one = singular(low)
    one = SAME.get(one, one)
    is_british = one.endswith(("ised", "iser")) and one not in _NO_IZE
    return re.sub(r"ise(d|r|s|)$", r"ize\1", one) if is_british else one


def singular(word: str) -> str:
    """`feeders`, `batteries`, `losses`, `switches`, `fuses` as one of them."""
    if len(word) < 3 or word in _KEPT or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return "tie" if word == "ties" else word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """Several of what a word means one of: `batteries`, `switches`, `feeders`."""
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def phrase(text: str) -> tuple[str, ...]:
    """The words of a tool's phrase in their normal form."""
    return tuple(token.norm for token in tokens_of(plain(text)))


def near_words(word: str, known: Collection[str]) -> list[str]:
    """What a word that is not known may be: another ending of a known one, else one slip of the keys away."""
    for other in endings(word):
        if other in known:
            return [other]
    if len(word) < 4 or word in UNITS or word in ORDINARY:
        return []
    if len(whole := [one for one in known if is_without_vowels(word, one)]) == 1:
        return whole
    if len(word) < 6:  # of a short word another letter is another word: only letters that changed places
        return sorted(one for one in known if sorted(one) == sorted(word) and is_one_slip(word, one))
    near = sorted(
        one
        for one in known
        if abs(len(one) - len(word)) <= 1 and one[0] == word[0] and is_one_slip(word, one) and _is_of_keys(word, one)
    )
    if near or len(word) < LONG:
        return near
    return sorted(
        one
        for one in known
        if len(one) >= LONG - 1 and abs(len(one) - len(word)) <= 2 and one[0] == word[0] and slips(word, one) <= 2
    )


def endings(word: str) -> list[str]:
    """Other forms of a word, as far as its last letters tell; most of them are no words."""
    found: list[str] = [*IRREGULAR.get(word, ())]
    for end in ("ing", "ed", "er", "ly", "d", "ment", "ation", "ize"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            stem = word[: -len(end)]
            found += [stem, stem + "e", stem + "ed", stem + "ing"]
            if stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return [*found, word + "ing", word + "ed", word + "d"]


def is_without_vowels(word: str, whole: str) -> bool:
    """Whether a word is another one without most of its vowels, as haste writes it: `alrm`, `wrst`, `trnsfrmr`."""
    if word[0] != whole[0] or not 0 < len(whole) - len(word) <= 4 or len(re.sub(_VOWELS, "", word)) < 3:
        return False
    return len(re.findall(_VOWELS, word)) <= 1 and re.sub(_VOWELS, "", word[1:]) == re.sub(_VOWELS, "", whole[1:])


_VOWELS = "[aeiou]"
LONG = 9
"""Letters of a word that two slips leave recognisable."""


def slips(one: str, other: str) -> int:
    """Letters more, less, other or changed places that make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("aeiouy", "csz", "ck", "dt", "gj", "vw")  # letters that are heard alike


def _is_of_keys(word: str, known: str) -> bool:
    """Whether another letter, where that is the slip, lies beside the right one or sounds like it: no `leaking`."""
    other = [(a, b) for a, b in zip(word, known, strict=False) if a != b]
    if len(word) != len(known) or len(other) != 1:
        return True
    (a, b) = other[0]
    return any(a in letters and b in letters for letters in _ALIKE) or _is_beside(a, b)


def _is_beside(one: str, other: str) -> bool:
    """Whether two letters are neighbours on the keys."""
    at = {letter: (row, place + row / 2) for row, letters in enumerate(_ROWS) for place, letter in enumerate(letters)}
    if one not in at or other not in at:
        return False
    (row, place), (other_row, other_place) = at[one], at[other]
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter more, one less, another one, or two that changed places make one word the other."""
    if one == other:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[first:], other[first:]
    swapped = len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or swapped
