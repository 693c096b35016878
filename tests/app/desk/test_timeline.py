"""The timeline says who did what when, from what to what, and what was not done."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from app.desk.timeline import changes_of, said_of, timeline

AT = dt.datetime(2026, 7, 1, 12, 0, 5, tzinfo=dt.UTC)


def entry(**values: Any) -> dict[str, Any]:
    common = {
        "audit_id": 1, "written_at": AT, "actor": "maria", "action": "set_cause", "detail": "{}",
        "from_values": json.dumps({"cause": "unknown"}), "to_values": json.dumps({"cause": "animal"}),
        "outcome": "done", "reason": None, "version": 2, "is_about_it": True,
    }  # fmt: skip
    return common | values


def test_a_change_is_told_from_to() -> None:
    assert changes_of(entry(), "UTC") == [("cause", "unknown", "animal")]
    html = timeline([entry()], "America/Chicago")
    assert "Set cause" in html
    assert "by maria" in html
    assert "07:00:05 CDT" in html


def test_times_are_told_in_the_zone_of_the_utility_and_lists_in_words() -> None:
    told = changes_of(entry(
        from_values=json.dumps({"hazards": [], "estimated_restoration_at": None}),
        to_values=json.dumps({"hazards": ["wire_down"], "estimated_restoration_at": "2026-07-01T14:00:00+00:00"}),
    ), "America/Chicago")  # fmt: skip
    assert told == [("hazards", "", "wire down"), ("ETR", "", "1 Jul 09:00 CDT")]


def test_counts_have_thousands_apart_and_numbers_that_name_something_have_not() -> None:
    values = json.dumps({"meter_id": 9536, "customers_out": 1530})
    assert changes_of(entry(from_values="{}", to_values=values), "UTC") == [
        ("meter id", "", "9536"), ("customers out", "", "1,530"),
    ]  # fmt: skip


def test_what_happened_to_another_thing_is_not_told_as_a_change_of_this_one() -> None:
    assert changes_of(entry(is_about_it=False), "UTC") == []


def test_what_somebody_wrote_stands_escaped() -> None:
    note = entry(action="add_note", detail=json.dumps({"outage_id": 1, "text": "<b>pole</b>"}), to_values="{}")
    assert said_of(note) == ["<b>pole</b>"]
    assert "&lt;b&gt;pole&lt;/b&gt;" in timeline([note], "UTC")


def test_a_refusal_and_a_conflict_stand_with_their_sentence() -> None:
    lost = entry(outcome="conflict", reason="Outage 1 was changed by john.", from_values=None, to_values=None)
    html = timeline([lost, entry(audit_id=2, outcome="refused", reason="No.", to_values=None)], "UTC")
    assert "Conflict" in html
    assert "Outage 1 was changed by john." in html
    assert "Refused" in html


def test_the_last_step_that_was_done_can_be_taken_back_and_no_other() -> None:
    rows = [entry(audit_id=3, outcome="refused", reason="No."), entry(audit_id=2), entry(audit_id=1)]
    html = timeline(rows, "UTC", can_undo=True)
    assert html.count("data-action") == 1
    assert 'data-value="2"' in html
    assert "data-action" not in timeline(rows, "UTC")
