"""Spans to trim: as the bench knows, with levels, times and what was never surveyed."""

from __future__ import annotations

import numpy as np
import pytest

from app import ways
from app.tabs.asset_health.tools.vegetation import LENGTH_TO_TRIM, SPANS_BETWEEN, SPANS_RANKED
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.asset_health.tools.town import known

PLACES = ["", "F0003", "SUB-001"]


@pytest.mark.parametrize("place", PLACES)
def test_what_to_trim_first_as_the_bench_knows(town: PostgresSource, place: str) -> None:
    found = SPANS_RANKED.call(turn(town), {"place": place, "n": 7})
    rows = known(town, "vegetation_worst", place=place, n=7)
    assert found.table["name"].to_pylist() == [row["segment_name"] for row in rows]
    assert found.table["risk"].to_pylist() == pytest.approx([100 * row["risk"] for row in rows])
    assert found.column("risk").cell(found.table.to_pylist()[0]) == f"{100 * rows[0]['risk']:.0f}"
    to_map, work = found.goes
    assert (to_map.lon, to_map.lat) == (found.table["lon"][0].as_py(), found.table["lat"][0].as_py())
    assert work.tab == ways.ASSETS
    assert found.as_of is not None


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("values", "own"),
    [
        ({"level": "critical"}, "critical"), ({"level": "high"}, "high"), ({"within_years": 1}, "due"),
        ({"within_years": 0}, "too_close"),
    ],
)  # fmt: skip
def test_how_many_as_the_bench_knows(town: PostgresSource, place: str, values: dict[str, object], own: str) -> None:
    ((row),) = known(town, "vegetation", place=place)
    counted = SPANS_BETWEEN.call(turn(town), {"place": place, "is_count": True, **values})
    listed = SPANS_BETWEEN.call(turn(town), {"place": place, **values})
    assert counted.table["how_many"].to_pylist() == [row[own]] == [listed.table.num_rows]


def test_kilometres_of_critical_line(town: PostgresSource) -> None:
    ((row),) = known(town, "vegetation", place="")
    found = LENGTH_TO_TRIM.call(turn(town), {"level": "critical"})
    assert found.columns[0].unit == "km"
    assert found.table["how_many"].to_pylist() == [row["critical"]]
    assert found.table["length_km"].to_pylist() == [pytest.approx(row["critical_km"], rel=1e-5)]


def test_limits_are_of_what_is_shown(town: PostgresSource) -> None:
    found = SPANS_BETWEEN.call(turn(town), {"by": "risk", "above": 80})
    assert found.title == "Spans, risk above 80 of 100"
    assert (found.table["risk"].to_numpy() > 80).all()
    near = SPANS_BETWEEN.call(turn(town), {"by": "clearance_m", "below": 2})
    values = near.table["clearance_m"].to_numpy()
    assert (np.diff(values) >= 0).all()
    assert (values < 2).all()


def test_soonest_first_and_titles(town: PostgresSource) -> None:
    found = SPANS_RANKED.call(turn(town), {"by": "trim_in_years", "order": "least", "n": 30})
    assert found.title == "Spans by trim in, lowest first"
    assert (np.diff(found.table["trim_in_years"].to_numpy()) >= 0).all()
    titled = SPANS_BETWEEN.call(turn(town), {"level": "high", "within_years": 1, "is_count": True})
    assert titled.title == "Spans of high vegetation risk, to be trimmed within a year"


def test_where_nothing_was_surveyed_nobody_knows(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute(b"DELETE FROM flux.vegetation_risk")
    counted = SPANS_BETWEEN.call(turn(demo_source), {"level": "critical", "is_count": True})
    assert counted.table["how_many"].to_pylist() == [None]
    assert counted.note == "No vegetation was surveyed here."
    assert SPANS_RANKED.call(turn(demo_source), {}).table.num_rows == 0


def test_what_is_not_known_is_in_no_list(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        text = b"""UPDATE flux.vegetation_risk SET risk = 'NaN', level = 'unknown', trim_in_years = 'NaN'
            WHERE segment_id IN (SELECT segment_id FROM flux.vegetation_risk ORDER BY segment_id LIMIT 3)"""
        connection.execute(text)
        ((many,),) = connection.execute(b"SELECT count(*) FROM flux.vegetation_risk").fetchall()
    found = SPANS_RANKED.call(turn(demo_source), {"n": 1000})
    assert found.table.num_rows == many - 3
    assert "3 of them have no known risk: left out." in found.note
