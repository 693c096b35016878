"""What is said of something that commands and readers ask for and that is not there."""

from __future__ import annotations

from data_sources.query import Query
from data_sources.source import Source


def missing(source: Source, kind: str, number: int, utility_id: int | None = None) -> str:
    """One sentence: there is none, or where it went.

    Args:
        source: the live database.
        kind: outage, crew, device, call, storm or assessment.
        number: its id.
        utility_id: whose it should be; None where anybody's is meant.
    """
    if kind == "outage":
        moved = source.fetch(Query.of("moved_outage", outage_id=number, utility_id=utility_id))
        if len(moved):
            return f"Outage {number} was moved to the history; see Replay."
    return f"There is no {kind} {number}."
