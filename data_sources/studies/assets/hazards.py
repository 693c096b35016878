"""Hazards of a utility's classes of assets, fitted to its own record, and how its kin did beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from data_sources.analytics.health.classes import CLASSES, FACTORS
from data_sources.analytics.health.fitting import fit_hazard
from data_sources.analytics.health.hazard import Hazard, Spells
from data_sources.analytics.health.kin import kin_ratio
from data_sources.analytics.health.risk import OLDEST_SHARE
from data_sources.analytics.health.undated import Undated
from data_sources.network.rows import Bools, Floats, Ints
from data_sources.studies.assets.factors import Usual, unit_factors
from data_sources.studies.assets.record import AssetRecord

QUARTERS = 4
FINENESS = 5
"""Units are alike that came in one quarter of a year and whose factors are the same to a fifth."""
VINTAGE_YEARS = 5


def fit_hazards(record: AssetRecord, peak_load_pct: Floats, usual: Usual) -> list[Hazard]:
    """The hazard of each class in `CLASSES`, as far as the record reaches.

    A kind of asset of which no failure is on record has no record: nothing is counted, and the prior stands alone.

    Args:
        record: of the utility.
        peak_load_pct: of each asset, shape (assets,); NaN not known.
        usual: what units are reckoned as of which nothing is known.
    """
    found: list[Hazard] = []
    known = _KnownOfUnits(record, peak_load_pct, usual)
    seen = {kind: _KindSeen(known, is_pole) for kind, is_pole in (("transformer", False), ("pole", True))}
    for number, one in enumerate(CLASSES):
        kind = seen[one.kind]
        found.append(fit_hazard(kind.spells(number), one.prior, kind.undated(number)))
    return found


Cells = tuple[Ints, Spells]


@dataclass(frozen=True, slots=True, eq=False)
class _KnownOfUnits:
    """A record, and what factors are made of."""

    record: AssetRecord
    peak_load_pct: Floats
    usual: Usual

    def factors(self, units: Ints, at: float) -> Ints:
        """Factors of units as known at a moment, in steps of 1 / FINENESS, shape (units, factors)."""
        z, _ = unit_factors(self.record, self.peak_load_pct, self.usual, units, at)
        return np.asarray(np.round(z * FINENESS).astype(np.int64))


class _KindSeen:
    """What was seen of transformers, or of poles.

    Args:
        known: of the utility.
        is_pole: which kind.
    """

    def __init__(self, known: _KnownOfUnits, is_pole: bool) -> None:
        """Goes year by year back to the beginning of the record, with what was known as each year began."""
        record = known.record
        self._known, self._record = known, record
        units = record.units
        begin = float(record.begins[int(is_pole)])
        mine = record.assets.is_pole[units.asset] == is_pole
        # One failure alone marks a beginning; what was seen since tells no rate.
        is_recorded = bool((mine & units.has_failed & (units.end > begin)).any())
        self.edges: Floats = np.array(_edges(begin if is_recorded else record.now, record.now))
        self.unit = np.flatnonzero(mine & (units.end > self.edges[0]) if is_recorded else mine & ~units.has_failed)
        self.number = record.assets.number[units.asset[self.unit]]
        self.is_dated = ~np.isnan(units.begin[self.unit])
        dated = self.unit[self.is_dated]
        self._cells = [_window(known, dated, *ends) for ends in pairwise(self.edges.tolist())]

    def spells(self, number: int) -> Spells:
        """Of the units of a class whose year is known."""
        empty = Spells(np.empty(0), np.empty(0), np.empty(0, bool), np.empty((0, len(FACTORS))), np.empty(0))
        return Spells.joined([empty, *(_only(spells, numbers == number) for numbers, spells in self._cells)])

    def undated(self, number: int) -> Undated:
        """Of the units of a class whose year nobody knows, and when the others came."""
        units = self._record.units
        now, edges = self._record.now, self.edges
        mine = self.unit[(self.number == number) & ~self.is_dated] if len(edges) > 1 else np.empty(0, np.int64)
        first = self.unit[(self.number == number) & self.is_dated & ~units.is_follower[self.unit]]
        first = first[units.begin[first] < now]
        year = np.floor(units.begin[first]).astype(np.int64)
        thought = np.arange(math.floor(now - OLDEST_SHARE * CLASSES[number].expected_life_years), math.floor(now) + 1)
        came = np.union1d(year, thought)
        cells, known = _tally(self._known.factors(first, float(edges[0])), np.searchsorted(came, year))
        z = np.zeros((len(mine), len(edges) - 1, len(FACTORS)))
        for place, low in enumerate(edges[:-1].tolist()):
            is_there = np.flatnonzero(units.end[mine] > low)
            z[is_there, place] = self._known.factors(mine[is_there], low) / FINENESS
        failed_at = np.where(units.has_failed[mine], _quarter(units.end[mine], edges), np.nan)
        rows = np.column_stack([np.nan_to_num(failed_at), z.reshape(len(mine), z.shape[1] * z.shape[2])])
        _, one, count = np.unique(rows, axis=0, return_index=True, return_counts=True)
        return Undated(
            edges, z[one], failed_at[one], count.astype(np.float64), came + 0.5, cells / FINENESS,
            np.pad(known, ((0, 0), (0, len(came) - known.shape[1]))), np.isin(came, thought),
        )  # fmt: skip


def _quarter(at: Floats, edges: Floats) -> Floats:
    """Moments as the middle of their quarter of a year, counted within their window of the record."""
    low = edges[np.clip(np.searchsorted(edges, at) - 1, 0, None)]
    middle = low + (np.floor((at - low) * QUARTERS) + 0.5) / QUARTERS
    return np.asarray(np.minimum(middle, edges[np.searchsorted(edges, at).clip(max=len(edges) - 1)]))


def _tally(z: Ints, place: Ints) -> tuple[Ints, Floats]:
    """Rows of factors that differ, and how many of each stand at each place, shape (cells, places)."""
    cells, cell = np.unique(z, axis=0, return_inverse=True)
    known = np.zeros((len(cells), int(place.max(initial=-1)) + 1))
    np.add.at(known, (cell.ravel(), place), 1.0)
    return cells, known


def _edges(begin: float, end: float) -> list[float]:
    """Year by year back from the end to the beginning, ascending."""
    found = [end]
    while found[-1] > begin:
        found.append(max(found[-1] - 1.0, begin))
    return found[::-1]


def _window(known: _KnownOfUnits, dated: Ints, low: float, high: float) -> Cells:
    """One year: units of known year that did not fail in it, those alike together, and each that did."""
    record, units = known.record, known.record.units
    alive = dated[(units.begin[dated] < high) & (units.end[dated] > low)]
    z = known.factors(alive, low)
    number, fails = record.assets.number[units.asset[alive]], units.has_failed[alive] & (units.end[alive] <= high)
    came = np.round(units.begin[alive] * QUARTERS).astype(np.int64)
    kept, count = _alike(np.stack([number, came, *z.T])[:, ~fails])
    mine = alive[fails]
    begin = np.concatenate([kept[1] / QUARTERS, units.begin[mine]])
    end = np.concatenate([np.full(len(count), high), units.end[mine]])
    exit_ = np.maximum(end - begin, 0.0)
    spells = Spells(
        entry=np.clip(low - begin, 0.0, exit_), exit=exit_,
        is_failed=np.repeat([False, True], [len(count), len(mine)]),
        factors=np.concatenate([kept[2:].T, z[fails]]) / FINENESS, weight=np.concatenate([count, np.ones(len(mine))]),
    )  # fmt: skip
    return np.concatenate([kept[0], number[fails]]), spells


def _alike(rows: Ints) -> tuple[Ints, Floats]:
    """Columns of whole numbers that differ, and how many there are of each; by one number made of all of them."""
    if not rows.shape[1]:
        return rows, np.empty(0)
    low = rows.min(axis=1)
    shape = tuple((rows.max(axis=1) - low + 1).tolist())
    code = np.zeros(rows.shape[1], np.int64)
    for own, least, size in zip(rows, low, shape, strict=True):
        code = code * size + own - least
    cells, count = np.unique(code, return_counts=True)
    return np.stack(np.unravel_index(cells, shape)) + low[:, None], count.astype(np.float64)


def _only(spells: Spells, rows: Bools) -> Spells:
    return Spells(*(getattr(spells, one.name)[rows] for one in fields(Spells)))


def probabilities(
    hazards: list[Hazard], number: Ints, age: Floats, z: Floats, spread: Floats
) -> tuple[Floats, Floats, Floats]:
    """Probability of failure within a year: (best, low, high), each of shape (assets,).

    Args:
        hazards: by class.
        number: class of each asset.
        age: NaN where not known: then it is likely to be as that of others of its class is.
        z: factors, shape (assets, factors).
        spread: one standard deviation of those factors that are not known, likewise; 0 of the others.
    """
    columns = np.full((3, len(number)), np.nan)
    for row in range(len(CLASSES)):
        for unknown in (False, True):
            mine = np.flatnonzero((number == row) & (np.isnan(age) == unknown))
            if len(mine) and unknown:
                columns[:, mine] = hazards[row].probability_at_unknown_age(z[mine], spread[mine])
            elif len(mine):
                columns[:, mine] = hazards[row].probability(age[mine], z[mine], spread[mine])
    return columns[0], columns[1], columns[2]


def kin_ratios(record: AssetRecord, hazards: list[Hazard]) -> Floats:
    """Failures of each asset's kin over those expected, shape (assets,): same feeder and kind, same class and vintage.

    Both ratios are drawn towards 1 and multiplied. NaN where its kind has no failure on record.
    """
    found, units = record.assets, record.units
    expected = _expected(record, hazards)
    number, failed = found.number[units.asset], _is_counted(record)
    feeder = found.feeder_ids[units.asset] * 2 + found.is_pole[units.asset]
    vintage = np.nan_to_num(np.floor(units.begin / VINTAGE_YEARS), nan=-1.0).astype(np.int64) * len(CLASSES) + number
    is_dated = ~np.isnan(units.begin)
    ratio = np.ones(len(units.asset))
    for key, known in ((feeder, np.ones(len(feeder), bool)), (vintage, is_dated)):
        _, group = np.unique(key, return_inverse=True)
        group = np.where(known, group, -1)
        ratio = ratio * np.nan_to_num(kin_ratio(group, expected, group[failed]), nan=1.0)
    recorded = np.isin(found.is_pole, np.unique(found.is_pole[units.asset[failed]]))
    return np.where(recorded, ratio[: len(found)], np.nan)


def _is_counted(record: AssetRecord) -> Bools:
    """Units that failed after the record of their kind began."""
    units = record.units
    return np.asarray(units.has_failed & (units.end > record.begin_of(units.asset)))


def _expected(record: AssetRecord, hazards: list[Hazard]) -> Floats:
    """Failures expected of each unit while it was seen; of a class together as many as there were."""
    units, failed = record.units, _is_counted(record)
    number = record.assets.number[units.asset]
    is_seen = units.end > record.begin_of(units.asset)
    expected = np.zeros(len(number))
    for row, hazard in enumerate(hazards):
        mine = np.flatnonzero((number == row) & is_seen)
        own = _expected_of(record, hazard, mine)
        expected[mine] = own * (failed[number == row].sum() / own.sum() if own.sum() > 0 else 0.0)
    return expected


def _expected_of(record: AssetRecord, hazard: Hazard, mine: Ints) -> Floats:
    """Failures expected of units while they were seen; of those of unknown year in the mean of their likely ages."""
    units = record.units
    low, end, came = record.begin_of(units.asset[mine]), units.end[mine], units.begin[mine]

    def expected(begin: Floats, of: Ints) -> Floats:
        entry = np.maximum(low[of] - begin, 0.0)
        return hazard.expected(entry, np.maximum(end[of] - begin, entry), np.zeros((len(of), len(FACTORS))))

    found = np.zeros(len(mine))
    dated, undated = np.flatnonzero(~np.isnan(came)), np.flatnonzero(np.isnan(came))
    found[dated] = expected(came[dated], dated)
    shares = hazard.likely_shares(np.zeros(len(FACTORS))) if len(undated) else np.empty(0)
    for age, share in zip(hazard.likely_ages.years.tolist(), shares.tolist(), strict=False):
        found[undated] += share * expected(np.full(len(undated), record.now - age), undated)
    return found
