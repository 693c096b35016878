"""The shift log as HTML, and the commands of its forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.tabs.field_operations.log import forms, log_html
from data_sources.errors import InvalidCommand
from data_sources.field.shift_log.desk import HandOverDesk
from data_sources.field.shift_log.notes import WriteNote

ZONE = "America/Chicago"
AT = dt.datetime(2026, 7, 15, 18, tzinfo=dt.UTC)


def note(note_id: int, **values: Any) -> dict[str, Any]:
    return {
        "note_id": note_id, "category": "switching", "text": "fuse <1>\nopen", "happened_at": AT, "written_at": AT,
        "written_by": "maria", "outage_id": None, "alarm_id": None, "asset_kind": None, "asset_id": None,
        "corrects_id": None, "corrected_by_id": None, "version": 1, "desk": "north", **values,
    }  # fmt: skip


def test_a_corrected_note_is_struck_through_and_not_corrected_again() -> None:
    html = log_html.notes(
        [note(1, corrected_by_id=2), note(2, corrects_id=1, outage_id=7)], ZONE, None, None, can_change=True
    )
    assert html.index("Note 2 · corrects note 1") < html.index("Note 1 · corrected by note 2"), "the latest first"
    assert "<s" in html
    assert html.count("Correct</button>") == 1
    assert "fuse &lt;1&gt;" in html
    assert 'data-value="outage:7"' in html


def test_when_it_was_written_is_told_where_that_is_later() -> None:
    later = note(1, written_at=AT + dt.timedelta(hours=2))
    assert "written 15 Jul 15:00 CDT" in log_html.notes([later], ZONE, None, None, can_change=False)


def test_a_shift_is_handed_over_by_its_person_alone() -> None:
    shift = {
        "shift_id": 3, "person": "maria", "desk": "north", "started_at": AT, "ended_at": None, "handed_to": None,
        "handover": None, "version": 1,
    }  # fmt: skip
    hers = log_html.shifts([shift], ZONE, "maria", None, None, can_change=True)
    assert "Hand over</button>" in hers
    assert "Start my shift" not in hers
    other = log_html.shifts([shift], ZONE, "john", None, None, can_change=True)
    assert "Hand over</button>" not in other
    assert "Start my shift" in other


def test_the_report_is_of_the_period_shown() -> None:
    html = log_html.report_links(1, AT, AT + dt.timedelta(hours=8))
    assert "report.html?utility_id=1&amp;from=2026-07-15T18%3A00%3A00Z&amp;to=2026-07-16T02%3A00%3A00Z" in html
    assert html.count("report.pdf") == 2


def test_forms_make_commands_and_say_what_is_missing() -> None:
    typed = {"text": ["fog"], "category": ["weather"], "happened_at": ["2026-07-15T13:00"], "outage_id": ["7"]}
    assert forms.write_note(1, typed, ZONE) == WriteNote(
        utility_id=1, text="fog", category="weather", happened_at=AT, outage_id=7
    )
    with pytest.raises(InvalidCommand, match="Write something"):
        forms.write_note(1, {"text": [""]}, ZONE)
    with pytest.raises(InvalidCommand, match="Give its number"):
        forms.write_note(1, {**typed, "outage_id": ["seven"]}, ZONE)
    assert forms.hand_over(3, {"handover": ["quiet"], "handed_to": [""]}) == HandOverDesk(shift_id=3, handover="quiet")
