"""What was seen of assets over the years: who stood where from when to when, what failed, what inspections found.

An asset is installed in the middle of its year. Where one failed, it stood there until then; what stands there now came
after. A year that would make it more than OLDEST_LIVES times as old as its class is expected to get is a wrong one (a
spreadsheet's first day, say), and counts as not known.

The record of a kind of asset, transformers or poles, begins with its first failure, which marks the beginning and is
not counted: nobody tells when the utility began to write failures down, and it need not have begun with both at once.

What an inspection found belongs to what stood there on that day. A condition of which nobody says when it was found is
of what stands there now, and known of no year of the past; one of a known day counts before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.health.parts import condition_part
from data_sources.network.rows import Bools, Floats, Ints
from data_sources.studies.assets.ground import StandingAssets

YEAR_DAYS: Final = 365.2425
EPOCH_YEAR: Final = 1970.0
OLDEST_LIVES: Final = 2.0
"""Expected lives of its class beyond which an age is taken for a wrong date: own choice."""
FIRST_YEAR: Final = 1900.0  # that may be on record; a day before it is none that is known


def year_of(at: dt.datetime) -> float:
    """A moment as a number of years, on the calendar's mean."""
    return EPOCH_YEAR + at.timestamp() / 86_400 / YEAR_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class Inspected:
    """What the latest inspection of each asset before a moment found, shape (assets,); NaN where there was none.

    Attributes:
        condition: 0 to 100.
        strength_pct: of poles.
        at: year of it; NaN too where a condition is known and not its day.
    """

    condition: Floats
    strength_pct: Floats
    at: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Everything that stood somewhere, each of shape (units,): what stands there now first, then what failed.

    Attributes:
        asset: position in the assets.
        begin: year in which it came; NaN where nobody says.
        end: year until which it was seen: of its failure, or now.
        has_failed: whether it did.
        after: year from which an inspection there is about it.
        is_follower: whether it took the place of one that failed, of which a record is kept.
    """

    asset: Ints
    begin: Floats
    end: Floats
    has_failed: Bools
    after: Floats
    is_follower: Bools


class AssetRecord:
    """Inspections and failures of a utility's assets.

    Args:
        found: the assets.
        tables: "inspections" and "failures", as of `asset_tables`.
        now: year up to which it reaches; what is later is not looked at.
    """

    def __init__(self, found: StandingAssets, tables: Mapping[str, pa.Table], now: float) -> None:
        """Sorts what belongs to an asset that is there."""
        self.assets, self.now = found, now
        inspections, failures = tables["inspections"], tables["failures"]
        rows = found.rows_of(*_key(inspections))
        at = EPOCH_YEAR + inspections["inspected_on"].cast(pa.int32()).to_numpy() / YEAR_DAYS
        at = np.where(at < FIRST_YEAR, np.nan, at)
        kept = np.flatnonzero((rows >= 0) & (at <= now))
        order = kept[np.lexsort((at[kept], rows[kept]))]
        self._row, self._at = rows[order], at[order]
        strength, score = (
            inspections[name].to_numpy().astype(np.float64) for name in ("remaining_strength_pct", "condition_score")
        )
        condition = condition_part(inspections["result"].to_numpy(), score, strength)
        self._strength, self._condition = strength[order], condition[order]
        undated = np.flatnonzero((rows >= 0) & np.isnan(at))
        self._undated: Floats = np.full(len(found), np.nan)
        self._undated[rows[undated]] = condition[undated]
        self._failures(failures)
        self.is_simulated = any(bool(pa.compute.any(t["is_simulated"]).as_py()) for t in (inspections, failures))

    def _failures(self, rows: pa.Table) -> None:
        place = self.assets.rows_of(*_key(rows))
        at = EPOCH_YEAR + rows["failed_at"].cast(pa.int64()).to_numpy() / 86_400e6 / YEAR_DAYS
        kept = np.flatnonzero((place >= 0) & (at <= self.now))
        kept = kept[np.argsort(at[kept], kind="stable")]
        self.failed_asset, self.failed_at = place[kept], at[kept]
        self.failed_year = rows["installed_year"].to_numpy().astype(np.int64)[kept]
        self.failed_hours = rows["outage_hours"].to_numpy().astype(np.float64)[kept]

    @cached_property
    def begins(self) -> Floats:
        """Year of the first failure of a transformer and of a pole; `now` where there is none; shape (2,)."""
        found = np.full(2, self.now)
        np.minimum.at(found, self.assets.is_pole[self.failed_asset].astype(np.int64), self.failed_at)
        return found

    def begin_of(self, asset: Ints) -> Floats:
        """Year in which the record of each asset's kind begins, shape (assets,)."""
        return np.asarray(self.begins[self.assets.is_pole[asset].astype(np.int64)])

    @cached_property
    def units(self) -> Units:
        """Everything that stood somewhere since the record began."""
        count = len(self.assets)
        last = np.full(count, -np.inf)
        np.maximum.at(last, self.failed_asset, self.failed_at)
        before = _before_in_place(self.failed_asset, self.failed_at)
        asset = np.concatenate([np.arange(count), self.failed_asset])
        end = np.concatenate([np.full(count, self.now), self.failed_at])
        begin = _came(np.concatenate([self.assets.installed_year, self.failed_year]))
        begin = np.where(end - begin > OLDEST_LIVES * self.assets.expected_life_years[asset], np.nan, begin)
        after = np.concatenate([last, before])
        # What is there since a failure is not older than that; one installed "that year" came after it.
        begin = np.where(np.isfinite(after), np.fmax(begin, after), begin)
        return Units(
            asset=asset, begin=begin, end=end,
            has_failed=np.repeat([False, True], [count, len(self.failed_at)]),
            after=np.fmax(after, np.where(np.isnan(begin), -np.inf, np.floor(begin))),
            is_follower=np.isfinite(after),
        )  # fmt: skip

    def inspected(self, at: float, units: Ints) -> Inspected:
        """What was known of units at a moment; their inspections before it, of themselves.

        Args:
            at: the year.
            units: positions in `units`.
        """
        asset, after = self.units.asset[units], self.units.after[units]
        key = self._row + np.clip(self._at / 10_000, 0, 0.999)
        place = np.searchsorted(key, asset + np.clip(at / 10_000, 0, 0.999), side="right") - 1
        known = place >= 0
        known[known] = (self._row[place[known]] == asset[known]) & (self._at[place[known]] >= after[known])
        columns = (self._condition, self._strength, self._at) if len(self._row) else ()
        found = [np.where(known, column[place], np.nan) for column in columns] or [np.full(len(units), np.nan)] * 3
        if at >= self.now:
            is_undated = ~known & (units < len(self.assets))
            found[0] = np.where(is_undated, self._undated[asset], found[0])
        return Inspected(*found)


def _key(rows: pa.Table) -> tuple[NDArray[np.bool_], Ints]:
    return rows["is_pole"].to_numpy().astype(bool), rows["asset_id"].to_numpy().astype(np.int64)


def _came(year: Ints) -> Floats:
    """The middle of the year in which each was installed; NaN where nobody says."""
    return np.where(year > 0, year + 0.5, np.nan)


def _before_in_place(place: Ints, at: Floats) -> Floats:
    """Of each failure: when the one before it happened at the same place, or minus infinity; `at` ascends."""
    order = np.argsort(place, kind="stable")
    found = np.full(len(place), -np.inf)
    same = place[order][1:] == place[order][:-1]
    found[order[1:][same]] = at[order[:-1][same]]
    return found
