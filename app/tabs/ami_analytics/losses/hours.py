"""The hours of a balance as lines: mean power of each, and a gap where an hour does not count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.history.scope import Instants, floats, instants

HOUR = np.timedelta64(1, "h")


def mean_power(hours: pa.Table, column: str) -> NDArray[np.float64]:
    """Energies of a column (kWh) as mean power (kW), over the part of each hour that counts."""
    energy = floats(hours[column])
    return energy / floats(hours["hours"]) if "hours" in hours.column_names else energy


def every_hour(at: Instants, columns: Sequence[NDArray[np.float64]]) -> tuple[Instants, list[NDArray[np.float64]]]:
    """The same with every hour from the first to the last; NaN where there was none.

    Args:
        at: starts of hours, ascending, shape (n,).
        columns: values of shape (n,).
    """
    if not len(at):
        return at, list(columns)
    every = np.arange(at[0], at[-1] + HOUR, HOUR).astype(at.dtype)
    place = np.searchsorted(every, at)
    filled = [np.full(len(every), np.nan) for _ in columns]
    for target, values in zip(filled, columns, strict=True):
        target[place] = values
    return every, filled


def lines_of(hours: pa.Table, series: Sequence[tuple[str, str, str]]) -> tuple[Instants, list[NDArray[np.float64]]]:
    """Instants and one column a series (column, name, unit) of the rows of a balance by the hour."""
    values = [mean_power(hours, column) if unit == "kW" else floats(hours[column]) for column, _, unit in series]
    return every_hour(instants(hours["hour_start_at"]), values)
