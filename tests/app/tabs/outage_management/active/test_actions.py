"""What can be done is what the commands would let; forms mean commands, and say what is missing under its field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.desk import form_html
from app.tabs.outage_management.active import forms
from app.tabs.outage_management.active.actions import ACTIONS, allowed, why_fewer
from app.tabs.outage_management.active.crews import nearest
from app.tabs.outage_management.active.forms import Around, command_of, form_of
from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.errors import InvalidCommand
from data_sources.outages.life import (
    TRANSITIONS,
    AssignCrew,
    MovePrediction,
    PingMeters,
    RestoreOutage,
    SetEstimate,
    SetHazards,
    SetPriority,
    SwitchForOutage,
)
from tests.app.tabs.outage_management.active.test_active_rows import AT, outage

VIEWER, OPERATOR, SUPERVISOR = (
    Principal("vera", "viewer"),
    Principal("otto", "operator"),
    Principal("sam", "supervisor"),
)
AROUND = Around(
    "America/Chicago", AT, transformers=(("4", "TX-4"), ("5", "TX-5")), devices={"SW-0001": 5, "TIE-0007": 7}
)


def slugs(by: Principal = OPERATOR, **values: Any) -> set[str]:
    return {slug for slug, _ in allowed(outage(**values), by)}


def test_every_transition_has_a_button_and_every_form_a_title() -> None:
    assert set(ACTIONS) == {command.slug for command in TRANSITIONS}
    for slug, action in ACTIONS.items():
        if action.is_asked:
            assert str(7) in form_of(slug, outage(), AROUND).title


def test_only_what_the_state_lets_is_offered() -> None:
    lasting = slugs()
    assert {"assign-crew", "restore", "estimate", "merge", "split"} <= lasting
    assert not {"confirm", "close", "cancel", "en-route", "estimate-by-rule", "reopen"} & lasting
    predicted = slugs(state="predicted", confirmed_at=None, customers_out=0)
    assert {"confirm", "cancel", "assign-crew"} <= predicted
    assert not {"restore", "close", "switch"} & predicted
    assert slugs(state="restored", customers_out=0, dark_transformers=None) == {
        "close",
        "cause",
        "hazards",
        "note",
        "ping",
    }
    assert "estimate-by-rule" in slugs(estimated_by="manual")


def test_a_viewer_is_offered_nothing_and_told_why_once() -> None:
    assert slugs(VIEWER) == set()
    assert why_fewer(outage(), VIEWER) == "vera looks on as viewer: to change an outage takes an operator."
    assert why_fewer(outage(), OPERATOR) == ""
    assert "reopen" not in slugs(OPERATOR, state="closed")
    assert "takes a supervisor" in why_fewer(outage(state="closed", customers_out=0), OPERATOR)
    assert "reopen" in slugs(SUPERVISOR, state="closed")


@pytest.mark.parametrize(
    ("slug", "typed", "expected"),
    [
        ("assign-crew", {"crew_id": ["3"]}, AssignCrew(outage_id=7, crew_id=3)),
        ("priority", {"priority": [""]}, SetPriority(outage_id=7, priority=None)),
        ("hazards", {"hazards": ["wire_down", "fire"]}, SetHazards(outage_id=7, hazards=("wire_down", "fire"))),
        ("hazards", {}, SetHazards(outage_id=7, hazards=())),
        ("restore", {"which": ["all"], "restored_at": [""]}, RestoreOutage(outage_id=7)),
        ("restore", {"which": ["some"], "transformer_ids": ["4", "5"]}, RestoreOutage(outage_id=7, transformer_ids=(4, 5))),
        ("move", {"device_id": ["sw-0001"], "reason": ["seen open"]},
         MovePrediction(outage_id=7, device_id=5, reason="seen open")),
        ("ping", {}, PingMeters(outage_id=7)),
        ("switch", {"open_device_ids": ["sw-0001"], "close_device_ids": [" TIE-0007 "]},
         SwitchForOutage(outage_id=7, open_device_ids=(5,), close_device_ids=(7,))),
    ],
)  # fmt: skip
def test_a_filled_form_is_a_command(slug: str, typed: dict[str, list[str]], expected: Command) -> None:
    assert command_of(slug, 7, typed, AROUND) == expected


def test_a_time_is_of_the_zone_of_the_utility() -> None:
    typed = {"estimated_restoration_at": ["2026-07-01T09:30"], "reason": ["Pole broken"]}
    made = command_of("estimate", 7, typed, AROUND)
    assert isinstance(made, SetEstimate)
    assert made.estimated_restoration_at == dt.datetime(2026, 7, 1, 14, 30, tzinfo=dt.UTC)
    assert forms.local_text(made.estimated_restoration_at, "America/Chicago") == "2026-07-01T09:30"


@pytest.mark.parametrize(
    ("slug", "typed", "field"),
    [
        ("estimate", {"estimated_restoration_at": ["soon"], "reason": ["x"]}, "estimated_restoration_at"),
        ("estimate", {"estimated_restoration_at": ["2026-07-01T09:30"], "reason": [" "]}, "reason"),
        ("assign-crew", {}, "crew_id"),
        ("restore", {"which": ["some"]}, "transformer_ids"),
        ("switch", {"open_device_ids": ["SW-9"], "close_device_ids": [""]}, "open_device_ids"),
        ("cause", {"cause": ["ufo"]}, "cause"),
    ],
)
def test_what_is_missing_or_wrong_is_said_under_its_field(slug: str, typed: dict[str, list[str]], field: str) -> None:
    with pytest.raises(InvalidCommand) as caught:
        command_of(slug, 7, typed, AROUND)
    assert caught.value.field == field
    shown = form_of(slug, outage(), AROUND)
    html = form_html.form(shown, AROUND.zone, 3, "k", error=(field, str(caught.value)))
    assert "field-error" in html


def test_a_form_that_takes_something_away_names_it() -> None:
    shown = form_of("close", outage(), AROUND)
    assert shown.button == "Close outage 7"
    assert "leaves this list" in shown.warning


def test_crews_are_offered_nearest_and_fit_first_with_distance_and_drive() -> None:
    common = {"kind": "line", "status": "available", "lat": 29.0, "outage_id": None}
    crews = [
        common | {"crew_id": 1, "crew_name": "Far", "lon": -95.5}, common | {"crew_id": 2, "crew_name": "Near", "lon": -95.01},
        common | {"crew_id": 3, "crew_name": "Busy", "lon": -95.0, "status": "working"},
        common | {"crew_id": 4, "crew_name": "Home", "lon": -95.0, "status": "off_shift"},
        common | {"crew_id": 5, "crew_name": "Trees", "lon": -95.0, "kind": "vegetation"},
    ]  # fmt: skip
    found = nearest(crews, outage(cause="animal"))
    assert [name for _, name, _ in found] == ["Near", "Far", "Trees", "Home"]
    assert found[0][2] == "Line, 1.0 km, about 1 min at 40 km/h"
    assert "only if nobody else is free" in found[2][2]
    assert "called in" in found[3][2]
