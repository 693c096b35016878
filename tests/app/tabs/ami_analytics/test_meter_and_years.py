"""The views Meter and Year over year in a session without a browser, over the hand-made history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.tabs.ami_analytics.meter.view import MeterView
from app.tabs.ami_analytics.years.view import YearsView
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from tests.app.tabs.ami_analytics.desk import Desk
from tests.data_sources.history_rows import DAYS, write_warehouse

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
PERIOD = {"first_day": DAYS[0], "end_day": DAYS[-1] + dt.timedelta(days=1)}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return write_warehouse(Path(tmp_path_factory.mktemp("views")))


def test_a_meter_chosen_is_shown_with_its_gap_and_left_again(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, **PERIOD)
    view = desk.show(MeterView)
    assert "No meter chosen" in view.board.veil.html
    desk.choose(scope="meter", scope_id=5)
    assert "MTR-0005" in view.head.html
    assert "Missing reads" in view.list.html
    assert not view.board.veil.html.strip()
    assert len(view.charts.power.source.data["at"]) == 71 * 4  # three days, one of 23 hours
    desk.choose(scope="utility")
    assert "No meter chosen" in view.board.veil.html
    assert desk.tab.failure is None


def test_a_meter_that_is_not_there_is_said_so(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, scope="meter", scope_id=999, **PERIOD)
    view = desk.show(MeterView)
    assert "no meter with the number 999" in view.board.veil.html


def test_a_click_on_a_gap_moves_all_charts_there_and_back(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, scope="meter", scope_id=5, **PERIOD)
    view = desk.show(MeterView)
    seen = view.charts.power.figure.x_range
    whole = seen.end - seen.start
    event = next(row for row in view.list.rows.to_pylist() if row["kind"] == "missing")
    view.list._take({"action": "row", "value": str(event["event_id"])})
    assert seen.end - seen.start == pytest.approx((6 * 60 + 30) * 60_000)  # half an hour and three hours on either side
    assert view.charts.voltage.figure.x_range is seen
    view.list._take({"action": "row", "value": str(event["event_id"])})
    assert seen.end - seen.start == whole


def test_a_meter_is_found_and_opened_and_its_feeder_leads_to_the_load(
    demo: PostgresSource, history: DuckSource
) -> None:
    desk = Desk(demo, history, **PERIOD)
    view = desk.show(MeterView)
    view.head._take({"action": "find", "value": "MTR-0007"})
    desk.settle()
    assert "MTR-0007" in view.head.html
    view.head._take({"action": "meter", "value": "7"})
    desk.settle()
    assert (desk.selection.scope, desk.selection.scope_id) == ("meter", 7)
    assert view.head.hits is None


def test_the_export_of_a_meter_has_its_neighbours_beside_it(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, scope="meter", scope_id=1, **PERIOD)
    rows = desk.show(MeterView)._exported()
    assert rows.num_rows == 71 * 4
    assert set(rows["neighbours"].to_pylist()) == {2}


def test_last_year_that_is_not_there_is_said_so_plainly(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, **PERIOD)
    view = desk.show(YearsView)
    assert desk.tab.failure is None
    assert view.follow.status.stage == "ready"
    assert "last year is not there yet" in view.board.heading.html
    assert "nothing a year earlier" in view.figures.html
    assert not view._change_pane.visible


def test_both_views_take_the_colours_of_the_other_theme(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, scope="meter", scope_id=1, **PERIOD)
    meter, years = desk.show(MeterView), desk.show(YearsView)
    before = meter.charts.power._line.glyph.line_color, years.charts.both._now.glyph.line_color
    desk.state.param.update(theme="light", palette="colour_blind")
    after = meter.charts.power._line.glyph.line_color, years.charts.both._now.glyph.line_color
    assert before != after
