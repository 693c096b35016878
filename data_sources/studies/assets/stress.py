"""How hard transformers were used: loading, hot spot, loss of life and voltage of the last year, where it is known."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import pyarrow as pa

from data_sources.analytics.thermal.ageing import loss_of_life_pct
from data_sources.network.rows import Floats
from data_sources.pipeline.thermal.keeping import HeatStore
from data_sources.query import Query
from data_sources.studies.assets.ground import StandingAssets

LOADING_DAYS: Final = 365
VOLTAGE_DAYS: Final = 28
YEAR_HOURS: Final = 8_766.0
LEAST_HOURS: Final = 168.0
"""A week with a known load, before a year's loss of life is reckoned from it."""


@dataclass(frozen=True, slots=True, eq=False)
class Stress:
    """Of assets over a year, each of shape (assets,); NaN where it is not known, as for every pole.

    Attributes:
        peak_load_pct: highest hour, of rated kVA.
        hot_spot_max_c: highest.
        loss_of_life_pct: of normal insulation life; reckoned from the known hours to all of a year.
        voltage_exceptions_pct: of metered time, outside range A of ANSI C84.1.
    """

    peak_load_pct: Floats
    hot_spot_max_c: Floats
    loss_of_life_pct: Floats
    voltage_exceptions_pct: Floats


class StressOf(Protocol):
    """What tells how hard a utility's assets were used."""

    def mark(self) -> str:
        """Another one where it would tell something else."""

    def of(self, found: StandingAssets, now: dt.datetime) -> Stress:
        """In the year up to a moment."""


class NoStress:
    """Where there is no history to ask."""

    def mark(self) -> str:
        """Always the same."""
        return ""

    def of(self, found: StandingAssets, now: dt.datetime) -> Stress:  # noqa: ARG002
        """Nothing is known."""
        return Stress(*(np.full(len(found), np.nan) for _ in range(4)))


class HistoryStress:
    """From the history's thermal days and its meters' days.

    Args:
        store: the history, and what its temperatures were made of.
        utility_id: whose transformers.
    """

    def __init__(self, store: HeatStore, utility_id: int) -> None:
        """Asks nothing yet."""
        self._store, self._history, self._utility_id = store, store.history, utility_id

    def mark(self) -> str:
        """Up to which day temperatures are reckoned, and a digest of what each day was made of."""
        made = sorted(self._store.made(self._utility_id).items())
        digest = hashlib.blake2s(" ".join(f"{day} {one.inputs}" for day, one in made).encode(), digest_size=8)
        return f"{made[-1][0]}/{digest.hexdigest()}" if made else ""

    def of(self, found: StandingAssets, now: dt.datetime) -> Stress:
        """Of the last year; voltage of the last four weeks."""
        used = self._rows("health_stress", now, LOADING_DAYS)
        volts = self._rows("health_voltage", now, VOLTAGE_DAYS)
        by_use, by_volts = (_placed(found, rows) for rows in (used, volts))
        hours = by_use("known_hours")
        aged = np.where(hours >= LEAST_HOURS, by_use("aged_hours") / np.maximum(hours, 1) * YEAR_HOURS, np.nan)
        minutes = by_volts("minutes_received")
        outside = np.where(minutes > 0, by_volts("minutes_outside_a") / np.maximum(minutes, 1) * 100, np.nan)
        peaks = (by_use("peak_load_pct"), by_use("hot_spot_max_c"))
        return Stress(*peaks, loss_of_life_pct(aged), outside)

    def _rows(self, name: str, now: dt.datetime, days: int) -> pa.Table:
        from_day = (now - dt.timedelta(days=days)).date()
        return self._history.fetch(Query.of(name, utility_id=self._utility_id, from_day=from_day))


def _placed(found: StandingAssets, rows: pa.Table) -> Callable[[str], Floats]:
    """Answers a column of rows by transformer in the order of the assets; NaN where there is no row."""
    ids = rows["transformer_id"].to_numpy().astype(np.int64)
    place = found.rows_of(np.zeros(len(ids), bool), ids)

    def column(name: str) -> Floats:
        out = np.full(len(found) + 1, np.nan)  # what is not there any more goes to the last, which is cut off
        out[place] = rows[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
        return out[:-1]

    return column
