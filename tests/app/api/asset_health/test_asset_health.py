"""/api/asset-health, plans and vegetation: order, what is not known, files, and before anything was assessed."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from pypdf import PdfReader

from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running
from tests.data_sources.towns import load_town


def test_the_riskiest_first_and_what_is_not_known_is_null(client: httpx.Client) -> None:
    body = client.get("/api/asset-health").json()
    assert [(row["asset_kind"], row["asset_id"]) for row in body["rows"]] == [
        ("pole", 10), ("transformer", 11), ("transformer", 10),
    ]  # fmt: skip
    assert (body["total"], body["count"], body["is_simulated"]) == (3, 3, False)
    unknown = body["rows"][1]
    assert (unknown["health_score"], unknown["part_age"], unknown["hot_spot_max_c"]) == (None, None, None)
    assert unknown["failure_probability"] == pytest.approx(0.01)


def test_lowest_health_first_and_unknown_last_by_the_page(client: httpx.Client) -> None:
    asked = {"order_by": "health_score", "kinds": "transformer"}
    rows = client.get("/api/asset-health", params=asked).json()["rows"]
    assert [row["asset_id"] for row in rows] == [10, 11]
    second = client.get("/api/asset-health", params={**asked, "limit": 1, "offset": 1}).json()
    assert [row["asset_id"] for row in second["rows"]] == [11]
    assert second["total"] == 2
    assert client.get("/api/asset-health", params={"feeder_id": 3}).json()["total"] == 0
    assert client.get("/api/asset-health", params={"order_by": "colour"}).status_code == 400


def test_how_it_was_judged(client: httpx.Client) -> None:
    body = client.get("/api/asset-health/assessment").json()
    assert body["hazards"]["wood pole"]["is_assumed"] is True
    assert body["back_test"] is None


def test_a_plan_keeps_to_its_budget_and_says_what_it_buys(client: httpx.Client) -> None:
    """4,600 buy the pole (4,500, the most risk), not a transformer besides; 10,000 buy it and the second riskiest."""
    body = client.get("/api/asset-health/plan", params={"budget": 4600}).json()
    assert [row["asset_kind"] for row in body["rows"]] == ["pole"]
    assert (body["spent"], body["candidates"], body["gap"]) == (4500, 3, 0)
    assert 0 < body["gain_cost"] < 900
    assert body["gain_saidi_minutes"] == pytest.approx(body["gain_customer_minutes"] / 12)
    more = client.get("/api/asset-health/plan", params={"budget": 10000}).json()
    assert [row["asset_id"] for row in more["rows"]] == [10, 11]
    assert client.get("/api/asset-health/plan", params={"budget": -1}).status_code == 400
    assert client.get("/api/asset-health/plan", params={"budget": 0}).json()["rows"] == []
    for path in ("plan", "plan.csv", "plan.pdf"):
        nowhere = client.get(f"/api/asset-health/{path}", params={"budget": 4600, "feeder_id": 999})
        assert nowhere.status_code == 404
        assert "There is no feeder 999" in nowhere.text


def test_the_plan_as_files(client: httpx.Client) -> None:
    answer = client.get("/api/asset-health/plan.csv", params={"budget": 10000})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["asset_class"] for row in rows] == ["wood pole", "pole-mount transformer"]
    paper = client.get("/api/asset-health/plan.pdf", params={"budget": 10000, "paper": "letter"})
    assert paper.headers["Content-Type"] == "application/pdf"
    assert 'filename="replacement-plan.pdf"' in paper.headers["Content-Disposition"]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Replacement plan · Hand-made Power" in text
    assert client.get("/api/asset-health/plan.pdf", params={"paper": "a3"}).status_code == 400


def test_vegetation_by_when_it_is_due(client: httpx.Client) -> None:
    body = client.get("/api/vegetation").json()
    assert [(row["segment_id"], row["level"]) for row in body["rows"]] == [
        (20, "critical"),
        (10, "high"),
        (11, "unknown"),
    ]
    assert body["rows"][2]["risk"] is None
    due = client.get("/api/vegetation.csv", params={"within_years": 1})
    assert [row["segment_id"] for row in csv.DictReader(io.StringIO(due.text))] == ["20"]


def test_before_anything_was_assessed(empty_source: PostgresSource) -> None:
    """No rows and no moment; a plan of nothing is refused with the reason, in every form."""
    load_town(empty_source, 1)
    with running(empty_source) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        body = client.get("/api/asset-health").json()
        assert (body["rows"], body["assessed_at"]) == ([], None)
        for form in ("", ".csv", ".pdf"):
            answer = client.get(f"/api/asset-health/plan{form}")
            assert answer.status_code == 409
            assert "not assessed yet" in answer.json()["error"]["message"]
