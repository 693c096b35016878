"""Which columns tell when interruptions began and ended, by what they hold: stamps, or days beside times of day.

A heading such as End Time may stand over stamps or over times of day. So a side's first column is looked into, and what
it lacks is looked for among the other columns of its own side: that of the same words first (End Date beside End Time).
Only ends without a day anywhere are of the day that their start is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.lists.serials import serial_stamps
from data_sources.importers.outages.headings import ALIASES, Role, bare, fits
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.readings.stamps import is_time_of_day
from data_sources.network.rows import Texts

Side = Literal["start", "end"]
Kind = Literal["stamps", "days", "clocks", "nothing"]
_CLOCK_OF: dict[Side, Role] = {"start": "start_clock", "end": "end_clock"}
_HAS_CLOCK = re.compile(
    r"^(?!\s*[a-z]{3,}\.? \d{1,2},? \d{4}\s*$)(?:.*?(?:\d:\d|\d[T ]\d|\d\s*[ap]\.?m)|\s*(?:\d{10}|\d{12,16})\s*$)",
    re.IGNORECASE,
)  # Jan 13 2024 has none
_MIDNIGHT = re.compile(r"[T\s]0{1,2}:00(:00(\.0*)?)?$")
_DAY_NAMES = ("date", "day")  # of no side: of both


class Written(NamedTuple):
    """What a side's columns say.

    Attributes:
        texts: stamps, days or times of day, shape (rows,); empty where a row says nothing.
        kind: which of them.
        names: of the columns.
    """

    texts: Texts
    kind: Kind
    names: tuple[str, ...]

    @property
    def tells_hours(self) -> bool:
        """Whether they have times of day."""
        return self.kind == "stamps"

    @property
    def is_whole(self) -> bool:
        """Whether they have day and time of day; those of a spreadsheet that are all at 00:00 are days."""
        dated = {text for text in self.texts.tolist() if re.search(r"\d", text)}
        return self.kind == "stamps" and not all(_MIDNIGHT.search(text) for text in dated)

    @property
    def words(self) -> str:
        """The first column's heading without what says day or time: alike for End Date and End Time."""
        return re.sub(r"date|time|day|stamp", "", bare(self.names[0]))


def written(rows: SheetRows, side: Side) -> Written:
    """The columns of a side, put together where none holds both day and time of day.

    Args:
        rows: the file.
        side: whether of the start or of the end.

    Raises:
        ImportRefused: starts are times of day, and no column holds their days.
    """
    if not rows.has(side):
        return Written(rows.texts(side), "nothing", ())
    first = _held(rows, rows.name(side))
    if first.kind == "nothing" or first.is_whole:
        return first
    lacks: Kind = "days" if first.kind == "clocks" else "clocks"
    if other := _other(rows, side, first, lacks):
        rows.used.update(other.names)
        return other if other.is_whole else _together(first, other)
    if side == "start" and first.kind == "clocks":
        raise ImportRefused(_days_asked(rows))
    return first


def on_days_of(starts: Written, ends: Written) -> Written:
    """Ends that are bare times of day, on the day that their start is of."""
    days = np.array([text.split(" ")[0].split("T")[0] for text in starts.texts.tolist()], dtype=object)
    return Written(_beside(days, ends.texts), "stamps", ends.names)


def _other(rows: SheetRows, side: Side, first: Written, lacks: Kind) -> Written | None:
    """The column of what the first lacks; one that has both, where none of the same words lacks the rest."""
    if _CLOCK_OF[side] in rows.options.columns and first.kind != "clocks":
        return _held(rows, rows.name(_CLOCK_OF[side]))
    others = list(_others(rows, side))
    fitting = [
        one for one in others if one.kind == lacks or (lacks == "days" and one.kind == "stamps" and not one.is_whole)
    ]
    alike = (one for one in fitting if one.words == first.words)
    whole = (one for one in others if one.is_whole and first.kind != "stamps")
    return next(alike, None) or next(whole, None) or next(iter(fitting), None)


def _others(rows: SheetRows, side: Side) -> Iterator[Written]:
    """Columns of the side that nothing else is taken of, in the order of its aliases."""
    clock = _CLOCK_OF[side]
    if rows.has(clock):
        yield _held(rows, rows.name(clock))
    ranks = {alias: rank for rank, alias in enumerate((*ALIASES[side], *ALIASES[clock], *_DAY_NAMES))}
    if side == "end":
        ranks = {alias: rank for alias, rank in ranks.items() if alias not in _DAY_NAMES}
    free = (name for name in dict.fromkeys(rows.sheet.names) if name not in rows.used and fits(side, name))
    for name in sorted((name for name in free if bare(name) in ranks), key=lambda name: ranks[bare(name)]):
        yield _held(rows, name)


def _held(rows: SheetRows, name: str) -> Written:
    column = rows.sheet.row_texts.texts(name).to_numpy(zero_copy_only=False)
    texts = np.asarray(column, dtype=object)
    if serials := serial_stamps({text for text in texts.tolist() if text}):
        rows.note(f"{name!r} holds numbers of a spreadsheet: {next(iter(serials))} is {next(iter(serials.values()))}.")
        texts = np.array([serials.get(text, "") for text in texts.tolist()], dtype=object)
    return Written(texts, _kind({text for text in texts.tolist() if text}), (name,))


def _kind(some: set[str]) -> Kind:
    """What a column's texts are; those that are no time at all ("unknown") do not count."""
    some = {text for text in some if re.search(r"\d", text)}
    if not some:
        return "nothing"
    clocks = {text for text in some if is_time_of_day(text)}
    if any(_HAS_CLOCK.search(text) for text in some - clocks):
        return "stamps"
    return "days" if some - clocks else "clocks"


def _together(one: Written, other: Written) -> Written:
    days, clocks = (other, one) if one.kind == "clocks" else (one, other)
    return Written(_beside(days.texts, clocks.texts), "stamps", one.names + other.names)


def _beside(days: Texts, clocks: Texts) -> Texts:
    """Day and time of day as one stamp; nothing where either is missing."""
    day = [_MIDNIGHT.sub("", text) for text in days.tolist()]
    pairs = zip(day, clocks.tolist(), strict=True)
    return np.array([f"{one} {clock}" if one and clock else "" for one, clock in pairs], dtype=object)


def _days_asked(rows: SheetRows) -> str:
    name = rows.name("start")
    return (
        f"{rows.sheet.file}: {name!r} holds times of day, and no column their days; name the column of the days with "
        f"--column start=NAME, and that of the times with --column start_clock={name} (for ends: end=NAME and "
        f"end_clock=NAME)."
    )
