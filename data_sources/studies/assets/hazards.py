"""Hazards of a utility's classes of assets, fitted to its own record, and how its kin did beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from data_sources.analytics.health.classes import CLASSES, FACTORS
from data_sources.analytics.health.hazard import Hazard, Spells, fit_hazard
from data_sources.analytics.health.kin import kin_ratio
from data_sources.analytics.health.risk import factors, probability_at_any_age
from data_sources.network.rows import Bools, Floats, Ints
from data_sources.studies.assets.record import AssetRecord

QUARTERS = 4
FINENESS = 5
"""Units are alike that came in one quarter of a year and whose factors are the same to a fifth."""
VINTAGE_YEARS = 5


def fit_hazards(record: AssetRecord, peak_load_pct: Floats) -> list[Hazard]:
    """The hazard of each class in `CLASSES`, as far as the record reaches.

    A kind of asset of which no failure is on record has no record: nothing is counted, and the prior stands alone.

    Args:
        record: of the utility.
        peak_load_pct: of each asset, shape (assets,); NaN not known.
    """
    found = record.assets
    seen = list(_windows(record, peak_load_pct))
    failed = found.number[record.failed_asset[1:]]
    recorded = {CLASSES[number].kind for number in np.unique(failed).tolist()}
    return [
        fit_hazard(_together(seen, number if one.kind in recorded else -1), one.prior)
        for number, one in enumerate(CLASSES)
    ]


Cells = tuple[Ints, Spells]


def _windows(record: AssetRecord, peak_load_pct: Floats) -> Iterator[Cells]:
    """Year by year back to the beginning of the record: classes and spells, with what was known as each year began."""
    end = record.now
    while end > record.begin:
        begin = max(end - 1.0, record.begin)
        yield _window(record, peak_load_pct, begin, end)
        end = begin


def _window(record: AssetRecord, peak_load_pct: Floats, low: float, high: float) -> Cells:
    """One year: units that did not fail in it, those alike together, and each that did."""
    units = record.units
    alive = np.flatnonzero((units.begin < high) & (units.end > low))
    condition = record.inspected(low, alive).condition
    z = np.round(factors(condition, peak_load_pct[units.asset[alive]]) * FINENESS).astype(np.int64)
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


def _together(seen: list[Cells], number: int) -> Spells:
    """The spells of a class."""
    empty = Spells(np.empty(0), np.empty(0), np.empty(0, bool), np.empty((0, len(FACTORS))), np.empty(0))
    parts = [empty, *(_only(spells, numbers == number) for numbers, spells in seen)]
    columns = ([getattr(part, one.name) for part in parts] for one in fields(Spells))
    return Spells(*(np.concatenate(column) for column in columns))


def _only(spells: Spells, rows: Bools) -> Spells:
    return Spells(*(getattr(spells, one.name)[rows] for one in fields(Spells)))


def probabilities(hazards: list[Hazard], number: Ints, age: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
    """Probability of failure within a year: (best, low, high), each of shape (assets,).

    Args:
        hazards: by class.
        number: class of each asset.
        age: NaN where not known: then it may be any.
        z: factors, shape (assets, factors).
    """
    columns = np.full((3, len(number)), np.nan)
    for row, one in enumerate(CLASSES):
        for unknown in (False, True):
            mine = np.flatnonzero((number == row) & (np.isnan(age) == unknown))
            if len(mine) and unknown:
                columns[:, mine] = probability_at_any_age(hazards[row], one.expected_life_years, z[mine])
            elif len(mine):
                columns[:, mine] = hazards[row].probability(age[mine], z[mine])
    return columns[0], columns[1], columns[2]


def kin_ratios(record: AssetRecord, hazards: list[Hazard]) -> Floats:
    """Failures of each asset's kin over those expected, shape (assets,): same feeder and kind, same class and vintage.

    Both ratios are drawn towards 1 and multiplied. NaN where its kind has no failure on record.
    """
    found, units = record.assets, record.units
    expected = _expected(record, hazards)
    number, failed = found.number[units.asset], units.has_failed & (units.end > record.begin)
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


def _expected(record: AssetRecord, hazards: list[Hazard]) -> Floats:
    """Failures expected of each unit while it was seen; of a class together as many as there were."""
    units = record.units
    number = record.assets.number[units.asset]
    failed = units.has_failed & (units.end > record.begin)
    entry = np.maximum(np.maximum(units.begin, record.begin) - units.begin, 0.0)
    exit_ = np.maximum(units.end - units.begin, entry)
    expected = np.zeros(len(number))
    for row, hazard in enumerate(hazards):
        mine = np.flatnonzero((number == row) & ~np.isnan(units.begin))
        own = hazard.expected(entry[mine], exit_[mine], np.zeros((len(mine), len(FACTORS))))
        expected[mine] = own * (failed[number == row].sum() / own.sum() if own.sum() > 0 else 0.0)
    return expected
