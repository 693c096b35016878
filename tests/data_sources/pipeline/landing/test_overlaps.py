"""Intervals of one meter that overlap: an hour read by the quarter and as a whole counts once, whatever comes first."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pyarrow as pa
import pytest

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import Landed, land
from data_sources.pipeline.landing.load_record import LoadSource
from data_sources.pipeline.landing.overlaps import STANDING, TOGETHER
from data_sources.pipeline.landing.unloading import unload
from data_sources.pipeline.rollups.settling import settle_day
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema
from tests.data_sources.pipeline.small import NOON, make_warehouse, missing, reading, rows_of, table

HOUR = dt.timedelta(hours=1)
Rows = list[dict[str, object]]


def quarters(kwh: float = 1.0, meter: int = 1, at: dt.datetime = NOON, **changed: object) -> Rows:
    return [reading(meter, at + n * dt.timedelta(minutes=15), kwh, **changed) for n in range(4)]


def whole(kwh: float = 4.0, meter: int = 1, at: dt.datetime = NOON, minutes: int = 60, **changed: object) -> Rows:
    return [reading(meter, at, kwh, interval_minutes=minutes, **changed)]


def take(warehouse: Warehouse, rows: Rows, number: int = 1, load: str = "") -> Landed:
    source = LoadSource(load, f"{load}.csv", "CSV") if load else None
    at = NOON + dt.timedelta(hours=2, minutes=number)
    return land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at, source=source)


def counts(landed: Landed) -> tuple[int, ...]:
    return landed.new, landed.corrected, landed.superseded, landed.rejected


def energies(warehouse: Warehouse) -> list[tuple[object, object]]:
    rows = rows_of(warehouse, "ami_interval_readings", "meter_id, interval_start_at")
    return [(row["interval_minutes"], row["energy_delivered_kwh"]) for row in rows]


def rollup_kwh(warehouse: Warehouse) -> float:
    return sum(float(str(row["energy_delivered_kwh"])) for row in rows_of(warehouse, "transformer_hourly_load", "1, 2"))


@pytest.mark.parametrize("is_settled", [False, True])
@pytest.mark.parametrize("load", ["", "second"])
def test_what_is_there_stands(tmp_path: Path, load: str, is_settled: bool) -> None:
    """4 x 1 kWh, then 4 kWh of the same hour gave 7 kWh, told as one corrected."""
    warehouse = make_warehouse(tmp_path)
    take(warehouse, quarters())
    if is_settled:
        settle_day(warehouse, NOON.date())
    landed = take(warehouse, [*whole(), *whole(at=NOON + HOUR, kwh=9.0)], 2, load)
    assert counts(landed) == (1, 0, 0, 1)
    assert landed.rejections.select(["row", "reason", "energy_delivered_kwh"]).to_pylist() == [
        {"row": 0, "reason": STANDING, "energy_delivered_kwh": 4.0}
    ]
    assert energies(warehouse) == [(15, 1.0)] * 4 + [(60, 9.0)]
    assert rollup_kwh(warehouse) == 13.0
    if load:
        assert landed.stands.tolist() == [False, True]


def test_shorter_ones_within_a_longer_one_that_is_there(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    take(warehouse, whole())
    assert counts(take(warehouse, [*quarters(), *quarters(2.0, meter=2)], 2)) == (4, 0, 0, 4)
    assert energies(warehouse) == [(60, 4.0)] + [(15, 2.0)] * 4
    five = [reading(1, NOON + dt.timedelta(minutes=55), 0.5, interval_minutes=5)]
    assert counts(take(warehouse, five, 3)) == (0, 0, 0, 1)
    assert counts(take(warehouse, whole(5.0), 4)) == (0, 1, 0, 0)  # the same interval is a version, as ever


def test_a_meter_may_change_its_interval(tmp_path: Path) -> None:
    """What only touches does not overlap."""
    warehouse = make_warehouse(tmp_path)
    take(warehouse, quarters())
    assert counts(take(warehouse, [*whole(at=NOON - HOUR), *whole(at=NOON + HOUR)], 2)) == (2, 0, 0, 0)


def test_a_gap_that_is_there_stands_too(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    take(warehouse, [missing(1, NOON)])
    assert counts(take(warehouse, whole(), 2)) == (0, 0, 0, 1)
    assert counts(take(warehouse, [reading(1, NOON, 1.0)], 3)) == (0, 1, 0, 0)


@pytest.mark.parametrize("seed", range(4))
def test_of_a_batch_the_better_counts_then_the_shorter_in_any_order(tmp_path: Path, seed: int) -> None:
    warehouse = make_warehouse(tmp_path)
    rows = [*quarters(), *whole()]  # the shorter tell more
    rows += [*quarters(2.0, meter=2, quality="estimated"), *whole(6.0, meter=2)]  # an actual read over estimates
    mixed = quarters(3.0, meter=3)
    rows += [*mixed[:3], {**mixed[3], "quality": "estimated"}, *whole(7.0, meter=3)]  # no hole where the longer went
    rows += [*quarters(5.0, meter=4), *whole(9.0, meter=4, at=NOON + HOUR)]  # a change of the interval
    random.Random(seed).shuffle(rows)
    landed = take(warehouse, rows)
    assert counts(landed) == (14, 0, 0, 6)
    assert set(landed.rejections["reason"].to_pylist()) == {TOGETHER}
    assert [rows[row]["energy_delivered_kwh"] for row in landed.rejections["row"].to_pylist()] == (
        landed.rejections["energy_delivered_kwh"].to_pylist()
    )
    assert sorted(landed.rejections["energy_delivered_kwh"].to_pylist()) == [2.0, 2.0, 2.0, 2.0, 4.0, 7.0]
    assert energies(warehouse) == [(15, 1.0)] * 4 + [(60, 6.0)] + [(15, 3.0)] * 4 + [(15, 5.0)] * 4 + [(60, 9.0)]


def test_the_load_that_stands_is_taken_back_and_the_other_lands(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    take(warehouse, quarters(0.5), 1, "first")
    take(warehouse, quarters(), 2, "second")
    assert counts(take(warehouse, whole(), 3, "third")) == (0, 0, 0, 1)
    unload(warehouse, "second", now=NOON + 4 * HOUR)
    assert energies(warehouse) == [(15, 0.5)] * 4
    assert counts(take(warehouse, whole(), 4, "fourth")) == (0, 0, 0, 1)
    unload(warehouse, "first", now=NOON + 4 * HOUR)
    assert counts(take(warehouse, whole(), 5, "fifth")) == (1, 0, 0, 0)
    assert energies(warehouse) == [(60, 4.0)]


def test_over_midnight_where_hours_begin_on_the_half_hour(tmp_path: Path) -> None:
    """India: an hour of the clock of UTC begins at 23:30 there, one of its own at midnight."""
    warehouse = make_warehouse(tmp_path)
    rows = {"utility_id": [1], "utility_name": ["Small"], "time_zone": ["Asia/Kolkata"], "is_demo": [True]}
    part = warehouse.write("utilities", pa.table(rows).cast(arrow_schema("utilities")), role="table")
    warehouse.commit(lambda manifest: manifest.with_table("utilities", part))
    midnight = dt.datetime(2026, 7, 8, 18, 30)
    half = dt.timedelta(minutes=30)
    take(warehouse, whole(4.0, at=midnight - half), 180)
    assert counts(take(warehouse, whole(5.0, at=midnight), 181)) == (0, 0, 0, 1)
    assert counts(take(warehouse, whole(5.0, at=midnight, minutes=30), 182)) == (0, 0, 0, 1)
    assert counts(take(warehouse, whole(6.0, meter=2, at=midnight), 183)) == (1, 0, 0, 0)
    assert counts(take(warehouse, whole(7.0, meter=2, at=midnight - half), 184)) == (0, 0, 0, 1)
    together = [*whole(1.0, meter=3, at=midnight), *whole(2.0, meter=3, at=midnight - half)]
    assert counts(take(warehouse, together, 185)) == (1, 0, 0, 1)
    assert energies(warehouse) == [(60, 4.0), (60, 6.0), (60, 2.0)]
