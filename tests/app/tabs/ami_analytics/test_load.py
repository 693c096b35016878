"""Load over the hand-made history: what each day comes to, the strip and the table that move the chart."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from bokeh.events import RangesUpdate, SelectionGeometry

from app.charts.time_axis import DAY_MS, HOUR_MS, days_ms, utc_ms
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.load.facts import Facts, days_of, figures_of
from app.tabs.ami_analytics.load.view import LoadView
from data_sources.analytics.clock import midnight_utc
from data_sources.history.scope import times
from tests.app.tabs.ami_analytics.desk import Desk
from tests.app.tabs.ami_analytics.fixtures import desk, history  # noqa: F401  # pytest finds them by name
from tests.data_sources.history_rows import DAYS, ZONE

PERIOD = {"first_day": DAYS[0], "end_day": DAYS[-1] + dt.timedelta(days=1)}
NEWEST_FIRST = DAYS[::-1]


def brush(view: LoadView, first: dt.date, last: dt.date) -> None:
    """Drag over the bars of the strip, from the first day to the last."""
    x0, x1 = (float(at) for at in days_ms([first, last]))
    geometry = {"type": "rect", "x0": x0 - DAY_MS / 4, "x1": x1 + DAY_MS / 4}
    view.strip.figure._trigger_event(SelectionGeometry(view.strip.figure, geometry, final=True))


def days_listed(view: LoadView) -> list[dt.date]:
    return view.by_day.shown["reading_day"].to_pylist()


def test_a_day_comes_to_its_own_energy_peak_and_load_factor() -> None:
    start = np.arange("2026-11-21T18:00", "2026-11-22T18:00", np.timedelta64(6, "h"), dtype="datetime64[s]")  # UTC
    kw = np.array([4.0, 2.0, 8.0, np.nan])  # 12:00, 18:00 of the 21st; 00:00, 06:00 of the 22nd in Chicago
    rows = days_of(
        pa.table({"start_at": times(start), "mean_kw": kw, "energy_delivered_kwh": [1.0, 2.0, 4.0, None]}), ZONE.key
    ).to_pylist()
    assert [row["reading_day"] for row in rows] == [dt.date(2026, 11, 22), dt.date(2026, 11, 21)]
    newest, oldest = rows
    assert (oldest["energy_delivered_kwh"], oldest["peak_kw"], oldest["load_factor"]) == (3.0, 4.0, 0.75)
    assert oldest["peak_at"] == dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC)
    assert (newest["energy_delivered_kwh"], newest["load_factor"]) == (4.0, 1.0)


def test_a_period_without_a_read_has_no_day() -> None:
    """As of a meter that was silent all the while: the table by day failed."""
    start = np.arange("2026-11-21T18:00", "2026-11-22T00:00", np.timedelta64(1, "h"), dtype="datetime64[s]")
    nothing = pa.array([None] * len(start), pa.float64())
    load = pa.table({"start_at": times(start), "mean_kw": nothing, "energy_delivered_kwh": nothing})
    for rows in (load, load.slice(0, 0)):
        assert days_of(rows, ZONE.key).num_rows == 0


def test_the_days_add_up_to_the_energy_of_the_period(desk: Desk) -> None:  # noqa: F811
    view = desk.show(LoadView)
    assert days_listed(view) == NEWEST_FIRST
    total = sum(view.by_day.shown["energy_delivered_kwh"].to_pylist())
    assert total == pytest.approx(np.nansum(view.board_rows()["energy_delivered_kwh"].to_numpy(zero_copy_only=False)))


def test_brushing_days_in_the_strip_drives_the_table_and_the_chart(desk: Desk) -> None:  # noqa: F811
    desk.choose(**PERIOD)
    view = desk.show(LoadView)
    brush(view, DAYS[1], DAYS[2])
    desk.settle()
    assert (desk.state.selection.first_day, desk.state.selection.end_day) == (DAYS[1], PERIOD["end_day"])
    assert days_listed(view) == NEWEST_FIRST[:2]
    seen = view.chart.figure.x_range
    assert seen.end - seen.start == 47 * HOUR_MS  # one of the days has 23 hours
    brush(view, DAYS[0], DAYS[0])
    desk.settle()
    assert days_listed(view) == [DAYS[0]]


def test_a_click_on_a_day_shows_it_and_once_more_the_period(desk: Desk) -> None:  # noqa: F811
    desk.choose(**PERIOD)
    view = desk.show(LoadView)
    seen = view.chart.figure.x_range
    view.by_day._take({"action": "row", "value": str(DAYS[1])})
    desk.settle()
    assert view.by_day.picked == str(DAYS[1])
    assert seen.end - seen.start == 23 * HOUR_MS  # the day on which the clock is put forward
    assert seen.start == float(utc_ms([midnight_utc(DAYS[1], ZONE.key)])[0])
    view.by_day._take({"action": "row", "value": str(DAYS[1])})
    desk.settle()
    assert view.by_day.picked == ""
    assert seen.end - seen.start == 71 * HOUR_MS


def test_beside_one_transformer_the_days_are_its_feeder_s_and_named_so(desk: Desk) -> None:  # noqa: F811
    """Days are summed by feeder: the strip stayed empty there."""
    desk.choose(scope="transformer", scope_id=2)
    view = desk.show(LoadView)
    own = view.strip.source.data["words"]
    feeder = "All days of F0001"
    assert feeder in str(view.days.heading.html)
    desk.choose(scope="feeder", scope_id=1)
    desk.settle()
    assert view.strip.source.data["words"] == own
    assert len(own) == len(DAYS)
    assert feeder not in str(view.days.heading.html)


def test_moving_the_chart_lets_go_of_the_day(desk: Desk) -> None:  # noqa: F811
    view = desk.show(LoadView)
    view.by_day._take({"action": "row", "value": str(DAYS[1])})
    start = float(days_ms([DAYS[0]])[0])
    view.chart.figure._trigger_event(RangesUpdate(view.chart.figure, x0=start, x1=start + DAY_MS, y0=0, y1=1))
    assert view.by_day.picked == ""


def test_one_failing_board_shows_its_error_and_the_rest_of_the_view_goes_on(desk: Desk) -> None:  # noqa: F811
    desk.history.faulty = {"ami_read_quality"}
    view = desk.show(LoadView)
    assert "This could not be worked out" in view.table.veil.html
    assert not view.board.veil.html.strip()
    assert len(view.chart.source.data["at"]) == 71 * 4  # three days, one of 23 hours
    assert desk.tab.failure is None
    desk.history.faulty = set()
    view.table.veil._take({"action": "retry"})
    desk.settle()
    assert not view.table.veil.html.strip()
    assert days_listed(view) == NEWEST_FIRST


def energy_figure(days: int, read_hours: int, kwh: float) -> tuple[str, str, str]:
    """The first figure of so many days from 7 March on, of which the first hours are read."""
    ground = Ground(1, "utility", 0, DAYS[0], DAYS[0] + dt.timedelta(days=days), ZONE.key)
    first, end = (np.datetime64(at, "s") for at in ground.period)
    at = np.arange(first, end, np.timedelta64(15, "m"))
    is_read = np.arange(len(at)) < 4 * read_hours
    columns = {
        "mean_kw": np.where(is_read, 4.0, np.nan), "energy_delivered_kwh": np.where(is_read, kwh / (4 * read_hours), np.nan),
        "energy_received_kwh": np.where(is_read, 0.0, np.nan), "reactive_kvarh": np.where(is_read, 0.1, np.nan),
    }  # fmt: skip
    figure = figures_of(
        Facts(pa.table({"start_at": times(at), "minutes": np.full(len(at), 15.0), **columns}), pa.table({}), "", None),
        ground,
    )[0]
    return figure.value, figure.unit, figure.note


def test_energy_says_how_much_of_the_period_is_read() -> None:
    assert energy_figure(1, 24, 840.0) == ("840", "kWh", "1 day")
    assert energy_figure(1, 6, 840.0)[2] == "6 h 00 min read, of 1 day"
    assert energy_figure(3, 71, 840.0)[2] == "3 days"  # one of them has 23 hours
    assert energy_figure(3, 30, 840.0)[2] == "1 d 06 h read, of 3 days"


def test_energy_is_written_in_the_unit_that_the_other_views_choose() -> None:
    assert energy_figure(3, 71, 4_341_000.0)[:2] == ("4,341", "MWh")  # Losses says 4,359 MWh with what it fills in
