"""What is known of assets in the database: what may be written, what is read of it, and what follows other rows."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.towns import load_town


def write(source: PostgresSource, *statements: str) -> None:
    with source.connection() as connection:
        for text in statements:
            connection.execute(text.encode())


INSPECTED = """
INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result, condition_score) VALUES
(1, 'pole', 23, '2014-05-01', 'fair', 70), (1, 'pole', 23, '2024-05-01', 'poor', 41), (1, 'pole', 24, '2020-01-02', 'good', 'NaN'),
(1, 'transformer', 23, '2025-01-01', 'good', 88)
"""


def test_the_latest_inspection_of_what_stands_there(empty_source: PostgresSource) -> None:
    """An inspection of a unit that failed since says nothing of the one that took its place."""
    load_town(empty_source)
    write(empty_source, INSPECTED)

    def latest(kind: str, asset_id: int) -> tuple[str | None, float | None]:
        rows = empty_source.fetch(Query.of(f"details_{kind}", utility_id=1, asset_id=asset_id)).to_pylist()
        return rows[0]["inspection_result"], rows[0]["condition_score"]

    assert (latest("pole", 23), latest("transformer", 23)) == (("poor", 41.0), ("good", 88.0))
    assert latest("pole", 24) == ("good", None), "what an inspection does not say is not known"
    assert latest("pole", 25) == (None, None)
    write(
        empty_source,
        """INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at)
           VALUES (1, 'pole', 23, '2024-05-02 03:00Z'), (1, 'transformer', 24, '2026-01-01')""",
    )
    assert latest("pole", 23) == (None, None), "by the clock of the town it failed on the day of its inspection"
    assert latest("transformer", 23) == ("good", 88.0)


@pytest.mark.parametrize(
    "text",
    [
        INSPECTED.replace("24, '2020-01-02'", "23, '2014-05-01'"),  # an asset has one inspection a day
        INSPECTED.replace("70", "100.5"),
        INSPECTED.replace("'fair'", "'middling'"),
        INSPECTED.replace("'2014-05-01'", "'1014-05-01'"),
        "INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at) VALUES (1, 'pole', 2, 'infinity')",
        "INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at) VALUES (1, 'meter', 2, '2020-01-01')",
        "INSERT INTO flux.asset_nameplates (utility_id, asset_kind, asset_id, cooling) VALUES (1, 'transformer', 23, 'WET')",
        "INSERT INTO flux.vegetation (utility_id, segment_id, distance_m, surveyed_on) VALUES (1, 3, -1, '2026-01-01')",
    ],
)
def test_what_cannot_be_is_refused_whoever_writes_it(empty_source: PostgresSource, text: str) -> None:
    load_town(empty_source)
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.UniqueViolation)):
        write(empty_source, text)


def test_a_failure_outlives_the_outage_that_is_taken_back(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    write(
        empty_source,
        """INSERT INTO flux.outages (outage_id, utility_id, feeder_id, transformer_id, started_at, restored_at, cause,
           customers_interrupted, customers_out, stepped_at, lon, lat)
           VALUES (7, 1, 1, 23, '2026-01-01', '2026-01-02', 'equipment', 3, 0, '2026-01-02', -95.4, 29.7),
               (8, 1, 1, 23, '2026-02-01', '2026-02-02', 'equipment', 3, 0, '2026-02-02', -95.4, 29.7)""",
        """INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at, outage_id)
           VALUES (1, 'transformer', 23, '2026-01-01', 7), (1, 'transformer', 23, '2026-02-01', 8)""",
        "DELETE FROM flux.outages WHERE outage_id = 7",
    )
    rows = empty_source.fetch(Query.of("asset_failures", utility_id=1))
    assert rows["outage_id"].to_pylist() == [-1, 8]


def test_what_is_known_of_one_asset(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    write(
        empty_source,
        INSPECTED,
        """INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at, installed_year, material)
           VALUES (1, 'pole', 23, '2009-03-04', 1961, 'cedar'), (1, 'transformer', 23, '2010-01-01', 1970, '')""",
        """INSERT INTO flux.asset_nameplates (utility_id, asset_kind, asset_id, manufacturer, cooling, is_upgraded_paper)
           VALUES (1, 'transformer', 23, 'Acme', 'ONAN', true), (1, 'transformer', 24, 'Acme', '', NULL)""",
    )
    pole, transformer = ({"utility_id": 1, "asset_kind": kind, "asset_id": 23} for kind in ("pole", "transformer"))
    found = empty_source.fetch(Query.of("inspections_of_asset", **pole)).to_pylist()
    assert [(row["inspected_on"].year, row["condition_score"]) for row in found] == [(2024, 41.0), (2014, 70.0)]
    failed = empty_source.fetch(Query.of("failures_of_asset", **pole)).to_pylist()
    assert [(row["installed_year"], row["material"], row["outage_id"]) for row in failed] == [(1961, "cedar", -1)]
    plates = empty_source.fetch(Query.of("nameplate_of_asset", **transformer)).to_pylist()
    assert [(row["manufacturer"], row["manufactured_year"], row["upgraded_paper"]) for row in plates] == [
        ("Acme", 0, 1)
    ]
    other = empty_source.fetch(Query.of("nameplate_of_asset", **{**transformer, "asset_id": 24})).to_pylist()
    assert [row["upgraded_paper"] for row in other] == [-1]


def test_vegetation_comes_with_the_line_that_it_grows_beside(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    write(
        empty_source,
        "INSERT INTO flux.vegetation (utility_id, segment_id, distance_m, surveyed_on) VALUES (1, 5, 2.5, '2026-03-01')",
    )
    (row,) = empty_source.fetch(Query.of("vegetation", utility_id=1)).to_pylist()
    assert (row["segment_id"], row["voltage_kv"], row["length_m"], row["surveyed_on"]) == (
        5, pytest.approx(12.47), 200.0, dt.date(2026, 3, 1),
    )  # fmt: skip
