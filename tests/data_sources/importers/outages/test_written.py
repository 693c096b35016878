"""Days and times of day in columns of their own: each side finds its own, whatever they are called and where they stand."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.outages.read import read_outages

# What a list of two days and two hours says: from 13 Jan 10:00 to 15 Jan 12:00, 50 hours.
VALUES = ("2024-01-13", "10:00", "2024-01-15", "12:00")
PAIRS = [
    "Start Date,Start Time,End Date,End Time",
    "Outage Date,Outage Time,Restoration Date,Restoration Time",
    "Outage Date,Outage Time,Restore Date,Restore Time",
    "Date Off,Time Off,Date On,Time On",
    "Date Out,Time Out,Date In,Time In",
    "Begin Date,Begin Time,End Date,End Time",
    "Date,Begin Time,Restored Date,Restored Time",
    "Date Event Began,Time Event Began,Date of Restoration,Time of Restoration",
    "Incident Date,Incident Time,Date Restored,Time Restored",
    "Fault Date,Fault Time,Date Supply Restored,Time Supply Restored",
    "Stage Start Date,Stage Start Time,Stage End Date,Stage End Time",
    "Event Start Date,Event Start Time,Event End Date,Event End Time",
    "Interruption Date,Interruption Time,Finish Date,Finish Time",
    "Date,Time,Stop Date,Stop Time",
]


def read(folder: Path, text: str, **said: object) -> tuple[ListedOutages, ListFileReport]:
    path = folder / "list.csv"
    path.write_text(text)
    return read_outages(path, OutageOptions(**{"time_zone": "UTC"} | said))  # type: ignore[arg-type]


def moments(found: ListedOutages) -> list[tuple[str, float]]:
    return [(str(at)[:16], minutes) for at, minutes in zip(found.started_at, found.minutes.tolist(), strict=True)]


@pytest.mark.parametrize("names", PAIRS)
def test_each_side_has_its_own_day_in_any_order_of_columns(tmp_path: Path, names: str) -> None:
    for order in itertools.permutations(range(4)):
        head = [names.split(",")[place] for place in order]
        row = [VALUES[place] for place in order]
        found, report = read(tmp_path, f"{','.join(head)},Customers\n{','.join(row)},100\n")
        assert moments(found) == [("2024-01-13T10:00", 3000)], head
        assert report.notes == [], head


@pytest.mark.parametrize("duration", ["50", "49.9", "50:00", "2 days 2 h"])
def test_a_duration_that_says_the_same_agrees(tmp_path: Path, duration: str) -> None:
    found, _ = read(tmp_path, f"{PAIRS[0]},Duration (hours),Customers\n{','.join(VALUES)},{duration},100\n")
    assert found.minutes.tolist() == [3000]


def test_a_duration_that_contradicts_the_times_is_refused(tmp_path: Path) -> None:
    text = "start,end,duration (hours),customers\n2024-01-13 10:00,2024-01-13 12:00,50,100\n2024-01-13 10:00,2024-01-13 12:00,2,1\n"
    found, report = read(tmp_path, text)
    assert found.customers.tolist() == [1]
    assert report.refused == {"'duration (hours)' is not what lies between 'start' and 'end'": 1}
    assert read(tmp_path, text, columns={"duration": ""})[0].minutes.tolist() == [120, 120]
    assert read(tmp_path, text, columns={"end": ""})[0].minutes.tolist() == [3000, 120]


def test_a_duration_by_a_clock_that_was_turned_is_told(tmp_path: Path) -> None:
    text = "start,end,duration (min),customers\n2024-03-10 00:30,2024-03-10 04:30,240,5\n"
    found, report = read(tmp_path, text, time_zone="America/Chicago")
    assert (found.minutes.tolist(), report.refused.total()) == ([180], 0)
    assert any("goes by a clock that was turned" in note for note in report.notes)


def test_an_end_without_a_day_is_the_first_behind_its_start_or_that_of_its_duration(tmp_path: Path) -> None:
    found, report = read(
        tmp_path, "Date,Time Off,Time On,Duration (h),Custs\n2024-01-13,10:00,12:00,50,1\n2024-01-13,23:00,01:00,,1\n"
    )
    assert found.minutes.tolist() == [3000, 120]
    assert any(note.startswith("'Time On' holds times of day") for note in report.notes)


def test_an_end_that_is_a_day_alone_is_no_moment(tmp_path: Path) -> None:
    text = "Start Date,Start Time,End Date,Customers\n2024-01-13,10:00,2024-01-15,100\n"
    with pytest.raises(ImportRefused, match="'End Date' holds days without times of day, and no column the durations"):
        read(tmp_path, text)
    found, report = read(
        tmp_path,
        "Start Date,Start Time,End Date,Duration (h),Customers\n2024-01-13,10:00,2024-01-15,50,1\n"
        "2024-01-13,10:00,2024-01-15,2,2\n",
    )
    assert moments(found) == [("2024-01-13T10:00", 3000)]
    assert report.refused == {"'Duration (h)' is not what lies between 'Start Time' and 'End Date'": 1}


def test_days_alone_must_be_as_far_apart_as_the_duration(tmp_path: Path) -> None:
    found, report = read(
        tmp_path, "Start Date,End Date,Duration (h),Customers\n2024-01-13,2024-01-15,50,1\n2024-01-13,2024-01-15,2,2\n"
    )
    assert (found.customers.tolist(), report.refused.total()) == ([1], 1)


def test_days_that_a_spreadsheet_wrote_with_midnight(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path,
        "Start Date,Start Time,End Date,End Time,Customers\n1/13/2024 0:00,10:00 AM,1/15/2024 0:00,12:00 PM,100\n",
    )
    assert moments(found) == [("2024-01-13T10:00", 3000)]


def test_a_stamp_beside_days_and_clocks_of_other_words(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path,
        "Outage Start,Date,Time,Restored,Customers\n2024-01-13 10:00,2024-01-14,08:00,2024-01-15 12:00,100\n",
    )
    assert moments(found) == [("2024-01-13T10:00", 3000)]


def test_the_clock_that_a_heading_of_times_of_day_names(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path,
        f"Start Date,Start Time (UTC-5),End Date,End Time (UTC-5),Customers\n{','.join(VALUES)},100\n",
        time_zone=None,
    )
    assert moments(found) == [("2024-01-13T15:00", 3000)]


def test_times_of_day_without_any_day_are_asked_for_both_sides(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"start=NAME.*start_clock=Time Off.*end=NAME and end_clock=NAME"):
        read(tmp_path, "Time Off,Time On,Customers\n10:00,12:00,100\n")


def test_months_by_name_and_the_end_of_the_day(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path, "Start Date,Start Time,End Date,End Time,Customers\nJan 13 2024,10:00,Jan 15 2024,24:00,1\n"
    )
    assert moments(found) == [("2024-01-13T10:00", 3720)]


def test_day_numbers_of_a_spreadsheet(tmp_path: Path) -> None:
    """Excel shows 45304.4166666667 as 2024-01-13 10:00 and 45306.5 as 2024-01-15 12:00."""
    found, report = read(tmp_path, "Start,End,Customers\n45304.4166666667,45306.5,100\n")
    assert moments(found) == [("2024-01-13T10:00", 3000)]
    assert "'Start' holds numbers of a spreadsheet: 45304.4166666667 is 2024-01-13 10:00:00." in report.notes
    apart, _ = read(tmp_path, f"{PAIRS[0]},Customers\n45304,0.416666667,45306,0.5,100\n")
    assert moments(apart) == [("2024-01-13T10:00", 3000)]


def test_the_start_that_a_head_end_calls_reported(tmp_path: Path) -> None:
    text = (
        "mRID,reportedStartTime,actualRestorationTime,metersAffected\n7,2024-01-13T10:00:00Z,2024-01-13T12:00:00Z,5\n"
    )
    assert moments(read(tmp_path, text)[0]) == [("2024-01-13T10:00", 120)]
