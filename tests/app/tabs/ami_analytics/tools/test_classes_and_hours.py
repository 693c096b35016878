"""The energy of classes of customers, counts of reads, hours and days by their weather: as SQL of its own reckons them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.tabs.ami_analytics.tools.conftest import Demo


def test_the_energy_of_a_class(asked: Demo) -> None:
    day = asked.day(2)
    rows = asked.known.history.execute(
        "SELECT m.customer_class, count(DISTINCT r.meter_id), sum(r.energy_delivered_kwh) FROM readings AS r JOIN meters AS m USING (meter_id)"
        " JOIN feeders AS f ON f.feeder_id = m.feeder_id WHERE f.feeder_name = 'F0001' AND r.reading_day = CAST(? AS DATE)"
        " AND r.quality <> 'missing' GROUP BY 1", [day],
    ).fetchall()  # fmt: skip
    known = {name: (meters, kwh) for name, meters, kwh in rows}
    total = sum(kwh for _, kwh in known.values())
    for name, (meters, kwh) in known.items():
        found = asked.ask("energy_of_class", customer_class=name, place="F0001", period=day).table.to_pylist()[0]
        right = {"energy_kwh": kwh, "share_pct": 100 * kwh / total, "kwh_per_meter": kwh / meters, "meters": meters}
        assert found == pytest.approx(right, rel=1e-4)
    told = asked.ask("energy_by_class", group="customer_class", place="F0001", period=day).table.to_pylist()
    assert {row["group"]: row["energy_kwh"] for row in told} == pytest.approx(
        {name: kwh for name, (_, kwh) in known.items()}, rel=1e-4
    )


@pytest.mark.parametrize(
    ("tool", "values", "sql"),
    [
        ("hours_by_weather", {"by": "temperature_c", "above": 20.0}, "count(*) FILTER (WHERE temperature_c > 20)"),
        ("hours_by_weather", {"by": "wind_mps", "above": 4.0}, "count(*) FILTER (WHERE wind_mps > 4)"),
        ("days_by_weather", {"by": "temperature_c", "above": 20.0}, "count(DISTINCT {day}) FILTER (WHERE temperature_c > 20)"),
        ("days_by_weather", {"by": "temperature_c", "below": 10.0}, "count(DISTINCT {day}) FILTER (WHERE temperature_c < 10)"),
        ("days_by_weather", {"by": "max_wind_mps", "above": 5.0}, "count(DISTINCT {day}) FILTER (WHERE wind_mps > 5)"),
    ],
)  # fmt: skip
def test_hours_and_days_by_the_weather(asked: Demo, tool: str, values: dict[str, Any], sql: str) -> None:
    day = "(w.observed_at AT TIME ZONE u.time_zone)::date"
    with asked.live.connection() as connection:
        query = (
            f"SELECT {sql.format(day=day)} FROM flux.weather AS w JOIN flux.utilities AS u USING (utility_id)"
            f" WHERE {day} BETWEEN '2025-05-01' AND '2025-05-31'"
        )
        found = connection.execute(query.encode()).fetchone()
    assert found is not None
    told = asked.ask(tool, period="2025-05", is_count=True, **values)
    assert told.table["how_many"][0].as_py() == found[0]
