"""Downstream, lists, comparisons, what is near, the system and its weather, ways: as other statements know them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.assistant.going import apply
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.state import AppState
from app.tabs.operations.tools import OPERATIONS_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.operations.tools.knowing import gappy, known_rows, same

__all__ = ["gappy"]

TOOLS = {tool.name: tool for tool in OPERATIONS_TOOLS}


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    return TOOLS[tool].call(turn(source), values)


def names(result: ToolResult) -> list[str]:
    return result.table["name"].to_pylist()  # type: ignore[no-any-return]


# Downstream --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["BRK-0005-001", "SEC-0001-001", "REC-0001-001", "FUS-0006-004"])
def test_downstream_of_a_device(gappy: PostgresSource, name: str) -> None:
    (row,) = ask(gappy, "downstream", name=name).table.to_pylist()
    (known,) = known_rows(gappy, "downstream", name=name)
    assert {key: row[key] for key in known} == known
    assert row["critical"] >= row["life_support"]
    assert row["rated_kva"] > 0


def test_an_open_fuse_is_told_as_it_is_built(gappy: PostgresSource) -> None:
    result = ask(gappy, "downstream", name="FUS-0003-002")
    (known,) = known_rows(gappy, "downstream", name="FUS-0003-002")
    assert result.table["customers"][0].as_py() == known["customers"] > 0
    assert "as the network is built" in result.note


def test_nothing_is_downstream_of_a_crew(gappy: PostgresSource) -> None:
    with pytest.raises(NoAnswer) as caught:
        ask(gappy, "downstream", name="Crew-001")
    assert caught.value.reason is RefusalReason.NOT_IN_DATA


# Lists -------------------------------------------------------------------------------------------------------------------


def test_lists_are_those_that_the_database_knows(gappy: PostgresSource) -> None:
    known = [row["feeder_name"] for row in known_rows(gappy, "feeders_of_substation", name="SUB-003")]
    assert names(ask(gappy, "feeder_list", place="SUB-003")) == known
    known = [row["meter_name"] for row in known_rows(gappy, "meters_of_transformer", name="TX-0001-004")]
    assert names(ask(gappy, "meter_list", name="TX-0001-004")) == known
    known = [row["device_name"] for row in known_rows(gappy, "ties_of_feeder", name="F0002")]
    assert names(ask(gappy, "device_list", place="F0002", kind="tie")) == known != []
    known = [row["device_name"] for row in known_rows(gappy, "open_devices")]
    assert names(ask(gappy, "device_list", state="abnormal")) == known == ["FUS-0003-002", "SW-0004-001"]
    assert names(ask(gappy, "device_list", kind="switch", state="abnormal")) == known
    assert names(ask(gappy, "device_list", kind="fuse", state="open")) == ["FUS-0003-002"]
    assert len(names(ask(gappy, "substation_list"))) == ask(gappy, "counts").table["substations"][0].as_py()


def test_a_fuse_or_a_tie_that_is_open_is_no_switch(gappy: PostgresSource) -> None:
    with gappy.connection() as connection:
        query = b"SELECT kind, count(*) FROM flux.devices WHERE is_open GROUP BY kind"
        open_by_kind = dict(connection.execute(query).fetchall())
    for kind in ("switch", "fuse", "tie"):
        count = ask(gappy, "device_list", kind=kind, state="open", is_count=True)
        assert count.table["how_many"][0].as_py() == open_by_kind.get(kind, 0), kind
    assert "Open as well, of other kinds: " in ask(gappy, "device_list", kind="switch", state="open").note


def test_what_is_in_a_state_now_is_told_as_of_the_reading(gappy: PostgresSource) -> None:
    now = turn(gappy).now
    for tool, values in (("transformers_without_supply", {}), ("device_list", {"state": "open"})):
        as_of = ask(gappy, tool, **values).as_of
        assert as_of is not None
        assert abs((as_of - now).total_seconds()) < 60, tool


def test_what_has_no_supply_is_listed_and_counted(gappy: PostgresSource) -> None:
    dark = ask(gappy, "transformers_without_supply", place="F0006")
    assert set(names(dark)) == {f"TX-0006-01{last}" for last in range(10)}
    (known,) = known_rows(gappy, "counts", place="F0006")
    count = ask(gappy, "transformers_without_supply", place="F0006", is_count=True)
    assert count.table.to_pylist() == [{"how_many": known["dark_transformers"]}]
    assert ask(gappy, "feeder_list", state="deenergized").table.num_rows == 0
    assert ask(gappy, "feeder_list", state="energized", is_count=True).table["how_many"][0].as_py() == 8


def test_a_list_of_one_leads_to_it(gappy: PostgresSource) -> None:
    result = ask(gappy, "device_list", kind="fuse", state="open")
    assert result.goes[0].label == "Show FUS-0003-002 on the map"
    assert not {"account_number", "customer_name"} & {*ask(gappy, "meter_list", name="TX-0001-004").table.column_names}


# Ranks -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "SUB-001"])
@pytest.mark.parametrize(
    ("by", "called"),
    [(by, by) for by in ("load_kw", "load_pct", "current_a", "power_factor", "customers", "length_km", "solar")]
    + [("headroom_kva", "headroom"), ("live_voltage_kv", "voltage_kv")],
)
def test_feeders_are_ranked(gappy: PostgresSource, by: str, called: str, place: str) -> None:
    result = ask(gappy, "feeders_ranked", by=by, place=place)
    known = [
        row for row in known_rows(gappy, "feeders_ranked", by=called, place=place, sign=-1, n=1000)
        if row["value"] == row["value"]
    ]  # fmt: skip
    assert result.table[by].to_pylist() == pytest.approx([row["value"] for row in known], rel=1e-5)
    assert set(names(result)) == {row["feeder_name"] for row in known}
    if by == "load_kw" and not place:
        assert result.note == "Of 1 of them it is not known."
        assert "F0008" not in names(result)


@pytest.mark.parametrize(("by", "factor"), [("load_kw", 0.001), ("capacity_mva", 1), ("customers", 1)])
def test_substations_are_ranked(gappy: PostgresSource, by: str, factor: float) -> None:
    called = "load_mw" if by == "load_kw" else by
    rows = ask(gappy, "substations_ranked", by=by, order="least").table.to_pylist()
    known = {
        row["substation_name"]: row["value"] for row in known_rows(gappy, "substations_ranked", by=called, sign=1, n=99)
    }
    assert len(rows) == len(known)
    assert [row[by] for row in rows] == sorted(row[by] for row in rows)
    for row in rows:
        if known[row["name"]] == known[row["name"]]:  # the sum of a place with an unknown feeder is none there
            assert row[by] * factor == pytest.approx(known[row["name"]], rel=1e-5)


def test_feeders_within_limits_are_chosen_and_counted(gappy: PostgresSource) -> None:
    every = ask(gappy, "feeders_ranked", by="customers").table
    limit = sorted(every["customers"].to_pylist())[3]
    above = ask(gappy, "feeders_ranked", by="customers", above=limit)
    assert above.table.num_rows == sum(count > limit for count in every["customers"].to_pylist())
    count = ask(gappy, "feeders_ranked", by="customers", above=limit, is_count=True)
    assert count.table["how_many"].to_pylist() == [above.table.num_rows]
    assert ask(gappy, "feeders_ranked", by="critical", n=1).goes[0].label.startswith("Show F00")


# Comparisons -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["load_kw", "load_pct", "customers", "length_km"])
def test_feeders_are_compared(gappy: PostgresSource, by: str) -> None:
    rows = ask(gappy, "compare", name="F0001", other="F0002", quantity=by).table.to_pylist()
    known = known_rows(gappy, "feeders_compared", by=by, one="F0001", other="F0002")
    assert [row["name"] for row in rows] == [row["feeder_name"] for row in known]
    assert [row[by] for row in rows] == pytest.approx([row["value"] for row in known], rel=1e-4)


def test_others_are_compared_and_what_cannot_be_is_refused(gappy: PostgresSource) -> None:
    assert ask(gappy, "compare", name="SUB-001", other="SUB-002").table.num_rows == 2
    transformers = ask(
        gappy, "compare", name="TX-0001-001", other="TX-0001-002", quantity="age_years"
    ).table.to_pylist()
    assert transformers[1] == {"name": "TX-0001-002", "age_years": None}
    with pytest.raises(NoAnswer, match="cannot be compared"):
        ask(gappy, "compare", name="F0001", other="SUB-002")
    with pytest.raises(NoAnswer) as caught:
        ask(gappy, "compare", name="F0001", other="F0002", quantity="hot_spot_c")
    assert caught.value.reason is RefusalReason.NOT_IN_DATA


# Near --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "radius"), [("SUB-001", 200), ("P-000420", 350), ("TX-0003-020", 1500)])
def test_transformers_near_a_thing(gappy: PostgresSource, name: str, radius: float) -> None:
    found = ask(gappy, "transformers_near", name=name, radius_m=radius)
    known = known_rows(gappy, "transformers_near", name=name, radius_m=radius, n=100_000)
    assert names(found) == [row["transformer_name"] for row in known]
    assert found.table["distance_m"].to_pylist() == pytest.approx([row["metres"] for row in known])
    count = ask(gappy, "transformers_near", name=name, radius_m=radius, is_count=True)
    assert count.table["how_many"][0].as_py() == len(known)
    assert [go.label for go in count.goes] == [f"Show {name} on the map"]


def test_the_nearest_transformers(gappy: PostgresSource) -> None:
    found = ask(gappy, "transformers_near", name="P-000420", n=3)
    known = known_rows(gappy, "transformers_near", name="P-000420", radius_m=1e6, n=3)
    assert names(found) == [row["transformer_name"] for row in known]


# System and weather ------------------------------------------------------------------------------------------------------


def test_the_system_now(gappy: PostgresSource) -> None:
    (row,) = ask(gappy, "system_now").table.to_pylist()
    with gappy.connection() as connection:
        (load, rated) = connection.execute(
            b"SELECT sum(load_kw), (SELECT sum(rated_kva) FROM flux.feeders) FROM flux.feeder_status WHERE load_kw <> 'NaN'"
        ).fetchall()[0]
    assert same(row["load_kw"], float(load))
    assert same(row["load_pct"], float(100 * load / rated))


def test_the_system_in_the_last_hours(gappy: PostgresSource) -> None:
    with gappy.connection() as connection:
        ((last,),) = connection.execute(b"SELECT max(sampled_at) FROM flux.system_history").fetchall()
    now = last + dt.timedelta(minutes=3)
    context = turn(gappy, now=now)
    result = TOOLS["system_load"].call(context, {"period": "last_24_hours"})
    (row,) = result.table.to_pylist()
    span = context.span("last_24_hours")
    (known,) = known_rows(gappy, "system_load", from_at=span.from_at, to_at=span.to_at)
    assert row["peak_kw"] == pytest.approx(1000 * known["peak_mw"])
    assert row["least_kw"] == pytest.approx(1000 * known["least_mw"])
    assert row["mean_kw"] == pytest.approx(1000 * known["mean_mw"])
    assert row["peak_at"] == known["peak_at"]
    assert result.period.startswith("last 24 hours, ")
    with pytest.raises(NoAnswer, match="last 48 hours"):
        TOOLS["system_load"].call(context, {"period": "last_7_days"})
    with pytest.raises(NoAnswer) as caught:
        TOOLS["system_load"].call(turn(gappy, now=now + dt.timedelta(days=9)), {"period": "last_24_hours"})
    assert caught.value.reason is RefusalReason.NOT_IN_DATA


def test_the_weather_now(gappy: PostgresSource) -> None:
    with gappy.connection() as connection:
        ((last,),) = connection.execute(b"SELECT max(observed_at) FROM flux.weather").fetchall()
    now = last - dt.timedelta(hours=5, minutes=-20)
    result = TOOLS["weather_now"].call(turn(gappy, now=now), {})
    (row,) = result.table.to_pylist()
    (known,) = known_rows(gappy, "weather_now", now=now)
    assert {key: row[key] for key in known} == pytest.approx(known)
    assert result.as_of == last - dt.timedelta(hours=5)
    with pytest.raises(NoAnswer, match="No weather"):
        TOOLS["weather_now"].call(turn(gappy, now=dt.datetime(1990, 1, 1, tzinfo=dt.UTC)), {})


# Ways --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["REC-0002-001", "F0006", "MTR-0000777", "SUB-002", "TX-0004-033", "P-000420", "Crew-003"]
)
def test_the_way_to_a_thing(gappy: PostgresSource, name: str) -> None:
    result = ask(gappy, "go_to", name=name.lower())
    (row,) = result.table.to_pylist()
    state = AppState(utility_id=1)
    apply(result.goes[0], state)
    assert row["name"] == name
    assert state.viewport is not None
    assert (state.viewport.lon, state.viewport.lat) == pytest.approx((row["lon"], row["lat"]), abs=1e-6)
    assert state.tab == "operations-dashboard"
    assert result.goes[0].is_at_once


def test_the_way_to_views_of_a_thing(gappy: PostgresSource) -> None:
    def tab(**values: Any) -> str:
        return ask(gappy, "go_to", **values).goes[0].tab

    assert tab(name="TX-0001-004", target="page") == "asset-health"
    assert tab(name="F0002", target="page") == "operations-dashboard"
    assert tab(name="F0002", target="readings") == "ami-analytics"
    assert dict(ask(gappy, "go_to", name="F0002", target="outages").goes[0].texts) == {"view": "outages"}
    assert tab(name="P-000420", target="orders") == "field-operations"
    with pytest.raises(NoAnswer, match="no readings of a pole"):
        tab(name="P-000420", target="readings")


def test_the_map_of_what_matters(gappy: PostgresSource) -> None:
    state = AppState(utility_id=1)
    apply(ask(gappy, "map_of", shown="overloaded", place="F0002").goes[0], state)
    assert state.filters == {"load": frozenset({"over"}), "feeder_id": 2}
    assert state.layers == {"feeders", "transformers"}
    assert state.viewport is not None
    apply(ask(gappy, "map_of", shown="underground").goes[0], state)
    assert state.filters == {"construction": "underground"}
