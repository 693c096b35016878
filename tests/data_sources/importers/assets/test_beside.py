"""A later list adds what it says to what is on record, and erases nothing that it does not say."""

from __future__ import annotations

import math

import pytest

from tests.data_sources.importers.assets.conftest import Ask, Load

FOUND = "SELECT result, condition_score, remaining_strength_pct, note FROM flux.inspections"
STRONG = "pole,date,strength,note\nP22,2021-05-12,71.5,shell rot\n"
WORDED = "pole,date,condition\nP22,2021-05-12,Poor\n"


@pytest.mark.parametrize("lists", [(STRONG, WORDED), (WORDED, STRONG)])
def test_two_lists_of_one_inspection_make_one_row_that_says_all(load: Load, ask: Ask, lists: tuple[str, str]) -> None:
    for text in lists:
        load("inspections", text)
    ((result, score, strength, note),) = ask(FOUND)
    assert (result, strength, note) == ("poor", 71.5, "shell rot")
    assert math.isnan(score)
    for text in lists:
        assert load("inspections", text).there == 1


def test_a_result_that_nobody_put_in_words_follows_what_is_known_last(load: Load, ask: Ask) -> None:
    load("inspections", "pole,date,score\nP22,2021-05-12,80\n")
    load("inspections", "pole,date,strength\nP22,2021-05-12,60\n")
    assert ask(FOUND)[0][:3] == ("replace", 80.0, 60.0)
    load("inspections", "pole,date,strength\nP22,2021-05-12,66.7\n")
    assert ask(FOUND)[0][0] == "good"


def test_a_later_survey_and_failure_leave_what_they_do_not_say(load: Load, ask: Ask) -> None:
    load("vegetation", "section,distance_m,height_m,growth_m,survey date\nS22,3,12,0.5,2026-01-10\n")
    load("vegetation", "section,distance_m,survey date\nS22,2,2026-02-10\n")
    grown = ask("SELECT distance_m, tree_height_m, growth_m_per_year, surveyed_on::text FROM flux.vegetation")
    assert grown == [(2.0, 12.0, 0.5, "2026-02-10")]
    load("failures", "pole,failed,mode,material,installed\nP22,1989-07-04,Decay,Steel,1960\n")
    assert load("failures", "pole,failed\nP22,1989-07-04\n").there == 1
    failed = ask("SELECT mode, material, installed_year FROM flux.asset_failures")
    assert failed == [("Decay", "Steel", 1960)]


def test_what_is_simulated_is_not_taken_over_as_what_somebody_found(load: Load, ask: Ask) -> None:
    load("inspections", STRONG)
    load("assets", "transformer,maker,model\nTX-22,Acme,M1\n")
    ask("UPDATE flux.inspections SET is_simulated = true RETURNING 1")
    ask("UPDATE flux.asset_nameplates SET is_simulated = true RETURNING 1")
    load("inspections", WORDED)
    load("assets", "transformer,maker\nTX-22,Other\n")
    ((result, _, strength, note),) = ask(FOUND)
    assert (result, note) == ("poor", "")
    assert math.isnan(strength)
    assert ask("SELECT manufacturer, model, is_simulated FROM flux.asset_nameplates") == [("Other", "", False)]
