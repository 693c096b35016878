"""What covers a word that speaks of all things or of none (nobody, all power is back) or compares two numbers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa

from app.assistant.grounding.cells import (
    ClaimContext,
    Covered,
    Results,
    cells_like,
    fits_best,
    in_unit_of,
)
from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.deeds import is_open
from app.assistant.grounding.fitting import facets_of
from app.assistant.grounding.indexed import (
    BY_NUMBER,
    MANY_DIGITS,
    IndexedResult,
    is_list_of,
    is_none_of,
)
from app.assistant.grounding.ratios import pair_in_ratio, row_in_ratio
from app.assistant.grounding.wording import counted, is_of_the_question, limit_of, nobody_is, nouns_of
from app.assistant.results import CellRef, ToolResult

_FURTHER: Final = re.compile(r"\s+(?:other|further|more|additional)\b")


# A thing alone of which something is said: not "none of the customers of F0002".
_SUBJECT: Final = re.compile(r"(?:\A|[,;:]|\band\b)\W*(?:(?:the|so|feeder|circuit)\s)*[a-z]*-?\d[\w-]*\W{0,3}\Z")


def covered_whole(results: Results, claim: Claim, about: ClaimContext, words: str, place: int) -> Covered | None:
    """What covers a word that compares two numbers, or speaks of all things or of none; None where it is not known."""
    if claim.kind == "ratio" and claim.name:
        return None if _is_contrary(results, claim, about, words, place) else Covered(None)
    if claim.kind == "ratio":
        pair = _row_in_ratio(results, claim.value, about.names, words)
        return None if pair is None else Covered(pair)
    end = place + claim.end - claim.start
    if claim.name and claim.kind == "all" and is_open(words, place, end):
        return Covered(None)
    if own := frozenset(name for name in about.names if words[:place].rstrip(" *_`").endswith(name)):
        about = replace(about, near=own)  # the subject: "121 are out on F0006, F0001 is energized"
    if claim.name == "supply":
        out = replace(about, noun="customer", said=frozenset({"out"}))
        found = _covered_none(results, claim, out, words) or _covered_none(
            results, claim, replace(out, noun="outage"), words
        )
        return found or (Covered(None) if any(_tells_supply(one, about) for _, one in results) else None)
    if claim.name == "out":
        return None if _SUBJECT.search(words[:place]) and _is_supplied(results, about) else Covered(None)
    if (limit := limit_after(words, end)) is not None:
        return Covered(None) if _holds(results, claim.kind == "all", *limit, words, end) else None
    if claim.kind == "all":  # nothing but a list says it of all: what it says of them is not read
        return Covered(None) if is_of_the_question(words) and not claim.name else None
    noun = nobody_is(words, end) if claim.name else counted(words, place, end)
    if _FURTHER.match(words, end):
        is_whole = any(not one.result.cut_words and one.numbers and is_list_of(one.result, noun) for _, one in results)
        return Covered(None) if is_whole else None
    found = _covered_none(results, claim, replace(about, noun=noun), words)
    if not noun and words[place:end] == "nothing":
        found = found or _covered_none(results, claim, replace(about, noun="customer"), words)
    of = nouns_of(words[end:]) - {noun}  # "none of the feeders has customers out"
    others = [_covered_none(results, claim, replace(about, noun=one), words, is_list=False) for one in sorted(of)]
    return found or next((one for one in others if one), None)


def _covered_none(
    results: Results, claim: Claim, about: ClaimContext, words: str, *, is_list: bool = True
) -> Covered | None:
    """What covers that there is none of what is counted: a 0 that is of it, or an empty list."""
    zero = Claim("number", claim.start, claim.end, claim.text, step=0.0)
    named = [(number, one) for number, one in results if about.noun or about.rows(one, zero)]
    cells = [cell for cell, _ in cells_like(named, zero, about, words)]
    fitting = [cell for cell in cells if fits_best(results, cell, zero, about)]
    if fitting:
        return Covered(fitting[0])
    if not is_list:
        return None
    is_none = any(is_none_of(one.result, about.noun) for _, one in results)
    return Covered(None) if is_none or any(_is_missing(one, about) for _, one in results) else None


def is_lacking(result: ToolResult, one: IndexedResult, noun: str, names: Collection[str]) -> bool:
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
    found = BY_NUMBER.fullmatch(name)
    return re.sub(r"\d", "0", found[2] if found and found[1] in MANY_DIGITS else name)


def _is_missing(one: IndexedResult, about: ClaimContext) -> bool:
    """Whether a row that is named has no such thing: an outage without a crew."""
    keys = [column.key for column in one.result.columns if about.noun in nouns_of(f"{column.title} {column.key}")]
    texts = [one.result.table[key] for key in keys if key in one.result.table.column_names]
    rows = about.rows(one, Claim("none", 0, 0, "")) or ({0} if one.result.table.num_rows == 1 else set())
    return bool(rows and about.noun) and any(
        pa.types.is_string(column.type) and all(not column[row].as_py() for row in rows) for column in texts
    )


def _is_contrary(results: Results, claim: Claim, about: ClaimContext, words: str, place: int) -> bool:
    """Whether every column that may be meant says that of two named things the other one has more."""
    end = place + claim.end - claim.start
    before = sorted((name for name in about.names if name in words[:place]), key=words[:place].rfind)
    after = sorted((name for name in about.names if name in words[end:]), key=words[end:].find)
    what = place + len(claim.text.split()[0])
    noun, said, compared = counted(words, what, what), about.said | facets_of(claim.text), list[bool]()
    for _, one in results if before and after else []:
        rows = [{row for row, _ in one.names.get(name, ())} for name in (before[-1], after[0])]
        if any(len(found) != 1 for found in rows):
            continue
        first, second = (found.pop() for found in rows)
        columns = [column for column in one.numbers if not column.is_name and (not noun or noun in column.nouns)]
        shared = [len(facets_of(f"{column.title} {column.key}") & said) for column in columns]
        for column, size in zip(columns, shared, strict=True):
            if size == max(shared):
                one_value, other = column.values[first], column.values[second]
                compared.append(bool(one_value > other if claim.name == "more" else one_value < other))
    return bool(compared) and not any(compared)


def _is_supplied(results: Results, about: ClaimContext) -> bool:
    """Whether the rows of what is named say that nobody is out there."""
    numbers = [
        column.values[row]
        for _, one in results
        for column in one.numbers
        for row in about.rows(one, Claim("all", 0, 0, ""))
        if "out" in facets_of(f"{column.title} {column.key}") and "customer" in column.nouns
    ]
    return bool(numbers) and all(value == 0 for value in numbers)


def _tells_supply(one: IndexedResult, about: ClaimContext) -> bool:
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


def limit_after(words: str, place: int) -> tuple[Claim, str] | None:
    """The limit that the rest of a sentence speaks of, and on which side of it things are said to be."""
    for claim in claims_of(words[place:]):
        if claim.kind == "number" and (side := limit_of(words, place + claim.start)):
            return claim, side
    return None


def _holds(results: Results, is_all: bool, limit: Claim, side: str, words: str, end: int) -> bool:
    """Whether all rows of a list, or none of them, are beyond a limit; never of one that is cut, or not all known."""
    noun = counted(words, end, end)
    for _, one in results:
        if one.result.is_cut or not one.result.table.num_rows or not is_list_of(one.result, noun):
            continue
        for column in one.numbers:
            values = in_unit_of(column, limit, "")
            if limit.unit is None or not np.isfinite(values).all():
                continue
            beyond = values > limit.value if side == "above" else values < limit.value
            if bool(beyond.all() if is_all else not beyond.any()):
                return True
    return False


def _row_in_ratio(results: Results, ratio: float, names: Collection[str], words: str) -> CellRef | None:
    """The cell of the thing that is named first, where it is so many times that of the other one that is named."""
    for number, one in results:
        named = sorted((name for name in names if name in one.names), key=words.find)
        rows = [row for name in named for row, _ in one.names[name][:1]]
        for column in one.numbers:
            if (row := row_in_ratio(column.values, rows, ratio)) is not None:
                return CellRef(number, row, column.key)
    return None


def part_of(results: Results, claim: Claim, about: ClaimContext, words: str, place: int) -> CellRef | None:
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
