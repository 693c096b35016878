"""Temperatures by REST, over a real server: traces, months, and what-ifs of a fleet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.what_ifs import WhatIfWish, begun
from data_sources.analytics.thermal.what_if import HeatScenario
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running
from tests.data_sources.pipeline.thermal.heat_world import FIRST, HeatWorld, day_after
from tests.handmade import insert, insert_utility

LONG = {"from": "2026-05-01", "to": "2026-07-08T05:00Z"}  # over 62 days: hours, of which the last two days were read


@pytest.fixture
def world(empty_source: PostgresSource, tmp_path: Path) -> HeatWorld:
    insert_utility(empty_source)
    world = HeatWorld(empty_source, tmp_path / "warehouse")
    world.weather(FIRST, 3)
    for number in range(2):
        world.loads(day_after(FIRST, number), 1.0)
    world.keep()
    return world


@pytest.fixture
def client(world: HeatWorld) -> Iterator[httpx.Client]:
    with (
        running(world.live, history=world.history) as (address, _),
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        yield client


def test_a_trace_with_its_months_and_years(client: httpx.Client) -> None:
    """Rated load at 24 to 36 °C: the hottest hour is near 30 + 6 + 80 °C, and both days age more than they last."""
    body = client.get("/api/transformers/1/thermal", params=LONG).json()
    assert (body["transformer_name"], body["rated_kva"], body["step_minutes"], body["reason"]) == ("TX-1", 50, 60, None)
    assert (body["known_hours"], body["hours_without_weather"]) == (48, 0)
    assert body["unknown_hours"] == len(body["trace"]) - 48
    last = body["trace"][-1]
    assert last["start_at"] == "2026-07-08T04:00:00Z"
    assert last["load_pct"] == pytest.approx(100)
    assert body["trace"][0]["hot_spot_c"] is None
    hottest = max(one["hot_spot_c"] or 0 for one in body["trace"])
    assert hottest == pytest.approx(116, abs=0.2)
    (month,) = body["months"]
    assert month["first_day"] == "2026-07-01"
    assert month["hot_spot_max_c"] == pytest.approx(hottest, abs=0.06)
    assert month["loss_of_life_pct"] == pytest.approx(body["loss_of_life_pct"], rel=1e-3)
    assert [one["first_day"] for one in body["years"]] == ["2026-01-01"]
    assert body["load_duration"][0] == {"time_pct": pytest.approx(100 / 48), "load_pct": pytest.approx(100)}
    assert body["load_duration"][-1]["time_pct"] == 100
    assert "IEEE C57.12.00" in body["constants"]


def test_the_hours_of_a_trace_are_those_asked_for(client: httpx.Client) -> None:
    """Without a period the last seven days up to the last full quarter hour; one that still runs is not unknown."""
    for path in (
        "/api/transformers/1/thermal",
        "/api/transformers/1/thermal?from=2026-07-06T05:00Z&to=2026-07-06T08:10Z",
    ):
        body = client.get(path).json()
        from_at, to_at = (dt.datetime.fromisoformat(body[name]) for name in ("from_at", "to_at"))
        hours = body["known_hours"] + body["unknown_hours"]
        assert hours == len(body["trace"]) * body["step_minutes"] / 60
        asked = (to_at - from_at) / dt.timedelta(hours=1)
        assert asked - 2 * body["step_minutes"] / 60 < hours <= asked


def test_what_has_no_temperature_says_why(world: HeatWorld, client: httpx.Client) -> None:
    insert(
        world.live, "asset_nameplates", [{"asset_kind": "transformer", "asset_id": 2, "utility_id": 1, "cooling": "AN"}]
    )
    body = client.get("/api/transformers/2/thermal").json()
    assert body["reason"].startswith("No active meter is recorded at it, or its nameplate")
    assert (body["trace"], body["load_duration"], body["rated_kva"]) == ([], [], None)


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/transformers/99/thermal", 404, "transformer_id"),
        ("/api/transformers/1/thermal?from=2026-07-08&to=2026-07-01", 400, "to"),
        ("/api/transformers/1/thermal?bogus=1", 400, "bogus"),
        ("/api/thermal/what-if?vehicles=-1", 400, "vehicles"),
        ("/api/thermal/what-if?warmer_k=nan", 400, "warmer_k"),
        ("/api/thermal/what-if?from_day=2026-07-06", 400, "to_day"),
        ("/api/thermal/what-if?from_day=2026-07-06&to_day=2026-09-06", 400, "to_day"),
        ("/api/thermal/what-if?utility_id=9", 404, "utility_id"),
    ],
)
def test_what_cannot_be_answered_is_refused(client: httpx.Client, path: str, status: int, field: str | None) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)


def test_without_readings_all_is_unknown(client: httpx.Client) -> None:
    """Without days the fleet's peak is looked for among days of feeders, and here is none."""
    body = client.get("/api/thermal/what-if").json()
    assert (body["days"], body["known"], body["unknown"], body["transformers"]) == ([], 0, 2, [])
    assert body["before"] == body["after"]
    assert body["before"]["hot_spot_max_c"] is None


def test_a_what_if_of_days_asked_for(client: httpx.Client) -> None:
    params = {"from_day": FIRST, "to_day": day_after(FIRST, 2), "growth_pct": 20, "limit": 1}
    body = client.get("/api/thermal/what-if", params={name: str(value) for name, value in params.items()}).json()
    assert body["days"] == [str(FIRST), str(day_after(FIRST, 1))]
    assert body["scenario"]["growth_pct"] == 20
    assert (body["known"], body["unknown"]) == (2, 0)
    assert (body["before"]["overloaded"], body["after"]["overloaded"]) == (0, 2)
    assert body["before"]["above_110_c"] == body["after"]["above_110_c"] == 2
    assert body["after"]["aged_hours"] > 2 * body["before"]["aged_hours"]
    (hottest,) = body["transformers"]
    assert hottest["hot_spot_max_c_after"] == body["after"]["hot_spot_max_c"]
    assert hottest["peak_load_pct_after"] == pytest.approx(120)
    assert "no average year" in body["method"]
    assert dt.date.fromisoformat(body["days"][0]) == FIRST


def test_a_what_if_is_shared_with_the_page(world: HeatWorld) -> None:
    """Who asks for the same on the page finds it computed; both stand in one line of computations."""
    days = FIRST, day_after(FIRST, 1)
    params = {"from_day": str(FIRST), "to_day": str(day_after(FIRST, 2)), "growth_pct": "7"}
    with running(world.live, history=world.history) as (address, runtime):
        body = httpx.get(f"{address}/api/thermal/what-if", params=params, timeout=120).json()
        assert runtime.sources.history is not None
        wish = WhatIfWish(1, "America/Chicago", HeatScenario(growth_pct=7.0))
        run = begun(runtime.sources.live, runtime.sources.history, wish, days)
        assert run.found.rows is not None
        assert max(run.found.rows["hot_spot_max_c_after"].to_pylist()) == body["after"]["hot_spot_max_c"]
