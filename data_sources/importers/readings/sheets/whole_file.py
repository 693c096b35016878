"""What only the whole of a table tells: the order of its dates, its midnights, its decimal marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from data_sources.importers.readings.options import DateOrder
from data_sources.importers.readings.sheets.decimals import MarksSeen
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet


@dataclass(slots=True)
class WholeFile:
    """What only the whole of a file tells, looked up once however many sections have the same columns.

    Attributes:
        again: all of its pieces once more.
    """

    again: Callable[[], Iterator[ReadingSheet]]
    _orders: dict[tuple[str, ...], DateOrder | None] = field(default_factory=dict)
    _midnights: dict[tuple[str, ...], bool] = field(default_factory=dict)
    _marks: dict[tuple[str, ...], dict[str, MarksSeen]] = field(default_factory=dict)

    def order(self, names: Sequence[str], look: Callable[[ReadingSheet], DateOrder | None]) -> DateOrder | None:
        """Whether day or month comes first, as the first piece says that tells."""
        key = tuple(names)
        if key not in self._orders:
            self._orders[key] = next((order for sheet in self._of(key) if (order := look(sheet))), None)
        return self._orders[key]

    def midnight_ends(self, names: Sequence[str], look: Callable[[ReadingSheet], bool | None]) -> bool:
        """Whether 00:00 ends its date, as the first piece says that tells."""
        key = tuple(names)
        if key not in self._midnights:
            told = (look(sheet) for sheet in self._of(key))
            self._midnights[key] = next((one for one in told if one is not None), False)
        return self._midnights[key]

    def marks(self, names: Sequence[str], columns: Mapping[str, Sequence[int]]) -> dict[str, MarksSeen]:
        """What the numbers of columns tell about their decimal mark.

        Args:
            names: of all columns.
            columns: the places of those that hold one quantity, by what they are called.
        """
        key = tuple(names)
        if key not in self._marks:
            self._marks[key] = {name: MarksSeen() for name in columns}
            for sheet in self._of(key):
                for name, places in columns.items():
                    for column in _joined([sheet.columns[place] for place in places]):
                        self._marks[key][name].look(column)
        return self._marks[key]

    def _of(self, key: tuple[str, ...]) -> Iterator[ReadingSheet]:
        return (sheet for sheet in self.again() if tuple(sheet.names) == key)


def _joined(columns: Sequence[pa.Array]) -> Sequence[pa.Array]:
    """Columns of plain text as one, which is looked through faster."""
    return [pa.concat_arrays(columns)] if all(pa.types.is_string(one.type) for one in columns) else columns
