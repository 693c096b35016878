"""GET /api/thermal/what-if: a whole fleet before and after."""

from __future__ import annotations

import datetime as dt
import math
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
from app.what_ifs import WhatIfWish, begun
from data_sources.query import Query
from data_sources.studies.thermal.what_if import METHOD, FleetHeat, impact_of


def get_thermal_what_if(runtime: ApiRuntime, asked: WhatIfParams) -> Answer:
    """Hot spots, overloads and loss of life of a fleet under more load, electric vehicles or a hotter summer."""
    utility_id, history = asked_utility(runtime, asked), history_of(runtime)
    rows = runtime.sources.live.fetch(Query.of("utilities")).to_pylist()
    (row,) = (one for one in rows if one["utility_id"] == utility_id)
    wish = WhatIfWish(utility_id, row["time_zone"], asked.scenario)
    found = begun(runtime.sources.live, history, wish, _days(asked)).wait()
    if found.rows is None:
        raise ApiError(503, found.message)
    impact = impact_of(found.rows)
    return Document(
        WhatIfBody(
            utility_id=utility_id, is_simulated=row["is_demo"], days=list(found.days), scenario=asdict(asked.scenario),
            known=impact.known, unknown=impact.unknown, before=_body(impact.before), after=_body(impact.after),
            method=METHOD, transformers=_hottest(found.rows, asked.limit),
        )
    )  # fmt: skip


def _days(asked: WhatIfParams) -> tuple[dt.date, ...] | None:
    if asked.from_day is None or asked.to_day is None:
        return None
    return tuple(asked.from_day + dt.timedelta(days=number) for number in range((asked.to_day - asked.from_day).days))


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
