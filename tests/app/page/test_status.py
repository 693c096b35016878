"""The header tells how fresh each source is, what is simulated, and in which zone the clock runs."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from app.page.header import Status, UtilitySwitch, on_demand_line, source_line
from app.page.status import StatusBoard
from data_sources.source import Health, Sources

NOW = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)
UTILITIES = [
    {"utility_id": 1, "utility_name": "Demo", "time_zone": "America/Chicago", "is_demo": True},
    {"utility_id": 2, "utility_name": "Real", "time_zone": "America/New_York", "is_demo": False},
]


class Known:
    """A source that knows its health and nothing else."""

    dialect = "postgres"

    def __init__(self) -> None:
        self.is_up = True
        self.last_ok_at = dt.datetime.now(dt.UTC)

    def health(self) -> Health:
        return Health("PostgreSQL", self.is_up, self.last_ok_at, "" if self.is_up else "PostgreSQL does not answer.")

    def fetch(self, query: object) -> pa.Table:
        raise NotImplementedError


@pytest.mark.parametrize(("age", "level"), [(0, "good"), (14, "good"), (20, "warning"), (59, "warning"), (70, "bad")])
def test_a_source_ages_from_good_to_bad(age: float, level: str) -> None:
    line = source_line("Simulator", NOW - dt.timedelta(seconds=age), NOW)
    assert line.level == level
    assert (line.at_ms is None) == (level == "good")


def test_a_source_that_knows_itself_down_is_bad_at_once() -> None:
    assert source_line("PostgreSQL", NOW, NOW, is_up=False).level == "bad"
    assert source_line("PostgreSQL", None, NOW).at_ms is None


def test_the_demo_is_labelled_and_a_real_utility_is_not() -> None:
    status = Status()
    board = StatusBoard(status, Sources(live=Known()))
    board.take_heartbeats(pa.table({"service": ["simulator"], "beat_at": [dt.datetime.now(dt.UTC)]}))
    board.take_utilities(UTILITIES, 1)
    assert [badge["text"] for badge in status.badges] == ["Simulated"]
    assert [line["name"] for line in status.sources] == ["PostgreSQL", "Simulator"]
    assert status.time_zone == "America/Chicago"
    board.choose_utility(2)
    assert status.badges == []
    assert [line["name"] for line in status.sources] == ["PostgreSQL"]
    assert status.time_zone == "America/New_York"


def test_an_idle_minute_sends_nothing() -> None:
    status, source = Status(), Known()
    board = StatusBoard(status, Sources(live=source))
    sent: list[object] = []
    status.param.watch(sent.append, ["sources", "badges", "time_zone"])
    for _ in range(3):
        source.last_ok_at = dt.datetime.now(dt.UTC)
        board.look()
    assert sent == []


def test_a_stopped_database_shows_and_heals() -> None:
    status, source = Status(), Known()
    board = StatusBoard(status, Sources(live=source))
    source.is_up = False
    board.look()
    assert status.sources[0]["level"] == "bad"
    assert "does not answer" in status.sources[0]["note"]
    source.is_up = True
    board.look()
    assert status.sources[0]["level"] == "good"


def test_nobody_knows_how_the_simulator_is_while_the_database_is_away() -> None:
    """It was "live" for a quarter of a minute more."""
    status, source = Status(), Known()
    board = StatusBoard(status, Sources(live=source))
    at = dt.datetime.now(dt.UTC)
    board.take_heartbeats(pa.table({"service": ["simulator"], "beat_at": [at]}))
    board.take_utilities(UTILITIES, 1)
    assert status.sources[1]["level"] == "good"
    source.is_up = False
    board.look()
    line = status.sources[1]
    assert (line["level"], line["at_ms"], line["word"]) == ("quiet", at.timestamp() * 1000, "")
    source.is_up = True
    board.look()
    assert status.sources[1]["level"] == "good"


@pytest.mark.parametrize(
    ("age_minutes", "level"), [(15, "good"), (5 * 60, "good"), (6 * 60 - 1, "good"), (6 * 60 + 16, "warning")]
)
def test_readings_are_late_by_the_rule_that_counts_them(age_minutes: int, level: str) -> None:
    """Six hours after their interval's end, as in Completeness."""
    line = on_demand_line(Health("DuckDB", True, NOW), NOW - dt.timedelta(minutes=age_minutes), NOW)
    assert line.level == level
    assert line.at_ms == (NOW - dt.timedelta(minutes=age_minutes)).timestamp() * 1000
    assert ("late" in line.note) == (level == "warning")


def test_storm_mode_has_its_place() -> None:
    status = Status()
    board = StatusBoard(status, Sources(live=Known()))
    board.take_utilities([{"utility_id": 1, "time_zone": "America/Chicago", "is_demo": True}], 1)
    assert [badge["text"] for badge in status.badges] == ["Simulated"]
    at = dt.datetime(2026, 11, 22, 20, 5, tzinfo=dt.UTC)
    row = {"utility_id": [1], "storm_id": [3], "storm_name": ["Ida"], "started_at": [at], "started_by": ["chief"]}
    board.take_storms(pa.table(row))
    board.look()
    assert status.badges[0]["text"] == "Storm: Ida since 22 Nov 14:05 CST"
    assert status.badges[0]["level"] == "bad"
    board.choose_utility(2)
    assert status.badges == []


def test_urgent_alarms_have_their_place() -> None:
    status = Status()
    board = StatusBoard(status, Sources(live=Known()))
    board.take_utilities([{"utility_id": 1, "time_zone": "America/Chicago", "is_demo": False}], 1)

    def told(*counts: int) -> list[str]:
        names = ("utility_id", "critical", "high", "medium", "low")
        board.take_alarms(pa.table({name: [count] for name, count in zip(names, (1, *counts), strict=True)}))
        board.look()
        return [badge["text"] for badge in status.badges]

    assert told(0, 0, 3, 9) == [], "what can wait stands in its view"
    assert told(1, 1200, 3, 9) == ["1 critical, 1,200 high alarms"]
    assert status.badges[0]["short"] == "1,201 alarms"
    assert "1 critical, 1,200 high, 3 medium, 9 low" in status.badges[0]["note"]
    assert told(0, 2, 0, 0) == ["2 high alarms"]
    assert told(1, 0, 0, 0) == ["1 critical alarm"]
    board.choose_utility(2)
    assert status.badges == []


def test_one_utility_is_a_name_and_several_are_a_choice() -> None:
    switch = UtilitySwitch()
    switch.offer({1: "Only <one>"}, 1)
    assert "<select" not in switch.model.html
    assert "Only &lt;one&gt;" in switch.model.html
    switch.offer({1: "One", 2: "Two"}, 1)
    assert "<select" in switch.model.html
    chosen: list[int] = []
    switch.param.watch(lambda event: chosen.append(event.new), "value")
    switch._choose("2")
    switch._choose("7")
    switch._choose("x")
    assert chosen == [2]


def test_a_source_that_is_asked_on_demand_is_not_away_because_nobody_asked() -> None:
    assert on_demand_line(Health("DuckDB", True, None)).word == "not asked yet"
    assert on_demand_line(Health("DuckDB", True, None)).level == "quiet", "unknown is not healthy"
    at = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    answered = on_demand_line(Health("DuckDB", True, at))
    assert (answered.level, answered.at_ms) == ("good", at.timestamp() * 1000)
    assert on_demand_line(Health("DuckDB", False, at, "No files.")).level == "bad"


def test_a_history_that_lacks_days_is_not_shown_as_whole() -> None:
    """M20: it answers without a damaged file, and says so."""
    line = on_demand_line(Health("DuckDB", True, NOW, "Files of 2026-11-19 cannot be read."))
    assert (line.level, line.note) == ("warning", "Files of 2026-11-19 cannot be read.")
