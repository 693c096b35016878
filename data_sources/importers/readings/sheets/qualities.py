"""Qualities of readings as tables write them: a column of them for each row, or one beside each column of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.channels import meaning_of
from data_sources.importers.readings.columns import ALIASES, MEANINGS, QUALITY_TEXTS
from data_sources.importers.readings.headings import plain, unaccented
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, as_text
from data_sources.warehouse.reading_values import ACTUAL, EDITED, ESTIMATED, MISSING

_ASKS_ESTIMATED = re.compile(r"estim|geschat", re.IGNORECASE)
_OTHER_QUALITY = re.compile(r"actual|quality|type|code", re.IGNORECASE)
_FLAG = re.compile(r"^([aesfn])\d{2}$")  # a NEM12 quality with its method
_NAMES_QUALITY = re.compile(
    r"(?:quality|qual|qualitat|qualite|kvalitet|flag|status|statut|estimated|estimate|readtype|^q|^ae)\d*$"
)
_NUMBER_AT_END = re.compile(r"(\d{1,3})$")
_UNKNOWN = -1
_WORST_FIRST = (_UNKNOWN, ESTIMATED, EDITED, ACTUAL)  # of what a reading is put together of

Values = Mapping[int, str]


def qualities(sheet: ReadingSheet, name: str | None, meanings: Mapping[str, str]) -> Ints:
    """Quality of each row; -1 where the text is none we know.

    Args:
        sheet: the rows.
        name: of their column of qualities.
        meanings: what a person said about texts.
    """
    if name is None:
        return np.full(len(sheet), ACTUAL, np.int64)
    return qualities_at(sheet, sheet.names.index(name), meanings)


def qualities_at(sheet: ReadingSheet, place: int, meanings: Mapping[str, str]) -> Ints:
    """The same of a column that is told by its place, as several may have one name."""
    name = sheet.names[place]
    coded = as_text(sheet.columns[place]).dictionary_encode()
    known = np.array([_quality(text, name, meanings) for text in coded.dictionary.to_pylist()], np.int64)
    return np.asarray(known[coded.indices.to_numpy(zero_copy_only=False)], np.int64)


def _quality(text: str, name: str, meanings: Mapping[str, str]) -> int:
    text = text.lower()
    asks = bool(_ASKS_ESTIMATED.search(name)) and not _OTHER_QUALITY.search(name)
    said = meaning_of(text, meanings)
    if said is not None and said in MEANINGS:
        return MEANINGS[said]
    if asks and text in ("n", "f"):  # "Estimated? N": no, false
        return ACTUAL
    text = unaccented(text)
    match = _FLAG.match(text)
    return ESTIMATED if asks and text == "t" else QUALITY_TEXTS.get(match[1] if match else text, _UNKNOWN)


def beside_values(
    file: str, names: Sequence[str], values: Values, texts: Callable[[int], list[str]], meanings: Mapping[str, str]
) -> dict[int, int]:
    """The place of the column of qualities of each column of values, where several have one of their own.

    Args:
        file: its name, for sentences.
        names: of all columns.
        values: name of each column of values, by its place.
        texts: some values of the column at a place.
        meanings: what a person said about texts.

    Returns:
        By the place of values; empty where one column of qualities, or none, is there for the whole row.

    Raises:
        ImportRefused: several columns have the same name, and of which values each is cannot be told.
    """
    found = [
        place for place, name in enumerate(names)
        if place not in values and _NAMES_QUALITY.search(plain(name)) and _holds(texts(place), name, meanings)
    ]  # fmt: skip
    if len(found) < 2 or len(values) < 2:
        return {}
    for pairs in (_next_to(values, found, 1), _next_to(values, found, -1), _by_name(names, values, found)):
        if len(pairs) == len(found):
            return pairs
    if len({plain(names[place]) for place in found}) < len(found):
        shown = ", ".join(repr(names[place]) for place in found[:4])
        raise ImportRefused(
            f"{file} has {len(found)} columns of qualities ({shown}), and which values each is of cannot be told; name "
            f"the one that counts for the row with --column quality=NAME."
        )
    return {}


def of_row(
    names: Sequence[str], taken: Collection[str], texts: Callable[[str], list[str]], meanings: Mapping[str, str]
) -> str | None:
    """The one column of qualities that only what it holds shows to be one, such as "Status".

    Args:
        names: of all columns.
        taken: of those that are something else.
        texts: some values of a column.
        meanings: what a person said about texts.
    """
    free = [name for name in names if name not in taken and _NAMES_QUALITY.search(plain(name))]
    found = [name for name in free if _holds(texts(name), name, meanings)]
    return found[0] if len(found) == 1 else None


def _holds(texts: list[str], name: str, meanings: Mapping[str, str]) -> bool:
    """Whether a column holds qualities that we know: some, where its name says so; else all, and not only nothing."""
    known = [_quality(text, name, meanings) != _UNKNOWN for text in texts if text]
    return any(known) and (all(known) or plain(name) in ALIASES["quality"])


def _next_to(values: Values, found: Sequence[int], step: int) -> dict[int, int]:
    return {place: place + step for place in values if place + step in found}


def _by_name(names: Sequence[str], values: Values, found: Sequence[int]) -> dict[int, int]:
    """As "Import Status" beside "Import kWh"; "Q17" beside "V17"."""
    pairs = {}
    for place in found:
        bare, number = plain(names[place]), _number(names[place])
        begins = [own for own, name in values.items() if plain(name) and bare.startswith(plain(name))]
        ends = [own for own, name in values.items() if number and _number(name) == number]
        own = begins or ends
        if len(own) == 1:
            pairs[own[0]] = place
    return pairs


def _number(name: str) -> str:
    match = _NUMBER_AT_END.search(name)
    return match[1] if match else ""


def settle_beside(values: Sequence[Floats], own: Sequence[Ints | None]) -> tuple[Ints, int]:
    """What is called missing goes, and the rest of the reading stays.

    Args:
        values: of each channel; changed.
        own: qualities of each channel; None where it has none of its own.

    Returns:
        The quality of each row: unknown (-1) where any is, missing where all are, else the weakest of those that have a
        value; and how many values were called missing.
    """
    count = len(values[0])
    quality, called = np.full(count, MISSING, np.int64), 0
    each = [np.full(count, ACTUAL, np.int64) if one is None else one for one in own]
    for numbers, mine in zip(values, each, strict=True):
        is_missing = mine == MISSING
        called += int((is_missing & ~np.isnan(numbers)).sum())
        numbers[is_missing] = np.nan
    for rank in reversed(_WORST_FIRST):
        for numbers, mine in zip(values, each, strict=True):
            counts = mine == rank if rank == _UNKNOWN else (mine == rank) & ~np.isnan(numbers)
            quality = np.where(counts, rank, quality)
    return quality, called
