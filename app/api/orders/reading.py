"""GET /api/work-orders/{work_order_id}: an order, its timeline, and what may be done next."""

from __future__ import annotations

import json
from typing import Any

from app.api.errors import ApiError
from app.api.models import TimelineEntry
from app.api.needs import ApiRuntime
from app.api.orders.models import WorkOrderBody
from data_sources.commands.missing import missing
from data_sources.field.orders.base import can_be_done
from data_sources.query import Query


def order_body(runtime: ApiRuntime, work_order_id: int) -> WorkOrderBody:
    """One order with all that is known of it.

    Raises:
        ApiError: 404 where there is none.
    """

    def rows(name: str, **more: int) -> list[dict[str, Any]]:
        asked = Query.of(name, work_order_id=work_order_id, **more)
        found: list[dict[str, Any]] = runtime.source.fetch(asked).to_pylist()
        return found

    owners = rows("rest_work_order")
    found = rows("work_order_facts", **owners[0]) if owners else []
    if not found:
        raise ApiError(404, missing(runtime.source, "work_order", work_order_id), "work_order_id")
    row = found[0]
    lists = {name: json.loads(row[name]) for name in ("permits", "checklist", "materials")}
    commands = [one.slug for one in can_be_done(row["status"], is_of_outage=row["outage_id"] is not None)]
    timeline = [TimelineEntry.of_audit(one) for one in rows("work_order_audit")]
    return WorkOrderBody(**{**row, **lists}, commands=commands, timeline=timeline)
