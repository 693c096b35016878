"""A real utility, as one meets Flux: a network of its own, a PostgreSQL of its own, readings day by day, and no demo.

The IEEE 9500-node feeder is imported into a database behind FLUXOPS_POSTGRES_DSN; a head-end drops one file a day; other
systems write outages, crews and feeder loads by SQL. Day trend, event feed, history and today's readings must be there
with nothing running but `fluxops serve`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.bench.servers import Serving, served
from tests.conftest import CopyOf, dsn_of
from tests.data_sources.importers.opendss.models import shared

pytest.importorskip("opendssdirect", reason="the extra flux-ops-center[opendss] is not installed")

MASTER = "ieee9500/Master-unbal-initial-config.dss"
ZONE = "America/Los_Angeles"
QUARTER = dt.timedelta(minutes=15)


@dataclass
class Utility:
    """A running server over a utility's own database."""

    server: Serving
    source: PostgresSource
    settings: dict[str, str]

    def get(self, path: str, **params: Any) -> Any:
        return httpx.get(f"{self.server.address}{path}", params=params, timeout=30).json()

    def rows(self, name: str, **params: Any) -> list[dict[str, Any]]:
        return self.source.fetch(Query.of(name, utility_id=1, **params)).to_pylist()


@pytest.fixture(scope="module")
def utility(
    copy_of: CopyOf, empty_template: str, embedded: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Utility]:
    master, folder = shared(MASTER), tmp_path_factory.mktemp("real")
    with copy_of(empty_template) as source:
        with source.connection() as connection:
            dsn = dsn_of(embedded, connection.info.dbname)
        settings = {
            "FLUXOPS_POSTGRES_DSN": dsn, "FLUXOPS_HOME": str(folder / "home"), "FLUXOPS_TILES_URL": "off",
            "FLUXOPS_UPKEEP_S": "1", "FLUXOPS_EXPORT_S": "1",
        }  # fmt: skip
        fluxops(settings, "import", "opendss", str(master), "--name", "IEEE 9500", "--time-zone", ZONE)
        with served("app", ["serve"], folder / "log", path="/api/health", environment=settings) as server:
            yield Utility(server, source, settings)


def fluxops(settings: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "app", *arguments]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr


def eventually(answer: Callable[[], Any], seconds: float = 60.0) -> Any:
    """The first answer that is anything."""
    patience = time.monotonic() + seconds
    while not (found := answer()):
        assert time.monotonic() < patience, "it never came"
        time.sleep(0.25)
    return found


def readings_of(meters: list[str], day: dt.date, until: dt.datetime) -> pa.Table:
    """0.25 kWh in each quarter hour of a local day that is over."""
    first = dt.datetime.combine(day, dt.time(), zoneinfo.ZoneInfo(ZONE)).astimezone(dt.UTC)
    starts = [first + QUARTER * k for k in range(96) if first + QUARTER * (k + 1) <= until]
    return pa.table(
        {
            "meter": np.repeat(meters, len(starts)),
            "interval_start": pa.array(starts * len(meters), pa.timestamp("us", "UTC")),
            "kWh": np.full(len(meters) * len(starts), 0.25, np.float32),
        }
    )


def test_readings_loaded_day_by_day_are_visible_up_to_today(utility: Utility, tmp_path: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    today = now.astimezone(zoneinfo.ZoneInfo(ZONE)).date()
    with utility.source.connection() as connection:
        found = connection.execute("SELECT meter_name, feeder_id FROM flux.meters ORDER BY meter_id").fetchall()
    (feeder,) = {feeder_id for _, feeder_id in found if feeder_id == found[0][1]}
    meters = [name for name, feeder_id in found if feeder_id == feeder][:50]
    expected = {}
    for back in (2, 1, 0):
        day = today - dt.timedelta(days=back)
        table = readings_of(meters, day, now)
        if table.num_rows:
            pq.write_table(table, tmp_path / f"{day}.parquet")
            fluxops(utility.settings, "load-ami", str(tmp_path / f"{day}.parquet"))
            expected[day.isoformat()] = 0.25 * table.num_rows

    def by_day() -> dict[str, float]:
        span = {"from": (now - dt.timedelta(days=4)).isoformat(), "to": (now + dt.timedelta(days=1)).isoformat()}
        rows = utility.get("/api/snowflake/ami/historical", feeder_id=feeder, resolution="day", **span)["rows"]
        return {row["reading_day"]: row["energy_delivered_kwh"] for row in rows}

    eventually(lambda: by_day().keys() >= expected.keys())
    assert by_day() == pytest.approx(expected)


def test_the_day_has_a_trend(utility: Utility) -> None:
    with utility.source.connection() as connection:
        connection.execute("UPDATE flux.feeder_status SET load_kw = 1000, updated_at = now()")
        connection.execute("DELETE FROM flux.system_history")
    (sample,) = eventually(lambda: utility.rows("kpi_sparkline_day", as_of=dt.datetime.now(dt.UTC)))
    assert sample["load_kw"] == 1000.0 * len(utility.rows("network_feeders"))
    assert sample["crews_assigned"] is None


def test_what_other_systems_write_is_told_and_reaches_the_history(utility: Utility) -> None:
    with utility.source.connection() as connection:
        device = connection.execute("SELECT device_id FROM flux.devices WHERE kind = 'breaker' ORDER BY 1").fetchone()
        connection.execute(
            "INSERT INTO flux.outages (utility_id, feeder_id, device_id, started_at, restored_at, cause, "
            "customers_interrupted, customers_out, customer_minutes, stepped_at, lon, lat) "
            "SELECT 1, feeder_id, device_id, now() - interval '40 minutes', now(), 'squirrel', 1200, 0, 48000, now(), "
            "lon, lat FROM flux.devices WHERE device_id = %s", device,
        )  # fmt: skip
    (event,) = eventually(lambda: utility.rows("recent_events", max_rows=5))
    assert event["kind"] == "outage_restored"
    assert event["message"].endswith("restored after 40 min: 1,200 customers had been out")
    assert not event["is_simulated"]

    def trends() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = utility.get("/api/snowflake/outages/trends", utility_id=1)["rows"]
        return rows

    assert [row["cause"] for row in eventually(trends)] == ["squirrel"]


def test_every_service_runs_and_no_demo_does(utility: Utility) -> None:
    services = eventually(lambda: [one for one in utility.get("/api/health")["services"] if one["last_run_at"]])
    assert {one["error"] for one in services} == {""}
    assert {one["name"] for one in services} >= {"upkeep of the history", "exports to the history"}
    children = psutil.Process(utility.server.pid).children(recursive=True)
    modules = [json.dumps(child.cmdline()) for child in children]
    assert len([one for one in modules if "data_sources.services.worker" in one]) == 1
    assert not [one for one in modules if "demo" in one]
    probe = "import sys, data_sources.services.worker; sys.exit(any('demo' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
