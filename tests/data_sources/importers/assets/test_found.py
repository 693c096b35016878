"""Lists of inspections, failures and vegetation."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.checks.integrity import check_utility
from data_sources.errors import ImportRefused
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.assets.conftest import Ask, Load

INSPECTED = """Pole Number;Inspection Date;Result;Strength (%);Remarks
P22;12.05.2021;Pass;92,5;
P23;12.05.2021;REJECT;60;shell rot
P24;12.05.2021;;66;
P25;12.05.2031;good;;
P26;;good;;
P27;12.05.1985;good;;
P22;12.05.2021;fair;;
P28;12.05.2021;excellent-ish;;
P42;12.05.2021;unknown;;
"""
FOUND = (
    "SELECT asset_id, inspected_on::text, result, condition_score, remaining_strength_pct, note FROM flux.inspections"
    " ORDER BY asset_kind, asset_id, inspected_on"
)


def test_inspections_are_written_and_the_rest_is_kept_with_its_reason(load: Load, ask: Ask) -> None:
    done = load("inspections", INSPECTED)
    assert (done.file.taken, done.new) == (3, 3)
    found = ask(FOUND)
    assert [(row[0], row[1], row[2], row[4], row[5]) for row in found] == [
        (22, "2021-05-12", "good", 92.5, ""), (23, "2021-05-12", "replace", 60.0, "shell rot"),
        (24, "2021-05-12", "replace", 66.0, ""),
    ]  # fmt: skip
    assert all(math.isnan(row[3]) for row in found), "no score is no score"
    assert dict(done.file.refused) == {
        "'Inspection Date' lies in the future": 1, "it has no 'Inspection Date'": 1,
        "it is older than what stands there now, and no failure is on record since": 1,
        "another row of that day stands before it": 1, "'Result' is none of good, fair, poor, replace": 1,
        "it says nothing of what was found": 1,
    }  # fmt: skip


def test_the_same_inspection_said_otherwise_takes_its_place(load: Load, ask: Ask) -> None:
    load("inspections", INSPECTED)
    assert load("inspections", INSPECTED).there == 3
    other = load("inspections", "pole,date,condition\nP22,2021-05-12,Poor\nP22,2024-05-12,Poor\n")
    assert (other.new, other.changed) == (1, 1)
    assert [row[:3] for row in ask(FOUND)][:2] == [(22, "2021-05-12", "poor"), (22, "2024-05-12", "poor")]


def test_an_inspection_of_what_failed_since_is_taken(load: Load, ask: Ask) -> None:
    load("assets", "pole,installed\nP22,2015\n")
    text = "pole,date,result\nP22,2013-05-12,Poor\n"
    assert load("inspections", text).file.taken == 0
    load("failures", "pole,failed\nP22,2015-02-01\n")
    assert load("inspections", text).new == 1


@pytest.mark.parametrize("scores", ["0.9\n0.8\n0.4\n1\n0.2\n", "9\n8\n4\n10\n2\n"])
def test_scores_of_another_scale_are_never_taken_for_hundreds(load: Load, scores: str) -> None:
    lines = [f"P{22 + place},2021-05-12,{score}" for place, score in enumerate(scores.split())]
    with pytest.raises(ImportRefused, match="0 to 100"):
        load("inspections", "\n".join(["pole,date,score", *lines]) + "\n")


def test_scores_alone_are_graded_and_that_is_told(load: Load, ask: Ask) -> None:
    done = load("inspections", "name,date,score\nTX-22,2021-05-12,88\nTX-23,2021-05-12,54\nTX-24,2021-05-12,12\n")
    assert [(row[2], row[3]) for row in ask(FOUND)] == [("good", 88.0), ("poor", 54.0), ("replace", 12.0)]
    assert any("75 and more is good" in note for note in done.file.notes)


def test_only_a_pole_has_strength(load: Load) -> None:
    done = load("inspections", "name,date,strength\nTX-22,2021-05-12,88\n")
    assert done.file.refused == {"only a pole has a remaining strength": 1}


FAILED = """transformer,failed at,installed,mode,kva
TX-22,1996-07-04 13:30,1970,Winding,50
TX-23,2004-07-04 13:30,1970,Winding,50
TX-24,1995-07-04,1999,,
TX-25,1994-07-04,1960,,
TX-25,1994-07-04,1961,,
TX-26,yesterday,1960,,
TX-27,2094-07-04,1960,,
"""


def test_failures_are_at_positions_and_agree_with_what_stands_there(load: Load, ask: Ask) -> None:
    ask("UPDATE flux.transformers SET installed_year = 0 WHERE transformer_id = 22 RETURNING 1")
    ask("UPDATE flux.transformers SET installed_year = 2004 WHERE transformer_id = 23 RETURNING 1")
    done = load("failures", FAILED)
    found = "SELECT asset_id, failed_at AT TIME ZONE 'UTC', installed_year, mode, rated_kva FROM flux.asset_failures"
    assert [(row[0], str(row[1]), *row[2:4]) for row in ask(f"{found} ORDER BY asset_id")] == [
        (22, "1996-07-04 18:30:00", 1970, "Winding"), (23, "2004-07-04 18:30:00", 1970, "Winding"),
        (25, "1994-07-04 05:00:00", 1960, ""),
    ]  # fmt: skip
    assert dict(done.file.refused) == {
        "it failed before it was installed": 1, "another row of that moment stands before it": 1,
        "'failed at' is no time": 1, "'failed at' lies in the future": 1,
    }  # fmt: skip
    assert load("failures", FAILED).there == 3
    older = load("failures", "transformer,failed\nTX-42,2010-01-01\n")
    assert list(older.file.refused) == [
        "what stands there now is older than the failure: load its list of assets first"
    ]


def test_a_transformer_that_failed_made_the_outage_that_began_there(load: Load, ask: Ask) -> None:
    ask(
        """INSERT INTO flux.outages (outage_id, utility_id, feeder_id, transformer_id, started_at, restored_at, cause,
           customers_interrupted, customers_out, stepped_at, lon, lat)
           VALUES (7, 1, 1, 22, '1995-03-01 16:00:20Z', '1995-03-02', 'equipment', 3, 0, '1995-03-02', -95.4, 29.7)
           RETURNING 1"""
    )
    load("failures", "transformer,failed\nTX-22,1995-03-01 10:00\nTX-23,1995-03-01 10:00\n")
    assert ask("SELECT asset_id, outage_id FROM flux.asset_failures ORDER BY 1") == [(22, 7), (23, None)]


SURVEYED = """Section,Distance (ft),Crown Radius ft,Height (m),Survey Date
S22,10,6.5,12,2026-01-10
S23,,6.5,12,2026-01-10
S24,10,,,2026-01-10
"""


def test_a_survey_of_trees_in_feet_is_kept_in_metres(load: Load, ask: Ask) -> None:
    done = load("vegetation", SURVEYED)
    found = ask(
        "SELECT segment_id, distance_m, canopy_radius_m, tree_height_m, growth_m_per_year FROM flux.vegetation ORDER BY 1"
    )
    assert found[0][:4] == (22, pytest.approx(3.048), pytest.approx(1.9812), 12.0)
    assert [row[0] for row in found] == [22, 24]
    assert math.isnan(found[1][2])
    assert math.isnan(found[1][4])
    assert any("is in feet" in note for note in done.file.notes)
    assert load("vegetation", SURVEYED).there == 2
    older = load("vegetation", SURVEYED.replace("2026-01-10", "2025-01-10"))
    assert older.file.refused["a later survey of the section is on record"] == 2
    newer = load("vegetation", SURVEYED.replace("2026-01-10", "2026-02-10"))
    assert (newer.new, newer.changed) == (0, 2)


def test_what_is_loaded_holds_together(load: Load, town: PostgresSource) -> None:
    for what, text in (("inspections", INSPECTED), ("failures", FAILED), ("vegetation", SURVEYED)):
        load(what, text)
    wrong = [one for one in check_utility(town, 1) if one.severity == "error" and one.count]
    assert [
        one.check for one in wrong if "inspections" in one.check or "asset_" in one.check or "vegetation" in one.check
    ] == []


cell = st.sampled_from(
    ["", "TX-22", "TX-23", "P22", "P23", "P99", "2021-05-12", "2024-01-01", "good", "bad", "77", "-3", "x"]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=8))
def test_whatever_a_list_holds_loading_it_twice_is_loading_it_once(
    load: Load, ask: Ask, tmp_path: Path, lines: list[tuple[str, ...]]
) -> None:
    text = "\n".join(["name,date,result,score", *(",".join(line) for line in lines)]) + "\n"
    try:
        first = load("inspections", text)
    except ImportRefused:
        return
    before = ask(FOUND)
    again = load("inspections", text)
    assert first.file.taken + first.file.refused.total() == first.file.rows
    assert (again.new, again.changed, again.file.refused) == (0, 0, first.file.refused)
    assert str(ask(FOUND)) == str(before)


def test_a_type_of_inspection_is_no_kind_of_asset(load: Load, ask: Ask) -> None:
    done = load(
        "inspections", "Pole No,Type,date,Remaining Strength\nP22,Detailed,2021-05-12,95%\nP23,Visual,2021-05-12,70 %\n"
    )
    assert [row[4] for row in ask(FOUND)] == [95.0, 70.0]
    assert "Columns that were passed over: 'Type'." in done.file.notes
    both = load(
        "inspections", "name,type,date,result\nTX-22,Transformer,2021-05-13,good\nTX-23,Visual,2021-05-13,good\n"
    )
    assert both.file.refused == {"'type' is none of transformer and pole": 1}


def test_an_inspection_that_contradicts_itself_is_refused(load: Load, ask: Ask) -> None:
    done = load(
        "inspections", "pole,date,result,score,strength\nP22,2021-05-12,Good,95,20\nP23,2021-05-12,Reject,95,95\n"
    )
    assert done.file.refused == {"it is called good, and by its numbers it is to be replaced": 1}
    assert [row[:3] for row in ask(FOUND)] == [(23, "2021-05-12", "replace")], (
        "a sound pole may be rejected all the same"
    )
