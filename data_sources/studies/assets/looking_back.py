"""The ranking as it would have been a year earlier, against what failed since.

Nothing is used that was not known then: hazards are fitted to the record up to that day, conditions are those inspected
before it. Loading is left out, since what is on record of it is of the last year.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.back_test import BackTest, back_test
from data_sources.analytics.health.classes import CLASSES
from data_sources.network.rows import Bools, Floats, Ints
from data_sources.studies.assets.factors import Usual, unit_factors
from data_sources.studies.assets.ground import StandingAssets
from data_sources.studies.assets.hazards import fit_hazards, probabilities
from data_sources.studies.assets.record import AssetRecord

KINDS = ("all", "transformer", "pole")
BACK_YEARS = 1.0


def look_back(found: StandingAssets, tables: Mapping[str, pa.Table], now: float) -> dict[str, BackTest]:
    """By kind in `KINDS`, those of which something failed in the last year; empty where nothing can be judged.

    Args:
        found: the assets.
        tables: as of `asset_tables`.
        now: year up to which is known what failed.
    """
    then = now - BACK_YEARS
    before, since = AssetRecord(found, tables, then), AssetRecord(found, tables, now)
    if before.begins.min() >= then:
        return {}
    unknown = np.full(len(found), np.nan)
    units = since.units
    stood = (units.begin < then) | np.isnan(units.begin)  # of one of unknown year nobody knows better
    standing = np.flatnonzero(stood & (units.end > then))
    asset = units.asset[standing]
    usual = Usual.of(before, unknown)
    z, spread = unit_factors(since, unknown, usual, standing, then)
    age = then - units.begin[standing]
    hazards = fit_hazards(before, unknown, usual)
    score, _, _ = probabilities(hazards, found.number[asset], age, z, spread)
    return _by_kind(found.number[asset], score, units.has_failed[standing])


def _by_kind(number: Ints, score: Floats, failed: Bools) -> dict[str, BackTest]:
    kind = np.array([one.kind for one in CLASSES])[number]
    judged = {}
    for name in KINDS:
        mine = (kind == name) | (name == "all")
        if 0 < failed[mine].sum() < mine.sum():
            judged[name] = back_test(score[mine], failed[mine])
    return judged
