"""A sum, a share or a quotient of figures that tools gave, in one row whose cells the text can hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import pyarrow as pa

from app.assistant.built_in.reading.units import converted, same_family, unit_written
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.widgets.column import NUMBERS, Column

VALUE: Final = "reckoned"
_SUMMED_UNITS: Final = frozenset((
    "W", "kW", "MW", "GW", "Wh", "kWh", "MWh", "GWh", "VA", "kVA", "MVA", "kvar", "m", "km", "mi", "ft", "US$",
    "US$/yr", "customer-min", "customer-h", "reads", "meter-minutes", "customers",
))  # fmt: skip
_NOT_SUMMED: Final = (
    "peak",
    "least",
    "highest",
    "lowest",
    "mean_transformer",
    "average",
    "median",
    "_min",
    "_max",
    "p90",
    "p10",
)
"""Parts of the names of quantities that come at different times, or are means."""


@dataclass(frozen=True, slots=True)
class ReckonedFigure:
    """One figure.

    Attributes:
        result: that holds it, in its first row.
        column: of it.
        whose: in words: `Feeder F0004`, `the utility`.
    """

    result: ToolResult
    column: Column
    whose: str

    @property
    def value(self) -> float | None:
        """In the column's own unit; None where it is not known."""
        if not self.result.table.num_rows:
            return None
        value = self.result.table[self.column.key][0].as_py()
        return None if value is None or not math.isfinite(value) else float(value) * self.column.factor

    @property
    def unit(self) -> str:
        """As it is written."""
        return unit_written(self.column)


def reckoned(
    figures: Sequence[ReckonedFigure], how: Literal["sum", "share", "ratio"], divisor: str
) -> ToolResult | None:
    """One row: `reckoned`, and each figure as `figure_0`, `figure_1` …; None where one of them is not known.

    Args:
        figures: in their order.
        how: they are put together.
        divisor: what the second is counted in.

    Raises:
        NoAnswer: they cannot be put together.
    """
    first = figures[0]
    values = [one.value for one in figures]
    if any(one.column.kind not in NUMBERS or one.column.write is not None for one in figures) or None in values:
        return None
    told = [float(value) for value in values if value is not None]
    value, column = _of(figures, told, how, divisor)
    if value is None:
        return None
    table = {VALUE: pa.array([value], pa.float64())}
    columns = [column]
    for place, one in enumerate(figures):
        key = f"figure_{place}"
        table[key] = pa.array([told[place]], pa.float64())
        columns.append(replace(one.column, key=key, title=f"{one.column.title}, {one.whose}", factor=1.0))
    ages = [one.result.as_of for one in figures if one.result.as_of is not None]
    periods = dict.fromkeys(one.result.period for one in figures if one.result.period)
    return replace(
        first.result, title=column.title, table=pa.table(table), columns=tuple(columns), place="", chart=None, goes=(),
        period=" and ".join(periods), as_of=min(ages, default=None), note=_note(figures), is_cut=False, in_all=None,
        source=", ".join(dict.fromkeys(one.result.source for one in figures)),
    )  # fmt: skip


def _of(
    figures: Sequence[ReckonedFigure], told: Sequence[float], how: Literal["sum", "share", "ratio"], divisor: str
) -> tuple[float | None, Column]:
    first, last = figures[0], figures[-1]
    if how == "sum":
        _check_summed(first.column)
        title = f"{first.column.title} of {len(figures)} together"
        return math.fsum(told), replace(first.column, key=VALUE, title=title, factor=1.0)
    base = told[-1]
    if how == "share":
        _check_summed(first.column)
        base = converted(base, last.unit, first.unit) if first.unit != last.unit else base
        if first.unit != last.unit and not same_family(first.unit, last.unit):
            return None, first.column
        return (100.0 * told[0] / base if base else None), Column(
            VALUE, f"Share of {_low(last.column.title)}", "share", 1
        )
    if not base or "%" in (first.unit, last.unit):
        return None, first.column
    if divisor and first.unit and first.unit not in _SUMMED_UNITS:
        return None, first.column
    value, mine = told[0] / base, first.unit
    if (
        divisor and abs(value) < 1 and mine[:1] == "M" and f"k{mine[1:]}" in _SUMMED_UNITS
    ):  # 0.03 MWh for each is 33 kWh
        value, mine = 1000 * value, f"k{mine[1:]}"
    unit = f"{mine} per {divisor}".strip() if divisor else ""
    if not divisor and not same_family(first.unit, last.unit) and first.unit != last.unit:
        unit = f"{first.unit} per {last.unit or last.column.title.lower()}".strip()
    title = f"{first.column.title} per {divisor}" if divisor else f"{first.column.title} to {_low(last.column.title)}"
    return value, Column(VALUE, title, "number", _decimals(value), unit if first.unit or not divisor else "")


def _low(title: str) -> str:
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _decimals(value: float) -> int:
    return 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2


def _check_summed(column: Column) -> None:
    """Refuse what does not add up over places.

    Raises:
        NoAnswer: says why.
    """
    if any(part in column.key for part in _NOT_SUMMED):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"{column.title} is not added up over places, nor told as a share: it comes at another time in each. "
            "Ask for each of them, or for the energy.",
        )
    unit = unit_written(column)
    if unit and unit not in _SUMMED_UNITS:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"{column.title} is told in {unit}, which does not add up: ask for each of them.",
        )


def _note(figures: Sequence[ReckonedFigure]) -> str:
    """The sentences of all of them, each once."""
    return " ".join(dict.fromkeys(one.result.note for one in figures if one.result.note))
