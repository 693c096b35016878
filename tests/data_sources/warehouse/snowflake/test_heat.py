"""What is asked about transformers' temperatures is answered alike by both engines; answers by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.thermal.constants import POLE_TOP
from data_sources.history.heat import HeatReach, by_year, heat_reach, life_by_month, ranking_query
from data_sources.history.heat_trace import HeatTrace, heat_trace
from data_sources.history.scope import Scope
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.source import Source
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.data_sources import history_rows

FIRST, END = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


@pytest.fixture(params=["embedded", "snowflake"])
def engine(request: pytest.FixtureRequest, snowflake: SnowflakeSource, embedded_history: DuckSource) -> Source:
    return embedded_history if request.param == "embedded" else snowflake


def test_life_by_month_and_year(engine: Source) -> None:
    """Two days of 12 hours of life each, of known 24: 24 / 180,000 = 0.0133 %, and 182.6 times that a year."""
    (march,) = life_by_month(engine, 2, FIRST, END)
    assert (march.start, march.aged_hours, march.hot_spot_max_c, march.peak_load_pct) == (FIRST, 24.0, 90.0, 70.0)
    assert (march.known_hours, march.unknown_hours, march.hours_above_110_c, march.hours_above_140_c) == (48, 0, 2, 0)
    assert march.loss_of_life_pct == pytest.approx(0.013333, abs=1e-6)
    assert march.loss_of_life_pct_a_year == pytest.approx(0.013333 * 8766 / 48, rel=1e-4)
    (year,) = by_year([march, march])
    assert (year.start, year.aged_hours, year.known_hours) == (dt.date(2026, 1, 1), 48.0, 96)
    assert life_by_month(engine, 99, FIRST, END) == []
    assert life_by_month(engine, 2, END, dt.date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("by", "feeder_id", "ids"),
    [("hot_spot", 0, [1, 2, 3]), ("loss_of_life", 0, [3, 2, 1]), ("peak_load", 0, [3, 2, 1]), ("hot_spot", 1, [1, 2])],
)
def test_the_ranking_puts_the_worst_first(engine: Source, by: str, feeder_id: int, ids: list[int]) -> None:
    rows = engine.fetch(ranking_query(Scope(1, feeder_id=feeder_id), FIRST, END, by)).to_pylist()  # type: ignore[arg-type]
    assert [row["transformer_id"] for row in rows] == ids
    one = next(row for row in rows if row["transformer_id"] == 1)
    assert (one["transformer_name"], one["feeder_name"], one["rated_kva"]) == ("TX-0001-001", "F0001", 25.0)
    assert (one["aged_hours"], one["hot_spot_max_c"], one["peak_load_pct"]) == (12.0, 110.0, 60.0)


def test_reach_counts_days_and_hours(engine: Source) -> None:
    """Readings of three days, temperatures of two; one of three transformers is known by half: a sixth is unknown."""
    found = heat_reach(engine, 1)
    assert found == HeatReach(3, 2, history_rows.DAYS[1], pytest.approx(5 / 6))
    assert found.sentence == (
        "Temperatures are computed for 2 of 3 days with readings, up to Sun 8 Mar 2026; 16.7 % of their hours are unknown."
    )


def test_traces_are_the_same_on_both(snowflake: SnowflakeSource, embedded_history: DuckSource) -> None:
    """Transformer 2: meter 5 misses an hour of which half was read later, so the hour's other half is unknown."""
    fleet = MeteredFleet(1, np.array([1, 2]), np.array([1, 1]), np.array([25.0, 25.0]), (POLE_TOP,), np.array([0, 0]))

    def traced(source: Source) -> HeatTrace:
        found = heat_trace(
            source,
            fleet,
            2,
            history_rows.GAP_FROM,
            history_rows.GAP_FROM + dt.timedelta(hours=3),
            history_rows.ZONE.key,
        )
        assert found is not None
        return found

    one, other = traced(embedded_history), traced(snowflake)
    assert one.step_minutes == other.step_minutes == 15
    assert one.rows["start_at"].to_pylist() == other.rows["start_at"].to_pylist()
    for name in ("load_pct", "ambient_c", "top_oil_c", "hot_spot_c", "aging_factor"):
        np.testing.assert_allclose(*(np.asarray(each.rows[name], float) for each in (one, other)), rtol=1e-5)
    assert one.rows["hot_spot_c"].is_null().to_pylist() == [False, False, True, True] + [False] * 8
    assert (one.known_hours, one.unknown_hours, one.hours_without_weather) == (2.5, 0.5, 0.0)
    row = history_rows.reading(4, history_rows.GAP_FROM + dt.timedelta(hours=2))
    kwh = sum(history_rows.reading(m, row["interval_start_at"])["energy_delivered_kwh"] for m in (4, 5, 6))
    assert one.rows["load_pct"][8].as_py() == pytest.approx(100 * np.hypot(kwh, 0.3 * kwh) * 4 / 25, rel=1e-3)
