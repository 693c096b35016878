"""Voltage over the hand-made history: on 9 March meter 9 runs 9 % below and meter 12 runs 6 % above nominal, all day."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from app.tabs.ami_analytics.voltage import rows
from app.tabs.ami_analytics.voltage.view import VoltageView
from tests.app.tabs.ami_analytics.desk import Desk
from tests.app.tabs.ami_analytics.fixtures import desk, history  # noqa: F401  # pytest finds them by name

DAY_MINUTES = 24 * 60  # 9 March has 24 hours; the clocks went forward on the 8th


def days(**values: list[float]) -> pa.Table:
    count = len(next(iter(values.values())))
    table = {
        "reading_day": [dt.date(2026, 3, 7) + dt.timedelta(days=i) for i in range(count)],
        "meters": [0] * count, "minutes_below": [0] * count, "minutes_above": [0] * count,
        "voltage_pct_min": [99.0] * count, "voltage_pct_max": [101.0] * count,
    }  # fmt: skip
    return pa.table(table | values)


def test_figures_count_meter_hours_of_both_ranges() -> None:
    wide = days(meters=[2, 0], minutes_below=[90, 0], voltage_pct_min=[91.0, 99.0])
    shown = {figure.label: figure for figure in rows.figures(wide, days(meters=[0, 0]), 2, "A")}
    assert shown["Meters outside range A"].note == "on 1 of 2 days"
    assert (shown["Below range A"].value, shown["Below range A"].tone) == ("1.5", "warning")
    assert (shown["Below range B"].value, shown["Below range B"].tone) == ("0", "normal")
    assert (shown["Lowest"].value, shown["Lowest"].tone) == ("109.2", "warning")  # 91 % of 120 V


def test_the_worst_voltage_is_the_one_farthest_outside() -> None:
    table = pa.table({"voltage_pct_min": [91.0, 99.0, 94.9], "voltage_pct_max": [101.0, 106.0, 107.0]})
    assert rows.with_worst(table, "A")["worst_pct"].to_pylist() == [91.0, 106.0, 107.0]


def test_exceptions_are_listed_marked_and_counted(desk: Desk) -> None:  # noqa: F811
    view = desk.show(VoltageView)
    listed = {row["meter_name"]: row for row in view.lists["meter"].shown.to_pylist()}
    assert set(listed) == {"MTR-0009", "MTR-0012"}
    assert listed["MTR-0009"]["minutes_below"] == DAY_MINUTES
    assert listed["MTR-0012"]["minutes_above"] == DAY_MINUTES
    assert listed["MTR-0012"]["worst_pct"] == pytest.approx(106.0, abs=0.05)
    bars = view.day_chart.source.data
    assert bars["below"].tolist() == [0, 0, 24]
    assert bars["above"].tolist() == [0, 0, 24]
    assert sorted(view._map.source.data["name"]) == ["TX-0002-003", "TX-0002-004"]


def test_bars_that_would_all_be_of_nothing_say_which_days_there_are(desk: Desk) -> None:  # noqa: F811
    """Seen: an empty chart for a day without an exception, whether it was read or not."""
    view = desk.show(VoltageView)
    day = dt.date(2026, 3, 7)
    desk.choose(first_day=day, end_day=day + dt.timedelta(days=1))
    assert "Not an hour outside range A" in view.days.veil.html
    assert "There are reads of 1 day: Sat 7 Mar 2026, all within the range." in view.days.veil.html
    desk.choose(first_day=day, end_day=day + dt.timedelta(days=3))
    assert "Not an hour" not in view.days.veil.html
    assert rows.no_hours(days(meters=[]), "A")[0] == "No day with reads"
    assert rows.no_hours(days(meters=[0, 0]), "B") == (
        "Not an hour outside range B",
        "There are reads of 2 days: Sat 7 Mar 2026 to Sun 8 Mar 2026, all within the range.",
    )


def test_range_b_and_levels(desk: Desk) -> None:  # noqa: F811
    view = desk.show(VoltageView)
    desk.choose(service_range="B", level="feeder")
    (feeder,) = view.lists["feeder"].shown.to_pylist()
    assert (feeder["feeder_name"], feeder["meters"]) == ("F0002", 2)
    view._picker("feeder")("2")
    desk.settle()
    assert (desk.selection.scope, desk.selection.scope_id, desk.own.level) == ("feeder", 2, "transformer")
    assert view.lists["transformer"].shown.num_rows == 2


def test_a_meter_picked_shows_its_course_and_episodes(desk: Desk) -> None:  # noqa: F811
    view = desk.show(VoltageView)
    view._picker("meter")("9")
    desk.settle()
    assert desk.own.picked == 9
    (episode,) = view.meter.episodes.shown.to_pylist()
    assert (episode["direction"], episode["minutes"]) == ("low", DAY_MINUTES)
    assert episode["worst_pct"] == pytest.approx(91.0, abs=0.05)
    assert len(view.meter.lines.source.data["at"]) == (24 + 23 + 24) * 4
    assert "MTR-0009" in view.meter.board.heading.html
    view._picker("meter")("9")
    assert desk.own.picked is None


def test_no_exceptions_is_good_news_said_so(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="feeder", scope_id=1)
    view = desk.show(VoltageView)
    assert "No meters outside range A" in view.table.veil.html
    assert next(query.name for query in view._queries()) == "ami_voltage_meters"


def test_a_transformer_lists_its_own_meters_only(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="transformer", scope_id=4)
    view = desk.show(VoltageView)
    assert view.lists["meter"].shown["meter_name"].to_pylist() == ["MTR-0012"]
    assert view._map.source.data["name"] == ["TX-0002-004"]
    bars = view.day_chart.source.data
    assert (bars["below"].tolist(), bars["above"].tolist()) == ([0, 0, 0], [0, 0, 24])
    assert "Feeders" not in view.table.heading.html  # nothing larger than what is chosen is counted
    desk.choose(level="feeder")
    assert view.lists["meter"].shown.num_rows == 1


def test_a_transformer_within_the_range_is_still_seen_on_the_map(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="transformer", scope_id=1)
    view = desk.show(VoltageView)
    assert "No meters outside range A" in view.table.veil.html
    assert view.map.veil.html == ""
    assert view._map.map.selected.asset_id == 1


def test_a_meter_chosen_above_is_shown_with_its_readings(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="meter", scope_id=9)
    view = desk.show(VoltageView)
    assert view._table_place[0] is view.meter.board.view
    assert view._lower_place[0] is view.days.view
    (episode,) = view.meter.episodes.shown.to_pylist()
    assert (episode["direction"], episode["minutes"]) == ("low", DAY_MINUTES)
    assert "MTR-0009" in view.meter.board.heading.html
    assert "Days outside range A" in view.figures.html
    assert view.day_chart.source.data["below"].tolist() == [0, 0, 24]
    desk.choose(scope="meter", scope_id=1)
    assert "within range A" in view.meter.board.heading.html
    assert "MTR-0001" in view.meter.board.heading.html
    desk.choose(scope="feeder", scope_id=2)
    assert view._table_place[0] is view.table.view
