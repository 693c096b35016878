"""GET /api/thermal/what-if: a whole fleet before and after."""

from __future__ import annotations

import datetime as dt
import math
import threading
from dataclasses import asdict
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from app.api.answers import Answer, Document
from app.api.endpoint import Endpoint, asked_utility
from app.api.errors import ApiError
from app.api.history import source as history_of
from app.api.needs import ApiRuntime
from app.api.thermal.models import FleetHeatBody, WhatIfBody, WhatIfRow
from app.api.thermal.params import WhatIfParams
from data_sources.errors import JobFailed
from data_sources.jobs.frames import JobStep
from data_sources.jobs.process import JobProcess
from data_sources.pipeline.thermal.fleet import metered_fleet
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.thermal.what_if import (
    METHOD,
    TASK,
    TRANSFORMERS,
    FleetHeat,
    WhatIfJob,
    impact_of,
    peak_days,
    unknown_rows,
)

_ONE_AT_A_TIME: Final = threading.Lock()  # each keeps a core busy for seconds


def get_thermal_what_if(runtime: ApiRuntime, asked: WhatIfParams) -> Answer:
    """Hot spots, overloads and loss of life of a fleet under more load, electric vehicles or a hotter summer."""
    utility_id, history = asked_utility(runtime, asked), history_of(runtime)
    rows = runtime.sources.live.fetch(Query.of("utilities")).to_pylist()
    (row,) = (one for one in rows if one["utility_id"] == utility_id)
    days = _days(history, utility_id, asked)
    job = WhatIfJob(metered_fleet(runtime.sources.live, utility_id), row["time_zone"], days, asked.scenario)
    found = _computed(history, job) if days else unknown_rows(job.fleet)
    impact = impact_of(found)
    return Document(
        WhatIfBody(
            utility_id=utility_id, is_simulated=row["is_demo"], days=list(days), scenario=asdict(asked.scenario),
            known=impact.known, unknown=impact.unknown, before=_body(impact.before), after=_body(impact.after),
            method=METHOD, transformers=_hottest(found, asked.limit),
        )
    )  # fmt: skip


def _days(history: Source, utility_id: int, asked: WhatIfParams) -> tuple[dt.date, ...]:
    if asked.from_day is None or asked.to_day is None:
        return peak_days(history, utility_id)
    return tuple(asked.from_day + dt.timedelta(days=number) for number in range((asked.to_day - asked.from_day).days))


def _computed(history: Source, job: WhatIfJob) -> pa.Table:
    """A row a transformer, computed in a process of its own."""
    steps: list[JobStep] = []
    try:
        with _ONE_AT_A_TIME:
            JobProcess(TASK, getattr(history, "uncached", history), job).run(steps.append)
    except JobFailed as error:
        raise ApiError(503, str(error)) from None
    return steps[-1].tables[TRANSFORMERS]


def _body(side: FleetHeat) -> FleetHeatBody:
    told = asdict(side)
    return FleetHeatBody(**told | {"hot_spot_max_c": None if math.isnan(side.hot_spot_max_c) else side.hot_spot_max_c})


def _hottest(rows: pa.Table, limit: int) -> list[WhatIfRow]:
    known = rows.filter(pc.is_valid(rows["hot_spot_max_c_after"]))
    order = [("hot_spot_max_c_after", "descending"), ("transformer_id", "ascending")]
    return [WhatIfRow(**one) for one in known.sort_by(order).slice(0, limit).to_pylist()]


THERMAL_ENDPOINTS: Final = (
    Endpoint(
        "/api/thermal/what-if", "A whole fleet's temperatures before and after", WhatIfParams, get_thermal_what_if,
        model=WhatIfBody, threads="rest_history", is_history=True,
    ),
)  # fmt: skip
