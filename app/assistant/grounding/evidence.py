"""What an answer's results say: where a claim's number, time or name stands in them, and what the question gave."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.deeds import is_of_supply, is_open, is_own
from app.assistant.grounding.fitting import EVENTS, INDICES, beside, facets_of, fit
from app.assistant.grounding.ratios import pair_in_ratio, row_in_ratio
from app.assistant.grounding.units import MeasureUnit, unit_of_column
from app.assistant.grounding.wording import counted, is_denied, is_of_the_question, limit_of, nobody_is, nouns_of
from app.assistant.results import CellRef, ToolResult
from app.widgets.column import Column

QUOTED_WORDS: Final = 5  # that are told as they stand in a note
LONGEST_NAME = 80  # characters; a longer text is no name
_SINGLE: Final = 6e-8  # relative error of a number that was stored in four bytes
_DOUBLE: Final = 1e-12
# Words of a sentence that say what a minus says.
_FALLING: Final = re.compile(
    r"\b(?:fell|falls?|fallen|falling|drop\w*|declin\w*|decreas\w*|reduc\w*|down|less|lower\w*|fewer|below|under|minus"
    r"|negative|freez\w*|lost|los\w+|shrank|shrinks?|back|backwards?|revers\w*|export\w*|feeds? in"
    r"|fed in|short\w*|overdue|late|saves?|saved|savings?)\b",
    re.IGNORECASE,
)

# Words before a number of the question that take it up again, as a rank or a thing's number; or a time, as a period.
_NUMBERED: Final = re.compile(
    r"(?:\b(?:last|past|next|first|top|bottom|limit|threshold|year|class|crew|outage|order|feeder|substation|transformer"
    r"|meter|pole|case|number|no\.?|line|phase|zone|storm)s?\s*|[#“\"'])\s*\Z"
)
# A thing told by its number, and the key of a column that holds such numbers.
_BY_NUMBER: Final = re.compile(r"([a-z]+) (\d+)")
_NUMBER_KEY: Final = re.compile(r"(?:\A|_)(?:id|no|number)\Z")
_MANY_DIGITS: Final = frozenset({"outage", "order", "alarm"})  # named by nothing but their numbers
# Before a time that bounds a period, or says how old the data are.
_PERIOD: Final = re.compile(r"(?:\b(?:from|to|between|and|until|till|through|as of|as at|of)|[-–—(/])\s*\Z")
_SINCE: Final = re.compile(r"\bsince\s*\Z")
_AS_OF: Final = re.compile(
    r"\b(?:as of|as at|now|currently|updated|measured|data (?:of|from)|status (?:of|at))\b[^,;]*\Z"
)
_FEWEST: Final = re.compile(r"\b(?:fewest|lowest|least|minimum|smallest|one of|others?|rest|remaining|some)\b")
_FURTHER: Final = re.compile(r"\s+(?:other|further|more|additional)\b")
_IS_BACK: Final = re.compile(r"\b(?:restored|closed|completed|over|ended)\b")
_DATED: Final = re.compile(r"\b(?:in|on|from|to|by|for|since|until|till|after|before|during|within|year)\s*\Z")


@dataclass(frozen=True, slots=True)
class Covered:
    """A claim that something covers.

    Attributes:
        cell: where it stands; None where the question gave it, or a result's heading.
    """

    cell: CellRef | None


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A column of numbers: `values` as they are shown, their unit, and how exact they are stored.

    `nouns` are the kinds of things that it counts, as far as it says; what is not above `nothing` is shown as 0;
    one of names (604 of an outage) counts nothing.
    """

    key: str
    title: str
    values: np.ndarray
    unit: MeasureUnit | None
    error: float
    is_whole: bool
    nouns: frozenset[str] = frozenset()
    nothing: float = 0.0
    is_count: bool = False
    is_name: bool = False


@dataclass(slots=True)
class _Indexed:
    """A result with its cells by kind, times as the utility's own; `limits` are numbers of its note, `told` words."""

    result: ToolResult
    numbers: list[_Numbers]
    names: dict[str, list[tuple[int, str]]]
    moments: list[tuple[int, str, dt.datetime | dt.date]]
    texts: list[tuple[int, str, str]]
    headings: list[Claim] = field(default_factory=list)
    limits: dict[Claim, str] = field(default_factory=dict)
    told: str = ""
    asked: set[str] = field(default_factory=set)

    @property
    def about(self) -> set[str]:
        """Names, in small letters, of what it has rows of, or is itself about."""
        told = [one.name for one in self.headings if one.kind == "name"]
        numbers = [found[2] for name in told if (found := _BY_NUMBER.fullmatch(name)) and found[1] in _MANY_DIGITS]
        return {*self.names, *self.asked, *told, *numbers}

    def kinds_of(self, name: str) -> frozenset[str]:
        """What a name that is a number names, by the headings of its columns."""
        keys = {key for _, key in self.names.get(name, ())}
        return nouns_of(" ".join(f"{one.title} {one.key}" for one in self.result.columns if one.key in keys))


class AnswerEvidence:
    """All that may cover a claim of one answer; filled while the answer is made, used by one thread.

    Args:
        zone: the utility's; the answer tells its times.
        is_known: whether the database has a thing of a name (in small letters).
    """

    def __init__(self, zone: ZoneInfo, is_known: Callable[[str], bool]) -> None:
        self._zone, self._is_known = zone, is_known
        self._results: list[_Indexed] = []
        self._given: list[Claim] = []
        self._now: list[Claim] = []
        self._heard = frozenset[str]()

    def give(self, text: str) -> None:
        """Numbers and times of the question, or of what the answer was told to say."""
        self._given += claims_of(text)
        self.hear(text)

    def give_now(self, now: dt.datetime) -> None:
        """The present, as the answer was told it: it is no time of anything else."""
        here = now.astimezone(self._zone)
        self._now += claims_of(f"{here:%Y-%m-%d %H:%M}")

    def hear(self, text: str) -> None:
        """What was spoken of so far: a number may be of that though the words beside it do not say so again."""
        self._heard |= facets_of(text)

    def add(self, result: ToolResult) -> None:
        """A result, in the order in which they are shown."""
        self._results.append(_indexed(result, self._zone))

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
        if claim.kind != "name" or not (found := _BY_NUMBER.fullmatch(claim.name)):
            return claim
        kind, number = found[1], int(found[2])
        for one in self._results:
            for name in (*one.names, *sorted(one.about)):
                if _is_called(one, name, kind, number):
                    return replace(claim, name=name)
        columns = [column for one in self._results for column in one.numbers if _NUMBER_KEY.search(column.key)]
        if claim.text[-1].isdigit() and any(
            kind in one.nouns and bool((one.values == number).any()) for one in columns
        ):
            start = claim.end - len(re.findall(r"\d+", claim.text)[-1])
            return Claim("number", start, claim.end, claim.text[start - claim.end :], value=float(number))
        return claim

    def is_telling(self, claim: Claim) -> bool:
        """Whether a sentence that has a name is about that name alone: not where no result could name such a thing."""
        found = _BY_NUMBER.fullmatch(claim.name)
        if not found or found[1] not in _MANY_DIGITS:
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
        said = facets_of(beside(_DATES.sub(_blank, words), place, place + claim.end - claim.start))
        noun = _noun_of(claim, words, place)
        is_counted = bool(noun and counted(words[place:], 0, claim.end - claim.start))
        about = _About(frozenset(names), frozenset(near), noun, said, self._heard, tuple(when), is_counted)
        if claim.kind in ("ratio", "none", "all"):
            return _covered_whole(results, claim, about, words, place) or self._lacking(claim, about, words, place)
        found = list(_cells(results, claim, about, words)) or list(_mentions(results, claim, about))
        if claim.ratio and (whole := counted(words, place, place + claim.end - claim.start)):  # "half of the customers"
            found = [one for one in found if whole in nouns_of(one[1]) or "share" in one[1].lower()]
        is_elsewhere = bool(found)
        found = [one for one in found if _fits(results, one[0], claim, about)]
        if found:
            best = max(found, key=lambda one: (_likeness(one[1], words), -one[0].result))
            return Covered(best[0])
        if claim.kind == "name":
            return Covered(None) if self._is_known(claim.name) else self._retold(claim)
        if claim.ratio and (part := _part_of(results, claim, about, words, place)) is not None:
            return Covered(part)
        if is_elsewhere:  # what stands in a column that the words do not mean is nothing that was asked either
            return None
        return self._covered_by_words(results, claim, about, words, place)

    def _covered_by_words(
        self, results: _Results, claim: Claim, about: _About, words: str, place: int
    ) -> Covered | None:
        """What covers a number or a time that stands in no cell: the question, a heading, the time of asking."""
        is_time = claim.kind in ("date", "month", "clock")
        is_period = _PERIOD.search(words[:place]) or (claim.kind != "clock" and _SINCE.search(words[:place]))
        is_of_event = is_time and bool(about.said & EVENTS) and not is_period
        if (
            any(_is_same(claim, one, is_loose=True) for one in self._given)
            and not (is_of_event and _tell_events(results, about))
            and (
                _is_taken_up(claim, words, place) or _is_passed(results, claim, about.near or about.names, words, place)
            )
        ):
            return Covered(None)
        if (
            claim.kind == "number"
            and claim.value == 0
            and any(_is_none_of(one.result, about.noun) for _, one in results)
        ):
            return Covered(None)
        is_other = is_of_event and not _AS_OF.search(words[:place])
        if is_other and (claim.kind == "clock" or _tell_events(results, about)):
            return None
        if is_time and any(_is_same(claim, one, is_loose=False) for one in self._now):
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
        return Covered(None) if any(_is_same(claim, one, is_loose=False) for one in headings) else None

    def _is_quoted(self, words: str, place: int) -> bool:
        """Whether a word stands in a note or a passage of the results, with those after it."""
        said = _plain(words[place:].split()[:QUOTED_WORDS])
        return said.count(" ") == QUOTED_WORDS - 1 and any(said in one.told for one in self._results)

    def _lacking(self, claim: Claim, about: _About, words: str, place: int) -> Covered | None:
        """What covers that a place has none: a whole list, such as of outages, in which it does not stand."""
        if claim.kind == "ratio" or (claim.kind == "all" and claim.name != "supply"):
            return None
        noun = "customer" if claim.kind == "all" else claim.name
        noun = noun or counted(words, place, place + claim.end - claim.start)
        names = about.near or about.names
        return Covered(None) if any(_lacks(one.result, one, noun, names) for one in self._results) else None

    def _retold(self, name: Claim) -> Covered | None:
        """A name of the question, told by its number."""
        is_so = bool(_BY_NUMBER.fullmatch(name.name)) and any(name.name == one.name for one in self._given)
        return Covered(None) if is_so else None

    def _done(self, results: _Results, claim: Claim, names: frozenset[str], words: str, place: int) -> Covered | None:
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

    def _speaks_of(self, one: _Indexed, claim: Claim, names: set[str]) -> bool:
        """Whether a result may say something of what a sentence names.

        A number beside F0002 does not come from a result that is about F0001; nor, where no result is about F0002, from
        one about the whole utility.
        """
        if claim.kind == "name" or not names or names & one.about:
            return True
        has_rows_of_its_own = any(not name.isdigit() and any(map(str.isdigit, name)) for name in one.about)
        is_elsewhere = any(names & other.about for other in self._results)
        return is_elsewhere and not has_rows_of_its_own


_Results = list[tuple[int, _Indexed]]


@dataclass(frozen=True, slots=True)
class _About:
    """What a sentence says that a claim is about: the names in it, those of the claim itself, and what it counts.

    `said` are the facets of the words beside it, `heard` those of the question and of what was said before; `when` the
    times that it is of; it `is_counted` where what is counted stands after it.
    """

    names: frozenset[str]
    near: frozenset[str]
    noun: str
    said: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    when: tuple[Claim, ...] = ()
    is_counted: bool = False

    def rows(self, one: _Indexed, claim: Claim) -> set[int]:
        """Rows of a result that may cover the claim; empty for any."""
        if claim.kind == "name":
            return set()
        return _rows_named(one, self.near) or _rows_named(one, self.names) or _rows_at(one, claim, self.when)


def _rows_at(one: _Indexed, claim: Claim, when: Collection[Claim]) -> set[int]:
    """Rows of a list by day or hour that are of a time which a number is said to be of; empty for any."""
    if claim.kind not in ("number", "none") or not when or not one.moments:
        return set()
    first = one.moments[0][1]
    rows = {row for row, key, moment in one.moments if key == first and any(_is_moment(at, moment) for at in when)}
    return rows if len(rows) < one.result.table.num_rows else set()


def _noun_of(claim: Claim, words: str, place: int) -> str:
    """What a claim counts; a number with a unit counts nothing."""
    if claim.kind != "number" or claim.unit is not None:
        return ""
    return counted(words, place, place + claim.end - claim.start)


def _cells(results: _Results, claim: Claim, about: _About, words: str) -> Iterator[tuple[CellRef, str]]:
    """Every cell that says the same, and the title of its column."""
    for number, one in results:
        rows = about.rows(one, claim)
        named = {column.key for column in one.numbers if column.is_name} if about.is_counted else set()
        for row, key in _standing(one, claim, about.noun, is_falling=bool(_FALLING.search(words))):
            if (
                key not in named
                and (not rows or row in rows)
                and (claim.value or claim.kind != "number" or _is_zero(one, key, rows, words))
            ):
                yield CellRef(number, row, key), _title(one.result, key)
        if claim.kind == "number" and claim.unit is None and _is_count(one.result, claim, about.noun):
            yield CellRef(number, 0, one.result.columns[0].key), "number of rows"


def _mentions(results: _Results, claim: Claim, about: _About) -> Iterator[tuple[CellRef, str]]:
    """Every cell of words that holds the claim, such as an event's message."""
    for number, one in results:
        rows = about.rows(one, claim)
        for row, key, text in one.texts:
            if (not rows or row in rows) and any(
                _is_same(claim, said, is_loose=False)
                and about.noun in ("", counted(text.lower(), said.start, said.end))
                for said in _claims_in(text)
            ):
                yield CellRef(number, row, key), _title(one.result, key)


def _indexed(result: ToolResult, zone: ZoneInfo) -> _Indexed:
    one = _Indexed(result, [], {}, [], [])
    for column in result.columns:
        if column.key in result.table.column_names:
            _index_column(one, column, result.table[column.key], zone)
    one.asked = {name for asked in result.asked for name in _asked_for(asked.query.statement.text)}
    about = [result.title, result.place, result.period, result.note, *(passage.text for passage in result.passages)]
    one.limits = {claim: limit_of(result.note.lower(), claim.start) for claim in claims_of(result.note)}
    one.told = _plain([result.note, *(passage.text for passage in result.passages)])
    about += [str(result.in_all)] if result.in_all else []
    one.headings = [claim for text in about for claim in claims_of(text)]
    titles = [claim for column in result.columns for claim in claims_of(column.title)]
    one.headings += [claim for claim in titles if claim.unit is not None]  # "Voltage, 120 V base"
    if result.as_of is not None:
        here = result.as_of.astimezone(zone)
        one.headings += claims_of(f"{here:%Y-%m-%d} {here:%H:%M}")
    return one


@lru_cache(maxsize=512)
def _asked_for(text: str) -> frozenset[str]:
    """What a statement asks for by name: `WHERE feeder_name = 'F0002'`."""
    return frozenset(found.strip("% ").lower() for found in re.findall(r"'([^'\n]{2,80})'", text))


def _index_column(one: _Indexed, column: Column, cells: pa.ChunkedArray, zone: ZoneInfo) -> None:
    kind = cells.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = pc.cast(cells, pa.float64(), safe=False).to_numpy(zero_copy_only=False) * column.factor
        error = _SINGLE if kind in (pa.float32(), pa.float16()) else _DOUBLE
        one.numbers.append(
            _Numbers(
                column.key,
                column.title,
                values,
                unit_of_column(column),
                error,
                pa.types.is_integer(kind),
                nouns_of(f"{column.title} {column.key} {column.unit or ''}"),
                0.5 * 10.0**-column.decimals if column.kind in ("number", "share") else 0.0,
                is_count=column.kind == "count",
                is_name=column.kind == "text" or bool(_NUMBER_KEY.search(column.key)),
            )
        )
        # A number that is a thing's name, such as a work order's.
        if column.kind == "text" and pa.types.is_integer(kind):
            for row, value in enumerate(cells.to_pylist()):
                one.names.setdefault(str(value), []).append((row, column.key))
    elif pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        for row, value in enumerate(cells.to_pylist()):
            if value is not None:
                one.moments.append((row, column.key, _local(value, zone)))
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        for row, value in enumerate(cells.to_pylist()):
            if not value:
                continue
            if 2 <= len(value) <= LONGEST_NAME:
                one.names.setdefault(value.lower(), []).append((row, column.key))
            if any(letter.isdigit() for letter in value):
                one.texts.append((row, column.key, value))


@lru_cache(maxsize=8192)
def _claims_in(text: str) -> tuple[Claim, ...]:
    """Of a cell; every claim that no number covers asks for them again."""
    return tuple(claims_of(text))


def _local(value: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime | dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(zone)


def _standing(one: _Indexed, claim: Claim, noun: str, *, is_falling: bool) -> Iterator[tuple[int, str]]:
    """Rows and columns of a result's cells that say what a claim says."""
    if claim.kind == "name":
        yield from one.names.get(claim.name, ())
    elif claim.kind == "number":
        for column in one.numbers:
            yield from ((int(row), column.key) for row in np.flatnonzero(_matches(column, claim, noun, is_falling)))
    else:
        yield from ((row, key) for row, key, moment in one.moments if _is_moment(claim, moment))


def _matches(column: _Numbers, claim: Claim, noun: str, is_falling: bool) -> np.ndarray:
    """Whether each number of a column is the claimed one in a unit that fits it, rounded to the digits written."""
    values = _in_unit_of(column, claim, noun)
    if claim.value == 0:  # what is little is not nothing, unless the table shows it as 0 itself
        with np.errstate(invalid="ignore"):
            is_nothing = np.abs(column.values) <= (column.nothing if claim.unit is not None else 0.0)
        return np.isfinite(values) & is_nothing
    return _near(values, claim, column.error, is_falling)


def _in_unit_of(column: _Numbers, claim: Claim, noun: str) -> np.ndarray:
    """The numbers of a column as a claim writes them; NaN where it cannot speak of them."""
    values, theirs, ours = column.values, column.unit, claim.unit
    if noun and (theirs is not None or (column.nouns and noun not in column.nouns)):
        return np.full(len(values), np.nan)
    if ours is not None and theirs is not None:
        return values * (theirs.size / ours.size) if ours.measure == theirs.measure else np.full(len(values), np.nan)
    if ours is not None:
        # A number without a unit is in none, but a share may be kept as a part of one.
        if ours.measure != "share" or column.is_whole:
            return np.full(len(values), np.nan)
        with np.errstate(invalid="ignore"):
            return np.where(np.abs(values) <= 1, 100 * values, np.nan)
    return values


def _near(values: np.ndarray, claim: Claim, error: float, is_falling: bool) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        size = np.abs(values)
        apart = np.abs(values - claim.value)
        if claim.value > 0 and is_falling:  # "fell by 3 %": the sign stands in words
            apart = np.minimum(apart, np.abs(size - claim.value))
        return np.nan_to_num(apart, nan=np.inf) <= 0.5 * claim.step * (1 + 1e-9) + error * size


def _is_moment(claim: Claim, moment: dt.datetime | dt.date) -> bool:
    """Whether a time is the claimed one; a date and the clock time beside it are one."""
    if isinstance(moment, dt.datetime) and claim.zone:
        if claim.zone in ("UTC", "GMT", "Z"):
            moment = moment.astimezone(dt.UTC)
        elif claim.zone not in (moment.tzname(), f"{(moment.tzname() or '  ')[0]}T"):
            return False
    minute = 60 * moment.hour + moment.minute if isinstance(moment, dt.datetime) else None
    if claim.kind == "clock":
        return minute == claim.value and (claim.day is None or _is_day(claim, moment.date()))  # type: ignore[union-attr]
    day = moment.date() if isinstance(moment, dt.datetime) else moment
    is_then = claim.minute < 0 or minute is None or claim.minute == minute
    return claim.day is not None and is_then and _is_day(claim, day)


def _is_day(claim: Claim, day: dt.date) -> bool:
    assert claim.day is not None
    if claim.kind == "month":
        return (day.year, day.month) == (claim.day.year, claim.day.month)
    return (day.month, day.day) == (claim.day.month, claim.day.day) and claim.day.year in (1, day.year)


def _is_same(claim: Claim, said: Claim, *, is_loose: bool) -> bool:
    """Whether two texts claim the same; a loose one may leave out the unit, as in "above 80" and "80 %"."""
    if claim.kind == "number" and said.kind == "number":
        if claim.unit is None or said.unit is None:
            return (is_loose or claim.unit is said.unit) and claim.value == said.value
        same = claim.unit.measure == said.unit.measure
        return same and bool(np.isclose(claim.value * claim.unit.size, said.value * said.unit.size, rtol=1e-9))
    if claim.kind == "number" and said.kind in ("date", "month") and claim.unit is None:
        return said.day is not None and claim.value == said.day.year
    if claim.kind in ("date", "month") and said.day is not None and said.kind in ("date", "month"):
        return _is_day(claim, said.day) or _is_day(said, claim.day or said.day)
    if claim.kind == said.kind == "clock" and (claim.zone in ("UTC", "GMT", "Z")) != (said.zone in ("UTC", "GMT", "Z")):
        return False
    return claim.kind == said.kind and (claim.value, claim.name) == (said.value, said.name)


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


def _is_passed(results: _Results, claim: Claim, near: Collection[str], words: str, place: int) -> bool:
    """Whether a limit of the question, said again, is one that a cell is beyond."""
    side = limit_of(words, place)
    if not side or claim.kind != "number":
        return False
    noun = counted(words, place, place + claim.end - claim.start) if claim.unit is None else ""
    for _, one in results:
        rows = sorted(_rows_named(one, near))
        for column in one.numbers:
            values = _in_unit_of(column, claim, noun)
            values = values[rows] if rows else values
            with np.errstate(invalid="ignore"):
                if bool(((values >= claim.value) if side == "above" else (values <= claim.value)).any()):
                    return True
    return False


def _covered_whole(results: _Results, claim: Claim, about: _About, words: str, place: int) -> Covered | None:
    """What covers a word that compares two numbers, or speaks of all things or of none; None where it is not known."""
    if claim.kind == "ratio":
        pair = _row_in_ratio(results, claim.value, about.names, words)
        return None if pair is None else Covered(pair)
    end = place + claim.end - claim.start
    if claim.name and claim.kind == "all" and is_open(words, place, end):
        return Covered(None)
    if claim.name == "supply":
        out = replace(about, noun="customer", said=frozenset({"out"}))
        return _covered_none(results, claim, out, words) or _covered_none(
            results, claim, replace(out, noun="outage"), words
        )
    if (limit := _limit_after(words, end)) is not None:
        return Covered(None) if _holds(results, claim.kind == "all", *limit, words, end) else None
    if claim.kind == "all":  # nothing but a list says it of all: what it says of them is not read
        return Covered(None) if is_of_the_question(words) and not claim.name else None
    noun = nobody_is(words, end) if claim.name else counted(words, place, end)
    if _FURTHER.match(words, end):
        is_whole = any(not one.result.cut_words and one.numbers and _lists(one.result, noun) for _, one in results)
        return Covered(None) if is_whole else None
    found = _covered_none(results, claim, replace(about, noun=noun), words)
    if not noun and words[place:end] == "nothing":
        found = found or _covered_none(results, claim, replace(about, noun="customer"), words)
    of = nouns_of(words[end:]) - {noun}  # "none of the feeders has customers out"
    others = [_covered_none(results, claim, replace(about, noun=one), words, is_list=False) for one in sorted(of)]
    return found or next((one for one in others if one), None)


def _covered_none(
    results: _Results, claim: Claim, about: _About, words: str, *, is_list: bool = True
) -> Covered | None:
    """What covers that there is none of what is counted: a 0 that is of it, or an empty list."""
    zero = Claim("number", claim.start, claim.end, claim.text, step=0.0)
    named = [(number, one) for number, one in results if about.noun or about.rows(one, zero)]
    cells = [cell for cell, _ in _cells(named, zero, about, words)]
    fitting = [cell for cell in cells if _fits(results, cell, zero, about)]
    if fitting:
        return Covered(fitting[0])
    if not is_list:
        return None
    is_none = any(_is_none_of(one.result, about.noun) for _, one in results)
    return Covered(None) if is_none or any(_is_missing(one, about) for _, one in results) else None


def _lacks(result: ToolResult, one: _Indexed, noun: str, names: Collection[str]) -> bool:
    """Whether a whole list of outages or such has none at a place: others of its kind stand there."""
    if result.cut_words or result.place or not result.columns or not names or not noun:
        return False
    if noun not in nouns_of(" ".join(f"{column.title} {column.key}" for column in result.columns)):
        return False
    first = result.columns[0].key
    stems = {re.sub(r"\d", "0", name) for name, cells in one.names.items() if all(key != first for _, key in cells)}
    return all(name not in one.names and _stem(name) in stems for name in names)


def _stem(name: str) -> str:
    """Of a name without its digits, and of `outage 604` as of the 604 in a column."""
    found = _BY_NUMBER.fullmatch(name)
    return re.sub(r"\d", "0", found[2] if found and found[1] in _MANY_DIGITS else name)


def _is_missing(one: _Indexed, about: _About) -> bool:
    """Whether a row that is named has no such thing: an outage without a crew."""
    keys = [column.key for column in one.result.columns if about.noun in nouns_of(f"{column.title} {column.key}")]
    texts = [one.result.table[key] for key in keys if key in one.result.table.column_names]
    rows = about.rows(one, Claim("none", 0, 0, "")) or ({0} if one.result.table.num_rows == 1 else set())
    return bool(rows and about.noun) and any(
        pa.types.is_string(column.type) and all(not column[row].as_py() for row in rows) for column in texts
    )


def _is_zero(one: _Indexed, key: str, rows: Collection[int], words: str) -> bool:
    """Whether a column is 0 in all the rows that are spoken of: one 0 of many is not said of all."""
    column = next(column for column in one.numbers if column.key == key)
    values = column.values[sorted(rows)] if rows else column.values
    return bool(_FEWEST.search(words)) or bool((np.abs(values) <= column.nothing).all())


def _fits(results: _Results, cell: CellRef, claim: Claim, about: _About) -> bool:
    """Whether no other column of the same row is rather what the words beside a claim say."""
    indexed = dict(results)
    one = indexed[cell.result]
    own = fit(f"{_title(one.result, cell.key)} {cell.key}", about.said, about.heard)
    rivals = set[str]()
    if claim.kind in ("date", "clock"):
        rivals = {f"{_title(one.result, key)} {key}" for row, key, _ in one.moments if row == cell.row}
        if cell.key not in {key for _, key, _ in one.moments}:
            return True
        return all(fit(heading, about.said, about.heard)[0] <= own[0] for heading in rivals)
    elif claim.kind == "number":
        mine = next((column for column in one.numbers if column.key == cell.key), None)
        if mine is None:
            return True
        for number, other in results:
            rows = {cell.row} if number == cell.result else about.rows(other, claim)
            rivals |= {f"{two.title} {two.key}" for two in other.numbers if _is_rival(mine, two, rows, about)}
    return own[0] >= 0 and all(fit(heading, about.said, about.heard) <= own for heading in rivals)


def _is_rival(mine: _Numbers, other: _Numbers, rows: Collection[int], about: _About) -> bool:
    """Whether a column could say what another one does: it measures the same, and is known there."""
    if facets_of(f"{other.title} {other.key}") & about.said & INDICES:
        return True
    noun = about.noun
    if (mine.unit is None) != (other.unit is None) or (
        mine.unit and other.unit and mine.unit.measure != other.unit.measure
    ):
        return False
    is_of_it = not noun or noun in other.nouns or (other.is_count and not other.nouns)
    return is_of_it and any(bool(np.isfinite(other.values[row])) for row in rows)


def _tell_events(results: _Results, about: _About) -> bool:
    """Whether results have times of what a sentence says: of a peak, of when supply is back."""
    wanted = about.said & EVENTS
    return any(
        wanted & facets_of(f"{_title(one.result, key)} {key}") for _, one in results for _, key, _ in one.moments
    )


def _tells_back(one: _Indexed, names: Collection[str]) -> bool:
    """Whether a result says that what is named has supply again."""
    rows = _rows_named(one, names) or set(range(one.result.table.num_rows))
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


def _tells_supply(one: _Indexed, about: _About) -> bool:
    """Whether a column of supply says yes of what is named."""
    rows = about.rows(one, Claim("all", 0, 0, "")) or ({0} if one.result.table.num_rows == 1 else set())
    for column in one.result.columns:
        if rows and re.search(r"energi[sz]ed|supply|power", f"{column.title} {column.key}".lower()):
            values = [
                one.result.table[column.key][row].as_py() for row in rows if column.key in one.result.table.column_names
            ]
            if values and all(value is True or str(value).lower() in ("yes", "on", "energized") for value in values):
                return True
    return False


def _is_called(one: _Indexed, name: str, kind: str, number: int) -> bool:
    """Whether a name is that of the thing of a kind and number: F0001 and feeder 1, 604 and outage 604."""
    if name == f"{kind} {number}":
        return True
    if name.isdigit():
        return int(name) == number and kind in one.kinds_of(name)
    found = re.fullmatch(r"([a-z]+)[-_ ]?(\d+)", name)
    return bool(found) and kind.startswith(found[1]) and int(found[2]) == number  # type: ignore[index]


_DATES: Final = re.compile(
    r"\d{4}-\d\d-\d\d|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{4})?"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?\b"
)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _limit_after(words: str, place: int) -> tuple[Claim, str] | None:
    """The limit that the rest of a sentence speaks of, and on which side of it things are said to be."""
    for claim in claims_of(words[place:]):
        if claim.kind == "number" and (side := limit_of(words, place + claim.start)):
            return claim, side
    return None


def _holds(results: _Results, is_all: bool, limit: Claim, side: str, words: str, end: int) -> bool:
    """Whether all rows of a list, or none of them, are beyond a limit; never of one that is cut, or not all known."""
    noun = counted(words, end, end)
    for _, one in results:
        if one.result.is_cut or not one.result.table.num_rows or not _lists(one.result, noun):
            continue
        for column in one.numbers:
            values = _in_unit_of(column, limit, "")
            if limit.unit is None or not np.isfinite(values).all():
                continue
            beyond = values > limit.value if side == "above" else values < limit.value
            if bool(beyond.all() if is_all else not beyond.any()):
                return True
    return False


def _counts_beyond(results: _Results, claim: Claim, about: _About, words: str, place: int) -> bool:
    """Whether a number counts a list's rows beyond a limit of the sentence, or is that limit: "two are above 100 %"."""
    end = place + claim.end - claim.start
    pairs = list[tuple[float, Claim, str, str]]()
    if side := limit_of(words, place):
        earlier = [one for one in claims_of(words[:place]) if one.kind == "number" and one.unit is None]
        pairs = [(one.value, claim, side, counted(words, one.start, one.end)) for one in earlier]
    elif about.is_counted and (found := _limit_after(words, end)) is not None:
        pairs = [(claim.value, *found, about.noun)]
    else:
        return False
    for count, limit, of, noun in pairs:
        for _, one in results:
            if one.result.cut_words or not noun or not _lists(one.result, noun) or limit.unit is None:
                continue
            for column in one.numbers:
                values = _in_unit_of(column, limit, "")
                if (
                    np.isfinite(values).all()
                    and count == (values > limit.value if of == "above" else values < limit.value).sum()
                ):
                    return True
    return False


def _row_in_ratio(results: _Results, ratio: float, names: Collection[str], words: str) -> CellRef | None:
    """The cell of the thing that is named first, where it is so many times that of the other one that is named."""
    for number, one in results:
        named = sorted((name for name in names if name in one.names), key=words.find)
        rows = [row for name in named for row, _ in one.names[name][:1]]
        for column in one.numbers:
            if (row := row_in_ratio(column.values, rows, ratio)) is not None:
                return CellRef(number, row, column.key)
    return None


def _part_of(results: _Results, claim: Claim, about: _About, words: str, place: int) -> CellRef | None:
    """The cell that is such a part of another one: of the same row, or of the thing that is named second."""
    if (row := _row_in_ratio(results, claim.ratio, about.names, words)) is not None:
        return row
    noun = counted(words, place, place + claim.end - claim.start)
    for number, one in results if noun else []:
        rows = about.rows(one, claim) or ({0} if one.result.table.num_rows == 1 else set())
        alike = [column for column in one.numbers if noun in column.nouns]
        for at in rows if len(rows) == 1 else ():
            if (found := pair_in_ratio([column.values for column in alike], at, claim.ratio)) is not None:
                return CellRef(number, at, alike[found].key)
    return None


def _is_none_of(result: ToolResult, noun: str) -> bool:
    """Whether a result is a list of what is counted, with nothing in it."""
    is_of_it = _lists(result, noun) or (noun == "customer" and _lists(result, "outage"))
    return bool(result.columns) and result.table.num_rows == 0 and is_of_it


def _is_count(result: ToolResult, claim: Claim, noun: str) -> bool:
    is_so = not result.is_cut and bool(result.columns) and claim.value == result.table.num_rows > 0
    return is_so and _lists(result, noun)


def _lists(result: ToolResult, noun: str) -> bool:
    """Whether the rows of a result may be what is counted, by its title and what heads its rows."""
    nouns = nouns_of(f"{result.title} {result.columns[0].title} {result.columns[0].key}")
    return not noun or not nouns or noun in nouns


def _rows_named(one: _Indexed, names: Collection[str]) -> set[int]:
    """Rows of a result that a sentence is about: those with a name of their own in it, else those with any."""
    told = [{row for row, _ in one.names[name]} for name in names if name in one.names]
    alone = [rows for rows in told if len(rows) == 1]
    return set().union(*(alone or told))


def _plain(texts: Collection[str]) -> str:
    """Words alone, in small letters, with one space between two."""
    return " ".join(re.sub(r"[^\w\s%-]", " ", " ".join(texts).lower()).split())


def _title(result: ToolResult, key: str) -> str:
    return next((column.title for column in result.columns if column.key == key), key)


def _likeness(title: str, words: str) -> int:
    """How many words of a column's title a sentence has."""
    return sum(1 for word in re.findall(r"\w{3,}", title.lower()) if word in words)
