"""What a question says apart from its matter: names, period, ranking, limits, count; and the words that are left."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.lexicon import (
    ABOVE,
    BELOW,
    BEST,
    COMPARING,
    FAMILIES,
    FILLER,
    LEAST,
    LIES_IN,
    MANIFOLD,
    MEASURED,
    MOST,
    NOT_BENT,
    NUMBERS,
    RANKING_VERBS,
    SAME,
    SOFT,
    SUPERLATIVES,
    TIME_WORDS,
    UNITS,
    WORST,
)
from app.assistant.built_in.names import FoundName, LostName, NamesFound
from app.assistant.built_in.spoken_groups import SpokenGroup, Words, divisor_in, groups_in
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.vocabulary import KindWords, Vocabulary
from app.assistant.built_in.words import Token, endings, near_words, normal, phrase, tokens_of

Order = Literal["most", "least", "worst", "best", ""]

_YES_NO = re.compile(
    r"^\W*(?:(?:and|so|ok|hey|tell me|can you tell me|do you know)\W+)*(?:is|are|was|were|does|do|did|has|have"
    r"|any|isn't|aren't)\b",
    re.I,
)
_COUNT = re.compile(
    r"\b(how\s+many|how\s+much|number\s+of|nr\s+of|no\.?\s+of|count(?:\s+of)?|total\s+(?:number|count)|qty"
    r"|quantity\s+of)\b",
    re.I,
)
_HOW_MANY = re.compile(r"\b(how\s+many|number\s+of|nr\s+of|no\.?\s+of|count|qty|quantity\s+of)\b", re.I)
_LIST = re.compile(
    r"\b(list|which|show|display|give\s+me|find|name|identify|what\s+are|rank|sort|top|enumerate)\b", re.I
)
_WHEN = re.compile(r"\b(when|what\s+time|at\s+what\s+time|what\s+day|what\s+date|how\s+soon|since\s+when)\b", re.I)
_GO = re.compile(
    r"\b(where(?:'?s|\s+is|\s+are|\s+do\s+i\s+find|\s+can\s+i\s+find)|wheres|take\s+me|fly|zoom|go\s+to|goto"
    r"|navigate|jump|pan\s+to|locate|center\s+on|"
    r"(?:on|in)\s+(?:the|a)\s+map|map\s+of|on\s+map|bring\s+me\s+to|location\s+of|focus\s+on)\b",
    re.I,
)
_AT_ONCE = re.compile(
    r"\b(take\s+me|fly|zoom|go\s+to|goto|navigate|jump|pan\s+to|bring\s+me|center\s+on|focus\s+on|(?:show"
    r"|see)\b.*\bmap|map\s+of)\b",
    re.I,
)
_COMPARE = re.compile(
    r"\b(compare[ds]?|comparing|comparison|vs\.?|versus|difference\s+between|against)\b|\b\w+er\s+than\b"
    r"|\b(?:more|less|fewer)\b.*\bthan\b",
    re.I,
)
_NEAR = re.compile(
    r"\b(near(?:est|by)?|closest|close\s+to|by\s+distance|distance\s+from|around|within\s+\d[\d,.]*\s*(?:m"
    r"|meters?|metres?|km|ft|feet|miles?|mi)\b|next\s+to)",
    re.I,
)
_RADIUS = re.compile(
    r"\bwithin\s+(?:a\s+)?(?:radius\s+of\s+)?(\d[\d,.]*)\s*(m|meters?|metres?|km|kilometers?|kilometres?|ft"
    r"|feet|foot|miles?|mi)\b",
    re.I,
)
_NOW = re.compile(
    r"\b(now|right now|currently|at (?:the|this) moment|at present|presently|active|ongoing|present)\b", re.I
)
_AGAIN = re.compile(r"^\W*(?:and|what about|how about|same for|and for|now for|ok(?:ay)? and|also)\b", re.I)


@dataclass(frozen=True, slots=True)
class SpokenLimit:
    """`above 80 %`.

    Attributes:
        side: of it.
        value: number.
        unit: as `lexicon.UNITS` has it; empty for none.
        word: the quantity that lies in the comparison: `old` in "older than".
    """

    side: Literal["above", "below"]
    value: float
    unit: str
    word: str


@dataclass(slots=True)
class Frame:
    """A question taken apart.

    Attributes:
        text: as asked.
        kinds: what kinds of things are called.
        words: content words in their order, each once or more; what grammar has used up is not among them.
        soft: likewise, that may stay uncovered.
        all_words: every word in its normal form, used up or not: phrases of tools may hold any of them.
        unknown: words that mean nothing to anybody.
        fixed: spelling mistakes: what was written and what it was taken for.
        names: that are there.
        lost: that are not.
        bare: numbers that nothing has used up.
        beside: each of them with the words before it and after it.
        period: named one.
        order: which end comes first, and that it is a ranking at all.
        ranked_noun: the one thing after a superlative: `outage` of "the biggest outage".
        measured: what lies in a superlative: `old` of "oldest".
        asked_kind: what is asked of that thing: `feeder` of "which feeder had the biggest outage".
        groups: what the quantity is grouped by.
        asked_group: what a ranking asks for, that it may be grouped by: `crew` of "which crew has the most orders".
        divisor: what it is divided by, as said: `per customer`; empty for nothing.
        n: how many rows.
        limits: of a quantity.
        unit: asked for ("in MW").
        unit_word: that says it.
        is_unit_said: it is said outright, not only mentioned.
        radius_m: of "within 200 m".
    """

    text: str
    kinds: KindWords
    words: list[str] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)
    all_words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fixed: list[tuple[str, str]] = field(default_factory=list)
    names: list[FoundName] = field(default_factory=list)
    lost: list[LostName] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    beside: list[tuple[float, str, str]] = field(default_factory=list)
    period: SpokenPeriod | None = None
    order: Order = ""
    is_ranked: bool = False
    ranked_noun: str = ""
    measured: frozenset[str] = frozenset()
    asked_kind: str = ""
    kind_words: frozenset[str] = frozenset()
    groups: tuple[SpokenGroup, ...] = ()
    asked_group: SpokenGroup | None = None
    divisor: str = ""
    n: int | None = None
    limits: list[SpokenLimit] = field(default_factory=list)
    unit: str = ""
    unit_word: str = ""
    is_unit_said: bool = False
    radius_m: float | None = None
    is_count: bool = False
    is_how_much: bool = False
    is_list: bool = False
    is_yes_no: bool = False
    is_when: bool = False
    is_go: bool = False
    is_at_once: bool = False
    is_compare: bool = False
    is_near: bool = False
    is_now: bool = False
    is_again: bool = False

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a phrase may be found in."""
        return frozenset(self.all_words)


def frame_of(text: str, names: NamesFound, period: SpokenPeriod | None, vocabulary: Vocabulary) -> Frame:
    """Take a question apart.

    Args:
        text: plain.
        names: found in it.
        period: found in it.
        vocabulary: of the catalogue.
    """
    known = vocabulary.known
    frame = Frame(text, vocabulary.kinds, names=list(names.found), lost=list(names.lost), period=period)
    _shapes(frame)
    taken = [(one.start, one.end) for one in names.found] + [(one.start, one.end) for one in names.lost]
    if period is not None and not period.is_future:
        taken.append((period.start, period.end))
    if period is not None and period.clock is not None:
        taken.append(period.clock)
    tokens = [one for one in tokens_of(text) if not any(start <= one.start < end for start, end in taken)]
    tokens = _years(frame, tokens)
    tokens = _limits(frame, text, tokens)
    tokens = _exact(frame, tokens, vocabulary)
    tokens = _radius(frame, tokens)
    tokens = _grouped(frame, tokens, vocabulary.group_words, taken)
    tokens = _ranking(frame, tokens, vocabulary)
    _unit(frame, tokens)
    tokens = _beside(frame, tokens)
    for token in tokens:
        _word(frame, token, known)
    if frame.order and not frame.n and frame.bare:
        _n_of_bare(frame)
    if frame.asked_kind and frame.asked_kind in frame.words:
        frame.words.remove(frame.asked_kind)
    frame.kind_words = frozenset(phrase(one.kind)[-1] for one in frame.names)
    return frame


def with_endings(frame: Frame, known: Collection[str]) -> Frame | None:
    """The same question with words by another ending of theirs (`opened` as `open`); None where there is none."""
    found = {word: [one for one in endings(word) if one in known] for word in frame.words if _may_bend(word, frame)}
    found = {word: some for word, some in found.items() if some}
    if not found:
        return None
    words = [found[word][0] if word in found else word for word in frame.words]
    return replace(frame, words=words, all_words=[*frame.all_words, *(one for some in found.values() for one in some)])


def _may_bend(word: str, frame: Frame) -> bool:
    """Whether a word with another ending does not mean another quantity or thing."""
    return word not in NOT_BENT and word not in frame.kinds


def one_of_all(frame: Frame) -> tuple[FoundName, Frame] | None:
    """The thing that is asked whether it is the first of a ranking, and the question of which one that is.

    "Is F0004 the feeder with the highest load" of "feeder with the highest load"; None for other questions.
    """
    if not (frame.is_yes_no and frame.is_ranked and frame.names) or frame.limits or frame.is_compare:
        return None
    name = frame.names[0]
    rest = [one for one in frame.names if one is not name]
    noun = phrase(name.kind)[-1]
    if any(one.kind == name.kind for one in rest):
        return None
    words = frame.words if noun in frame.words else [*frame.words, noun]
    every = frame.all_words if noun in frame.all_words else [*frame.all_words, noun]
    kinds = frozenset(phrase(one.kind)[-1] for one in rest)
    return name, replace(frame, names=rest, words=words, all_words=every, kind_words=kinds, is_yes_no=False)


def _shapes(frame: Frame) -> None:
    text = frame.text
    frame.is_count = bool(_HOW_MANY.search(text))
    frame.is_how_much = bool(_COUNT.search(text)) and not frame.is_count
    frame.is_list = bool(_LIST.search(text)) and not frame.is_count
    frame.is_yes_no = bool(_YES_NO.search(text))
    frame.is_when = bool(_WHEN.search(text))
    frame.is_at_once = bool(_AT_ONCE.search(text))
    frame.is_go = bool(_GO.search(text)) or frame.is_at_once
    frame.is_compare = bool(_COMPARE.search(text))
    frame.is_near = bool(_NEAR.search(text))
    frame.is_now = bool(_NOW.search(text))
    frame.is_again = bool(_AGAIN.search(text))


def _limits(frame: Frame, text: str, tokens: list[Token]) -> list[Token]:
    """Take `over 80 %`, `< 114 V`, `between 40 and 60` out of the tokens."""
    for side, words in (("above", ABOVE), ("below", BELOW)):
        for word in sorted(words, key=len, reverse=True):
            pattern = re.compile(
                rf"(?<!\w){re.escape(word)}\s*(?:the\s+age\s+of\s+)?(?=\$?\s*(\d|{'|'.join(NUMBERS)}))"
                if word[0].isalpha()
                else rf"{re.escape(word)}\s*(?=\$?\s*\d)",
                re.I,
            )
            for match in pattern.finditer(text):
                tokens = _limit_at(frame, side, word, match.start(), match.end(), tokens)
    between = re.search(r"\bbetween\s+(\d[\d,.]*)\s*(\w+|%)?\s+and\s+(\d[\d,.]*)", text, re.I)
    if between and not _is_in_period(between, frame.period):
        tokens = _limit_at(frame, "above", ">=", between.start(), between.start(1), tokens)
        tokens = _limit_at(frame, "below", "<=", between.start(3) - 4, between.start(3), tokens)
        unit = next((one.unit for one in frame.limits if one.unit), "")
        frame.limits = [replace(one, unit=one.unit or unit) for one in frame.limits]
    return tokens


def _is_in_period(said: re.Match[str], period: SpokenPeriod | None) -> bool:
    """Whether `between … and …` are the ends of a period, or times of its day."""
    spans = [] if period is None else [(period.start, period.end), *([period.clock] if period.clock else [])]
    return any(start < said.end() and said.start() < end for start, end in spans)


def _limit_at(frame: Frame, side: str, word: str, start: int, at: int, tokens: list[Token]) -> list[Token]:
    place = next((k for k, one in enumerate(tokens) if one.start >= at and one.norm != "dollar"), None)
    if (
        place is None
        or tokens[place].value is None
        or not any(one.start <= at and one.end > start for one in (*tokens, tokens[place]))
    ):
        return tokens
    if any(one.start >= start and one.end <= at for one in tokens) or not word or not word[0].isalpha():
        number = tokens[place]
        unit, used = "", {number}
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is not None and following.start - number.end <= 2 and following.norm == "°":
            used.add(following)
            following = tokens[place + 2] if place + 2 < len(tokens) else None
        if following is not None and following.start - number.end <= 3 and following.norm in UNITS:
            unit = UNITS[following.norm]
            frame.all_words.append(following.norm)
            used.add(following)
        if tokens[place - 1].norm == "dollar" and place:
            used.add(tokens[place - 1])
            unit = "US$"
        value = float(number.value or 0)
        is_closed = word in (">=", "≥", "at least", "no less than") or "equal" in word
        is_closed_below = word in ("<=", "≤", "at most", "no more than") or ("equal" in word and side == "below")
        value -= 1e-9 * max(abs(value), 1) if is_closed and side == "above" else 0
        value += 1e-9 * max(abs(value), 1) if is_closed_below else 0
        inside = LIES_IN.get(word.split()[0].lower(), "") if word else ""
        flipped = side
        if word.split()[:1] in (["younger"], ["newer"]):
            flipped = "below"
        frame.limits.append(SpokenLimit(flipped, value, unit, inside))  # type: ignore[arg-type]
        if inside:
            frame.all_words.append(inside)
            frame.soft.append(inside)
        return [one for one in tokens if one not in used and not (start <= one.start and one.end <= at)]
    return tokens


def _years(frame: Frame, tokens: list[Token]) -> list[Token]:
    """`installed before 1980`: limits of the year in which a thing was put in."""
    years = years_in(frame.text)
    if years is None:
        return tokens
    frame.words.append("installed")
    frame.all_words.append("installed")
    if years.first is not None:
        frame.limits.append(SpokenLimit("above", years.first - 1, "", ""))
    if years.last is not None:
        frame.limits.append(SpokenLimit("below", years.last + 1, "", ""))
    return [one for one in tokens if not years.start <= one.start < years.end]


_MADE_IN = {"kVA": 1e-9, "MVA": 1e-9, "ft": 0.0, "m": 0.0}
"""Units of what stands on a plate, and how near to the number, of its size, is meant; 0 for half of its last digit."""
_RATED = frozenset({"rated", "rating", "sized", "size", "tall", "high", "height", "rate"})


def _exact(frame: Frame, tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """`25 kVA transformers`, `50 ft poles`: a value, told by its two limits; lengths are meant as rounded."""
    if frame.limits:
        return tokens
    for place, token in enumerate(tokens[:-1]):
        unit, after = UNITS.get(tokens[place + 1].norm, ""), tokens[place + 2 : place + 5]
        if (
            token.value is None
            or unit not in _MADE_IN
            or token.kind != "number"
            or tokens[place + 1].start == token.start
        ):
            continue
        beside = {one.norm for one in (*tokens[max(place - 2, 0) : place], *after)}
        if not (any(vocabulary.kinds.get(one.norm) for one in after) or beside & _RATED):
            continue
        size = _MADE_IN[unit]
        half = size * max(abs(token.value), 1.0) if size else 0.5 * 10 ** -len(token.text.partition(".")[2])
        frame.limits.append(SpokenLimit("above", token.value - half, unit, ""))
        frame.limits.append(SpokenLimit("below", token.value + half, unit, ""))
        frame.all_words.append(tokens[place + 1].norm)
        return [*tokens[:place], *tokens[place + 2 :]]
    return tokens


def _radius(frame: Frame, tokens: list[Token]) -> list[Token]:
    if match := _RADIUS.search(frame.text):
        unit = UNITS.get(normal(match[2]), "m")
        lengths = next(family for family in FAMILIES if "km" in family)
        frame.radius_m = float(match[1].replace(",", "").rstrip(".")) * lengths.get(unit, 1.0)
        return [one for one in tokens if not (match.start() <= one.start < match.end())]
    return tokens


def _grouped(frame: Frame, tokens: list[Token], by: Collection[Words], taken: Sequence[tuple[int, int]]) -> list[Token]:
    """Take "by feeder", "broken down by cause" out of the tokens; a tool's phrase may still hold those words."""
    spoken = groups_in(frame.text, by, taken)
    frame.groups, frame.asked_group = spoken.by, spoken.asked
    frame.divisor = divisor_in(frame.text, spoken)
    places = [*((one.start, one.end) for one in spoken.by), *spoken.spent]
    inside = [one for one in tokens if any(start <= one.start < end for start, end in places)]
    spent = [one for one in inside if any(start <= one.start < end for start, end in spoken.spent)]
    frame.all_words += [one.norm for one in inside if one not in spent and one.norm not in SUPERLATIVES]
    spare = COMPARING - {"than", "between"} if spoken.by else frozenset()  # "compare the load of all feeders"
    return [one for one in tokens if one not in inside and one.norm not in spare]


def _ranking(frame: Frame, tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """`top 5`, `5 worst`, `the three oldest`, `ranked by`; the word of a quantity that lies in a superlative stays."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        order, inside = _order_of(token)
        if token.norm in RANKING_VERBS or (
            token.norm == "by" and place and tokens[place - 1].norm in frame.kinds and not frame.names
        ):
            frame.is_ranked = True
            frame.order = frame.order or "worst"
        if not order:
            kept.append(token)
            continue
        if not (order == "most" and token.norm in ("top", "most") and frame.order):
            frame.order = order  # type: ignore[assignment]
        frame.is_ranked = True
        frame.all_words.append(token.norm)
        frame.soft.append(token.norm)
        frame.measured |= {inside} & MEASURED
        for other in filter(None, (inside, token.norm if token.norm in vocabulary.known else "")):
            frame.all_words.append(other)
            frame.soft.append(other)
    _noun_after(frame, vocabulary.ranked_nouns)
    return _take_n(frame, kept)


def _noun_after(frame: Frame, nouns: Collection[str]) -> None:
    """`which feeder had the biggest outage`: what is ranked stands after the superlative, in the singular."""
    match = re.search(
        r"\b(?:biggest|largest|longest|worst|smallest|shortest|latest|oldest|newest)\s+([^\W\d_]+)\b", frame.text, re.I
    )
    if match is None or match[1].lower() != normal(match[1]):
        return
    frame.ranked_noun = match[1].lower() if match[1].lower() in nouns else ""
    asked = re.match(r"\W*(?:which|what|on which|in which)\s+([^\W\d_]+)", frame.text, re.I)
    if frame.ranked_noun and asked and normal(asked[1]) in frame.kinds and normal(asked[1]) != frame.ranked_noun:
        frame.asked_kind = normal(asked[1])


def _order_of(token: Token) -> tuple[str, str]:
    word = token.norm
    for order, words in (("worst", WORST), ("best", BEST), ("most", MOST), ("least", LEAST)):
        if word in words:
            return order, words[word]
    return "", ""


def _take_n(frame: Frame, tokens: list[Token]) -> list[Token]:
    """The number of rows: beside a superlative, after `which`, before `of them`."""
    for match in re.finditer(
        r"\b(?:top|first|worst|best|bottom|highest|lowest|give me|show me|show|list|which|the|any|last|oldest"
        r"|newest|biggest|largest|hottest|only|me)\s+"
        r"(\d{1,4}|"
        + "|".join(NUMBERS)
        + r")\b(?!\s*(?:%|percent|kw|kva|v\b|volts?|years?|yrs?|hours?|days?|m\b|minutes?))"
        r"|(?:^|\b)(\d{1,4}|"
        + "|".join(NUMBERS)
        + r")\s+(?:of\s+them|(?:least|most|worst|best|highest|lowest|oldest|newest|biggest|largest|smallest"
        r"|longest|shortest|hottest|riskiest|"
        r"heaviest|un\w+est|\w+iest|\w{3,}est)\b)|^\s*(\d{1,4})\s+(?=[a-z])",
        frame.text,
        re.I,
    ):
        spot = next(k for k in (1, 2, 3) if match[k])
        token = next((one for one in tokens if one.start == match.start(spot)), None)
        if (
            token is not None
            and token.value
            and (frame.order or spot == 2 or match[0].lower().startswith(("which", "give me", "show me")))
        ):
            frame.n = frame.n or int(token.value)
            tokens = [one for one in tokens if one is not token and not _is_first_of(match, one)]
    return tokens


def _is_first_of(match: re.Match[str], token: Token) -> bool:
    """Whether a word only says that so many of a ranking are wanted: `the first three`."""
    return token.norm == "first" and token.start == match.start()


def _n_of_bare(frame: Frame) -> None:
    """A small number beside a ranking is how many, where its kind is asked for in the plural."""
    if len(frame.bare) == 1 and re.search(
        rf"\b{frame.bare[0]}\s+\w+s\b|\b{frame.bare[0]}\s+(?:of|from|in|on)\b", frame.text
    ):
        frame.n = int(float(frame.bare[0])) or None
        frame.bare = []


# Words that are no unit where they stand alone: a meter is a thing, a minute may belong to a period.
_NO_UNIT = frozenset({
    "a", "m", "v", "c", "f", "h", "day", "minimum", "second", "year", "meter", "minute", "hour", "min", "lowest",
    "foot", "inch", "yard", "degree", "month", "week",
})  # fmt: skip
_UNIT_WORD = (
    r"hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|years?|yrs?|km|kilomet\w+|miles?|mi|met(?:er|re)s?|feet|foot|ft"
    r"|inch(?:es)?|yards?|dollars?|usd|us\$|\$|volts?|kv|amps?|amperes?|k?watts?|kw|mw|gw|kwh|mwh|gwh|wh|kva|mva|va"
    r"|kvar|mvar|celsius|fahrenheit|kelvin|mph|kmh|mps|knots?|percent(?:age)?|pct|%"
)
_IN_UNIT = re.compile(
    rf"\b(?:in|as|into)\s+(?:({_UNIT_WORD}|months|weeks)(?![\w\-])|([mhfcvA])(?=\W*$))"
    rf"|\bhow\s+many\s+(?!met(?:er|re)s?\b)({_UNIT_WORD})(?=\s+(?!(?:are|have|is|were|do|on|with|at)\b)|\W*$)"
    r"|\bcustomer[\s-]+(hours?|days?)\b",
    re.IGNORECASE,
)


_OF_LENGTH = re.compile(
    r"\s+(?:(?:of\s+)?(?:line|cable|wire|conductor|overhead|underground)|long|tall|high|is|from)\b", re.I
)


def _unit(frame: Frame, tokens: Sequence[Token]) -> None:
    """`in MW`, `how many kWh`, `%` somewhere in the question: the unit of what is asked for."""
    for token in tokens:
        if token.norm in UNITS and token.norm not in _NO_UNIT:
            frame.unit, frame.unit_word = UNITS[token.norm], token.norm
    for match in _IN_UNIT.finditer(frame.text):
        word = next(filter(None, match.groups()))
        if match[0].lower().endswith(("many meter", "many meters")) and not _OF_LENGTH.match(frame.text, match.end()):
            continue  # how many of the things that measure
        if any(match.start(match.lastindex or 0) == one.start for one in tokens):
            frame.unit = _named_unit(word) or frame.unit
            frame.is_unit_said = True


def _named_unit(word: str) -> str:
    """The unit of a word, as `lexicon.UNITS` has it."""
    short = {"$": "US$", "us$": "US$", "m": "m", "min": "min", "mins": "min", "mi": "mi", "sec": "s", "secs": "s"}
    return short.get(word.lower()) or UNITS.get(normal(word), "")


def _beside(frame: Frame, tokens: list[Token]) -> list[Token]:
    """Numbers with what stands beside them; `1 million` is one number."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        if before is not None and _is_manifold(before, token):
            continue
        kept.append(token)
        if token.value is None:
            continue
        value, after = token.value, [one for one in tokens[place + 1 :] if one.norm != "°"]
        if after and _is_manifold(token, after[0]):
            value *= MANIFOLD[after.pop(0).norm]
        frame.beside.append((value, before.norm if before is not None else "", after[0].norm if after else ""))
    return kept


def _is_manifold(number: Token, token: Token) -> bool:
    """Whether a word belongs to the number before it: `million`, and the `k` of `500k` but not that of `3 K`."""
    return number.value is not None and token.norm in MANIFOLD and (token.norm != "k" or token.start == number.end)


def _word(frame: Frame, token: Token, known: Collection[str]) -> None:
    if token.kind == "number":
        if not (frame.period is not None and frame.period.start <= token.start < frame.period.end):
            frame.bare.append(token.text)  # one in "the next 7 days" is no name
        frame.all_words.append(token.text)
        return
    if token.kind == "symbol" and token.norm not in ("percent", "dollar"):
        return
    word = token.norm
    if word in NUMBERS and word not in known:
        frame.bare.append(str(NUMBERS[word]))
        return
    is_light = (
        word in FILLER
        or word in SOFT
        or (word in UNITS and not _is_a_time(frame, word) and not _is_thing(frame, token, word))
    )
    if word not in known and not is_light:
        near = near_words(word, known) or near_words(word, SOFT | FILLER)
        if len(near) == 1:
            if near[0] not in word and word not in near[0]:
                frame.fixed.append((token.text, near[0]))
            word = SAME.get(near[0], near[0])
        else:
            frame.unknown.append(token.text)
            frame.all_words.append(word)
            return
    frame.all_words.append(word)
    if word in FILLER:
        return
    (frame.soft if word in SOFT or is_light else frame.words).append(word)


def _is_a_time(frame: Frame, word: str) -> bool:
    """Whether a unit of time is none that is asked for: `by day`, `of the year`."""
    return word in TIME_WORDS and not (frame.is_unit_said and UNITS.get(word) == frame.unit)


def _is_thing(frame: Frame, token: Token, word: str) -> bool:
    """Whether `meter` is one that reads: it stands after no number and no "in"."""
    return word in frame.kinds and re.search(r"(?:\d|\b(?:in|per))\s*$", frame.text[: token.start], re.I) is None
