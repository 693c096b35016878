"""GET /api/alarms, /api/alarms/figures and /api/alarm-rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from app.api.alarms import models
from app.api.answers import Answer, Document
from app.api.endpoint import PLACED, Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.paging import array, listed
from app.api.params import Cursor, Id, Limit, RangeParams, UtilityParams, split_list
from data_sources.analytics.alarms import rates
from data_sources.field.alarms.figures import PRIORITIES, alarm_figures, last_day
from data_sources.field.alarms.quantities import CATALOGUE
from data_sources.query import Query
from data_sources.statements import statement

States = Annotated[tuple[models.AlarmStateName, ...], BeforeValidator(split_list), Field(min_length=1, max_length=9)]
Priorities = Annotated[tuple[models.PriorityName, ...], BeforeValidator(split_list), Field(min_length=1, max_length=4)]


class AlarmParams(UtilityParams):
    """Which alarms, and how many at a time."""

    include: Literal["open", "all"] | None = Field(
        None,
        description="open: not normal yet; all: closed ones too. Left out: open ones, but those of any state named",
    )
    state: States | None = Field(None, description="states, separated by commas")
    priority: Priorities | None = Field(None, description="priorities, separated by commas")
    asset_kind: Literal["utility", "substation", "feeder", "transformer"] | None = Field(
        None, description="alarms of this kind of asset only"
    )
    feeder_id: Id | None = Field(None, description="alarms of this feeder and what hangs on it only")
    substation_id: Id | None = Field(None, description="alarms of this substation and what hangs on it only")
    limit: Limit = Field(1000, description="rows of one answer at most")
    cursor: Cursor | None = Field(None, description="next_cursor of the answer before")


class AlarmFigureParams(UtilityParams, RangeParams):
    """Of which period; without `from` and `to` the last 24 hours."""


def get_alarms(runtime: ApiRuntime, asked: AlarmParams) -> Answer:
    """Alarms by number, the oldest first; `version` of one goes into If-Match."""
    binds = {
        "utility_id": asked_utility(runtime, asked), "open_only": _is_open_only(asked),
        "states": array(asked.state), "priorities": array(asked.priority), "alarm_asset_kind": asked.asset_kind,
        "feeder_id": asked.feeder_id, "substation_id": asked.substation_id,
    }  # fmt: skip
    return listed(runtime.source, "alarm", "rest_alarms", "alarm_id", asked.cursor, asked.limit, binds)


def _is_open_only(asked: AlarmParams) -> bool:
    """Whoever names states means these: only what is said leaves any of them out."""
    if asked.include == "open" and asked.state == ("normal",):
        raise ApiError(400, "An alarm that is normal is closed: include=open leaves all of them out.", "include")
    return asked.include == "open" or (asked.include is None and asked.state is None)


def get_alarm_figures(runtime: ApiRuntime, asked: AlarmFigureParams) -> Answer:
    """Rates, floods, shares, standing and stale alarms, the ten worst points."""
    utility_id, now = asked_utility(runtime, asked), dt.datetime.now(dt.UTC)
    to_at = min(asked.to or now, now)
    from_at = min(asked.from_ or last_day(to_at)[0], to_at)
    found = alarm_figures(runtime.source, utility_id, from_at, to_at)
    told = {**asdict(found), "per_hour": found.per_hour if np.isfinite(found.per_hour) else None}
    told["floods"] = [
        models.FloodBody(from_at=_at(one.from_ms), to_at=_at(one.to_ms), alarms=one.alarms) for one in found.floods
    ]
    return Document(models.AlarmFiguresBody(
        **told, utility_id=utility_id, per_hour_acceptable=rates.PER_HOUR_ACCEPTABLE,
        per_hour_most=rates.PER_HOUR_MOST, share_guide_pct=rates.SHARE_GUIDE,
    ))  # fmt: skip


def get_alarm_rules(runtime: ApiRuntime, asked: UtilityParams) -> Answer:
    """The rules with what the engine saw of each, and every quantity that a rule can watch."""
    utility_id = asked_utility(runtime, asked)
    rows = runtime.sources.live.fetch(Query.of("alarm_rules", utility_id=utility_id)).to_pylist()
    names = models.QuantityBody.model_fields
    return Document(models.AlarmRulesBody(
        utility_id=utility_id, rules=[models.AlarmRuleBody(**row) for row in rows],
        catalogue=[models.QuantityBody(**{name: getattr(one, name) for name in names}) for one in CATALOGUE],
        share_guide_pct=rates.SHARE_GUIDE,
        rules_by_priority={name: sum(row["priority"] == name for row in rows) for name in PRIORITIES},
    ))  # fmt: skip


def _at(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)


ALARM_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/alarms", "Alarms, by the page", AlarmParams, get_alarms, PLACED, topics_of("rest_alarms"),
        rows=statement("rest_alarms").result,
    ),
    Endpoint(
        "/api/alarms/figures", "Rates, floods and bad actors of the alarm system", AlarmFigureParams,
        get_alarm_figures, model=models.AlarmFiguresBody,
    ),
    Endpoint(
        "/api/alarm-rules", "Alarm rules, and what they can watch", UtilityParams, get_alarm_rules,
        topics=topics_of("utilities", "alarm_rules"), model=models.AlarmRulesBody,
    ),
)  # fmt: skip
