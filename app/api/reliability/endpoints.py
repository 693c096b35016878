"""GET /api/reliability."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from app.api.answers import Rows
from app.api.endpoint import Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.negotiate import ARROW, JSON
from app.api.reliability import models
from app.api.reliability.params import ReliabilityParams
from app.record import shared_record
from data_sources.history.reliability import (
    PeriodIndices,
    ReliabilityPeriod,
    ReliabilityRecord,
    days_of_saidi,
    period_indices,
)
from data_sources.history.reliability_groups import GROUP_ROWS, by_group
from data_sources.query import Query


def get_reliability(runtime: ApiRuntime, asked: ReliabilityParams) -> Rows:
    """Indices of IEEE Std 1366 with and without major event days, and by month, feeder, substation or cause."""
    utility_id, now = asked_utility(runtime, asked), dt.datetime.now(dt.UTC)
    utilities = runtime.sources.live.fetch(Query.of("utilities")).to_pylist()
    zone = next(row["time_zone"] for row in utilities if row["utility_id"] == utility_id)
    record = shared_record(runtime.sources.live, runtime.sources, utility_id, zone, now)
    kind, number = asked.scope
    if not record.feeders.within(kind, number).any() and kind != "utility":
        raise ApiError(404, f"There is no {kind} {number} in this utility.", f"{kind}_id")
    period = _period(record, asked)
    if period.first_day >= record.year_to_date().end_day:
        field = "year" if asked.from_day is None else "from_day"
        raise ApiError(400, "This period is yet to come: give one that has begun.", field)
    head = _head(record, asked, utility_id, period, now)
    return Rows(by_group(record, kind, number, period, asked.by), head.model_dump(mode="json"), None)


def _period(record: ReliabilityRecord, asked: ReliabilityParams) -> ReliabilityPeriod:
    to_date = record.year_to_date()
    if asked.from_day is not None and asked.to_day is not None:
        return ReliabilityPeriod(asked.from_day, asked.to_day)
    if asked.year is None or asked.year == to_date.first_day.year:
        return to_date
    return ReliabilityPeriod(dt.date(asked.year, 1, 1), dt.date(asked.year + 1, 1, 1))


def _head(
    record: ReliabilityRecord, asked: ReliabilityParams, utility_id: int, period: ReliabilityPeriod, now: dt.datetime
) -> models.ReliabilityBody:
    kind, number = asked.scope
    found = period_indices(record, kind, number, period)
    return models.ReliabilityBody(
        utility_id=utility_id, scope=kind, scope_id=number, first_day=period.first_day, end_day=period.end_day,
        time_zone=record.time_zone, by=asked.by, customers_served=int(found.customers_served),
        sustained_outages=found.outages, parts=_parts(found), over_customers=_over_customers(found), needs=found.needs,
        thresholds=_thresholds(record, period), major_event_days=_major_days(record, asked, period),
        source=models.SOURCE, is_simulated=record.is_simulated, as_of=record.as_of,
        age_s=(now - record.as_of).total_seconds(),
    )  # fmt: skip


def _parts(found: PeriodIndices) -> dict[str, models.IndicesBody]:
    names = {"customer_interruptions": "interruptions"}  # the engine's own name of it
    return {
        part: models.IndicesBody(
            **{name: _told(getattr(one, names.get(name, name))[0]) for name in models.IndicesBody.model_fields}
        )
        for part, one in found.parts.items()
    }


def _over_customers(found: PeriodIndices) -> models.CustomerIndicesBody | None:
    one = found.customers
    if one is None:
        return None
    return models.CustomerIndicesBody(
        customers_interrupted=one.customers_interrupted, caifi=_told(one.caifi),
        ctaidi_minutes=_told(one.ctaidi_minutes), cemi_3=_told(one.cemi[3]), cemi_5=_told(one.cemi[5]),
        celid_s_8h=_told(one.celid_s[8.0]), celid_t_8h=_told(one.celid_t[8.0]),
    )  # fmt: skip


def _thresholds(record: ReliabilityRecord, period: ReliabilityPeriod) -> list[models.ThresholdBody]:
    last = (period.end_day - dt.timedelta(days=1)).year
    made = []
    for year in range(period.first_day.year, last + 1):
        limit = record.limits.get(year)
        told: dict[str, Any] = {"t_med_minutes": None, "alpha": None, "beta": None, "days": 0}
        if limit is not None:
            told = {"t_med_minutes": limit.minutes, "alpha": limit.alpha, "beta": limit.beta, "days": limit.days}
        made.append(models.ThresholdBody(year=year, **told))
    return made


def _major_days(
    record: ReliabilityRecord, asked: ReliabilityParams, period: ReliabilityPeriod
) -> list[models.MajorEventDayBody]:
    days = days_of_saidi(record, *asked.scope, period)
    return [
        models.MajorEventDayBody(
            day=days.first_day + dt.timedelta(days=place), saidi_minutes=float(np.nan_to_num(days.minutes[place]))
        )
        for place in np.flatnonzero(days.is_major).tolist()
    ]


def _told(number: Any) -> float | None:
    return float(number) if np.isfinite(number) else None


RELIABILITY_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/reliability",
        "Reliability indices of IEEE 1366 of a period, by month, feeder, substation or cause",
        ReliabilityParams,
        get_reliability,
        (JSON, ARROW),
        topics_of("utilities", "customers_by_feeder", "outage_groups", "outage_transformers", "interruptions_between"),
        models.ReliabilityBody,
        GROUP_ROWS,
        threads="rest_history",
        is_history=True,
    ),
)
