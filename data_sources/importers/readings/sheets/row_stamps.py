"""When the rows of a table are: the stamps of their columns as written, and how long it is from start to end."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import MICROSECONDS_A_MINUTE, Rejects
from data_sources.importers.readings.sheets.decimals import Numerals
from data_sources.importers.readings.sheets.midnight import of_days_end
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, as_text
from data_sources.importers.readings.sheets.turns import settled
from data_sources.importers.readings.stamps import (
    NOT_A_TIME,
    Stamps,
    is_time_of_day,
    iso_stamps,
    localise,
    midnights,
    parse_stamps,
    split_period,
)
from data_sources.warehouse.reading_values import INTERVALS_MINUTES

HOUR = 3_600_000_000  # microseconds
CONTRARY = "its summer time is not that of the clock (--time-zone says which clock it is)"


def stamps_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    """The times of the rows, as they are meant by what is written; each different text is read once."""
    written = _written(sheet, columns, options, zone)
    is_end = (options.stamp or columns.stamp) == "end" and not columns.counted_minutes
    return settled(of_days_end(written) if columns.midnight_ends else written, sheet, columns, zone, is_end=is_end)


def _written(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    roles = columns.by_role
    if columns.counted_minutes:
        return _of_numbers(sheet, columns, options, zone)
    if "period" in roles:
        return _from_texts(_ends_of_periods(sheet.texts(roles["period"]))[0], columns, options)
    if "time" in roles:
        return _of_column(sheet[roles["time"]], columns, options)
    return _of_parts(sheet, roles["date"], roles.get("clock"), columns, options, zone)


def ends_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps | None:
    """The ends of the rows' intervals as written, where the file tells both."""
    if not columns.has_both_ends:
        return None
    written = _written_ends(sheet, columns, options, zone)
    return settled(written, sheet, Columns(columns.file), zone, is_end=True)  # a column is of the starts


def _written_ends(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    roles = columns.by_role
    if "period" in roles:
        return _from_texts(_ends_of_periods(sheet.texts(roles["period"]))[1], columns, options)
    if "end" in roles:
        return _of_column(sheet[roles["end"]], columns, options)
    return _of_parts(sheet, roles.get("end_date", roles["date"]), roles["end_clock"], columns, options, zone)


def _of_parts(
    sheet: ReadingSheet, date: str, clock: str | None, columns: Columns, options: ReadingOptions, zone: dt.tzinfo
) -> Stamps:
    if clock is None:
        return _of_column(sheet[date], columns, options)
    days = sheet.texts(date)
    if pa.types.is_timestamp(sheet[date].type):
        known = midnights(_of_column(sheet[date], columns, options), zone)
        days = pc.fill_null(pc.strftime(pa.array(known, pa.timestamp("us"), mask=known == NOT_A_TIME), "%Y-%m-%d"), "")
    # A spreadsheet writes a day as its midnight.
    bare = pc.replace_substring_regex(days, r"[ T]+0?0:00(:00)?(\.0+)?$", "")
    return _from_texts(pc.binary_join_element_wise(bare, sheet.texts(clock), " "), columns, options)


def _of_numbers(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    """Starts of numbered intervals: counted on a day of 23 or 25 hours that has as many, off the clock on others."""
    minutes = columns.counted_minutes
    days = days_of(sheet, columns, options, zone)
    numbers, _ = Numerals().floats(sheet[columns.by_role["clock"]])
    known = ~np.isnan(numbers) & (days != NOT_A_TIME)
    days, numbers = np.where(known, days, 0), np.where(known, numbers, 1).astype(np.int64)
    begins = localise(days, zone).early
    _, place = np.unique(days, return_inverse=True)
    last = np.zeros(int(place.max(initial=0)) + 1, np.int64)
    np.maximum.at(last, place, numbers)
    usual = 1440 // minutes
    is_counted = (last[place] == hours_of_day(days, zone) * 60 // minutes) & (last[place] != usual)
    # The number of the interval after midnight; hours may be read off a clock, which shows 0 there.
    first = 0 if options.stamp == "start" and minutes == 60 else 1
    at = np.where(is_counted, begins, days) + (numbers - first) * minutes * MICROSECONDS_A_MINUTE
    return Stamps(np.where(known & (is_counted | (numbers <= usual)), at, NOT_A_TIME), is_counted)


def days_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Ints:
    """The midnights of the rows' days by the wall clock; `NOT_A_TIME` where there is none."""
    return midnights(_of_column(sheet[columns.by_role["date"]], columns, options), zone)


def hours_of_day(days: Ints, zone: dt.tzinfo) -> Ints:
    """How many hours local days have, told by their midnights; 0 where there is no day."""
    is_day = days != NOT_A_TIME
    midnight = np.where(is_day, days, 0)
    hours = (localise(midnight + 24 * HOUR, zone).early - localise(midnight, zone).early) // HOUR
    return np.asarray(np.where(is_day, hours, 0), np.int64)


def _of_column(column: pa.Array, columns: Columns, options: ReadingOptions) -> Stamps:
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        is_utc = pa.types.is_timestamp(column.type) and column.type.tz is not None
        plain = column.cast(pa.timestamp("us", tz=getattr(column.type, "tz", None)), safe=False).cast(pa.int64())
        at = pc.fill_null(plain, NOT_A_TIME).to_numpy(zero_copy_only=False)
        return Stamps(at.astype(np.int64), np.full(len(at), is_utc, np.bool_))
    return _from_texts(as_text(column), columns, options)


def _from_texts(texts: pa.Array, columns: Columns, options: ReadingOptions) -> Stamps:
    if plain := iso_stamps(texts):
        return plain
    coded = texts.dictionary_encode()
    known = parse_stamps(coded.dictionary.to_pylist(), options.date_order, columns.file)
    index = coded.indices.to_numpy(zero_copy_only=False)
    return Stamps(known.at[index], known.is_utc[index], known.showing[index])


def _ends_of_periods(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(starts, ends) of "A to B"; an end without a day is of the start's."""
    coded = texts.dictionary_encode()
    found = [split_period(text) or (text, "") for text in coded.dictionary.to_pylist()]
    starts = pa.array([start for start, _ in found], pa.string())
    ends = pa.array([f"{start.split()[0]} {end}" if is_time_of_day(end) else end for start, end in found], pa.string())
    return starts.take(coded.indices), ends.take(coded.indices)


def placed_rows(sheet: ReadingSheet, stamps: Stamps, rejects: Rejects) -> tuple[ReadingSheet, Ints]:
    """The rows that have a time, and their times as written."""
    is_time = (stamps.at != NOT_A_TIME) & ~stamps.is_contrary
    for row in np.flatnonzero(~is_time):
        reason = CONTRARY if stamps.is_contrary[row] else "not a time"
        rejects.add(int(sheet.line[row]), reason, sheet.row_text(int(row)))
    return (sheet, stamps.at) if is_time.all() else (sheet.take(is_time), stamps.at[is_time])


def lengths_between(starts: Stamps, at: Ints, ends: Stamps, zone: dt.tzinfo) -> Ints:
    """Minutes from the starts to the ends of intervals; 0 where there is no end.

    A time of day without a day may be the next day's, and the last minute may be meant to be inside (00:00 to 00:14).
    Where the clock turns, the end is that showing of its time that makes a length.

    Args:
        starts: as written.
        at: the same, UTC.
        ends: as written.
        zone: of local ends.
    """
    is_time = ends.at != NOT_A_TIME
    written = np.where(is_time, ends.at, starts.at)
    known = localise(written, zone)
    found = np.zeros(len(at), np.int64)
    for span in (
        np.where(ends.is_utc, written - at, np.where(starts.is_utc, known.late - at, written - starts.at)),
        np.where(ends.is_utc, written, known.late) - at,
        np.where(ends.is_utc, written, known.early) - at,
    ):
        minutes = -(-span // MICROSECONDS_A_MINUTE)  # a begun minute counts: 00:14:59
        minutes = np.where(minutes < 0, minutes + 1440, minutes)
        inside = ~np.isin(minutes, INTERVALS_MINUTES) & np.isin(minutes + 1, INTERVALS_MINUTES) & (minutes > 0)
        found = np.where(np.isin(found, INTERVALS_MINUTES), found, minutes + inside)
    return np.where(is_time, found, 0)
