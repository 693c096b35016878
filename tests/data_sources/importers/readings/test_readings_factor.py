"""Reactive energy out of power factors: known answers, percent, signs, and values that can be no factor."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from data_sources.importers.readings.sheets.factor import reactive_kvarh
from tests.data_sources.importers.readings.reading_files import Read, read_file

TAN_09 = 0.484322104838  # tan(arccos 0.9) = sqrt(1 - 0.81) / 0.9
KWH_3_4_5 = 4.0  # at 0.8 the triangle is 3, 4, 5: 3 kvarh


def reactive(read: Read) -> list[float]:
    return [float(row["reactive_kvarh"]) for row in read.rows.values()]  # type: ignore[arg-type]


def the_specifications_table(folder: Path, factors: list[str], header: str = "POWER_FACTOR") -> Read:
    """METER_ID, TIMESTAMP, USAGE_KWH, VOLTAGE, POWER_FACTOR, CUSTOMER_SEGMENT_ID; 4 kWh each quarter of an hour."""
    lines = [f"METER_ID,TIMESTAMP,USAGE_KWH,VOLTAGE,{header},CUSTOMER_SEGMENT_ID"]
    for number, factor in enumerate(factors):
        at = f"2026-01-01 {number // 4:02}:{number % 4 * 15:02}"
        lines.append(f"A,{at},{KWH_3_4_5},120.5,{factor},residential")
    path = folder / "theirs.csv"
    path.write_text("\n".join(lines) + "\n")
    return read_file(path, "UTC", stamp="start")


@pytest.mark.parametrize(
    ("factor", "kvarh"),
    [
        (0.8, 3.0), (80.0, 3.0), (-0.8, -3.0), (-80.0, -3.0), (0.9, 4 * TAN_09), (1.0, 0.0), (100.0, 0.0), (1.005, 0.0),
        (100.5, 0.0), (0.0, None), (0.005, None), (1.5, None), (9.0, None), (120.0, None), (math.nan, None),
        (math.inf, None),
    ],
)  # fmt: skip
def test_known_answers(factor: float, kvarh: float | None) -> None:
    found = reactive_kvarh(np.array([KWH_3_4_5, -KWH_3_4_5]), np.array([factor, factor]))
    # The sign is the factor's, whichever way the energy goes.
    assert found.tolist() == pytest.approx([math.nan if kvarh is None else kvarh] * 2, abs=1e-9, nan_ok=True)


def test_the_specifications_table_is_taken_with_its_factors(tmp_path: Path) -> None:
    read = the_specifications_table(tmp_path, ["0.8", "-0.8", "80", "", "0", "7", "odd", "1"])
    nothing = math.nan
    assert reactive(read) == pytest.approx([3, -3, 3, nothing, nothing, nothing, nothing, 0], abs=1e-9, nan_ok=True)
    assert {row["energy_delivered_kwh"] for row in read.rows.values()} == {KWH_3_4_5}  # the readings are kept
    assert read.rejects == []
    assert read.report.notes == ["Reactive energy follows from 'POWER_FACTOR', lagging where it is positive."]
    assert "3 readings are without reactive energy, as their power factor can be none." in read.report.details()


@pytest.mark.parametrize("header", ["Power Factor (%)", "power_factor_pct", "PF"])
def test_other_names_of_the_column(tmp_path: Path, header: str) -> None:
    assert reactive(the_specifications_table(tmp_path, ["80", "60"], header)) == pytest.approx([3.0, 16 / 3])


def test_measured_reactive_energy_counts_before_a_factor(tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    path.write_text("meter,time,kwh,kvarh,power_factor\nA,2026-01-01 00:00,4,1.5,0.8\nA,2026-01-01 00:15,4,,0.8\n")
    read = read_file(path, "UTC", stamp="start")
    assert reactive(read) == pytest.approx([1.5, math.nan], nan_ok=True)
    assert read.report.without_factor == 0


def test_net_energy_and_an_unusual_name(tmp_path: Path) -> None:
    path = tmp_path / "net.csv"
    path.write_text("meter,time,kwh,Faktor\nA,2026-01-01 00:00,-4,0.8\nA,2026-01-01 00:15,,0.8\n")
    read = read_file(path, "UTC", stamp="start", is_net=True, columns={"power_factor": "Faktor"})
    assert reactive(read) == pytest.approx([3.0, math.nan], nan_ok=True)
