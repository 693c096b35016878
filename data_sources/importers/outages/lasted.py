"""How long each interruption lasted: from its times, from a column of durations, or from its customer minutes.

A row that has both times and a duration must say the same twice, as far as the duration's last digit tells: one that
contradicts itself is refused, since nothing says which of the two is wrong. A duration also tells which of two hours
was meant where the clock shows one twice, and the day of an end that is a bare time of day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.lists.clock import TwoReadings
from data_sources.importers.lists.rows import so_many
from data_sources.importers.outages.durations import grain_of, is_clock, minutes_of, unit_asked
from data_sources.importers.outages.headings import UNITS, unit_of
from data_sources.importers.outages.options import DurationUnit
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.outages.times import Times
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.stamps import NOT_A_TIME

US_A_MINUTE = 60_000_000
DAY_MINUTES = 1440.0
TURNED_MINUTES = 60.0  # by which a clock is turned
AGREE_MINUTES, AGREE_SHARE = 1.0, 0.01
LONG_DAYS, MOST_DAYS = 60, 3_660  # told; refused, since no record is as long


def lasted(rows: SheetRows, times: Times, customers: Floats) -> tuple[Ints, Floats]:
    """(starts in microseconds UTC, minutes) of each row; rows without either are refused.

    Args:
        rows: the file.
        times: its columns of times.
        customers: of each row, for durations that only customer minutes tell.

    Raises:
        ImportRefused: durations whose unit cannot be told, or days without times of day and without durations.
    """
    starts = times.starts()
    _refuse_no_time(rows, "start", starts.early)
    said = _said(rows, times)
    if not times.start.tells_hours and (starts.early != NOT_A_TIME).any():
        _settle_days(rows, said.minutes, customers)
        began, minutes = starts.early, said.minutes.copy()
    else:
        began, minutes = _between(rows, times, starts, _ends(rows, times), said)
    _refuse_other_days(rows, times, starts, said)
    minutes = np.where(np.isnan(minutes), _by_customer_minutes(rows, customers), minutes)
    rows.refuse(np.isnan(minutes), "it names neither an end nor a duration: still out, or not told")
    rows.refuse(minutes < 0, "it was restored before it began")
    rows.refuse(minutes > MOST_DAYS * DAY_MINUTES, f"it lasted longer than {MOST_DAYS:,} days")
    _tell_long(rows, minutes)
    return began, minutes


def _refuse_no_time(rows: SheetRows, role: str, at: Ints) -> None:
    texts = rows.texts(role)
    rows.refuse((at == NOT_A_TIME) & (texts == ""), f"it has no {rows.name(role)!r}")
    rows.refuse((at == NOT_A_TIME) & (texts != ""), f"{rows.name(role)!r} is no time")


def _settle_days(rows: SheetRows, said: Floats, customers: Floats) -> None:
    if np.isnan(said).all() and np.isnan(_by_customer_minutes(rows, customers)).all():
        raise ImportRefused(
            f"{rows.sheet.file}: {rows.name('start')!r} holds days without times of day, and no column the durations; "
            f"name the column of the times with --column start_clock=NAME, or that of durations with --column "
            f"duration=NAME."
        )
    rows.note("Its starts are days without times of day: each counts as begun at midnight, for its duration.")


def _ends(rows: SheetRows, times: Times) -> TwoReadings:
    """Moments of ends; none where they are days without times of day, which say no moment."""
    if times.end.tells_hours:
        return times.ends()
    if times.end.kind == "days":
        if not any(map(rows.has, ("duration", "customer_minutes"))):
            raise ImportRefused(
                f"{rows.sheet.file}: {rows.name('end')!r} holds days without times of day, and no column the "
                f"durations; name the column of the times with --column end_clock=NAME, or that of durations with "
                f"--column duration=NAME."
            )
        rows.note(f"{rows.name('end')!r} holds days without times of day: durations count.")
    return TwoReadings(*[np.full(len(rows.sheet), NOT_A_TIME)] * 3)


def _refuse_other_days(rows: SheetRows, times: Times, starts: TwoReadings, said: _Durations) -> None:
    """Where the start, the end or both are days alone, the duration must lead from the one day to the other."""
    if times.end.kind == "nothing" or (times.start.tells_hours and times.end.tells_hours):
        return
    ends = times.ends()
    known = (starts.shown != NOT_A_TIME) & (ends.shown != NOT_A_TIME) & ~np.isnan(said.minutes)
    apart = np.where(known, (ends.shown - starts.shown) / US_A_MINUTE, np.nan)
    slack = said.slack(said.minutes) + TURNED_MINUTES
    least = apart - slack - (0.0 if times.start.tells_hours else DAY_MINUTES)
    most = apart + slack + (0.0 if times.end.tells_hours else DAY_MINUTES)
    _refuse_contradicting(rows, known & ((said.minutes < least) | (said.minutes > most)))


def _between(
    rows: SheetRows, times: Times, starts: TwoReadings, ends: TwoReadings, said: _Durations
) -> tuple[Ints, Floats]:  # fmt: skip
    """From start to end; the duration itself where there is no end."""
    has_both = (starts.early != NOT_A_TIME) & (ends.early != NOT_A_TIME)
    pairs = [(start, end) for start in starts[:2] for end in ends[:2]]  # early and late of each
    spans = np.stack([_span(start, end, has_both, times, said.minutes) for start, end in pairs])
    chosen = _chosen(spans, said.minutes)
    minutes = spans[chosen, np.arange(len(has_both))]
    began = np.where(chosen < 2, starts.early, starts.late)
    is_twice = ((starts.early != starts.late) | (has_both & (ends.early != ends.late))) & ~rows.bad
    _tell_twice(rows, is_twice & np.isnan(said.minutes))
    _compare(rows, minutes, _span(starts.shown, ends.shown, has_both, times, said.minutes), said)
    return began, np.where(has_both, minutes, said.minutes)


def _span(start: Ints, end: Ints, has_both: Bools, times: Times, said: Floats) -> Floats:
    """Minutes between; of ends without a day, the first behind the start, or the day that the duration says."""
    minutes = np.full(len(start), np.nan)
    minutes[has_both] = (end[has_both] - start[has_both]) / US_A_MINUTE
    if times.ends_have_no_day:
        minutes = np.where(minutes < 0, minutes + DAY_MINUTES, minutes)
        later = np.maximum(np.round((said - minutes) / DAY_MINUTES), 0)
        minutes += np.where(np.isnan(later), 0, later) * DAY_MINUTES
    return minutes


def _chosen(spans: Floats, said: Floats) -> Ints:
    """Which reading of each row: the nearest to its duration, else the first that is not negative."""
    far = np.abs(spans - said)
    by_duration = np.argmin(np.where(np.isnan(far), np.inf, far), axis=0)
    return np.asarray(np.where(np.isnan(said), np.argmax(spans >= 0, axis=0), by_duration), np.int64)


def _tell_twice(rows: SheetRows, is_twice: Bools) -> None:
    if count := int(is_twice.sum()):
        rows.note(
            f"In {so_many(count)} a time lies in the hour that the clock shows twice; the first of both is taken, "
            f"unless only the second fits."
        )


def _compare(rows: SheetRows, minutes: Floats, by_clock: Floats, said: _Durations) -> None:
    """Refuse rows whose duration is not what lies between their times; by a clock that was turned, it is told."""
    apart = said.is_other(minutes)
    turned = apart & ~said.is_other(by_clock) & ~rows.bad
    if count := int(turned.sum()):
        line = int(rows.sheet.line[np.flatnonzero(turned)[0]])
        rows.note(
            f"In {so_many(count)} {rows.name('duration')!r} goes by a clock that was turned meanwhile (line {line:,}, "
            f"for instance); the times count."
        )
    _refuse_contradicting(rows, apart & ~turned & (minutes >= 0))


def _refuse_contradicting(rows: SheetRows, apart: Bools) -> None:
    if not (apart & ~rows.bad).any():
        return
    duration, start, end = (rows.name(role) for role in ("duration", "start", "end"))
    rows.refuse(apart, f"{duration!r} is not what lies between {start!r} and {end!r}")
    rows.note(f"--column duration= leaves {duration!r} out, --column end= {end!r}: then the other counts alone.")


class _Durations(NamedTuple):
    """What the column of durations says.

    Attributes:
        minutes: NaN where it says none, shape (rows,).
        grain: minutes of one in the last digit of each.
    """

    minutes: Floats
    grain: Floats

    def slack(self, minutes: Floats) -> Floats:
        """By how much a duration may differ from times because of rounding."""
        share = AGREE_SHARE * np.abs(minutes)
        return np.asarray(np.maximum(np.maximum(AGREE_MINUTES, self.grain), share), np.float64)

    def is_other(self, minutes: Floats) -> Bools:
        """Where it says another duration; nowhere that either is not known."""
        return np.asarray(np.abs(minutes - self.minutes) > self.slack(minutes), np.bool_)


def _said(rows: SheetRows, times: Times) -> _Durations:
    """Durations by their column."""
    if not rows.has("duration"):
        return _Durations(np.full(len(rows.sheet), np.nan), np.zeros(len(rows.sheet)))
    told = np.array([minutes_of(text) for text in rows.distinct("duration")], dtype=object)
    known = dict(zip(rows.distinct("duration"), told.tolist(), strict=True))
    if clock := next((text for text, found in known.items() if found is not None and is_clock(text)), None):
        known |= _of_clocks(rows, known, clock)
    minutes = rows.by_text("duration", lambda text: np.nan if known.get(text) is None else known[text])
    bare = [text if known.get(text) is None else "" for text in rows.texts("duration").tolist()]
    numbers = rows.numbers("duration", pa.array(bare, pa.string()))
    factor = _unit_minutes(rows, numbers, times)
    whole = np.where(np.isnan(numbers), minutes.astype(np.float64), numbers * factor)
    finest = min((grain_of(text) for text in set(bare) if text), default=1.0) * factor
    grain = rows.by_text("duration", lambda text: finest if known.get(text) is None else grain_of(text))
    return _Durations(whole, grain.astype(np.float64))


def _of_clocks(rows: SheetRows, known: dict[str, float | None], shown: str) -> dict[str, float | None]:
    """Durations with one colon: hours and minutes, or minutes and seconds where a person says minutes.

    Raises:
        ImportRefused: the heading says minutes, so that both are possible.
    """
    name, said = rows.name("duration"), rows.options.duration_unit
    if said is None and unit_of(name) == "minutes":
        raise ImportRefused(
            f"{rows.sheet.file}: whether {shown!r} in {name!r} is hours and minutes or minutes and seconds cannot be "
            f"told; give --duration-unit hours or --duration-unit minutes."
        )
    is_short = said == "minutes"
    rows.note(f"{name!r} such as {shown!r} is taken as {'minutes and seconds' if is_short else 'hours and minutes'}.")
    clocks = {text: found for text, found in known.items() if found is not None and is_clock(text)}
    return {text: found / 60 if is_short and text.count(":") == 1 else found for text, found in clocks.items()}


def _unit_minutes(rows: SheetRows, numbers: Floats, times: Times) -> float:
    """Minutes in one of bare numbers, as a person or the heading says; as the times say, where neither does."""
    if np.isnan(numbers).all():
        return np.nan
    unit = rows.options.duration_unit or unit_of(rows.name("duration")) or _unit_by_times(rows, numbers, times)
    if unit is None and (not times.end.tells_hours or (rows.texts("end") == "").any()):
        raise ImportRefused(unit_asked(rows.sheet.file, rows.name("duration")))
    if unit is None:
        rows.note(f"What {rows.name('duration')!r} counts cannot be told; it is passed over, the times count.")
        return np.nan
    return UNITS[unit]


def _unit_by_times(rows: SheetRows, numbers: Floats, times: Times) -> DurationUnit | None:
    """The unit in which nine of ten durations are what lies between start and end."""
    if not (times.start.tells_hours and times.end.tells_hours):
        return None
    start, end = times.starts().early, times.ends().early
    is_known = (start != NOT_A_TIME) & (end != NOT_A_TIME)
    span = _span(start, end, is_known, times, np.full(len(numbers), np.nan))
    both = ~np.isnan(span) & ~np.isnan(numbers) & (span > 0)
    for unit, factor in UNITS.items():
        near = np.abs(numbers * factor - span) <= np.maximum(AGREE_MINUTES * min(factor, 1), AGREE_SHARE * span)
        if both.any() and near[both].mean() >= 0.9:
            rows.note(f"{rows.name('duration')!r} counts {unit}: so say the times.")
            return unit
    return None


def _by_customer_minutes(rows: SheetRows, customers: Floats) -> Floats:
    """Mean minutes of a row's customers, where only their sum is told."""
    if not rows.has("customer_minutes"):
        return np.full(len(customers), np.nan)
    name = rows.name("customer_minutes")
    total = rows.numbers("customer_minutes") * (60.0 if unit_of(name) == "hours" else 1.0)
    found = np.divide(total, customers, out=np.full(len(total), np.nan), where=customers > 0)
    if not rows.has("end") and not rows.has("duration"):
        rows.note(f"Durations are {name!r} over the customers of each row, a mean where they came back in steps.")
    return np.asarray(found, np.float64)


def _tell_long(rows: SheetRows, minutes: Floats) -> None:
    is_long = (minutes > LONG_DAYS * DAY_MINUTES) & ~rows.bad
    if count := int(is_long.sum()):
        line = int(rows.sheet.line[np.flatnonzero(is_long)[0]])
        rows.note(f"Longer than {LONG_DAYS} days lasted {so_many(count)} (line {line:,}, for instance); look at them.")
