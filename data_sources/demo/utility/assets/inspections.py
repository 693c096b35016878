"""What inspections of the demo's assets found since the record began.

Crews go feeder by feeder: every ten years along the poles and what hangs on them, every five years past the pad-mounted
transformers. What they saw was what stood there then, which may have failed since.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.assets import wear
from data_sources.demo.utility.assets.lives import Lives, instants
from data_sources.demo.utility.assets.wear import Luck

RESULTS: Final = ("replace", "poor", "fair", "good")
RESULT_FROM: Final = np.array([30.0, 55.0, 75.0])  # the least condition for 'poor', 'fair', 'good'
LEAST_STRENGTH_PCT: Final = 66.7  # of what a new pole must have: below it is replaced (NESC C2-2023, rule 261)
CYCLE_YEARS: Final = np.array([10.0, 5.0, 10.0, 10.0])  # by class
FEEDER_WEEKS: Final = 8.0  # that a crew needs for one


def inspected(kind: str, lives: Lives, feeder: Ints, seed: int) -> tuple[pa.Table, Floats]:
    """Rows of flux.inspections, and what the latest ones found.

    Args:
        kind: 'transformer' or 'pole'.
        lives: of these.
        feeder: of each position, by index; of a feeder both kinds are seen on one tour.
        seed: of the demo.

    Returns:
        The rows; and the condition of what stands at each position, shape (positions,), NaN where nobody looked.
    """
    rng = np.random.default_rng((seed, 135, kind == "pole"))
    position, at, installed, luck = _seen(lives, _tours(lives, feeder, seed, rng))
    age = at - installed
    used = lives.positions.used(position, luck, age)
    score = wear.condition(used, luck.is_weak, age, rng)
    strength = wear.strength_pct(used, luck.is_weak, rng)
    is_tested = lives.positions.of_class[position] == wear.WOOD_POLE
    result = np.searchsorted(RESULT_FROM, score, side="right")
    result = np.where(is_tested & (strength < LEAST_STRENGTH_PCT), 0, result)
    latest = np.full(len(feeder), np.nan)
    is_present = installed == lives.installed[position]
    latest[position[is_present]] = score[is_present]  # in order of time: the last one counts
    table = rows.table(
        utility_id=("int", np.ones(len(at))),
        asset_kind=pa.repeat(kind, len(at)),
        asset_id=("int", position + 1),
        inspected_on=pa.array(instants(at).astype("datetime64[D]")),
        result=rows.picked(RESULTS, result),
        condition_score=("real", score),
        remaining_strength_pct=("real", np.where(is_tested, strength, np.nan)),
        is_simulated=pa.repeat(True, len(at)),
    )
    return table, latest


def _tours(lives: Lives, feeder: Ints, seed: int, rng: np.random.Generator) -> Floats:
    """When each position was visited, in years, shape (tours, positions); NaN: not yet, or before the record."""
    cycle = CYCLE_YEARS[lives.positions.of_class]
    start = np.random.default_rng((seed, 136)).random(int(feeder.max()) + 1)[feeder]
    first = lives.record_from + start * cycle + rng.uniform(0.0, FEEDER_WEEKS / 52.0, len(feeder))
    tours = int(np.ceil((lives.until - lives.record_from) / cycle.min()))
    at = first + np.arange(tours)[:, None] * cycle
    return np.asarray(np.where(at < lives.until, at, np.nan))


def _seen(lives: Lives, tours: Floats) -> tuple[Ints, Floats, Floats, Luck]:
    """Position, time, year of installation and luck of every unit that was seen: failed ones, then present ones."""
    failed = lives.failed
    at = tours[:, failed.position]
    _, old = np.nonzero((at > failed.installed) & (at < failed.at))
    old_at = at[(at > failed.installed) & (at < failed.at)]
    _, now = np.nonzero(tours > lives.installed)
    now_at = tours[tours > lives.installed]
    return (
        np.concatenate([failed.position[old], now]),
        np.concatenate([old_at, now_at]),
        np.concatenate([failed.installed[old], lives.installed[now]]),
        Luck(
            np.concatenate([failed.luck.log_ratio[old], lives.luck.log_ratio[now]]),
            np.concatenate([failed.luck.is_weak[old], lives.luck.is_weak[now]]),
        ),
    )
