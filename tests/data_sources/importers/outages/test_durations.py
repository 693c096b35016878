"""Durations as people write them."""

from __future__ import annotations

import pytest

from data_sources.importers.outages.durations import is_clock, minutes_of
from data_sources.importers.outages.headings import bare, find_columns, unit_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:44", 104), ("01:44:30", 104.5), ("0 days 01:30:00", 90), ("1 day, 2:00:00", 1560), ("2 02:00", 3000),
        ("90 min", 90), ("1h30m", 90), ("2 hrs 5 mins", 125), ("1.5 hours", 90), ("1 day", 1440), ("30 sec", 0.5),
        ("PT1H30M", 90), ("P1DT30S", 1440.5), ("P", None), ("90", None), ("", None), ("soon", None), ("1:75", None), ("1:30:99", None),
    ],
)  # fmt: skip
def test_minutes(text: str, minutes: float | None) -> None:
    assert minutes_of(text) == (None if minutes is None else pytest.approx(minutes))


def test_what_is_written_as_a_clock() -> None:
    assert [is_clock(text) for text in ("1:44", "1 day 2:00:00", "90 min", "90")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("name", "plain", "unit"),
    [
        ("Duration (hrs)", "duration", "hours"), ("DURATION_MINUTES", "duration", "minutes"),
        ("durationMin", "duration", "minutes"), ("Outage Duration in Hours", "outageduration", "hours"),
        ("Customer Minutes", "customerminutes", "minutes"), ("OutageStartTime", "outagestarttime", None),
        ("Duration", "duration", None), ("Duration (s)", "duration", "seconds"),
    ],
)  # fmt: skip
def test_headings(name: str, plain: str, unit: str | None) -> None:
    assert (bare(name), unit_of(name)) == (plain, unit)


def test_a_time_with_a_unit_is_a_duration() -> None:
    names = ["Outage Time", "Restoration Time (min)", "Customers", "Date"]
    assert find_columns(names, {}, "f") == {
        "start": "Outage Time",
        "duration": "Restoration Time (min)",
        "customers": "Customers",
    }
    assert find_columns(["Outage Time", "Restoration Time"], {}, "f") == {
        "start": "Outage Time",
        "end": "Restoration Time",
    }
