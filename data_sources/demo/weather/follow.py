"""A demo that runs for weeks keeps its weather: each day the simulated hours and forecasts that it lacks are added.

They are what a demo made today would have; nothing that is there, simulated or measured, is changed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.utility.build import weather_forecast_table, weather_table
from data_sources.postgres.source import PostgresSource, execute_many
from data_sources.query import Query


def follow_weather(source: PostgresSource, utility_id: int, seed: int, today: dt.date) -> int:
    """Add the simulated weather up to a week after today, in one transaction.

    Args:
        source: the live database.
        utility_id: the demo utility.
        seed: of the demo.
        today: the utility's local date.

    Returns:
        How many rows were added; 0 where nothing lacks.

    Raises:
        SourceUnavailable: the database cannot be reached.
    """
    reach = source.fetch(Query.of("weather_reach", utility_id=utility_id)).to_pylist()[0]
    hours = _after(weather_table, today, seed, "observed_at", reach["weather_until"], utility_id)
    issues = _after(weather_forecast_table, today, seed, "issued_at", reach["issued_until"], utility_id)
    if not hours and not issues:
        return 0
    detail = {"hours": len(hours), "forecast_rows": len(issues)}
    with source.transaction("simulator", "follow_weather", utility_id, detail) as connection:
        execute_many(connection, "sim_insert_weather", hours)
        execute_many(connection, "sim_insert_weather_forecast", issues)
    return len(hours) + len(issues)


def _after(
    make: Any, today: dt.date, seed: int, column: str, until: dt.datetime | None, utility_id: int
) -> list[dict[str, Any]]:
    """The rows of a demo's table that come after what is there."""
    rows: pa.Table = make(today, seed)
    if until is not None:
        at = rows[column]
        rows = rows.filter(pc.greater(at, pa.scalar(until).cast(at.type)))
    return [{**row, "utility_id": utility_id} for row in rows.drop_columns("is_simulated").to_pylist()]
