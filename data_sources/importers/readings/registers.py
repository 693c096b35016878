"""The registers of one meter, put together: what is delivered, received, net, reactive, by whichever register says it.

A register is what a file keeps apart: a suffix of an NMI, a MeterReading of a usage point. Within one, a later block
replaces an earlier one. Registers of one quantity are added (a general and a controlled load, three phases); a net
register counts only where nothing tells its two directions apart; what is not known in one leaves the others alone.
Nothing of this is done silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.columns import Role
from data_sources.importers.readings.parsed import (
    MEASURES,
    MICROSECONDS_A_MINUTE,
    RECEIVED,
    VOLTAGE,
    ParsedReadings,
    Rejects,
    concat,
)
from data_sources.warehouse.reading_values import MISSING

ENERGIES: tuple[Role, ...] = ("delivered", "received", "net")


@dataclass(frozen=True, slots=True)
class Register:
    """Readings of one register of one meter.

    Attributes:
        name: as the file has it, for sentences.
        role: what it measures.
        readings: of one meter, in the order of the file.
    """

    name: str
    role: Role
    readings: ParsedReadings

    @property
    def title(self) -> str:
        """Name and meter."""
        return f"{self.name} of {self.readings.meter[0].as_py()}"


def put_together(registers: Sequence[Register], rejects: Rejects) -> ParsedReadings | None:
    """One row an interval of the registers of one meter; None without any.

    Args:
        registers: those of one role are parts of one quantity.
        rejects: is told what was replaced, left out or refused.
    """
    own = [later_replaces(one, rejects) for one in registers if len(one.readings)]
    own = _without_net_beside(_of_one_length(own, rejects), rejects)
    return _sums(own, rejects) if own else None


def one_register(sources: Sequence[Register], rejects: Rejects) -> Register:
    """What several sources say about one register (meters one after the other, a reading given twice).

    Shorter intervals are taken before longer ones. Where two of them give an interval values that differ, neither is
    taken.
    """
    first, *others = sorted(sources, key=lambda one: int(one.readings.minutes.min(initial=1440)))
    whole = later_replaces(first, rejects)
    for source in others:
        other = _without_longer(later_replaces(source, rejects), whole, rejects)
        mine, theirs = _conflicts(whole.readings, other.readings)
        for one, rows in ((whole, mine), (other, theirs)):
            for row in np.flatnonzero(rows):
                told = f"{one.title}: {_values(one.readings)[0][row]:g}"
                rejects.add(int(one.readings.line[row]), "another value of the same register and interval", told)
        both = concat([whole.readings.take(~mine), other.readings.take(~theirs)])
        whole = later_replaces(replace(whole, readings=both), rejects)
    return whole


def _without_longer(register: Register, shorter: Register, rejects: Rejects) -> Register:
    """Without the intervals in which shorter ones of the same register begin."""
    readings, starts = register.readings, np.sort(shorter.readings.at)
    ends = readings.at + readings.minutes * MICROSECONDS_A_MINUTE
    inside = np.searchsorted(starts, ends) - np.searchsorted(starts, readings.at)
    is_longer = (inside > 0) & (readings.minutes > shorter.readings.minutes.min(initial=1440))
    if is_longer.any():
        rejects.report.note(
            f"{_intervals(int(is_longer.sum()))} of {register.title}: left out, as shorter ones stand beside."
        )
    return replace(register, readings=readings.take(~is_longer))


def later_replaces(register: Register, rejects: Rejects) -> Register:
    """With each instant once: a later value replaces an earlier one; a missing one replaces nothing."""
    readings = register.readings
    values, is_known = _values(readings)
    order = np.lexsort((np.arange(len(readings)), is_known, readings.at))
    at, known, value = readings.at[order], is_known[order], values[order]
    is_last = np.ones(len(at), np.bool_)
    is_last[:-1] = at[1:] != at[:-1]
    again = int((~is_last).sum())
    rejects.report.rows_read += again
    differs = ~is_last[:-1] & known[:-1] & known[1:] & (value[:-1] != value[1:])
    rejects.report.replaced += int(differs.sum())
    rejects.report.repeated += again - int(differs.sum())
    if differs.any():
        rejects.report.note(
            f"{_intervals(len(np.unique(at[:-1][differs])))} of {register.title}: there more than once with different "
            "values; the last of them counts."
        )
    return replace(register, readings=readings.take(order[is_last]))


def _conflicts(readings: ParsedReadings, other: ParsedReadings) -> tuple[Bools, Bools]:
    """Rows of two pieces that give one instant two values; each instant stands once in each."""
    values, is_known = _values(readings)
    others, is_other_known = _values(other)
    _, mine, theirs = np.intersect1d(readings.at, other.at, assume_unique=True, return_indices=True)
    differ = is_known[mine] & is_other_known[theirs] & (values[mine] != others[theirs])
    found = np.zeros(len(readings), np.bool_), np.zeros(len(other), np.bool_)
    found[0][mine[differ]], found[1][theirs[differ]] = True, True
    return found


def _values(readings: ParsedReadings) -> tuple[Floats, Bools]:
    """The one value of each row of a register (net energy received is negative), and which rows have one."""
    signed = np.zeros(len(readings))
    is_known = np.zeros(len(readings), np.bool_)
    for name in MEASURES:
        found = readings.measures[name]
        is_known |= ~np.isnan(found)
        signed += np.nan_to_num(found, nan=0.0) * (-1.0 if name == RECEIVED else 1.0)
    return signed, is_known & (readings.quality != MISSING)


def _of_one_length(registers: list[Register], rejects: Rejects) -> list[Register]:
    """Registers of one meter in the same intervals: shorter ones that fill a longer one are put together to it.

    Two registers are two parts of what a meter measures (a general load by the half-hour, a controlled one by five
    minutes; kWh beside kvarh), so none of their energy may be lost, and a longer interval cannot be taken apart without
    inventing something. Shorter ones that do not fill it are refused.
    """
    at = np.concatenate([np.zeros(0, np.int64), *(one.readings.at for one in registers)])
    minutes = np.concatenate([np.zeros(0, np.int64), *(one.readings.minutes for one in registers)])
    around = _around(at, minutes)
    kept, first = [], 0
    for one in registers:
        own = around[first : first + len(one.readings)]
        first += len(one.readings)
        is_inside = minutes[own] > one.readings.minutes
        kept += [_to_longer(one, is_inside, at[own], minutes[own], rejects)] if is_inside.any() else [one]
    return [one for one in kept if len(one.readings)]


def _around(at: Ints, minutes: Ints) -> Ints:
    """For each interval the one of all that it lies in, itself where it lies in none."""
    order = np.lexsort((-minutes, at))
    ends = at[order] + minutes[order] * MICROSECONDS_A_MINUTE
    reach = np.maximum.accumulate(ends)
    reaches_further = np.ones(len(at), np.bool_)
    reaches_further[1:] = reach[1:] > reach[:-1]
    found = np.empty(len(at), np.int64)
    found[order] = order[np.maximum.accumulate(np.where(reaches_further, np.arange(len(at)), 0))]
    return found


def _to_longer(register: Register, is_inside: Bools, at: Ints, minutes: Ints, rejects: Rejects) -> Register:
    """A register whose intervals inside longer ones are put together to those.

    Args:
        register: with intervals that follow each other.
        is_inside: which of them lie in a longer one.
        at: start of the longer interval of each.
        minutes: length of the longer interval of each.
        rejects: takes intervals that do not fill one.
    """
    readings = register.readings
    starts, place = np.unique(np.where(is_inside, at, -1), return_inverse=True)
    filled = np.bincount(place, weights=readings.minutes, minlength=len(starts))[place] == minutes
    for row in np.flatnonzero(is_inside & ~filled):
        rejects.add(int(readings.line[row]), "lies in a longer interval of the same meter", register.title)
    inside = np.flatnonzero(is_inside & filled)
    _, first, place = np.unique(at[inside], return_index=True, return_inverse=True)
    whole = readings.take(inside[first])
    whole.at, whole.minutes = at[inside[first]], minutes[inside[first]]
    is_known = np.bincount(place, weights=_values(readings)[1][inside]) == np.bincount(place)
    for name in MEASURES:
        total = np.bincount(place, weights=readings.measures[name][inside], minlength=len(first))
        whole.measures[name] = np.where(is_known, total / (np.bincount(place) if name == VOLTAGE else 1), np.nan)
    worst = np.zeros(len(first), np.int64)
    np.maximum.at(worst, place, readings.quality[inside])
    whole.quality = np.where(is_known, worst, MISSING)
    if len(first):
        rejects.report.note(
            f"{_intervals(len(inside))} of {register.title}: put together to {len(first):,} longer ones, which other "
            "registers of the meter have."
        )
    return replace(register, readings=concat([readings.take(~is_inside), whole]))


def _without_net_beside(registers: list[Register], rejects: Rejects) -> list[Register]:
    """Net energy only where neither direction is told by itself: it is their difference, not one more."""
    told = [one.readings.at[_values(one.readings)[1]] for one in registers if one.role in ("delivered", "received")]
    starts = np.concatenate(told) if told else np.zeros(0, np.int64)
    kept = []
    for one in registers:
        is_beside = np.isin(one.readings.at, starts) & (one.role == "net")
        if is_beside.any():
            rejects.report.note(
                f"{_intervals(int(is_beside.sum()))} of {one.title}: left out, as it is net energy and energy "
                "delivered or received stands beside."
            )
        kept += [replace(one, readings=one.readings.take(~is_beside))] if not is_beside.all() else []
    return kept


def _sums(registers: list[Register], rejects: Rejects) -> ParsedReadings:
    """One row an instant: registers of one quantity are added; what one does not know is left to the others."""
    whole = concat([one.readings for one in registers])
    is_known = _values(whole)[1]
    starts, first, place = np.unique(whole.at, return_index=True, return_inverse=True)
    summed = whole.take(first)
    for name in MEASURES:
        given = ~np.isnan(whole.measures[name]) & is_known
        total = np.bincount(place[given], weights=whole.measures[name][given], minlength=len(starts))
        count = np.bincount(place[given], minlength=len(starts))
        summed.measures[name] = np.where(count > 0, total, np.nan)
    role = np.repeat([number for number, _ in enumerate(registers)], [len(one.readings) for one in registers])
    is_energy = np.array([one.role in ENERGIES for one in registers])[role]
    summed.quality = _qualities(whole.quality, place, is_known, is_energy)
    _tell_parts(registers, role, place, is_known, rejects)
    return summed


def _qualities(quality: Ints, place: Ints, is_known: Bools, is_energy: Bools) -> Ints:
    """The worst of what is known at each instant; missing where registers of energy are there and none has a value."""
    count = int(place.max()) + 1
    worst = np.full(count, -1)
    np.maximum.at(worst, place[is_known], quality[is_known])
    asked, answered = (np.bincount(place[rows], minlength=count) > 0 for rows in (is_energy, is_energy & is_known))
    found: Ints = np.where((worst < 0) | (asked & ~answered), MISSING, worst)
    return found


def _tell_parts(registers: list[Register], owner: Ints, place: Ints, is_known: Bools, rejects: Rejects) -> None:
    """Say where a sum lacks a register that has no value there."""
    roles = np.array([one.role for one in registers])[owner]
    for number, one in enumerate(registers):
        known_of_others = place[is_known & (roles == one.role) & (owner != number)]
        lacking = int(np.isin(place[(owner == number) & ~is_known], known_of_others).sum())
        if lacking:
            rejects.report.note(
                f"{_intervals(lacking)} of {one.title}: without a value where other registers have one; theirs counts."
            )
        elif not is_known[owner == number].any():
            rejects.report.note(f"{one.title}: no interval has a value; it is left out.")


def _intervals(count: int) -> str:
    return f"{count:,} interval{'s' * (count != 1)}"
