"""What was ordered and done about the demo's assets since its record began.

Every inspection was an order; what it found poor was mended some weeks later, or is still to be. Every failure was an
order of the same day. Trees along lines were trimmed every few years.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.orders import drafts as of
from data_sources.demo.utility.orders.drafts import DAY_S, Drafts, drafts, joined

Tables = Mapping[str, pa.Table]

MORNING_S: Final = 14 * 3600  # eight o'clock in Houston, in seconds of a day in UTC
MEND_DAYS: Final = 16.0
MENDED_SHARE: Final = {"fair": 0.35, "poor": 0.9, "replace": 1.0}
REPLACED_LATELY_DAYS: Final = 60  # what is to be replaced and was seen since is still waiting
TRIM_YEARS: Final = 4.0


def past_orders(tables: Tables, now: int, count: int, rng: np.random.Generator) -> Drafts:
    """Orders of the record, those under way among them.

    Args:
        tables: of the demo, with its inspections, failures and trees.
        now: seconds since 1970.
        count: how many there are to be, as far as there are trees enough to trim.
        rng: draws.
    """
    seen = _inspected(tables["inspections"], now, rng)
    found = joined(seen, _mended(tables["inspections"], seen, now, rng), _failed(tables["asset_failures"], now, rng))
    return joined(found, _trimmed(tables["vegetation"], now, max(count - len(found.work), 0), rng))


def _inspected(rows: pa.Table, now: int, rng: np.random.Generator) -> Drafts:
    n = len(rows)
    day = rows["inspected_on"].to_numpy().astype("datetime64[s]").astype(np.int64)
    completed = np.minimum(day + MORNING_S + rng.integers(0, 8 * 3600, n), now - 60)
    created = completed - rng.uniform(3, 30, n) * DAY_S
    kind, asset = _assets(rows)
    result = np.array(rows["result"])
    worn = np.where(kind == of.POLE, of.DECAY, of.CORROSION)
    found = np.select([result == "good", result == "fair"], [of.NO_DEFECT, of.WEAR], worn)
    return drafts(of.INSPECTION, kind, asset, created, completed, found, 4, of.PLAN, rng)


def _mended(rows: pa.Table, seen: Drafts, now: int, rng: np.random.Generator) -> Drafts:
    """What followed inspections; only what was found to be replaced of late is a replacement that waits."""
    result = np.array(rows["result"])
    share = np.select([result == one for one in MENDED_SHARE], list(MENDED_SHARE.values()), 0.0)
    chosen = np.flatnonzero(rng.random(len(share)) < share)
    created = seen.completed[chosen] + rng.uniform(0.5, 6, len(chosen)) * DAY_S
    is_new = created < now
    chosen, created = chosen[is_new], created[is_new]
    completed = created + MEND_DAYS * np.exp(0.6 * rng.standard_normal(len(chosen))) * DAY_S
    waits = (result[chosen] == "replace") & (created > now - REPLACED_LATELY_DAYS * DAY_S)
    completed = np.where(waits | (completed > now), 0, completed)
    work = np.where(waits, of.REPLACEMENT, of.REPAIR)
    priority = np.select([result[chosen] == "replace", result[chosen] == "poor"], [2, 3], 4)
    return drafts(
        work, seen.kind[chosen], seen.asset[chosen], created, completed, seen.found[chosen], priority,
        of.AFTER_INSPECTION, rng,
    )  # fmt: skip


def _failed(rows: pa.Table, now: int, rng: np.random.Generator) -> Drafts:
    created = rows["failed_at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    completed = created + rng.uniform(4, 30, len(rows)) * 3600
    kind, asset = _assets(rows)
    found = np.where(kind == of.POLE, of.DECAY, rng.choice([of.DAMAGE, of.WEAR, of.OVERLOAD], len(rows)))
    completed = np.where(completed > now, 0, completed)
    return drafts(of.REPLACEMENT, kind, asset, created, completed, found, 1, of.PERSON, rng)


def _trimmed(trees: pa.Table, now: int, count: int, rng: np.random.Generator) -> Drafts:
    """Tours along the lines with trees, the latest first, until there are as many as are wanted."""
    segment = trees["segment_id"].to_numpy().astype(np.int64) - 1
    tours = -(-count // max(len(segment), 1)) if len(segment) else 0
    ago = (rng.random(len(segment)) + np.arange(tours)[:, None]) * TRIM_YEARS * 365.25 * DAY_S
    completed = (now - DAY_S - ago).ravel()
    chosen = np.argsort(-completed, kind="stable")[:count]
    created = completed[chosen] - of_days(rng, len(chosen))
    asset = np.tile(segment, tours)[chosen]
    return drafts(of.VEGETATION, of.SEGMENT, asset, created, completed[chosen], of.GROWTH, 4, of.PLAN, rng)


def of_days(rng: np.random.Generator, count: int) -> Ints:
    """Seconds of some days to some weeks."""
    return (rng.uniform(4, 40, count) * DAY_S).astype(np.int64)


def _assets(rows: pa.Table) -> tuple[Ints, Ints]:
    kind = np.where(np.array(rows["asset_kind"]) == "pole", of.POLE, of.TRANSFORMER)
    return kind.astype(np.int64), rows["asset_id"].to_numpy().astype(np.int64) - 1
