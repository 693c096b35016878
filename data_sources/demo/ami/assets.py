"""What is remembered of the demo's assets: health by the month, and the orders that were written about them.

Method: health was better the longer ago, by a rate that rises with age; where a repair was completed it was worse
before. Where an asset failed, the months before tell of the one that failed; before an asset was put up there is
nothing to tell. Orders are those of the live database. All of it is simulated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.demo.ami.random import bells, uniforms
from data_sources.network.rows import Bools, Floats, Ints

MONTHS: Final = 24


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


class Repairs(NamedTuple):
    """Repairs that were completed, shapes (repairs,): position of the asset, and how many days ago."""

    asset: Ints
    days_ago: Floats

    @classmethod
    def of(cls, assets: Assets, orders: pa.Table, today: dt.date) -> Repairs:
        """From the rows of hist_work_orders.sql."""
        is_repair = pc.and_(pc.equal(orders["work_type"], "repair"), pc.equal(orders["status"], "completed"))
        mine = orders.filter(pc.and_(is_repair, pc.equal(orders["asset_kind"], assets.kind)))
        done = mine["completed_at"].to_numpy().astype("datetime64[s]").astype(np.int64)
        ago = (np.datetime64(today, "s").astype(np.int64) - done) / 86400
        order = np.argsort(assets.ids)
        return cls(order[np.searchsorted(assets.ids, mine["asset_id"].to_numpy(), sorter=order)], ago)


def health_history(assets: Assets, repairs: Repairs, today: dt.date, seed: int) -> pa.Table:
    """Rows of asset_health_history: the first day of each of the last 24 months."""
    firsts = _months(today)
    ago = np.array([(today - first).days for first in firsts]) / 365.25
    age = np.maximum(today.year - assets.installed_year, 1)
    rate = (0.4 + 0.035 * age) * np.exp(0.4 * bells(seed, "health", assets.names))
    health = assets.health[:, None] + rate[:, None] * ago[None, :]
    gain = 6 + 14 * uniforms(seed, "order", assets.names[repairs.asset] * 7)
    np.subtract.at(health, repairs.asset, gain[:, None] * (ago * 365.25 > repairs.days_ago[:, None]))
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


def _months(today: dt.date) -> list[dt.date]:
    """The first days of the last 24 months, oldest first."""
    number = today.year * 12 + today.month - 1
    return [dt.date(at // 12, at % 12 + 1, 1) for at in range(number - MONTHS + 1, number + 1)]


def asset_tables(
    poles: pa.Table, transformers: pa.Table, failures: pa.Table, orders: pa.Table, today: dt.date, seed: int
) -> dict[str, pa.Table]:
    """asset_health_history and sap_work_orders of one utility.

    Args:
        poles: rows of hist_poles.sql.
        transformers: rows of hist_transformers.sql.
        failures: rows of asset_failures.sql.
        orders: rows of hist_work_orders.sql; the history has the very orders of the live database.
        today: local day.
        seed: of the demo.
    """
    both = [Assets.of("pole", poles, failures), Assets.of("transformer", transformers, failures)]
    health = [health_history(one, Repairs.of(one, orders, today), today, seed) for one in both]
    return {"asset_health_history": pa.concat_tables(health), "sap_work_orders": _as_kept(orders)}


def _as_kept(orders: pa.Table) -> pa.Table:
    """The rows in the types of the history: times carry no zone, and what is not done has neither end nor hours."""
    is_done = pc.equal(orders["status"], "completed")
    for name in ("created_at", "completed_at", "labour_hours"):
        column = orders[name].cast(pa.timestamp("us")) if name.endswith("_at") else orders[name]
        known = column if name == "created_at" else pc.if_else(is_done, column, pa.scalar(None, column.type))
        orders = orders.set_column(orders.column_names.index(name), name, known)
    return orders
