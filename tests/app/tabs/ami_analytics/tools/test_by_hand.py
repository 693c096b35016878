"""The hand-made history, reckoned here reading by reading: a day of 23 hours, gaps, a meter without power, a 240 V one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.ami_analytics.tools import AMI_TOOLS
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from tests.app.assistant.asking import turn
from tests.data_sources.history_rows import (
    DAYS,
    METERS,
    instants,
    measured_rows,
    reading,
    reading_day,
    write_warehouse,
)
from tests.handmade import insert_utility

NOW = dt.datetime(2026, 3, 10, 17, tzinfo=dt.UTC)
SHORT = DAYS[1]  # the clocks go forward


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckSource]:
    source = write_warehouse(tmp_path_factory.mktemp("by_hand") / "warehouse")
    yield source
    source.close()


def ask(prairie: PostgresSource, history: DuckSource, tool: str, **values: Any) -> ToolResult:
    return Catalogue(AMI_TOOLS).get(tool).call(turn(prairie, history, now=NOW), values)


@pytest.fixture
def prairie(empty_source: PostgresSource) -> PostgresSource:
    insert_utility(empty_source)
    return empty_source


def heads_of(day: dt.date, feeder_id: int = 0) -> dict[dt.datetime, float]:
    """Energy of the heads by interval, kWh."""
    found: dict[dt.datetime, float] = defaultdict(float)
    for row in measured_rows()["feeder_head_readings"]:
        if row["reading_day"] == day and feeder_id in (0, row["feeder_id"]):
            found[row["interval_start_at"]] += row["energy_delivered_kwh"]
    return dict(found)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("place", "feeder_id"), [("", 0), ("SUB-001", 0), ("F0001", 1), ("F0002", 2)])
def test_a_day_has_its_own_hours(
    prairie: PostgresSource, history: DuckSource, day: dt.date, place: str, feeder_id: int
) -> None:
    heads = heads_of(day, feeder_id)
    assert len(heads) == (92 if day == SHORT else 96)
    (row,) = ask(prairie, history, "load_of_period", place=place, period=str(day)).table.to_pylist()
    assert row["energy_kwh"] == pytest.approx(sum(heads.values()), rel=1e-5)
    assert row["peak_kw"] == pytest.approx(4 * max(heads.values()), rel=1e-5)
    assert row["least_kw"] == pytest.approx(4 * min(heads.values()), rel=1e-5)
    assert row["mean_kw"] == pytest.approx(4 * sum(heads.values()) / len(heads), rel=1e-5)
    curve = ask(prairie, history, "load_curve", place=place, period=str(day)).table
    assert curve.num_rows == len(heads)
    assert [at.replace(tzinfo=None) for at in curve["start_at"].to_pylist()] == sorted(heads)


def test_reads_that_did_not_come_are_counted(prairie: PostgresSource, history: DuckSource) -> None:
    """Meter 5 lacks two of its reads of the short day, meter 11 was never set."""
    due = len([at for at in instants() if reading_day(at) == SHORT])
    (row,) = ask(prairie, history, "completeness_of_reads", period=str(SHORT)).table.to_pylist()
    assert (row["meters"], row["meters_with_gaps"], row["meters_estimated"]) == (len(METERS) - 1, 1, 1)
    assert row["intervals_received"] == 11 * due - 2
    (whole,) = ask(prairie, history, "completeness_of_reads", place="F0002", period=str(DAYS[2])).table.to_pylist()
    assert whole["meters_with_gaps"] == 0


def test_an_hour_that_runs_is_not_told_as_a_whole_one(prairie: PostgresSource, tmp_path: Path) -> None:
    """Half an hour of energy is no load of an hour: the last whole one is the newest."""
    until = next(at for at in instants() if reading_day(at) == DAYS[2] and at.minute == 30 and at.hour == 20)
    whole, running = (write_warehouse(tmp_path / name, end) for name, end in (("whole", None), ("cut", until)))
    for name in ("TX-1", "TX-2"):
        told = [_hours_of(prairie, source, name) for source in (whole, running)]
        assert [at for at in told[1] if at >= until.replace(minute=0)] == []
        assert told[1] == {at: kva for at, kva in told[0].items() if at < until.replace(minute=0)}
    for source in (whole, running):
        source.close()


def _hours_of(prairie: PostgresSource, source: DuckSource, name: str) -> dict[dt.datetime, float]:
    curve = ask(prairie, source, "transformer_load_curve", name=name, period=str(DAYS[2])).table.to_pylist()
    return {row["hour_start_at"].replace(tzinfo=None): row["load_kva"] for row in curve}


def test_who_left_range_a_is_known_by_name(prairie: PostgresSource, history: DuckSource) -> None:
    """Meter 9 ran 9 % below nominal, meter 12 6 % above."""
    (row,) = ask(prairie, history, "voltage_of_place", period=str(DAYS[2])).table.to_pylist()
    assert (row["meters_low"], row["meters_high"], row["meters_outside"]) == (1, 1, 2)
    assert row["voltage_v_min"] == pytest.approx(109.2, abs=0.06)
    low = ask(prairie, history, "meters_by_readings", period=str(DAYS[2]), by="minutes_low", above=0)
    high = ask(prairie, history, "meters_by_readings", period=str(DAYS[2]), by="minutes_high", above=0)
    assert (low.table["meter_id"].to_pylist(), high.table["meter_id"].to_pylist()) == ([9], [12])
    assert low.table["minutes_low"].to_pylist() == [24 * 60]
    none = ask(prairie, history, "meters_by_readings", period=str(DAYS[0]), by="minutes_low", above=0, is_count=True)
    assert none.table.to_pylist() == [{"how_many": 0}]


def test_part_of_a_period_with_readings_says_how_far_they_reach(prairie: PostgresSource, history: DuckSource) -> None:
    found = ask(prairie, history, "load_of_period", place="F0001", period="last_2_days")
    assert "Readings reach to 2026-03-10 00:00" in found.note
    assert found.period == (
        "last 2 days, 2026-03-08 12:00 to 2026-03-10 12:00; readings cover 2 of 3 days, 2026-03-08 to 2026-03-09"
    )
    inside = [kwh for day in DAYS[1:] for at, kwh in heads_of(day, 1).items() if at >= dt.datetime(2026, 3, 8, 17)]
    assert found.table["energy_kwh"][0].as_py() == pytest.approx(sum(inside), rel=1e-5)


@pytest.mark.parametrize(
    ("tool", "values", "of"),
    [
        ("load_of_period", {"place": "F0001", "quantity": "energy_kwh"}, "energy_kwh"),
        ("load_of_period", {"place": "F0001", "quantity": "peak_kw"}, "peak_kw"),
        ("load_of_period", {"quantity": "mean_kw", "basis": "meters"}, "mean_kw"),
        ("feeders_by_load_of_period", {"by": "peak_kw"}, "peak_kw"),
        ("losses_of_place", {"quantity": "losses_pct"}, "losses_pct"),
        ("meters_by_readings", {"by": "energy_kwh"}, "energy_kwh"),
        ("voltage_of_place", {"quantity": "voltage_v_min"}, "voltage_v_min"),
        ("transformers_by_readings", {"by": "energy_kwh"}, "energy_kwh"),
        ("loads_compared", {"name": "F0001", "other": "F0002", "quantity": "energy_kwh"}, "energy_kwh"),
    ],
)
def test_a_period_of_which_days_have_no_readings_says_which_it_covers(
    prairie: PostgresSource, history: DuckSource, tool: str, values: dict[str, Any], of: str
) -> None:
    """Three days of the month were read: their sum is not the month's."""
    found = ask(prairie, history, tool, period="this_month", **values)
    assert found.period.endswith(f"; readings cover 3 of 10 days, {DAYS[0]} to {DAYS[2]}")
    assert found.column(of).title.endswith(" in the 3 days with readings")
    whole = ask(prairie, history, tool, period=f"{DAYS[0]}..{DAYS[2]}", **values)
    assert "cover" not in whole.period
    assert "readings" not in whole.column(of).title
    assert found.table[of].to_pylist() == pytest.approx(whole.table[of].to_pylist())


def test_a_meter_tells_the_days_on_which_it_read_itself(prairie: PostgresSource, history: DuckSource) -> None:
    rows = [reading(1, at) for at in instants()]
    found = ask(prairie, history, "meter_readings", name="MTR-1", period="this_month", quantity="energy_kwh")
    assert f"readings cover {len({one['reading_day'] for one in rows})} of 10 days" in found.period
    assert found.table["energy_kwh"][0].as_py() == pytest.approx(
        sum(one["energy_delivered_kwh"] for one in rows), rel=1e-5
    )


def test_a_single_day_is_told_as_one(prairie: PostgresSource, history: DuckSource) -> None:
    found = ask(prairie, history, "load_of_period", place="F0001", period=f"{DAYS[2]}..2026-03-10")
    assert found.period.endswith(f"; readings cover 1 of 2 days, {DAYS[2]}")
    assert found.column("energy_kwh").title == "Energy delivered on the one day with readings"
