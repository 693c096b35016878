"""A result with its cells by kind: numbers, names, times, texts, and what its headings say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.units import MeasureUnit, unit_of_column
from app.assistant.grounding.wording import limit_of, nouns_of
from app.assistant.results import ToolResult
from app.widgets.column import Column

LONGEST_NAME = 80  # characters; a longer text is no name


_SINGLE: Final = 6e-8  # relative error of a number that was stored in four bytes


_DOUBLE: Final = 1e-12


# A thing told by its number, and the key of a column that holds such numbers.
BY_NUMBER: Final = re.compile(r"([a-z]+) (\d+)")


NUMBER_KEY: Final = re.compile(r"(?:\A|_)(?:id|no|number)\Z")


MANY_DIGITS: Final = frozenset({"outage", "order", "alarm"})  # named by nothing but their numbers


@dataclass(frozen=True, slots=True)
class NumberColumn:
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
class IndexedResult:
    """A result with its cells by kind, times as the utility's own; `limits` are numbers of its note, `told` words."""

    result: ToolResult
    numbers: list[NumberColumn]
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
        numbers = [found[2] for name in told if (found := BY_NUMBER.fullmatch(name)) and found[1] in MANY_DIGITS]
        return {*self.names, *self.asked, *told, *numbers}

    def kinds_of(self, name: str) -> frozenset[str]:
        """What a name that is a number names, by the headings of its columns."""
        keys = {key for _, key in self.names.get(name, ())}
        return nouns_of(" ".join(f"{one.title} {one.key}" for one in self.result.columns if one.key in keys))


def indexed(result: ToolResult, zone: ZoneInfo) -> IndexedResult:
    """A result by its cells, its times in a zone."""
    one = IndexedResult(result, [], {}, [], [])
    for column in result.columns:
        if column.key in result.table.column_names:
            _index_column(one, column, result.table[column.key], zone)
    one.asked = {name for asked in result.asked for name in _asked_for(asked.query.statement.text)}
    about = [result.title, result.place, result.period, result.note, *(passage.text for passage in result.passages)]
    one.limits = {claim: limit_of(result.note.lower(), claim.start) for claim in claims_of(result.note)}
    one.told = plain_words([result.note, *(passage.text for passage in result.passages)])
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


def _index_column(one: IndexedResult, column: Column, cells: pa.ChunkedArray, zone: ZoneInfo) -> None:
    kind = cells.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = pc.cast(cells, pa.float64(), safe=False).to_numpy(zero_copy_only=False) * column.factor
        error = _SINGLE if kind in (pa.float32(), pa.float16()) else _DOUBLE
        one.numbers.append(
            NumberColumn(
                column.key,
                column.title,
                values,
                unit_of_column(column),
                error,
                pa.types.is_integer(kind),
                nouns_of(f"{column.title} {column.key} {column.unit or ''}"),
                0.5 * 10.0**-column.decimals if column.kind in ("number", "share") else 0.0,
                is_count=column.kind == "count",
                is_name=column.kind == "text" or bool(NUMBER_KEY.search(column.key)),
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


def _local(value: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime | dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(zone)


def is_called(one: IndexedResult, name: str, kind: str, number: int) -> bool:
    """Whether a name is that of the thing of a kind and number: F0001 and feeder 1, 604 and outage 604."""
    if name == f"{kind} {number}":
        return True
    if name.isdigit():
        return int(name) == number and kind in one.kinds_of(name)
    found = re.fullmatch(r"([a-z]+)[-_ ]?(\d+)", name)
    return bool(found) and kind.startswith(found[1]) and int(found[2]) == number  # type: ignore[index]


def is_none_of(result: ToolResult, noun: str) -> bool:
    """Whether a result is a list of what is counted, with nothing in it."""
    is_of_it = is_list_of(result, noun) or (noun == "customer" and is_list_of(result, "outage"))
    return bool(result.columns) and result.table.num_rows == 0 and is_of_it


def is_count_of(result: ToolResult, claim: Claim, noun: str) -> bool:
    """Whether a number is that of a whole list of what is counted."""
    is_so = not result.is_cut and bool(result.columns) and claim.value == result.table.num_rows > 0
    return is_so and is_list_of(result, noun)


def is_list_of(result: ToolResult, noun: str) -> bool:
    """Whether the rows of a result may be what is counted, by its title and what heads its rows."""
    nouns = nouns_of(f"{result.title} {result.columns[0].title} {result.columns[0].key}")
    return not noun or not nouns or noun in nouns


def rows_named(one: IndexedResult, names: Collection[str]) -> set[int]:
    """Rows of a result that a sentence is about: those with a name of their own in it, else those with any."""
    told = [{row for row, _ in one.names[name]} for name in names if name in one.names]
    alone = [rows for rows in told if len(rows) == 1]
    return set().union(*(alone or told))


def plain_words(texts: Collection[str]) -> str:
    """Words alone, in small letters, with one space between two."""
    return " ".join(re.sub(r"[^\w\s%-]", " ", " ".join(texts).lower()).split())


def title_of(result: ToolResult, key: str) -> str:
    """How a column is headed."""
    return next((column.title for column in result.columns if column.key == key), key)
