"""The list of alarms: chosen, folded by cause, told in words; forms and the commands they make."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.tabs.field_operations.alarms import forms, marks, rates_html, rows, words
from app.tabs.field_operations.alarms.detail_html import panel
from app.tabs.field_operations.alarms.rules_html import rules
from data_sources.errors import InvalidCommand
from data_sources.field.alarms.changes import AssignAlarm, ShelveAlarm
from data_sources.field.alarms.figures import alarm_figures
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.field.alarms.alarming import LOAD, MARIA, Desk
from tests.handmade import insert, outage

ZONE = "America/Chicago"


def told(desk: Desk) -> list[dict[str, Any]]:
    return rows.with_words(desk.source.fetch(Query.of("alarm_list", utility_id=1)).to_pylist())


@pytest.fixture
def desk(empty_source: PostgresSource) -> Desk:
    """Two transformers in alarm, and a feeder whose customers are out in outage 7, which a transformer lies in."""
    desk = Desk(empty_source)
    desk.rule(**{**LOAD, "quantity": "feeder_customers_out", "threshold": 0, "priority": "high"})
    desk.now = dt.datetime.now(dt.UTC)
    insert(empty_source, "outages", [outage(7, desk.now, None, 120, transformer_id=1)])
    for number in (1, 2):
        desk.measure(number, load_pct=160)
    desk.later(0)
    return desk


def test_alarms_of_one_cause_are_one_row_until_it_is_unfolded(desk: Desk) -> None:
    listed = told(desk)
    assert len(listed) == 3
    folded = rows.folded(listed, frozenset())
    assert [(row["row_key"], row["asset_name"], row["folded"], row["priority"]) for row in folded] == [
        ("outage:7", "Outage 7", 2, "high"), (folded[1]["row_key"], "TX-2", 0, "medium"),
    ]  # fmt: skip
    assert folded[0]["what"] == "Feeder customers out, Transformer load"
    unfolded = rows.folded(listed, {"outage:7"})
    assert [row["is_below"] for row in unfolded] == [False, True, True, False]
    made = rows.table(unfolded)
    assert made.num_rows == 4
    assert [column.cell(made.to_pylist()[0], ZONE) for column in rows.columns(ZONE)[:2]][1].startswith(
        "<b>Outage 7</b>"
    )


def test_groups_hold_what_they_say(desk: Desk) -> None:
    until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    first = told(desk)[0]["alarm_id"]
    desk.commands.run(ShelveAlarm(alarm_id=first, until=until, reason="known"), by=MARIA)
    listed = told(desk)
    counts = {shown: len(rows.chosen(listed, shown, "")) for shown in ("open", "unseen", "held", "standing")}
    assert counts == {"open": 3, "unseen": 2, "held": 1, "standing": 2}
    assert [row["priority"] for row in rows.chosen(listed, "open", "medium")] == ["medium", "medium"]


def test_marks_have_the_place_and_priority_of_their_alarm(desk: Desk) -> None:
    made = marks.marks_table(told(desk)).to_pylist()
    assert [(row["code"], row["marker"]) for row in made][-1] == (3, "triangle"), "the worst lie over the others"
    assert all(-96 < row["lon"] < -95 for row in made)


def test_a_value_has_its_unit() -> None:
    assert words.value("transformer_load_pct", 160.4) == "160 %"
    assert words.value("feeder_status_age_s", 1800) == "30 min"
    assert words.value("system_customers_out_pct", None) == "– % of served"
    assert words.limit({"operator": "below", "quantity": "transformer_voltage_v", "threshold": 110}) == "below 110 V"


def test_figures_stand_beside_the_standards(desk: Desk) -> None:
    now = dt.datetime.now(dt.UTC)
    found = alarm_figures(desk.source, 1, now - dt.timedelta(hours=1), now)
    shown = {one.label: one for one in rows.figures(found)}
    assert (shown["Not acknowledged"].value, shown["Not acknowledged"].tone) == ("3", "bad")
    assert shown["Alarms an hour"].value == "3.0"
    html = rates_html.rates(found, ZONE)
    assert "3 alarms in 24 hours for 1 operator" in html
    assert "about 80 %" in html


def test_the_detail_says_what_to_do_and_what_happened(desk: Desk) -> None:
    desk.commands.run(AssignAlarm(alarm_id=1, to="john & co"), by=MARIA)
    (row,) = desk.source.fetch(Query.of("one_alarm", alarm_id=1)).to_pylist()
    steps = desk.source.fetch(Query.of("steps_of_alarm", alarm_id=1)).to_pylist()
    html = panel(1, row, steps, None, ZONE, is_stale=False)
    assert "overloaded" in html
    assert "above 150 %" in html
    assert "john &amp; co" in html
    assert html.index("Assigned</b>") < html.index("Raised at 160 %")
    assert "There is no alarm 9" in panel(9, {}, None, None, ZONE, is_stale=False)


def test_rules_say_what_the_engine_saw(desk: Desk) -> None:
    found = desk.source.fetch(Query.of("alarm_rules", utility_id=1)).to_pylist()
    html = rules(found, None, None, can_change=False)
    assert "Transformer load above 150 %" in html
    assert "Watches 2 points; 2 open." in html
    assert "takes a supervisor" in html
    assert "Change</button>" not in html


def test_forms_make_commands_and_say_what_is_missing() -> None:
    now = dt.datetime(2026, 7, 15, 18, tzinfo=dt.UTC)
    shelve = forms.command_of("shelve", 5, {"minutes": ["240"], "reason": ["known"]}, now)
    assert isinstance(shelve, ShelveAlarm)
    assert shelve.until == now + dt.timedelta(hours=4)
    with pytest.raises(InvalidCommand, match="Say why"):
        forms.command_of("shelve", 5, {"minutes": ["240"], "reason": [" "]}, now)
    with pytest.raises(InvalidCommand, match="Choose how long"):
        forms.command_of("shelve", 5, {"minutes": ["99999"], "reason": ["x"]}, now)
    assert forms.command_of("assign", 5, {"to": [""]}, now) == AssignAlarm(alarm_id=5)
    assert forms.allowed({"state": "shelved"}) == ["unshelve", "assign", "comment", "take-out"]
