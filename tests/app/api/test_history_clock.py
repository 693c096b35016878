"""Hours and days by REST are those of the utility's clock, each once, and pages lose none (FAULTS M9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.app.api.server import running
from tests.conftest import CopyOf
from tests.data_sources.mixed_lengths import write_mixed

READINGS = "/api/snowflake/ami/historical"
KOLKATA = dt.date(2026, 7, 15)
CHICAGO = dt.date(2026, 10, 31)  # the clocks go back on the next day


METERS = [(15, 1.0), (60, 1.0)]


@pytest.fixture(scope="module")
def india(copy_of: CopyOf, empty_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two meters of 1 kW, 15 and 60 minutes, at UTC+5:30."""
    history = write_mixed(tmp_path_factory.mktemp("india"), METERS, "Asia/Kolkata", KOLKATA, 2)
    with copy_of(empty_template) as source, running(source, history=history) as (address, _):
        yield address


@pytest.fixture(scope="module")
def autumn(copy_of: CopyOf, empty_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same in Chicago, over the day of 25 hours."""
    history = write_mixed(tmp_path_factory.mktemp("autumn"), METERS, "America/Chicago", CHICAGO, 3)
    with copy_of(empty_template) as source, running(source, history=history) as (address, _):
        yield address


def pages(url: str, limit: int) -> list[dict[str, Any]]:
    """All rows, page by page."""
    rows, cursor = [], ""
    while True:
        body = httpx.get(f"{url}&limit={limit}{cursor and f'&cursor={cursor}'}").json()
        rows += body["rows"]
        cursor = body["next_cursor"] or ""
        if not cursor:
            return rows


@pytest.mark.parametrize("asset", ["feeder_id=1", "transformer_id=1"])
def test_hours_of_india_begin_at_its_full_hours(india: str, asset: str) -> None:
    rows = httpx.get(f"{india}{READINGS}?{asset}&from=2026-07-15&to=2026-07-17&resolution=hour").json()["rows"]
    begins = [row["interval_start_at"] for row in rows]
    assert (len(begins), len(set(begins))) == (48, 48)
    assert begins[0] == "2026-07-14T18:30:00.000000Z"
    assert [row["energy_delivered_kwh"] for row in rows] == pytest.approx([2.0] * 48)
    assert [row["reading_day"] for row in rows] == ["2026-07-15"] * 24 + ["2026-07-16"] * 24


@pytest.mark.parametrize("limit", [1, 2, 7])
@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_pages_lose_no_energy(india: str, resolution: str, limit: int) -> None:
    """6.0 kWh became 5.5; two lengths that begin at one time are two rows, on whichever pages."""
    url = f"{india}{READINGS}?feeder_id=1&from=2026-07-15&to=2026-07-16&resolution={resolution}"
    rows = pages(url, limit)
    assert rows == httpx.get(url).json()["rows"]
    assert sum(row["energy_delivered_kwh"] for row in rows) == pytest.approx(48.0)


@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_a_date_is_the_same_day_at_every_resolution(autumn: str, resolution: str) -> None:
    rows = pages(f"{autumn}{READINGS}?feeder_id=1&from=2026-11-01&to=2026-11-02&resolution={resolution}", 1000)
    assert {row["reading_day"] for row in rows} == {"2026-11-01"}
    assert sum(row["energy_delivered_kwh"] for row in rows) == pytest.approx(50.0)


def test_a_day_says_how_long_it_is(autumn: str) -> None:
    rows = pages(f"{autumn}{READINGS}?meter_id=1&from=2026-10-31&to=2026-11-03&resolution=day", 1000)
    assert [row["interval_minutes"] for row in rows] == [1440, 1500, 1440]


def test_hours_and_days_that_begin_in_the_range_are_whole(autumn: str) -> None:
    at = "from=2026-10-31T10:20:00Z&to=2026-11-01T12:40:00Z"
    hours = pages(f"{autumn}{READINGS}?feeder_id=1&{at}&resolution=hour", 1000)
    assert hours[0]["interval_start_at"] == "2026-10-31T11:00:00.000000Z"
    assert [row["energy_delivered_kwh"] for row in hours] == pytest.approx([2.0] * 26)
    days = pages(f"{autumn}{READINGS}?feeder_id=1&{at}&resolution=day", 1000)
    assert [(row["reading_day"], row["energy_delivered_kwh"]) for row in days] == [("2026-11-01", pytest.approx(50.0))]
