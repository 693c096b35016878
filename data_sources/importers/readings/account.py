"""What the readings that were taken of a file add up to: a wrong unit, sign or meter shows here before any chart."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data_sources.importers.readings.arrays import Floats, Ints

SHOWN_METERS = 8
ENERGIES = {
    "energy_delivered_kwh": "kWh delivered", "energy_received_kwh": "kWh received",
    "reactive_kvarh": "kvarh delivered",
}  # fmt: skip
REACTIVE_BACK = "kvarh received"  # the negative ones


@dataclass(slots=True)
class Account:
    """Sums of readings.

    Attributes:
        readings: how many.
        missing: how many of them hold no value.
        sums: energy by what it is ("kWh delivered"); what no reading tells has no entry.
        first_at: start of the first interval, UTC.
        last_at: start of the last interval, UTC.
        lengths: readings by the minutes of their interval.
        of_meter: the same by meter; None once there are more than `SHOWN_METERS`.
    """

    readings: int = 0
    missing: int = 0
    sums: dict[str, float] = field(default_factory=dict)
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    lengths: Counter[int] = field(default_factory=Counter)
    of_meter: dict[str, Account] | None = field(default_factory=dict)

    def add(self, names: Sequence[str], codes: Ints, at: Ints, minutes: Ints, measures: Mapping[str, Floats]) -> None:
        """Count readings.

        Args:
            names: of the meters, by code.
            codes: meter of each reading.
            at: start of each, microseconds since 1970, UTC.
            minutes: length of each.
            measures: values by measure, NaN where there is none.
        """
        self._add(names, codes, at, minutes, measures, 1)

    def take_back(
        self, names: Sequence[str], codes: Ints, at: Ints, minutes: Ints, measures: Mapping[str, Floats]
    ) -> None:
        """Readings that others took the place of count no longer; when the first and last begin stays."""
        self._add(names, codes, at, minutes, measures, -1)

    def _add(
        self, names: Sequence[str], codes: Ints, at: Ints, minutes: Ints, measures: Mapping[str, Floats], times: int
    ) -> None:
        if not len(at):
            return
        self._count(at, minutes, measures, times)
        if self.of_meter is None:
            return
        present = np.unique(codes)
        if len(self.of_meter.keys() | {names[code] for code in present[: SHOWN_METERS + 1]}) > SHOWN_METERS:
            self.of_meter = None
            return
        for code in present:
            mine = codes == code
            own = self.of_meter.setdefault(names[code], Account(of_meter=None))
            own._count(at[mine], minutes[mine], {name: values[mine] for name, values in measures.items()}, times)

    def _count(self, at: Ints, minutes: Ints, measures: Mapping[str, Floats], times: int) -> None:
        self.readings += times * len(at)
        self.missing += times * int(np.logical_and.reduce([np.isnan(values) for values in measures.values()]).sum())
        first, last = _moment(at.min()), _moment(at.max())
        self.first_at, self.last_at = min(first, self.first_at or first), max(last, self.last_at or last)
        for length, count in zip(*np.unique(minutes, return_counts=True), strict=True):
            self.lengths[int(length)] += times * int(count)
        self.lengths = +self.lengths
        for name, said in ENERGIES.items():
            values = measures[name]
            if not np.isnan(values).all():
                self.sums[said] = self.sums.get(said, 0.0) + times * float(np.nansum(np.maximum(values, 0.0)))
                if (values < 0).any():
                    back = float(-np.nansum(np.minimum(values, 0.0)))
                    self.sums[REACTIVE_BACK] = self.sums.get(REACTIVE_BACK, 0.0) + times * back

    def sentences(self) -> Iterator[str]:
        """The account in lines: all of it, then each meter where they are few."""
        if not self.readings:
            return
        yield f"{self.energies()}; {_lengths(self.lengths)}."
        if self.of_meter and len(self.of_meter) > 1:
            for name, own in self.of_meter.items():
                yield f"{name or '(no name)'}: {own.readings:,} readings, {own.energies()}."

    def span(self) -> str:
        """When the first and the last interval begin; empty where there is none."""
        if not self.first_at or not self.last_at:
            return ""
        return f"; {self.first_at:%Y-%m-%d %H:%M} to {self.last_at:%Y-%m-%d %H:%M} UTC"

    def energies(self) -> str:
        """The sums in words."""
        known = [said for said in (*ENERGIES.values(), REACTIVE_BACK) if said in self.sums]
        told = ", ".join(f"{self.sums[said]:,.3f} {said}" for said in known)
        return (told or "No energy") + (f", {self.missing:,} without a value" if self.missing else "")


def _lengths(lengths: Counter[int]) -> str:
    """Interval lengths in words, the usual one first."""
    if len(lengths) == 1:
        return f"intervals of {_minutes(next(iter(lengths)))}"
    return "intervals of " + ", ".join(f"{_minutes(length)} ({count:,})" for length, count in lengths.most_common())


def _minutes(length: int) -> str:
    return f"{length} minute{'' if length == 1 else 's'}"


def _moment(microseconds: int) -> dt.datetime:
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(microseconds))
