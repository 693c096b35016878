"""NEM12 and Green Button by tiny files: channels, units, qualities, and whatever a file may do wrong."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.readings.greenbutton import zone_in
from data_sources.importers.readings.options import NewUtility
from tests.data_sources.importers.readings.reading_files import (
    Read,
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


# Registers beside each other, and what a person says ----------------------------------------------------------------


def market_file(path: Path, *blocks: str, options: str = "") -> Path:
    """The 200 and 300 records of several files of `nem12`."""
    records = [line for block in blocks for line in block.splitlines() if line[:3] in ("200", "300", "400")]
    path.write_text("\n".join(["100,NEM12,201801010000,T,T", *records, "900"]) + options)
    return path


def total(read: Read, column: str = "energy_delivered_kwh") -> float:
    return float(np.nansum([row[column] for row in read.rows.values()]))  # type: ignore[call-overload]


def test_a_channel_without_values_leaves_the_others(tmp_path: Path) -> None:
    """Case nem12_null_channel: solar_null (48 kWh, actual) and meter_change (72 kWh, each half from its own register)."""
    ones, nothing = dict.fromkeys(MARKET_DAY, 1.0), dict.fromkeys(MARKET_DAY, 0.0)
    solar = read_file(market_file(tmp_path / "s.csv", nem12(ones, 30), nem12(nothing, 30, suffix="B1", quality="N")))
    assert total(solar) == 48.0
    assert solar.report.notes == ["B1 of A: no interval has a value; it is left out."]
    assert {row["quality"] for row in solar.rows.values()} == {"actual"}
    assert all(np.isnan(row["energy_received_kwh"]) for row in solar.rows.values())  # type: ignore[call-overload]

    old = nem12(dict(zip(MARKET_DAY, [1.0] * 24 + [0.0] * 24, strict=True)), 30, quality="V")
    new = nem12(dict(zip(MARKET_DAY, [0.0] * 24 + [2.0] * 24, strict=True)), 30, suffix="E2", quality="V")
    events = "400,1,24,{},,\n400,25,48,{},,\n900"
    change = read_file(
        market_file(
            tmp_path / "c.csv",
            old.replace("900\n", events.format("A", "N")),
            new.replace("900\n", events.format("N", "A")),
        )
    )
    assert total(change) == 72.0
    assert [row["quality"] for row in change.rows.values()] == ["actual"] * 48
    assert change.report.notes == [
        "24 intervals of E1 of A: without a value where other registers have one; theirs counts.",
        "24 intervals of E2 of A: without a value where other registers have one; theirs counts.",
    ]
    neither = market_file(
        tmp_path / "n.csv", nem12(nothing, 30, quality="N"), nem12(ones, 30, suffix="Q1", unit="KVARH")
    )
    assert {row["quality"] for row in read_file(neither).rows.values()} == {"missing"}


def test_a_register_that_is_sent_again_replaces(tmp_path: Path) -> None:
    """Case nem12_register_twice: 72 kWh, not 120; said; other registers are added, a null takes nothing away."""
    first, second = (nem12(dict.fromkeys(MARKET_DAY, value), 30) for value in (1.0, 1.5))
    again = read_file(market_file(tmp_path / "r.csv", first, second))
    assert total(again) == 72.0
    assert again.report.notes == [
        "48 intervals of E1 of A: there more than once with different values; the last of them counts."
    ]
    assert (again.report.replaced, again.report.repeated, again.report.rows_read) == (48, 0, 48)
    assert "0 rejected, 48 replaced by a later block" in again.report.sentence()
    other = nem12(dict.fromkeys(MARKET_DAY, 1.5), 30, suffix="E2")
    assert total(read_file(market_file(tmp_path / "o.csv", first, other))) == 120.0
    null = nem12(dict.fromkeys(MARKET_DAY, 0.0), 30, quality="N")
    assert total(read_file(market_file(tmp_path / "n.csv", first, null))) == 48.0
    same = read_file(market_file(tmp_path / "s.csv", first, first))
    assert (total(same), same.report.notes) == (48.0, [])


def test_two_meters_with_one_register_are_asked_about(tmp_path: Path) -> None:
    """One suffix, one register number, two serial numbers: where both have a value and they differ, none is taken."""
    first = nem12(dict.fromkeys(MARKET_DAY, 1.0), 30)
    second = nem12(dict.fromkeys(MARKET_DAY, 1.5), 30).replace(",METER,", ",OTHER,")
    read = read_file(market_file(tmp_path / "f.csv", first, second))
    assert (len(read.rows), read.reasons) == (0, {"another value of the same register and interval": 96})
    numbered = second.replace(",E1,1,E1,", ",E1,2,E1,")
    assert total(read_file(market_file(tmp_path / "n.csv", first, numbered))) == 120.0


@pytest.mark.parametrize(("suffix", "delivered", "received"), [("B1", 48.0, 24.0), ("E2", 72.0, 0.0)])
def test_a_finer_register_beside_a_longer_one_is_put_together(
    tmp_path: Path, suffix: str, delivered: float, received: float
) -> None:
    """Feed-in, or a controlled load, of 15 minutes beside a general load of 30: it was left out, and its energy lost."""
    quarters = [MARKET_DAY[0] + dt.timedelta(minutes=15 * n) for n in range(96)]
    read = read_file(
        market_file(
            tmp_path / "f.csv",
            nem12(dict.fromkeys(MARKET_DAY, 1.0), 30),
            nem12(dict.fromkeys(quarters, 0.25), 15, suffix=suffix),
        )
    )
    assert (total(read), {row["minutes"] for row in read.rows.values()}) == (delivered, {30})
    assert sum(np.nan_to_num(float(row["energy_received_kwh"])) for row in read.rows.values()) == received  # type: ignore[arg-type]
    assert (len(read.rows), read.reasons) == (48, {})
    told = f"96 intervals of {suffix} of A: put together to 48 longer ones, which other registers of the meter have."
    assert told in read.report.notes


def test_a_finer_register_with_gaps_is_unknown_there_and_keeps_what_stands_alone(tmp_path: Path) -> None:
    """A gap inside a longer interval leaves that interval to the others; beside none, finer ones stay as they are."""
    quarters = [MARKET_DAY[0] + dt.timedelta(minutes=15 * n) for n in range(192)]
    finer = {at: 0.25 for n, at in enumerate(quarters) if n != 3}
    read = read_file(
        market_file(tmp_path / "f.csv", nem12(dict.fromkeys(MARKET_DAY, 1.0), 30), nem12(finer, 15, suffix="E2"))
    )
    starts = sorted(at for _, at in read.rows)
    by_start = {at: row for (_, at), row in read.rows.items()}
    assert [by_start[at]["energy_delivered_kwh"] for at in starts[:3]] == [1.5, 1.0, 1.5]
    assert Counter(row["minutes"] for row in read.rows.values()) == {30: 48, 15: 96}
    assert total(read) == 48 + 47 * 0.5 + 96 * 0.25
    assert "1 interval of E2 of A: without a value where other registers have one; theirs counts." in read.report.notes


def test_the_clock_a_person_names_for_nem12(tmp_path: Path) -> None:
    """Case nem12_time_zone_ignored: Perth counts (16:00 UTC is its midnight); a clock with daylight saving is refused."""
    path = tmp_path / "f.csv"
    path.write_text(nem12(series(MARKET_DAY), 30))
    assert min(at for _, at in read_file(path).rows) == MARKET_DAY[0]
    perth = read_file(path, time_zone="Australia/Perth")
    assert min(at for _, at in perth.rows) == MARKET_DAY[0] + dt.timedelta(hours=2)
    assert perth.report.notes == ["Its days are those of Australia/Perth, as --time-zone says, not of market time."]
    assert min(at for _, at in read_file(path, time_zone="+09:30").rows) == MARKET_DAY[0] + dt.timedelta(minutes=30)
    with pytest.raises(ImportRefused, match="every day of NEM12 has 24 hours, and the clock of Australia/Sydney has"):
        read_file(path, time_zone="Australia/Sydney")
    home = NewUtility("Home", 151.2, -33.9)
    assert min(at for _, at in read_file(path, time_zone="Australia/Sydney", new_utility=home).rows) == MARKET_DAY[0]


@pytest.mark.parametrize("text", [nem12(series(MARKET_DAY), 30), green_button(dict.fromkeys(MARKET_DAY, 5), 30)])
def test_options_that_contradict_a_format_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(text)
    agreed = "kWh" if text.startswith("100") else "Wh"
    assert len(read_file(path, unit=agreed, stamp="start").rows) == 48
    for told in ({"stamp": "end"}, {"unit": "MWh"}, {"unit": "kW"}, {"registers": "difference"}):
        with pytest.raises(ImportRefused):
            read_file(path, **told)
    assert (
        read_file(path, columns={"meter": "x"})
        .report.notes[0]
        .startswith("--column, --date-order and --decimal say nothing")
    )


def test_net_is_what_a_person_says(tmp_path: Path) -> None:
    path = tmp_path / "f.xml"
    path.write_text(green_button(dict(zip(MARKET_DAY, [500, -250] * 24, strict=True)), 30))
    assert read_file(path).reasons == {"energy delivered is negative": 24}
    net = read_file(path, is_net=True)
    assert (total(net), total(net, "energy_received_kwh")) == (12.0, 6.0)


def feed(*readings: str) -> str:
    """One Green Button file of several MeterReadings (whole files of `green_button`) of one usage point."""
    parts = []
    for number, text in enumerate(readings, 1):
        entries = text[text.index("<entry>") :].removesuffix("</feed>")
        for name in ("MeterReading", "ReadingType"):
            entries = entries.replace(f"{name}/1", f"{name}/{number}")
        parts.append(entries if number == 1 else entries[entries.index("</entry>") + 8 :])
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(parts)}</feed>'


def test_net_energy_is_not_added_to_its_directions(tmp_path: Path) -> None:
    """Fault H4: flow 1, 19 and net 4 beside each other: 1.0 kWh delivered, 0.4 received."""
    path = tmp_path / "f.xml"
    at = MARKET_DAY[0]
    path.write_text(feed(*(green_button({at: wh}, 30, flow=flow) for flow, wh in ((1, 1000), (19, 400), (4, 600)))))
    read = read_file(path)
    assert (total(read), total(read, "energy_received_kwh")) == (1.0, 0.4)
    assert read.report.notes == [
        "1 interval of 3 of House: left out, as it is net energy and energy delivered or received stands beside."
    ]
    path.write_text(feed(green_button({at: 1000}, 30), green_button({at: 600, MARKET_DAY[1]: -300}, 30, flow=4)))
    later = read_file(path)
    assert (total(later), total(later, "energy_received_kwh")) == (1.0, 0.3)


def test_registers_beside_intervals_are_left_out_and_counted(tmp_path: Path) -> None:
    """Case gb_register_beside_intervals: 24 intervals of 0.4 kWh load; the register's one read is counted."""
    path = tmp_path / "f.xml"
    hours = MARKET_DAY[::2]
    path.write_text(
        feed(green_button(dict.fromkeys(hours, 400), 60), green_button({hours[0]: 163288004}, 1440, behaviour=1))
    )
    read = read_file(path)
    assert total(read) == pytest.approx(9.6)
    assert read.reasons == {"a meter's register, not energies of intervals": 1}
    path.write_text(green_button(dict.fromkeys(hours, 400), 60, behaviour=3))
    assert total(read_file(path, registers="interval")) == pytest.approx(9.6)


def test_decimals_of_green_button_count_in_full(tmp_path: Path) -> None:
    """Case gb_decimal_value: 24 values of 0.456 times 10^3 Wh are 10.944 kWh; 24 of 456.75 Wh are 10.962."""
    path = tmp_path / "f.xml"
    for written, power, kwh in (("0.456", 3, 10.944), ("456.75", 0, 10.962), ("4.5675e2", 0, 10.962)):
        path.write_text(
            green_button(dict.fromkeys(MARKET_DAY[:24], 777), 60, power=power).replace(">777<", f">{written}<")
        )
        assert total(read_file(path)) == pytest.approx(kwh)


@pytest.mark.parametrize(
    ("written", "reason"),
    [("1,500", "not a number"), ("NaN", "not a number"), ("1e400", "not a number"), ("1_000", "not a number")],
)
def test_a_value_that_is_no_number_is_told(tmp_path: Path, written: str, reason: str) -> None:
    """It was a missing read, untold; a value that is not there still is one."""
    path = tmp_path / "f.xml"
    path.write_text(green_button({MARKET_DAY[0]: 777, MARKET_DAY[1]: 5}, 30).replace(">777<", f">{written}<"))
    read = read_file(path)
    assert (len(read.rows), read.reasons) == (1, {reason: 1})
    path.write_text(green_button({MARKET_DAY[0]: 777, MARKET_DAY[1]: 5}, 30).replace(">777<", "><"))
    assert [row["quality"] for row in read_file(path).rows.values()] == ["missing", "actual"]


@pytest.mark.parametrize("power", [400, -400, 13])
def test_a_multiplier_of_no_unit_is_refused(tmp_path: Path, power: int) -> None:
    """Fault H5: an OverflowError, or a silent zero."""
    path = tmp_path / "f.xml"
    path.write_text(green_button(dict.fromkeys(MARKET_DAY, 5), 30, power=power))
    assert read_file(path).reasons == {"powerOfTenMultiplier is none of -12 to 12": 48}


def test_one_flow_that_is_told_more_than_once(tmp_path: Path) -> None:
    """Power beside energy, hours beside quarters, extremes beside values, a reading given twice: nothing is added up."""
    path = tmp_path / "f.xml"
    quarters = [MARKET_DAY[0] + dt.timedelta(minutes=15 * n) for n in range(4)]
    energy = green_button(dict.fromkeys(quarters, 250), 15)
    for beside in (
        green_button(dict.fromkeys(quarters, 1000), 15, uom=38),
        green_button({MARKET_DAY[0]: 1000}, 60),
        green_button(dict.fromkeys(quarters, 300), 15).replace(
            "<commodity>", "<dataQualifier>8</dataQualifier><commodity>"
        ),
        energy,
    ):
        path.write_text(feed(energy, beside))
        read = read_file(path)
        assert (len(read.rows), total(read)) == (4, 1.0)
    phases = [energy.replace("<uom>", f"<phase>{phase}</phase><uom>") for phase in (128, 64, 32)]
    path.write_text(feed(*phases))
    assert total(read_file(path)) == 3.0
    path.write_text(feed(energy, *phases))
    assert total(read_file(path)) == 1.0
    path.write_text(feed(energy, green_button(dict.fromkeys(quarters, 300), 15)))
    assert read_file(path).reasons == {"another value of the same register and interval": 8}


@pytest.mark.parametrize(
    ("offset", "summer", "zone"),
    [
        (19800, 0, "Asia/Kolkata"), (20700, 0, "Asia/Kathmandu"), (36000, 0, "Etc/GMT-10"), (-18000, 3600, "America/New_York"),
        (-18000, 0, "Etc/GMT+5"), (0, 0, "UTC"), (3600, 3600, None), (-12600, 0, None), (90000, 0, None),
    ],
)  # fmt: skip
def test_the_zone_of_green_button(tmp_path: Path, offset: int, summer: int, zone: str | None) -> None:
    """Fault M18: 19800 seconds are UTC+5:30. An offset that no clock has, or whose summer is not known, is asked about."""
    path = tmp_path / "f.xml"
    path.write_text(f"<feed><tzOffset>{offset}</tzOffset><dstOffset>{summer}</dstOffset></feed>")
    assert zone_in(path) == zone
    if zone:
        assert ZoneInfo(zone).utcoffset(dt.datetime(2026, 1, 1)) == dt.timedelta(seconds=offset)


# Files and reports of other people ----------------------------------------------------------------------------------


def test_a_day_of_quality_v_that_its_events_do_not_cover(tmp_path: Path) -> None:
    """As of nem-reader's 15min_200_30min_400: 96 values, events for 48 of them; the others became missing, untold."""
    quarters = [MARKET_DAY[0] + dt.timedelta(minutes=15 * n) for n in range(96)]
    path = tmp_path / "f.csv"
    text = nem12(dict.fromkeys(quarters, 1.0), 15, quality="V")
    path.write_text(text.replace("\n900", "\n400,1,24,A,,\n400,25,48,N,,\n900"))
    read = read_file(path)
    assert (total(read), len(read.rows), read.reasons) == (24.0, 48, {"quality V without its 400 record": 48})
    path.write_text(text)
    assert read_file(path).reasons == {"quality V without its 400 record": 96}


def test_nem12_as_portals_write_it(tmp_path: Path) -> None:
    """Reports 13, 16, 21 and 48 of nem-reader: no header, no next read, no load time, twice in one file."""
    path = tmp_path / "f.csv"
    lines = nem12(series(MARKET_DAY), 30).splitlines()[1:-1]
    short = [line.removesuffix(",") if line[:3] == "200" else line.rsplit(",", 2)[0] for line in lines]
    path.write_text("\n".join(["", *short, "900", "", *short, "900"]))
    read = read_file(path)
    assert read.delivered == series(MARKET_DAY)
    assert (read.report.kind, read.report.repeated, read.reasons) == ("NEM12", 48, {})


@pytest.mark.parametrize(("said", "held"), [(15, 30), (30, 15), (30, 5), (5, 30)])
def test_a_length_that_is_not_the_days(tmp_path: Path, said: int, held: int) -> None:
    """Report 40 of nem-reader: 200 says 15 minutes, 300 has 288 values; two thirds were dropped, the rest misplaced."""
    starts = [MARKET_DAY[0] + dt.timedelta(minutes=held * n) for n in range(1440 // held)]
    path = tmp_path / "f.csv"
    path.write_text(nem12(series(starts), held).replace(f",KWH,{held},", f",KWH,{said},"))
    read = read_file(path)
    assert len(read.rows) == 0
    assert sum(read.reasons.values()) == 1440 // said


def test_a_register_that_begins_later_keeps_its_days(tmp_path: Path) -> None:
    """Report 28 of nem-reader: a feed-in register of a later month was shifted to the first day of the others."""
    later = [at + dt.timedelta(days=30) for at in MARKET_DAY]
    path = market_file(
        tmp_path / "f.csv", nem12(series([*MARKET_DAY, *later]), 30), nem12(series(later), 30, suffix="B1")
    )
    received = {at for (_, at), row in read_file(path).rows.items() if not np.isnan(row["energy_received_kwh"])}  # type: ignore[call-overload]
    assert received == set(later)


def test_a_reading_type_that_contradicts_itself(tmp_path: Path) -> None:
    """As of a bulk file of a large utility: one address, described twice. What is a register there is asked about."""
    path = tmp_path / "f.xml"
    text = green_button(dict.fromkeys(MARKET_DAY, 400), 30)
    entry = text[text.rindex("<entry>") : text.rindex("</feed>")]
    path.write_text(text.replace("</feed>", entry.replace("<uom>72", "<uom>38") + "</feed>"))
    assert read_file(path).reasons == {"its ReadingType stands there twice, and differs": 48}
    for order in ((4, 2), (2, 4)):
        first, second = (entry.replace("Behaviour>4", f"Behaviour>{number}") for number in order)
        path.write_text(text.replace(entry, first + second))
        with pytest.raises(ImportRefused, match="`--registers interval` takes them"):
            read_file(path)
        assert total(read_file(path, registers="interval")) == pytest.approx(19.2)
    path.write_text(text.replace(entry, entry + entry))
    assert total(read_file(path)) == pytest.approx(19.2)
