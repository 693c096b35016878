"""How many crews a restoration counts on."""

from __future__ import annotations

from data_sources.query import Query
from data_sources.source import Source

AT_WORK = ("available", "assigned", "en_route", "working")


def crews_on_shift(source: Source, utility_id: int) -> int:
    """Crews who work now; one where nobody does, so that a plan has an end."""
    statuses = source.fetch(Query.of("crews_and_outages", utility_id=utility_id))["status"].to_pylist()
    return max(sum(status in AT_WORK for status in statuses), 1)
