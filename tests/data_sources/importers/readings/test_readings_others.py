"""Files that nobody handed us, in the shapes of further utilities, markets and devices: kWh against a plain sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data_sources.importers.readings.reading_files import read_file

START = dt.datetime(2026, 5, 4)
Row = Callable[[dt.datetime, float, int], str]


def values(count: int) -> list[float]:
    return [round(0.1 + row * 7919 % 1009 / 1000, 3) for row in range(count)]


def comma(value: float) -> str:
    return str(value).replace(".", ",")


def after(at: dt.datetime, minutes: int) -> dt.datetime:
    return at + dt.timedelta(minutes=minutes)


# Name: (head, minutes, zone, options, kWh received in a day, a row).
FILES: dict[str, tuple[str, int, str, dict[str, Any], float, Row]] = {
    "retailer with prices": (
        "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End", 30, "Europe/London", {}, 0,
        lambda at, kwh, _: f"{kwh},{kwh * 24:.2f},40.1, {at:%FT%T}+01:00, {after(at, 30):%FT%T}+01:00",
    ),
    "net beside both": (
        "Meter Number,Date,Start Time,Duration,Consumption,Generation,Net", 15, "America/Los_Angeles",
        {"unit": "kWh", "date_order": "mdy"}, 96 * 0.05,
        lambda at, kwh, _: f"0123456,{at.month}/{at.day}/{at.year},{at:%I:%M %p},15,{kwh},0.05,{kwh - 0.05:.3f}",
    ),
    "market portal": (
        "ESIID,USAGE_DATE,REVISION_DATE,USAGE_START_TIME,USAGE_END_TIME,USAGE_KWH,ESTIMATED_ACTUAL,CONSUMPTION_SURPLUSGENERATION",
        15, "America/Chicago", {"date_order": "mdy"}, 0,
        lambda at, kwh, _: f"'1044372,{at:%m/%d/%Y},05/06/2026 07:08:09, {at:%H:%M}, {after(at, 15):%H:%M},{kwh},A,Consumption",
    ),
    "from and to in German": (
        "Datum;Zeit von;Zeit bis;Verbrauch [kWh]", 15, "Europe/Vienna", {}, 0,
        lambda at, kwh, _: f"{at:%d.%m.%Y};{at:%T};{after(at, 15):%T};{comma(kwh)}",
    ),
    "levels of quality": (
        "Messzeitpunkt;Verbrauch (kWh);Qualität", 15, "Europe/Vienna", {"stamp": "end"}, 0,
        lambda at, kwh, row: f"{after(at, 15):%d.%m.%Y %H:%M};{comma(kwh)};{'L2' if row == 4 else 'L1'}",
    ),
    "true and substitute values": (
        "Datum;von;bis;Wert [kWh];Status", 15, "Europe/Berlin", {}, 0,
        lambda at, kwh, row: f"{at:%d.%m.%Y};{at:%H:%M};{after(at, 15):%H:%M};{comma(kwh)};{'E' if row == 4 else 'W'}",
    ),
    "backwards, kW of half-hours": (
        "MPRN,Meter Serial Number,Read Value,Read Type,Read Date and End Time", 30, "Europe/Dublin", {"date_order": "dmy"}, 0,
        lambda at, kwh, _: f"1000,0001,{2 * kwh:.3f},Active Import Interval (kW),{after(at, 30):%d-%m-%Y %H:%M}",
    ),
    "home battery": (
        "Date time,Home (kW),Solar (kW),Powerwall (kW),Grid (kW)", 5, "America/Chicago", {"stamp": "start"}, 0,
        lambda at, kwh, _: f"{at:%FT%T}-05:00,9.9,0.3,-0.1,{12 * kwh:.3f}",
    ),
    "microinverters": (
        "Date/Time,Energy Produced (Wh),Energy Consumed (Wh),Exported to Grid (Wh),Imported from Grid (Wh)", 15, "America/Chicago",
        {"stamp": "start"}, 96 * 0.01,
        lambda at, kwh, _: f"{at:%F %T} -0500,777,999,10,{1000 * kwh:.0f}",
    ),
    "self-consumption": (
        "cups;fecha;hora;consumo_kWh;metodoObtencion;energiaVertida_kWh", 60, "Europe/Madrid", {"stamp": "end"}, 24 * 0.2,
        lambda at, kwh, _: f"ES1;{at:%Y/%m/%d};{at.hour + 1:02}:00;{comma(kwh)};Real;0,2",
    ),
    "numbered hours and quality in words": (
        "CUPS;Fecha;Hora;AE_kWh;REAL/ESTIMADO", 60, "Europe/Madrid", {"date_order": "dmy"}, 0,
        lambda at, kwh, _: f"ES1;{at:%d/%m/%Y};{at.hour + 1};{comma(kwh)};R",
    ),
    "query of a database": (
        "meter_id,interval_start,energy_kwh", 60, "Europe/Zurich", {"stamp": "start"}, 0,
        lambda at, kwh, _: f"M1,{at:%F %T} UTC,{kwh}",
    ),
    "quoted, with a mark of its bytes": (
        '\ufeff"Zählpunkt";"Datum";"Uhrzeit";"Verbrauch kWh"', 15, "Europe/Vienna", {"stamp": "start"}, 0,
        lambda at, kwh, _: f'"AT001";"{at:%d.%m.%Y}";"{at:%H:%M}";"{comma(kwh)}"',
    ),
    "tariffs in columns": (
        "meter,time,Peak kWh,Off-Peak kWh", 60, "Europe/Zurich", {"stamp": "start"}, 0,
        lambda at, kwh, _: f"M,{at:%F %H:%M},{kwh if 7 <= at.hour < 21 else ''},{'' if 7 <= at.hour < 21 else kwh}",
    ),
}  # fmt: skip
BACKWARDS = "backwards, kW of half-hours"
ESTIMATED = ("levels of quality", "true and substitute values")


@pytest.mark.parametrize("name", FILES)
def test_a_day_adds_up(tmp_path: Path, name: str) -> None:
    """Seen: production of a battery's file taken as received and its grid left out; a substitute value taken as read."""
    head, minutes, zone, options, received, write = FILES[name]
    own = values(1440 // minutes)
    lines = [write(after(START, minutes * row), kwh, row) for row, kwh in enumerate(own)]
    path = tmp_path / "other.csv"
    path.write_text("\n".join([head, *(reversed(lines) if name == BACKWARDS else lines)]) + "\n", encoding="utf-8")
    read = read_file(path, zone, **options)
    assert read.reasons == {}
    assert sum(read.delivered.values()) == pytest.approx(sum(own), abs=1e-3)
    assert len(read.rows) == len(own)
    assert {row["minutes"] for row in read.rows.values()} == {minutes}
    back = [
        row["energy_received_kwh"]
        for row in read.rows.values()
        if row["energy_received_kwh"] == row["energy_received_kwh"]
    ]
    assert sum(back) == pytest.approx(received, abs=1e-6)  # type: ignore[arg-type]
    qualities = [row["quality"] for _, row in sorted(read.rows.items())]
    assert qualities.count("estimated") == (1 if name in ESTIMATED else 0)
