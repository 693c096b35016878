"""Completeness over the hand-made history: 11 active meters, one hour missed, a quarter of it estimated, one read late."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
from bokeh.events import Tap

from app.charts.chart import Chart
from app.charts.time_axis import days_ms
from app.tabs.ami_analytics.completeness import rows
from app.tabs.ami_analytics.completeness.view import CompletenessView
from layers.colours.colour import rgb
from tests.app.tabs.ami_analytics.desk import Desk
from tests.app.tabs.ami_analytics.fixtures import desk, history  # noqa: F401  # pytest finds them by name

FIRST, END = dt.date(2026, 3, 7), dt.date(2026, 3, 10)


def made(*cells: tuple[int, dt.date, int, int, int, int]) -> rows.Reads:
    """Reads of feeder, day, expected, received, estimated, late."""
    names = ("feeder_id", "reading_day", "expected", "received", "estimated", "late")
    columns = dict(zip(names, zip(*cells, strict=True), strict=True))
    table = pa.table(
        {
            "feeder_id": pa.array(columns["feeder_id"], pa.int32()),
            "feeder_name": [f"F{number:04d}" for number in columns["feeder_id"]],
            "reading_day": pa.array(columns["reading_day"], pa.date32()),
            **{f"intervals_{name}": pa.array(columns[name], pa.int64()) for name in names[2:]},
            "intervals_missing": pa.array([0] * len(cells), pa.int64()),
            "intervals_explained": pa.array([0] * len(cells), pa.int64()),
        }
    )
    return rows.reads_of(table, FIRST, END)


def test_a_day_without_rows_is_a_gap_and_not_zero_percent() -> None:
    reads = made((1, FIRST, 96, 0, 0, 0), (2, FIRST, 96, 96, 0, 0))
    share = rows.share_of(reads.heat.counts, "received")
    assert share[0, 0] == 0.0
    assert np.isnan(share[0, 1])
    gaps = {figure.label: figure.value for figure in rows.figures(reads)}
    assert gaps["Without a record"] == "4"  # two feeders, two days each


def test_the_worst_feeder_stands_on_top() -> None:
    reads = made((1, FIRST, 100, 99, 0, 9), (2, FIRST, 100, 50, 5, 0), (3, FIRST, 100, 100, 0, 1))
    assert rows.worst_first(reads.heat.counts, "received").tolist() == [1, 0, 2]
    assert rows.worst_first(reads.heat.counts, "late").tolist() == [0, 2, 1]
    assert rows.by_feeder(reads.heat)["feeder_name"].to_pylist() == ["F0002", "F0001", "F0003"]


def test_colours_tell_the_bands_apart_in_the_right_direction() -> None:
    good, bad = np.array([[100.0, 99.5]]), np.array([[49.9, 0.0]])
    calm = rows.cell_colours(good, "received", "dark", "standard")
    loud = rows.cell_colours(bad, "received", "dark", "standard")
    assert calm[0, 0] == calm[0, 1] != loud[0, 0] == loud[0, 1]
    assert rows.cell_colours(np.array([[0.2]]), "late", "dark", "standard")[0, 0] == calm[0, 0]
    assert rows.cell_colours(np.array([[30.0]]), "late", "dark", "standard")[0, 0] == loud[0, 0]
    assert len(rows.band_labels("received")) == len(rows.BANDS["received"]) + 1


def test_what_is_good_is_pale_on_white_for_the_colour_blind_too() -> None:
    colours = rows.band_colours("light", "colour_blind")
    assert len(colours) == len(rows.BANDS["received"]) + 1
    brightness = [sum(rgb(colour)) for colour in colours]
    assert brightness == sorted(brightness, reverse=True)
    assert brightness[0] >= sum(rgb(rows.band_colours("light", "standard")[0]))


def test_sums_by_day_follow_from_the_cells() -> None:
    days = rows.by_day(made((1, FIRST, 96, 90, 9, 3), (2, FIRST, 4, 4, 0, 1))).to_pylist()
    assert days[0]["intervals_missing"] == 6
    assert days[0]["received_pct"] == 94.0
    assert round(days[0]["late_pct"], 4) == round(100 * 4 / 94, 4)


def test_the_view_shows_every_feeder_and_opens_one(desk: Desk) -> None:  # noqa: F811
    view = desk.show(CompletenessView)
    assert sorted(set(view.heat_chart.source.data["name"])) == ["F0001", "F0002"]
    assert len(view.day_chart.source.data["day"]) == 3
    assert view.feeders.shown.num_rows == 2
    view._open_feeder(2)
    desk.settle()
    assert (desk.selection.scope, desk.selection.scope_id) == ("feeder", 2)
    assert set(view.heat_chart.source.data["name"]) == {"F0002"}
    assert view.by_day.shown.num_rows == 3


def test_what_an_outage_explains_stands_apart_for_feeders_too(desk: Desk) -> None:  # noqa: F811
    """One quarter of meter 5's two missing ones lies in five minutes without supply of its transformer; meter 11, which
    is not active, counts with its 284 intervals."""
    view = desk.show(CompletenessView)
    told = {figure.label: figure for figure in rows.figures(view._answer[1].reads)}
    assert (told["Missing"].value, told["Explained by outages"].value) == ("285", "1")
    listed = {row["feeder_name"]: row for row in view.feeders.shown.to_pylist()}
    assert (listed["F0001"]["intervals_missing"], listed["F0001"]["intervals_explained"]) == (1, 1)
    assert view.day_chart.source.data["explained"].tolist() == [0, 1, 0]
    assert any("1 missing by an outage" in text for text in view.heat_chart.source.data["detail"])
    assert {query.name for query in view._queries()} == {"ami_completeness", "ami_explained_reads"}


def test_before_outages_are_looked_at_nothing_is_said_of_them(desk: Desk) -> None:  # noqa: F811
    desk.history.faulty.add("ami_explained_reads")
    view = desk.show(CompletenessView)
    told = {figure.label: figure for figure in rows.figures(view._answer[1].reads)}
    assert (told["Missing"].value, told["Missing"].note) == ("286", "expected and never received")
    assert told["Explained by outages"].is_waiting
    assert view.feeders.shown.num_rows == 2


def test_a_transformer_is_shown_by_its_meters_and_their_gaps(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="transformer", scope_id=2)
    view = desk.show(CompletenessView)
    assert set(view.heat_chart.source.data["name"]) == {"MTR-0004", "MTR-0005", "MTR-0006"}
    assert view.heat_chart.source.data["name"][0] == "MTR-0005"  # the only one with gaps stands on top
    assert len(view.heat_chart.gaps.data["name"]) == 0
    gaps = view.gaps["transformer"].shown.to_pylist()
    assert [(gap["meter_name"], gap["minutes"], gap["what"]) for gap in gaps] == [
        ("MTR-0005", 15, "Estimated"), ("MTR-0006", 15, "Late"), ("MTR-0005", 15, "Late"),
        ("MTR-0005", 15, "Explained by an outage"), ("MTR-0005", 15, "Missing"),
    ]  # fmt: skip
    assert "Reads by meter and day" in view.heat.heading.html
    assert {query.name for query in view._queries()} == {
        "ami_completeness_meters", "ami_expected_reads", "ami_meter_outages"
    }  # fmt: skip
    view._open_meter(5)
    desk.settle()
    assert (desk.selection.scope, desk.selection.scope_id) == ("meter", 5)


def test_a_meter_is_shown_by_day_and_hour(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="meter", scope_id=5)
    view = desk.show(CompletenessView)
    cells = view.heat_chart.source.data
    assert len(cells["name"]) == 24 + 23 + 24  # an hour that never was is left blank
    share = {(day, hour): pct for day, hour, pct in zip(cells["name"], cells["when"], cells["share"], strict=True)}
    assert share["Sun 8 Mar 2026", "13:00 to 14:00"] == 50.0  # two of four missing, one estimated, one late
    assert sorted(set(share.values())) == [50.0, 100.0]
    figures = {figure.label: figure.value for figure in rows.figures(view._answer[1].reads, view._answer[1].gaps)}
    assert figures["Longest gap"] == "15 min"
    assert (figures["Missing"], figures["Explained by outages"]) == ("1", "1")
    assert view._heat_rows().num_rows == 71


def test_a_meter_that_was_never_read_says_so(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="meter", scope_id=11)
    view = desk.show(CompletenessView)
    assert "No reads in this period" in view.heat.veil.html
    desk.choose(scope="transformer", scope_id=4)  # it hangs there beside two that are read
    assert set(view.heat_chart.gaps.data["name"]) == {"MTR-0011"}
    assert "No gaps" in view.table.veil.html
    assert desk.tab.failure is None


def test_a_period_without_reads_says_so(desk: Desk) -> None:  # noqa: F811
    desk.choose(first_day=dt.date(2020, 1, 1), end_day=dt.date(2020, 1, 3))
    view = desk.show(CompletenessView)
    assert "No reads in this period" in view.heat.veil.html


def test_a_source_that_goes_away_leaves_what_was_shown(desk: Desk) -> None:  # noqa: F811
    view = desk.show(CompletenessView)
    desk.history.is_broken = True
    desk.choose(scope="feeder", scope_id=1)
    assert "The history went away." in view.heat.veil.html
    assert len(view.heat_chart.source.data["name"]) == 6  # two feeders, three days, as before
    desk.history.is_broken = False
    view.follow.retry()
    desk.settle()
    assert view.heat.veil.html == ""
    assert set(view.heat_chart.source.data["name"]) == {"F0001"}


def test_a_place_that_is_not_there_is_said_in_the_board(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="meter", scope_id=99)
    view = desk.show(CompletenessView)
    assert "no meter with the number 99" in view.heat.veil.html
    assert desk.tab.failure is None


def test_a_view_that_is_away_asks_nothing(desk: Desk) -> None:  # noqa: F811
    desk.show(CompletenessView)
    desk.own.view = "load"
    asked = len(desk.history.asked)
    desk.choose(scope="feeder", scope_id=1)
    names = {query.name for query in desk.history.asked[asked:]}
    assert "ami_completeness" not in names


def test_opening_a_feeder_lets_go_of_what_was_picked_in_other_views(desk: Desk) -> None:  # noqa: F811
    view = desk.show(CompletenessView)
    desk.own.param.update(picked=9, loss_id=2)
    view._open_feeder(2)
    assert (desk.selection.scope_id, desk.own.picked, desk.own.loss_id) == (2, None, None)


def tap(chart: Chart, x_ms: float, y: float) -> None:
    chart.figure._trigger_event(Tap(chart.figure, x=x_ms, y=y))


def test_a_cell_clicked_drives_the_table_to_that_day_and_feeder(desk: Desk) -> None:  # noqa: F811
    view = desk.show(CompletenessView)
    whole = view.feeders.shown.to_pylist()
    row = view.heat_chart.source.data["name"].tolist().index("F0001") // 3  # three days a row
    tap(view.heat_chart, float(days_ms([dt.date(2026, 3, 8)])[0]), -row - 0.5)
    assert desk.own.read_day == dt.date(2026, 3, 8)
    listed = view.feeders.shown.to_pylist()
    assert {row["feeder_name"] for row in listed} == {"F0001", "F0002"}
    assert sum(row["intervals_expected"] for row in listed) * 71 == sum(r["intervals_expected"] for r in whole) * 23
    assert view.feeders.picked == str(next(row["feeder_id"] for row in listed if row["feeder_name"] == "F0001"))
    assert "Sun 8 Mar 2026" in view.table.heading.html
    view.table.heading._take({"action": "all_days"})
    assert view.feeders.shown.to_pylist() == whole
    assert view.feeders.picked == ""


def test_a_bar_clicked_picks_its_day_and_once_more_lets_go(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="transformer", scope_id=2)
    view = desk.show(CompletenessView)
    assert view.gaps["transformer"].shown.num_rows == 5
    at = float(days_ms([dt.date(2026, 3, 7)])[0])
    tap(view.day_chart, at, 0.0)
    assert view.gaps["transformer"].shown.num_rows < 5
    tap(view.day_chart, at, 0.0)
    assert view.gaps["transformer"].shown.num_rows == 5


def test_a_day_picked_is_let_go_of_with_what_was_looked_at(desk: Desk) -> None:  # noqa: F811
    view = desk.show(CompletenessView)
    tap(view.day_chart, float(days_ms([dt.date(2026, 3, 8)])[0]), 0.0)
    desk.choose(scope="transformer", scope_id=2)
    assert desk.own.read_day is None
    assert view.gaps["transformer"].shown.num_rows == 5
