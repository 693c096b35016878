"""GET /api/work-orders and /api/crews."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from app.api.answers import Answer, Rows
from app.api.endpoint import PLACED, Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.paging import array, listed
from app.api.params import Cursor, Id, Limit, UtilityParams, split_list
from data_sources.field.orders.states import OPEN, OVER, STATES, AssetKind, WorkState, WorkType
from data_sources.query import Query
from data_sources.statements import statement

States = Annotated[tuple[WorkState, ...], BeforeValidator(split_list), Field(min_length=1, max_length=8)]
WorkTypes = Annotated[tuple[WorkType, ...], BeforeValidator(split_list), Field(min_length=1, max_length=7)]


class WorkOrderParams(UtilityParams):
    """Which orders, and how many at a time."""

    include: Literal["open", "over", "all"] | None = Field(
        None,
        description="open; over: completed and cancelled; all. Left out: open ones; of a status or outage named, all",
    )
    status: States | None = Field(None, description="states, separated by commas")
    work_type: WorkTypes | None = Field(None, description="kinds of work, separated by commas")
    crew_id: Id | None = Field(None, description="orders of this crew only")
    feeder_id: Id | None = Field(None, description="orders on this feeder only")
    asset_kind: AssetKind | None = Field(None, description="orders about this kind of asset only")
    asset_id: Id | None = Field(None, description="orders about this asset only; give asset_kind too")
    outage_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(None, description="the order of this outage")
    q: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="words that must stand in number, title, kind of work or name of the asset"
    )
    limit: Limit = Field(1000, description="rows of one answer at most")
    cursor: Cursor | None = Field(None, description="next_cursor of the answer before")


def get_work_orders(runtime: ApiRuntime, asked: WorkOrderParams) -> Answer:
    """Work orders by number, the oldest first; `version` of one goes into If-Match."""
    binds = {
        "utility_id": asked_utility(runtime, asked), "shown": _shown(asked), "states": array(asked.status),
        "work_types": array(asked.work_type), "crew_id": asked.crew_id, "feeder_id": asked.feeder_id,
        "order_asset_kind": asked.asset_kind, "asset_id": asked.asset_id, "outage_id": asked.outage_id,
        "words": None if asked.q is None else asked.q.strip(),
    }  # fmt: skip
    return listed(runtime.source, "order", "rest_work_orders", "work_order_id", asked.cursor, asked.limit, binds)


def _shown(asked: WorkOrderParams) -> str:
    """Whoever names states, or an outage, means these: only what is said leaves any of them out."""
    if asked.include is None:
        return "open" if asked.status is None and asked.outage_id is None else "all"
    kept = {"open": OPEN, "over": OVER, "all": STATES}[asked.include]
    if asked.status is not None and not set(kept) & set(asked.status):
        raise ApiError(
            400, f"include={asked.include} leaves out every order that is {' or '.join(asked.status)}.", "include"
        )
    return asked.include


def get_crews(runtime: ApiRuntime, asked: UtilityParams) -> Answer:
    """Crews with what they can do, where they are and what is in their queues."""
    utility_id = asked_utility(runtime, asked)
    return Rows(runtime.source.fetch(Query.of("field_crews", utility_id=utility_id)), {"utility_id": utility_id})


ORDER_ENDPOINTS: Final = (
    Endpoint(
        "/api/work-orders", "Work orders, by the page", WorkOrderParams, get_work_orders, PLACED,
        topics_of("rest_work_orders"), rows=statement("rest_work_orders").result,
    ),
    Endpoint(
        "/api/crews", "Crews: skills, shift, vehicle, place and queue", UtilityParams, get_crews, PLACED,
        topics_of("field_crews"), rows=statement("field_crews").result,
    ),
)  # fmt: skip
