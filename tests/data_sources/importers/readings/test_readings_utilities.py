"""Columns as utilities of several countries write them; the headers are theirs, the values invented.

Sources of the headers: public readmes, issues and tests of programs that read such files.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.data_sources.importers.readings.reading_files import read_file
from tests.data_sources.importers.readings.test_readings_cases import first, lengths, total

DAY = dt.datetime(2024, 1, 15)


def steps(minutes: int) -> list[tuple[dt.datetime, dt.datetime]]:
    """Start and end of a day's intervals."""
    length = dt.timedelta(minutes=minutes)
    return [(DAY + n * length, DAY + (n + 1) * length) for n in range(1440 // minutes)]


def esb(unit: str) -> str:
    """Ireland, harmonised data format: newest first, ends of intervals, the unit in the category."""
    rows = ["MPRN,Meter Serial Number,Read Value,Read Type,Read Date and End Time"]
    for _, end in reversed(steps(30)):
        for kind, value in (("Import", 1.0), ("Export", 0.2)):
            rows.append(f"10306268587,34201234,{value},Active {kind} Interval ({unit}),{end:%d-%m-%Y %H:%M}")
    return "\n".join(rows)


def agl() -> str:
    """Australia: the channel behind a number sign, ends a second early."""
    rows = ["AccountNumber,NMI,DeviceNumber,DeviceType,RegisterCode,RateTypeDescription,StartDate,EndDate,"
            "ProfileReadValue,RegisterReadValue,QualityFlag"]  # fmt: skip
    for code, what, value in (("E1", "Generalusage", 0.5), ("E2", "Controlledload", 0.25), ("B1", "Solar", 0.1)):
        for start, end in steps(30):
            ends = f"{start:%d/%m/%Y %I:%M:%S %p},{end - dt.timedelta(seconds=1):%d/%m/%Y %I:%M:%S %p}"
            rows.append(f"7086,31201328846,EDA1,COMMS4D,10309#{code},{what},{ends},{value},0,A")
    return "\n".join(rows)


def ausnet() -> str:
    """Australia: the type of a meter is its channel."""
    kinds = (("Consumption", 0.5), ("Solar", 0.1))
    rows = [f"{kind},{start:%d/%m/%Y %H:%M},{value}" for kind, value in kinds for start, _ in steps(30)]
    return "\n".join(["METER TYPE,READ DATE AND TIME,READ VALUE (KWH)", *rows])


def bc_hydro() -> str:
    """Canada: net energy beside what it is the difference of."""
    header = ("Account Holder,Account Number,Meter Number,Interval Start Date/Time,Time of Day Period,Inflow (kWh),"
              "Outflow (kWh),Net Consumption (kWh),Demand (kW),Power Factor (%),Estimated Usage,City")  # fmt: skip
    rows = [f"A B,'0001,M-1,{start:%Y-%m-%d %H:%M},Off-Peak,1.50,0.50,1.00,N/A,N/A,,X" for start, _ in steps(60)]
    return "\n".join([header, *rows])


def san_diego() -> str:
    """California: a long preamble, twelve-hour times, lengths of their own, net energy beside the others."""
    head = ["Name,SAMPLE", "Account Number,1234", "Meter Number,1234", "Interval UOM,Minute(s)", "Total Usage,1.1",
            "UOM,kWh", "Meter Number,Date,Start Time,Duration,Consumption,Generation,Net"]  # fmt: skip
    rows = [f'"1234","{s.month}/{s.day}/{s.year}","{s:%I:%M %p}","15","0.0550","0.0200","0.0350"' for s, _ in steps(15)]
    return "\r\n".join([*head, *rows])


def eloverblik() -> str:
    """Denmark."""
    rows = [
        f"57131;{start:%d-%m-%Y %H:%M:%S};{end:%d-%m-%Y %H:%M:%S};0,198;KWH;Målt;Tidsserie" for start, end in steps(60)
    ]
    return "\n".join(["\ufeffMålepunktsID;Fra_dato;Til_dato;Mængde;Måleenhed;Kvalitet;Type", *rows])


def fingrid() -> str:
    """Finland: lengths by name, stamps in UTC."""
    rows = [f"6430;8716;PT15MIN;kWh;BN01;{start.isoformat()}Z;0,05;OK" for start, _ in steps(15)]
    header = "Mittauspisteen tunnus;Tuotteen tyyppi;Resoluutio;Yksikkötyyppi;Lukeman tyyppi;Alkuaika;Määrä;Laatu"
    return "\n".join([header, *rows])


def linz() -> str:
    """Austria."""
    rows = [f"{start:%d.%m.%Y %H:%M};{end:%d.%m.%Y %H:%M};0,123;" for start, end in steps(15)]
    return "\n".join(["Datum von;Datum bis;Energiemenge in kWh;Ersatzwert", *rows])


def enedis() -> str:
    """France: two headers, of which the second is that of the readings; the unit stands in the first."""
    rows = [f"{end.isoformat()}+01:00;500" for _, end in steps(30)]
    first_two = [
        "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite;"
        "Pas en minutes",
        "0123;Courbe de charge;15/01/2024;16/01/2024;Energie active;Consommation;Comptage Brut;W;30",
    ]
    return "\n".join([*first_two, "Horodate;Valeur", *rows])


def e_distribuzione() -> str:
    """Italy: one row a day, both ends in the labels."""
    labels = [f"{start:%H:%M}-{end:%H:%M}" for start, end in steps(15)]
    return "\n".join([f"Giorno;{';'.join(labels)}", f"15/01/2024;{';'.join(['0,05'] * 96)}"])


def e_distribucion() -> str:
    """Spain: hours are numbered by their ends."""
    rows = [f"ES0031;15/01/2024;{hour};0,168;0,05;0;{'R' if hour < 20 else 'E'}" for hour in range(1, 25)]
    return "\n".join(["CUPS;Fecha;Hora;AE_kWh;AS_kWh;AE_AUTOCONS_kWh;REAL/ESTIMADO", *rows])


@pytest.mark.parametrize(
    ("text", "zone", "options", "expected"),
    [
        (esb("kW"), "Europe/Dublin", {}, (24.0, 4.8, {30: 48}, "2024-01-15 00:00")),
        (esb("kWh"), "Europe/Dublin", {}, (48.0, 9.6, {30: 48}, "2024-01-15 00:00")),
        (agl(), "Australia/Melbourne", {"unit": "kWh"}, (36.0, 4.8, {30: 48}, "2024-01-14 13:00")),
        (ausnet(), "Australia/Melbourne", {"stamp": "start"}, (24.0, 4.8, {30: 48}, "2024-01-14 13:00")),
        (bc_hydro(), "America/Vancouver", {}, (36.0, 12.0, {60: 24}, "2024-01-15 08:00")),
        (san_diego(), "America/Los_Angeles", {"unit": "kWh"}, (5.28, 1.92, {15: 96}, "2024-01-15 08:00")),
        (eloverblik(), "Europe/Copenhagen", {}, (4.752, 0.0, {60: 24}, "2024-01-14 23:00")),
        (fingrid(), "Europe/Helsinki", {}, (4.8, 0.0, {15: 96}, "2024-01-15 00:00")),
        (linz(), "Europe/Vienna", {}, (11.808, 0.0, {15: 96}, "2024-01-14 23:00")),
        (enedis(), "Europe/Paris", {"unit": "W", "stamp": "end"}, (12.0, 0.0, {30: 48}, "2024-01-14 23:00")),
        (e_distribuzione(), "Europe/Rome", {"unit": "kWh"}, (4.8, 0.0, {15: 96}, "2024-01-14 23:00")),
        (e_distribucion(), "Europe/Madrid", {}, (4.032, 1.2, {60: 24}, "2024-01-14 23:00")),
    ],
    ids=["esb-kw", "esb-kwh", "agl", "ausnet", "bc-hydro", "san-diego", "eloverblik", "fingrid", "linz", "enedis",
         "e-distribuzione", "e-distribucion"],
)  # fmt: skip
def test_columns_of_utilities(
    tmp_path: Path, text: str, zone: str, options: dict[str, object], expected: tuple[object, ...]
) -> None:
    path = tmp_path / "home.csv"
    path.write_text(text + "\n", encoding="utf-8", newline="")
    found = read_file(path, zone, **options)
    assert (total(found), total(found, "energy_received_kwh"), lengths(found), first(found)) == expected
    assert found.reasons == {}


def test_hours_are_counted_on_the_days_the_clock_turns(tmp_path: Path) -> None:
    """Spain's readings of a day are numbered 1 to 23 or 25: read off the clock, all after the turn lay an hour off."""
    path = tmp_path / "datadis.csv"
    days = {"29/03/2026": 23, "30/03/2026": 24, "25/10/2026": 25}
    rows = [f"ES0021;{day};{hour};0,{hour:03};R" for day, hours in days.items() for hour in range(1, hours + 1)]
    path.write_text("\n".join(["CUPS;Fecha;Hora;Consumo_kWh;Metodo_obtencion", *rows]) + "\n")
    found = read_file(path, "Europe/Madrid")
    assert (len(found.rows), found.reasons) == (72, {})
    for start, hours in ((dt.datetime(2026, 3, 28, 23), 23), (dt.datetime(2026, 10, 24, 22), 25)):
        for hour in range(1, hours + 1):
            at = (start + dt.timedelta(hours=hour - 1)).replace(tzinfo=dt.UTC)
            assert found.delivered[at] == hour / 1000


def test_hours_read_off_the_clock_stay_so(tmp_path: Path) -> None:
    """North America: hour 3 is missing in spring, hour 2 stands twice in autumn."""
    path = tmp_path / "hours.csv"
    spring, autumn = [n for n in range(1, 25) if n != 3], [1, 2, 2, *range(3, 25)]
    rows = [f"3/8/2026,{hour},1" for hour in spring] + [f"11/1/2026,{hour},1" for hour in autumn]
    path.write_text("\n".join(["Date,Hour Ending,kWh", *rows]) + "\n")
    found = read_file(path, "America/Chicago", date_order="mdy")
    assert (len(found.rows), found.reasons) == (48, {})
    assert len({at for _, at in found.rows if at.month == 11}) == 25
