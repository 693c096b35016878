"""Inspections of a place, what was not inspected, failures by groups, one span, means: as independent statements say."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.refusals import NoAnswer
from app.assistant.tools import Catalogue
from app.tabs.asset_health.tools import ASSET_HEALTH_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn


def table(source: PostgresSource, tool: str, **asked: Any) -> list[dict[str, Any]]:
    return Catalogue(ASSET_HEALTH_TOOLS).get(tool).call(turn(source), asked).table.to_pylist()


def value(source: PostgresSource, text: str) -> Any:
    with source.connection() as connection:
        (row,) = connection.execute(text.encode()).fetchall()
    return row[0]


INSPECTED = "SELECT count(*) FROM flux.inspections WHERE extract(year FROM inspected_on) = 2025"


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        ({}, ""), ({"kind": "pole"}, " AND asset_kind = 'pole'"), ({"found": "poor"}, " AND result = 'poor'"),
        ({"found": "poor,replace", "kind": "transformer"}, " AND result IN ('poor', 'replace') AND asset_kind = 'transformer'"),
    ],
)  # fmt: skip
def test_inspections_of_a_year_by_what_they_found(town: PostgresSource, asked: dict[str, Any], beside: str) -> None:
    right = value(town, INSPECTED + beside)
    assert table(town, "inspections_made", period="2025", is_count=True, **asked)[0]["how_many"] == right
    assert len(table(town, "inspections_made", period="2025", **asked)) == right
    by_feeder = table(town, "inspections_grouped", period="2025", group="feeder", **asked)
    assert sum(row["inspections"] for row in by_feeder) == right


def test_inspections_by_result(town: PostgresSource) -> None:
    rows = table(town, "inspections_grouped", period="2025", group="found")
    assert {row["group"]: row["inspections"] for row in rows} == {
        result: value(town, f"{INSPECTED} AND result = '{result}'") for result in ("good", "fair", "poor", "replace")
    }


NEVER = "SELECT count(*) FROM flux.asset_health WHERE asset_kind = 'pole' AND inspection_age_years = 'NaN'"


def test_what_was_never_inspected_and_its_share(town: PostgresSource) -> None:
    never, poles = value(town, NEVER), value(town, "SELECT count(*) FROM flux.asset_health WHERE asset_kind = 'pole'")
    (row,) = table(town, "assets_inspected", state="never", kind="pole", is_count=True)
    assert (row["how_many"], row["share_pct"]) == (never, pytest.approx(100 * never / poles))
    (share,) = table(town, "inspected_share", kind="pole")
    assert share["inspected_pct"] + share["not_inspected_pct"] == pytest.approx(100)
    assert share["not_inspected"] == never
    listed = table(town, "assets_inspected", state="never", kind="pole")
    assert {row["inspected_on"] for row in listed} <= {None}


def test_not_inspected_in_a_period_are_all_others(town: PostgresSource) -> None:
    (within,) = table(town, "inspected_share", kind="transformer", period="2025")
    (others,) = table(town, "assets_inspected", state="not_in", period="2025", kind="transformer", is_count=True)
    assert within["not_inspected"] == others["how_many"] > 0
    days = [row["inspected_on"] for row in table(town, "assets_inspected", state="not_in", period="2025", kind="pole")]
    assert not any(day is not None and day.year == 2025 for day in days)


def test_the_latest_inspection_found_them_poor(town: PostgresSource) -> None:
    rows = table(town, "assets_inspected", state="found", found="poor", kind="transformer")
    assert rows
    assert {row["result"] for row in rows} == {"poor"}
    (count,) = table(town, "assets_inspected", state="found", found="poor", kind="transformer", is_count=True)
    assert count["how_many"] == len(rows)
    assert count["replacement_cost"] == pytest.approx(sum(row["replacement_cost"] for row in rows))
    with pytest.raises(NoAnswer):
        table(town, "assets_inspected", state="found")


def test_failures_by_groups_and_the_latest(town: PostgresSource) -> None:
    of_windings = "SELECT count(*) FROM flux.asset_failures WHERE mode = 'winding'"
    rows = table(town, "failures_grouped", group="feeder", mode="winding", is_ever=True)
    assert sum(row["failures"] for row in rows) == value(town, of_windings)
    last = value(town, "SELECT max(failed_at) FROM flux.asset_failures WHERE asset_kind = 'pole'")
    found = table(town, "latest_failures", by="failed_at", kind="pole")
    assert found[0]["failed_at"] == last
    assert [row["failed_at"] for row in found] == sorted((row["failed_at"] for row in found), reverse=True)


def test_failures_are_counted_and_ranked_out_of_all_of_them(town: PostgresSource) -> None:
    with town.connection() as connection:
        connection.execute(
            b"INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at, installed_year)"
            b" SELECT t.utility_id, 'transformer', t.transformer_id, timestamptz '1990-03-01' + k * interval '1 day', 1950"
            b" FROM (SELECT * FROM flux.transformers ORDER BY transformer_id LIMIT 1) AS t, generate_series(1, 1500) AS k"
        )
    try:
        counted = "SELECT count(*) FROM flux.asset_failures WHERE asset_kind = 'transformer'"
        rows = table(town, "failures_grouped", group="year", kind="transformer", is_ever=True)
        assert sum(row["failures"] for row in rows) == value(town, counted)
        first = value(town, "SELECT min(failed_at) FROM flux.asset_failures")
        assert table(town, "latest_failures", by="failed_at", order="least")[0]["failed_at"] == first
    finally:
        with town.connection() as connection:
            connection.execute(
                b"DELETE FROM flux.asset_failures WHERE installed_year = 1950 AND failed_at < '1995-01-01'"
            )


def test_one_span(town: PostgresSource) -> None:
    name = value(
        town, "SELECT segment_name FROM flux.vegetation JOIN flux.segments USING (segment_id) ORDER BY 1 LIMIT 1"
    )
    surveyed = (
        f"SELECT surveyed_on FROM flux.vegetation JOIN flux.segments USING (segment_id) WHERE segment_name = '{name}'"
    )
    (row,) = table(town, "span_vegetation", name=name)
    assert row["surveyed_on"] == value(town, surveyed)
    bare = value(
        town,
        "SELECT segment_name FROM flux.segments WHERE segment_id NOT IN (SELECT segment_id FROM flux.vegetation) LIMIT 1",
    )
    assert table(town, "span_vegetation", name=bare) == []


@pytest.mark.parametrize(
    "fold", ["avg(remaining_strength_pct)", "percentile_cont(0.5) WITHIN GROUP (ORDER BY remaining_strength_pct)"]
)
def test_mean_and_median_of_what_is_known(town: PostgresSource, fold: str) -> None:
    right = value(
        town,
        f"SELECT {fold}::float8 FROM flux.asset_health WHERE asset_kind = 'pole' AND remaining_strength_pct <> 'NaN'",
    )
    key = f"{'mean' if 'avg' in fold else 'median'}_remaining_strength_pct"
    (row,) = table(town, "pole_means", quantity=key)
    assert row[key] == pytest.approx(right, rel=1e-5)
