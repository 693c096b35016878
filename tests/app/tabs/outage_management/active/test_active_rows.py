"""What the table of active outages lists and says of each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app import formats
from app.tabs.outage_management.active import rows, words
from app.tabs.outage_management.active.marks import KINDS, PREDICTED, marks_table
from data_sources.statements import statement

AT = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
SCHEMA = statement("unclosed_outages").result
assert SCHEMA is not None


def outage(**values: Any) -> dict[str, Any]:
    common = dict.fromkeys(SCHEMA.names) | {
        "outage_id": 7, "state": "confirmed", "kind": "unplanned", "version": 3, "is_active": True, "priority": "medium",
        "is_priority_manual": False, "feeder_name": "F0001", "device_name": "FUS-0001-004", "cause": "vegetation",
        "customers_out": 120, "customers_interrupted": 150, "customer_minutes": 240.0, "started_at": AT,
        "confirmed_at": AT, "estimated_by": "rule", "hazards": "", "is_simulated": True,
        "as_of": AT + dt.timedelta(minutes=10), "dark_transformers": "4,5", "lon": -95.0, "lat": 29.0,
    }  # fmt: skip
    return common | values


def worded(**values: Any) -> dict[str, Any]:
    (found,) = rows.with_words([outage(**values)], {4: (2, 1), 9: (5, 5)})
    return found


def test_only_critical_customers_who_are_dark_are_counted() -> None:
    assert (worded()["critical"], worded()["life_support"]) == (2, 1)
    assert worded(dark_transformers=None)["critical"] == 0


def test_a_prediction_tells_whom_it_would_leave_without_and_a_lasting_one_who_is() -> None:
    assert worded(customers_predicted=80)["affected"] == 120
    predicted = worded(state="predicted", confirmed_at=None, customers_out=0, customers_predicted=80)
    assert predicted["affected"] == 80
    assert worded(state="restored", customers_out=0, customers_predicted=80)["affected"] == 0


@pytest.mark.parametrize(
    ("states", "priority", "expected"),
    [("all", "all", [1, 2, 3]), ("waiting", "all", [1, 2]), ("crewed", "all", [3]), ("all", "high", [3]),
     ("planned", "all", []), ("lasting", "low", [1])],
)  # fmt: skip
def test_states_and_priorities_choose_together(states: str, priority: str, expected: list[int]) -> None:
    found = rows.with_words([
        outage(outage_id=1, priority="low"), outage(outage_id=2, state="predicted", priority="medium"),
        outage(outage_id=3, state="on_site", priority="high"),
    ], {})  # fmt: skip
    assert [row["outage_id"] for row in rows.chosen(found, states, priority)] == expected


def test_the_table_keeps_the_types_of_the_database_and_holds_no_rows_too() -> None:
    assert rows.table([], SCHEMA).num_rows == 0
    made = rows.table([worded()], SCHEMA)
    assert made.schema.field("started_at").type == SCHEMA.field("started_at").type
    assert made["place"].to_pylist() == ["FUS-0001-004"]


def test_every_cell_is_written_for_a_row_with_nothing_in_it() -> None:
    bare = {"device_name": None, "crew_name": None, "lon": None, "dark_transformers": None, "cause": "unknown"}
    for column in rows.columns("America/Chicago"):
        assert "None" not in str(column.cell(worded(**bare), "America/Chicago")), column.key


def test_an_estimate_says_whether_a_person_or_a_rule_gave_it_and_in_which_zone() -> None:
    at = AT + dt.timedelta(hours=1)
    by_rule = words.estimate(worded(estimated_restoration_at=at), "America/Chicago")
    assert "08:00 CDT" in by_rule
    assert "rule" in by_rule
    by_hand = worded(estimated_restoration_at=at, estimated_by="manual", estimate_reason='crew says "soon"')
    assert "manual" in words.estimate(by_hand, "America/Chicago")
    assert "&quot;soon&quot;" in words.estimate(by_hand, "America/Chicago")


def test_one_that_lasts_without_a_time_says_so() -> None:
    """In a storm no rule tells a time; a dash would read as if none were needed."""
    assert "not yet" in words.estimate(worded(state="confirmed"), "America/Chicago")
    assert words.estimate(worded(state="predicted"), "America/Chicago") == formats.NOTHING


def test_the_figures_count_what_lasts_and_what_is_late() -> None:
    found = rows.with_words([
        outage(estimated_restoration_at=AT), outage(outage_id=8, state="predicted", confirmed_at=None, customers_out=0),
        outage(outage_id=9, state="restored", customers_out=0, restored_at=AT),
    ], {4: (2, 1)})  # fmt: skip
    shown = {figure.label: figure for figure in rows.figures(found)}
    assert shown["Lasting outages"].value == "1"
    assert shown["Lasting outages"].note == "1 predicted, 1 restored, not closed"
    assert shown["Customers out"].value == "120"
    assert (shown["Critical customers out"].value, shown["Critical customers out"].tone) == ("2", "bad")
    assert shown["Waiting for a crew"].value == "1"
    assert shown["Estimates passed"].value == "1"


def test_a_mark_has_the_shape_of_its_state() -> None:
    made = marks_table([worded(state="predicted", confirmed_at=None, customers_out=0, customers_predicted=1200)])
    assert made["marker"].to_pylist() == [KINDS[PREDICTED].marker]
    assert made["label"].to_pylist() == ["1,200"]
