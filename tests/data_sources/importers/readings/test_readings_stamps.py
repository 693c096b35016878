"""Stamps as programs write them: the right instant, or none; never another one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data_sources.importers.readings.stamps import NOT_A_TIME, localise, parse_stamps
from tests.data_sources.importers.readings.reading_files import read_file

AT = dt.datetime(2024, 3, 10, 2, 30)


def read(text: str) -> tuple[dt.datetime, bool] | None:
    """(the time, whether it is UTC); None for no time."""
    stamps = parse_stamps([text], "dmy", "file.csv")
    at = int(stamps.at[0])
    return (
        None if at == NOT_A_TIME else (dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=at), bool(stamps.is_utc[0]))
    )


LOCAL = [
    "2024-03-10T02:30", "2024-03-10 02:30:00", "2024-03-10  02:30", "2024-03-10\t02:30", "2024-03-10 02:30:00.0000000",
    "2024/3/10 2:30", "2024.3.10 2:30", "2024-3-10 2:30", "10.03.2024 02:30", "10.03.2024, 02:30", "10.03.2024 02.30",
    "10/03/2024 02:30", "10-Mar-2024 02:30", "10 March 2024 02:30", "10 mars 2024 02:30", "Mar 10 2024 02:30",
    "March 10, 2024 2:30 AM", "20240310 0230", "202403100230", "20240310T0230", "10/Mar/2024:02:30:00",
    "2024-03-10\u00a002:30", "2024-03-10 02:30:00 AM", "٢٠٢٤-٠٣-١٠ ٠٢:٣٠", "२०२४-०३-१० ०२:३०", "２０２４-03-10 02:30",
]  # fmt: skip
UTC = [
    "2024-03-10T02:30Z", "2024-03-10T02:30:00.000Z", "20240310T023000Z", "2024-03-10 02:30:00 UTC", "2024-03-10 02:30 GMT",
    "2024-03-10T04:30:00+0200", "2024-03-10T04:30+02", "2024-03-10 04:30:00 +02:00", "2024-03-09T20:30:00-06:00",
    "2024-03-09T20:30:00\u221206:00", "10/Mar/2024:02:30:00 +0000", "1710037800", "1710037800000", "1710037800000000",
    "1710037800.0",
]  # fmt: skip
NONE = [
    "2024-W10-7T02:30", "2024-W10", "2024-070", "2024070", "45361.104166", "45361,104", "45361", "1e9", "-1", "",
    "2024-03-10 24:15", "2024-03-10 25:00", "2024-02-30 00:00", "2024-13-10 00:00", "0000-00-00 00:00:00", "1900-01-00",
    "2024-03-10 02:60", "2024-03-10T02:30:60", "2024-03-10 14:30 PM", "2024-03-10 0:30 AM", "2024-03-10 02:30 CST",
    "2024-03-10 02:30 +99:00", "2024-03-10 02:30 +14:30", "2024-03-10 02:30 +01:75", "Sun Mar 10 02:30:00 CDT 2024",
    "10. Dez 2024 02:30", "2024-03-10 2:30p", "/Date(1710037800000)/", "2024-03-10T02:30:00[America/Chicago]",
]  # fmt: skip


@pytest.mark.parametrize("text", LOCAL)
def test_local_times(text: str) -> None:
    assert read(text) == (AT, False)


@pytest.mark.parametrize("text", UTC)
def test_instants(text: str) -> None:
    assert read(text) == (AT, True)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_time_we_know_is_none(text: str) -> None:
    """Seen: an offset of 99 hours moved a reading by four days."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [
        ("2024-03-10 24:00", 11, 0, 0), ("10.03.2024 24:00:00", 11, 0, 0), ("10/03/2024 12:00 AM", 10, 0, 0),
        ("10/03/2024 12:30:00 a.m.", 10, 0, 30), ("10/03/2024 12:00 PM", 10, 12, 0), ("2024-03-10 2.30 pm", 10, 14, 30),
    ],
)  # fmt: skip
def test_midnight_and_noon(text: str, day: int, hour: int, minute: int) -> None:
    assert read(text) == (dt.datetime(2024, 3, day, hour, minute), False)


def test_a_clock_that_changed_at_one_minute_past_midnight() -> None:
    """St John's until 2011: 00:00 was still an hour of winter (-03:30), 00:01 to 01:00 never were (tz database)."""
    zone = ZoneInfo("America/St_Johns")
    found = localise(
        np.array(["2010-03-14T00:00", "2010-03-14T00:05", "2010-03-14T01:01"], "M8[us]").astype(np.int64), zone
    )
    assert found.is_never.tolist() == [False, True, False]
    assert [str(at) for at in found.early.astype("M8[us]")[[0, 2]].astype("M8[m]")] == [
        "2010-03-14T03:30",
        "2010-03-14T03:31",
    ]


def test_an_hour_that_the_clock_skips_is_refused_and_the_same_in_utc_is_taken(tmp_path: Path) -> None:
    """Local stamps and those with Z may stand in one file."""
    path = tmp_path / "mixed.csv"
    path.write_text(
        "time,kwh\n2024-03-10T01:30,1.5\n2024-03-10T02:30,2.5\n2024-03-10T08:00Z,3.5\n2024-03-10T03:30,4.5\n"
    )
    told = read_file(path, "America/Chicago", stamp="start", interval_minutes=30)
    assert {(at.hour, at.minute): kwh for at, kwh in told.delivered.items()} == {
        (7, 30): 1.5,
        (8, 0): 3.5,
        (8, 30): 4.5,
    }
    assert told.reasons == {"local time that the clock skips": 1}
