"""GET /api/storms and /api/storms/current."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.api.answers import Answer, Document
from app.api.cascade.standing import utility_row
from app.api.endpoint import Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.params import UtilityParams
from app.api.storms import models
from data_sources.network.rows import NetworkError
from data_sources.query import Query
from data_sources.studies.storm.picture import (
    LIMITS,
    METHOD,
    StormAreaTimes,
    StormPicture,
    StormPriority,
    storm_picture,
    storm_tables,
)
from data_sources.studies.storm.record import at_of
from data_sources.studies.storm.sentences import public_text


def get_storms(runtime: ApiRuntime, asked: UtilityParams) -> Answer:
    """The storms of a utility, the one that lasts first."""
    utility_id = asked_utility(runtime, asked)
    rows = runtime.sources.live.fetch(Query.of("storms", utility_id=utility_id)).to_pylist()
    return Document(models.StormsBody(utility_id=utility_id, storms=[models.StormBody(**row) for row in rows]))


def get_current_storm(runtime: ApiRuntime, asked: UtilityParams) -> Answer:
    """Curve, areas and priorities of the present storm, or of the outages that are open."""
    utility, now = utility_row(runtime, asked), dt.datetime.now(dt.UTC)
    try:
        picture = storm_picture(storm_tables(runtime.sources.live, utility["utility_id"], now), now)
    except NetworkError as error:
        raise ApiError(503, str(error)) from None
    return Document(_body(picture, utility))


def _body(picture: StormPicture, utility: dict[str, Any]) -> models.CurrentStormBody:
    peak_ms, peak = picture.record.curve.peak
    return models.CurrentStormBody(
        utility_id=utility["utility_id"], storm=None if picture.storm is None else models.StormBody(**picture.storm),
        from_at=picture.from_at, outages_open=len(picture.priorities), outages_predicted=picture.predicted,
        customers_out=picture.record.out_now, customers_interrupted=picture.record.interrupted, customers_peak=peak,
        peak_at=at_of(peak_ms), restored_pct=picture.record.restored_pct, critical_out=picture.critical,
        life_support_out=picture.life_support, crews_working=picture.working, crews_available=picture.available,
        work_hours=picture.work_hours, priorities=[_priority(one) for one in picture.priorities],
        areas=[_area(one) for one in picture.areas], record=_record(picture), forecast=_forecast(picture),
        milestones=_milestones(picture), method=list(METHOD), limits=list(LIMITS), is_simulated=utility["is_demo"],
        draft_text=public_text(picture, utility["utility_name"], utility["time_zone"]), computed_at=picture.at,
    )  # fmt: skip


def _priority(one: StormPriority) -> models.StormPriorityBody:
    row, crew = one.row, one.crew or {}
    names = ("outage_id", "version", "state", "feeder_name", "substation_name", "lon", "lat")
    figures = ("order", "customers", "critical", "life_support", "customers_per_crew_hour", "why", "repair_minutes",
               "crew_hours", "is_crew_free", "arrives_at", "restored_at")  # fmt: skip
    return models.StormPriorityBody(
        **{name: row[name] for name in names}, **{name: getattr(one, name) for name in figures},
        place=row["device_name"] or row["transformer_name"], crew_id=crew.get("crew_id"),
        crew_name=crew.get("crew_name"),
    )  # fmt: skip


def _area(one: StormAreaTimes) -> models.StormAreaBody:
    names = ("substation_id", "outages", "customers", "suggested_at", "last_at", "told_at", "told_by", "own_times")
    return models.StormAreaBody(substation_name=one.name, **{name: getattr(one, name) for name in names})


def _record(picture: StormPicture) -> list[models.StormInstantBody]:
    bins = picture.record.bins
    points = zip(bins.from_ms.tolist(), bins.most.tolist(), strict=True)
    return [models.StormInstantBody(at=at_of(ms), customers_out=out) for ms, out in points]


def _forecast(picture: StormPicture) -> list[models.StormForecastBody]:
    curve = picture.forecast
    if curve is None:
        return []
    return [
        models.StormForecastBody(at=picture.at + dt.timedelta(minutes=minutes), p10=p10, p50=p50, p90=p90)
        for minutes, p10, p50, p90 in zip(*(column.tolist() for column in curve), strict=True)
    ]


def _milestones(picture: StormPicture) -> list[models.StormMilestoneBody]:
    names = ("reached_at", "p10_at", "p50_at", "p90_at")
    return [
        models.StormMilestoneBody(share_pct=100 * one.share, **{name: getattr(one, name) for name in names})
        for one in picture.milestones
    ]


STORM_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/storms",
        "Storms declared so far",
        UtilityParams,
        get_storms,
        topics=topics_of("utilities", "storms"),
        model=models.StormsBody,
    ),
    Endpoint(
        "/api/storms/current",
        "The present storm: curve, areas, priorities",
        UtilityParams,
        get_current_storm,
        model=models.CurrentStormBody,
    ),
)
