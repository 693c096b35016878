"""Prices, hours and effects as the address keeps them: what was changed and nothing else, nothing beyond its bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.page.param_text import read_params, write_params
from app.tabs.outage_management.cascade.parameters import (
    PARAMETERS,
    PRESETS,
    changes_of,
    filled,
    values_of,
    with_change,
)
from app.tabs.outage_management.state import OutageManagementState
from data_sources.analytics.cascade.costs import CostParameters
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.studies.cascade.study import WorkHours


def test_every_number_of_the_engine_can_be_replaced() -> None:
    assert PARAMETERS.keys() == PRESETS.keys()
    assert filled(WorkHours, PRESETS) == WorkHours()
    assert filled(CostParameters, PRESETS) == CostParameters()
    assert filled(InvestmentParameters, PRESETS) == InvestmentParameters()
    for name, preset in PRESETS.items():
        assert PARAMETERS[name].low <= preset <= PARAMETERS[name].high


@st.composite
def changed(draw: st.DrawFn) -> dict[str, float]:
    """Some numbers within their bounds."""
    names = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), unique=True))
    return {name: draw(st.floats(PARAMETERS[name].low, PARAMETERS[name].high)) for name in names}


@given(changed())
def test_what_is_changed_comes_back_from_the_address(changes: dict[str, float]) -> None:
    text = ""
    for name, value in changes.items():
        text = with_change(text, name, repr(value))
    assert changes_of(text) == {name: value for name, value in changes.items() if value != PRESETS[name]}
    state = OutageManagementState(cascade_changed=text)
    again = OutageManagementState()
    assert read_params(again, write_params(state).items()) == []
    assert values_of(again.cascade_changed) == {**PRESETS, **changes}


def test_nothing_written_is_the_preset_again() -> None:
    text = with_change("crew_usd_per_hour:900.0,repair_hours:4.0", "crew_usd_per_hour", " ")
    assert text == "repair_hours:4.0"
    assert with_change(text, "repair_hours", "2.5") == ""


@pytest.mark.parametrize(
    ("name", "digits", "words"),
    [
        ("repair_hours", "0", "Repair of what failed lies between 0.01 and 10,000 crew-h."),
        ("uprate_share", "1.5", "Uprating adds lies between 0 and 1 of the rating."),
        ("repair_hours", "two", "'two' is not a number"),
        ("colour", "1", "There is no number 'colour' to change."),
    ],
)
def test_a_wrong_number_is_refused_in_a_sentence(name: str, digits: str, words: str) -> None:
    with pytest.raises(ValueError, match="^" + words.replace(".", r"\.") + "$"):
        with_change("", name, digits)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cascade_changed", "repair_hours:-1"),
        ("cascade_changed", "repair_hours"),
        ("cascade_start", "feeder:x"),
        ("cascade_start", "meter:4"),
        ("cascade_scenario", "flood"),
        ("cascade_failure_threshold", "11"),
        ("cascade_crews", "0"),
        ("cascade_wave", "-1"),
    ],
)
def test_a_link_that_says_nonsense_changes_nothing(name: str, text: str) -> None:
    state = OutageManagementState()
    assert read_params(state, [(name, text)]) == [(name, text)]
    assert write_params(state) == {}


def test_what_fails_first_stands_in_the_address_as_it_is_called() -> None:
    state = OutageManagementState(cascade_start="substation:3,section:17", cascade_wave=2)
    assert write_params(state) == {"cascade_start": "substation:3,section:17", "cascade_wave": "2"}
