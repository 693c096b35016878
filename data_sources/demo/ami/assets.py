"""What is remembered of the demo's assets: health by the month, and the orders that were written about them.

Method: health was better the longer ago, by a rate that rises with age; where a repair was completed it was worse
before. Where an asset failed, the months before tell of the one that failed; before an asset was put up there is
nothing to tell. Inspections come round every few years, repairs where health is low. All of it is simulated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.demo.ami.random import bells, keys, uniforms
from data_sources.network.rows import Bools, Floats, Ints

MONTHS: Final = 24
WORK_TYPES: Final = ("inspection", "repair", "replacement", "vegetation")
INSPECTION, REPAIR, REPLACEMENT, VEGETATION = range(4)
MEDIAN_HOURS: Final = np.array([0.6, 5.0, 11.0, 3.0])
MEDIAN_DAYS: Final = np.array([9.0, 16.0, 38.0, 24.0])  # from the order to its end
SPAN_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Assets:
    """Poles or transformers of one utility, shapes (assets,)."""

    kind: str
    ids: Ints
    feeder_ids: Ints
    installed_year: Ints
    health: Floats
    is_overhead: Bools
    failed_on: NDArray[np.datetime64]  # the day of the last failure there, NaT without one

    @classmethod
    def of(cls, kind: str, rows: pa.Table, failures: pa.Table) -> Assets:
        """From the rows of hist_poles.sql or hist_transformers.sql, and those of asset_failures.sql."""
        count = len(rows)
        overhead = np.ones(count, bool) if kind == "pole" else rows["pole_id"].to_numpy() >= 0
        names = (f"{kind}_id", "feeder_id", "installed_year")
        ids, feeder_ids, years = (rows[name].to_numpy().astype(np.int64) for name in names)
        health = rows["health_score"].to_numpy().astype(np.float64)
        return cls(kind, ids, feeder_ids, years, health, overhead, _failed_on(kind, ids, failures))

    @property
    def names(self) -> Ints:
        """A number of each asset that no asset of the other kind has."""
        return self.ids + (0 if self.kind == "pole" else 1 << 40)


@dataclass(frozen=True, slots=True)
class Orders:
    """Work orders of one kind of asset, shapes (orders,); -1 days where not completed."""

    asset: Ints
    work: Ints
    created: Floats
    days: Floats
    hours: Floats


def health_history(assets: Assets, orders: Orders, today: dt.date, seed: int) -> pa.Table:
    """Rows of asset_health_history: the first day of each of the last 24 months."""
    firsts = _months(today)
    ago = np.array([(today - first).days for first in firsts]) / 365.25
    age = np.maximum(today.year - assets.installed_year, 1)
    rate = (0.4 + 0.035 * age) * np.exp(0.4 * bells(seed, "health", assets.names))
    health = assets.health[:, None] + rate[:, None] * ago[None, :]
    mended = (orders.work == REPAIR) & (orders.days >= 0)
    done = orders.created[mended] - orders.days[mended]
    gain = 6 + 14 * uniforms(seed, "order", assets.names[orders.asset[mended]] * 7)
    np.subtract.at(health, orders.asset[mended], gain[:, None] * (ago * 365.25 > done[:, None]))
    before = _before_failure(assets, firsts, seed)
    health = np.where(np.isnan(before), health, before)
    noise = bells(seed, "health", (assets.names[:, None] * 400 + np.arange(MONTHS)).ravel()).reshape(health.shape)
    health = np.clip(health + 0.5 * noise, 1, 100).round(1)
    stood = np.array([first.year for first in firsts])[None, :] >= assets.installed_year[:, None]
    asset, month = np.nonzero((stood | ~np.isnan(before)) & ~np.isnan(health))
    return pa.table(
        {
            "asset_kind": pa.repeat(assets.kind, len(asset)),
            "asset_id": pa.array(assets.ids.astype(np.int32)[asset]),
            "assessed_on": pa.array(np.array(firsts, "datetime64[D]")[month]),
            "health_score": pa.array(health.astype(np.float32)[asset, month]),
        }
    )


def _before_failure(assets: Assets, firsts: list[dt.date], seed: int) -> Floats:
    """Health of what stood there before and failed since, shape (assets, months); NaN where it is the present one's."""
    until = (assets.failed_on[:, None] - np.array(firsts, "datetime64[D]")) / np.timedelta64(1, "D") / 365.25
    end = 8 + 22 * uniforms(seed, "health", assets.names * 3)
    return np.asarray(np.where(until >= 0, end[:, None] + 5 * until, np.nan))


def _failed_on(kind: str, ids: Ints, failures: pa.Table) -> NDArray[np.datetime64]:
    """The day of the last failure of each asset, NaT without one; failures come in order of time."""
    own = failures.filter(pc.equal(failures["asset_kind"], kind))
    found = np.full(len(ids), np.datetime64("NaT", "D"))
    place = np.searchsorted(ids, own["asset_id"].to_numpy())
    found[place] = own["failed_at"].to_numpy().astype("datetime64[D]")
    return found


def work_orders(assets: Assets, seed: int) -> Orders:
    """Two years of orders; `created` counts days back from today."""
    low = np.clip((85 - assets.health) / 60, 0, 1)
    inspected = 0.22 if assets.kind == "pole" else 0.10
    chances = (np.full(len(low), inspected), 0.02 + 0.22 * low**2, 0.015 * low, 0.05 * assets.is_overhead)
    parts = []
    for work, chance in enumerate(chances):
        chosen = np.flatnonzero(uniforms(seed, "order", assets.names * 8 + work) < chance)
        drawn = keys(seed, "order", assets.names[chosen] * 8 + work)
        created = (drawn % np.uint64(SPAN_DAYS * 1440)).astype(np.float64) / 1440
        spread = bells(seed, "order", assets.names[chosen] * 16 + work)
        days = MEDIAN_DAYS[work] * np.exp(0.6 * spread)
        hours = MEDIAN_HOURS[work] * np.exp(0.4 * bells(seed, "order", assets.names[chosen] * 32 + work))
        parts.append((chosen, np.full(len(chosen), work), created, np.where(days < created, days, -1.0), hours))
    return Orders(*(np.concatenate([part[k] for part in parts]) for k in range(5)))


def order_rows(found: list[tuple[Assets, Orders]], utility_id: int, today: dt.date) -> pa.Table:
    """Rows of sap_work_orders, numbered in the order in which they were written."""
    noon = np.datetime64(today, "s") + np.timedelta64(18, "h")
    tables = [_order_table(assets, orders, utility_id, noon) for assets, orders in found]
    table = pa.concat_tables(tables).sort_by([("created_at", "ascending"), ("asset_id", "ascending")])
    return table.add_column(0, "work_order_id", pa.array(4_000_001 + np.arange(len(table)), pa.int32()))


def _order_table(assets: Assets, orders: Orders, utility_id: int, noon: np.datetime64) -> pa.Table:
    created = noon - (orders.created * 86400).astype("timedelta64[s]")
    is_done = orders.days >= 0
    completed = created + (np.maximum(orders.days, 0) * 86400).astype("timedelta64[s]")
    status = np.select([is_done, orders.created > 6], ["completed", "scheduled"], "open")
    return pa.table(
        {
            "utility_id": pa.array(np.full(len(created), utility_id, np.int32)),
            "asset_kind": pa.array(np.repeat(assets.kind, len(created))),
            "asset_id": pa.array(assets.ids[orders.asset].astype(np.int32)),
            "feeder_id": pa.array(assets.feeder_ids[orders.asset].astype(np.int32)),
            "work_type": pa.array(np.array(WORK_TYPES)[orders.work]),
            "status": pa.array(status),
            "created_at": pa.array(created.astype("datetime64[us]")),
            "completed_at": pa.array(completed.astype("datetime64[us]"), mask=~is_done),
            "labour_hours": pa.array(orders.hours.round(1).astype(np.float32), mask=~is_done),
        }
    )


def _months(today: dt.date) -> list[dt.date]:
    """The first days of the last 24 months, oldest first."""
    number = today.year * 12 + today.month - 1
    return [dt.date(at // 12, at % 12 + 1, 1) for at in range(number - MONTHS + 1, number + 1)]


def asset_tables(
    poles: pa.Table, transformers: pa.Table, failures: pa.Table, utility_id: int, today: dt.date, seed: int
) -> dict[str, pa.Table]:
    """asset_health_history and sap_work_orders of one utility."""
    both = [Assets.of("pole", poles, failures), Assets.of("transformer", transformers, failures)]
    found = [(assets, work_orders(assets, seed)) for assets in both]
    health = pa.concat_tables([health_history(assets, orders, today, seed) for assets, orders in found])
    return {"asset_health_history": health, "sap_work_orders": order_rows(found, utility_id, today)}
