"""GET /api/meter-pings: which meters somebody wants to be asked whether they have supply."""

from __future__ import annotations

from typing import Final

from app.api.answers import Answer, Rows
from app.api.endpoint import Endpoint, asked_utility
from app.api.needs import ApiRuntime
from app.api.negotiate import ARROW, JSON
from app.api.params import UtilityParams
from data_sources.query import Query
from data_sources.statements import statement


def get_meter_pings(runtime: ApiRuntime, params: UtilityParams) -> Answer:
    """Open questions to meters, the oldest first; answer them by POST /api/meter-messages."""
    utility_id = asked_utility(runtime, params)
    return Rows(runtime.source.fetch(Query.of("open_pings", utility_id=utility_id)), {"utility_id": utility_id})


METER_ENDPOINTS: Final = (
    Endpoint(
        "/api/meter-pings", "Open questions to meters", UtilityParams, get_meter_pings, (JSON, ARROW),
        rows=statement("open_pings").result,
    ),
)  # fmt: skip
