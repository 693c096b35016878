"""Names as people write them, found in the database: nothing is taken for a name that is not one there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from app.assistant.built_in.as_typed.ordinary import ORDINARY
from app.assistant.built_in.lexicon import FILLER, SAME, SOFT, UNITS
from app.assistant.built_in.name_forms import NameForm, NameForms, forms_of
from app.assistant.built_in.outage_names import outages_in
from app.assistant.built_in.vocabulary import KindWords, Vocabulary
from app.assistant.built_in.words import Token, near_words, normal, plain, singular, tokens_of
from app.assistant.context import ToolContext
from data_sources.query import Query

_CLUSTER = re.compile(
    r"(?:(?P<word>[^\W\d_]+)(?P<gap>[\s\-._#:]*))?(?<!\d)(?P<numbers>\d+(?:[\-/._]\d+)*)(?![\d]|[-/._]?[^\W\d_])"
)
_CODE = re.compile(
    r"(?!(?:ieee|ansi|nerc|nesc|iec|cip|n|c|std|iso|nfpa|range|q)\b)[^\W\d_]{1,8}[-_]\d+(?:[-_]\d+)*", re.I
)
_MEASURE = re.compile(r"\s*(?:kva|mva|kv|ft|feet|foot|m(?=\s+(?:tall|high|long)))\b", re.I)
"""After a number that is no name: `poles 15 m tall`."""
_NUMBERED_PLACES = ("feeder", "substation")
"""Kinds that a number alone may be of just as well as of an outage."""
_OF_A_CLOCK = re.compile(r"\d{1,2}:\d{2}\b")
"""A time after a place: "feeder 6 to 18:30" goes on to no feeder 18."""
MANY = 200
LONGEST = 5
"""Words of a name that is looked for as it is written."""
_SELECTED = re.compile(
    r"\b(?:this|that|the selected|the picked|selected|current)\s+([^\W\d_]+)\b"
    r"|\b(?:on|at|around|near) (here)\b|\b(here)\b"
)
_ANYTHING = ("one", "thing", "asset")
_A_UNIT = re.compile(r"\s*(?:%|°|(?:h|min|s|d|days?|years?|k?W|MW|[kMG]?Wh|[kM]?VA|k?V|A|km|m|ft|mi|mph)\b)")
_WORD_BEFORE = re.compile(r"\b(?P<word>[^\W\d_]+)(?P<colon>\s*:)?\s*#?$")
_COUNT = re.compile(r"(?:\b(?P<word>[^\W\d_]+)(?P<colon>\s*:)?\s+)?#?\d+")

# One thing's kind at the end of a text: no plural, and none of "this feeder", "per feeder".
_KIND_BEFORE = re.compile(
    r"(?<!this )(?<!that )(?<!each )(?<!every )(?<!which )(?<!per )(?<!by )\b([^\W\d_]+(?<!s))\s+$", re.I
)


@dataclass(frozen=True, slots=True)
class FoundName:
    """A thing that a question names.

    Attributes:
        kind: of it, as the tab that has it says: "feeder", "work order".
        name: as displayed; after the word of its kind where things of other kinds have the same name.
        start: where it begins in the text, with the word of its kind.
        end: and ends.
    """

    kind: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LostName:
    """What looks like a name and is none.

    Attributes:
        text: as written.
        kind: as far as it can be seen; empty where it cannot.
        like: names that there are.
        is_beginning: it is only the first part of several names: `like` are some of them.
    """

    text: str
    kind: str
    like: tuple[str, ...]
    start: int
    end: int
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name that several things have, where nothing says which of them is meant.

    Attributes:
        text: as written.
        things: kind and display name of each.
        start: where it begins in the text.
        end: and ends.
    """

    text: str
    things: tuple[tuple[str, str], ...]
    start: int
    end: int


@dataclass(slots=True)
class NamesFound:
    """All that a question names.

    Attributes:
        found: in their order.
        lost: what is none.
        shared: what several things are called.
    """

    found: list[FoundName] = field(default_factory=list)
    lost: list[LostName] = field(default_factory=list)
    shared: list[SharedName] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wish:
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


class NameFinder:
    """Finds names in questions. Thread-safe.

    Args:
        vocabulary: of the catalogue, whose kinds have names.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._kinds, self._known = vocabulary.kinds, vocabulary.known
        self._kept: dict[int, tuple[list[pa.Table], NameForms]] = {}

    def forms(self, context: ToolContext) -> NameForms:
        """The forms of the utility's names; read again when its network has changed.

        Raises:
            SourceError: the database does not answer.
        """
        samples = context.kinds.samples(context.sources.live, context.utility_id)
        tables = [table for _, table in samples]
        kept = self._kept.get(context.utility_id)
        if kept is None or not _are_same(kept[0], tables):
            kept = tables, forms_of(pair for kind, table in samples for pair in _named_pairs(kind, table))
            self._kept[context.utility_id] = kept
        return kept[1]

    def find(self, context: ToolContext, text: str, tokens: Sequence[Token]) -> NamesFound:
        """What a question names.

        Args:
            context: of the turn.
            text: of the question; what is a period is blanked out.
            tokens: of it.

        Raises:
            SourceError: the database does not answer.
        """
        forms, kinds, known = self.forms(context), self._kinds, self._known
        names = NamesFound()
        clusters = _clusters(text, kinds)
        wishes = [wish for cluster in clusters for wish in _by_form(cluster, forms, text)]
        wishes += _as_written(text, tokens, known, kinds)
        there = self._there(context, wishes)
        said = {kinds.get(one.norm) for one in tokens if one.norm in kinds}
        for wish in sorted(wishes[:MANY], key=lambda one: (-(one.end - one.start), not one.is_written)):
            rows = [row for row in there.get(wish.lower, ()) if _fits(wish, row)]
            if rows and not _is_taken(names, wish.start, wish.end):
                _take(names, wish, _meant(rows, wish.written, said), there[wish.lower])
        _selected(context, text, names, kinds)
        _numbered(text, names, kinds)
        others = [(one.start, one.end) for one in clusters if one.says_kind and one.kind != "outage"]
        for number, start, end in outages_in(context, text, lambda digits: self._is_of_a_place(context, digits)):
            is_of_another = any(start < last and first < end for first, last in others)  # crew 9 is no outage 9
            if not is_of_another and not _is_taken(names, start, end):
                names.found.append(FoundName("outage", str(number), start, end))
        for cluster in clusters:
            _lose(cluster, text, forms, names)
        _lose_words(text, tokens, known, forms, names, kinds)
        names.found.sort(key=lambda one: one.start)
        return names

    def is_name(self, context: ToolContext, text: str, start: int, end: int) -> bool:
        """Whether words that say a time are a name, as the word of its kind before them tells: `feeder May`.

        Args:
            context: of the turn.
            text: of the question.
            start: where the words begin in it.
            end: and end.

        Raises:
            SourceError: the database does not answer.
        """
        before = _KIND_BEFORE.search(text[:start])
        kind = self._kinds.get(normal(before[1])) if before else ""
        return bool(kind) and any(found == kind for found, _ in self.exist(context, [text[start:end].strip()]))

    def exist(self, context: ToolContext, names: Sequence[str]) -> list[tuple[str, str]]:
        """Kind and display name of those that there are, small or capital letters alike."""
        wishes = [_Wish(name.lower(), name, 0, 0, frozenset(), True) for name in names]
        return [(row["kind"], row["name"]) for rows in self._there(context, wishes).values() for row in rows]

    def _is_of_a_place(self, context: ToolContext, number: str) -> bool:
        """Whether a feeder or substation has a number."""
        forms = self.forms(context)
        return bool(
            self.exist(context, [form.filled([number]) for kind in _NUMBERED_PLACES for form in forms.of(kind, 1)])
        )

    def in_answer(self, context: ToolContext, text: str) -> list[FoundName]:
        """The things that an answer names, in its order: a bare number counts there, and "Crews: 5" is not crew 5.

        Args:
            context: of the turn.
            text: of the answer.

        Raises:
            SourceError: the database does not answer.
        """
        text = plain(text)
        found = self.find(context, text, tokens_of(text)).found
        return [one for one in found if not _is_count(text, one)]

    def kind_of(self, context: ToolContext, name: str) -> str:
        """Of which kind the thing of a display name is; empty where there is none of that name, or several."""
        kinds = {kind for kind, found in self.exist(context, [name]) if found == name}
        word, _, rest = name.partition(" ")  # where a name is shared, the word of its kind stands before it
        if not kinds and word in context.kinds:
            kinds = {kind for kind, found in self.exist(context, [rest]) if (kind, found) == (word, rest)}
        return kinds.pop() if len(kinds) == 1 else ""

    def _there(self, context: ToolContext, wishes: Sequence[_Wish]) -> dict[str, list[dict[str, str]]]:
        wanted = list(dict.fromkeys(wish.lower for wish in wishes))[:MANY]
        there: dict[str, list[dict[str, str]]] = {}
        for row in context.named(*wanted):
            there.setdefault(row["name"].lower(), []).append(row)
        return there


def _is_count(text: str, name: FoundName) -> bool:
    """Whether a number of an answer counts: "Outages 4", "Crews: 5" and a bare "4" do, "Outage 604" does not."""
    written = _COUNT.fullmatch(text[name.start : name.end])
    if written is None:
        return False
    if _A_UNIT.match(text, name.end):
        return True
    before = written if written["word"] else _WORD_BEFORE.search(text[: name.start])
    if before is None:
        return True
    return bool(before["colon"]) or normal(before["word"]) != before["word"].lower()


def _are_same(some: Sequence[pa.Table], others: Sequence[pa.Table]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def _named_pairs(kind: str, table: pa.Table) -> Iterable[tuple[str, str]]:
    """Kind and name of each row; the kind of all of them, where no column says it."""
    kinds = [kind] * table.num_rows if kind else table["kind"].to_pylist()
    return zip(kinds, table["name"].to_pylist(), strict=True)


@dataclass(frozen=True, slots=True)
class _Cluster:
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


def _clusters(text: str, kinds: KindWords) -> list[_Cluster]:
    again = "|".join(map(re.escape, (*kinds.of, "sub")))
    found: list[_Cluster] = []
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
        found.append(_Cluster(word, kind, numbers, start, match.end("numbers"), is_joined, says_kind))
    return found


def _may_be_size(word: str, numbers: str, kinds: KindWords) -> bool:
    """Whether a number before a unit may be of it: `tx 25 kva` is, `tx 2-3 kva` and `feeder 7 percent` are not."""
    is_one = kinds.get(normal(word)) in ("feeder", "substation", "crew") and not word.lower().endswith("s")
    return numbers.isdigit() and not is_one


def _by_form(cluster: _Cluster, forms: NameForms, text: str) -> list[_Wish]:
    """Names that a word and its numbers may be by the utility's own forms."""
    written = text[cluster.start : cluster.end]
    return [
        _Wish(form.filled(cluster.numbers), written, cluster.start, cluster.end, frozenset({form.kind}), False)
        for form in _forms_for(cluster, forms) if len(form.widths) == len(cluster.numbers)
    ]  # fmt: skip


def _forms_for(cluster: _Cluster, forms: NameForms) -> list[NameForm]:
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


def _as_written(text: str, tokens: Sequence[Token], known: Collection[str], kinds: KindWords) -> list[_Wish]:
    """Some words as they stand in the text, with the word of a kind before them left out."""
    found: list[_Wish] = []
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
                    found.append(_Wish(words.lower(), words, some[0].start, some[-1].end, frozenset(), True))
                if kind:
                    found.append(_Wish(words.lower(), words, begin, some[-1].end, frozenset({kind}), True))
    return found


def _fits(wish: _Wish, row: dict[str, str]) -> bool:
    return not wish.kinds or row["kind"] in wish.kinds


def _meant(rows: list[dict[str, str]], written: str, said: Collection[str]) -> list[dict[str, str]]:
    """Which of the things of a name: the one that is spelt just so, else the one whose kind the question says."""
    exact = [row for row in rows if row["name"] == written]
    rows = exact or rows
    of_kind = [row for row in rows if row["kind"] in said]
    return of_kind if of_kind and len({row["kind"] for row in of_kind}) == 1 else rows


def _take(names: NamesFound, wish: _Wish, meant: list[dict[str, str]], there: list[dict[str, str]]) -> None:
    """Keep the one thing that is meant, with its kind where others share the name; else that it has to be asked."""
    if len(meant) > 1:
        things = tuple((row["kind"], row["name"]) for row in meant)
        names.shared.append(SharedName(wish.written, things, wish.start, wish.end))
        return
    (row,) = meant
    is_shared = len({one["kind"] for one in there}) > 1
    name = f"{row['kind']} {row['name']}" if is_shared else row["name"]
    names.found.append(FoundName(row["kind"], name, wish.start, wish.end))


def _selected(context: ToolContext, text: str, names: NamesFound, kinds: KindWords) -> None:
    """`this feeder` and `here` are what is picked on the page, where its kind fits."""
    picked = context.asker.selection
    said = (one for one in _SELECTED.finditer(text.lower()) if _is_of_a_thing(one[1] or "", kinds))
    match = next(said, None)
    if match is None or picked is None:
        return
    wanted = kinds.get(normal(match[1] or ""))
    if wanted and wanted != picked.kind:
        return
    query = Query.of(
        "assistant_name_of", utility_id=context.utility_id, asset_kind=picked.kind, asset_id=picked.asset_id
    )
    for row in context.sources.live.fetch(query).to_pylist():
        names.found.append(FoundName(row["kind"], row["name"], match.start(), match.end()))
    if picked.kind == "outage":
        names.found.append(FoundName("outage", str(picked.asset_id), match.start(), match.end()))


def _is_of_a_thing(word: str, kinds: KindWords) -> bool:
    """Whether `this …` may be what is picked: a thing of some kind, or whatever it is ("here")."""
    return not word or word in _ANYTHING or normal(word) in kinds


def _numbered(text: str, names: NamesFound, kinds: KindWords) -> None:
    """`outage 12`: what has a number for its name."""
    if not kinds.written_numbered:
        return
    words = "|".join(map(re.escape, sorted(kinds.written_numbered, key=len, reverse=True)))
    for match in re.finditer(rf"\b({words})s?\s*(?:#|no\.?|number|id)?\s*[#-]?(\d{{1,9}})\b", text.lower()):
        kind = kinds.written_numbered[match[1]]
        if not _is_taken(names, match.start(), match.end()):
            names.found.append(FoundName(kind, str(int(match[2])), match.start(), match.end()))


def _is_taken(names: NamesFound, start: int, end: int) -> bool:
    taken = [(one.start, one.end) for one in names.found]
    taken += [(one.start, one.end) for one in names.lost]
    taken += [(one.start, one.end) for one in names.shared]
    return any(start < last and first < end for first, last in taken)


def _lose(cluster: _Cluster, text: str, forms: NameForms, names: NamesFound) -> None:
    """What is built like a name and is none; the beginning of names is told apart."""
    if _is_taken(names, cluster.start, cluster.end) or not cluster.word:
        return
    fitting = _forms_for(cluster, forms)
    written = text[cluster.start : cluster.end]
    if not fitting:
        if _CODE.fullmatch(written):
            names.lost.append(LostName(written, cluster.kind, tuple(forms.like(written)), cluster.start, cluster.end))
        return
    if not cluster.is_joined and not cluster.kind and normal(cluster.word) in UNITS:
        return
    longer = [form for form in fitting if len(form.widths) > len(cluster.numbers)]
    kind = fitting[0].kind
    if longer and len(longer) == len(fitting):
        begins = tuple(
            form.filled([*cluster.numbers, *["1"] * (len(form.widths) - len(cluster.numbers))]).upper()
            for form in longer[:3]
        )
        names.lost.append(LostName(written, kind, begins, cluster.start, cluster.end, is_beginning=True))
        return
    names.lost.append(
        LostName(written, kind, tuple(forms.like(written.split()[-1], (kind,))), cluster.start, cluster.end)
    )


def _lose_words(
    text: str, tokens: Sequence[Token], known: Collection[str], forms: NameForms, names: NamesFound, kinds: KindWords
) -> None:  # fmt: skip
    """`feeder zulu`: a word after that of a kind, which says nothing else."""
    leading = {"on", "of", "at", "in", "for", "is", "to", "from", "was", "about", "does", "feed", "the",
               "by", "off"}  # fmt: skip
    for at in range(len(tokens) - 1):
        one, then = tokens[at], tokens[at + 1]
        if (
            at
            and kinds.get(then.norm) in ("feeder", "substation")
            and tokens[at - 1].norm == "the"
            and _is_no_word(one, known)
        ):
            written = text[one.start : then.end]  # "the zulu feeder"
            kind = kinds.get(then.norm)
            names.lost.append(LostName(written, kind, tuple(forms.like(one.text, (kind,))), one.start, then.end))
            continue
        kind = kinds.get(one.norm)
        is_single = singular(one.text.lower()) == one.text.lower()
        led = at == 0 or tokens[at - 1].norm in leading
        if kind and is_single and led and then.kind in ("word", "code") and not _is_taken(names, one.start, then.end):
            if (
                then.norm in known
                or then.norm in FILLER
                or then.norm in SOFT
                or then.norm in SAME.values()
                or then.norm in UNITS
            ):
                continue
            if then.kind == "word" and (then.text.lower() in _VERBS or kind in ("segment",)):
                continue
            written = text[one.start : then.end]
            names.lost.append(LostName(written, kind, tuple(forms.like(then.text, (kind,))), one.start, then.end))


def _is_no_word(token: Token, known: Collection[str]) -> bool:
    """Whether a word is none that anything here knows, or that is near to one: it may be a name."""
    said = token.norm
    is_said = said in known or said in FILLER or said in SOFT or said in SAME.values() or said in UNITS
    return token.kind == "word" and not is_said and said not in ORDINARY and not near_words(said, known)


_VERBS = frozenset({
    "cost", "costs", "fail", "fails", "failed", "trip", "trips", "tripped", "serve", "serves", "feed", "feeds", "go",
    "goes", "gone", "peak", "peaks", "peaked", "run", "runs", "hit", "get", "usually", "leader", "leaders", "lead",
    "log", "history", "settings", "setting",
})  # fmt: skip
"""Words after that of a kind that say what becomes of it, or what it has: they are no name."""
