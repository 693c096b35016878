"""Names as people write them, found in the database: nothing is taken for a name that is not one there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import pyarrow as pa

from app.assistant.built_in.name_forms import NameForms, forms_of
from app.assistant.built_in.names.found import FoundName, NamesFound, SharedName, is_taken
from app.assistant.built_in.names.lost import lose, lose_words
from app.assistant.built_in.names.written import NameWish, as_written, by_form, numbers_with_words
from app.assistant.built_in.outage_names import outages_in
from app.assistant.built_in.vocabulary import KindWords, Vocabulary
from app.assistant.built_in.words import Token, normal, plain, tokens_of
from app.assistant.context import ToolContext
from data_sources.query import Query

_NUMBERED_PLACES = ("feeder", "substation")
"""Kinds that a number alone may be of just as well as of an outage."""
MANY = 200
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
        clusters = numbers_with_words(text, kinds)
        wishes = [wish for cluster in clusters for wish in by_form(cluster, forms, text)]
        wishes += as_written(text, tokens, known, kinds)
        there = self._there(context, wishes)
        said = {kinds.get(one.norm) for one in tokens if one.norm in kinds}
        for wish in sorted(wishes[:MANY], key=lambda one: (-(one.end - one.start), not one.is_written)):
            rows = [row for row in there.get(wish.lower, ()) if _fits(wish, row)]
            if rows and not is_taken(names, wish.start, wish.end):
                _take(names, wish, _meant(rows, wish.written, said), there[wish.lower])
        _selected(context, text, names, kinds)
        _numbered(text, names, kinds)
        others = [(one.start, one.end) for one in clusters if one.says_kind and one.kind != "outage"]
        for number, start, end in outages_in(context, text, lambda digits: self._is_of_a_place(context, digits)):
            is_of_another = any(start < last and first < end for first, last in others)  # crew 9 is no outage 9
            if not is_of_another and not is_taken(names, start, end):
                names.found.append(FoundName("outage", str(number), start, end))
        for cluster in clusters:
            lose(cluster, text, forms, names)
        lose_words(text, tokens, known, forms, names, kinds)
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
        wishes = [NameWish(name.lower(), name, 0, 0, frozenset(), True) for name in names]
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

    def _there(self, context: ToolContext, wishes: Sequence[NameWish]) -> dict[str, list[dict[str, str]]]:
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


def _fits(wish: NameWish, row: dict[str, str]) -> bool:
    return not wish.kinds or row["kind"] in wish.kinds


def _meant(rows: list[dict[str, str]], written: str, said: Collection[str]) -> list[dict[str, str]]:
    """Which of the things of a name: the one that is spelt just so, else the one whose kind the question says."""
    exact = [row for row in rows if row["name"] == written]
    rows = exact or rows
    of_kind = [row for row in rows if row["kind"] in said]
    return of_kind if of_kind and len({row["kind"] for row in of_kind}) == 1 else rows


def _take(names: NamesFound, wish: NameWish, meant: list[dict[str, str]], there: list[dict[str, str]]) -> None:
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
        if not is_taken(names, match.start(), match.end()):
            names.found.append(FoundName(kind, str(int(match[2])), match.start(), match.end()))
