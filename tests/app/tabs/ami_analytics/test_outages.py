"""Outages of what is looked at: rows and figures of a record, the view in a session, and the ways on from it."""

from __future__ import annotations

import datetime as dt

import pytest

from app.tabs.ami_analytics.load.view import LoadView
from app.tabs.ami_analytics.outages import rows
from app.tabs.ami_analytics.outages.view import OutagesView
from data_sources.analytics.clock import utc64
from data_sources.history.place_outages import Means, PlaceOutage, PlacePeriod, PlaceRecord
from data_sources.postgres.source import PostgresSource
from tests.app.tabs.ami_analytics.desk import Desk
from tests.app.tabs.ami_analytics.fixtures import desk, history  # noqa: F401  # pytest finds them by name
from tests.data_sources.history_rows import DAYS, ZONE
from tests.handmade import insert, outage

NOW = dt.datetime(2026, 7, 15, 18, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def one(outage_id: int, ago: dt.timedelta, minutes: float | None, **changes: object) -> PlaceOutage:
    at = NOW - ago
    values: dict[str, object] = {
        "outage_id": outage_id, "out_at": at, "restored_at": None if minutes is None else at + minutes * MINUTE,
        "sustained": 1, "momentary": 0, "sustained_minutes": minutes or 0.0, "is_counted": True, "cause": "tree",
        "kind": "unplanned", "state": "closed", "customers_interrupted": 40, "customers_out": 0,
        "estimated_restoration_at": None, "is_active": minutes is None, "is_live": True, "is_simulated": False,
    }  # fmt: skip
    return PlaceOutage(**(values | changes))  # type: ignore[arg-type]


def record(*outages: PlaceOutage) -> PlaceRecord:
    means = Means(3, 250, 1), Means(1.25, 130.4, 2.5), Means(1.5, 120.6, 3)
    periods = (
        PlacePeriod(None, *means), PlacePeriod(2026, *means), PlacePeriod(2025, *means),
        PlacePeriod(2024, Means(), Means(), Means()),
    )  # fmt: skip
    return PlaceRecord(outages, periods, NOW, ())


def test_figures_stand_beside_the_means_and_glow_where_twice_as_bad() -> None:
    told = {one.label: one for one in rows.figures(record(), ZONE.key, is_feeder=False)}
    assert (told["Outages now"].value, told["Outages now"].tone) == ("0", "normal")
    assert (told["Interruptions, 12 months"].value, told["Interruptions, 12 months"].note) == (
        "3", "mean of the feeder 1.25, utility 1.50"
    )  # fmt: skip
    assert told["Interruptions, 12 months"].tone == "normal"  # 3 is not more than twice 1.5
    minutes = told["Without supply, 12 months"]
    assert (minutes.value, minutes.unit, minutes.tone) == ("250", "min", "warning")
    assert minutes.note == "mean of the feeder 130, utility 121 min"
    feeder = {one.label: one for one in rows.figures(record(), ZONE.key, is_feeder=True)}
    assert feeder["Interruptions, 12 months"].value == "3.00"
    assert feeder["Interruptions, 12 months"].note == "mean of the utility 1.50"


def test_what_is_out_now_and_the_longest_are_told() -> None:
    lasting = one(3, 30 * MINUTE, None, estimated_restoration_at=NOW + 60 * MINUTE)
    told = {
        one.label: one
        for one in rows.figures(
            record(lasting, one(2, 90 * MINUTE, 20), one(1, 999 * MINUTE, 65)), ZONE.key, is_feeder=False
        )
    }
    assert (told["Outages now"].value, told["Outages now"].tone) == ("1", "bad")
    assert told["Outages now"].note == "since 15 Jul 12:30 CDT, ETR 14:00 CDT"
    assert told["Longest on record"].value == "1 h 05 min"


def test_rows_of_outages_say_what_they_count_as() -> None:
    listed = rows.outage_rows(
        record(
            one(4, 10 * MINUTE, None), one(3, 200 * MINUTE, 2, sustained=0, momentary=1),
            one(2, 300 * MINUTE, 60, momentary=4), one(1, 400 * MINUTE, 60, is_counted=False),
        )
    ).to_pylist()  # fmt: skip
    assert [row["counts"] for row in listed] == [
        "sustained", "momentary", "sustained and momentary", "not known here"
    ]  # fmt: skip
    assert [row["minutes"] for row in listed] == [10, 2, 60, 60]


def test_years_before_the_record_are_left_out() -> None:
    listed = rows.period_rows(record(), is_feeder=False).to_pylist()
    assert [(row["period"], row["whose"]) for row in listed[:4]] == [
        ("Last 12 months", "Here"), ("Last 12 months", "Feeder's mean"), ("Last 12 months", "Utility's mean"),
        ("2026 so far", "Here"),
    ]  # fmt: skip
    assert {row["period"] for row in listed} == {"Last 12 months", "2026 so far", "2025"}
    assert [column.cell(listed[0]) for column in rows.PERIOD_COLUMNS[2:]] == ["3", "250", "1"]
    assert [column.cell(listed[1]) for column in rows.PERIOD_COLUMNS[2:]] == ["1.25", "130", "2.50"]
    assert all(row["whose"] != "Here" for row in rows.period_rows(record(), is_feeder=True).to_pylist())


@pytest.fixture
def recent(desk: Desk, empty_source: PostgresSource) -> Desk:  # noqa: F811
    """An outage of feeder 1 an hour ago, and one that lasts at TX-1."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    insert(
        empty_source, "outages",
        [
            outage(71, now - 90 * MINUTE, 30, 100, kind="unplanned"),
            outage(72, now - 20 * MINUTE, None, 2, transformer_id=1, kind="unplanned"),
        ],
    )  # fmt: skip
    return desk


def test_the_whole_utility_asks_for_a_place(desk: Desk) -> None:  # noqa: F811
    view = desk.show(OutagesView)
    assert "Choose a feeder" in view.board.veil.html
    assert view.list.rows is None


def test_a_feeders_outages_lead_on(recent: Desk) -> None:
    recent.choose(scope="feeder", scope_id=1)
    view = recent.show(OutagesView)
    assert view.list.rows["outage_id"].to_pylist()[:2] == [72, 71]
    view.list._take({"action": "row", "value": "71"})
    assert recent.own.outage_id == 71
    assert "Open outage 71" in view.board.heading.html
    view.board.heading._take({"action": "outage", "value": "71"})
    assert str(recent.selection.asset) == "outage:71"
    assert recent.state.tab == "outage-management"


def test_the_readings_around_one_are_asked_for_by_the_minute(recent: Desk) -> None:
    recent.choose(scope="feeder", scope_id=1)
    view = recent.show(OutagesView)
    view.list._take({"action": "row", "value": "71"})
    picked = view.picked
    view.board.heading._take({"action": "readings", "value": "71"})
    way = recent.state.way_on
    assert way.tab == "ami-analytics"
    texts = dict(way.texts)
    assert texts["view"] == "load"
    from_at, to_at = (dt.datetime.fromisoformat(texts[name]).replace(tzinfo=dt.UTC) for name in ("from_at", "to_at"))
    assert from_at == (picked.out_at - dt.timedelta(hours=4)).replace(second=0)
    assert dt.timedelta(0) < to_at - picked.restored_at - dt.timedelta(hours=4) <= MINUTE
    assert recent.selection.first_day == from_at.astimezone(ZONE).date()


def test_a_meters_outages_are_those_of_its_transformer(recent: Desk) -> None:
    recent.choose(scope="meter", scope_id=2)
    view = recent.show(OutagesView)
    listed = {row["outage_id"]: row["counts"] for row in view.list.rows.to_pylist()}
    assert listed[72] == "sustained"
    assert listed[71] == "not known here"  # its feeder's, and nobody knows whose
    assert "transformer that it hangs on" in view.board.heading.html


def test_charts_of_readings_look_at_the_instants_of_the_address(desk: Desk) -> None:  # noqa: F811
    from_at, to_at = dt.datetime(2026, 3, 8, 12), dt.datetime(2026, 3, 8, 20)
    desk.choose(scope="feeder", scope_id=2, first_day=DAYS[1], end_day=DAYS[2])
    desk.choose(from_at=from_at, to_at=to_at)
    view = desk.show(LoadView)
    seen = view.chart.figure.x_range
    assert (seen.start, seen.end) == tuple(
        float(utc64(at).astype("datetime64[ms]").astype(int)) for at in (from_at, to_at)
    )
    assert view.chart.bands.source.data["what"] == ["Outage 4: maintenance, 6 customers"]
    desk.choose(first_day=DAYS[0], end_day=DAYS[1])  # other days: all of them
    assert (desk.own.from_at, desk.own.to_at) == (None, None)
    desk.choose(scope="utility", scope_id=None)
    assert len(view.chart.bands.source.data["what"]) == 0


def test_instants_outside_the_period_are_passed_over(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="feeder", scope_id=2, first_day=DAYS[1], end_day=DAYS[2])
    desk.choose(from_at=dt.datetime(2025, 3, 8, 12), to_at=dt.datetime(2026, 3, 8, 20))
    seen = desk.show(LoadView).chart.figure.x_range
    assert seen.end - seen.start == 23 * 3_600_000
