"""The health of the server: what each source, the feed, the simulator and the services last showed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from app.api.models import FeedHealth, ServerHealth, ServiceHealth, SimulatorHealth, SourceHealth
from app.api.needs import ApiRuntime
from data_sources.errors import SourceError
from data_sources.query import Query
from data_sources.services.service import ServiceState
from data_sources.source import Health as Seen


def look(runtime: ApiRuntime) -> ServerHealth:
    """Ask the live source for a sign of life, unless the feed knows already that it is gone."""
    now = dt.datetime.now(dt.UTC)
    live = runtime.source.health()
    if live.is_up or live.last_ok_at is None or not runtime.feed.is_listening:
        live = runtime.source.ping()
    simulator = _simulator(runtime, now) if live.is_up else None
    seen = [runtime.source.health()] + ([runtime.sources.history.health()] if runtime.sources.history else [])
    errors = list(runtime.start_errors)
    return ServerHealth(
        status="up" if all(one.is_up for one in seen) and not errors else "down",
        sources=[_source(one, now) for one in seen],
        feed=FeedHealth(is_listening=runtime.feed.is_listening),
        simulator=simulator,
        services=[_service(state, now) for state in runtime.services],
        start_errors=errors,
    )


def _simulator(runtime: ApiRuntime, now: dt.datetime) -> SimulatorHealth | None:
    try:
        rows = runtime.sources.live.fetch(Query.of("rest_heartbeats")).to_pylist()
    except SourceError:
        return None
    beat_at = next((row["beat_at"] for row in rows if row["service"] == "simulator"), None)
    return SimulatorHealth(last_beat_at=beat_at, age_s=_age(beat_at, now))


def _source(seen: Seen, now: dt.datetime) -> SourceHealth:
    return SourceHealth(
        name=seen.name,
        is_up=None if seen.is_up and seen.last_ok_at is None else seen.is_up,  # asked on demand, and not asked yet
        last_ok_at=seen.last_ok_at,
        age_s=_age(seen.last_ok_at, now),
        message=seen.message,
    )


def _service(state: ServiceState, now: dt.datetime) -> ServiceHealth:
    return ServiceHealth(age_s=_age(state.last_run_at, now), **asdict(state))


def _age(at: dt.datetime | None, now: dt.datetime) -> float | None:
    return None if at is None else round(max((now - at).total_seconds(), 0.0), 3)
