"""Whether a column of energies is a meter's register, watched while a table is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.channels import Channel
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import NothingTaken
from data_sources.importers.readings.sheets.decimals import Numerals
from data_sources.importers.readings.sheets.meters import codes_of, meter_column
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet
from data_sources.importers.readings.sheets.rising import RisingValues
from data_sources.importers.readings.sheets.row_stamps import stamps_of


@dataclass(slots=True)
class RegisterWatch:
    """Looks at the first energy column of a file, unless a person says what it holds.

    Attributes:
        columns: of the file.
        channels: its value columns.
        numerals: how the numbers of each column are written.
        options: what a person said.
        zone: clock of its local stamps.
    """

    columns: Columns
    channels: Sequence[Channel]
    numerals: Mapping[str, Numerals]
    options: ReadingOptions
    zone: dt.tzinfo
    _energy: Channel | None = field(init=False)
    _rising: RisingValues = field(init=False)

    def __post_init__(self) -> None:
        """Powers are no register, and what a person says outweighs what values look like."""
        self._energy = next((one for one in self.channels if one.role != "voltage"), None)
        may_be = self._energy is not None and not self._energy.is_power and self.options.registers == "refuse"
        self._rising = RisingValues(self.zone, is_settled=not may_be)

    def look(self, sheet: ReadingSheet) -> None:
        """Whether it holds a register's values, as far as the file is read.

        Raises:
            NothingTaken: it does, and what to do with it is not said.
        """
        if self._energy is None or self._rising.is_settled:
            return
        names, codes = self._series(sheet)
        meters = self._rising.meters(names, codes)
        some, mine = sheet.take(meters >= 0), meters[meters >= 0]
        stamps = stamps_of(some, self.columns, self.options, self.zone)
        if self._rising.add(mine, stamps, self._values(some, self._energy)):
            raise self._refusal(self._energy)

    def end(self) -> None:
        """Whether it holds a register's values, now that the file is read.

        Raises:
            NothingTaken: it does, and what to do with it is not said.
        """
        if self._energy is not None and self._rising.at_end():
            raise self._refusal(self._energy)

    def _values(self, sheet: ReadingSheet, energy: Channel) -> Floats:
        """The energy of each row, the sum of its shares where several columns hold it; NaN where there is none."""
        shares = [one.column for one in self.channels if one.role == energy.role]
        given = np.stack([self.numerals[name].floats(sheet[name])[0] for name in shares])
        return np.where(np.isnan(given).all(axis=0), np.nan, np.nansum(given, axis=0))

    def _series(self, sheet: ReadingSheet) -> tuple[list[str], Ints]:
        """(names of what each may have a register, by code; the code of each row): a meter, by category and unit."""
        meters = meter_column(sheet, self.columns.by_role.get("meter"))
        named = [self.columns.by_role[role] for role in ("category", "unit") if role in self.columns.by_role]
        if not named:
            return meters.dictionary.to_pylist(), codes_of(meters)
        texts = [meters.dictionary_decode(), *(sheet.texts(name) for name in named)]
        coded = pc.binary_join_element_wise(*texts, "\0").dictionary_encode()
        return coded.dictionary.to_pylist(), codes_of(coded)

    def _refusal(self, energy: Channel) -> NothingTaken:
        return NothingTaken(
            f"{self.columns.file}: the values of {energy.column!r} only rise, like a meter's register; take their "
            f"differences with --registers difference, or --registers interval if they are energies all the same."
        )
