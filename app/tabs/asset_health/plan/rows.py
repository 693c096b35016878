"""A plan as figures, a list and a curve. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import urlencode

import numpy as np
import pyarrow as pa

from app import formats
from app.charts.curves import Curve
from app.widgets.column import Column, Row
from app.widgets.figures import Figure
from app.widgets.html import el
from data_sources.studies.assets.plan import METHOD, AssetPlan, PlanRequest
from layers.colours.scales import HEALTH

EXPECTED: Final = 6
TONES: Final = {"poor": "bad", "fair": "warning", "good": "good"}
GAINED: Final = {"cost": "US$ a year", "customer_minutes": "min a year"}
LESS: Final = {"cost": "risk", "customer_minutes": "customer-minutes"}
CHAPTERS: Final = (
    ("Method", METHOD),
    (
        "Limits",
        (
            "Each asset is replaced by a new one of its class, by itself: what is saved by doing neighbours together, "
            "by a larger unit or by repair is not reckoned.",
            "The curve is the linear relaxation over all candidates: a plan of whole assets lies on it or just below.",
            "Where age, condition or loading is not known, the probability has a wider band, which the list shows; "
            "the plan reckons with its best value.",
        ),
    ),
)


def figures(plan: AssetPlan) -> Sequence[Figure]:
    """What is bought."""
    kinds = plan.rows["asset_kind"].to_pylist()
    poles, count = kinds.count("pole"), len(kinds)
    parts = formats.count_of(count - poles, "transformer"), formats.count_of(poles, "pole")
    of = f"{', '.join(parts)} of {plan.places.num_rows:,}"
    served = "per customer served"
    return (
        Figure.of("Replaced", count, "asset", of),
        Figure("Spent", formats.number(plan.spent), "US$", f"of {formats.number(plan.request.budget)} US$"),
        Figure("Risk less", formats.number(plan.gain_cost), "US$ a year", _share(plan.gain_cost, plan.risk_cost)),
        Figure("Customer-minutes less", formats.number(plan.gain_customer_minutes), "a year",
               _share(plan.gain_customer_minutes, plan.risk_customer_minutes)),
        Figure("SAIDI less", formats.number(plan.gain_saidi_minutes, 2), "min a year", served),
        Figure("Failures less", formats.number(plan.gain_failures, 1), "a year",
               f"of {formats.number(plan.failures, 1)} expected"),
    )  # fmt: skip


def _share(part: float, whole: float) -> str:
    return f"{formats.percent(100 * part / whole, 1)} of {formats.number(whole)}" if whole > 0 else "no risk is known"


def good_words(plan: AssetPlan) -> str:
    """How good the solver says that it is."""
    if not plan.rows.num_rows:
        return "Nothing can be replaced for this budget that lowers the risk."
    if plan.gap < 5e-7:
        return "HiGHS: no plan for this budget saves more."
    return f"HiGHS: no plan for this budget saves more than {formats.small(100 * plan.gap)} % more."


def years_words(request: PlanRequest) -> str:
    """What "a year" means."""
    if request.years == 1:
        return "Risk of the year ahead."
    return f"Risk of {request.years} years ahead, told a year in the mean."


def file_query(utility_id: int, request: PlanRequest) -> str:
    """The same plan as parameters of the REST API."""
    asked = {
        "utility_id": utility_id, "budget": request.budget, "goal": request.goal, "kinds": ",".join(request.kinds),
        "feeder_id": request.feeder_id, "substation_id": request.substation_id, "years": request.years,
    }  # fmt: skip
    return urlencode({name: value for name, value in asked.items() if value is not None}, safe=",")


def _health(row: Row) -> object:
    score = row["health_score"]
    if score is None or np.isnan(score):
        return el("span", "Not known", cls="badge is-normal")
    return el("span", HEALTH.told(score), cls=f"badge is-{TONES[HEALTH.name(score)]}")


def _probability(row: Row) -> object:
    best, low, high = (row[f"failure_probability{end}"] for end in ("", "_low", "_high"))
    if np.isnan(best):
        return formats.NOTHING
    band = f"{100 * low:.2f} to {100 * high:.2f} % by the band of the hazard"
    return el("span", formats.number(100 * best, 2), title=band)


PLAN_COLUMNS: Final = (
    Column("rank", "Rank", "count", tip="By gain for each US$"),
    Column("asset_name", "Asset"),
    Column("asset_class", "Class", "words", room="wide"),
    Column("health_score", "Health", "number", write=_health, tip="0 failed to 100 new", room="wide"),
    Column("age_years", "Age", "number", unit="years", room="wide"),
    Column("failure_probability", "Failure", "number", 2, unit="%/yr", factor=100, write=_probability),
    Column("customers", "Customers", "count", tip="That a failure interrupts", room="medium"),
    Column("replacement_cost", "Cost", "number", unit="US$"),
    Column("gain_cost", "Risk less", "number", unit="US$/yr"),
    Column("gain_customer_minutes", "Minutes less", "number", unit="cust-min/yr",
           tip="Customer-minutes of interruption a year less"),
    Column("has_order", "Order open", "flag", room="wide", tip="A work order of a plan is open for it"),
)  # fmt: skip


def listed(plan: AssetPlan, ordered: Collection[tuple[str, int]]) -> pa.Table:
    """The rows of the list, best first.

    Args:
        plan: it.
        ordered: kind and id of assets for which an order of a plan is open.
    """
    rows = plan.rows
    keys = list(zip(rows["asset_kind"].to_pylist(), rows["asset_id"].to_pylist(), strict=True))
    return (
        rows.append_column("rank", pa.array(np.arange(1, rows.num_rows + 1)))
        .append_column("key", pa.array([f"{kind}:{number}" for kind, number in keys], pa.string()))
        .append_column("has_order", pa.array([key in ordered for key in keys], pa.bool_()))
    )


def curves(plan: AssetPlan) -> list[Curve]:
    """What every budget buys, and where this one stands."""
    spent, gained = plan.curve
    goal = plan.request.goal
    here = np.array([plan.spent]), np.array([plan.gain_cost if goal == "cost" else plan.gain_customer_minutes])
    return [Curve("All budgets", spent, gained), Curve("This plan", *here, form="points", colour="attention")]
