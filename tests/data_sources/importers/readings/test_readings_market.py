"""NEM12 and Green Button by tiny files: channels, units, qualities, and whatever a file may do wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from tests.data_sources.importers.readings.reading_files import (
    green_button,
    nem12,
    read_file,
    series,
)

UTC = dt.UTC
MARKET_DAY = [dt.datetime(2026, 6, 30, 14, tzinfo=UTC) + dt.timedelta(minutes=30 * n) for n in range(48)]


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
        day.replace("0.1,", "x,", 1), "400,1,2,A,,", "950,what", "200,A,E1,1,E1,N1,METER,KWH,20,",
    ]))  # fmt: skip
    read = read_file(path)
    assert len(read.rows) == 48
    assert read.reasons == {
        "record without its 200 record": 1, "too few values in the line": 48, "not a date": 48, "unknown quality": 48,
        "not a number": 48, "event that fits no day": 1, "unknown record '950'": 1,
        "length of the interval is not 1, 5, 10, 15, 30 or 60 minutes": 1,
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
    assert read_file(path).reasons == {"length of the interval is not 1, 5, 10, 15, 30 or 60 minutes": 48}
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
