"""Temperatures kept up and a whole fleet's what-if, for the bench of assets.

Three days of hourly loads of the whole fleet are written as the rollups write them. `heat_day_s` is one of them from
its files to the files of its temperatures; `whatif_s` is a what-if of all three, before and after, from the request for
a process to its answer, the process's start among it. Both are the best of some runs.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import hours_of
from data_sources.analytics.thermal.constants import PAD_MOUNT, POLE_TOP
from data_sources.analytics.thermal.what_if import HeatScenario
from data_sources.jobs.frames import JobStep
from data_sources.jobs.process import JobProcess
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.pipeline.rollups.rollups import WHOLE_DAY
from data_sources.pipeline.thermal.day import heat_of_day
from data_sources.pipeline.thermal.expected import expected_meters
from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.pipeline.thermal.keeping import HeatMade
from data_sources.pipeline.thermal.readings import fleet_air, fleet_loads
from data_sources.studies.thermal.what_if import TASK, TRANSFORMERS, WhatIfJob, impact_of
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema
from tests.bench.report import Report

ZONE, FIRST, RUNS, METERS, RATED_KVA = "America/Chicago", dt.date(2026, 7, 6), 5, 6, 50.0
DAYS = tuple(FIRST + dt.timedelta(days=number) for number in range(3))


def measure_heat(transformers: int, report: Report) -> None:
    """A day kept up, and a what-if."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse, fleet = Warehouse(Path(folder)), _fleet(transformers)
        _write(warehouse, fleet)
        source = DuckSource(warehouse, threads=2, memory_mb=2048)
        report.put("heat_day_s", min(_kept(warehouse, source, fleet) for _ in range(RUNS)))
        hours = warehouse.manifest().of("thermal_stress")
        report.put("heat_bytes_an_hour", sum(part.size_bytes for part in hours) / sum(part.rows for part in hours))
        job = WhatIfJob(fleet, ZONE, DAYS, HeatScenario(growth_pct=20, vehicles=2, warmer_k=2))
        report.put("whatif_s", min(_what_if(source, job) for _ in range(RUNS)))
        source.close()
    report.note(f"{transformers:,} transformers, three days by the hour; the best of {RUNS} runs")


def _fleet(count: int) -> MeteredFleet:
    ids = np.arange(1, count + 1)
    return MeteredFleet(1, ids, ids // 70 + 1, np.full(count, RATED_KVA), (POLE_TOP, PAD_MOUNT), ids % 2)


def _kept(warehouse: Warehouse, source: DuckSource, fleet: MeteredFleet) -> float:
    """Seconds of one day, as `keeping` makes it."""
    began, hours = time.perf_counter(), hours_of(FIRST, ZONE)
    air = fleet_air(source, 1, hours)
    loads = fleet_loads(source, fleet, hours, expected_meters(source, 1, fleet.ids).on(FIRST))
    heat = heat_of_day(fleet, FIRST, loads, air, None)
    HeatFiles(warehouse, source).write(1, FIRST, heat, HeatMade("bench", heat.state_digest))
    return time.perf_counter() - began


def _what_if(source: DuckSource, job: WhatIfJob) -> float:
    steps: list[JobStep] = []
    began = time.perf_counter()
    JobProcess(TASK, source, job).run(steps.append)
    assert impact_of(steps[-1].tables[TRANSFORMERS]).known == len(job.fleet.ids)
    return time.perf_counter() - began


def _write(warehouse: Warehouse, fleet: MeteredFleet) -> None:
    """The fleet, its weather and its loads: an evening peak, more or less of it for each, and noise."""
    rng, count = np.random.default_rng(11), len(fleet.ids)
    _put(warehouse, "transformers", _dimension(fleet))
    hours = np.concatenate([hours_of(day, ZONE) for day in DAYS])
    _put(warehouse, "weather", {
        "utility_id": np.ones(len(hours)), "observed_at": hours.astype("datetime64[us]"),
        "temperature_c": 28 + 7 * np.sin((np.arange(len(hours)) - 10) / 24 * 2 * np.pi),
        "humidity_pct": np.full(len(hours), 50.0), "wind_mps": np.full(len(hours), 2.0),
        "is_simulated": np.ones(len(hours), bool),
    })  # fmt: skip
    size = 0.5 + rng.random((count, 1))
    for day in DAYS:
        shape = 0.55 + 0.35 * np.sin((np.arange(24) - 13) / 24 * 2 * np.pi)
        kva = (RATED_KVA * shape * size * (0.8 + 0.4 * rng.random((count, 24)))).ravel()
        _put(warehouse, "transformer_hourly_load", _loads(fleet, day, kva), str(day), "rollup", WHOLE_DAY)
        _put(warehouse, "meter_day", _meter_days(fleet, day), str(day), "rollup", WHOLE_DAY)


def _meter_days(fleet: MeteredFleet, day: dt.date) -> dict[str, np.ndarray]:
    """A row a meter; of it only what temperatures are made of is told."""
    count = len(fleet.ids) * METERS
    nothing = {name: np.zeros(count) for name in arrow_schema("meter_day").names}
    return nothing | {
        "meter_id": np.arange(count) + 1, "transformer_id": np.repeat(fleet.ids, METERS),
        "reading_day": np.full(count, np.datetime64(day, "D")),
    }  # fmt: skip


def _dimension(fleet: MeteredFleet) -> dict[str, np.ndarray]:
    count = len(fleet.ids)
    texts = {"transformer_name": "T", "kind": "service", "phases": "A"}
    numbers = {"utility_id": 1, "pole_id": 1, "installed_year": 2000, "health_score": 90, "lon": -95, "lat": 29}
    return {
        "transformer_id": fleet.ids, "feeder_id": fleet.feeder_ids, "rated_kva": fleet.rated_kva,
        **{name: np.full(count, value) for name, value in {**texts, **numbers}.items()},
    }  # fmt: skip


def _loads(fleet: MeteredFleet, day: dt.date, kva: np.ndarray) -> dict[str, np.ndarray]:
    count, hours = len(fleet.ids), hours_of(day, ZONE).astype("datetime64[us]")
    return {
        "transformer_id": np.repeat(fleet.ids, 24), "feeder_id": np.repeat(fleet.feeder_ids, 24),
        "hour_start_at": np.tile(hours, count), "reading_day": np.full(len(kva), np.datetime64(day, "D")),
        "energy_delivered_kwh": np.round(0.95 * kva, 4), "energy_received_kwh": np.zeros(len(kva)),
        "reactive_kvarh": np.round(0.31 * kva, 4), "load_kva": np.round(kva, 4),
        "intervals_received": np.full(len(kva), 4 * METERS), "intervals_estimated": np.zeros(len(kva)),
        "minutes_received": np.full(len(kva), 60 * METERS),
    }  # fmt: skip


def _put(
    warehouse: Warehouse, name: str, columns: dict[str, np.ndarray], day: str = "", role: str = "table",
    scope: str = "all",
) -> None:  # fmt: skip
    schema = arrow_schema(name)
    rows = pa.table([pa.array(columns[field.name]).cast(field.type) for field in schema], schema=schema)
    part = warehouse.write(name, rows, role=role, day=day, scope=scope)
    warehouse.commit(lambda manifest: manifest.with_part(name, part))
