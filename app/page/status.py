"""What the header says of the data: how fresh each source is, whether it is simulated, in which zone the clock runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from app import formats
from app.page.header import Badge, SourceLine, Status, health_line, on_demand_line, source_line
from app.shared import once
from data_sources.cache import fresh
from data_sources.history.due import newest_read_query, read_days_query
from data_sources.source import Health, Source, Sources

SIMULATED = "Loads, faults, crews and restorations of this utility are made by the simulator, not measured."


class StatusBoard:
    """Keeps the header's status strip true; asks nobody, only compares what it was given with the time.

    Args:
        status: the strip.
        sources: whose own health is shown.
    """

    def __init__(self, status: Status, sources: Sources) -> None:
        """Shows the sources at once."""
        self._status = status
        self._sources = sources
        self._beats: Mapping[str, dt.datetime] = {}
        self._utilities: list[dict[str, Any]] = []
        self._utility_id: int | None = None
        self._newest: tuple[int | None, dt.datetime | None] = (None, None)
        self._storms: Mapping[int, dict[str, Any]] = {}
        self._alarms: Mapping[int, dict[str, Any]] = {}
        self.look()

    def look(self) -> None:
        """Show what changed since the last look."""
        now = _now()
        live = self._sources.live.health()
        lines = [health_line(live, now)]
        if self._sources.history is not None:
            lines.append(on_demand_line(self._sources.history.health(), self._newest_read(), now))
        if self._is_demo() and "simulator" in self._beats:
            lines.append(self._simulator_line(live, now))
        self._status.show_sources(lines)
        self._status.show_badges(self._badges())

    def set_clock(self) -> None:
        """Tell the browser the server's time, once the page has loaded: only the network's delay is in it."""
        self._status.now_ms = _now().timestamp() * 1000

    def take_heartbeats(self, rows: pa.Table) -> None:
        """The last sign of life of each service."""
        self._beats = _beats(rows)

    def take_storms(self, rows: pa.Table) -> None:
        """The storms that are declared, of every utility."""
        self._storms = _by_utility(rows)

    def take_alarms(self, rows: pa.Table) -> None:
        """Alarms that nobody has acknowledged, of every utility."""
        self._alarms = _by_utility(rows)

    def take_utilities(self, utilities: list[dict[str, Any]], utility_id: int | None) -> None:
        """All utilities there are, and the one shown."""
        self._utilities = utilities
        self.choose_utility(utility_id)

    def choose_utility(self, utility_id: int | None) -> None:
        """Another utility is shown: its clock, its badges."""
        self._utility_id = utility_id
        shown = self._shown()
        self._status.show_zone(shown["time_zone"] if shown else "UTC")
        self.look()

    def _shown(self) -> dict[str, Any] | None:
        return next((row for row in self._utilities if row["utility_id"] == self._utility_id), None)

    def _is_demo(self) -> bool:
        shown = self._shown()
        return bool(shown and shown["is_demo"])

    def _newest_read(self) -> dt.datetime | None:
        """Up to when this utility was read, as far as a view has asked; nobody is asked for it."""
        if self._newest[0] != self._utility_id:
            self._newest = self._utility_id, None
        found = None if self._utility_id is None else _newest_known(self._sources.history, self._utility_id)
        if found is not None:
            self._newest = self._utility_id, found
        return self._newest[1]

    def _simulator_line(self, live: Health, now: dt.datetime) -> SourceLine:
        """Its signs of life come by way of the live source: without that nobody knows how it is."""
        at = self._beats["simulator"]
        if not live.is_up:
            note = f"Its last sign of life came before {live.name} went away."
            return SourceLine("Simulator", "quiet", at.timestamp() * 1000, "", note)
        return source_line("Simulator", at, now)

    def _badges(self) -> list[Badge]:
        storm = self._storms.get(self._utility_id) if self._utility_id is not None else None
        alarms = self._alarms.get(self._utility_id) if self._utility_id is not None else None
        badges = [] if storm is None else [self._storm_badge(storm)]
        badges += [] if alarms is None else _alarm_badges(alarms)
        return [*badges, Badge("Simulated", "warning", SIMULATED, brief="Sim.")] if self._is_demo() else badges

    def _storm_badge(self, storm: dict[str, Any]) -> Badge:
        shown = self._shown()
        since = formats.day_and_clock(storm["started_at"], shown["time_zone"] if shown else "UTC")
        note = f"Declared by {storm['started_by']}: areas are given times, no rule tells one of a single outage."
        return Badge(f"Storm: {storm['storm_name']} since {since}", "bad", note, f"Storm: {storm['storm_name']}")


def _alarm_badges(row: Mapping[str, int]) -> list[Badge]:
    """Critical and high ones in the badge, all of them in its note; none where none of these waits."""
    urgent = [name for name in ("critical", "high") if row[name]]
    every = ", ".join(f"{row[name]:,} {name}" for name in ("critical", "high", "medium", "low") if row[name])
    note = f"Alarms that nobody has acknowledged: {every}. Field Operations, Alarms shows them."
    if not urgent:
        return []
    counts, count = ", ".join(f"{row[name]:,} {name}" for name in urgent), sum(row[name] for name in urgent)
    return [Badge(f"{counts} {'alarm' if count == 1 else 'alarms'}", "bad", note, formats.count_of(count, "alarm"))]


@once
def _by_utility(rows: pa.Table) -> Mapping[int, dict[str, Any]]:
    return {row["utility_id"]: row for row in rows.to_pylist()}


@once
def _beats(rows: pa.Table) -> Mapping[str, dt.datetime]:
    return dict(zip(rows["service"].to_pylist(), rows["beat_at"].to_pylist(), strict=True))


def _newest_known(history: Source | None, utility_id: int) -> dt.datetime | None:
    days = fresh(history, read_days_query(utility_id))
    if days is None or not days.num_rows:
        return None
    rows = fresh(history, newest_read_query(utility_id, days["reading_day"][0].as_py()))
    return None if rows is None else rows["newest_at"][0].as_py()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
