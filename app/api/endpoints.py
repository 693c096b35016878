"""What the API answers: one function of at most ten lines an endpoint, over named queries, in a worker thread."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from app.api import assets, connections, feeders, health, history, names
from app.api.alarms.endpoints import ALARM_ENDPOINTS
from app.api.answers import Answer, Document, Rows
from app.api.asset_health.endpoints import ASSET_HEALTH_ENDPOINTS
from app.api.cascade.endpoints import CASCADE_ENDPOINTS
from app.api.documents.reading import DOCUMENT_ENDPOINTS
from app.api.endpoint import PLACED, Endpoint, asked_utility, topics_of
from app.api.meters.endpoints import METER_ENDPOINTS
from app.api.models import Kpis, PredictionScores, ServerHealth
from app.api.needs import ApiRuntime
from app.api.negotiate import ARROW, JSON
from app.api.orders.endpoints import ORDER_ENDPOINTS
from app.api.params import (
    AssetParams,
    ConnectionParams,
    FeederParams,
    HistoricalParams,
    NoParams,
    OutageParams,
    OutageTrendParams,
    UtilityParams,
)
from app.api.reliability.endpoints import RELIABILITY_ENDPOINTS
from app.api.shift_log.endpoints import SHIFT_LOG_ENDPOINTS
from app.api.storms.endpoints import STORM_ENDPOINTS
from app.api.thermal.endpoints import THERMAL_ENDPOINTS
from data_sources.prediction.played import HOURS, played_score
from data_sources.query import Query
from data_sources.statements import statement


def get_health(runtime: ApiRuntime, params: NoParams) -> Answer:  # noqa: ARG001  # every endpoint is asked alike
    """Each source, the feed, the simulator."""
    state = health.look(runtime)
    return Document(state, status=200 if state.status == "up" else 503)


def get_names(runtime: ApiRuntime, params: NoParams) -> Answer:  # noqa: ARG001  # every endpoint is asked alike
    """The names of the original program's answers beside ours."""
    return Document(names.OLD_NAMES)


def get_kpis(runtime: ApiRuntime, params: UtilityParams) -> Answer:
    """The key figures of now; the mean restoration is asked of the full hour, so that its answer is shared."""
    utility_id, now = asked_utility(runtime, params), dt.datetime.now(dt.UTC)
    row = runtime.source.fetch(Query.of("kpis", utility_id=utility_id, as_of=now)).to_pylist()[0]
    hour = now.replace(minute=0, second=0, microsecond=0)
    ended = runtime.sources.live.fetch(Query.of("rest_restoration", utility_id=utility_id, as_of=hour)).to_pylist()[0]
    return Document(_kpis(utility_id, {**row, **ended}))


def get_substations(runtime: ApiRuntime, params: UtilityParams) -> Answer:
    """Each substation with the state of its circuits."""
    utility_id = asked_utility(runtime, params)
    query = Query.of("rest_substations", utility_id=utility_id, **assets.CONDITION_LIMITS)
    return Rows(runtime.sources.live.fetch(query), {"utility_id": utility_id})


def get_assets(runtime: ApiRuntime, params: AssetParams) -> Answer:
    """Poles, transformers, meters and substations, by the page."""
    return assets.answer(runtime, asked_utility(runtime, params), params)


def get_feeders(runtime: ApiRuntime, params: FeederParams) -> Answer:
    """All segments at once."""
    utility_id = asked_utility(runtime, params)
    whole = runtime.sources.live.fetch(Query.of("rest_segments", utility_id=utility_id))
    state = runtime.sources.live.fetch(Query.of("rest_feeders", utility_id=utility_id))
    feeders.refuse_unknown(state, params.feeder_id, params.substation_id)
    segments = feeders.select(whole, state, params.feeder_id, params.substation_id)
    return feeders.SegmentsAnswer(utility_id, segments, state, is_whole=segments is whole)


def get_connections(runtime: ApiRuntime, params: ConnectionParams) -> Answer:
    """What is connected to what, by the page."""
    return connections.answer(runtime, asked_utility(runtime, params), params)


def get_readings(runtime: ApiRuntime, params: HistoricalParams) -> Answer:
    """Interval readings, or their sums by hour and local day, by the page."""
    return history.readings(runtime, params)


def get_active_outages(runtime: ApiRuntime, params: OutageParams) -> Answer:
    """Outages that last, or that are not closed; `version` of one goes into If-Match."""
    utility_id = asked_utility(runtime, params)
    query = Query.of("rest_outages", utility_id=utility_id, is_unclosed=params.include == "unclosed")
    return Rows(runtime.sources.live.fetch(query), {"utility_id": utility_id})


def get_prediction_scores(runtime: ApiRuntime, params: UtilityParams) -> Answer:
    """Of the last 24 hours of a demo, by its simulator's truth: faults that nothing reported, and what was presumed."""
    utility_id = asked_utility(runtime, params)
    found = played_score(runtime.source.fetch(Query.of("prediction_scores", utility_id=utility_id)))
    told = {name: value if np.isfinite(value) else None for name, value in found._asdict().items()}
    shares = {name: getattr(found, name) for name in ("found_share", "right_first_share")}
    told |= {name: value if np.isfinite(value) else None for name, value in shares.items()}
    return Document(PredictionScores(utility_id=utility_id, hours=HOURS, **told))


def get_outage_trends(runtime: ApiRuntime, params: OutageTrendParams) -> Answer:
    """Outages on record by period and cause."""
    return history.outage_trends(runtime, asked_utility(runtime, params), params)


def _kpis(utility_id: int, row: dict[str, Any]) -> Kpis:
    load, peak = row["load_kw"], row["design_peak_kw"]
    return Kpis(
        utility_id=utility_id,
        saidi_ytd_minutes=row["saidi_minutes"],
        saifi_ytd=row["saifi"],
        sustained_outages_ytd=row["sustained_outages"],
        momentary_outages_ytd=row["momentary_outages"],
        total_load_mw=None if load is None else load / 1000,
        peak_load_mw=None if peak is None else peak / 1000,
        load_share_of_peak_pct=None if load is None or not peak else 100 * load / peak,
        crews_active=row["crews_assigned"],
        **{name: row[name] for name in Kpis.model_fields if name in row},
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/api/health", "Whether every source is up", NoParams, get_health, model=ServerHealth, threads="health"),
    Endpoint("/api/kpis", "Key figures of a utility", UtilityParams, get_kpis, model=Kpis),
    Endpoint(
        "/api/postgres/substations/status",
        "Substations and the state of their circuits",
        UtilityParams,
        get_substations,
        PLACED,
        topics_of("rest_substations"),
        rows=statement("rest_substations").result,
    ),
    Endpoint(
        "/api/postgres/grid/assets",
        "Substations, poles, transformers and meters, by the page",
        AssetParams,
        get_assets,
        PLACED,
        ("network", "transformer_status", "feeder_status"),
        rows=assets.COLUMNS,
    ),
    Endpoint(
        "/api/topology/feeders",
        "All line segments in one answer",
        FeederParams,
        get_feeders,
        PLACED,
        topics_of("rest_segments", "rest_feeders"),
        model=None,
    ),
    Endpoint(
        "/api/topology/connections",
        "What is connected to what, by the page",
        ConnectionParams,
        get_connections,
        PLACED,
        ("network",),
        rows=connections.COLUMNS,
    ),
    Endpoint(
        "/api/outages/active",
        "Outages that last",
        OutageParams,
        get_active_outages,
        PLACED,
        topics_of("rest_outages"),
        rows=statement("rest_outages").result,
    ),
    Endpoint(
        "/api/outages/prediction-scores",
        "How good predicted outages are against a demo's truth",
        UtilityParams,
        get_prediction_scores,
        topics=topics_of("prediction_scores"),
        model=PredictionScores,
    ),
    Endpoint(
        "/api/snowflake/ami/historical",
        "Readings of a meter, transformer or feeder, by the page",
        HistoricalParams,
        get_readings,
        (JSON, ARROW),
        history.TOPICS,
        rows=history.READING_COLUMNS,
        threads="rest_history",
        is_history=True,
    ),
    Endpoint(
        "/api/snowflake/outages/trends",
        "Outages by day, week or month and cause",
        OutageTrendParams,
        get_outage_trends,
        (JSON, ARROW),
        history.TREND_TOPICS,
        rows=history.TREND_COLUMNS,
        threads="rest_history",
        is_history=True,
    ),
    *ASSET_HEALTH_ENDPOINTS,
    *RELIABILITY_ENDPOINTS,
    *STORM_ENDPOINTS,
    *ALARM_ENDPOINTS,
    *SHIFT_LOG_ENDPOINTS,
    *ORDER_ENDPOINTS,
    *METER_ENDPOINTS,
    *CASCADE_ENDPOINTS,
    *THERMAL_ENDPOINTS,
    *DOCUMENT_ENDPOINTS,
    Endpoint("/api/names", "The original program's names beside ours", NoParams, get_names, model=names.OldNames),
)
