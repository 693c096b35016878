"""Trouble calls as rows, figures, marks and forms: what is due, what is dangerous, what was typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.tabs.outage_management.calls import forms, rows
from app.tabs.outage_management.calls.marks import ALONE, ATTACHED, DUE, HAZARD, code_of, marks_table
from app.tabs.outage_management.calls.new_call import said_in
from data_sources.errors import InvalidCommand
from data_sources.outages.calls import AttachCall, RecordCallback
from data_sources.statements import statement

NOW = dt.datetime(2026, 7, 15, 18, 0, tzinfo=dt.UTC)


def call(call_id: int, **values: Any) -> dict[str, Any]:
    names = statement("open_calls").result
    assert names is not None
    return {
        **dict.fromkeys(names.names), "call_id": call_id, "version": 1, "calls": 1, "symptom": "no_supply",
        "called_at": NOW - dt.timedelta(minutes=call_id), "last_called_at": NOW, "callback": "none", "is_due": False,
        "is_still_out": False, "account_number": f"A{call_id}", "meter_name": f"M{call_id}", "taken_by": "maria",
        "lon": 1.0, "lat": 2.0, "is_simulated": False, **values,
    }  # fmt: skip


CALLS = rows.with_words([
    call(1, customer_name="<b>Ana</b>", calls=2), call(2, symptom="wire_down", outage_id=7, outage_state="on_site"),
    call(3, callback="wanted", is_due=True, outage_id=8, outage_state="restored"),
    call(4, callback="not_supplied", is_still_out=True, outage_id=8, outage_state="restored"),
    call(5, outage_id=8, outage_state="restored", account_number=None, meter_name=None),
], sees_people=True)  # fmt: skip


def test_who_may_not_see_people_is_told_so_and_not_the_numbers_twice() -> None:
    found = rows.with_words([call(1), call(2, account_number=None, meter_name=None)], sees_people=False)
    assert [(row["who"], row["where"]) for row in found] == [
        ("For operators", "For operators"), ("No account", "2.00000, 1.00000")
    ]  # fmt: skip
    assert [(row["who"], row["where"]) for row in CALLS[1:2]] == [("A2", "M2")]


def test_groups_hold_what_they_are_called() -> None:
    found = {group: [row["call_id"] for row in rows.chosen(CALLS, group)] for group in rows.words.CALL_GROUPS}
    assert found == {"all": [1, 2, 3, 4, 5], "alone": [1], "hazards": [2], "due": [3], "still_out": [4]}


def test_the_calls_of_one_outage_alone() -> None:
    assert [row["call_id"] for row in rows.chosen(CALLS, "all", 8)] == [3, 4, 5]
    assert [row["call_id"] for row in rows.chosen(CALLS, "due", 8)] == [3]


def test_a_closed_call_can_be_reopened_and_nothing_else() -> None:
    assert forms.allowed(call(1, closed_at=NOW)) == ["reopen"]
    assert "reopen" not in forms.allowed(call(1))


def test_figures_count_customers_and_their_calls() -> None:
    shown = [(one.value, one.note, one.tone) for one in rows.figures(CALLS, NOW)]
    assert [value for value, _, _ in shown] == ["5", "1", "1", "1", "5 min"]
    assert (shown[0][1], shown[3][1:]) == ("6 calls", ("1 say still out", "bad"))
    assert rows.figures(CALLS[1:2], NOW)[0].note == "1 call"
    assert [one.tone for one in rows.figures([], NOW)] == ["normal"] * 5


def test_marks_tell_what_is_to_be_done_first_and_nothing_of_a_person() -> None:
    assert [code_of(row) for row in CALLS] == [ALONE, HAZARD, DUE, DUE, ATTACHED]
    assert "Ana" not in str(marks_table(CALLS).to_pylist())


def test_the_table_escapes_names_and_says_who_called_twice() -> None:
    made = rows.table(CALLS, statement("open_calls").result)
    cells = {column.key: column.cell(made.to_pylist()[0]) for column in rows.columns("UTC")}
    assert "&lt;b&gt;Ana" in str(cells["who"])
    assert "called 2 times" in str(cells["who"])
    assert (CALLS[4]["who"], CALLS[4]["where"]) == ("No account", "2.00000, 1.00000")


def test_forms_make_commands_and_name_what_is_missing() -> None:
    assert forms.command_of("attach", 3, {"outage_id": ["7"]}) == AttachCall(call_id=3, outage_id=7)
    given = forms.command_of("callback", 3, {"answer": ["supplied"], "note": [" "]})
    assert given == RecordCallback(call_id=3, answer="supplied")
    with pytest.raises(InvalidCommand) as caught:
        forms.command_of("attach", 3, {"outage_id": [""]})
    assert caught.value.field == "outage_id"
    assert said_in({"symptom": ["flicker"], "note": [" "], "wants_callback": ["yes"]}) == {
        "symptom": "flicker", "wants_callback": True,
    }  # fmt: skip


def test_nothing_can_be_done_with_a_closed_call() -> None:
    row = {**CALLS[0], "closed_at": None}
    assert forms.allowed(row) == ["attach", "callback", "ask-callback", "change", "close"]
    assert forms.allowed({**row, "closed_at": NOW}) == ["reopen"]


def test_the_outage_of_an_old_call_may_be_in_the_history() -> None:
    (found,) = rows.with_words([call(1, outage_id=5)], sees_people=True)
    assert found["outage_words"] == "5, moved to the history"
