"""The load of the next days, loads beside each other, their duration, and suspects of losses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.forecast.rows import ForecastWish, look_ahead
from app.tabs.ami_analytics.losses.scan import Search, search_feeder
from data_sources.history.scope import Scope
from tests.app.assistant.asking import ZONE
from tests.app.tabs.ami_analytics.tools.conftest import Demo
from tests.app.tabs.ami_analytics.tools.test_readings import cell


@pytest.mark.parametrize(("place", "kind", "place_id"), [("", "utility", 0), ("F0003", "feeder", 3)])
def test_tomorrows_peak_is_that_of_the_forecast_view(asked: Demo, place: str, kind: str, place_id: int) -> None:
    today = asked.known.today
    ground = Ground(1, kind, place_id, today - dt.timedelta(days=4), today, ZONE)  # its readings end last midnight
    view = look_ahead(asked.history, ForecastWish(ground, 2)).table.slice(24, 24)
    found = asked.ask("forecast_peak", place=place)
    assert cell(found, "peak_kw") == pytest.approx(max(view["p50_kw"].to_pylist()))
    assert cell(found, "energy_kwh") == pytest.approx(sum(view["p50_kw"].to_pylist()))
    assert cell(found, "p10_kw") <= cell(found, "peak_kw") <= cell(found, "p90_kw")
    course = asked.ask("load_forecast", place=place)
    assert course.table["load_kw"].to_pylist() == pytest.approx(view["p50_kw"].to_pylist())
    assert course.chart is not None
    assert course.chart.y == ("p10_kw", "load_kw", "p90_kw")


def test_the_load_of_a_day_to_come_is_its_forecast_and_says_so(asked: Demo) -> None:
    found = asked.ask("load_of_period", place="F0003", period=asked.day(-1))
    assert found.title.startswith("Forecast")
    assert cell(found, "peak_kw") == cell(asked.ask("forecast_peak", place="F0003"), "peak_kw")
    assert asked.ask("load_curve", period=asked.day(-1)).title.startswith("Forecast")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"period": "2060-12-25"}, RefusalReason.NOT_KNOWN_YET), ({"period": "2009-03-01"}, RefusalReason.NOT_KNOWN_YET),
        ({"period": "some day"}, RefusalReason.NOT_UNDERSTOOD), ({"place": "F9999"}, RefusalReason.NO_SUCH_ASSET),
    ],
)  # fmt: skip
def test_what_nothing_forecasts_is_not_known(asked: Demo, values: dict[str, str], reason: RefusalReason) -> None:
    for tool in ("forecast_peak", "load_forecast"):
        with pytest.raises(NoAnswer) as caught:
            asked.ask(tool, **values)
        assert caught.value.reason is reason


def test_two_places_stand_beside_each_other(asked: Demo) -> None:
    found = asked.ask("loads_compared", name="F0001", other="SUB-002")
    for row, place in enumerate(("F0001", "SUB-002")):
        (right,) = asked.rows("heads", place=place, period="yesterday")
        assert cell(found, "name", row) == place
        assert cell(found, "peak_kw", row) == pytest.approx(right["peak_kw"], rel=1e-5)
        assert cell(found, "energy_kwh", row) == pytest.approx(right["kwh"], rel=1e-5)
    with pytest.raises(NoAnswer, match="another one"):
        asked.ask("loads_compared", name="F0001", other="f0001")


def test_a_day_stands_beside_the_day_before(asked: Demo) -> None:
    (now,), (before,) = (asked.rows("heads", place="F0002", period=period) for period in ("yesterday", "2_days_ago"))
    found = asked.ask("load_beside_before", place="F0002", before="day")
    assert cell(found, "energy_change_pct") == pytest.approx(100 * (now["kwh"] / before["kwh"] - 1), rel=1e-4)
    assert cell(found, "peak_change_pct") == pytest.approx(100 * (now["peak_kw"] / before["peak_kw"] - 1), rel=1e-4)
    assert asked.day(2) in found.period
    with pytest.raises(NoAnswer, match="no readings before") as caught:
        asked.ask("load_beside_before", place="F0002")
    assert caught.value.reason is RefusalReason.NOT_IN_DATA


def test_a_load_duration_falls_from_peak_to_least(asked: Demo) -> None:
    found = asked.ask("load_duration", place="F0002", period="yesterday")
    (right,) = asked.rows("heads", place="F0002", period="yesterday")
    loads = found.table["load_kw"].to_pylist()
    assert loads == sorted(loads, reverse=True)
    assert (loads[0], loads[-1]) == pytest.approx((right["peak_kw"], right["least_kw"]), rel=1e-5)


def test_of_the_utility_today_the_samples_are_asked(asked: Demo) -> None:
    for values in ({"period": "today"}, {"period": "last_24_hours"}):
        with pytest.raises(NoAnswer, match=r"^The load of the whole utility .* told by its own samples") as caught:
            asked.ask("load_of_period", **values)
        assert "load_of_period" not in str(caught.value)
    with pytest.raises(NoAnswer, match="no readings after"):  # an energy the samples do not tell
        asked.ask("load_of_period", period="today", quantity="energy_kwh")
    assert asked.ask("load_of_period", period="last_24_hours", basis="meters").table.num_rows == 1


def test_suspects_are_those_of_the_losses_view(asked: Demo) -> None:
    period = f"{asked.day(4)}..{asked.day(1)}"
    today = asked.known.today
    search = Search(Scope(1, feeder_id=2), today - dt.timedelta(days=4), today)
    for kind in ("theft", "stuck", "wrong_transformer"):
        right = [one for one in search_feeder(asked.history, search).suspects if one.kind == kind]
        found = asked.ask("loss_suspects", place="F0002", period=period, kind=kind, n=1000)
        assert found.table["meter_id"].to_pylist() == [one.meter_id for one in right]
        count: Any = asked.ask("loss_suspects", place="F0002", period=period, kind=kind, is_count=True)
        assert cell(count, "how_many") == sum(one.is_flagged for one in right)
    worst = asked.ask("feeders_by_losses", period=period, n=1)
    chosen = asked.ask("loss_suspects", period=period)
    assert chosen.place == f"Feeder {cell(worst, 'feeder_name')}"
    assert "largest share lost" in chosen.note
