"""Every format by tiny files: units, channels, qualities, and whatever a file may do wrong."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.errors import ImportRefused
from tests.data_sources.importers.reading_files import (
    CHICAGO,
    SYDNEY,
    Series,
    green_button,
    instants,
    long_csv,
    nem12,
    read_file,
    series,
    wide_csv,
)

DAY = dt.date(2026, 7, 1)
UTC = dt.UTC
MARKET_DAY = [dt.datetime(2026, 6, 30, 14, tzinfo=UTC) + dt.timedelta(minutes=30 * n) for n in range(48)]


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


@pytest.mark.parametrize("minutes", [5, 15, 30, 60])
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
    with pytest.raises(ImportRefused, match="stamps lie 10 minutes apart"):
        csv(tmp_path, "time,kwh\n2026-01-01 00:00,1\n2026-01-01 00:10,1\n")
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


# NEM12 --------------------------------------------------------------------------------------------------------------


def test_channels_and_units_of_nem12(tmp_path: Path) -> None:
    rows = series(MARKET_DAY)
    blocks = [nem12(rows, 30, suffix="E1"), nem12(rows, 30, suffix="B1", unit="Wh"), nem12(rows, 30, suffix="Q1", unit="KVARH"),
              nem12(rows, 30, suffix="E1", nmi="B")]  # fmt: skip
    middle = [line for block in blocks for line in block.splitlines() if line[:3] in ("200", "300")]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["100,NEM12,201801010000,T,T", *middle, "900"]))
    read = read_file(path)
    assert len(read.rows) == 96
    for at, value in rows.items():
        row = read.rows["A", at]
        assert row["energy_delivered_kwh"] == value
        assert row["energy_received_kwh"] == pytest.approx(value / 1000)
        assert row["reactive_kvarh"] == value


def test_qualities_of_nem12(tmp_path: Path) -> None:
    """Flags A, E, S, F and N; V is told interval by interval in 400 records (MDFF 4.4, 4.5)."""
    flags = {"A": "actual", "E52": "estimated", "S14": "estimated", "F16": "edited", "N": "missing"}
    path = tmp_path / "f.csv"
    for flag, quality in flags.items():
        path.write_text(nem12(series(MARKET_DAY), 30, quality=flag))
        assert {row["quality"] for row in read_file(path).rows.values()} == {quality}
    path.write_text(
        nem12(series(MARKET_DAY), 30, quality="V").replace(
            "\n900", "\n400,1,20,A,,\n400,21,30,E52,89,\n400,31,48,N,,\n900"
        )
    )
    found = [row["quality"] for row in read_file(path).rows.values()]
    assert found == ["actual"] * 20 + ["estimated"] * 10 + ["missing"] * 18


def test_faults_of_nem12(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    good = nem12(series(MARKET_DAY), 30).splitlines()
    day = good[2]
    path.write_text("\n".join([
        good[0], "300,20260701,1", good[1], day, day[:60], day.replace("20260701", "20261301"), day.replace(",A,", ",Z,"),
        day.replace("0.1,", "x,", 1), "400,1,2,A,,", "950,what", "200,A,E1,1,E1,N1,METER,KWH,10,",
    ]))  # fmt: skip
    read = read_file(path)
    assert len(read.rows) == 48
    assert read.reasons == {
        "record without its 200 record": 1, "too few values in the line": 48, "not a date": 48, "unknown quality": 48,
        "not a number": 48, "event that fits no day": 1, "unknown record '950'": 1,
        "length of the interval is not 5, 15, 30 or 60 minutes": 1,
    }  # fmt: skip
    assert read.report.notes == ["It has no 900 record, so it may have been cut off at its end."]
    path.write_text("100,NEM13,201801010000,T,T\n250,A\n")
    with pytest.raises(ImportRefused, match="is NEM13; only NEM12 holds intervals"):
        read_file(path)


def test_reactive_energy_alone_is_no_reading(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(nem12(series(MARKET_DAY), 30, suffix="Q1", unit="KVARH"))
    assert read_file(path).reasons == {"no energy beside its reactive energy or voltage": 48}


# Green Button -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uom", "power", "flow", "column", "kwh"),
    [
        (72, 0, 1, "energy_delivered_kwh", 1.5), (72, 3, 1, "energy_delivered_kwh", 1500.0), (72, -3, 19, "energy_received_kwh", 0.0015),
        (72, 0, 4, "energy_delivered_kwh", 1.5), (38, 0, 1, "energy_delivered_kwh", 0.375),
    ],
)  # fmt: skip
def test_units_of_green_button(tmp_path: Path, uom: int, power: int, flow: int, column: str, kwh: float) -> None:
    path = tmp_path / "f.xml"
    path.write_text(green_button({MARKET_DAY[0]: 1500}, 15, uom=uom, power=power, flow=flow))
    ((key, row),) = read_file(path).rows.items()
    assert key == ("House", MARKET_DAY[0])
    assert (row["minutes"], row[column]) == (15, pytest.approx(kwh))


def test_qualities_of_green_button(tmp_path: Path) -> None:
    for number, quality in ((0, "actual"), (7, "edited"), (8, "estimated"), (19, "actual")):
        path = tmp_path / "f.xml"
        path.write_text(
            green_button(
                {MARKET_DAY[0]: 5}, 15, quality=f"<ReadingQuality><quality>{number}</quality></ReadingQuality>"
            )
        )
        assert [row["quality"] for row in read_file(path).rows.values()] == [quality]


def test_faults_of_green_button(tmp_path: Path) -> None:
    path = tmp_path / "f.xml"
    rows = dict.fromkeys(MARKET_DAY, 100)
    path.write_text(green_button(rows, 1440))
    assert read_file(path).reasons == {"length of the interval is not 5, 15, 30 or 60 minutes": 48}
    path.write_text(green_button(rows, 30, uom=119))
    assert read_file(path).reasons == {"not electric energy (uom 119, commodity 1)": 48}
    path.write_text(green_button(rows, 30, behaviour=3))
    with pytest.raises(ImportRefused, match="are a meter's register"):
        read_file(path)
    whole = green_button(rows, 30)
    path.write_text(whole[: whole.index("</IntervalReading>", 3000) + 30])
    cut = read_file(path)
    assert "XML ends or breaks here" in cut.reasons
    path.write_text("<html><body>Sign in</body></html>")
    with pytest.raises(ImportRefused, match="holds no Green Button readings"):
        read_file(path)


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "bomb.xml"
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY l0 "lol">{lines}]><feed>&l11;</feed>')
    with pytest.raises(ImportRefused, match="declares a document type"):
        read_file(path)
    path.write_text('<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>')
    with pytest.raises(ImportRefused, match="declares a document type"):
        read_file(path)


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
        "", "A,2026-01-01 01:15,inf", "A,yesterday,1", "A,2026-01-01 01:30,1,2", "A,2026-01-01 01:37,1", "A,2026-01-01 01:45,", "A,2026-01-01 00:00,5",
    ])  # fmt: skip
    read = csv(tmp_path, text)
    assert {line: reason for line, reason, _ in read.rejects} == {
        6: "energy delivered is negative", 7: "energy delivered is larger than any meter's", 8: "too few values in the line",
        10: "not a number", 11: "not a time", 12: "too many values in the line", 13: "stamp is not on the grid of its intervals",
    }  # fmt: skip
    assert next((row["energy_delivered_kwh"], row["quality"]) for row in read.rows.values()) == (
        5.0,
        "actual",
    )  # the later row
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


# Any series -----------------------------------------------------------------------------------------------------------

VALUES = st.lists(st.integers(0, 5_000_000), min_size=3, max_size=120)
DAYS = st.dates(dt.date(1990, 1, 2), dt.date(2036, 12, 30))
ZONES = st.sampled_from([CHICAGO, SYDNEY])
MINUTES = st.sampled_from([5, 15, 30, 60])
ANY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _series(day: dt.date, zone: object, minutes: int, watt_hours: list[int]) -> Series:
    starts = instants(day, zone, minutes, days=2)  # type: ignore[arg-type]
    return {at: value / 1000 for at, value in zip(starts, watt_hours, strict=False)}


@ANY
@given(day=DAYS, zone=ZONES, minutes=MINUTES, values=VALUES, is_end=st.booleans(), separator=st.sampled_from(",;\t|"))
def test_any_series_comes_back_from_a_long_file(
    tmp_path: Path, day: dt.date, zone, minutes: int, values: list[int], is_end: bool, separator: str
) -> None:  # type: ignore[no-untyped-def]
    rows = _series(day, zone, minutes, values)
    (tmp_path / "f.csv").write_text(long_csv(rows, zone, end_minutes=minutes if is_end else 0, separator=separator))
    read = read_file(tmp_path / "f.csv", zone.key, stamp="end" if is_end else "start", registers="interval")
    assert read.delivered == rows


@ANY
@given(day=DAYS, minutes=MINUTES, values=VALUES, zone=ZONES)
def test_any_series_comes_back_from_parquet(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], zone
) -> None:  # type: ignore[no-untyped-def]
    rows = _series(day, zone, minutes, values)
    local = [at.astimezone(zone).replace(tzinfo=None) for at in rows]
    pq.write_table(
        pa.table({"meter": ["A"] * len(rows), "time": pa.array(local, pa.timestamp("us")), "wh": values[: len(rows)]}),
        tmp_path / "f.parquet",
    )
    read = read_file(tmp_path / "f.parquet", zone.key, stamp="start", registers="interval")
    assert list(read.delivered) == list(rows)
    assert list(read.delivered.values()) == pytest.approx(list(rows.values()))


@ANY
@given(day=DAYS, minutes=MINUTES, values=VALUES, zone=ZONES)
def test_any_whole_days_come_back_from_wide_files(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], zone
) -> None:  # type: ignore[no-untyped-def]
    starts = instants(day, zone, minutes, days=2)
    rows = {at: values[number % len(values)] / 1000 for number, at in enumerate(starts)}
    for is_numbered in (False, True):
        (tmp_path / "f.csv").write_text(wide_csv(rows, zone, minutes, is_numbered=is_numbered))
        read = read_file(tmp_path / "f.csv", zone.key, unit="kWh")
        expected = rows if is_numbered else {at: value for at, value in rows.items() if not at.astimezone(zone).fold}
        assert read.delivered == expected


@ANY
@given(day=DAYS, minutes=st.sampled_from([5, 15, 30]), values=VALUES, suffix=st.sampled_from(["E1", "B1"]))
def test_any_series_comes_back_from_nem12(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], suffix: str
) -> None:
    start = dt.datetime.combine(day, dt.time(14), UTC)
    rows = {start + dt.timedelta(minutes=minutes * n): value / 1000 for n, value in enumerate(values)}
    (tmp_path / "f.csv").write_text(nem12(rows, minutes, suffix=suffix))
    column = {"E1": "energy_delivered_kwh", "B1": "energy_received_kwh"}[suffix]
    read = read_file(tmp_path / "f.csv")
    kept = {at: row[column] for (_, at), row in read.rows.items() if row[column] == row[column]}
    assert kept == rows


@ANY
@given(day=DAYS, minutes=MINUTES, values=VALUES, power=st.integers(-3, 3))
def test_any_series_comes_back_from_green_button(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], power: int
) -> None:
    start = dt.datetime.combine(day, dt.time(), UTC)
    rows = {start + dt.timedelta(minutes=minutes * n): value for n, value in enumerate(values)}
    (tmp_path / "f.xml").write_text(green_button(rows, minutes, power=power))
    read = read_file(tmp_path / "f.xml")
    small = {at: value * 10.0**power / 1000 for at, value in rows.items() if value * 10.0**power / 1000 <= 1e6}
    assert list(read.delivered) == list(small)
    assert list(read.delivered.values()) == pytest.approx(list(small.values()))


@ANY
@given(
    content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    kind=st.sampled_from(
        ["", "100,NEM12,1,2,3\n200,A,E1,1,E1,N,M,KWH,30,\n", "<feed>", "meter,time,kwh\n", "date,00:00,01:00\n"]
    ),
)
def test_nothing_makes_a_reader_fail_inside(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "f.csv").write_bytes(kind.encode() + content)
    with suppress(ImportRefused):
        read_file(tmp_path / "f.csv", stamp="start", unit="kWh", date_order="dmy")
