"""/api/asset-health/records: what is on record of one asset; what nobody says is null."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running
from tests.data_sources.towns import load_town

KNOWN = (
    """INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result, condition_score, source) VALUES
       (1, 'transformer', 23, '2020-05-01', 'fair', 61, 'tour.csv'), (1, 'transformer', 23, '2024-05-01', 'poor', 'NaN', '')""",
    """INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at, installed_year, mode)
       VALUES (1, 'transformer', 23, '2009-03-04T05:06Z', 1971, 'winding')""",
    """INSERT INTO flux.asset_nameplates (utility_id, asset_kind, asset_id, manufacturer, cooling)
       VALUES (1, 'transformer', 23, 'Acme', 'ONAN')""",
)


@pytest.fixture
def client(empty_source: PostgresSource) -> Iterator[httpx.Client]:
    load_town(empty_source)
    with empty_source.connection() as connection:
        for text in KNOWN:
            connection.execute(text.encode())
    with running(empty_source) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_all_that_is_on_record_of_a_transformer(client: httpx.Client) -> None:
    body = client.get("/api/asset-health/records", params={"asset_kind": "transformer", "asset_id": 23}).json()
    assert (body["asset_name"], body["installed_year"]) == ("TX-23", 1995)
    assert [(row["inspected_on"], row["result"], row["condition_score"], row["source"]) for row in body["inspections"]] == [
        ("2024-05-01", "poor", None, ""), ("2020-05-01", "fair", 61.0, "tour.csv"),
    ]  # fmt: skip
    (failure,) = body["failures"]
    assert (failure["failed_at"], failure["installed_year"], failure["outage_id"], failure["rated_kva"]) == (
        "2009-03-04T05:06:00Z", 1971, None, None,
    )  # fmt: skip
    plate = body["nameplate"]
    assert (plate["manufacturer"], plate["cooling"], plate["model"], plate["is_upgraded_paper"]) == (
        "Acme",
        "ONAN",
        None,
        None,
    )


def test_of_a_pole_nothing_may_be_known_and_of_no_asset_nothing_is(client: httpx.Client) -> None:
    body = client.get("/api/asset-health/records", params={"asset_kind": "pole", "asset_id": 23}).json()
    assert (body["nameplate"], body["inspections"], body["failures"]) == (None, [], [])
    missing = client.get("/api/asset-health/records", params={"asset_kind": "pole", "asset_id": 999})
    assert (missing.status_code, "There is no pole 999" in missing.text) == (404, True)
    assert client.get("/api/asset-health/records", params={"asset_kind": "meter", "asset_id": 1}).status_code == 400
