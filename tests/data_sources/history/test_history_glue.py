"""Statements and glue over a real embedded warehouse, checked against the readings they were made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_sources.analytics.clock import local_seconds, midnight_utc, utc64
from data_sources.analytics.suspects.found import precision_recall
from data_sources.history import completeness, forecast, loads, losses, voltage
from data_sources.history.scope import Meter, Scope, Transformer, floats
from data_sources.query import Query
from data_sources.source import Health
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.analytics.feeder_world import World
from tests.data_sources.history.conftest import END, FIRST, ZONE

FROM = dt.datetime(2026, 7, 6, 5, tzinfo=dt.UTC)
TO = dt.datetime(2026, 7, 20, 5, tzinfo=dt.UTC)
ALL = Scope(1)


def minutes_outside(world: World, low: float, high: float) -> np.ndarray:
    pct = world.readings.voltage_pct
    return 15 * ((pct < low - 1e-4) | (pct > high + 1e-4)).sum(axis=1)


@pytest.mark.parametrize(("service_range", "low", "high"), [("A", 95, 105), ("B", 110 / 1.2, 127 / 1.2)])
def test_voltage_exceptions_agree_with_the_readings(
    history: DuckSource, world: World, service_range: str, low: float, high: float
) -> None:
    wanted = minutes_outside(world, low, high)
    page = history.fetch(voltage.meters_query(ALL, FIRST, END, service_range=service_range, limit=1000))  # type: ignore[arg-type]
    assert dict(zip(page["meter_id"].to_pylist(), page["minutes"].to_pylist(), strict=True)) == {
        1000 + row: int(value) for row, value in enumerate(wanted) if value
    }
    days = history.fetch(voltage.days_query(ALL, FIRST, END, service_range=service_range))  # type: ignore[arg-type]
    feeders = history.fetch(voltage.feeders_query(ALL, FIRST, END, service_range=service_range))  # type: ignore[arg-type]
    units = history.fetch(voltage.transformers_query(ALL, FIRST, END, service_range=service_range, limit=99))  # type: ignore[arg-type]
    assert pc.sum(days["minutes"]).as_py() == wanted.sum()
    assert (pc.sum(feeders["minutes"]).as_py() or 0) == wanted.sum()
    assert (pc.sum(units["minutes"]).as_py() or 0) == wanted.sum()
    assert days.num_rows == 14


def test_pages_of_exceptions_fit_together(history: DuckSource) -> None:
    whole = history.fetch(voltage.meters_query(ALL, FIRST, END, limit=1000))
    pages = [history.fetch(voltage.meters_query(ALL, FIRST, END, limit=7, offset=k)) for k in (0, 7)]
    assert pages[0]["exception_meters"][0].as_py() == whole.num_rows
    found = pages[0]["meter_id"].to_pylist() + pages[1]["meter_id"].to_pylist()
    assert found == whole["meter_id"].to_pylist()[:14]
    assert history.fetch(voltage.meters_query(Scope(1, feeder_id=2), FIRST, END)).num_rows == 0
    assert history.fetch(voltage.meters_query(Scope(2), FIRST, END)).num_rows == 0


def test_episodes_of_the_worst_meter_add_up(history: DuckSource) -> None:
    worst = history.fetch(voltage.meters_query(ALL, FIRST, END, limit=1))
    found = voltage.episodes(history, worst["meter_id"][0].as_py(), FROM, TO)
    assert pc.sum(found["minutes"]).as_py() == worst["minutes"][0].as_py()
    assert pc.min(found["worst_pct"]).as_py() == pytest.approx(worst["voltage_pct_min"][0].as_py(), abs=0.01)


def test_completeness_counts_every_reading(history: DuckSource, world: World) -> None:
    found = completeness.heat_map(history, ALL, FIRST, END)
    meters, steps = world.readings.delivered_kwh.shape
    assert found.row_names == ("F0001",)
    assert found.received_pct.shape == (1, 14)
    rows = history.fetch(completeness.days_query(ALL, FIRST, END))
    totals = completeness.totals(completeness.with_explained(rows))
    assert totals.expected == meters * steps
    assert totals.received == np.isfinite(world.readings.delivered_kwh).sum()
    assert totals.late == 0
    beyond = completeness.heat_map(history, ALL, FIRST, END + dt.timedelta(days=1))
    assert np.isnan(beyond.received_pct[0, -1])


def test_load_of_everything_is_the_sum_of_its_meters(history: DuckSource, world: World) -> None:
    energy = np.nansum(world.readings.delivered_kwh, dtype=np.float64)
    for resolution in ("15min", "hour", "day"):
        made = loads.load(history, ALL, FROM, TO, resolution=resolution, time_zone=ZONE)
        assert pc.sum(made["energy_delivered_kwh"]).as_py() == pytest.approx(energy, rel=1e-5)
    assert made.num_rows == 14
    assert pc.max(made["coverage"]).as_py() == 1.0
    meter = loads.load(history, Meter(1000), FROM, TO)
    unit = loads.load(history, Transformer(int(world.readings.transformer_id[0])), FROM, TO, time_zone=ZONE)
    own = world.readings.transformer_id == world.readings.transformer_id[0]
    assert pc.sum(meter["energy_delivered_kwh"]).as_py() == pytest.approx(
        np.nansum(world.readings.delivered_kwh[0]), rel=1e-4
    )
    assert pc.sum(unit["energy_delivered_kwh"]).as_py() == pytest.approx(
        np.nansum(world.readings.delivered_kwh[own]), rel=1e-4
    )
    factor = floats(made["power_factor"])
    net = floats(made["energy_delivered_kwh"]) - floats(made["energy_received_kwh"])
    np.testing.assert_allclose(factor, net / np.hypot(net, floats(made["reactive_kvarh"])), rtol=1e-6)


def test_a_year_before_is_empty_and_said_so(history: DuckSource) -> None:
    made = loads.year_over_year(history, ALL, FROM, TO, time_zone=ZONE)
    assert made.coverage_before == 0
    assert made.energy_change_pct is None
    assert made.table.num_rows == 14 * 24
    assert made.now.energy_kwh > 0


@dataclass
class ByTheClock:
    """A source of one meter whose power is the hour of the clock, every hour read."""

    dialect = "snowflake"

    def fetch(self, query: Query) -> pa.Table:
        first, end = (utc64(query.values[name]) for name in ("from_at", "to_at"))
        at = np.arange(first, end, np.timedelta64(1, "h"))
        kwh = (local_seconds(at, ZONE) // 3600 % 24).astype(np.float64)
        columns = {
            "interval_start_at": at.astype("datetime64[us]"), "interval_minutes": np.full(len(at), 60),
            "energy_delivered_kwh": kwh, "energy_received_kwh": 0 * kwh, "reactive_kvarh": 0 * kwh,
            "intervals_received": np.ones(len(at)), "intervals_expected": np.ones(len(at)),
        }  # fmt: skip
        schema = query.statement.result
        assert schema is not None
        return pa.table({name: pa.array(columns[name]) for name in schema.names}).cast(schema)

    def health(self) -> Health:
        return Health("the clock", True, None)


@pytest.mark.parametrize(
    ("first", "end", "lacking"),
    [
        (dt.date(2027, 3, 8), dt.date(2027, 3, 21), 1),  # 14 March of the one, 8 March of the other lie within
        (dt.date(2027, 3, 7), dt.date(2027, 3, 10), 1),
        (dt.date(2026, 10, 30), dt.date(2026, 11, 3), 0),  # 1 November; 2 November a year before
        (dt.date(2027, 11, 5), dt.date(2027, 11, 10), 0),
        (dt.date(2027, 6, 1), dt.date(2027, 6, 3), 0),
    ],
)
def test_an_hour_stands_beside_the_same_hour_of_the_clock(first: dt.date, end: dt.date, lacking: int) -> None:
    """One shift for the whole period put 11:00 beside 12:00 after a change within one of the two."""
    span = (midnight_utc(day, ZONE) for day in (first, end))
    made = loads.year_over_year(ByTheClock(), Meter(1), *span, time_zone=ZONE).table
    now, before = floats(made["this_kw"]), floats(made["before_kw"])
    known = np.isfinite(before)
    assert (~known).sum() <= lacking  # of an hour that a clock leaves out there is nothing
    np.testing.assert_allclose(before[known], now[known])


def test_feeder_losses_against_the_head(history: DuckSource, world: World) -> None:
    """The head measures 3 % more than flows; gaps are filled with the mean of those read."""
    found = history.fetch(losses.feeder_losses_query(ALL, FIRST, END)).to_pylist()
    assert [row["feeder_id"] for row in found] == [1]
    unregistered = world.true_kwh.sum() - np.nansum(world.readings.net_kwh, dtype=np.float64) / 0.99
    wanted = 100 * (0.03 * world.true_kwh.sum() + unregistered) / (1.03 * world.true_kwh.sum())
    assert found[0]["losses_pct"] == pytest.approx(wanted, abs=0.5)
    hours = history.fetch(losses.feeder_losses_hourly_query(1, FIRST, END))
    assert pc.sum(hours["losses_kwh"]).as_py() == pytest.approx(found[0]["losses_kwh"], rel=1e-6)


def test_transformer_balances_agree_with_their_hours(history: DuckSource) -> None:
    found = history.fetch(losses.transformer_balances_query(ALL, FIRST, END)).to_pylist()
    assert len(found) == 8
    worst = found[0]
    hours = history.fetch(losses.transformer_balance_hourly_query(worst["transformer_id"], FIRST, END))
    whole = hours.filter(pc.equal(hours["intervals_received"], pc.max(hours["intervals_received"])))
    assert whole.num_rows == worst["hours"]
    assert pc.sum(whole["unaccounted_kwh"]).as_py() == pytest.approx(worst["unaccounted_kwh"], rel=1e-5, abs=1e-3)


def test_readings_come_back_as_they_were(history: DuckSource, world: World) -> None:
    read = losses.feeder_readings(history, 1, FIRST, END)
    np.testing.assert_array_equal(read.delivered_kwh, world.readings.delivered_kwh)
    np.testing.assert_allclose(read.voltage_pct, world.readings.voltage_pct, rtol=1e-5)
    np.testing.assert_array_equal(read.transformer_id, world.readings.transformer_id)
    np.testing.assert_array_equal(read.measured_id, world.readings.measured_id)
    np.testing.assert_allclose(read.measured_kwh, world.readings.measured_kwh, rtol=1e-5)
    np.testing.assert_allclose(read.head_kwh, world.readings.head_kwh, rtol=1e-5)
    assert read.utc_offset_s == -5 * 3600


def test_suspects_end_to_end_with_their_scores(history: DuckSource, world: World) -> None:
    assert losses.feeder_ids(history, ALL) == [1, 2]
    found = dict(losses.scan(history, [1, 2], FIRST, END))
    assert found[2] == []
    table = losses.suspects_table(found[1])
    assert table.num_rows == len(found[1]) > 0
    truth = history.fetch(losses.ground_truth_query(ALL, FIRST, END))
    scores = losses.scores(found[1], truth)
    planted = sum(score.found.planted for score in scores)
    assert planted == truth.num_rows == 8
    moved = precision_recall(
        [s for s in found[1] if s.kind == "wrong_transformer"], {1000 + row for row in world.planted.moved}
    )
    assert moved.hits >= 2
    assert history.fetch(losses.ground_truth_query(ALL, dt.date(2025, 1, 1), dt.date(2025, 2, 1))).num_rows == 0


def test_forecast_and_backtest_of_a_feeder(history: DuckSource) -> None:
    made = forecast.forecast_load(history, ALL, 1, TO, days=2, history_days=14, time_zone=ZONE, temperature="observed")
    assert made.temperature == "observed"
    assert made.issued_at is None
    assert made.table().num_rows == 48
    assert made.history.num_rows == 14 * 24
    guessed = forecast.forecast_load(
        history, ALL, 1, TO, days=2, history_days=14, time_zone=ZONE, temperature="last week"
    )
    assert guessed.temperature == "last week"
    test, scores, used = forecast.backtest_load(history, ALL, 1, FROM, TO, days=2, history_days=7, time_zone=ZONE)
    assert forecast.backtest_table(test).num_rows == len(test.actual_kw)
    assert [score.day_ahead for score in scores] == [0, 1, 2]
    assert used == "forecast"
    assert forecast.scores_table(scores)["count"][0].as_py() == scores[0].count > 0


def test_the_latest_weather_forecast_issued_before_is_taken(history: DuckSource) -> None:
    at = dt.datetime(2026, 7, 19, 5, tzinfo=dt.UTC)
    made = forecast.forecast_load(history, ALL, 1, at, days=2, history_days=14, time_zone=ZONE)
    assert made.temperature == "forecast"
    assert made.issued_at == dt.datetime(2026, 7, 18, tzinfo=dt.UTC)  # the last there is
    assert made.is_weather_simulated
    observed = forecast.temperatures(history, 1, at, at + dt.timedelta(days=2))
    assert made.temperature_c - observed == pytest.approx(np.full(48, 3.0), abs=1.5)  # lines between 6-hour points
    early = forecast.forecast_load(history, ALL, 1, dt.datetime(2026, 7, 10, tzinfo=dt.UTC), days=1, time_zone=ZONE)
    assert early.issued_at == dt.datetime(2026, 7, 10, tzinfo=dt.UTC)  # known at that very instant


def test_a_forecast_begins_where_the_load_ends(history: DuckSource) -> None:
    """Asked for from the coming midnight on, in the middle of a day: the hours until then are forecast too."""
    made = forecast.forecast_load(history, ALL, 1, TO + dt.timedelta(hours=5), days=1, time_zone=ZONE)
    exact = forecast.forecast_load(history, ALL, 1, TO, days=1, history_days=28, time_zone=ZONE)
    starts = made.table()["start_at"].to_pylist()
    assert (starts[0], len(starts)) == (TO, 24)
    np.testing.assert_allclose(made.made.p50_kw, exact.made.p50_kw, rtol=1e-9)


def test_a_stale_weather_forecast_is_none(history: DuckSource) -> None:
    late = forecast.forecast_load(history, ALL, 1, dt.datetime(2026, 7, 20, 1, tzinfo=dt.UTC), days=2, time_zone=ZONE)
    assert late.temperature == "last week"
    assert late.issued_at is None


def test_each_origin_of_a_backtest_sees_its_own_issue(history: DuckSource) -> None:
    """Back-test and live forecast from the same instant say the same: neither looks ahead."""
    end = dt.datetime(2026, 7, 16, 5, tzinfo=dt.UTC)
    test, _, _ = forecast.backtest_load(history, ALL, 1, FROM, end, days=2, history_days=6, time_zone=ZONE)
    for origin in np.unique(test.origin_at)[:-1]:  # the last one has no two days before it to look at
        at = dt.datetime.fromisoformat(f"{origin}+00:00")
        live = forecast.forecast_load(history, ALL, 1, at, days=2, history_days=6, time_zone=ZONE)
        chosen = test.origin_at == origin
        np.testing.assert_allclose(test.p50_kw[chosen], live.made.p50_kw[: chosen.sum()], rtol=1e-6)


def test_a_forecast_without_history_says_so(history: DuckSource) -> None:
    with pytest.raises(ValueError, match="at least"):
        forecast.forecast_load(history, Scope(1, feeder_id=2), 1, TO, time_zone=ZONE)


def test_no_temperature_beside_a_load_is_of_an_hour_to_come() -> None:
    """A demo's weather is made up a week ahead: the rest of a day that has begun was shown, and counted in its mean."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    day, hour = dt.timedelta(days=1), dt.timedelta(hours=1)

    def end(first: dt.datetime, last: dt.datetime) -> Any:
        return dict(loads.weather_query(1, first, last).params)["to_at"]

    assert now < end(now - day, now + day) <= now + 2 * hour
    assert end(now + day, now + 2 * day) == now + day
    assert end(now - 2 * day, now - day) == now - day
