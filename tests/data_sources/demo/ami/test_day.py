"""A day of readings in the warehouse: the same whenever it is made, whole, small, and balanced with the feeder heads."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from data_sources.demo.ami.day import HEADS, TRANSFORMER_METERS, make_day
from data_sources.demo.ami.faults import NONE, faults_on
from data_sources.demo.ami.rows import in_advance
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility
from data_sources.errors import FluxError
from data_sources.pipeline.rollups.rollups import rollup_tables
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS

DAY = dt.date(2026, 11, 10)


@pytest.fixture(scope="module")
def made(ami_source: PostgresSource, history: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    import shutil

    root = tmp_path_factory.mktemp("day") / "warehouse"
    shutil.copytree(history.root, root)
    warehouse = Warehouse(root)
    make_day(ami_source, warehouse, 1, DAY)
    return warehouse


def readings(warehouse: Warehouse, day: dt.date = DAY) -> pa.Table:
    (part,) = warehouse.manifest().of(READINGS, day=day.isoformat())
    return pq.read_table(warehouse.root / part.path)


def file_bytes(warehouse: Warehouse, table: str) -> bytes:
    (part,) = warehouse.manifest().of(table, day=DAY.isoformat())
    return (warehouse.root / part.path).read_bytes()


def test_every_meter_has_every_quarter_hour_in_order(made: Warehouse, utility: DemoUtility) -> None:
    rows = readings(made)
    assert len(rows) == len(utility.meter_ids) * 96
    meters = rows["meter_id"].to_numpy().reshape(-1, 96)
    starts = rows["interval_start_at"].to_numpy().reshape(-1, 96)
    assert (meters == utility.meter_ids[:, None]).all()
    assert starts[0, 0] == np.datetime64("2026-11-10T06:00")  # midnight in Houston, in winter
    assert (np.diff(starts) == np.timedelta64(15, "m")).all()
    assert pc.unique(rows["reading_day"]).to_pylist() == [DAY]


def test_a_reading_takes_three_bytes(made: Warehouse) -> None:
    (part,) = made.manifest().of(READINGS, day=DAY.isoformat())
    assert part.size_bytes / part.rows < 3.1


def test_the_same_day_has_the_same_bytes_whatever_was_made_before(
    ami_source: PostgresSource, own_history: Warehouse, made: Warehouse
) -> None:
    make_day(ami_source, own_history, 1, DAY + dt.timedelta(days=1))
    make_day(ami_source, own_history, 1, DAY, threads=2)
    for table in (READINGS, HEADS, TRANSFORMER_METERS):
        assert file_bytes(own_history, table) == file_bytes(made, table), table


def test_made_again_it_takes_its_own_place(ami_source: PostgresSource, own_history: Warehouse) -> None:
    for _ in range(2):
        make_day(ami_source, own_history, 1, DAY)
    for table in (READINGS, HEADS, TRANSFORMER_METERS, *rollup_tables()):
        assert len(own_history.manifest().of(table, day=DAY.isoformat())) == 1, table


@pytest.mark.parametrize(("day", "intervals"), [(dt.date(2026, 3, 8), 92), (dt.date(2025, 11, 2), 100)])
def test_days_on_which_the_clocks_change_are_whole(
    ami_source: PostgresSource, own_history: Warehouse, utility: DemoUtility, day: dt.date, intervals: int
) -> None:
    make_day(ami_source, own_history, 1, day)
    rows = readings(own_history, day)
    assert len(rows) == intervals * len(utility.meter_ids)
    found = DuckSource(own_history).run("SELECT SUM(intervals_expected)::bigint AS n FROM feeder_day", {})
    assert found["n"].to_pylist() == [intervals * len(utility.meter_ids)]


def test_heads_measure_what_meters_register_and_lines_lose(made: Warehouse, utility: DemoUtility) -> None:
    found = DuckSource(made).run(
        "SELECT h.feeder_id, SUM(h.energy_delivered_kwh) AS head, SUM(l.energy_delivered_kwh) "
        "- SUM(l.energy_received_kwh) AS net FROM feeder_head_readings AS h JOIN feeder_interval_load AS l "
        "ON l.feeder_id = h.feeder_id AND l.interval_start_at = h.interval_start_at GROUP BY h.feeder_id",
        {},
    )
    assert len(found) == len(utility.feeders.feeder_ids)
    head, net = found["head"].to_numpy(), found["net"].to_numpy()
    assert 0.02 < 1 - net.sum() / head.sum() < 0.07  # technical losses, theft and gaps


def test_a_transformers_own_meter_agrees_with_honest_meters_behind_it(made: Warehouse, utility: DemoUtility) -> None:
    rows = readings(made)
    count = len(utility.meter_ids)
    whole = np.bincount(
        np.repeat(utility.true, 96),
        np.nan_to_num(rows["energy_delivered_kwh"].to_numpy() - rows["energy_received_kwh"].to_numpy()),
        minlength=len(utility.transformers),
    )
    fine = np.ones(len(utility.transformers), bool)
    fine[utility.true[faults_on(utility.meter_ids, utility.can_steal, DAY, utility.seed) != NONE]] = False
    fine[utility.true[(np.array(rows["quality"]) != "actual").reshape(count, 96).any(axis=1)]] = False
    (part,) = made.manifest().of(TRANSFORMER_METERS)
    own = pq.read_table(made.root / part.path)
    measured = own["energy_delivered_kwh"].to_numpy().reshape(-1, 96).sum(axis=1)
    ids = own["transformer_id"].to_numpy()[::96]
    rowsof = utility.network.transformers.indexes(ids)
    assert 0.05 < len(ids) / len(utility.transformers) < 0.11
    chosen = fine[rowsof] & (measured > 5)
    difference = 1 - whole[rowsof][chosen] / measured[chosen]
    assert chosen.sum() > 50
    assert -0.01 < np.median(difference) < 0.015
    assert np.abs(difference).max() < 0.06


def test_a_real_utility_is_refused(empty_source: PostgresSource, own_history: Warehouse) -> None:
    with pytest.raises(FluxError, match="no utility"):
        make_day(empty_source, own_history, 1, DAY)


def test_what_goes_wrong_in_the_making_thread_is_raised_where_it_is_read() -> None:
    def broken():
        yield pa.record_batch({"a": [1]})
        raise OSError("no space")

    got = in_advance(broken())
    assert next(got).num_rows == 1
    with pytest.raises(OSError, match="no space"):
        next(got)


def test_the_utility_is_read_once(ami_source: PostgresSource, utility: DemoUtility, tmp_path: Path) -> None:
    assert load_demo_utility(ami_source, 1) is utility
