"""The view of the what-if without a browser: a real run in a process of its own, over readings of a history."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import numpy as np
import pytest

from app.jobs import close_jobs
from app.tabs.asset_health.what_if.view import WhatIfView
from data_sources.analytics.clock import hours_of
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.assets.writing import write_assessment
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.tabs.asset_health.planning import PlanningSession, say
from tests.data_sources.history.conftest import put, rows
from tests.data_sources.towns import load_town

ZONE = "America/Chicago"
DAY = dt.date(2026, 7, 8)
AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    write_assessment(empty_source, 1, AT)
    return empty_source


def history_of(town: PostgresSource, folder: Path, *, has_readings: bool = True) -> DuckSource:
    """One day on which every transformer of the town but the last carried 90 % of its rating in air of 30 °C."""
    warehouse, fleet = Warehouse(folder), town.fetch(Query.of("thermal_transformers", utility_id=1, transformer_id=0))
    ids, rated = (fleet[name].to_numpy()[:-1] for name in ("transformer_id", "rated_kva"))
    put(warehouse, "transformers", rows(
        "transformers", transformer_id=ids, utility_id=1, feeder_id=1, pole_id=1, transformer_name="T", kind="service",
        phases="A", rated_kva=rated, installed_year=2000, health_score=90.0, lon=0.0, lat=0.0,
    ))  # fmt: skip
    put(warehouse, "feeders", rows(
        "feeders", feeder_id=[1], utility_id=1, substation_id=1, feeder_name="F", voltage_kv=12.5, rated_kva=8e3,
        peak_load_kw=5e3,
    ))  # fmt: skip
    if not has_readings:
        return DuckSource(warehouse, threads=1)
    hours = hours_of(DAY, ZONE).astype("datetime64[s]")
    put(warehouse, "feeder_day", rows(
        "feeder_day", feeder_id=1, reading_day=np.array([DAY], "datetime64[D]"), meters=3, intervals_expected=1,
        intervals_received=1, intervals_estimated=0, intervals_edited=0, intervals_missing=0, intervals_late=0,
        energy_delivered_kwh=[9.0], energy_received_kwh=0.0, minutes_below_a=0, minutes_above_a=0,
        minutes_below_b=0, minutes_above_b=0, minutes_expected=1440,
    ))  # fmt: skip
    put(warehouse, "weather", rows(
        "weather", utility_id=1, observed_at=hours, temperature_c=30.0, humidity_pct=50.0, wind_mps=1.0,
        is_simulated=True,
    ))  # fmt: skip
    load = 0.9 * np.repeat(rated, len(hours))
    put(warehouse, "transformer_hourly_load", rows(
        "transformer_hourly_load", transformer_id=np.repeat(ids, len(hours)), feeder_id=1,
        hour_start_at=np.tile(hours, len(ids)), reading_day=np.full(len(load), DAY, "datetime64[D]"),
        energy_delivered_kwh=load, energy_received_kwh=0.0, reactive_kvarh=0.0, load_kva=load, intervals_received=4,
        intervals_estimated=0, minutes_received=60,
    ))  # fmt: skip
    return DuckSource(warehouse, threads=1)


def answered(one: PlanningSession) -> PlanningSession:
    """The session once its run has come to an end."""
    pause = threading.Event()
    for _ in range(600):
        one.look()
        if one.view.asking.status.stage not in ("idle", "waiting"):
            return one
        pause.wait(0.1)
    raise AssertionError("no answer came")


@pytest.fixture(autouse=True)
def _no_jobs_left() -> object:
    yield
    close_jobs()


def test_growth_overloads_the_fleet_before_the_eyes_of_the_person(town: PostgresSource, tmp_path: Path) -> None:
    history = history_of(town, tmp_path)
    own = {"what_if_growth": 0.0, "what_if_vehicles": 0, "what_if_warmer": 0.0}
    one = answered(PlanningSession(town, WhatIfView, history=history, **own))
    count = len(town.fetch(Query.of("thermal_transformers", utility_id=1, transformer_id=0)))
    assert one.view.table.whole().num_rows == count - 1
    assert f"{count - 1} known" in one.view.figures.html
    assert "Newly" not in one.view.table.html
    assert int(one.view.map.stage._renderer.layers[0].is_drawn.sum()) == 0  # nothing is new
    say(one.view.bar, "what_if_growth", "20")
    one = answered(one)
    assert (
        one.view.table.html.count("Newly above 110 °C") == 25
    )  # on every row of the page, as 108 % of load is in 30 °C
    table = one.view.table.whole()
    assert np.allclose(table["peak_load_pct_after"].to_numpy(), 108)
    assert np.allclose(table["peak_load_pct_before"].to_numpy(), 90)
    assert "before 0; 100.0 % of those known" in one.view.figures.html
    say(one.view.spread_board.heading, "spread", "load")
    assert int(one.view.map.stage._renderer.layers[0].is_drawn.sum()) == count - 1
    assert "8 Jul 2026" in one.view.standing.html


def test_a_feeder_narrows_counts_list_and_histogram_without_another_run(town: PostgresSource, tmp_path: Path) -> None:
    one = answered(PlanningSession(town, WhatIfView, history=history_of(town, tmp_path)))
    whole, found = one.view.table.whole().num_rows, one.view.asking.found
    one.state.selection.change(scope="feeder", scope_id=2)
    one.look()
    assert 0 < one.view.table.whole().num_rows < whole
    assert one.view.asking.found is found
    assert one.view.table.whole().num_rows == int(sum(one.view.spread.figure.renderers[6].data_source.data["y"]) / 2)


def test_without_readings_all_is_unknown_and_it_says_so(town: PostgresSource, tmp_path: Path) -> None:
    one = answered(PlanningSession(town, WhatIfView, history=history_of(town, tmp_path, has_readings=False)))
    assert "No readings are on record" in one.view.standing.html
    assert "not known of any" in one.view.figures.html
    assert "Nothing is known of these transformers" in one.view.list_board.veil.html


def test_without_a_history_it_says_what_is_missing(town: PostgresSource) -> None:
    one = PlanningSession(town, WhatIfView)
    assert "No history is set up" in one.view.list_board.veil.html


def test_sessions_that_assume_the_same_share_one_run(town: PostgresSource, tmp_path: Path) -> None:
    history = history_of(town, tmp_path)
    one = answered(PlanningSession(town, WhatIfView, history=history))
    other = answered(PlanningSession(town, WhatIfView, history=history))
    assert other.view.asking.found is one.view.asking.found
