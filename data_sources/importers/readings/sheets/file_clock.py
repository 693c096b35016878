"""Whose clock the stamps of a table are of: the utility's, one that its headings name, or one that a person says."""

from __future__ import annotations

import datetime as dt

from data_sources.errors import ImportRefused
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.options import FileReport, ReadingOptions
from data_sources.importers.readings.stamps import ClockName, is_same_clock, zone_named


def clock_of(columns: Columns, options: ReadingOptions, zone: dt.tzinfo, report: FileReport) -> dt.tzinfo:
    """The file's own clock where its header names one, unless a person says another.

    Args:
        columns: of the file.
        options: what a person said about it.
        zone: the clock that a person says, or the utility's.
        report: takes what is to be told.

    Raises:
        ImportRefused: a heading may mean another clock than the utility's, and nobody says which.
    """
    own, said = columns.zone, options.time_zone
    if own is None:
        _check_name(columns, options, zone, report)
        return zone
    name = columns.by_role[columns.time_role]
    if said is None or is_same_clock(zone_named(said), own):
        return own
    if options.new_utility:
        report.note(
            f"Its stamps are read by the clock that {name!r} names; --time-zone {said} is the clock of the new "
            f"utility, by which its days begin."
        )
        return own
    report.note(f"--time-zone {said} counts, though {name!r} names another clock.")
    return zone


def _check_name(columns: Columns, options: ReadingOptions, zone: dt.tzinfo, report: FileReport) -> None:
    """Whether letters in a heading may mean another clock than that of the utility.

    Raises:
        ImportRefused: they do, and nobody says which.
    """
    roles = columns.by_role
    names = [roles[role] for role in ("period", "time", "clock", "date") if role in roles]
    column, named = next(((name, one) for name in names if (one := ClockName.of(name))), ("", None))
    if named is None or options.time_zone is not None or named.is_all_of(zone):
        return
    if not named.is_of(zone):
        raise ImportRefused(
            f"{columns.file}: {column!r} names a clock that is not the utility's ({zone}); say which clock its stamps "
            f"are of with --time-zone, for instance -05:00."
        )
    report.note(
        f"Its stamps are read by the utility's clock ({zone}), with its daylight time; if {named.text} in "
        f"{column!r} is kept all year, give its offset with --time-zone, for instance -05:00."
    )
