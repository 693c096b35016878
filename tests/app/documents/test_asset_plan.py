"""A replacement plan on paper says what the plan says, and what it rests on; simulated ones say so on every page."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.documents.asset_plan import asset_plan_pdf
from app.documents.paper import DocumentHead
from data_sources.postgres.source import PostgresSource
from data_sources.studies.assets.plan import AssetPlan, PlanRequest, asset_plan
from data_sources.studies.assets.writing import write_assessment
from tests.data_sources.towns import load_town

AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan(empty_source: PostgresSource) -> AssetPlan:
    load_town(empty_source, 2)
    write_assessment(empty_source, 1, AT)
    return asset_plan(empty_source, 1, PlanRequest(40_000.0))


def text_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_what_the_plan_says_stands_in_it(plan: AssetPlan) -> None:
    pages = text_of(asset_plan_pdf(DocumentHead("Town", "UTC", "maria", AT), plan))
    text = " ".join(pages)
    assert "Budget US$ 40,000" in text
    assert f"Spent US$ {plan.spent:,.0f}" in text
    assert f"{plan.gain_saidi_minutes:.2f} minutes a customer and year less" in text
    for row in plan.rows.to_pylist():
        assert row["asset_name"] in text
    assert "wood pole: assumed, as the record has 0 failures in 0 unit-years." in text
    assert "What money buys" in text
    assert "15 Jul 2026 20:00 UTC by maria" in text


def test_simulated_is_said_on_every_page(plan: AssetPlan) -> None:
    head = DocumentHead("Town", "UTC", "maria", AT, "letter")
    for page in text_of(asset_plan_pdf(head, plan)):
        assert "simulated: shows the mechanism, not the accuracy" in page
    own = text_of(asset_plan_pdf(head, replace(plan, is_simulated=False)))
    assert not any("simulated" in page for page in own)


def test_a_budget_that_buys_nothing(empty_source: PostgresSource, plan: AssetPlan) -> None:
    nothing = asset_plan(empty_source, 1, PlanRequest(0.0))
    assert "Nothing can be replaced for this budget" in " ".join(
        text_of(asset_plan_pdf(DocumentHead("T", "UTC", "m", AT), nothing))
    )
