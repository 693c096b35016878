"""What is said of something that commands and readers ask for and that is not there."""

from __future__ import annotations

from data_sources.errors import SourceUnavailable
from data_sources.query import Query
from data_sources.source import Source


def missing(
    source: Source, kind: str, number: int, utility_id: int | None = None, history: Source | None = None
) -> str:
    """One sentence: there is none, or where it went.

    Args:
        source: the live database.
        kind: as a command's target has it.
        number: its id.
        utility_id: whose it should be; None where anybody's is meant.
        history: where outages are looked for that never were in the live database; None where nobody may wait for it.
    """
    past = _past(source, history, number, utility_id) if kind == "outage" else ""
    return past or f"There is no {kind.replace('_', ' ')} {number}."


def _past(source: Source, history: Source | None, number: int, utility_id: int | None) -> str:
    """Where an outage of the past is; empty where it is nowhere."""
    asked = {"outage_id": number, "utility_id": utility_id}
    if len(source.fetch(Query.of("moved_outage", **asked))):
        return f"Outage {number} was moved to the history; see Replay."
    try:
        is_there = history is not None and len(history.fetch(Query.of("outage_in_history", **asked))) > 0
    except SourceUnavailable:
        return f"Outage {number} is not in the live database, and the history does not answer."
    return f"Outage {number} is in the history; see Replay." if is_there else ""
