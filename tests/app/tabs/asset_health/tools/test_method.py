"""Back-test and hazards: the numbers of the last assessment, and words where there can be none."""

from __future__ import annotations

import json

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.tabs.asset_health.tools.method import BACK_TEST, HAZARDS
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.assistant.asking import turn


def whole(source: PostgresSource, name: str) -> dict[str, dict[str, object]]:
    (row,) = source.fetch(Query.of("asset_assessment", utility_id=1)).to_pylist()
    return dict(json.loads(row[name]))


def test_the_back_test_is_that_of_the_assessment(demo: PostgresSource) -> None:
    told = whole(demo, "back_test")
    for kind, test in told.items():
        (row,) = BACK_TEST.call(turn(demo), {"kind": kind}).table.to_pylist()
        assert (row["ranked"], row["failed"], row["area"]) == (test["ranked"], test["failed"], test["area"])
        assert row["lift_at_10_pct"] == test["lift_at_10_pct"]
    assert (
        "Simulated: shows the mechanism, not the accuracy."
        in BACK_TEST.call(turn(demo), {"kind": next(iter(told))}).note
    )


def test_hazards_by_class_in_words(demo: PostgresSource) -> None:
    told = whole(demo, "hazards")
    rows = HAZARDS.call(turn(demo), {"kind": "pole"}).table.to_pylist()
    assert {row["name"] for row in rows} == {name for name in told if name.endswith("pole")}
    for row in rows:
        assert row["shape"] == told[row["name"]]["shape"]
        assert row["at_20_pct"] < row["at_40_pct"]
        assert "unit-years" in row["basis"]


def test_what_cannot_be_back_tested_says_why(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute(b"UPDATE flux.asset_assessments SET back_test = NULL")
    with pytest.raises(NoAnswer, match="cannot be back-tested") as caught:
        BACK_TEST.call(turn(demo_source), {})
    assert caught.value.reason is RefusalReason.NOT_IN_DATA


def test_before_any_assessment(empty_source: PostgresSource) -> None:
    for tool in (BACK_TEST, HAZARDS):
        with pytest.raises(NoAnswer, match="not assessed yet"):
            tool.call(turn(empty_source), {})
