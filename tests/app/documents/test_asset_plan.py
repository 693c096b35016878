"""A replacement plan on paper says what the plan says, and what it rests on; simulated ones say so on every page."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app import formats
from app.documents.asset_plan import asset_plan_pdf
from app.documents.asset_plan_figures import round_steps
from app.documents.paper import DocumentHead
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
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


def test_a_board_reads_it(plan: AssetPlan) -> None:
    """Places have names and a scale, numbers no exponent, years are years; a gap that is none is not told as 0.0000 %."""
    text = " ".join(text_of(asset_plan_pdf(DocumentHead("Town", "UTC", "maria", AT), replace(plan, gap=0.0))))
    assert any(name in text for name in plan.substations["substation_name"].to_pylist())
    assert re.search(r"\b(1|2|5)0* k?m\b", text)
    assert "e+0" not in text
    assert "nan" not in text
    assert "Age, years" in text
    assert "the best for this budget: no other plan lowers it more" in text
    near = " ".join(text_of(asset_plan_pdf(DocumentHead("Town", "UTC", "maria", AT), replace(plan, gap=2e-6))))
    assert "at most 0.001 % below the best there can be" in near


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999.6, "1 K"), (999.4, "999"), (1000, "1 K"), (247_300, "247 K"), (999_700, "1 M"), (1.5e9, "1.5 B"),
     (12.5, "12.5"), (0.05, "0.05"), (9.996, "10")],
)  # fmt: skip
def test_a_number_of_few_letters_has_no_exponent(value: float, text: str) -> None:
    assert formats.short(value) == text


def test_axes_are_marked_at_round_numbers() -> None:
    assert round_steps(110_561.0, 5).tolist() == [0, 25_000, 50_000, 75_000, 100_000]
    assert round_steps(1.0, 5).tolist() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert round_steps(0.0, 5).tolist() == [0]


def test_the_feeder_it_is_for_is_named(empty_source: PostgresSource, plan: AssetPlan) -> None:
    own = asset_plan(empty_source, 1, PlanRequest(40_000.0, feeder_id=2))
    names = {row["asset_id"]: row["name"] for row in empty_source.fetch(Query.of("filter_choices", utility_id=1)).to_pylist()
             if row["kind"] == "feeder"}  # fmt: skip
    assert f"on feeder {names[2]}: " in " ".join(text_of(asset_plan_pdf(DocumentHead("T", "UTC", "m", AT), own)))


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
