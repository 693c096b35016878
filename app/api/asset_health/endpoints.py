"""GET /api/asset-health, /api/asset-health/assessment, /api/asset-health/plan and /api/vegetation."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app.api.answers import Answer, Document, Rows
from app.api.asset_health import models
from app.api.asset_health.params import AssetHealthParams, PlanParams, VegetationParams
from app.api.asset_health.records import RECORDS_ENDPOINT
from app.api.endpoint import PLACED, Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.negotiate import ARROW, JSON
from app.api.params import UtilityParams
from data_sources.query import Query
from data_sources.statements import statement
from data_sources.studies.assets.plan import METHOD, AssetPlan, NoSuchPlace, NotAssessed, PlanRequest, asset_plan

ASSETS: Final = statement("asset_health").result
GAINS: Final = pa.schema([("gain_cost", pa.float64()), ("gain_customer_minutes", pa.float64())])
PLANNED: Final = pa.unify_schemas([ASSETS, GAINS])
BESIDE: Final = statement("vegetation_risk").result


def get_asset_health(runtime: ApiRuntime, asked: AssetHealthParams) -> Answer:
    """Transformers and poles with health, probability of failure and risk, as they were assessed last."""
    utility_id = asked_utility(runtime, asked)
    rows = runtime.sources.live.fetch(Query.of("asset_health", utility_id=utility_id))
    chosen = rows.filter(pc.is_in(rows["asset_kind"], pa.array(asked.kinds)))
    if asked.feeder_id is not None:
        chosen = chosen.filter(pc.equal(chosen["feeder_id"], asked.feeder_id))
    way = "ascending" if asked.order_by == "health_score" else "descending"
    known = _known_first(chosen, asked.order_by, way)
    head = models.AssetsHead(utility_id=utility_id, total=chosen.num_rows, **_assessed(runtime, utility_id))
    return Rows(known.slice(asked.offset, asked.limit), head.model_dump(mode="json"))


def get_health_assessment(runtime: ApiRuntime, asked: UtilityParams) -> Answer:
    """How the assets of a utility were judged, the hazards of their classes, and the back-test."""
    utility_id = asked_utility(runtime, asked)
    found = _whole(runtime, utility_id)
    texts = {
        name: json.loads(found[name]) if found.get(name) else None for name in ("parameters", "hazards", "back_test")
    }
    at, simulated = found.get("assessed_at"), found.get("is_simulated")
    return Document(models.HealthAssessmentBody(utility_id=utility_id, assessed_at=at, is_simulated=simulated, **texts))


def get_asset_plan(runtime: ApiRuntime, asked: PlanParams) -> Answer:
    """What to replace under a budget, and what it buys a year; .csv and .pdf of the same path are the same plan."""
    utility_id = asked_utility(runtime, asked)
    plan = planned(runtime, utility_id, asked)
    names = [name for name in models.PlanHead.model_fields if hasattr(plan, name)]
    head = models.PlanHead(
        utility_id=utility_id, budget=plan.request.budget, goal=plan.request.goal, candidates=plan.places.num_rows,
        method=list(METHOD), **{name: getattr(plan, name) for name in names},
    )  # fmt: skip
    return Rows(plan.rows, head.model_dump(mode="json"))


def get_vegetation(runtime: ApiRuntime, asked: VegetationParams) -> Answer:
    """What grows beside lines: risk of contact, clearances and when to trim; .csv of the same path is the work list."""
    utility_id = asked_utility(runtime, asked)
    rows = to_trim(runtime, utility_id, asked)
    head = models.VegetationHead(utility_id=utility_id, total=rows.num_rows)
    return Rows(rows.slice(0, asked.limit), head.model_dump(mode="json"), None)


def planned(runtime: ApiRuntime, utility_id: int, asked: PlanParams) -> AssetPlan:
    """The plan of a request.

    Raises:
        ApiError: 404, the feeder or substation is not there; 409, the assets were not assessed yet.
    """
    request = PlanRequest(
        asked.budget, asked.goal, asked.kinds, asked.feeder_id, asked.substation_id, asked.years
    )  # fmt: skip
    try:
        return asset_plan(runtime.sources.live, utility_id, request)
    except NoSuchPlace as error:
        name = "feeder_id" if asked.feeder_id is not None else "substation_id"
        raise ApiError(404, str(error), name) from None
    except NotAssessed as error:
        raise ApiError(409, str(error)) from None


def to_trim(runtime: ApiRuntime, utility_id: int, asked: VegetationParams) -> pa.Table:
    """Places beside lines, what is due first at the top, then the riskiest; what is not known last."""
    rows = runtime.sources.live.fetch(Query.of("vegetation_risk", utility_id=utility_id))
    if asked.feeder_id is not None:
        rows = rows.filter(pc.equal(rows["feeder_id"], asked.feeder_id))
    if asked.within_years is not None:
        rows = rows.filter(pc.less_equal(rows["trim_in_years"], asked.within_years))
    return rows.sort_by([("trim_in_years", "ascending"), ("risk", "descending")])


def _known_first(rows: pa.Table, name: str, way: str) -> pa.Table:
    """Sorted by a column, what is not known (NaN) last whichever way."""
    unknown = pc.is_nan(rows[name].cast(pa.float64()))
    return (
        rows.append_column("_unknown", unknown)
        .sort_by([("_unknown", "ascending"), (name, way)])
        .drop_columns("_unknown")
    )


def _whole(runtime: ApiRuntime, utility_id: int) -> dict[str, Any]:
    rows = runtime.sources.live.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
    return rows[0] if rows else {}


def _assessed(runtime: ApiRuntime, utility_id: int) -> dict[str, Any]:
    """When, and whether of simulated rows."""
    found = _whole(runtime, utility_id)
    return {name: found.get(name) for name in ("assessed_at", "is_simulated")}


ASSET_HEALTH_ENDPOINTS: tuple[Endpoint, ...] = (
    RECORDS_ENDPOINT,
    Endpoint(
        "/api/asset-health",
        "Health and risk of transformers and poles",
        AssetHealthParams,
        get_asset_health,
        PLACED,
        model=models.AssetsHead,
        topics=topics_of("utilities", "asset_health", "asset_assessment"),
        rows=ASSETS,
    ),
    Endpoint(
        "/api/asset-health/assessment",
        "How assets were judged: parameters, hazards, back-test",
        UtilityParams,
        get_health_assessment,
        topics=topics_of("utilities", "asset_assessment"),
        model=models.HealthAssessmentBody,
    ),
    Endpoint(
        "/api/asset-health/plan",
        "What to replace under a budget, and what it buys",
        PlanParams,
        get_asset_plan,
        PLACED,
        topics_of("utilities", "asset_health", "asset_assessment", "customers_by_feeder"),
        models.PlanHead,
        PLANNED,
    ),
    Endpoint(
        "/api/vegetation",
        "Vegetation beside lines, and the work list of trims",
        VegetationParams,
        get_vegetation,
        (JSON, ARROW),
        topics_of("utilities", "vegetation_risk"),
        models.VegetationHead,
        BESIDE,
    ),
)
