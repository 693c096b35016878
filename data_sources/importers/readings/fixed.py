"""What a person says about files whose format says it already (NEM12, Green Button): agreed with, or refused."""

from __future__ import annotations

import math

from data_sources.errors import ImportRefused
from data_sources.importers.readings.headings import UNITS
from data_sources.importers.readings.options import FileReport, ReadingOptions


def check_options(kind: str, options: ReadingOptions, report: FileReport) -> None:
    """Before the file is read.

    Raises:
        ImportRefused: an option contradicts the format.
    """
    file = report.path.name
    if options.stamp == "end":
        raise ImportRefused(f"{file}: readings of {kind} are told by the start of their interval, not by its end.")
    if options.registers == "difference":
        raise ImportRefused(f"{file}: {kind} says itself which values are energies of intervals; none is differenced.")
    if options.columns or options.date_order or options.decimal:
        report.note(f"--column, --date-order and --decimal say nothing about {kind}.")


def check_unit(file: str, said: str | None, *, is_power: bool, factor: float) -> None:
    """Whether --unit is the unit that a register says itself.

    Args:
        file: its name.
        said: by the person.
        is_power: the register holds means of power.
        factor: kilo-units in one of its units.

    Raises:
        ImportRefused: it is another.
    """
    if said is None:
        return
    kind, own = UNITS[said.lower()]
    if (kind == "power") != is_power or not math.isclose(own, factor):
        what = "powers" if is_power else "energies"
        raise ImportRefused(f"{file} holds {what} in units of {factor:g} k{'W' if is_power else 'Wh'}, not in {said}.")


def check_length(file: str, said: int | None, minutes: int) -> None:
    """Whether --interval is the length that a register says itself.

    Raises:
        ImportRefused: it is another.
    """
    if said is not None and said != minutes:
        raise ImportRefused(f"{file} holds intervals of {minutes} minutes by itself, not of {said}.")
