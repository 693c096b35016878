"""Which cells of the results say what a claim says, in a column that the words beside it mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.fitting import INDICES, facets_of, fit
from app.assistant.grounding.indexed import (
    IndexedResult,
    NumberColumn,
    is_count_of,
    rows_named,
    title_of,
)
from app.assistant.grounding.wording import counted
from app.assistant.results import CellRef

# Words of a sentence that say what a minus says.
_FALLING: Final = re.compile(
    r"\b(?:fell|falls?|fallen|falling|drop\w*|declin\w*|decreas\w*|reduc\w*|down|less|lower\w*|fewer|below|under|minus"
    r"|negative|freez\w*|lost|los\w+|shrank|shrinks?|back|backwards?|revers\w*|export\w*|feeds? in"
    r"|fed in|short\w*|overdue|late|saves?|saved|savings?)\b",
    re.IGNORECASE,
)


ROWS: Final = "number of rows"
"""Heading of a list's length, as of a column."""

_FEWEST: Final = re.compile(r"\b(?:fewest|lowest|least|minimum|smallest|one of|others?|rest|remaining|some)\b")


@dataclass(frozen=True, slots=True)
class Covered:
    """A claim that something covers.

    Attributes:
        cell: where it stands; None where the question gave it, or a result's heading.
    """

    cell: CellRef | None


Results = list[tuple[int, IndexedResult]]


@dataclass(frozen=True, slots=True)
class ClaimContext:
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

    def rows(self, one: IndexedResult, claim: Claim) -> set[int]:
        """Rows of a result that may cover the claim; empty for any."""
        if claim.kind == "name":
            return set()
        return rows_named(one, self.near) or rows_named(one, self.names) or _rows_at(one, claim, self.when)


def _rows_at(one: IndexedResult, claim: Claim, when: Collection[Claim]) -> set[int]:
    """Rows of a list by day or hour that are of a time which a number is said to be of; empty for any."""
    if claim.kind not in ("number", "none") or not when or not one.moments:
        return set()
    first = one.moments[0][1]
    rows = {row for row, key, moment in one.moments if key == first and any(_is_moment(at, moment) for at in when)}
    return rows if len(rows) < one.result.table.num_rows else set()


def cells_like(results: Results, claim: Claim, about: ClaimContext, words: str) -> Iterator[tuple[CellRef, str]]:
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
                yield CellRef(number, row, key), title_of(one.result, key)
        if claim.kind == "number" and claim.unit is None and is_count_of(one.result, claim, about.noun):
            yield CellRef(number, 0, one.result.columns[0].key), ROWS


def mentions_of(results: Results, claim: Claim, about: ClaimContext) -> Iterator[tuple[CellRef, str]]:
    """Every cell of words that holds the claim, such as an event's message."""
    for number, one in results:
        rows = about.rows(one, claim)
        for row, key, text in one.texts:
            if (not rows or row in rows) and any(
                is_same(claim, said, is_loose=False) and about.noun in ("", counted(text.lower(), said.start, said.end))
                for said in _claims_in(text)
            ):
                yield CellRef(number, row, key), title_of(one.result, key)


@lru_cache(maxsize=8192)
def _claims_in(text: str) -> tuple[Claim, ...]:
    """Of a cell; every claim that no number covers asks for them again."""
    return tuple(claims_of(text))


def _standing(one: IndexedResult, claim: Claim, noun: str, *, is_falling: bool) -> Iterator[tuple[int, str]]:
    """Rows and columns of a result's cells that say what a claim says."""
    if claim.kind == "name":
        yield from one.names.get(claim.name, ())
    elif claim.kind == "number":
        for column in one.numbers:
            yield from ((int(row), column.key) for row in np.flatnonzero(_matches(column, claim, noun, is_falling)))
    else:
        yield from ((row, key) for row, key, moment in one.moments if _is_moment(claim, moment))


def _matches(column: NumberColumn, claim: Claim, noun: str, is_falling: bool) -> np.ndarray:
    """Whether each number of a column is the claimed one in a unit that fits it, rounded to the digits written."""
    values = in_unit_of(column, claim, noun)
    if claim.value == 0:  # what is little is not nothing, unless the table shows it as 0 itself
        with np.errstate(invalid="ignore"):
            is_nothing = np.abs(column.values) <= (column.nothing if claim.unit is not None else 0.0)
        return np.isfinite(values) & is_nothing
    return _near(values, claim, column.error, is_falling)


def in_unit_of(column: NumberColumn, claim: Claim, noun: str) -> np.ndarray:
    """The numbers of a column as a claim writes them; NaN where it cannot speak of them."""
    values, theirs, ours = column.values, column.unit, claim.unit
    is_no_count = not column.nouns and not column.is_whole and not column.is_count  # SAIFI 2.95 is no three feeders
    if noun and (theirs is not None or is_no_count or (column.nouns and noun not in column.nouns)):
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


def is_same(claim: Claim, said: Claim, *, is_loose: bool) -> bool:
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


def _is_zero(one: IndexedResult, key: str, rows: Collection[int], words: str) -> bool:
    """Whether a column is 0 in all the rows that are spoken of: one 0 of many is not said of all."""
    column = next(column for column in one.numbers if column.key == key)
    values = column.values[sorted(rows)] if rows else column.values
    return bool(_FEWEST.search(words)) or bool((np.abs(values) <= column.nothing).all())


def fits_best(results: Results, cell: CellRef, claim: Claim, about: ClaimContext) -> bool:
    """Whether no other column of the same row is rather what the words beside a claim say."""
    indexed = dict(results)
    one = indexed[cell.result]
    own = fit(f"{title_of(one.result, cell.key)} {cell.key}", about.said, about.heard)
    rivals = set[str]()
    if claim.kind in ("date", "clock"):
        rivals = {f"{title_of(one.result, key)} {key}" for row, key, _ in one.moments if row == cell.row}
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


def _is_rival(mine: NumberColumn, other: NumberColumn, rows: Collection[int], about: ClaimContext) -> bool:
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
