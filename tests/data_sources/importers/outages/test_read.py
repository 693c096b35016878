"""Lists of outages of many shapes: what of them is taken, what is asked, what is refused and kept."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.lists.options import roles_said
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.outages.options import OutageOptions, meanings_said
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.outages.read import read_outages

CHICAGO = "America/Chicago"


def read(folder: Path, text: str | bytes, **said: Any) -> tuple[ListedOutages, ListFileReport]:
    path = folder / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_outages(path, OutageOptions(**said))


def rows(found: ListedOutages) -> list[tuple[str, float, float]]:
    """(start in UTC, minutes, customers)."""
    starts = [str(at)[:16] for at in found.started_at]
    return list(zip(starts, found.minutes.tolist(), found.customers.tolist(), strict=True))


def refused(folder: Path, text: str | bytes, **said: Any) -> str:
    with pytest.raises(ImportRefused) as error:
        read(folder, text, **said)
    return str(error.value)


def test_the_example_circuit_of_ieee_1366(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        "Date,Time,Duration (min),Circuit,Cause,Customers,kVA\n3/17/1994,18:34:30,8.17,7075,107,200,800\n".replace(
            "1994", "2014"
        )
        + "9/3/2014,17:10,10,7075,102,1500,3000\n",
    )
    assert rows(found) == [("2014-03-17T18:34", 8.17, 200), ("2014-09-03T17:10", 10, 1500)]
    assert found.kva.tolist() == [800, 3000]
    assert (found.circuit.tolist(), found.cause.tolist()) == (["7075"] * 2, ["107", "102"])
    assert report.sentences()[0] == "list.csv: 2 rows, 2 taken, 0 refused."
    assert "Its times name no zone" in report.notes[0]


ORACLE = (
    '"OUTAGE_ID"|"STEP_ID"|"OUTAGE_TIME"|"RESTORE_TIME"|"NUM_CUST_OUT"|"DEVICE_TYPE"|"LATITUDE"|"LONGITUDE"\n'
    '101|1|2024-07-08 09:00:00|2024-07-08 09:03:00|400|"Transformer"|29.7|-95.4\n'
    '101|2|2024-07-08 09:00:00|2024-07-08 10:30:00|600|"Transformer"|29.7|-95.4\n'
)


def test_steps_as_oracle_takes_them(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        ORACLE + '101|2|2024-07-08 09:00:00|2024-07-08 10:30:00|600|"Transformer"|29.7|-95.4\n'
        '101|1|2024-07-08 09:00:00|2024-07-08 09:04:00|400|"Transformer"|29.7|-95.4\n'
        '102|1|2024-07-08 11:00:00||50|"Fuse"|29.7|-95.4\n'
        '103|1|2024-07-08 11:00:00|2024-07-08 10:00:00|50|"=CMD()"|999|-95.4\n',
        time_zone="UTC",
    )
    assert rows(found) == [("2024-07-08T09:00", 3, 400), ("2024-07-08T09:00", 90, 600)]
    assert (found.outage.tolist(), found.step.tolist()) == (["101", "101"], ["1", "2"])
    assert (found.lat.tolist(), found.lon.tolist()) == ([29.7, 29.7], [-95.4, -95.4])
    assert report.refused == {
        "it stands in the file again, value for value": 1,
        "its outage and step stand in the file with other values": 1,
        "it names neither an end nor a duration: still out, or not told": 1,
        "it was restored before it began": 1,
    }
    assert report.kept_in == tmp_path / "list.csv.rejected.csv"
    with report.kept_in.open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.reader(file))
    assert kept[0] == ["line", "reason", "text"]
    assert sorted(int(line) for line, _, _ in kept[1:]) == [4, 5, 6, 7]
    assert ["7", "it was restored before it began"] in [row[:2] for row in kept]
    assert report.notes[-1] == "Columns that were passed over: 'DEVICE_TYPE'."


def test_doe_form_oe_417(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        '"OE-417 Annual Summary",,,,,,\nEvent Month,Date Event Began,Time Event Began,Date of Restoration,'
        "Time of Restoration,Event Type,Number of Customers Affected\n"
        'January,01/13/2024,11:45 PM,01/14/2024,2:15 AM,Severe Weather,"50,123"\n'
        'January,01/02/2024,7:30 AM,Unknown,Unknown,Transmission Interruption,"1,000"\n'
        'March,03/05/2024,7:30 AM,03/05/2024,8:30 AM,Transmission Interruption,"1,000"\n',
        time_zone=CHICAGO,
    )
    assert rows(found) == [("2024-01-14T05:45", 150, 50123), ("2024-03-05T13:30", 60, 1000)]
    assert found.is_loss_of_supply.tolist() == [False, True]
    assert "By their cause loss of supply: 1 row, 'Transmission Interruption' (1)." in report.notes
    assert "parts thousands" in report.notes[0]
    assert report.refused.total() == 1


def test_a_co_operatives_list_with_durations_as_clocks(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        "OutageStartTime;Substation;Feeder;CustomersAffected;Cause;Outage Length\n"
        "2018-08-03T13:37:31;HOUSTON(15);CKT15-05;35;600 Small animal/bird;1:44\n"
        "2018-08-08T19:22:20;RAILROAD(5);CKT5-04;1.234;Planned maintenance;12:04\n",
    )
    assert rows(found) == [("2018-08-03T13:37", 104, 35), ("2018-08-08T19:22", 724, 1234)]
    assert found.substation.tolist() == ["HOUSTON(15)", "RAILROAD(5)"]
    assert found.is_planned.tolist() == [False, True]
    assert "'Outage Length' such as '1:44' is taken as hours and minutes." in report.notes


def test_british_stages_with_days_and_times_apart(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path,
        "Incident Reference,Stage,Start Date,Interruption Start Time,Stage End,Customers Interrupted,CML,Type\n"
        "I1,1,03/04/2024,12:00,03/04/2024 12:02,100,200,Unplanned\n"
        "I1,2,03/04/2024,12:00,03/04/2024 14:02,50,6100,Unplanned\n"
        "I2,1,25/04/2024,09:00,25/04/2024 10:00,10,600,Pre-arranged\n",
        time_zone="Europe/London",
    )
    assert rows(found) == [("2024-04-03T11:00", 2, 100), ("2024-04-03T11:00", 122, 50), ("2024-04-25T08:00", 60, 10)]
    assert found.is_planned.tolist() == [False, False, True]


def test_the_open_modeling_frameworks_list(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        "ComponentAff,Start,Finish,Duration_min,Meters Affected\n"
        "645,2018-01-01 04:00:00,2018-01-01 08:30:00,270,12\n611,2018-01-03 04:00:00,2018-01-03 04:04:00,99,3\n",
    )
    assert rows(found) == [("2018-01-01T04:00", 270, 12)]
    assert found.device.tolist() == ["645"]
    assert report.refused == {"'Duration_min' is not what lies between 'Start' and 'Finish'": 1}


def test_ends_that_are_times_of_day_run_over_midnight(tmp_path: Path) -> None:
    found, report = read(
        tmp_path, "Date,Time Off,Time On,Custs,Ckt\n2024-05-01,23:30,00:45,10,A\n2024-05-02,10:00,10:45,10,B\n"
    )
    assert rows(found) == [("2024-05-01T23:30", 75, 10), ("2024-05-02T10:00", 45, 10)]
    assert not any("passed over" in note for note in report.notes)


def test_only_customer_minutes_tell_a_mean_duration(tmp_path: Path) -> None:
    found, report = read(tmp_path, "Outage Date,CMI,CI\n2024-05-01 10:00,1200,20\n")
    assert rows(found) == [("2024-05-01T10:00", 60, 20)]
    assert any("Durations are 'CMI' over the customers" in note for note in report.notes)
    hours, _ = read(tmp_path, "Outage Date,Customer Hours,CI\n2024-05-01 10:00,20,20\n")
    assert hours.minutes.tolist() == [60]


def test_days_alone_count_for_their_duration(tmp_path: Path) -> None:
    found, report = read(tmp_path, "Outage Date,Outage Duration Hours,Customers\n2024-05-01,1.5,20\n")
    assert rows(found) == [("2024-05-01T00:00", 90, 20)]
    assert any("days without times of day" in note for note in report.notes)
    assert "start_clock=NAME" in refused(tmp_path, "start,end,customers\n2024-05-01,2024-05-02,20\n")


def test_a_list_of_single_customers(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        "Meter ID,Outage Start,Outage End\nM1,2024-01-01 00:00,2024-01-01 01:00\n,2024-01-02 00:00,2024-01-02 02:00\n",
    )
    assert rows(found) == [("2024-01-01T00:00", 60, 1)]
    assert found.customer.tolist() == ["M1"]
    assert report.refused == {"it has no 'Meter ID'": 1}


def test_the_hour_that_comes_twice_and_the_one_that_never_is(tmp_path: Path) -> None:
    text = (
        "start,end,customers,duration_min\n2024-11-03 00:30,2024-11-03 03:30,20,\n2024-11-03 01:50,2024-11-03 01:10,10,\n"
        "2024-11-03 01:30,2024-11-03 01:45,5,75\n2024-11-03 01:30,2024-11-03 01:45,5,\n2024-03-10 02:30,2024-03-10 04:30,9,\n"
    )
    found, report = read(tmp_path, text, time_zone=CHICAGO)
    assert rows(found) == [
        ("2024-11-03T05:30", 240, 20),  # four hours between 00:30 and 03:30
        ("2024-11-03T06:50", 20, 10),  # only the second 01:10 lies behind
        ("2024-11-03T06:30", 75, 5),  # its duration says so
        ("2024-11-03T06:30", 15, 5),
    ]
    assert report.refused == {"'start' is a time that the clock skips": 1}
    assert any(note.startswith("In 2 rows a time lies in the hour that the clock shows twice") for note in report.notes)
    as_written, told = read(tmp_path, text)
    assert as_written.minutes.tolist() == [180, 15, 120]
    assert told.refused == {
        "it was restored before it began": 1,
        "'duration_min' is not what lies between 'start' and 'end'": 1,
    }


def test_times_with_offsets_need_no_zone(tmp_path: Path) -> None:
    found, report = read(tmp_path, "start,end,customers\n2024-07-01T12:00:00+02:00,2024-07-01T10:30:00Z,5\n")
    assert rows(found) == [("2024-07-01T10:00", 30, 5)]
    assert report.notes == []


@pytest.mark.parametrize(
    ("heading", "told"), [("Start (EST)", "names the clock EST"), ("Start", None), ("Start (UTC-5)", None)]
)
def test_a_heading_that_names_a_clock(tmp_path: Path, heading: str, told: str | None) -> None:
    text = f"{heading},duration (h),customers\n2024-07-01 12:00,2,5\n"
    if told:
        assert told in refused(tmp_path, text)
        assert rows(read(tmp_path, text, time_zone="America/New_York")[0])[0][0] == "2024-07-01T16:00"
    else:
        expected = "2024-07-01T17:00" if "UTC" in heading else "2024-07-01T12:00"
        assert rows(read(tmp_path, text)[0]) == [(expected, 120, 5)]


@pytest.mark.parametrize(
    ("text", "told", "said", "start", "minutes"),
    [
        ("start,end,customers\n03/04/2024 12:00,03/04/2024 13:00,5\n", "--date-order dmy or --date-order mdy",
         {"date_order": "dmy"}, "2024-04-03T12:00", 60),
        ("start,duration,customers\n2024-04-03 12:00,90,5\n", "--duration-unit minutes or --duration-unit hours",
         {"duration_unit": "hours"}, "2024-04-03T12:00", 5400),
        ("start,duration (min),customers\n2024-04-03 12:00,8:30,5\n", "--duration-unit hours or --duration-unit minutes",
         {"duration_unit": "minutes"}, "2024-04-03T12:00", 8.5),
        ("when,until,how many\n2024-04-03 12:00,2024-04-03 12:10,5\n", "--column start=NAME --column end=NAME",
         {"columns": {"start": "when", "end": "Until", "customers": "how many"}}, "2024-04-03T12:00", 10),
    ],
)  # fmt: skip
def test_what_a_file_does_not_tell_is_asked(
    tmp_path: Path, text: str, told: str, said: dict[str, Any], start: str, minutes: float
) -> None:
    assert told in refused(tmp_path, text)
    assert rows(read(tmp_path, text, **said)[0]) == [(start, minutes, 5)]


def test_a_duration_without_a_unit_is_told_by_the_times(tmp_path: Path) -> None:
    text = "start,end,duration,customers\n2024-04-03 12:00,2024-04-03 13:30,1.5,5\n2024-04-04 12:00,,2,5\n"
    found, report = read(tmp_path, text)
    assert found.minutes.tolist() == [90, 120]
    assert "'duration' counts hours: so say the times." in report.notes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "no header with the start of an outage"),
        ("start,customers\n2024-04-03 12:00,5\n", "does not say how long outages lasted"),
        ("PK\x03\x04....", "is a workbook; save its sheet of outages as CSV"),
        ("start,end,customers\n", "holds no outage"),
        ("a\0b\n", "is no text file; CSV and Parquet can be read"),
        ("fips_code,county,state,customers_out,run_start_time\n1,a,b,3,2024-07-08 10:00:00\n", "as EAGLE-I does"),
    ],
)
def test_what_is_no_list_of_outages(tmp_path: Path, text: str, told: str) -> None:
    assert told in refused(tmp_path, text)


def test_rows_that_cannot_be_taken_are_counted_by_reason(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        "start,end,customers\n2024-04-03 12:00,2024-04-03 13:00,5\nsoon,2024-04-03 13:00,5\n,2024-04-03 13:00,5\n"
        "2024-04-03 12:00,2024-04-03 13:00,some\n2024-04-03 12:00,2024-04-03 13:00,-3\n2024-04-03 12:00,2024-04-03 13:00,\n"
        "1997-04-03 12:00,1997-04-03 13:00,5\n2024-04-03 12:00,2024-04-03 13:00,5,extra\n",
    )
    assert len(found) == 1
    assert report.refused == {
        "'start' is no time": 1,
        "it has no 'start'": 1,
        "'customers' is not a number": 1,
        "its number of customers is negative": 1,
        "it has no number of customers in 'customers'": 1,
        "'start' lies before 2001 or after 2100": 1,
        "too many values in the line": 1,
    }
    assert (report.rows, report.taken) == (8, 1)


def test_what_texts_mean_can_be_said(tmp_path: Path) -> None:
    text = "start,end,customers,cause\n2024-04-03 12:00,2024-04-03 13:00,5,Werk\n2024-04-03 12:00,2024-04-03 13:00,5,Netz\n"
    found, _ = read(tmp_path, text, meanings=meanings_said(["planned=WERK", "supply=Netz"]))
    assert (found.is_planned.tolist(), found.is_loss_of_supply.tolist()) == ([True, False], [False, True])
    for wrong in ("planned", "magic=Werk", "planned="):
        with pytest.raises(ImportRefused, match="--value"):
            meanings_said([wrong])
    for wrong in (["start"], ["start=a", "start=b"]):
        with pytest.raises(ImportRefused, match="--column"):
            roles_said(wrong)


def test_unknown_roles_and_columns_are_told(tmp_path: Path) -> None:
    text = "start,end,customers\n2024-04-03 12:00,2024-04-03 13:00,5\n"
    assert "there is no 'magic'" in refused(tmp_path, text, columns={"magic": "end"})
    assert "has no column 'stop'" in refused(tmp_path, text, columns={"end": "stop", "start": "start"})


def test_parquet_is_read_too(tmp_path: Path) -> None:
    start = [dt.datetime(2024, 4, 3, 12), dt.datetime(2024, 4, 4, 12)]
    table = pa.table({"start": start, "duration_minutes": [90.0, 4.5], "customers": [5, 7], "kva": [None, 50.0]})
    pq.write_table(table, tmp_path / "list.parquet")
    found, report = read_outages(tmp_path / "list.parquet", OutageOptions(time_zone="UTC"))
    assert rows(found) == [("2024-04-03T12:00", 90, 5), ("2024-04-04T12:00", 4.5, 7)]
    assert np.isnan(found.kva).tolist() == [True, False]
    assert report.notes == []


def test_signs_of_other_encodings_and_names_with_markup(tmp_path: Path) -> None:
    text = "start;end;customers;cause;circuit\n2024-04-03 12:00;2024-04-03 13:00;5;Störung;[red]=1+1[/red]\n"
    for encoding in ("utf-8-sig", "utf-16", "latin-1"):
        found, _ = read(tmp_path, text.encode(encoding))
        assert (found.cause.tolist(), found.circuit.tolist()) == (["Störung"], ["[red]=1+1[/red]"])


def test_a_heading_that_stands_twice_is_told(tmp_path: Path) -> None:
    found, report = read(tmp_path, "start,start,end,customers\n2024-01-01 00:00,2023-01-01 00:00,2024-01-01 02:00,5\n")
    assert found.minutes.tolist() == [120]
    assert "'start' stands 2 times in the header; the first of these columns counts." in report.notes
