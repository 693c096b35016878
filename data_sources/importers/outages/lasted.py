"""How long each interruption lasted: from its times, from a column of durations, or from its customer minutes.

Where a row has both times and a duration the times count, and rows in which they differ are told. A duration also tells
which of two hours was meant where the clock shows one twice.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.outages.durations import is_clock, minutes_of, unit_asked
from data_sources.importers.outages.headings import UNITS, unit_of
from data_sources.importers.outages.options import DurationUnit
from data_sources.importers.outages.rows import SheetRows, so_many
from data_sources.importers.outages.times import Times, TwoReadings
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.stamps import NOT_A_TIME

US_A_MINUTE = 60_000_000
DAY_MINUTES = 1440.0
AGREE_MINUTES, AGREE_SHARE = 1.0, 0.01
LONG_DAYS = 60


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
    said = _said(rows)
    if not times.tells_hours and (starts.early != NOT_A_TIME).any():
        _settle_days(rows, said, customers)
        began, minutes = starts.early, said.copy()
    else:
        ends = times.ends() if rows.has("end") else TwoReadings(*[np.full(len(said), NOT_A_TIME)] * 2)
        began, minutes = _between(rows, times, starts, ends, said)
    minutes = np.where(np.isnan(minutes), _by_customer_minutes(rows, customers), minutes)
    rows.refuse(np.isnan(minutes), "it names neither an end nor a duration: still out, or not told")
    rows.refuse(minutes < 0, "it was restored before it began")
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


def _between(
    rows: SheetRows, times: Times, starts: TwoReadings, ends: TwoReadings, said: Floats
) -> tuple[Ints, Floats]:  # fmt: skip
    """From start to end; the duration itself where there is no end."""
    has_both = (starts.early != NOT_A_TIME) & (ends.early != NOT_A_TIME)
    pairs = [(start, end) for start in starts for end in ends]  # early and late of each
    spans = np.stack([_span(start, end, has_both, times) for start, end in pairs])
    chosen = _chosen(spans, said)
    minutes = spans[chosen, np.arange(len(said))]
    began = np.where(chosen < 2, starts.early, starts.late)
    is_twice = ((starts.early != starts.late) | (has_both & (ends.early != ends.late))) & ~rows.bad
    _tell_twice(rows, is_twice & np.isnan(said))
    _tell_difference(rows, minutes, said)
    return began, np.where(has_both, minutes, said)


def _span(start: Ints, end: Ints, has_both: Bools, times: Times) -> Floats:
    minutes = np.full(len(start), np.nan)
    minutes[has_both] = (end[has_both] - start[has_both]) / US_A_MINUTE
    if times.ends_have_no_day:
        minutes = np.where(minutes < 0, minutes + DAY_MINUTES, minutes)
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


def _tell_difference(rows: SheetRows, minutes: Floats, said: Floats) -> None:
    apart = np.abs(minutes - said) > np.maximum(AGREE_MINUTES, AGREE_SHARE * np.abs(minutes))
    if count := int((apart & ~rows.bad).sum()):
        line = int(rows.sheet.line[np.flatnonzero(apart & ~rows.bad)[0]])
        rows.note(
            f"In {so_many(count)} {rows.name('duration')!r} is not what lies between {rows.name('start')!r} and "
            f"{rows.name('end')!r} (line {line:,}, for instance); the times count."
        )


def _said(rows: SheetRows) -> Floats:
    """Minutes by the column of durations; NaN where it says none."""
    if not rows.has("duration"):
        return np.full(len(rows.sheet), np.nan)
    told = np.array([minutes_of(text) for text in rows.distinct("duration")], dtype=object)
    known = dict(zip(rows.distinct("duration"), told.tolist(), strict=True))
    if clock := next((text for text, found in known.items() if found is not None and is_clock(text)), None):
        known |= _of_clocks(rows, known, clock)
    minutes = rows.by_text("duration", lambda text: np.nan if known.get(text) is None else known[text])
    bare = [text if known.get(text) is None else "" for text in rows.texts("duration").tolist()]
    numbers = rows.numbers("duration", pa.array(bare, pa.string()))
    return np.where(np.isnan(numbers), minutes.astype(np.float64), _in_minutes(rows, numbers))


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


def _in_minutes(rows: SheetRows, numbers: Floats) -> Floats:
    """Bare numbers by the unit that a person or the heading says; the times say it where neither does."""
    if np.isnan(numbers).all():
        return numbers
    unit = rows.options.duration_unit or unit_of(rows.name("duration")) or _unit_by_times(rows, numbers)
    if unit is None and (not rows.has("end") or (rows.texts("end") == "").any()):
        raise ImportRefused(unit_asked(rows.sheet.file, rows.name("duration")))
    if unit is None:
        rows.note(f"What {rows.name('duration')!r} counts cannot be told; it is passed over, the times count.")
        return np.full(len(numbers), np.nan)
    return numbers * UNITS[unit]


def _unit_by_times(rows: SheetRows, numbers: Floats) -> DurationUnit | None:
    """The unit in which nine of ten durations are what lies between start and end."""
    if not rows.has("end"):
        return None
    times = Times(rows)
    start, end = times.starts().early, times.ends().early
    span = _span(start, end, (start != NOT_A_TIME) & (end != NOT_A_TIME), times)
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
