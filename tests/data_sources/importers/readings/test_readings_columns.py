"""Columns of other people: several units in one, an energy in several, and those of which nothing is taken."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.readings.columns import find_columns, meanings_said
from data_sources.importers.readings.options import ReadingOptions, column_roles
from tests.data_sources.importers.readings.reading_files import Read, read_file

STAMPS = ("2026-01-01 00:00", "2026-01-01 00:15")


def read(tmp_path: Path, head: str, *rows: str, **options: object) -> Read:
    """The rows at two times; TIME stands for each."""
    path = tmp_path / "f.csv"
    lines = [row.replace("TIME", stamp) for stamp in STAMPS for row in rows]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_file(path, "UTC", **{"stamp": "start", **options})


def total(found: Read, column: str) -> float:
    return round(sum(value for row in found.rows.values() if not math.isnan(value := float(row[column]))), 6)  # type: ignore[arg-type]


def sums(found: Read) -> tuple[float, float, float]:
    return (
        total(found, "energy_delivered_kwh"),
        total(found, "energy_received_kwh"),
        total(found, "reactive_kvarh"),
    )


# Units in rows ------------------------------------------------------------------------------------------------------


def test_kwh_and_kvarh_in_one_column_of_units(tmp_path: Path) -> None:
    """Was refused: "holds values in kWh and in kVArh"."""
    found = read(tmp_path, "meter,time,value,unit", "A,TIME,3,kWh", "A,TIME,0.5,kVArh", "A,TIME,231,V")
    assert (sums(found), len(found.rows), found.reasons) == ((6.0, 0, 1.0), 2, {})
    assert {row["voltage_v"] for row in found.rows.values()} == {231.0}


@pytest.mark.parametrize(("unit", "kwh"), [("kW", 1.0), ("Wh", 0.004)])
def test_volts_have_no_unit_of_energies(tmp_path: Path, unit: str, kwh: float) -> None:
    """240 V beside powers of a quarter of an hour were 60 V, beside Wh 0.24 V."""
    rows = [f"A,TIME,Active Import ({unit}),4", "A,TIME,Voltage (V),240"]
    found = read(tmp_path, "meter,time,channel,value", *rows)
    assert (total(found, "energy_delivered_kwh"), len(found.rows)) == (2 * kwh, 2)
    assert {row["voltage_v"] for row in found.rows.values()} == {240.0}
    slots = [f"{n // 4:02}:{n % 4 * 15:02}" for n in range(96)]
    days = [f"A,2026-01-01,{kind},{','.join([value] * 96)}" for kind, value in
            ((f"Active Import ({unit})", "4"), ("Voltage (V)", "240"))]  # fmt: skip
    wide = read(tmp_path, f"meter,date,channel,{','.join(slots)}", *days)
    assert total(wide, "energy_delivered_kwh") == pytest.approx(96 * kwh)
    assert {row["voltage_v"] for row in wide.rows.values()} == {240.0}


def test_units_keep_their_factors(tmp_path: Path) -> None:
    found = read(tmp_path, "meter,time,value,uom", "A,TIME,8,kW", "A,TIME,4000,var")
    assert sums(found) == (4.0, 0, 2.0)
    said = read(tmp_path, "meter,time,value,uom", "A,TIME,500,kWh", "A,TIME,2,kVArh", unit="Wh")
    assert sums(said) == (1.0, 0, 4.0)


def test_units_beside_categories(tmp_path: Path) -> None:
    """Import and export in kWh, import in kVArh; which sign the export's kVArh have, nobody says."""
    rows = [
        f"A,TIME,{kind},{value},{unit}"
        for kind, value, unit in (
            ("import", 3, "kWh"),
            ("export", 1, "kWh"),
            ("import", 2, "kVArh"),
            ("export", 9, "kVArh"),
        )
    ]
    found = read(tmp_path, "meter,time,direction,value,unit", *rows)
    assert sums(found) == (6.0, 2.0, 4.0)
    assert found.reasons == {"received energy in kvarh is not taken": 2}


def test_units_that_only_show_late_are_units(tmp_path: Path) -> None:
    """All kVArh first, then all kWh: the first piece of a large file holds none of the energies."""
    path = tmp_path / "f.csv"
    rows = [f"{name}{'x' * 90},2026-01-{day:02} {n // 4:02}:{n % 4 * 15:02},{value},{unit}"
            for value, unit in ((0.5, "kVArh"), (3, "kWh")) for name in ("A", "B", "C") for day in range(1, 29)
            for n in range(96)]  # fmt: skip
    path.write_text("\n".join(["meter,time,value,unit", *rows]) + "\n")
    found = read_file(path, "UTC", stamp="start")
    assert (sums(found), found.reasons) == ((3 * 28 * 96 * 3.0, 0, 3 * 28 * 96 * 0.5), {})


def test_rows_of_units_we_keep_nothing_of(tmp_path: Path) -> None:
    rows = ("A,TIME,3,kWh", "A,TIME,12,A")
    found = read(tmp_path, "meter,time,value,unit", *rows)
    assert (sums(found)[0], found.reasons) == (6.0, {"unit 'A' is not taken": 2})
    ignored = read(tmp_path, "meter,time,value,unit", *rows, meanings=meanings_said(["ignore=A"]))
    assert (ignored.report.ignored, ignored.reasons) == (2, {})
    with pytest.raises(ImportRefused, match="'A' is no unit of energy"):
        read(tmp_path, "meter,time,value,unit", "A,TIME,12,A")
    with pytest.raises(ImportRefused, match="holds values in kWh and in Wh; give one unit a file"):
        read(tmp_path, "meter,time,value,unit", "A,TIME,3,kWh", "B,TIME,12,Wh")
    with pytest.raises(ImportRefused, match="'import' and 'export' hold values"):
        read(tmp_path, "meter,time,import,export,unit", "A,TIME,3,1,kWh", "A,TIME,1,1,kVArh")


def test_kvarh_alone_are_no_kwh(tmp_path: Path) -> None:
    """A column of units that says kVArh, or a heading, made kWh of them."""
    alone = "no energy beside its reactive energy or voltage"
    assert read(tmp_path, "meter,time,value,unit", "A,TIME,3,kVArh").reasons == {alone: 2}
    assert read(tmp_path, "meter,time,Import (kVArh)", "A,TIME,3").reasons == {alone: 2}
    for head in ("Import kVArh,Import kWh,Export kVArh", "Import (kVArh),Import (kWh),Export (kVArh)"):
        found = read(tmp_path, f"meter,time,{head}", "A,TIME,0.5,3,9")
        assert (sums(found), list(found.report.unused)) == ((6.0, 0, 1.0), [head.split(",")[2]])


def test_units_in_the_rows_of_a_wide_file(tmp_path: Path) -> None:
    hours = ",".join(f"{hour:02}:00" for hour in range(24))
    cells = [",".join([value] * 24) for value in ("2", "0.5")]
    path = tmp_path / "f.csv"
    path.write_text(f"nmi,date,uom,{hours}\nA,2026-01-01,KWH,{cells[0]}\nA,2026-01-01,KVARH,{cells[1]}\n")
    assert sums(read_file(path, "UTC", stamp="start")) == (48.0, 0, 12.0)


# Tariffs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Peak kWh,Off-peak kWh", (6.0, 0)), ("Off Peak Usage (kWh),Peak Usage (kWh)", (6.0, 0)), ("peak_kwh,offpeak_kwh", (6.0, 0)),
        ("On-peak (kWh),Super Off-Peak (kWh)", (6.0, 0)), ("Day kWh,Night kWh", (6.0, 0)), ("Verbruik dag (kWh),Verbruik nacht (kWh)", (6.0, 0)),
        ("HP (Wh),HC (Wh)", (0.006, 0)), ("Export peak kWh,Export off-peak kWh", (0, 6.0)),
    ],
)  # fmt: skip
def test_shares_of_tariffs_are_one_energy(tmp_path: Path, head: str, expected: tuple[float, float]) -> None:
    """A tariff that is not in force has nothing, or zero."""
    names = head.split(",")
    found = read(tmp_path, f"meter,time,{head}", "A,TIME,2,1")
    assert (sums(found)[:2], found.reasons) == (expected, {})
    told = f"{names[0]!r} and {names[1]!r} are the shares of tariffs in one energy; they are summed."
    assert told in found.report.notes
    gaps = read(tmp_path, f"meter,time,{head}", "A,TIME,3,")
    assert sums(gaps)[:2] == expected


def test_three_tariffs_and_an_interval_without_any(tmp_path: Path) -> None:
    found = read(tmp_path, "meter,time,Peak kWh,Shoulder kWh,Off-peak kWh", "A,TIME,1,2,4", "B,TIME,,,")
    assert sums(found)[0] == 14.0
    assert [row["quality"] for (meter, _), row in found.rows.items() if meter == "B"] == ["missing"] * 2


def test_a_total_counts_and_its_shares_do_not(tmp_path: Path) -> None:
    for total_name in ("Total kWh", "Usage (kWh)", "Total (kWh)"):
        found = read(tmp_path, f"meter,time,Peak kWh,Off-peak kWh,{total_name}", "A,TIME,2,1,3")
        assert (sums(found)[0], list(found.report.unused)) == (6.0, ["Peak kWh", "Off-peak kWh"])


@pytest.mark.parametrize(
    "head",
    [
        "Peak kW,Off-peak kW",
        "Off-peak kWh,Anytime kWh",
        "Peak kWh,Off-peak kWh,Shldr kWh",
        "Peak kWh,Night kWh",
        "Off-peak kWh",
    ],
)
def test_tariffs_that_are_not_certain_are_asked_about(tmp_path: Path, head: str) -> None:
    values = ",1" * len(head.split(","))
    with pytest.raises(ImportRefused, match=r"shares of one energy, to be summed, is not certain; name .* --column"):
        read(tmp_path, f"meter,time,{head}", f"A,TIME{values}")


def test_shares_that_a_person_names(tmp_path: Path) -> None:
    """As DSMR-reader writes them; one after the other, the second load would replace the first."""
    head = "Hour Start,Electricity 1 (Dutch Users: Low Tariff),Electricity 2 (Dutch Users: Normal Tariff),Gas"
    names = head.split(",")[1:3]
    with pytest.raises(ImportRefused, match="or each share with its own"):
        read(tmp_path, head, "TIME,0.196,0.5,0.032")
    columns, shares = column_roles([f"delivered={name}" for name in names])
    found = read(tmp_path, head, "TIME,0.196,0.5,0.032", unit="kWh", columns=columns, shares=shares)
    assert (sums(found)[0], list(found.report.unused)) == (1.392, ["Gas"])
    with pytest.raises(ImportRefused, match="has no column 'Other'"):
        read(tmp_path, head, "TIME,1,1,1", columns=columns, shares={"delivered": [names[0], "Other"]})


# What is passed over ------------------------------------------------------------------------------------------------


def test_columns_that_are_passed_over_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "Account,time,Usage (kWh),Usage ($),Notes,pf", "A,TIME,3,0.9,,0.95")
    assert list(found.report.unused) == ["Usage ($)", "Notes"]
    assert "Columns that were passed over: 'Usage ($)', 'Notes'." in found.report.details()
    assert read(tmp_path, "meter,time,kwh", "A,TIME,3").report.unused == {}


def test_costs_are_no_energy(tmp_path: Path) -> None:
    """Whichever stands first, and also where a person names the unit."""
    for head, row in (
        ("Usage ($),Usage (kWh)", "9,3"),
        ("Usage (kWh),Usage ($)", "3,9"),
        ("Consumption (€),Consumption", "9,3"),
    ):
        assert sums(read(tmp_path, f"meter,time,{head}", f"A,TIME,{row}", unit="kWh"))[0] == 6.0
    assert find_columns(["time", "Usage Charge ($)"], ReadingOptions(), "f").values == []


# As utilities and makers of meters write them -----------------------------------------------------------------------


def test_what_the_grid_gives_and_takes_counts_before_what_a_house_consumes(tmp_path: Path) -> None:
    """Enphase: consumption with the own sun was taken as energy delivered, and what was exported was passed over."""
    head = "Date/Time,Energy Produced (Wh),Energy Consumed (Wh),Exported to Grid (Wh),Imported from Grid (Wh)"
    found = read(tmp_path, head, "TIME,9000,7000,3000,1000")
    assert (sums(found)[:2], list(found.report.unused)) == (
        (2.0, 6.0), ["Energy Produced (Wh)", "Energy Consumed (Wh)"],
    )  # fmt: skip
    found = read(tmp_path, "Date/time UTC,Active energy Wh (A),Returned energy Wh (A)", "TIME,500,250")
    assert sums(found)[:2] == (1.0, 0.5)  # Shelly: the energy returned was passed over


def test_a_separator_at_the_end_of_each_row(tmp_path: Path) -> None:
    """Every row was refused: "too many values in the line"."""
    path = tmp_path / "g.csv"
    path.write_text("Meter;DateTime;kWh\nA;2026-01-01 00:00;0,5;\nA;2026-01-01 00:15;0,25;\n")
    found = read_file(path, "UTC", stamp="start")
    assert (sums(found)[0], found.reasons, found.report.unused) == (0.75, {}, {})


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("From (date);From (time);Until (date);Until (time);EAN code;Register;Volume;Unit;Validation status",
         "01/02/2026;{a};01/02/2026;{b};E;{kind};0,5;kWh;{quality}"),
        ("Van datum;Van tijdstip;Tot datum;Tot tijdstip;EAN;Register;Volume;Eenheid;Validatiestatus",
         "01-02-2026;{a};01-02-2026;{b};E;{kind};0,5;kWh;{quality}"),
    ],
)  # fmt: skip
def test_fluvius_in_its_languages(tmp_path: Path, head: str, row: str) -> None:
    """The day was taken for the stamp, or the stamp's meaning was asked for; offtake was not taken."""
    kinds = ("Offtake Night", "Injection Night") if "From" in head else ("Afname Nacht", "Injectie Nacht")
    read_as = ("Read", "No consumption") if "From" in head else ("Gevalideerd", "Geen verbruik")
    rows = [
        row.format(a=a, b=b, kind=kind, quality=quality)
        for (a, b), quality in zip((("00:00:00", "00:15:00"), ("00:15:00", "00:30:00")), read_as, strict=True)
        for kind in kinds
    ]
    path = tmp_path / "f.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    found = read_file(path, "Europe/Brussels", date_order="dmy", columns={"meter": head.split(";")[4]})
    assert (sums(found)[:2], found.reasons) == ((0.5, 0.5), {})
    assert [row["quality"] for row in found.rows.values()] == ["actual", "missing"]


def test_a_period_named_as_delivered(tmp_path: Path) -> None:
    """SCE's sections of net metering: no header was found."""
    section = "Energy\u00a0{0} time period,Usage\u00a0{0}(Real energy in kilowatt-hours),Reading quality\n"
    row = '"2026-08-01 00:00:00\u00a0to 2026-08-01 00:15:00","{}",""\n'
    path = tmp_path / "f.csv"
    path.write_text(
        section.format("Delivered") + row.format(0.5) + "\n" + section.format("Received") + row.format(0.25)
    )
    assert sums(read_file(path, "America/Los_Angeles"))[:2] == (0.5, 0.25)


def test_a_few_values_of_a_register_are_no_energies(tmp_path: Path) -> None:
    """Seven reads of 6199.5 kWh and rising, a quarter of an hour apart, were seven energies: 43 MWh."""
    path = tmp_path / "f.csv"
    path.write_text(
        "time,Import kWh\n"
        + "".join(f"2026-01-01 {5 + n // 4:02}:{n % 4 * 15:02},{619.529 + n / 50:.3f}\n" for n in range(7))
    )
    with pytest.raises(ImportRefused, match="only rise, like a meter's register"):
        read_file(path, "UTC", stamp="start")
    assert sums(read_file(path, "UTC", registers="difference"))[0] == pytest.approx(0.12)


def test_shares_of_tariffs_in_registers(tmp_path: Path) -> None:
    """T1 and T2 of a Dutch meter only rise; their differences are one energy."""
    path = tmp_path / "f.csv"
    rows = [f"2026-01-01 {n // 4:02}:{n % 4 * 15:02},{8350 + n / 4},{4650 + n / 8},3095,7450" for n in range(30)]
    path.write_text("time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh\n" + "\n".join(rows) + "\n")
    with pytest.raises(ImportRefused, match="only rise, like a meter's register"):
        read_file(path, "UTC", stamp="start")
    found = read_file(path, "UTC", stamp="start", registers="difference")
    assert (sums(found)[:2], len(found.rows)) == ((29 * 0.375, 0), 29)


def test_a_name_that_stands_twice_is_passed_over_the_second_time(tmp_path: Path) -> None:
    found = read(tmp_path, "meter,time,Usage (kWh),Usage (kWh)", "A,TIME,3,9")
    assert (sums(found)[0], list(found.report.unused)) == (6.0, ["Usage (kWh)"])


@pytest.mark.parametrize(("count", "minutes"), [(48, 30), (96, 15), (288, 5)])
def test_numbered_intervals_of_a_day(tmp_path: Path, count: int, minutes: int) -> None:
    """Trading periods 1 to 48: the first 24 were loaded as hours, the others refused. A day of 25 hours has more."""
    for date, hours in (("13/01/2026", 24), ("05/04/2026", 25), ("27/09/2026", 23)):
        most = count + (hours - 24) * 60 // minutes
        path = tmp_path / "f.csv"
        days = ["14/01/2026", date]  # the usual number shows on another day
        path.write_text(
            "ICP,Date,Period,kWh\n"
            + "".join(f"1,{day},{n},0.5\n" for day in days for n in range(1, (count if day == days[0] else most) + 1))
        )
        found = read_file(path, "Pacific/Auckland", date_order="dmy", columns={"meter": "ICP"})
        assert (found.reasons, len(found.rows)) == ({}, count + most)
        assert {row["minutes"] for row in found.rows.values()} == {minutes}
        steps = sorted(at for _, at in found.rows)
        own = steps[:most] if date.startswith("13") else steps[-most:]
        assert (own[-1] - own[0]).total_seconds() == (most - 1) * minutes * 60


def test_numbers_that_are_no_intervals_of_a_day_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(
        ImportRefused, match="'Period' numbers intervals up to 30, and a day has 24, 48, 96, 288 of them"
    ):
        read(tmp_path, "Date,Period,kWh", "2026-01-01,30,1", "2026-01-01,1,1")


def test_a_letter_is_no_unit_of_a_time(tmp_path: Path) -> None:
    found = read(tmp_path, "meter,Timestamp (W. Europe),kWh", "A,TIME,3")
    assert sums(found)[0] == 6.0
    assert find_columns(["Day kWh", "Date", "Usage kWh"], ReadingOptions(), "f").by_role["date"] == "Date"


def test_shares_gas_and_water_are_no_energy(tmp_path: Path) -> None:
    found = read(tmp_path, "time,Usage,Solar %,Import (m3)", "TIME,3,20,7", unit="kWh")
    assert (sums(found), list(found.report.unused)) == ((6.0, 0, 0), ["Solar %", "Import (m3)"])
