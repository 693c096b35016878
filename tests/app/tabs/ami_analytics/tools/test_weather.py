"""The weather of a period, by its hours; none of it is of hours that have not begun, though a demo makes those up."""

from __future__ import annotations

import pytest

from app.assistant.refusals import NoAnswer
from tests.app.tabs.ami_analytics.tools.conftest import Demo


@pytest.mark.parametrize("period", ["last_month", "this_year", "last_week", "today"])
def test_extremes_of_a_period(asked: Demo, period: str) -> None:
    (right,) = asked.rows("weather_of_period", period=period)
    found = asked.ask("weather_of_period", period=period).table.to_pylist()[0]
    for key, column in {"max_c": "max_c", "min_c": "min_c", "mean_c": "mean_c", "max_wind_mps": "max_wind"}.items():
        assert found[key] == pytest.approx(right[column], rel=1e-5), key
    assert max(found["max_at"], found["min_at"], found["max_wind_at"]) <= asked.known.now


def test_the_course_is_drawn(asked: Demo) -> None:
    found = asked.ask("weather_curve", period="last_week", quantity="wind_mps")
    assert found.table.num_rows == 168
    assert found.chart is not None
    assert found.chart.y == ("wind_mps",)
    assert asked.ask("weather_curve", period="this_year").table.num_rows == 1000


def test_nobody_recorded_the_weather_of_long_ago(asked: Demo) -> None:
    with pytest.raises(NoAnswer, match="No weather is recorded of 1995"):
        asked.ask("weather_of_period", period="1995")
