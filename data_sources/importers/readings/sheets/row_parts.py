"""Rows of a table told apart by what they measure: by a column of categories, and by a column of units.

Import and export, general and controlled load stand in rows of one file, and so do kWh and kvarh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools
from data_sources.importers.readings.channels import meaning_of, role_of
from data_sources.importers.readings.columns import IGNORED, Role
from data_sources.importers.readings.headings import UNITS, spelled, unit_in
from data_sources.importers.readings.parsed import NET, Rejects
from data_sources.importers.readings.sheets.meters import codes_of
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, distinct

Kind = Literal["energy", "reactive", "voltage"]
KINDS: tuple[Kind, ...] = ("energy", "reactive", "voltage")


@dataclass(frozen=True, slots=True)
class RowPart:
    """Rows that measure one thing.

    Attributes:
        rows: which they are, a mask.
        role: what they measure; None where only the heading of their column says it.
        channel: a number for what they are of.
        unit: that they name, as in `UNITS`, or "v"; None where they name none.
    """

    rows: Bools
    role: Role | None = None
    channel: int = 0
    unit: str | None = None

    @property
    def is_reactive(self) -> bool:
        """Whether their unit is one of reactive energy or power."""
        return kind_of(self.unit or "") == "reactive"


def kind_of(unit: str) -> Kind | None:
    """What a unit is of; None where we keep nothing of it."""
    if unit.lower() == "v":
        return "voltage"
    if unit.lower() not in UNITS:
        return None
    return "reactive" if "var" in unit.lower() else "energy"


@dataclass(slots=True)
class RowUnits:
    """The units that rows name, in a column of units or in the texts of their categories.

    Attributes:
        file: its name, for sentences.
        unit_column: the column of units, if there is one.
        category_column: the column of categories, if there is one.
        is_said: a person says which unit energies have.
    """

    file: str
    unit_column: str | None
    category_column: str | None
    is_said: bool
    _seen: dict[str, str] = field(default_factory=dict)

    def look(self, sheet: ReadingSheet) -> None:
        """Remember those of a piece.

        Raises:
            ImportRefused: rows of one quantity have several units.
        """
        if self.unit_column is not None:
            self._seen |= {text.lower(): text for text in distinct(sheet.texts(self.unit_column)) if text}
        elif self.category_column is not None:  # "Active Import Interval (kW)"; kvarh are to kvar what kWh are to kW
            units = [unit for text in distinct(sheet.texts(self.category_column)) if (unit := unit_in(text))]
            self._seen |= {unit.replace("var", "w"): unit.replace("var", "w") for unit in units}
        for kind in KINDS:
            own = [text for unit, text in self._seen.items() if kind_of(unit) == kind]
            if len(own) > 1 and not (self.is_said and kind == "energy"):
                raise ImportRefused(
                    f"{self.file} holds values in {' and in '.join(map(spelled, own[:3]))}; give one unit a file."
                )

    @property
    def of_energy(self) -> str | None:
        """The unit of energies, or one that stands for it as long as none has shown; None where rows name none."""
        known = [unit for unit in self._seen if kind_of(unit)]
        return next((unit for unit in known if kind_of(unit) == "energy"), "kwh" if known else self._first)

    @property
    def _first(self) -> str | None:
        return next(iter(self._seen.values()), None)

    @property
    def kinds(self) -> set[Kind]:
        """What the units are of."""
        return {kind for unit in self._seen if (kind := kind_of(unit))}


@dataclass(slots=True)
class RowParts:
    """Tells the rows of a file apart.

    Attributes:
        category_column: None where a file has none.
        unit_column: None where a file has none.
        meanings: what a person said about texts.
        rejects: takes rows of which we keep nothing.
    """

    category_column: str | None
    unit_column: str | None
    meanings: Mapping[str, str]
    rejects: Rejects
    _numbers: dict[str, int] = field(default_factory=dict)

    def split(self, sheet: ReadingSheet) -> Iterator[RowPart]:
        """The parts of a piece; without either column all its rows."""
        units = list(self._by_unit(sheet))
        for rows, role, number in self._by_category(sheet):
            for mine, unit in units:
                both = rows & mine
                if both.any():
                    yield from self._part(sheet, both, role, number, unit)

    def _part(
        self, sheet: ReadingSheet, rows: Bools, role: Role | None, number: int, unit: str | None
    ) -> Iterator[RowPart]:
        kind = kind_of(unit or "")
        own: Role | None = role if kind in (None, "energy") else kind  # type: ignore[assignment]
        if kind in ("reactive", "voltage") and role not in (None, "delivered", kind):
            # Which sign reactive energy from the customer has, a file must say itself.
            self._refuse(sheet, rows, f"{role} energy in {spelled(unit or '')} is not taken")
            return
        channel = number * len(KINDS) + KINDS.index(kind or "energy")
        yield RowPart(rows, own, channel + (NET if own == "net" else 0), unit)

    def _by_category(self, sheet: ReadingSheet) -> Iterator[tuple[Bools, Role | None, int]]:
        """(which rows, what they measure, a number for the category)."""
        if self.category_column is None:
            yield np.ones(len(sheet), np.bool_), None, 0
            return
        roles, coded = _roles_by_category(sheet, self.category_column, self.meanings)
        self._reject(sheet, roles == "", coded, "category {} is not taken")
        codes = codes_of(coded)
        # One part a category, not a measure: GC and CL are both delivered, and are summed.
        for code in np.unique(codes[roles != ""]):
            mine = codes == code
            number = self._numbers.setdefault(coded.dictionary[int(code)].as_py().lower(), len(self._numbers))
            yield mine, roles[mine][0], number

    def _by_unit(self, sheet: ReadingSheet) -> Iterator[tuple[Bools, str | None]]:
        """(which rows, their unit); those that name none are taken as the others."""
        if self.unit_column is None:
            yield np.ones(len(sheet), np.bool_), None
            return
        coded = sheet.texts(self.unit_column).dictionary_encode()
        units = [text.lower() for text in coded.dictionary.to_pylist()]
        known = np.array([not unit or kind_of(unit) is not None for unit in units], np.bool_)
        codes = codes_of(coded)
        self._reject(sheet, ~known[codes], coded, "unit {} is not taken")
        for code in np.unique(codes[known[codes]]):
            yield codes == code, units[code] or None

    def _reject(self, sheet: ReadingSheet, unknown: Bools, coded: pa.DictionaryArray, reason: str) -> None:
        for row in np.flatnonzero(unknown):
            text = coded[int(row)].as_py()
            if meaning_of(text, self.meanings) == IGNORED:
                self.rejects.report.ignored += 1
            else:
                self.rejects.add(int(sheet.line[row]), reason.format(repr(text)), sheet.row_text(int(row))[:80])

    def _refuse(self, sheet: ReadingSheet, rows: Bools, reason: str) -> None:
        for row in np.flatnonzero(rows):
            self.rejects.add(int(sheet.line[row]), reason, sheet.row_text(int(row))[:80])


def _roles_by_category(
    sheet: ReadingSheet, name: str, meanings: Mapping[str, str]
) -> tuple[NDArray[Any], pa.DictionaryArray]:
    """(what each row measures, "" where we do not take its category; the categories)."""
    coded = sheet.texts(name).dictionary_encode()
    known = np.array([role_of(text, meanings) or "" for text in coded.dictionary.to_pylist()], object)
    return known[coded.indices.to_numpy(zero_copy_only=False)], coded
