"""What every reader of a file makes, whatever the format: readings under the file's own meter ids, and rejected rows.

Two readers' work meets here: a file whose channels (delivered, received, reactive) come apart is put together by
(meter, start); energies are checked alike, whichever format they came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.clock import EARLIEST, LATEST, seconds_of, utc64
from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.options import MAX_INTERVAL_KWH, FileReport
from data_sources.warehouse.reading_values import MISSING

MEASURES = ("energy_delivered_kwh", "energy_received_kwh", "reactive_kvarh", "voltage_v")
DELIVERED, RECEIVED, REACTIVE, VOLTAGE = MEASURES

MICROSECONDS_A_MINUTE = 60_000_000
NET = 1 << 20  # channels from here on hold net energy


class NothingTaken(ImportRefused):
    """What is wrong with a file was wrong from its first row: nothing of it counts, however much was read before."""


@dataclass(slots=True)
class ParsedReadings:
    """Readings of one piece of a file, by column; all arrays have the same length.

    Attributes:
        meter: the file's ids of meters, dictionary-encoded text.
        at: start of the interval, microseconds since 1970 in UTC.
        minutes: length of the interval.
        measures: values by the names of `MEASURES`; NaN where there is none.
        quality: index into `QUALITIES`.
        line: line or row of the file, for the quarantine.
        channel: rows of one meter and start but of different channels (peak and off-peak, delivered and received)
            belong together; those of one channel compete. From `NET` on: net energy, which says again what a
            delivered and a received channel say.
    """

    meter: pa.DictionaryArray
    at: Ints
    minutes: Ints
    measures: dict[str, Floats]
    quality: Ints
    line: Ints
    channel: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """A piece that names no channels has one."""
        if len(self.channel) != len(self.at):
            self.channel = np.zeros(len(self.at), np.int64)

    def __len__(self) -> int:
        """How many."""
        return len(self.at)

    def take(self, rows: NDArray[Any]) -> ParsedReadings:
        """Some of the rows: a mask or indices."""
        index = pa.array(np.flatnonzero(rows) if rows.dtype == np.bool_ else rows)
        return ParsedReadings(
            self.meter.take(index),
            self.at[rows],
            self.minutes[rows],
            {name: values[rows] for name, values in self.measures.items()},
            self.quality[rows],
            self.line[rows],
            self.channel[rows],
        )

    @property
    def called_missing(self) -> int:
        """How many have a value and are missing all the same, as their file says."""
        has_value = np.logical_or.reduce([~np.isnan(values) for values in self.measures.values()])
        return int((has_value & (self.quality == MISSING)).sum())

    def codes(self) -> Ints:
        """The meters as indices into their dictionary."""
        return np.asarray(self.meter.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


@dataclass(slots=True)
class Rejects:
    """Rows of one file that were not taken.

    Attributes:
        report: counts them by reason.
        rows: (line, reason, text), until they are written.
    """

    report: FileReport
    rows: list[tuple[int | None, str, str]] = field(default_factory=list)

    def add(self, line: int | None, reason: str, text: str = "", count: int = 1) -> None:
        """One row, or several that share their fate."""
        self.report.rejected[reason] += count
        self.rows.append((line, reason, text))

    def take(self) -> list[tuple[int | None, str, str]]:
        """The rows since the last call."""
        rows, self.rows = self.rows, []
        return rows


Pieces = Iterator[ParsedReadings]


def no_meter(count: int) -> pa.DictionaryArray:
    """The meter column of a file that names none."""
    return same_meter("", count)


def same_meter(name: str, count: int) -> pa.DictionaryArray:
    """The meter column of a piece that holds one meter."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([name], pa.string()))


def split_net(values: Floats) -> tuple[Floats, Floats]:
    """Net energy as (delivered, received)."""
    return np.where(np.isnan(values), np.nan, np.maximum(values, 0.0)), np.where(
        np.isnan(values), np.nan, np.maximum(-values, 0.0)
    )


def check_values(piece: ParsedReadings, rejects: Rejects) -> ParsedReadings:
    """The piece without rows that no meter can have measured; rows without any value become missing ones."""
    bad = np.zeros(len(piece), np.bool_)
    for reason, found in _out_of_time(piece.at):
        _reject(rejects, piece, found, reason, piece.at / 1e6)
        bad |= found
    for name in MEASURES:
        values = piece.measures[name]
        for reason, found in _faults(name, values):
            _reject(rejects, piece, found & ~bad, reason, values)
            bad |= found
    has_energy, has_other = (
        ~np.isnan(piece.measures[one]) | ~np.isnan(piece.measures[two])
        for one, two in ((DELIVERED, RECEIVED), (REACTIVE, VOLTAGE))
    )
    alone = has_other & ~has_energy & ~bad & (piece.quality != MISSING)
    _reject(rejects, piece, alone, "no energy beside its reactive energy or voltage", piece.measures[REACTIVE])
    bad |= alone
    kept = piece.take(~bad) if bad.any() else piece
    kept.quality = np.where(has_energy[~bad], kept.quality, MISSING)
    gone = kept.quality == MISSING
    for name in MEASURES:
        kept.measures[name] = np.where(gone, np.nan, kept.measures[name])
    return kept


def _out_of_time(at: Ints) -> Iterator[tuple[str, Bools]]:
    """Stamps that no reading of a meter has, as in landing; refused before any calendar is asked about them."""
    earliest, latest = (int(seconds_of(utc64(end))) * 1_000_000 for end in (EARLIEST, LATEST))
    yield f"start lies before {EARLIEST:%Y}", at < earliest
    yield "start lies in the future", at >= latest


def _faults(name: str, values: Floats) -> Iterator[tuple[str, Bools]]:
    what = name.rsplit("_", 1)[0].replace("_", " ")
    yield f"{what} is infinite", np.isinf(values)
    yield f"{what} is larger than any meter's", np.isfinite(values) & (np.abs(values) > MAX_INTERVAL_KWH)
    if name != REACTIVE:
        yield f"{what} is negative", np.isfinite(values) & (values < 0)


def _reject(rejects: Rejects, piece: ParsedReadings, found: Bools, reason: str, values: Floats) -> None:
    for row in np.flatnonzero(found):
        rejects.add(int(piece.line[row]), reason, f"{piece.meter[int(row)].as_py()} {values[row]:g}")


def concat(pieces: list[ParsedReadings]) -> ParsedReadings:
    """Pieces one after the other."""
    meters = pa.chunked_array([piece.meter for piece in pieces]).unify_dictionaries().combine_chunks()
    return ParsedReadings(
        meters.chunk(0) if isinstance(meters, pa.ChunkedArray) else meters,
        np.concatenate([piece.at for piece in pieces]),
        np.concatenate([piece.minutes for piece in pieces]),
        {name: np.concatenate([piece.measures[name] for piece in pieces]) for name in MEASURES},
        np.concatenate([piece.quality for piece in pieces]),
        np.concatenate([piece.line for piece in pieces]),
        np.concatenate([piece.channel for piece in pieces]),
    )
