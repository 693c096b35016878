"""Known answers of every rollup's own SELECT, and that building again changes nothing."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups.rollups import build_hours, rebuild_rollups, rollup_tables, with_hours
from data_sources.pipeline.rollups.settling import settle_day
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import NOON, make_warehouse, missing, reading, table, tables_of

DAY = NOON.date()


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Meters 1 and 2 of transformer 1, four quarter hours: one low, one high, one estimated, one missing, one late."""
    made = make_warehouse(tmp_path)
    quarter = [NOON + dt.timedelta(minutes=15 * k) for k in range(4)]
    on_time = [
        reading(1, quarter[0], 1.0, voltage_v=227.9),  # below 228 V: range A ends at 95 % of 240 V
        reading(1, quarter[1], 2.0, voltage_v=228.0),  # on the limit is within
        reading(1, quarter[2], 0.0, voltage_v=254.1),  # above 254 V: range B ends at 127/120 of 240 V
        reading(1, quarter[3], 3.0, voltage_v=252.0, quality="estimated"),
        reading(2, quarter[0], 1.0, energy_received_kwh=2.5, reactive_kvarh=1.2),
        missing(2, quarter[1]),
    ]
    land(made, KnownMeters.of(made), table(*on_time), ingested_at=NOON + dt.timedelta(hours=1))
    land(
        made,
        KnownMeters.of(made),
        table(reading(2, quarter[2], 1.0)),
        ingested_at=quarter[3] + dt.timedelta(hours=6, seconds=1),
    )
    settle_day(made, DAY)
    return made


def test_known_answers(warehouse: Warehouse) -> None:
    found = tables_of(warehouse, *rollup_tables())
    first, second = found["meter_day"]
    assert (first["minutes_below_a"], first["minutes_above_a"], first["minutes_below_b"], first["minutes_above_b"]) == (
        15,
        15,
        0,
        15,
    )
    assert (first["energy_delivered_kwh"], first["peak_kw"], first["intervals_zero"]) == (6.0, 12.0, 1)
    assert (first["intervals_received"], first["intervals_estimated"], first["intervals_late"]) == (4, 1, 0)
    assert first["voltage_pct_min"] == pytest.approx(100 * 227.9 / 240, abs=0.001)
    assert (second["intervals_received"], second["intervals_missing"], second["intervals_late"]) == (2, 1, 1)
    hour = found["transformer_hourly_load"][0]
    # net 8 - 2.5 kWh and 0.4 + 1.2 + 0.1 kvarh in one hour
    assert (hour["energy_delivered_kwh"], hour["energy_received_kwh"]) == (8.0, 2.5)
    assert hour["load_kva"] == pytest.approx(math.hypot(5.5, 1.7), abs=1e-4)
    assert found["transformer_day"][0]["peak_kva"] == hour["load_kva"]
    day = found["feeder_day"][0]
    assert (day["meters"], day["intervals_expected"], day["intervals_received"]) == (8, 32, 6)
    assert [row["intervals_missing"] for row in found["feeder_interval_load"]] == [0, 1, 0, 0]
    assert found["feeder_interval_load"][0]["voltage_pct"] == pytest.approx((100 * 227.9 / 240 + 100) / 2, abs=0.001)


def test_building_again_gives_the_same_files(warehouse: Warehouse) -> None:
    before, rows = warehouse.manifest(), tables_of(warehouse, *rollup_tables())
    after = rebuild_rollups(warehouse, DAY)
    assert tables_of(warehouse, *rollup_tables()) == rows
    for name in rollup_tables():
        assert [part.rows for part in after.of(name)] == [part.rows for part in before.of(name)]
        assert len(after.of(name)) == 1


def test_hours_replace_the_file_of_the_day(warehouse: Warehouse) -> None:
    """The one hour of this day built by itself gives what the day had."""
    rows = tables_of(warehouse, *rollup_tables())
    parts = build_hours(warehouse, warehouse.manifest(), str(DAY), [NOON])
    manifest = warehouse.commit(lambda newest: with_hours(newest, str(DAY), parts))
    assert [part.scope for part in manifest.of("transformer_hourly_load")] == ["h2026070817"]
    assert tables_of(warehouse, *rollup_tables()) == rows


def test_a_day_without_readings_has_empty_rollups(warehouse: Warehouse) -> None:
    manifest = rebuild_rollups(warehouse, "2026-01-01")
    assert [part.rows for part in manifest.of("meter_day", day="2026-01-01")] == [0]
