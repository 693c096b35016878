"""One table while it is checked: converted columns, and every row that cannot be taken with its reason."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.errors import ImportRefused
from data_sources.importers.tables.files import REJECTED_ENDING, RawTable
from data_sources.importers.tables.spec import REQUIRED_TABLES, TABLES, ColumnSpec
from data_sources.spreadsheet import inert

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]

# Columns of an export that follow from others: passed over without a warning.
FOLLOWING = frozenset({"utility_id", "updated_at"})
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_YES, _NO = ("yes", "true", "1", "y", "t"), ("no", "false", "0", "n", "f")


class TableSheet:
    """The columns of one table by name; a missing value is None (text), NaN (number, yes/no) or -1 (link).

    Args:
        raw: the file; None for a table that is not there.
        name: the table's name.
    """

    def __init__(self, raw: RawTable | None, name: str) -> None:
        """Converts every column the specification names, noting what does not fit."""
        self.raw, self.name = raw, name
        self.count = raw.rows.num_rows if raw else 0
        self.columns: dict[str, NDArray[Any]] = {}
        self.bad: Bools = np.zeros(self.count, dtype=bool)
        self.reasons: dict[int, tuple[str, Any, str]] = {}
        self.place_in_file: Ints = np.arange(self.count)
        self.rejected_count = 0
        for column in TABLES[name]:
            self.columns[column.name] = self._convert(column)
        self._refuse_missing_columns()
        self._refuse_doubles()

    def __len__(self) -> int:
        """Rows, bad ones included until `settle`."""
        return self.count

    def __getitem__(self, name: str) -> NDArray[Any]:
        """One column."""
        return self.columns[name]

    def __setitem__(self, name: str, values: NDArray[Any]) -> None:
        """Set a column, derived ones too; `settle` keeps them in step."""
        self.columns[name] = values

    @property
    def unused(self) -> list[str]:
        """Columns of the file that nothing asks for."""
        known = {column.name for column in TABLES[self.name]} | FOLLOWING
        return [name for name in self.raw.rows.column_names if name not in known] if self.raw else []

    def fill(self, name: str, default: Any) -> None:
        """Put a default (one value, or one for each row) where nothing is given."""
        values = self.columns[name]
        missing = np.array([value is None for value in values], bool) if values.dtype == object else np.isnan(values)
        self.columns[name] = np.where(missing, default, values)

    def link(self, name: str, parent: TableSheet) -> Ints:
        """Row of the parent that each id names, -1 for none; unknown ids are bad rows. Kept as column `name#`."""
        ids = pa.array(self.columns[name], pa.string())
        key = parent.columns[TABLES[parent.name][0].name]
        found = pc.index_in(ids, value_set=pa.array(key, pa.string()))
        links: Ints = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        unknown = (links < 0) & ids.is_valid().to_numpy(zero_copy_only=False)
        self.reject(unknown, name, f"is not in {parent.name}; add it there or correct it")
        self.columns[name + "#"] = links
        return links

    def reject(self, mask: Bools, column: str, advice: str) -> None:
        """Mark rows as bad: `advice` ends the sentence "VALUE …"."""
        for row in np.flatnonzero(mask & ~self.bad).tolist():
            self.reasons[row] = (column, self._written(column, row), advice)
        self.bad |= mask

    def settle(self, skip_bad_rows: bool) -> None:
        """Refuse the table for its bad rows, or drop them and put them into a file beside it.

        Raises:
            ImportRefused: there are bad rows and they are not to be skipped.
        """
        if not self.bad.any():
            return
        if not skip_bad_rows or self.bad.all():
            raise ImportRefused(self._sentence())
        self._write_rejected()
        keep = ~self.bad
        self.rejected_count += int(self.bad.sum())
        self.columns = {name: values[keep] for name, values in self.columns.items()}
        self.place_in_file = self.place_in_file[keep]
        self.count, self.bad, self.reasons = int(keep.sum()), np.zeros(int(keep.sum()), bool), {}

    def _sentence(self) -> str:
        row = min(self.reasons)
        column, value, advice = self.reasons[row]
        more = len(self.reasons) - 1
        others = f" ({more:,} more bad row{'s' * (more > 1)} in this file)" if more else ""
        return f"{self._where(row)}, column {column}: {'nothing' if value is None else repr(value)} {advice}{others}."

    def _where(self, row: int) -> str:
        assert self.raw
        return f"{self.raw.path.name}, {self.raw.unit} {int(self.place_in_file[row]) + self.raw.first}"

    def _written(self, column: str, row: int) -> Any:
        if self.raw is None or column not in self.raw.rows.column_names:
            return None
        value = self.raw.rows[column][int(self.place_in_file[row])].as_py()
        return value if not isinstance(value, str) or len(value) <= 60 else value[:57] + "…"

    def _write_rejected(self) -> None:
        assert self.raw
        path = self.raw.path.with_name(self.raw.path.name + REJECTED_ENDING)
        names = self.raw.rows.column_names
        rows = self.raw.rows.take(self.place_in_file[sorted(self.reasons)]).to_pylist()
        try:
            with path.open("w" if not self.rejected_count else "a", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
                if not self.rejected_count:
                    writer.writerow([self.raw.unit, "reason", *names])
                for row, written in zip(sorted(self.reasons), rows, strict=True):
                    column, value, advice = self.reasons[row]
                    number = int(self.place_in_file[row]) + self.raw.first
                    cells = [inert(cell) if isinstance(cell, str) else cell for cell in written.values()]
                    writer.writerow([number, f"{column}: {value!r} {advice}", *cells])
        except OSError as error:
            raise ImportRefused(f"Rejected rows cannot be kept in {path.name}: {error.strerror or error}.") from error

    def _refuse_missing_columns(self) -> None:
        if self.raw is None:
            return
        if not self.count and self.name in (*REQUIRED_TABLES, "nodes"):
            raise ImportRefused(f"{self.raw.path.name} holds no row; a network needs {self.name}.")
        for column in TABLES[self.name]:
            if column.is_required and column.name not in self.raw.rows.column_names:
                raise ImportRefused(
                    f"{self.raw.path.name} has no column {column.name} ({column.about}); it has "
                    f"{', '.join(self.raw.rows.column_names) or 'none'}."
                )

    def _refuse_doubles(self) -> None:
        key = TABLES[self.name][0].name
        ids = pa.array(self.columns[key], pa.string())
        if not len(ids):
            return
        first = pc.index_in(ids, value_set=ids).to_numpy(zero_copy_only=False)
        self.reject(np.asarray(first != np.arange(len(ids))), key, "occurs twice; keys must be unique")

    def _convert(self, column: ColumnSpec) -> NDArray[Any]:
        if self.raw is None or column.name not in self.raw.rows.column_names:
            is_text = column.kind in ("id", "text", "choice", "geometry")
            return np.full(self.count, None, object) if is_text else np.full(self.count, np.nan)
        values = self.raw.rows[column.name].combine_chunks()
        try:
            return self._converted(column, values)
        except pa.ArrowException as error:  # lists, structs, dates, whatever else Parquet has
            raise ImportRefused(
                f"{self.raw.path.name}: column {column.name} holds values of the type {values.type}; "
                f"give {'numbers' if column.kind in ('number', 'integer') else 'text'} ({column.about})."
            ) from error

    def _converted(self, column: ColumnSpec, values: pa.Array) -> NDArray[Any]:
        if column.kind in ("number", "integer"):
            return self._numbers(column, values)
        if column.kind == "yes/no":
            return self._flags(column, _text(values))
        text = _text(values)
        nul = pc.fill_null(pc.match_substring(text, "\0"), False).to_numpy(zero_copy_only=False)
        self.reject(nul, column.name, "holds a character (NUL) that no text of a database has")
        if column.is_required:
            self.reject(text.is_null().to_numpy(zero_copy_only=False), column.name, "is given; every row needs one")
        return self._choices(column, text) if column.kind == "choice" else _objects(text)

    def _numbers(self, column: ColumnSpec, values: pa.Array) -> Floats:
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            text = _text(values)
            fits = pc.fill_null(pc.match_substring_regex(text, _NUMBER), False)
            wrong = pc.and_(text.is_valid(), pc.invert(fits)).to_numpy(zero_copy_only=False)
            self.reject(wrong, column.name, f"is not a number; {column.about}")
            values = pc.if_else(fits, text, None)
        numbers: Floats = values.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
        if column.is_required:
            self.reject(np.isnan(numbers), column.name, "is given; every row needs one")
        self.reject(np.isinf(numbers), column.name, "is not a finite number")
        if column.kind == "integer":
            self.reject(~np.isnan(numbers) & (numbers != np.round(numbers)), column.name, "is not a whole number")
        if column.low is not None:
            self.reject(numbers < column.low, column.name, f"is below {_limit(column.low)}; {column.about}")
        if column.high is not None:
            self.reject(numbers > column.high, column.name, f"is above {_limit(column.high)}; {column.about}")
        return numbers

    def _flags(self, column: ColumnSpec, text: pa.Array) -> Floats:
        lower = pc.utf8_lower(text)
        yes = pc.is_in(lower, value_set=pa.array(_YES)).to_numpy(zero_copy_only=False)
        no = pc.is_in(lower, value_set=pa.array(_NO)).to_numpy(zero_copy_only=False)
        given = text.is_valid().to_numpy(zero_copy_only=False)
        self.reject(given & ~yes & ~no, column.name, "is neither yes nor no")
        return np.where(yes, 1.0, np.where(no, 0.0, np.nan))

    def _choices(self, column: ColumnSpec, text: pa.Array) -> Texts:
        cased = pc.utf8_upper(text) if column.choices[0].isupper() else pc.utf8_lower(text)
        known = pc.is_in(cased, value_set=pa.array(column.choices)).to_numpy(zero_copy_only=False)
        given = text.is_valid().to_numpy(zero_copy_only=False)
        self.reject(given & ~known, column.name, f"is none of {', '.join(column.choices)}")
        return _objects(cased)


def _limit(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:,.0f}"


def _text(values: pa.Array) -> pa.Array:
    """Trimmed text, NULL where empty; 12.0 in a column of floats is written 12."""
    if pa.types.is_floating(values.type) and pc.all(pc.equal(values, pc.floor(values))).as_py():
        values = values.cast(pa.int64())
    text = pc.utf8_trim_whitespace(values.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), None, text)


def _objects(text: pa.Array) -> Texts:
    values: Texts = np.asarray(text.to_pylist(), dtype=object)
    return values
