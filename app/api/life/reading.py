"""GET /api/outages/{id}: an outage, who was out in it from when to when, its timeline, and what may be done next."""

from __future__ import annotations

import json
from typing import Any

from app.api.errors import ApiError
from app.api.models import InterruptionBody, OutageBody, TimelineEntry
from app.api.needs import ApiRuntime
from data_sources.commands.missing import missing
from data_sources.outages.life import TRANSITIONS
from data_sources.query import Query


def outage_body(runtime: ApiRuntime, outage_id: int) -> OutageBody:
    """One outage with all that is known of it.

    Raises:
        ApiError: 404 where there is none.
    """

    def rows(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = runtime.source.fetch(Query.of(name, outage_id=outage_id)).to_pylist()
        return found

    found = rows("rest_outage")
    if not found:
        raise ApiError(404, missing(runtime.source, "outage", outage_id, history=runtime.sources.history), "outage_id")
    row = found[0]
    return OutageBody(
        **{**row, "hazards": row["hazards"].split(",") if row["hazards"] else []},
        commands=[one.slug for one in TRANSITIONS if row["state"] in one.states],
        interruptions=[InterruptionBody(**_interruption(one)) for one in rows("interruptions_of_outage")],
        timeline=[TimelineEntry(**_entry(one)) for one in rows("outage_timeline")],
    )


def _interruption(row: dict[str, Any]) -> dict[str, Any]:
    named = row["transformer_ids"]
    ids = None if named is None else [int(one) for one in named.split(",") if one]
    return {**row, "transformer_ids": ids}


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: json.loads(row[name]) for name in ("asked", "before", "after") if row[name]}}
