"""What the answers of all studies have in common: whose network, which loads, what failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from app.api.cascade.params import ConditionParams, FailureParams, RestorationParams
from app.api.endpoint import asked_utility
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.params import UtilityParams
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.costs import severity
from data_sources.analytics.cascade.transfer import Spread
from data_sources.analytics.topology import Ints
from data_sources.network.rows import NetworkError
from data_sources.query import Query
from data_sources.studies.cascade.crews import crews_on_shift
from data_sources.studies.cascade.study import CascadeStudy


@dataclass(frozen=True, slots=True, eq=False)
class Failed:
    """A failure and what became of it; `told` are the fields that every answer about it has."""

    study: CascadeStudy
    nodes: Ints
    spread: Spread
    told: dict[str, Any]


def utility_row(runtime: ApiRuntime, asked: UtilityParams) -> dict[str, Any]:
    """The utility asked about.

    Raises:
        ApiError: 404, there is none.
    """
    wanted = asked_utility(runtime, asked)
    rows = runtime.sources.live.fetch(Query.of("utilities")).to_pylist()
    return next(row for row in rows if row["utility_id"] == wanted)


def study_of(runtime: ApiRuntime, asked: ConditionParams) -> tuple[CascadeStudy, dict[str, Any]]:
    """The study of a request, and what it stands on.

    Raises:
        ApiError: 404, there is no such utility; 503, its rows do not fit together.
    """
    utility = utility_row(runtime, asked)
    try:
        study = CascadeStudy.of(runtime.sources.live, utility["utility_id"], asked.conditions, asked.load_basis)
    except NetworkError as error:
        raise ApiError(503, str(error)) from None
    return study, {**standing(study, utility, dt.datetime.now(dt.UTC)), "scenario": asked.scenario}


def standing(study: CascadeStudy, utility: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    """Fields of `StudyAssumptions`, the scenario's name aside."""
    loads, ground = study.loads, study.ground
    return {
        "utility_id": utility["utility_id"], "is_simulated": utility["is_demo"], "computed_at": now,
        **shown(study.conditions), "transfer": study.conditions.transfer, "load_basis": loads.basis,
        "loads_oldest_at": loads.oldest_at, "loads_newest_at": loads.newest_at, "loads_estimated": loads.estimated,
        "loads_age_s": None if loads.newest_at is None else (now - loads.newest_at).total_seconds(),
        "load_mw": float(study.cascade.load_kw.sum()) / 1000,
        "customers_served": int(ground.network.customers_at.sum()), "customers_out_before": study.out_before,
        "ties_of_two_voltages": ground.ties_of_two_voltages,
    }  # fmt: skip


def shown(conditions: Conditions) -> dict[str, float]:
    """Temperature, load and threshold."""
    names = ("temperature_c", "load_multiplier", "failure_threshold")
    return {name: getattr(conditions, name) for name in names}


def failed(runtime: ApiRuntime, asked: FailureParams) -> Failed:
    """Let fail what is asked for.

    Raises:
        ApiError: 404, there is no such utility or node.
    """
    study, told = study_of(runtime, asked)
    try:
        nodes = study.nodes(asked.patient_zero or ())
    except NetworkError as error:
        raise ApiError(404, str(error), "patient_zero") from None
    spread = study.cascade.fail(nodes)
    customers, lost_kw = study.lost(spread)
    zero = [named(study.named(int(node))) for node in nodes]
    more = {"patient_zero": zero, "customers_lost": customers, "lost_mw": lost_kw / 1000, "waves": spread.waves}
    return Failed(study, nodes, spread, {**told, **more, "severity": severity(customers)})


def named(name: tuple[str, str, str]) -> dict[str, str]:
    """Key, name and kind as fields of `NamedNode`."""
    return dict(zip(("node_id", "node_name", "node_kind"), name, strict=True))


def crews_at_work(runtime: ApiRuntime, asked: RestorationParams, utility_id: int) -> int:
    """As many as were asked for, else those on shift now; one where nobody is."""
    return crews_on_shift(runtime.sources.live, utility_id) if asked.crews is None else asked.crews
