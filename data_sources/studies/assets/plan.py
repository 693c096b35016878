"""What to replace under a budget, and what that buys: of the last assessment of a utility.

An asset that is replaced by a new one of its class fails as a new one does: what the plan buys is the risk of this year
less that of a new one, in money or in customer-minutes, whichever it is made for. What a unit saves in later years is
not reckoned.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.health.hazard import SCALE, SHAPE
from data_sources.analytics.health.plan import Plan, replacement_plan
from data_sources.errors import FluxError
from data_sources.network.rows import Floats
from data_sources.query import Query
from data_sources.source import Source

Goal = Literal["cost", "customer_minutes"]
KINDS: Final = ("transformer", "pole")
METHOD: Final = (
    "0-1 knapsack by HiGHS, bounded by its linear relaxation: `gap` is how much better any plan could be at most.",
    "Gain of a replacement: this year's risk less that of a new unit of the class. Later years are not reckoned.",
    "Cost: a planned replacement, by class and kVA.",
)


class NotAssessed(FluxError):
    """A utility whose assets were not assessed yet."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanRequest:
    """What a plan is made for.

    Attributes:
        budget: US$.
        goal: what is to be gained: US$ of risk a year ("cost"), or customer-minutes a year.
        kinds: of assets that may be replaced.
        feeder_id: of this feeder alone; None: of all.
    """

    budget: float
    goal: Goal = "cost"
    kinds: tuple[str, ...] = KINDS
    feeder_id: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AssetPlan:
    """A plan, with what it buys a year.

    Attributes:
        request: what it was made for.
        rows: those of `asset_health` that are replaced, best first, with `gain_cost` and `gain_customer_minutes`.
        places: lon and lat of all assets that might have been replaced.
        spent: US$.
        risk_cost: US$ a year of all candidates before.
        gain_cost: US$ a year less.
        risk_customer_minutes: a year, of all candidates before.
        gain_customer_minutes: a year less.
        gain_saidi_minutes: minutes a customer and year less.
        failures: a year, of all candidates before.
        gain_failures: a year less.
        gap: how much better a plan could be at most, as a share.
        basis: what the probabilities of each class rest on, a sentence a class.
        assessed_at: of the assessment it is made of.
        is_simulated: whether that is of simulated rows.
    """

    request: PlanRequest
    rows: pa.Table
    places: pa.Table
    spent: float
    risk_cost: float
    gain_cost: float
    risk_customer_minutes: float
    gain_customer_minutes: float
    gain_saidi_minutes: float
    failures: float
    gain_failures: float
    gap: float
    basis: tuple[str, ...]
    assessed_at: Any
    is_simulated: bool


def asset_plan(source: Source, utility_id: int, request: PlanRequest) -> AssetPlan:
    """The best plan for a budget.

    Args:
        source: the live database.
        utility_id: whose assets.
        request: what it is made for.

    Raises:
        NotAssessed: there is no assessment yet.
        ValueError: the budget is no amount.
    """
    whole = source.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
    if not whole:
        raise NotAssessed("The assets of this utility were not assessed yet; its services do so within a minute.")
    rows = _candidates(source.fetch(Query.of("asset_health", utility_id=utility_id)), request)
    served = source.fetch(Query.of("customers_by_feeder", utility_id=utility_id))["customers_served"]
    hazards = json.loads(whole[0]["hazards"])
    gains = _gains(rows, hazards)
    found = replacement_plan(gains[request.goal], _floats(rows, "replacement_cost"), request.budget)
    return _bought(rows, gains, found, request, {**whole[0], "hazards": hazards}, int(pc.sum(served).as_py() or 0))


def _candidates(rows: pa.Table, request: PlanRequest) -> pa.Table:
    mask = pc.is_in(rows["asset_kind"], pa.array(request.kinds, pa.string()))
    if request.feeder_id is not None:
        mask = pc.and_(mask, pc.equal(rows["feeder_id"], request.feeder_id))
    return rows.filter(mask)


def _gains(rows: pa.Table, hazards: dict[str, Any]) -> dict[str, Floats]:
    """What a new unit in place of each saves a year, by goal, and in failures."""
    names = pc.unique(rows["asset_class"]).to_pylist()
    new = {name: -np.expm1(-((1 / np.exp(at[SCALE])) ** np.exp(at[SHAPE]))) for name, at in
           ((name, hazards[name]["estimate"]) for name in names)}  # fmt: skip
    place = pc.index_in(rows["asset_class"], pa.array(names, pa.string())).to_numpy().astype(np.int64)
    of_new = np.array([new[name] for name in names] or [0.0])[place]
    now = _floats(rows, "failure_probability")
    share = np.clip(1 - of_new / np.maximum(now, 1e-12), 0, 1)
    return {
        "cost": _floats(rows, "risk_cost") * share,
        "customer_minutes": _floats(rows, "risk_customer_minutes") * share, "failures": now * share,
    }  # fmt: skip


def _bought(
    rows: pa.Table, gains: dict[str, Floats], found: Plan, request: PlanRequest, whole: dict[str, Any], served: int
) -> AssetPlan:  # fmt: skip
    sums = {name: float(np.nansum(values[found.chosen])) for name, values in gains.items()}
    chosen = rows.take(pa.array(found.chosen))
    for name in ("cost", "customer_minutes"):
        chosen = chosen.append_column(f"gain_{name}", pa.array(gains[name][found.chosen]))
    return AssetPlan(
        request, chosen, rows.select(["lon", "lat"]), found.cost, _sum(rows, "risk_cost"), sums["cost"],
        _sum(rows, "risk_customer_minutes"), sums["customer_minutes"],
        sums["customer_minutes"] / served if served else 0.0, _sum(rows, "failure_probability"),
        sums["failures"], found.gap, _basis(rows, whole["hazards"]), whole["assessed_at"], whole["is_simulated"],
    )  # fmt: skip


def _basis(rows: pa.Table, hazards: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}: {basis_of(hazards[name])}" for name in sorted(pc.unique(rows["asset_class"]).to_pylist()))


def basis_of(hazard: dict[str, Any]) -> str:
    """What a class's probabilities rest on, in words, of a hazard as the assessment tells it."""
    seen = f"{hazard['failures']:,.0f} failures in {hazard['unit_years']:,.0f} unit-years"
    if not hazard["is_assumed"]:
        return f"fitted to {seen}"
    return f"assumed, as the record has {seen}. {hazard['prior']}"


def _sum(rows: pa.Table, name: str) -> float:
    return float(np.nansum(_floats(rows, name)))


def _floats(rows: pa.Table, name: str) -> Floats:
    values: Floats = rows[name].to_numpy().astype(np.float64)
    return values
