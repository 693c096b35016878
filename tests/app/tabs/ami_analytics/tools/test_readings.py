"""Tools over the history say what the readings themselves come to, reckoned apart from the product."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from data_sources.history.losses import feeder_losses_query
from data_sources.history.scope import Scope
from tests.app.tabs.ami_analytics.tools.conftest import Demo

PLACES = ("", "SUB-003", "F0002")


def cell(found: ToolResult, key: str, row: int = 0) -> Any:
    return found.table[key][row].as_py()


def names(found: ToolResult) -> list[str]:
    return [str(name) for name in found.table[found.columns[0].key].to_pylist()]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("period", ["yesterday", "last_7_days"])
def test_the_load_of_a_place_is_that_of_its_heads(asked: Demo, place: str, period: str) -> None:
    if period == "last_7_days":
        period, known = f"{asked.day(3)}..{asked.day(1)}", "days_3_to_1_ago"
    else:
        known = period
    (right,) = asked.rows("heads", place=place, period=known)
    found = asked.ask("load_of_period", place=place, period=period)
    pairs = {"peak_kw": "peak_kw", "mean_kw": "mean_kw", "least_kw": "least_kw", "energy_kwh": "kwh",
             "load_factor_pct": "load_factor_pct"}  # fmt: skip
    for key, column in pairs.items():
        assert cell(found, key) == pytest.approx(right[column], rel=1e-5), key
    assert cell(found, "peak_at") == right["peak_at"]
    assert "SCADA" in found.note
    assert "SCADA" in found.title


@pytest.mark.parametrize("place", PLACES)
def test_or_that_of_its_meters_where_they_are_asked_for(asked: Demo, place: str) -> None:
    (load,), (energy,) = (asked.rows(sql, place=place, period="yesterday") for sql in ("metered_load", "metered"))
    found = asked.ask("load_of_period", place=place, basis="meters")
    for key in ("peak_kw", "mean_kw", "least_kw", "load_factor_pct"):
        assert cell(found, key) == pytest.approx(load[key], rel=1e-5), key
    assert cell(found, "energy_kwh") == pytest.approx(energy["kwh"], rel=1e-5)
    assert cell(found, "received_kwh") == pytest.approx(energy["exported_kwh"], rel=1e-5)
    assert "meters" in found.title
    sent_back = asked.ask("load_of_period", place=place, quantity="received_kwh")
    assert cell(sent_back, "received_kwh") == cell(found, "received_kwh")


def test_the_course_of_a_load_holds_its_peak(asked: Demo) -> None:
    found = asked.ask("load_curve", place="F0002")
    (right,) = asked.rows("heads", place="F0002", period="yesterday")
    assert found.table.num_rows in (92, 96, 100)
    assert max(found.table["load_kw"].to_pylist()) == pytest.approx(right["peak_kw"], rel=1e-5)
    assert found.chart is not None
    assert found.chart.x == "start_at"


@pytest.mark.parametrize(
    ("name", "by", "order", "sign"), [("F0003", "energy_kwh", "most", -1), ("", "energy_kwh", "least", 1)]
)
def test_feeders_are_ranked_by_energy(asked: Demo, name: str, by: str, order: str, sign: int) -> None:
    right = asked.rows("feeders_by_energy", sign=sign, n=5, period="yesterday")
    found = asked.ask("feeders_by_load_of_period", by=by, order=order, n=5)
    assert names(found) == [row["feeder_name"] for row in right]
    assert found.table["energy_kwh"].to_pylist() == pytest.approx([row["kwh"] for row in right])
    assert name in ("", "F0003")


def test_substations_add_up_to_the_utility(asked: Demo) -> None:
    parts = asked.ask("substations_by_load_of_period")
    whole = asked.ask("load_of_period")
    assert sum(parts.table["energy_kwh"].to_pylist()) == pytest.approx(cell(whole, "energy_kwh"))
    assert sum(parts.table["peak_kw"].to_pylist()) >= cell(whole, "peak_kw")
    assert asked.ask("substations_by_load_of_period", is_count=True).table.to_pylist() == [{"how_many": 3}]


@pytest.mark.parametrize("place", PLACES)
def test_losses_are_those_of_the_losses_view_and_as_read(asked: Demo, place: str) -> None:
    found = asked.ask("losses_of_place", place=place)
    (right,) = asked.rows("losses", place=place, period="yesterday")
    assert cell(found, "as_read_pct") == pytest.approx(right["lost_pct"], rel=1e-3)
    scope = {"SUB-003": Scope(1, substation_id=3), "F0002": Scope(1, feeder_id=2)}.get(place, Scope(1))
    day = asked.known.today - dt.timedelta(days=1)
    view = asked.history.fetch(feeder_losses_query(scope, day, asked.known.today))
    assert cell(found, "losses_kwh") == pytest.approx(sum(view["losses_kwh"].to_pylist()))
    assert 0 < cell(found, "losses_pct") <= cell(found, "as_read_pct")


def test_feeders_are_ranked_and_limited_by_losses(asked: Demo) -> None:
    found = asked.ask("feeders_by_losses")
    shares = found.table["losses_pct"].to_pylist()
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 8
    over = asked.ask("feeders_by_losses", above=shares[2], is_count=True)
    assert over.table["how_many"].to_pylist() == [2]


@pytest.mark.parametrize("place", PLACES)
def test_reads_are_counted_as_they_came(asked: Demo, place: str) -> None:
    (right,) = asked.rows("metered", place=place, period="yesterday")
    found = asked.ask("completeness_of_reads", place=place)
    assert cell(found, "received_pct") == pytest.approx(right["completeness_pct"], rel=1e-4)
    assert cell(found, "estimated_pct") == pytest.approx(right["estimated_pct"], rel=0.02)
    assert cell(found, "meters_with_gaps") == right["meters_with_gaps"]
    assert cell(found, "intervals_missing") == right["missing"]
    voltage = asked.ask("voltage_of_place", place=place)
    assert cell(voltage, "meters_low") == right["meters_low"]
    assert cell(voltage, "meters_high") == right["meters_high"]


def test_feeders_by_completeness_start_with_the_worst(asked: Demo) -> None:
    found = asked.ask("feeders_by_completeness")
    shares = found.table["received_pct"].to_pylist()
    assert shares == sorted(shares)
    worst = asked.ask("completeness_of_reads", place=names(found)[0])
    assert cell(worst, "received_pct") == pytest.approx(shares[0])


@pytest.mark.parametrize("name", ["MTR-0000250", "MTR-0004100", "mtr-0002222"])
def test_a_meter_says_what_it_registered(asked: Demo, name: str) -> None:
    (right,) = asked.rows("meter_readings", name=name.upper(), period="yesterday")
    found = asked.ask("meter_readings", name=name)
    for key, column in {"energy_kwh": "kwh", "min_v": "min_v", "max_v": "max_v", "mean_v": "mean_v"}.items():
        assert cell(found, key) == pytest.approx(right[column], rel=1e-5), key
    for key in ("minutes_low", "missing", "estimated"):
        assert cell(found, key) == right[key], key
    curve = asked.ask("meter_load_curve", name=name)
    assert max(curve.table["load_kw"].to_pylist()) == pytest.approx(cell(found, "peak_kw"))
    volts = asked.ask("meter_voltage_curve", name=name).table["voltage_v"].to_pylist()
    assert min(volts) == pytest.approx(cell(found, "min_v"))


@pytest.mark.parametrize("place", ["", "F0007"])
def test_meters_are_ranked_by_use_and_by_low_voltage(asked: Demo, place: str) -> None:
    use = asked.rows("meters_by_energy", place=place, n=5, period="yesterday")
    assert names(asked.ask("meters_by_readings", place=place, by="energy_kwh", n=5)) == [
        row["meter_name"] for row in use
    ]
    low = asked.rows("meters_by_low_voltage", place=place, n=5, period="yesterday")
    found = asked.ask("meters_by_readings", place=place, by="voltage_v_min", order="least", n=5)
    assert found.table["voltage_pct_min"].to_pylist() == pytest.approx([row["voltage_pct"] for row in low], abs=1e-3)


def test_meters_beyond_a_limit_are_listed_and_counted_and_none_is_an_answer(asked: Demo) -> None:
    (right,) = asked.rows("metered", place="", period="yesterday")
    low = {"by": "minutes_low", "above": 0}
    assert asked.ask("meters_by_readings", is_count=True, **low).table.to_pylist() == [
        {"how_many": right["meters_low"]}
    ]
    assert asked.ask("meters_by_readings", **low).table.num_rows == right["meters_low"]
    none = asked.ask("meters_by_readings", by="voltage_v_max", above=500, is_count=True)
    assert none.table.to_pylist() == [{"how_many": 0}]
    of_one = asked.ask("meters_by_readings", transformer="TX-0001-004", by="energy_kwh")
    assert set(of_one.table["transformer_name"].to_pylist()) == {"TX-0001-004"}


@pytest.mark.parametrize("name", ["TX-0001-005", "TX-0003-020", "TX-0003-140"])
def test_a_transformer_says_what_went_through_it(asked: Demo, name: str) -> None:
    (right,) = asked.rows("transformer_readings", name=name, period="yesterday")
    found = asked.ask("transformer_readings", name=name)
    for key, column in {"energy_kwh": "kwh", "peak_kva": "peak_kva", "peak_pct": "peak_pct"}.items():
        assert cell(found, key) == pytest.approx(right[column], rel=1e-4), key
    assert cell(found, "peak_at") == right["peak_at"]
    curve = asked.ask("transformer_load_curve", name=name).table["load_pct"].to_pylist()
    assert max(curve) == pytest.approx(cell(found, "peak_pct"))
    assert sum(value > 100 for value in curve) == cell(found, "hours_over")


@pytest.mark.parametrize(("place", "above"), [("", 100.0), ("F0003", 80.0), ("F0004", 20.0)])
def test_transformers_above_a_share_of_their_rating(asked: Demo, place: str, above: float) -> None:
    right = asked.rows("transformers_over", place=place, above_pct=above, period="yesterday")
    found = asked.ask("transformers_by_readings", place=place, above=above)
    assert names(found) == [row["transformer_name"] for row in right]
    count = asked.ask("transformers_by_readings", place=place, above=above, is_count=True)
    assert count.table.to_pylist() == [{"how_many": len(right)}]


@pytest.mark.parametrize(
    ("tool", "values"),
    [
        ("load_of_period", {"place": "F0003"}), ("load_curve", {}), ("load_duration", {}), ("feeders_by_load_of_period", {}),
        ("losses_of_place", {}), ("feeders_by_losses", {}), ("completeness_of_reads", {}),
        ("feeders_by_completeness", {}), ("voltage_of_place", {}), ("feeders_by_voltage", {}),
        ("meter_readings", {"name": "MTR-0000250"}), ("meter_load_curve", {"name": "MTR-0000250"}),
        ("meter_voltage_curve", {"name": "MTR-0000250"}), ("meters_by_readings", {"by": "energy_kwh"}),
        ("meters_by_readings", {"by": "minutes_low", "above": 0}), ("transformer_readings", {"name": "TX-0001-005"}),
        ("transformer_load_curve", {"name": "TX-0001-005"}), ("transformers_by_readings", {"above": 80}),
    ],
)  # fmt: skip
def test_a_period_without_readings_says_so_and_what_there_is(asked: Demo, tool: str, values: dict[str, Any]) -> None:
    with pytest.raises(NoAnswer, match=f"no readings before {asked.day(4)}") as caught:
        asked.ask(tool, period="2009-03-01", **values)
    assert caught.value.reason is RefusalReason.NOT_IN_DATA
    with pytest.raises(NoAnswer) as caught:
        asked.ask(tool, period="2060", **values)
    assert caught.value.reason is RefusalReason.NOT_KNOWN_YET


def test_what_ends_before_its_period_says_how_far_it_reaches(asked: Demo) -> None:
    found = asked.ask("load_of_period", period=f"{asked.day(1)}..{asked.day(0)}")
    assert f"Readings reach to {asked.day(0)} 00:00" in found.note
    assert "reach" not in asked.ask("load_of_period").note


def test_every_answer_says_unit_place_period_source_and_statements(asked: Demo) -> None:
    found = asked.ask("load_of_period", place="f0002")
    assert (found.place, found.period) == ("Feeder F0002", f"yesterday, {asked.day(1)}")
    assert found.column("peak_kw").unit == "kW"
    assert "assistant_head_load" in [one.query.name for one in found.asked]
    assert "DuckDB" in found.source
    assert found.is_simulated
    assert found.goes[0].scope == ("feeder", 2)
