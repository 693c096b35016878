"""Wide files: one row a day, one column an interval.

Columns that name a time of day mean the wall clock's time: on a 23-hour day those of the skipped hour hold nothing, on
a 25-hour day the hour that comes twice has one column (taken as its first showing) or, where a label stands twice, two.
Numbered columns count from midnight: a row that fills exactly as many as the day has intervals is taken by elapsed
time, any other by the wall clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.options import Stamp
from data_sources.importers.readings.stamps import Localised, localise
from data_sources.warehouse.reading_values import INTERVALS_MINUTES

FEWEST_COLUMNS = 23
COUNTS = (24, 25, 48, 50, 96, 100, 288, 300)  # intervals of a day of 24 hours, or of the longest, 25
_LABEL = re.compile(
    r"^\D{0,12}?(\d{1,2})(?P<showing>[AB])?[:.h](\d{2})(?:[:.]00)?\s*([ap]m)?(?:\s*(?:-|–|to)\s*.*)?$", re.IGNORECASE
)
_BOTH_ENDS = re.compile(r"\d\s*(?:-|–|to)\s*\d")
_FOUR_DIGITS = re.compile(r"^([01]\d|2[0-4])([0-5]\d)$")
_NUMBERED = re.compile(r"^(.*?)(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Slots:
    """The interval columns of a wide file.

    Attributes:
        places: which columns they are.
        starts: minutes from the wall clock's midnight to the start of each.
        is_second: of a label that stands twice, or as 2A:00 and 2B:00, the second.
        minutes: length of an interval.
        is_numbered: they are numbered rather than labelled with a time.
    """

    places: list[int]
    starts: Ints
    is_second: Bools
    minutes: int
    is_numbered: bool


def find_slots(names: list[str], stamp: Stamp | None = None) -> Slots | None:
    """The interval columns among a file's columns; None where it is not wide.

    Args:
        names: of all columns.
        stamp: what a person says a label is of its interval; outweighs what the labels seem to be.
    """
    return _labelled(names, stamp) or _numbered(names)


def _labelled(names: list[str], stamp: Stamp | None) -> Slots | None:
    found = [(place, at) for place, name in enumerate(names) if (at := _minute(name)) is not None]
    if len(found) < FEWEST_COLUMNS:
        return None
    labels = np.array([at for _, at in found], np.int64)
    steps = np.diff(np.unique(labels))
    if not len(steps) or int(steps.min()) not in INTERVALS_MINUTES:
        return None
    minutes = int(steps.min())
    if labels[0] == minutes and labels[-1] in (0, 1440):  # 00:30 … 24:00: labels are ends, unless somebody says other
        labels = np.where(labels == 0, 1440, labels)
        stamp = stamp or "end"
    if stamp == "end" and not any(_BOTH_ENDS.search(names[place]) for place, _ in found):
        labels = labels - minutes
    seen: set[int] = set()
    is_second = []
    for (place, _), label in zip(found, labels.tolist(), strict=True):
        is_second.append(label in seen or _is_second(names[place]))
        seen.add(label)
    return Slots([place for place, _ in found], labels, np.array(is_second), minutes, False)


def _minute(name: str) -> int | None:
    match = _LABEL.match(name.strip()) or _FOUR_DIGITS.match(name.strip())
    if match is None:
        return None
    parts = match.groups()
    hour, minute = int(parts[0]), int(parts[-2] if match.re is _LABEL else parts[-1])
    if match.re is _LABEL and parts[-1]:
        hour = hour % 12 + (12 if parts[-1].lower() == "pm" else 0)
    return hour * 60 + minute if hour * 60 + minute <= 1440 and minute < 60 else None


def _is_second(name: str) -> bool:
    match = _LABEL.match(name.strip())
    return match is not None and (match["showing"] or "").upper() == "B"


def _numbered(names: list[str]) -> Slots | None:
    families: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(names):
        if match := _NUMBERED.match(name.strip()):
            families.setdefault(match[1].lower(), []).append((int(match[2]), place))
    if not families:
        return None
    most = max(len(family) for family in families.values())
    largest = sorted(next(family for family in families.values() if len(family) == most))
    numbers = [number for number, _ in largest]
    an_hour = len(numbers) // 24
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 1 or len(numbers) not in COUNTS:
        return None
    minutes = 60 // an_hour
    starts = np.arange(len(numbers), dtype=np.int64) * minutes
    return Slots([place for _, place in largest], starts, np.zeros(len(numbers), np.bool_), minutes, True)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the cells of a wide file's rows lie in time.

    Attributes:
        at: UTC microseconds of each cell, (rows, columns).
        is_there: cells that are an interval of their day.
        is_never: cells with a value at a time their clock skips, or beyond the day's end.
    """

    at: Ints
    is_there: Bools
    is_never: Bools


def place_cells(slots: Slots, midnight: Ints, values: Floats, zone: object) -> Placed:
    """The instants of the cells.

    Args:
        slots: the interval columns.
        midnight: wall-clock microseconds of each row's day.
        values: of the cells, NaN where empty; (rows, columns).
        zone: the file's clock.
    """
    wall = midnight[:, None] + slots.starts[None, :] * 60_000_000
    known = localise(wall.ravel(), zone)  # type: ignore[arg-type]
    at, is_there, skipped = _by_wall_clock(slots, known, wall.shape)
    beyond = np.broadcast_to((slots.starts >= 1440) & slots.is_numbered, wall.shape)
    is_there, skipped = is_there & ~beyond, skipped | beyond
    if slots.is_numbered:
        first = localise(midnight, zone).early  # type: ignore[arg-type]
        last = localise(midnight + 86_400_000_000, zone).early  # type: ignore[arg-type]
        intervals = (last - first) // (slots.minutes * 60_000_000)
        by_elapsed = _fills_exactly(values, intervals) & (intervals * slots.minutes != 1440)
        elapsed = first[:, None] + slots.starts[None, :] * 60_000_000
        at = np.where(by_elapsed[:, None], elapsed, at)
        is_there = np.where(by_elapsed[:, None], np.arange(wall.shape[1]) < intervals[:, None], is_there)
        skipped = skipped & ~by_elapsed[:, None]
    has_value = ~np.isnan(values) & (values != 0)
    return Placed(at, is_there, skipped & has_value)


def _by_wall_clock(slots: Slots, known: Localised, shape: tuple[int, ...]) -> tuple[Ints, Bools, Bools]:
    second = np.broadcast_to(slots.is_second, shape)
    at = np.where(second, known.late.reshape(shape), known.early.reshape(shape))
    # The second column of a label is an interval only on the day whose hour comes twice.
    skipped = known.is_never.reshape(shape) | (second & ~known.is_twice.reshape(shape))
    return at, ~skipped, skipped


def _fills_exactly(values: Floats, intervals: Ints) -> Bools:
    """Rows whose first `intervals` cells are filled and no other; fewer columns than intervals cannot number them."""
    filled = ~np.isnan(values)
    place = np.arange(values.shape[1])
    is_full = (filled == (place < intervals[:, None])).all(axis=1)
    return np.asarray(is_full & (values.shape[1] >= intervals))
