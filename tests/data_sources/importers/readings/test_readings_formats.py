"""Tables by tiny files: units, channels, lengths, and whatever a file may do wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import ImportRefused
from tests.data_sources.importers.readings.reading_files import (
    CHICAGO,
    instants,
    long_csv,
    read_file,
    series,
)

DAY = dt.date(2026, 7, 1)
UTC = dt.UTC


def csv(tmp_path: Path, text: str, **options: object):  # type: ignore[no-untyped-def]
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, "UTC", **{"stamp": "start", **options})


def one(read, column: str = "energy_delivered_kwh") -> list[float]:  # type: ignore[no-untyped-def]
    return [row[column] for row in read.rows.values()]


# Units --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "options", "kwh"),
    [
        ("usage_kwh", {}, 2.0), ("Usage (kWh)", {}, 2.0), ("energy_wh", {}, 0.002), ("delivered [MWh]", {}, 2000.0),
        ("demand_kw", {}, 0.5), ("load (W)", {}, 0.0005), ("value", {"unit": "kW"}, 0.5), ("value", {"unit": "Wh"}, 0.002),
        ("KWH/hh (per half hour)", {}, 2.0),
    ],
)  # fmt: skip
def test_units_of_columns(tmp_path: Path, header: str, options: dict[str, str], kwh: float) -> None:
    rows = f"time,{header}\n2026-01-01 00:00,2\n2026-01-01 00:15,2\n"
    assert one(csv(tmp_path, rows, **options)) == pytest.approx([kwh, kwh])


def test_a_unit_nobody_names_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"f\.csv does not say whether 'value' holds energies .* --unit kWh"):
        csv(tmp_path, "time,value\n2026-01-01 00:00,2\n")
    with pytest.raises(ImportRefused, match=r"f\.csv holds values in kWh and in kW"):
        csv(tmp_path, "time,value,unit\n2026-01-01 00:00,2,kWh\n2026-01-01 00:15,2,kW\n")
    assert one(csv(tmp_path, "time,value,unit\n2026-01-01 00:00,2,kW\n2026-01-01 00:30,2,kW\n")) == [1.0, 1.0]


# Channels -----------------------------------------------------------------------------------------------------------


def test_all_measures_of_a_long_file(tmp_path: Path) -> None:
    read = csv(tmp_path, "meter_id,interval_start_at,energy_delivered_kwh,energy_received_kwh,reactive_kvarh,voltage_v,quality\n"
               "7,2026-01-01 00:00,1,0.5,0.2,121.5,estimated\n7,2026-01-01 00:15,,,,,missing\n", stamp=None)  # fmt: skip
    first, second = read.rows.values()
    assert (first["energy_received_kwh"], first["reactive_kvarh"], first["voltage_v"], first["quality"]) == (
        0.5,
        0.2,
        121.5,
        "estimated",
    )
    assert second["quality"] == "missing"
    assert np.isnan(second["energy_delivered_kwh"])


def test_the_categories_of_ausgrid(tmp_path: Path) -> None:
    """General consumption and controlled load are delivered and summed, gross generation is received."""
    half_hours = ",".join(f"{n // 2}:{n % 2 * 30:02}" for n in range(1, 48)) + ",0:00"
    lines = [f"{name},{'A'},1-Jul-12,{','.join([str(value)] * 48)},"
             for name, value in (("GC", 1), ("CL", 0.5), ("GG", 2), ("XX", 9))]  # fmt: skip
    path = tmp_path / "solar.csv"
    path.write_text(
        f"Solar home electricity data\nConsumption Category,Customer,date,{half_hours},Row Quality\n"
        + "\n".join(lines)
        + "\n"
    )
    read = read_file(path, "Australia/Sydney", unit="kWh", columns={"meter": "Customer"})
    assert len(read.rows) == 48
    assert set(one(read)) == {1.5}
    assert set(one(read, "energy_received_kwh")) == {2.0}
    assert min(at for _, at in read.rows) == dt.datetime(2012, 6, 30, 14, tzinfo=UTC)
    assert read.reasons == {"category 'XX' is not taken": 1}


def test_channels_in_rows_of_a_long_file(tmp_path: Path) -> None:
    read = csv(tmp_path, "meter,time,direction,kwh\nA,2026-01-01 00:00,import,1\nA,2026-01-01 00:00,export,2\n"
                         "A,2026-01-01 00:15,import,3\nA,2026-01-01 00:15,export,4\n")  # fmt: skip
    assert one(read) == [1, 3]
    assert one(read, "energy_received_kwh") == [2, 4]


def test_net_energy(tmp_path: Path) -> None:
    text = "time,kwh\n2026-01-01 00:00,1\n2026-01-01 00:15,-2\n"
    assert csv(tmp_path, text).reasons == {"energy delivered is negative": 1}
    read = csv(tmp_path, text, is_net=True)
    assert one(read) == [1, 0]
    assert one(read, "energy_received_kwh") == [0, 2]


def test_a_register_is_refused_or_differenced(tmp_path: Path) -> None:
    values = np.cumsum(np.full(30, 0.25)) + 1000
    stamps = [dt.datetime(2026, 1, 1) + dt.timedelta(minutes=15 * n) for n in range(30)]
    text = "meter,time,kwh\n" + "".join(
        f"A,{at},{value}\n" for at, value in zip(stamps, values, strict=True) if at.hour != 3
    )
    with pytest.raises(ImportRefused, match="only rise, like a meter's register"):
        csv(tmp_path, text)
    read = csv(tmp_path, text, registers="difference", stamp=None)
    assert one(read) == pytest.approx([0.25] * 24)
    assert read.reasons == {"register read after a gap": 1}
    assert len(csv(tmp_path, text, registers="interval").rows) == 26


@pytest.mark.parametrize("minutes", [1, 5, 10, 15, 30, 60])
def test_lengths_are_told_by_the_stamps(tmp_path: Path, minutes: int) -> None:
    rows = series(instants(DAY, CHICAGO, minutes))
    path = tmp_path / "f.csv"
    path.write_text(long_csv(rows, CHICAGO))
    assert {row["minutes"] for row in read_file(path, stamp="start").rows.values()} == {minutes}


def test_meters_of_different_lengths_in_one_file(tmp_path: Path) -> None:
    rows = [f"A,2026-01-01 {n // 4:02}:{n % 4 * 15:02},1" for n in range(8)] + [
        f"B,2026-01-01 0{n}:00,1" for n in range(3)
    ]
    read = csv(tmp_path, "meter,time,kwh\n" + "\n".join(rows) + "\n")
    assert {(meter, row["minutes"]) for (meter, _), row in read.rows.items()} == {("A", 15), ("B", 60)}


def test_a_length_that_cannot_be_told(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="stamps lie 20 minutes apart"):
        csv(tmp_path, "time,kwh\n2026-01-01 00:00,1\n2026-01-01 00:20,1\n")
    with pytest.raises(ImportRefused, match="it has one stamp"):
        csv(tmp_path, "time,kwh\n2026-01-01 00:00,1\n")


# Parquet ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [pa.timestamp("us", "UTC"), pa.timestamp("ns", "America/Chicago"), pa.timestamp("ms")])
def test_parquet_with_typed_stamps(tmp_path: Path, kind: pa.DataType) -> None:
    rows = series(instants(dt.date(2026, 11, 1), CHICAGO, 15))
    stamps = [at if kind.tz else at.astimezone(CHICAGO).replace(tzinfo=None) for at in rows]
    table = pa.table(
        {
            "METER_ID": pa.array([17.0] * len(rows)),
            "TIMESTAMP": pa.array(stamps, kind),
            "USAGE_KWH": list(rows.values()),
        }
    )
    pq.write_table(table, tmp_path / "f.parquet", row_group_size=30)
    read = read_file(tmp_path / "f.parquet", stamp="start")
    assert read.delivered == rows
    assert {meter for meter, _ in read.rows} == {"17"}


def test_a_cut_parquet_file(tmp_path: Path) -> None:
    pq.write_table(pa.table({"time": ["2026-01-01"], "kwh": [1.0]}), tmp_path / "f.parquet")
    whole = (tmp_path / "f.parquet").read_bytes()
    (tmp_path / "f.parquet").write_bytes(whole[:-10])
    with pytest.raises(ImportRefused, match="cannot be read as Parquet"):
        read_file(tmp_path / "f.parquet", stamp="start")


# Whatever a CSV file may do wrong -----------------------------------------------------------------------------------


def test_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    read = csv(
        tmp_path,
        "Zähler;Zeit;kWh\nA;01.02.2026 00:00;1,5\nA;13.02.2026 00:15;0,25\n",
        columns={"meter": "Zähler", "time": "Zeit"},
        interval_minutes=15,
    )
    assert one(read) == [1.5, 0.25]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("meter,time,kwh\nZähler 1,2026-01-01 00:00,1\nZähler 1,2026-01-01 00:15,2\n".encode(encoding))
    read = read_file(path, "UTC", stamp="start")
    assert [meter for meter, _ in read.rows] == ["Zähler 1"] * 2


def test_bad_rows_are_kept_with_their_lines(tmp_path: Path) -> None:
    text = "account\n\nmeter,time,kwh\n" + "\n".join([
        "A,2026-01-01 00:00,1", "A,2026-01-01 00:15,NaN", "A,2026-01-01 00:30,-1", "A,2026-01-01 00:45,1e9", "A,2026-01-01 01:00",
        "", "A,2026-01-01 01:15,inf", "A,yesterday,1", "A,2026-01-01 01:30,1,2", "A,2026-01-01 01:37,1", "A,2026-01-01 01:45,", "A,2026-01-01 00:00,1",
    ])  # fmt: skip
    read = csv(tmp_path, text)
    assert {line: reason for line, reason, _ in read.rejects} == {
        6: "energy delivered is negative", 7: "energy delivered is larger than any meter's", 8: "too few values in the line",
        10: "not a number", 11: "not a time", 12: "too many values in the line", 13: "stamp is not on the grid of its intervals",
    }  # fmt: skip
    assert read.report.repeated == 1  # the last row says again what the first does
    assert [row["quality"] for row in read.rows.values()] == ["actual", "missing", "missing"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"), (b"  \n", "is empty"), (b"\x00\x01\x02", "is no text file"), (b"\x1f\x8b123", "is compressed"),
        (b"hello\nworld\n", "has no header"), (b"meter,colour\nA,red\n", "has no header"),
    ],
)  # fmt: skip
def test_files_that_are_no_readings(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=message):
        read_file(path, stamp="start")


def test_a_header_alone_holds_nothing(tmp_path: Path) -> None:
    read = csv(tmp_path, "meter,time,kwh\n")
    assert not read.rows
    assert read.report.notes == ["It holds no reading."]


def test_columns_are_named_by_hand(tmp_path: Path) -> None:
    text = "NMI,When,Zap kWh\nA,2026-01-01 00:00,1\nA,2026-01-01 00:15,2\n"
    assert one(csv(tmp_path, text, columns={"time": "when", "delivered": "Zap kWh"})) == [1, 2]
    with pytest.raises(ImportRefused, match="has no column 'what'; it has 'NMI', 'date', 'kwh'"):
        csv(tmp_path, "NMI,date,kwh\nA,2026-01-01 00:00,1\n", columns={"time": "what"})
    with pytest.raises(ImportRefused, match="it begins 'NMI,When,Zap kWh'; name its columns with --column"):
        csv(tmp_path, text)
    with pytest.raises(ImportRefused, match="there is no 'colour'"):
        csv(tmp_path, "meter,time,kwh\nA,2026-01-01 00:00,1\n", columns={"colour": "kwh"})


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_register_over_an_hour_that_comes_twice_is_judged_in_the_order_of_time(
    tmp_path: Path, newest_first: bool
) -> None:
    starts = [dt.datetime(2025, 11, 1, 20, tzinfo=UTC) + dt.timedelta(minutes=30 * n) for n in range(50)]
    rows = {at: 1000 + number / 2 for number, at in enumerate(starts)}
    rows = dict(reversed(rows.items())) if newest_first else rows
    path = tmp_path / "f.csv"
    path.write_text(long_csv(rows, CHICAGO))
    with pytest.raises(ImportRefused, match="only rise, like a meter's register"):
        read_file(path, stamp="start")


def test_units_and_cells_are_named_as_people_write_them(tmp_path: Path) -> None:
    hours = ",".join(f"{hour:02}:00" for hour in range(24))
    with pytest.raises(ImportRefused, match="whether the cells hold energies"):
        csv(tmp_path, f"date,{hours}\n2026-01-01,{','.join('1' * 24)}\n")
    read = csv(tmp_path, "time,Usage (kWh)\n2026-01-01 00:00,2\n2026-01-01 00:30,2\n", unit="Wh")
    assert "--unit Wh counts, though the file says kWh." in read.report.notes
