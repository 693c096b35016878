"""What to replace under a budget, and what that buys: of the last assessment of a utility.

An asset that is replaced by a new one of its class fails as a new one does: what the plan buys is the risk of the years
ahead less that of a new one, a year in the mean, in money or in customer-minutes, whichever it is made for. Those years
are one unless more are asked for; of a unit its first failure in them counts, and what it saves after them is not
reckoned.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.health.hazard import SCALE, SHAPE
from data_sources.analytics.health.horizon import probability_of_new, probability_within
from data_sources.analytics.health.plan import Plan, benefit_curve, replacement_plan
from data_sources.errors import FluxError
from data_sources.network.rows import Floats
from data_sources.query import Query
from data_sources.source import Source

Goal = Literal["cost", "customer_minutes"]
KINDS: Final = ("transformer", "pole")
MOST_YEARS: Final = 30
METHOD: Final = (
    "0-1 knapsack by HiGHS, bounded by its linear relaxation: the gap is how much better any plan could be at most.",
    "Gain of a replacement: risk of the years asked for less that of a new unit of the class, a year in the mean; the "
    "first failure of a unit counts, its condition and load are held as they are. Later years are not reckoned.",
    "Cost: a planned replacement, by class and kVA.",
)


class NotAssessed(FluxError):
    """A utility whose assets were not assessed yet."""


class NoSuchPlace(FluxError):
    """A feeder or substation that is not there."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is made for.

    Attributes:
        budget: US$.
        goal: what is to be gained: US$ of risk a year ("cost"), or customer-minutes a year.
        kinds: of assets that may be replaced.
        feeder_id: of this feeder alone; None: of all.
        substation_id: of the feeders of this substation alone; None: of all.
        years: over which risk is reckoned, from 1 to MOST_YEARS.
    """

    budget: float
    goal: Goal = "cost"
    kinds: tuple[str, ...] = KINDS
    feeder_id: int | None = None
    substation_id: int | None = None
    years: int = 1

    def __post_init__(self) -> None:
        """Refuse years that nobody plans for.

        Raises:
            ValueError: says which may be.
        """
        if not 1 <= self.years <= MOST_YEARS:
            raise ValueError(f"years of a plan must be from 1 to {MOST_YEARS}, not {self.years}")


@dataclass(frozen=True, slots=True, eq=False)
class AssetPlan:
    """A plan, with what it buys a year.

    Attributes:
        request: what it was made for.
        rows: those of `asset_health` that are replaced, best first, with `gain_cost` and `gain_customer_minutes`.
        places: lon and lat of all assets that might have been replaced.
        substations: substation_name, lon and lat of the utility's, by which people find their way.
        area: name of the feeder or substation it was made for; "" of all.
        spent: US$.
        risk_cost: US$ a year of all candidates before.
        gain_cost: US$ a year less, in the mean over the years reckoned; so are all figures a year.
        risk_customer_minutes: a year, of all candidates before.
        gain_customer_minutes: a year less.
        gain_saidi_minutes: minutes a customer and year less.
        failures: a year, of all candidates before.
        gain_failures: a year less.
        gap: how much better a plan could be at most, as a share.
        curve: what the best of all candidates cost and gain together, best first: of each budget, the most it buys.
        basis: what the probabilities of each class rest on, a sentence a class.
        assessed_at: of the assessment it is made of.
        is_simulated: whether that is of simulated rows.
    """

    request: PlanRequest
    rows: pa.Table
    places: pa.Table
    substations: pa.Table
    area: str
    spent: float
    risk_cost: float
    gain_cost: float
    risk_customer_minutes: float
    gain_customer_minutes: float
    gain_saidi_minutes: float
    failures: float
    gain_failures: float
    gap: float
    curve: tuple[Floats, Floats]
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
        NoSuchPlace: the feeder or substation is none of this utility.
        ValueError: the budget is no amount.
    """
    whole = source.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
    if not whole:
        raise NotAssessed("The assets of this utility were not assessed yet; its services do so within a minute.")
    rows = _candidates(source, utility_id, request)
    served = source.fetch(Query.of("customers_by_feeder", utility_id=utility_id))["customers_served"]
    hazards = json.loads(whole[0]["hazards"])
    yearly = _yearly(rows, hazards, request.years)
    found = replacement_plan(yearly.gains[request.goal], _floats(rows, "replacement_cost"), request.budget)
    substations = source.fetch(Query.of("network_substations", utility_id=utility_id))
    where = _Where(substations, _area(source, utility_id, request))
    return _bought(
        rows, yearly, found, request, {**whole[0], "hazards": hazards}, int(pc.sum(served).as_py() or 0), where
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Where:
    """What a plan's place is called, and what stands around."""

    substations: pa.Table
    area: str


def _area(source: Source, utility_id: int, request: PlanRequest) -> str:
    """Name of the feeder or substation that is asked for.

    Raises:
        NoSuchPlace: there is none.
    """
    kind, number = "feeder", request.feeder_id
    if number is None:
        kind, number = "substation", request.substation_id
    if number is None:
        return ""
    rows = source.fetch(Query.of("filter_choices", utility_id=utility_id)).to_pylist()
    for row in rows:
        if (row["kind"], row["asset_id"]) == (kind, number):
            return str(row["name"])
    raise NoSuchPlace(f"There is no {kind} {number} in this network.")


def _candidates(source: Source, utility_id: int, request: PlanRequest) -> pa.Table:
    rows = source.fetch(Query.of("asset_health", utility_id=utility_id))
    mask = pc.is_in(rows["asset_kind"], pa.array(request.kinds, pa.string()))
    if request.feeder_id is not None:
        mask = pc.and_(mask, pc.equal(rows["feeder_id"], request.feeder_id))
    if request.substation_id is not None:
        places = source.fetch(Query.of("filter_choices", utility_id=utility_id))
        is_below = pc.and_(pc.equal(places["kind"], "feeder"), pc.equal(places["substation_id"], request.substation_id))
        mask = pc.and_(mask, pc.is_in(rows["feeder_id"], places.filter(is_below)["asset_id"].combine_chunks()))
    return rows.filter(mask)


@dataclass(frozen=True, slots=True, eq=False)
class _Yearly:
    """Of each candidate, a year in the mean, by goal and in failures: as it is, and what is gained."""

    risks: dict[str, Floats]
    gains: dict[str, Floats]


def _yearly(rows: pa.Table, hazards: dict[str, Any], years: int) -> _Yearly:
    """What a unit does, and what a new one in its place saves."""
    names = pc.unique(rows["asset_class"]).to_pylist()
    place = pc.index_in(rows["asset_class"], pa.array(names, pa.string())).to_numpy().astype(np.int64)
    curves = np.exp([[hazards[name]["estimate"][at] for name in names] or [0.0] for at in (SHAPE, SCALE)])
    shape, scale = curves[:, place]
    now = _floats(rows, "failure_probability")
    within = probability_within(years, now, _floats(rows, "age_years"), shape, scale)
    saved = np.clip(within - probability_of_new(years, shape, scale), 0, None)
    each = {name: _floats(rows, f"risk_{name}") / np.maximum(now, 1e-12) for name in get_args(Goal)}  # of a failure
    each["failures"] = np.ones(rows.num_rows)
    return _Yearly(
        {name: one * within / years for name, one in each.items()},
        {name: one * saved / years for name, one in each.items()},
    )


def _bought(
    rows: pa.Table, yearly: _Yearly, found: Plan, request: PlanRequest, whole: dict[str, Any], served: int,
    where: _Where,
) -> AssetPlan:  # fmt: skip
    before = {name: float(np.nansum(values)) for name, values in yearly.risks.items()}
    sums = {name: float(np.nansum(values[found.chosen])) for name, values in yearly.gains.items()}
    chosen = rows.take(pa.array(found.chosen))
    for name in get_args(Goal):
        chosen = chosen.append_column(f"gain_{name}", pa.array(yearly.gains[name][found.chosen]))
    return AssetPlan(
        request, chosen, rows.select(["lon", "lat"]), where.substations, where.area, found.cost, before["cost"],
        sums["cost"], before["customer_minutes"], sums["customer_minutes"],
        sums["customer_minutes"] / served if served else 0.0, before["failures"], sums["failures"], found.gap,
        benefit_curve(yearly.gains[request.goal], _floats(rows, "replacement_cost")),
        _basis(rows, whole["hazards"]), whole["assessed_at"], whole["is_simulated"],
    )  # fmt: skip


def _basis(rows: pa.Table, hazards: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}: {basis_of(hazards[name])}" for name in sorted(pc.unique(rows["asset_class"]).to_pylist()))


def basis_of(hazard: dict[str, Any]) -> str:
    """What a class's probabilities rest on, in words, of a hazard as the assessment tells it."""
    seen = f"{hazard['failures']:,.0f} failures in {hazard['unit_years']:,.0f} unit-years"
    if undated := hazard.get("undated_failures"):
        seen = f"{seen}, {undated:,.0f} of the failures at an age that nobody knows"
    if not hazard.get("is_shape_assumed", hazard["is_assumed"]):
        return f"fitted to {seen}"
    if not hazard["is_assumed"]:
        return f"level fitted to {seen}; growth with age assumed, as too few ages are known. {hazard['prior']}"
    return f"assumed, as the record has {seen}. {hazard['prior']}"


def _floats(rows: pa.Table, name: str) -> Floats:
    values: Floats = rows[name].to_numpy().astype(np.float64)
    return values
