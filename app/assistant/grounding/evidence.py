"""What an answer's results say: where a claim's number, time or name stands in them, and what the question gave."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from app.assistant.grounding.cells import (
    ROWS,
    ClaimContext,
    Covered,
    Results,
    cells_like,
    fits_best,
    in_unit_of,
    is_same,
    mentions_of,
)
from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.deeds import is_of_supply, is_open, is_own
from app.assistant.grounding.fitting import EVENTS, beside, beside_time, facets_of
from app.assistant.grounding.indexed import (
    BY_NUMBER,
    MANY_DIGITS,
    NUMBER_KEY,
    IndexedResult,
    NumberColumn,
    indexed,
    is_called,
    is_list_of,
    is_none_of,
    plain_words,
    rows_named,
    title_of,
)
from app.assistant.grounding.meanings import is_meant, is_of_another_time, is_of_one
from app.assistant.grounding.wholes import covered_whole, is_lacking, limit_after, part_of
from app.assistant.grounding.wording import counted, is_denied, is_of_the_question, limit_of, nouns_of
from app.assistant.results import CellRef, ToolResult

QUOTED_WORDS: Final = 5  # that are told as they stand in a note


# Words before a number of the question that take it up again, as a rank or a thing's number; or a time, as a period.
_NUMBERED: Final = re.compile(
    r"(?:\b(?:last|past|next|first|top|bottom|limit|threshold|year|class|crew|outage|order|feeder|substation|transformer"
    r"|meter|pole|case|number|no\.?|line|phase|zone|storm)s?\s*|[#“\"'])\s*\Z"
)


# Before a time that bounds a period, or says how old the data are.
_PERIOD: Final = re.compile(r"(?:\b(?:from|to|between|and|until|till|through|as of|as at|of)|[-–—(/])\s*\Z")


_SINCE: Final = re.compile(r"\bsince\s*\Z")


_AS_OF: Final = re.compile(
    r"\b(?:as of|as at|now|currently|updated|measured|data (?:of|from)|status (?:of|at))\b[^,;]*\Z"
)


_IS_BACK: Final = re.compile(r"\b(?:restored|closed|completed|over|ended)\b")


_DATED: Final = re.compile(r"\b(?:in|on|from|to|by|for|since|until|till|after|before|during|within|year)\s*\Z")


class AnswerEvidence:
    """All that may cover a claim of one answer; filled while the answer is made, used by one thread.

    Args:
        zone: the utility's; the answer tells its times.
        is_known: whether the database has a thing of a name (in small letters).
    """

    def __init__(self, zone: ZoneInfo, is_known: Callable[[str], bool]) -> None:
        self._zone, self._is_known = zone, is_known
        self._results: list[IndexedResult] = []
        self._given: list[Claim] = []
        self._now: list[Claim] = []
        self._today: dt.date | None = None
        self._heard = frozenset[str]()

    def give(self, text: str) -> None:
        """Numbers and times of the question, or of what the answer was told to say."""
        self._given += claims_of(text)
        self.hear(text)

    def give_now(self, now: dt.datetime) -> None:
        """The present, as the answer was told it: it is no time of anything else."""
        here = now.astimezone(self._zone)
        self._today = here.date()
        self._now += claims_of(f"{here:%Y-%m-%d %H:%M}")

    def hear(self, text: str) -> None:
        """What was spoken of so far: a number may be of that though the words beside it do not say so again."""
        self._heard |= facets_of(text)

    def add(self, result: ToolResult) -> None:
        """A result, in the order in which they are shown."""
        self._results.append(indexed(result, self._zone))

    def names_in(self, text: str) -> list[Claim]:
        """Names of the results' rows in a text, by their letters; the longest wins."""
        names = {name for one in self._results for name in one.names if not name.isdigit()}
        if not (found := sorted((name for name in names if name in text.lower()), key=len, reverse=True)):
            return []
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, found))})(?![\w-])", re.IGNORECASE)
        return [
            Claim("name", match.start(), match.end(), match[0], name=match[0].lower())
            for match in pattern.finditer(text)
        ]

    def named(self, claim: Claim) -> Claim:
        """A thing that is told by its number, by the name that results give it; else as it is."""
        if claim.kind != "name" or not (found := BY_NUMBER.fullmatch(claim.name)):
            return claim
        kind, number = found[1], int(found[2])
        for one in self._results:
            for name in (*one.names, *sorted(one.about)):
                if is_called(one, name, kind, number):
                    return replace(claim, name=name)
        columns = [column for one in self._results for column in one.numbers if NUMBER_KEY.search(column.key)]
        if claim.text[-1].isdigit() and any(
            kind in one.nouns and bool((one.values == number).any()) for one in columns
        ):
            start = claim.end - len(re.findall(r"\d+", claim.text)[-1])
            return Claim("number", start, claim.end, claim.text[start - claim.end :], value=float(number))
        return claim

    def is_telling(self, claim: Claim) -> bool:
        """Whether a sentence that has a name is about that name alone: not where no result could name such a thing."""
        found = BY_NUMBER.fullmatch(claim.name)
        if not found or found[1] not in MANY_DIGITS:
            return True
        return any(name.isdigit() and found[1] in one.kinds_of(name) for one in self._results for name in one.names)

    def covering(
        self,
        claim: Claim,
        names: set[str],
        words: str,
        place: int | None = None,
        near: Collection[str] = (),
        when: Collection[Claim] = (),
    ) -> Covered | None:
        """What covers a claim; None where nothing does.

        Args:
            claim: found in a sentence.
            names: that the sentence mentions: a number of a row that it names comes from that row.
            words: of the sentence, in small letters, to choose among several cells.
            place: of the claim in these words; where it begins by default.
            near: those of the names that the claim belongs to; all by default.
            when: days and clock times that it belongs to.
        """
        place = claim.start if place is None else place
        known = {name for name in names if name != claim.name}
        results = [(number, one) for number, one in enumerate(self._results) if self._speaks_of(one, claim, known)]
        if claim.kind in ("deed", "none", "all") and self._is_quoted(words, place):
            return Covered(None)
        if claim.kind == "deed":
            return self._done(results, claim, frozenset(near or names), words, place)
        read = beside_time if claim.kind in ("clock", "date") else beside
        clause = read(_DATES.sub(_blank, words), place, place + claim.end - claim.start)
        said = facets_of(clause)
        noun = _noun_of(claim, words, place)
        is_counted = bool(noun and counted(words[place:], 0, claim.end - claim.start))
        heard = self._heard if said else self._heard | facets_of(words[:place])
        about = ClaimContext(frozenset(names), frozenset(near), noun, said, heard, tuple(when), is_counted)
        if claim.kind in ("ratio", "none", "all"):
            return covered_whole(results, claim, about, words, place) or self._lacking(claim, about, words, place)
        found = list(cells_like(results, claim, about, words)) or list(mentions_of(results, claim, about))
        if claim.ratio and (whole := counted(words, place, place + claim.end - claim.start)):  # "half of the customers"
            found = [one for one in found if whole in nouns_of(one[1]) or "share" in one[1].lower()]
        if claim.kind == "number" and not self._is_of_the_list(claim, words, place):
            found = [one for one in found if one[1] != ROWS]
        is_elsewhere = bool(found)
        found = [one for one in found if fits_best(results, one[0], claim, about)]
        if claim.kind == "number":
            found = [one for one in found if self._means(one[0], claim, about, (words, place, clause))]
        if found:
            best = max(found, key=lambda one: (_likeness(one[1], words), -one[0].result))
            return Covered(best[0])
        if claim.kind == "name":
            return Covered(None) if self._is_known(claim.name) else self._retold(claim)
        if claim.ratio and (part := part_of(results, claim, about, words, place)) is not None:
            return Covered(part)
        if is_elsewhere:  # what stands in a column that the words do not mean is nothing that was asked either
            return None
        return self._covered_by_words(results, claim, about, words, place)

    def _is_of_the_list(self, claim: Claim, words: str, place: int) -> bool:
        """Whether the rows of a list may be what is counted: not beyond a limit that nobody asked for."""
        end = place + claim.end - claim.start
        limit = limit_after(words, end)
        if limit is None or any(is_same(limit[0], one, is_loose=True) for one in self._given):
            return True
        return next(one for one in claims_of(words[end:]) if one.kind == "number") != limit[0]

    def _means(self, cell: CellRef, claim: Claim, about: ClaimContext, said: tuple[str, int, str]) -> bool:
        """Whether a cell may be what the words around a number say it is, by what its whole result is of."""
        one, (words, place, clause) = self._results[cell.result], said
        if not about.names and is_of_one(one, words):
            return False
        if self._today is not None and is_of_another_time(
            one.result, words, clause, self._today, is_counted=about.is_counted
        ):
            return False
        return is_meant(one, cell, claim, words, place, clause)

    def _covered_by_words(
        self, results: Results, claim: Claim, about: ClaimContext, words: str, place: int
    ) -> Covered | None:
        """What covers a number or a time that stands in no cell: the question, a heading, the time of asking."""
        is_time = claim.kind in ("date", "month", "clock")
        is_period = _PERIOD.search(words[:place]) or (claim.kind != "clock" and _SINCE.search(words[:place]))
        is_of_event = is_time and bool(about.said & EVENTS) and not is_period
        if (
            any(is_same(claim, one, is_loose=True) for one in self._given)
            and not (is_of_event and _tell_events(results, about))
            and (
                _is_taken_up(claim, words, place) or _is_passed(results, claim, about.near or about.names, words, place)
            )
        ):
            return Covered(None)
        if (
            claim.kind == "number"
            and claim.value == 0
            and any(is_none_of(one.result, about.noun) for _, one in results)
        ):
            return Covered(None)
        is_other = is_of_event and not _AS_OF.search(words[:place])
        if is_other and (claim.kind == "clock" or _tell_events(results, about)):
            return None
        if is_time and any(is_same(claim, one, is_loose=False) for one in self._now):
            return Covered(None)
        if claim.kind == "number" and _counts_beyond(results, claim, about, words, place):
            return Covered(None)
        side = limit_of(words, place)  # "over 5 minutes" is no 5 minutes
        headings = [
            one for _, indexed in results for one in indexed.headings if indexed.limits.get(one, "") in ("", side)
        ]
        is_share_of = re.search(r"(?:\bof|/)\s*\Z", words[:place])  # "35 of 100"
        if is_share_of and any(
            f"of {claim.text}" == column.unit for _, one in results for column in one.result.columns
        ):
            return Covered(None)
        if claim.kind == "number" and claim.unit is None and (about.is_counted or not _DATED.search(words[:place])):
            headings = [one for one in headings if one.kind == "number"]  # a count is no year
        return Covered(None) if any(is_same(claim, one, is_loose=False) for one in headings) else None

    def _is_quoted(self, words: str, place: int) -> bool:
        """Whether a word stands in a note or a passage of the results, with those after it."""
        said = plain_words(words[place:].split()[:QUOTED_WORDS])
        return said.count(" ") == QUOTED_WORDS - 1 and any(said in one.told for one in self._results)

    def _lacking(self, claim: Claim, about: ClaimContext, words: str, place: int) -> Covered | None:
        """What covers that a place has none: a whole list, such as of outages, in which it does not stand."""
        if claim.kind == "ratio" or (claim.kind == "all" and claim.name != "supply"):
            return None
        noun = "customer" if claim.kind == "all" else claim.name
        noun = noun or counted(words, place, place + claim.end - claim.start)
        names = about.near or about.names
        return Covered(None) if any(is_lacking(one.result, one, noun, names) for one in self._results) else None

    def _retold(self, name: Claim) -> Covered | None:
        """A name of the question, told by its number."""
        is_so = bool(BY_NUMBER.fullmatch(name.name)) and any(name.name == one.name for one in self._given)
        return Covered(None) if is_so else None

    def _done(self, results: Results, claim: Claim, names: frozenset[str], words: str, place: int) -> Covered | None:
        """What covers that something was done: never what the assistant says of itself, nor where a form stands."""
        if is_own(claim.text):
            return None
        if is_open(words, place, place + claim.end - claim.start):
            return Covered(None)
        if any(one.result.proposal is not None for one in self._results) or not self._results:
            return None
        if not is_of_supply(claim.text):
            return Covered(None)
        return Covered(None) if any(_tells_back(one, names) for _, one in results) else None

    def _speaks_of(self, one: IndexedResult, claim: Claim, names: set[str]) -> bool:
        """Whether a result may say something of what a sentence names.

        A number beside F0002 does not come from a result that is about F0001; nor, where no result is about F0002, from
        one about the whole utility.
        """
        if claim.kind == "name" or not names or names & one.about:
            return True
        has_rows_of_its_own = any(not name.isdigit() and any(map(str.isdigit, name)) for name in one.about)
        is_elsewhere = any(names & other.about for other in self._results)
        return is_elsewhere and not has_rows_of_its_own


def _noun_of(claim: Claim, words: str, place: int) -> str:
    """What a claim counts; a number with a unit counts nothing."""
    if claim.kind != "number" or claim.unit is not None:
        return ""
    return counted(words, place, place + claim.end - claim.start)


def _is_taken_up(claim: Claim, words: str, place: int) -> bool:
    """Whether a number of the question is said again as what was asked for: a thing's number, a time, what is not so.

    "There are 999 customers" does not follow from "are there 999 customers".
    """
    if claim.kind != "number" or _NUMBERED.search(words[:place]) or is_denied(words, place):
        return True
    is_time = claim.unit is not None and claim.unit.measure == "time"
    is_year = claim.unit is None and claim.value.is_integer() and 1900 <= claim.value <= 2100
    if (is_time or is_year) and _DATED.search(words[:place]):
        return True
    return bool(limit_of(words, place)) and is_of_the_question(words)


def _is_passed(results: Results, claim: Claim, near: Collection[str], words: str, place: int) -> bool:
    """Whether a limit of the question, said again, is one that a cell is beyond."""
    side = limit_of(words, place)
    if not side or claim.kind != "number":
        return False
    noun = counted(words, place, place + claim.end - claim.start) if claim.unit is None else ""
    for _, one in results:
        rows = sorted(rows_named(one, near))
        for column in one.numbers:
            values = in_unit_of(column, claim, noun)
            values = values[rows] if rows else values
            with np.errstate(invalid="ignore"):
                if bool(((values >= claim.value) if side == "above" else (values <= claim.value)).any()):
                    return True
    return False


def _tell_events(results: Results, about: ClaimContext) -> bool:
    """Whether results have times of what a sentence says: of a peak, of when supply is back."""
    wanted = about.said & EVENTS
    return any(
        wanted & facets_of(f"{title_of(one.result, key)} {key}") for _, one in results for _, key, _ in one.moments
    )


def _tells_back(one: IndexedResult, names: Collection[str]) -> bool:
    """Whether a result says that what is named has supply again."""
    rows = rows_named(one, names) or set(range(one.result.table.num_rows))
    headed = {
        column.key
        for column in one.result.columns
        if _IS_BACK.search(f"{column.title} {column.key}".lower().replace("_", " "))
    }
    if any(row in rows and key in headed for row, key, _ in one.moments):
        return True
    if any(column.key in headed and (column.values[sorted(rows)] > 0).any() for column in one.numbers):
        return True
    if any(row in rows and _IS_BACK.search(name) for name, cells in one.names.items() for row, _ in cells):
        return True
    out = [column for column in one.numbers if "out" in facets_of(f"{column.title} {column.key}")]
    return bool(rows) and any(bool((column.values[sorted(rows)] == 0).all()) for column in out)


_DATES: Final = re.compile(
    r"\d{4}-\d\d-\d\d|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{4})?"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?\b"
)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _counts_beyond(results: Results, claim: Claim, about: ClaimContext, words: str, place: int) -> bool:
    """Whether a number counts a list's rows beyond a limit of the sentence, or is that limit: "two are above 100 %"."""
    end = place + claim.end - claim.start
    pairs = list[tuple[float, Claim, str, str]]()
    if side := limit_of(words, place):
        earlier = [one for one in claims_of(words[:place]) if one.kind == "number" and one.unit is None]
        pairs = [(one.value, claim, side, counted(words, one.start, one.end)) for one in earlier]
    elif about.is_counted and (found := limit_after(words, end)) is not None:
        pairs = [(claim.value, *found, about.noun)]
    else:
        return False
    for count, limit, of, noun in pairs:
        for _, one in results:
            if one.result.cut_words or not noun or not is_list_of(one.result, noun) or limit.unit is None:
                continue
            for column in _meant(one.numbers, about):
                values = in_unit_of(column, limit, "")
                if (
                    np.isfinite(values).all()
                    and count == (values > limit.value if of == "above" else values < limit.value).sum()
                ):
                    return True
    return False


def _meant(columns: Sequence[NumberColumn], about: ClaimContext) -> list[NumberColumn]:
    """The columns that the words and the question mean; all where they mean none."""
    shared = [len(facets_of(f"{one.title} {one.key}") & (about.said | about.heard)) for one in columns]
    return [one for one, size in zip(columns, shared, strict=True) if size == max(shared)]


def _likeness(title: str, words: str) -> int:
    """How many words of a column's title a sentence has."""
    return sum(1 for word in re.findall(r"\w{3,}", title.lower()) if word in words)
