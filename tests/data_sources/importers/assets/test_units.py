"""What headings of lists say of their units: converted and told, or refused; never taken for ours without a word."""

from __future__ import annotations

import math

import pytest

from data_sources.errors import ImportRefused
from tests.data_sources.importers.assets.conftest import Ask, Load

GROWN = "SELECT distance_m, canopy_radius_m, tree_height_m, growth_m_per_year FROM flux.vegetation ORDER BY segment_id"


def _survey(headings: str, values: str) -> str:
    return f"Section,Survey Date,{headings}\nS22,2026-01-10,{values}\n"


@pytest.mark.parametrize(
    ("headings", "values", "metres", "told"),
    [
        ("Distance (cm)", "90", (0.9,), "'Distance (cm)' is in centimetres; it is kept in metres."),
        ("Distance (ft),Growth (in/yr)", "10,6", (3.048, 0.1524), "'Growth (in/yr)' is in inches"),
        ("distance_m,Growth (cm/yr)", "3,8", (3.0, 0.08), "it is kept in metres a year."),
        ("distanceft,growth_ft_per_year", "10,2", (3.048, 0.6096), "'distanceft' is in feet"),
        ("DistanceToLine_mm,GrowthRateM", "2500,1", (2.5, 1.0), "is in millimetres"),
        ("Distance [in],Growth (inches per year)", "100,10", (2.54, 0.254), "is in inches"),
        ("Distance,Growth", "3,1", (3.0, 1.0), "'Growth' names no unit; it is taken as metres a year."),
        ("Distance (trunk to conductor)", "3", (3.0,), "names no unit; it is taken as metres."),
    ],
)
def test_a_survey_in_another_unit_is_kept_in_metres_and_that_is_told(
    load: Load, ask: Ask, headings: str, values: str, metres: tuple[float, ...], told: str
) -> None:
    done = load("vegetation", _survey(headings, values))
    assert [value for value in ask(GROWN)[0] if not math.isnan(value)] == [pytest.approx(one) for one in metres]
    assert any(told in note for note in done.file.notes)


@pytest.mark.parametrize(
    ("headings", "values", "reason"),
    [
        ("Distance (rods)", "3", "'rods', which is no unit that is known of it"),
        ("Distance (m),Growth (in/month)", "3,1", "'in/month'"),
        ("Distance (m),Growth (%)", "3,10", "--column growth_m_per_year="),
        ("Distance ft (m)", "3", "'metres and feet'"),
        ("Distance (ft),Height", "10,40", "'Height' names no unit; write it into its heading"),
    ],
)
def test_a_unit_that_is_not_known_refuses_the_survey_with_the_way_out(
    load: Load, ask: Ask, headings: str, values: str, reason: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        load("vegetation", _survey(headings, values))
    assert reason in str(refused.value)
    assert ask("SELECT count(*) FROM flux.vegetation") == [(0,)]


def test_the_way_out_leads_out(load: Load, ask: Ask) -> None:
    text = _survey("Distance (m),Growth (in/month)", "3,1")
    assert load("vegetation", text, columns={"growth_m_per_year": ""}).new == 1
    assert ask(GROWN)[0][0] == 3.0


@pytest.mark.parametrize(
    ("heading", "value", "strength"),
    [("Strength (%)", "71.5", 71.5), ("Strength (share)", "0.95", 95.0), ("Strength (0-1)", "1", 100.0)],
)
def test_a_strength_is_kept_in_percent(load: Load, ask: Ask, heading: str, value: str, strength: float) -> None:
    load("inspections", f"pole,date,{heading}\nP22,2021-05-12,{value}\n")
    assert ask("SELECT remaining_strength_pct FROM flux.inspections") == [(pytest.approx(strength),)]


@pytest.mark.parametrize(
    ("heading", "values", "reason"),
    [
        ("Strength", "0.95", "shares of 1"), ("strength_pct", "0.95 1.0 0.8", "shares of 1"),
        ("Strength (%)", "0.95", "shares of 1"), ("score", "1 5 3 4", "grades up to 10"),
        ("Score (1-5)", "1 5", "'1-5'"), ("Strength (psi)", "40", "'psi'"), ("Strength (kN)", "40", "'kN'"),
    ],
)  # fmt: skip
def test_a_scale_is_told_on_few_rows_too(load: Load, ask: Ask, heading: str, values: str, reason: str) -> None:
    lines = [f"P{22 + place},2021-05-12,{value}" for place, value in enumerate(values.split())]
    with pytest.raises(ImportRefused) as refused:
        load("inspections", "\n".join([f"pole,date,{heading}", *lines]) + "\n")
    assert reason in str(refused.value)
    assert "or leave it out with --column" in str(refused.value)
    assert ask("SELECT count(*) FROM flux.inspections") == [(0,)]


def test_a_low_score_counts_where_the_heading_says_its_scale(load: Load, ask: Ask) -> None:
    load("inspections", "pole,date,Score (0-100)\nP22,2021-05-12,8\nP23,2021-05-12,0\n")
    assert ask("SELECT condition_score, result FROM flux.inspections ORDER BY asset_id") == [
        (8.0, "replace"), (0.0, "replace"),
    ]  # fmt: skip


def test_a_share_among_percentages_is_refused(load: Load) -> None:
    done = load("inspections", "pole,date,strength\nP22,2021-05-12,95\nP23,2021-05-12,0.95\n")
    assert done.file.refused == {"'strength' is less than 1 %, and may be a share of 1": 1}


def test_kva_and_hours_of_other_units(load: Load, ask: Ask) -> None:
    assert load("assets", "transformer,maker,Rating (MVA)\nTX-22,Acme,0.05\n").new == 1
    load("failures", "transformer,failed,Rated MVA\nTX-22,1995-03-01 10:00,0.025\n")
    assert ask("SELECT rated_kva FROM flux.asset_failures") == [(25.0,)]
    with pytest.raises(ImportRefused, match="'in', which is no unit"):
        load("failures", "transformer,failed,Size (in)\nTX-22,1995-03-01 10:00,25\n")
    order = "number,pole,activity,created,Actual work (MIN)\n7,P23,repair,2026-05-13,90\n"
    done = load("work-orders", order)
    assert ask("SELECT labour_hours FROM flux.work_orders") == [(1.5,)]
    assert "'Actual work (MIN)' is in minutes; it is kept in hours." in done.file.notes
    with pytest.raises(ImportRefused, match="'DAY'"):
        load("work-orders", order.replace("MIN", "DAY"))
