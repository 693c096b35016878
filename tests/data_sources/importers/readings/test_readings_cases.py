"""Files of other people that once gave wrong values in silence; the name of each test says which kind it holds.

The values are invented. What is right was worked out by hand.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.readings.columns import meanings_said
from data_sources.importers.readings.sheets.reading_sheet import BLOCK_BYTES
from tests.data_sources.importers.readings.reading_files import Read, read_file

HALF_HOURS = [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(48)]
RANGES = [f"{start} - {end}" for start, end in zip(HALF_HOURS, [*HALF_HOURS[1:], "00:00"], strict=True)]


def read(tmp_path: Path, text: str, zone: str = "UTC", **options: object) -> Read:
    path = tmp_path / "home.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, zone, **options)


def total(found: Read, column: str = "energy_delivered_kwh") -> float:
    values = [float(row[column]) for row in found.rows.values()]  # type: ignore[arg-type]
    return round(sum(value for value in values if not math.isnan(value)), 6)


def lengths(found: Read) -> Counter[object]:
    return Counter(row["minutes"] for row in found.rows.values())


def first(found: Read) -> str:
    return f"{min(at for _, at in found.rows):%Y-%m-%d %H:%M}"


def day(day: str = "2024-01-13", minutes: int = 30, value: str = "0.5", more: str = "") -> list[str]:
    return [f"M1,{day} {n // 60:02}:{n % 60:02},{value}{more}" for n in range(0, 1440, minutes)]


def long(rows: list[str], header: str = "Meter,DateTime,kWh") -> str:
    return "\n".join([header, *rows]) + "\n"


# Channels in rows ---------------------------------------------------------------------------------------------------


def wide(*rows: str) -> str:
    header = f"NMI,METER SERIAL NUMBER,CON/GEN,DATE,ESTIMATED?,{','.join(RANGES)}"
    return "\n".join([header, *rows]) + "\n"


def con_gen(kind: str, date: str, value: float, estimated: str = "No") -> str:
    return f"6001000000,9001,{kind},{date},{estimated},{','.join([str(value)] * 48)}"


def test_con_gen_rows_of_one_stamp_are_both_kept(tmp_path: Path) -> None:
    """csv_con_gen: the last row won, 14.4 delivered."""
    rows = [con_gen(*of) for date in (13, 14, 15)
            for of in (("Consumption", f"{date}/06/2019", 0.5), ("Generation", f"{date}/06/2019", 0.1))]  # fmt: skip
    found = read(tmp_path, wide(*rows), unit="kWh")
    assert (total(found), total(found, "energy_received_kwh")) == (72.0, 14.4)
    assert (len(found.rows), found.report.rows, found.reasons) == (144, 6, {})


def test_not_estimated_is_actual(tmp_path: Path) -> None:
    """csv_estimated_n: every value was dropped as missing."""
    found = read(tmp_path, wide(con_gen("Consumption", "13/06/2019", 0.5, "N")), unit="kWh")
    assert (total(found), {row["quality"] for row in found.rows.values()}) == (24.0, {"actual"})
    rows = [*day(more=",N"), *day("2024-01-14", more=",Y")]
    found = read(tmp_path, long(rows, "Meter,DateTime,kWh,Estimated"), stamp="start")
    assert Counter(row["quality"] for row in found.rows.values()) == {"actual": 48, "estimated": 48}
    assert total(found) == 48.0


def test_values_that_the_file_calls_missing_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, long(day(more=",N"), "Meter,DateTime,kWh,Quality"), stamp="start")
    assert (total(found), found.report.called_missing) == (0, 48)
    assert "48 readings have a value that the file calls missing; it is left out." in found.report.details()


FLUVIUS = "﻿Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving"


def fluvius(delivered: str, received: str) -> str:
    rows = [FLUVIUS]
    for n in range(8):
        ends = [f"02-09-2025;{m // 60:02}:{m % 60:02}:00" for m in (15 * n, 15 * n + 15)]
        for register, value in ((delivered, "0,100"), (received, "0,050")):
            tariff = "Nacht" if n < 4 else "Dag"
            rows.append(
                f'{";".join(ends)};="541448820000000001";1SAG1;Digitale meter;{register} {tariff};{value};kWh;Uitgelezen;'
            )
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("registers", "said"),
    [(("Afname", "Injectie"), []), (("Uttag", "Inmatning"), ["delivered=Uttag", "received=inmatning"])],
)
def test_categories_of_any_language(tmp_path: Path, registers: tuple[str, str], said: list[str]) -> None:
    """csv_fluvius: a category column could not be mapped; ="…" guards an id from a spreadsheet."""
    found = read(tmp_path, fluvius(*registers), "Europe/Brussels", date_order="dmy", meanings=meanings_said(said),
                 columns={"meter": "EAN-code"})  # fmt: skip
    assert (total(found), total(found, "energy_received_kwh")) == (0.8, 0.4)
    assert (len(found.rows), lengths(found), first(found)) == (8, {15: 8}, "2025-09-01 22:00")
    assert {meter for meter, _ in found.rows} == {"541448820000000001"}


def test_a_category_nobody_knows_is_told_and_one_that_is_not_wanted_is_counted(tmp_path: Path) -> None:
    rows = [f"M1,2024-01-13 00:{n:02},{kind},1" for n in (0, 15) for kind in ("Uttag", "Annat")]
    text = long(rows, "Meter,DateTime,Register,kWh")
    assert read(tmp_path, text, stamp="start").reasons == {
        "category 'Uttag' is not taken": 2, "category 'Annat' is not taken": 2,
    }  # fmt: skip
    said = meanings_said(["delivered=Uttag", "ignore=annat"])
    found = read(tmp_path, text, stamp="start", meanings=said)
    assert (total(found), found.report.ignored, found.reasons) == (2.0, 2, {})
    with pytest.raises(ImportRefused, match=r"--value sold=Uttag: there is no 'sold'"):
        meanings_said(["sold=Uttag"])
    with pytest.raises(ImportRefused, match=r"write MEANING=TEXT"):
        meanings_said(["Uttag"])


def test_reactive_energy_in_rows_is_no_energy_delivered(tmp_path: Path) -> None:
    rows = [
        f"M1,2024-01-13 00:{n:02},{kind},1" for n in (0, 15) for kind in ("Import kWh", "Import kVArh", "Export kVArh")
    ]
    found = read(tmp_path, long(rows, "Meter,DateTime,Channel,kWh"), stamp="start")
    assert (total(found), total(found, "reactive_kvarh")) == (2.0, 2.0)
    assert found.reasons == {"category 'Export kVArh' is not taken": 2}


def test_net_rows_beside_others_are_not_added(tmp_path: Path) -> None:
    rows = [
        f"M1,2024-01-13 00:{n:02},{kind},{kwh}"
        for n in (0, 15)
        for kind, kwh in (("import", 3), ("export", 1), ("net", 2))
    ]
    found = read(tmp_path, long(rows, "Meter,DateTime,Direction,kWh"), stamp="start")
    assert (total(found), total(found, "energy_received_kwh")) == (6.0, 2.0)
    alone = read(tmp_path, long(rows[2::3], "Meter,DateTime,Direction,kWh"), stamp="start")
    assert total(alone) == 4.0


def test_one_channel_without_a_value_leaves_the_other(tmp_path: Path) -> None:
    rows = [f"M1,2024-01-13 00:{n:02},{kind},{kwh},{flag}" for n in (0, 15)
            for kind, kwh, flag in (("import", 1, "A"), ("export", 0, "N"))]  # fmt: skip
    found = read(tmp_path, long(rows, "Meter,DateTime,Direction,kWh,Quality"), stamp="start")
    assert (total(found), {row["quality"] for row in found.rows.values()}) == (2.0, {"actual"})


FLAGGED = ("A", "N", "A", "A")


def flagged(tmp_path: Path, *kinds: tuple[str, float, bool], **options: object) -> Read:
    """Rows of several kinds at four times; of the first kind, and of any that says so, the second is called missing."""
    rows = [
        f"M1,2024-01-13 00:{15 * n:02},{kind},{kwh},{flag if is_flagged else 'A'}"
        for n, flag in enumerate(FLAGGED) for kind, kwh, is_flagged in kinds
    ]  # fmt: skip
    return read(tmp_path, long(rows, "Meter,DateTime,Direction,kWh,Quality"), stamp="start", **options)


def second(found: Read) -> tuple[object, float, float]:
    row = list(found.rows.values())[1]
    return row["quality"], float(row["energy_delivered_kwh"]), float(row["energy_received_kwh"])  # type: ignore[arg-type]


def test_a_value_called_missing_is_not_added(tmp_path: Path) -> None:
    """1.5 called missing and 0.2 were 1.7 actual, while the report said that it was left out."""
    found = flagged(tmp_path, ("GC", 1.5, True), ("CL", 0.2, False))
    quality, delivered, _ = second(found)
    assert (quality, delivered, found.report.called_missing) == ("actual", 0.2, 1)
    assert total(found) == pytest.approx(3 * 1.7 + 0.2)


def test_delivered_energy_called_missing_is_not_0(tmp_path: Path) -> None:
    """It kept its value of 1.5; without it the export alone would say that nothing was delivered."""
    found = flagged(tmp_path, ("import", 1.5, True), ("export", 0.2, False))
    quality, delivered, received = second(found)
    assert quality == "missing"
    assert math.isnan(delivered)
    assert math.isnan(received)
    assert (total(found), total(found, "energy_received_kwh")) == (4.5, pytest.approx(0.6))
    assert "Where the file calls the delivered energy of a reading missing, all of it is missing." in (
        found.report.details()
    )


def test_net_energy_counts_beside_a_value_called_missing(tmp_path: Path) -> None:
    found = flagged(tmp_path, ("import", 1.5, True), ("net", 0.7, False))
    assert second(found) == ("actual", 0.7, 0.0)
    assert total(found) == pytest.approx(5.2)


def test_a_register_value_called_missing_makes_no_energy(tmp_path: Path) -> None:
    rows = [f"M1,2024-01-13 00:{n:02},{kwh},{flag}" for n, kwh, flag in
            ((0, 10, "A"), (15, 11, "A"), (30, 99, "N"), (45, 13, "A"))]  # fmt: skip
    found = read(
        tmp_path, long([*rows, "M1,2024-01-13 01:00,14.5,A"], "Meter,DateTime,kWh,Quality"), registers="difference"
    )
    assert list(found.delivered.values()) == [1.0, 1.5]


# Two values of one time ---------------------------------------------------------------------------------------------


def test_differing_values_of_one_time_are_refused_or_said(tmp_path: Path) -> None:
    """csv_conflicting_rows: the last won, and the others were "there already"."""
    text = long([*day(value="0.5"), *day(value="0.2")])
    found = read(tmp_path, text, stamp="start")
    assert (len(found.rows), sum(found.reasons.values())) == (0, 96)
    assert all("another value for the same meter and time" in reason for reason in found.reasons)
    assert [total(read(tmp_path, text, stamp="start", same_time=how)) for how in ("last", "sum")] == [9.6, 33.6]


def test_what_agrees_or_fills_a_gap_is_one_reading(tmp_path: Path) -> None:
    again = read(tmp_path, long([*day(), *day()]), stamp="start")
    assert (total(again), again.report.repeated, again.reasons) == (24.0, 48, {})
    halves = ["M1,2024-01-13 00:00,1,", "M1,2024-01-13 00:15,1,", "M1,2024-01-13 00:00,,2", "M1,2024-01-13 00:15,,2"]
    both = read(tmp_path, long(halves, "Meter,DateTime,import kWh,export kWh"), stamp="start")
    assert (total(both), total(both, "energy_received_kwh"), len(both.rows)) == (2.0, 4.0, 2)


def test_an_actual_row_counts_before_an_estimate_of_its_time(tmp_path: Path) -> None:
    rows = [*day(value="0.5", more=",A"), *day(value="0.9", more=",E")]
    found = read(tmp_path, long(rows, "Meter,DateTime,kWh,Quality"), stamp="start")
    assert (total(found), found.report.outranked, found.reasons) == (24.0, 48, {})


# What a person says -------------------------------------------------------------------------------------------------


def test_a_unit_that_is_said_outweighs_the_header(tmp_path: Path) -> None:
    """csv_option_ignored: --unit Wh was ignored."""
    text = long(day(value="500"), "Meter,DateTime,Consumption (kWh)")
    found = read(tmp_path, text, stamp="start", unit="Wh")
    assert total(found) == 24.0
    assert found.report.notes == ["--unit Wh counts, though the file says kWh."]
    assert total(read(tmp_path, text, stamp="start")) == 24_000.0


def test_a_stamp_that_is_said_outweighs_the_header(tmp_path: Path) -> None:
    """csv_option_ignored: --stamp end was ignored, in a column named Start and in labels of a wide file."""
    text = long(day(), "Meter,Start,kWh")
    assert first(read(tmp_path, text)) == "2024-01-13 00:00"
    found = read(tmp_path, text, stamp="end")
    assert first(found) == "2024-01-12 23:30"
    assert found.report.notes == ["--stamp end counts, though the column's name says start."]
    labels = f"Meter,Date,{','.join(HALF_HOURS)}\nM1,2024-01-13,{','.join(str(n) for n in range(48))}\n"
    assert first(read(tmp_path, labels, unit="kWh")) == "2024-01-13 00:00"
    assert first(read(tmp_path, labels, unit="kWh", stamp="end")) == "2024-01-12 23:30"
    ends = f"Meter,Date,{','.join([*HALF_HOURS[1:], '24:00'])}\nM1,2024-01-13,{','.join(str(n) for n in range(48))}\n"
    assert first(read(tmp_path, ends, unit="kWh")) == "2024-01-13 00:00"
    assert first(read(tmp_path, ends, unit="kWh", stamp="start")) == "2024-01-13 00:30"


def test_net_is_refused_where_the_file_tells_the_direction(tmp_path: Path) -> None:
    """csv_option_ignored: --net was ignored."""
    with pytest.raises(ImportRefused, match="--net, by which negative energy is that, does not fit"):
        read(tmp_path, "Meter,DateTime,import kWh,export kWh\nM1,2024-01-13 00:00,1,2\n", stamp="start", is_net=True)
    with pytest.raises(ImportRefused, match="says which way its energy goes, so --net does not fit"):
        read(tmp_path, wide(con_gen("Consumption", "13/06/2019", 0.5)), unit="kWh", is_net=True)


def test_a_clock_in_the_header_counts_unless_another_is_said(tmp_path: Path) -> None:
    """csv_utc_plus: "Time (UTC+10)" was read as UTC."""
    text = long(day(), "Meter,Time (UTC+10),kWh")
    assert first(read(tmp_path, text, "America/Chicago", stamp="start")) == "2024-01-12 14:00"
    found = read(tmp_path, text, "America/Chicago", stamp="start", time_zone="Australia/Perth")
    assert first(found) == "2024-01-12 16:00"
    assert found.report.notes == ["--time-zone Australia/Perth counts, though 'Time (UTC+10)' names another clock."]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("timestamp_utc", "2024-01-13 00:00"), ("datetimeUTC", "2024-01-13 00:00"), ("Time (GMT-05:30)", "2024-01-13 05:30"),
        ("Timestamp (AEST)", "2024-01-12 14:00"), ("Timestamp", "2024-01-13 06:00"),
    ],
)  # fmt: skip
def test_clocks_in_headers(tmp_path: Path, header: str, expected: str) -> None:
    assert first(read(tmp_path, long(day(), f"Meter,{header},kWh"), "America/Chicago", stamp="start")) == expected


# Lengths ------------------------------------------------------------------------------------------------------------


def test_a_meter_that_changes_its_interval_has_both(tmp_path: Path) -> None:
    """csv_interval_change: one length a file."""
    text = long([*day("2024-01-13", 30, "0.6"), *day("2024-01-14", 5, "0.1"), *day("2024-01-15", 60, "1.2")])
    found = read(tmp_path, text, stamp="start")
    assert lengths(found) == {30: 48, 5: 288, 60: 24}
    assert total(found) == 86.4


@pytest.mark.parametrize(
    ("minutes", "gone"), [(10, {7, 8}), (1, {61, 62, 63, 64}), (15, {5, 9, 13}), (5, {100, 101, 102})]
)
def test_a_gap_changes_no_length(tmp_path: Path, minutes: int, gone: set[int]) -> None:
    """csv_ten_minutes: an odd gap made every third row one of 30 minutes."""
    rows = [row for n, row in enumerate(day(minutes=minutes, value="0.1")) if n not in gone]
    for stamp in ("start", "end"):
        found = read(tmp_path, long(rows), stamp=stamp)
        assert lengths(found) == {minutes: 1440 // minutes - len(gone)}


@pytest.mark.parametrize(("before", "after"), [(15, 30), (30, 15), (60, 15), (15, 60), (5, 30)])
@pytest.mark.parametrize(
    ("stamp", "gone"),
    [
        *(("start", gone) for gone in ({2}, {0}, {-2}, {-2, 2}, {-3, 3}, {2, 6, 10})),
        *(("end", gone) for gone in ({2}, {-3}, {-3, 3}, {2, 6, 10})),
    ],
)
def test_rows_missing_at_a_change_leave_the_lengths(
    tmp_path: Path, before: int, after: int, gone: set[int], stamp: str
) -> None:
    """Rows are counted from the change, -1 the last before it; up to three kept the other length: half their kWh or twice."""
    start = dt.datetime(2024, 1, 13)
    change = start + dt.timedelta(minutes=before * 24)
    steps = [(start, before, n - 24) for n in range(24)] + [(change, after, n) for n in range(24)]
    expected = {}
    for base, minutes, number in steps:
        place = number + 24 if minutes == before else number
        if number not in gone:
            expected[base + dt.timedelta(minutes=minutes * place)] = minutes
    rows = [f"M1,{at + dt.timedelta(minutes=minutes if stamp == 'end' else 0)},4" for at, minutes in expected.items()]
    found = read(tmp_path, long(rows, "Meter,DateTime,kW"), stamp=stamp)
    assert {at.replace(tzinfo=None): row["minutes"] for (_, at), row in found.rows.items()} == expected
    assert total(found) == pytest.approx(sum(4 * minutes / 60 for minutes in expected.values()))


def test_a_steady_length_that_cannot_be_loaded_is_rejected(tmp_path: Path) -> None:
    rows = [*day("2024-01-13", 60), *day("2024-01-14", 20)]
    found = read(tmp_path, long(rows), stamp="start")
    assert lengths(found) == {60: 24}
    assert found.reasons == {"length of the interval is not 1, 5, 10, 15, 30 or 60 minutes": 72}


def test_intervals_within_a_longer_one_are_refused(tmp_path: Path) -> None:
    """Rows that tell their length: three quarters beside their hour were loaded beside it, 7 kWh instead of 4."""
    rows = ["M1,2024-01-13 00:00,60,4", *(f"M1,2024-01-13 00:{n},15,1" for n in (15, 30, 45)), "M1,2024-01-13 01:00,15,1",
            "M2,2024-01-13 00:30,15,2"]  # fmt: skip
    found = read(tmp_path, long(rows, "Meter,DateTime,Interval,kWh"), stamp="start")
    assert (total(found), lengths(found)) == (7.0, {60: 1, 15: 2})
    assert found.reasons == {"lies in a longer interval of the same meter": 3}


# Columns ------------------------------------------------------------------------------------------------------------


def test_start_time_and_end_time_beside_a_date(tmp_path: Path) -> None:
    """csv_start_time_column: "The files hold no reading."; the last minute is meant to be inside."""
    rows = [f"Electric usage,2024-03-10,{n:02}:{m:02},{n:02}:{m + 14:02},0.25,kWh,$0.08," for n in range(24) if n != 2
            for m in (0, 15, 30, 45)]  # fmt: skip
    text = 'Name,HOLDER\nAddress,"1 MAIN ST, ANYTOWN"\nAccount Number,1\n\nTYPE,DATE,START TIME,END TIME,USAGE,UNITS,COST,NOTES\n'
    found = read(tmp_path, text + "\n".join(rows) + "\n", "America/Los_Angeles")
    assert (len(found.rows), total(found), lengths(found), found.reasons) == (92, 23.0, {15: 92}, {})
    assert first(found) == "2024-03-10 08:00"
    smt = ["'1044,07/14/2025,07/14/2025 07:37:17, 23:45, 00:00,0.1,A,Consumption",
           "'1044,07/14/2025,07/14/2025 07:37:17, 23:45, 00:00,0.3,A,Surplus Generation"]  # fmt: skip
    header = "ESIID,USAGE_DATE,REVISION_DATE,USAGE_START_TIME,USAGE_END_TIME,USAGE_KWH,ESTIMATED_ACTUAL,CONSUMPTION_SURPLUSGENERATION"
    found = read(tmp_path, long(smt, header), "America/Chicago")
    assert {key: (row["energy_delivered_kwh"], row["energy_received_kwh"]) for key, row in found.rows.items()} == {
        ("1044", dt.datetime(2025, 7, 15, 4, 45, tzinfo=dt.UTC)): (0.1, 0.3)
    }


def test_both_ends_over_the_turns_of_the_clock(tmp_path: Path) -> None:
    spring = [
        f"2026-03-08 {a},2026-03-08 {b},1" for a, b in (("01:00", "01:30"), ("01:30", "03:00"), ("03:00", "03:30"))
    ]
    autumn = [
        f"2026-11-01 {a},2026-11-01 {b},1"
        for a, b in (("01:00", "01:30"), ("01:30", "01:00"), ("01:00", "01:30"), ("01:30", "02:00"))
    ]
    found = read(tmp_path, long([*spring, *autumn], "start,end,kwh"), "America/Chicago")
    assert lengths(found) == {30: 7}
    assert [f"{at:%d %H:%M}" for _, at in sorted(found.rows)] == [
        "08 07:00", "08 07:30", "08 08:00", "01 06:00", "01 06:30", "01 07:00", "01 07:30",
    ]  # fmt: skip


SECTION = "Energy {} time period,Usage(Real energy in kilowatt-hours),Reading quality"


def section(kind: str, date: str, value: str) -> list[str]:
    ends = [f"{date} {n // 4:02}:{n % 4 * 15:02}:00" for n in range(8)]
    rows = [f'"{a}\u00a0to {b}","{value}",""' for a, b in pairwise(ends)]
    return ["", f'"Data for period starting: {date} 00:00:00  for 24 hours"', SECTION.format(kind), *rows]


def test_both_ends_in_one_column_and_repeated_sections(tmp_path: Path) -> None:
    """csv_period_column: no header was found; a no-break space stands before "to"."""
    text = "\n".join(["Energy Usage Information", '"For location: 1 EXAMPLE ST"', *section("consumption", "2024-05-01", "0.10"),
                      *section("consumption", "2024-05-02", "0.20"), *section("generation", "2024-05-01", "0.40")])  # fmt: skip
    found = read(tmp_path, text + "\n", "America/Los_Angeles")
    assert (total(found), total(found, "energy_received_kwh")) == (2.1, 2.8)
    assert (len(found.rows), lengths(found), found.reasons, found.report.texts) == (14, {15: 14}, {}, 2)
    assert first(found) == "2024-05-01 07:00"


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f"])
def test_no_break_blanks_are_blanks(tmp_path: Path, blank: str) -> None:
    text = f"Meter{blank}ID,Usage{blank}date,Start{blank}time,Net{blank}draw kWh\nM1,1/13/2024,1:00{blank}AM,2\nM1,1/13/2024,1:15{blank}AM,2\n"
    found = read(tmp_path, text, columns={"delivered": "net draw kwh"})
    assert (total(found), first(found)) == (4.0, "2024-01-13 01:00")


def test_hour_ending(tmp_path: Path) -> None:
    found = read(tmp_path, long([f"M1,1/13/2024,{hour},1" for hour in range(1, 25)], "Meter,Date,Hour Ending,kWh"))
    assert (first(found), len(found.rows), lengths(found)) == ("2024-01-13 00:00", 24, {60: 24})


# Dates --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "zone", "begins"), [("%d/%m/%Y %H:%M", "Australia/Sydney", dt.datetime(2019, 3, 25)),
                                  ("%m/%d/%Y %H:%M", "America/New_York", dt.datetime(2019, 10, 25))],
)  # fmt: skip
def test_day_and_month_are_told_once_a_file(tmp_path: Path, shape: str, zone: str, begins: dt.datetime) -> None:
    """csv_date_order_dst: the rows of the hour that comes twice were judged by themselves: 07/04 may be either."""
    stamps = [begins + dt.timedelta(minutes=30 * n) for n in range(48 * 16)]
    found = read(tmp_path, long([f"M1,{stamp:{shape}},0.5" for stamp in stamps]), zone, stamp="start")
    assert (len(found.rows), total(found), found.reasons) == (768, 384.0, {})


def test_day_and_month_are_told_by_the_whole_of_a_large_file(tmp_path: Path) -> None:
    """Pieces of a file were judged by themselves; here only the last of them tells."""
    stamps = [dt.datetime(2024, 5, 1 + n // 1440, n // 60 % 24, n % 60) for n in range(12 * 1440)]
    rows = [f"M{meter}{'x' * 100},{stamp:%m/%d/%Y %H:%M},0.5" for meter in range(5) for stamp in stamps]
    assert sum(map(len, rows)) > BLOCK_BYTES
    found = read(tmp_path, long([*rows, "last,05/13/2024 00:00,0.5"]), stamp="start")
    assert {at.month for _, at in found.rows} == {5}
    assert len(found.rows) == len(rows) + 1


def test_dots_are_between_day_and_month(tmp_path: Path) -> None:
    rows = [f"M1;{hour:02}.00;05.04.2024;0,5" for hour in range(24)]
    found = read(tmp_path, long(rows, "Meter;Uhrzeit;Datum;Verbrauch (kWh)"), "Europe/Berlin", stamp="start")
    assert (first(found), total(found)) == ("2024-04-04 22:00", 12.0)
