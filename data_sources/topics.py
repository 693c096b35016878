"""Topics: what a change can be about. A statement names those that make its answer out of date."""

from __future__ import annotations

from collections.abc import Iterable

from data_sources.errors import QueryError

TOPICS = (
    "network", "devices", "transformer_status", "feeder_status", "crews", "outages", "audit", "calls", "storms",
    "work_orders", "events", "weather", "heartbeats", "ami", "exports", "asset_health",
    "inspections", "asset_failures", "nameplates", "vegetation", "alarms", "shift_log", "thermal",
    "conversations", "documents",
)  # fmt: skip


def check_topics(names: Iterable[str], where: str) -> None:
    """Refuse what nobody ever tells a change of: what follows it would stay as it is for ever.

    Args:
        names: topics.
        where: who names them, to begin the sentence with.

    Raises:
        QueryError: one is not known.
    """
    for name in names:
        if name not in TOPICS:
            raise QueryError(f"{where}: there is no topic {name!r}; the topics are {', '.join(TOPICS)}.")
