"""The dashboard's load against the readings of the same hours, over a day: `python -m tests.bench.world --json`.

A demo utility is made in a FLUXOPS_HOME of its own and its simulator moves it through the whole of the next local day, a
minute a step, with faults, switching and repairs at their usual rate. Then that day's readings are made. Live figures
are means over the samples of an hour; heads are what the feeders' own meters measure (class 0.5) and meters what the
customers' register, gaps and theft included: what lies between is lost, stolen or missing.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from data_sources.connect import connect_live
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.simulator.simulator import Simulator
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.bench.report import Report, arguments
from tests.bench.servers import make_demo

ZONE = ZoneInfo("America/Chicago")
MINUTE = dt.timedelta(minutes=1)
HEADS = (
    "SELECT feeder_id, interval_start_at, energy_delivered_kwh AS kwh FROM feeder_head_readings "
    "WHERE reading_day = :day::date ORDER BY feeder_id, interval_start_at"
)
METERS = (
    "SELECT interval_start_at, SUM(energy_delivered_kwh - energy_received_kwh)::double AS kwh "
    "FROM ami_interval_readings WHERE reading_day = :day::date GROUP BY 1 ORDER BY 1"
)


def main() -> None:
    """Run the bench."""
    given = arguments(__doc__).parse_args()
    report = Report("One world: the dashboard's load and the readings")
    with tempfile.TemporaryDirectory(prefix="fluxops-bench-") as folder:
        make_demo(Path(folder), given.scale)
        live = connect_live(None, Path(folder))
        try:
            compare(live.source, Path(folder), report)
        finally:
            live.close()
    report.print(as_json=given.json)


def compare(source: PostgresSource, home: Path, report: Report) -> None:
    """The table, hour by hour, and the largest deviations."""
    day = dt.datetime.now(ZONE).date() + dt.timedelta(days=1)
    midnight = dt.datetime.combine(day, dt.time(), ZONE).astimezone(dt.UTC)
    shown, out = simulated_day(source, midnight)
    warehouse = Warehouse(home / "warehouse")
    prepare_history(source, warehouse, 1)
    make_day(source, warehouse, 1, day)
    history = DuckSource(warehouse)
    heads = history.run(HEADS, {"day": day})["kwh"].to_numpy().reshape(shown.shape[1], 24, 4).sum(axis=2)
    meters = history.run(METERS, {"day": day})["kwh"].to_numpy().reshape(24, 4).sum(axis=1)
    system = 100 * (shown.sum(axis=1) / heads.sum(axis=0) - 1)
    feeders = 100 * np.abs(shown / heads.T - 1)
    for hour in range(24):
        report.note(
            f"{hour:02d}:00 dashboard {shown[hour].sum():,.0f} kW, heads {heads[:, hour].sum():,.0f} ({system[hour]:+.2f} %), "
            f"meters {meters[hour]:,.0f} ({100 * (1 - meters[hour] / heads[:, hour].sum()):.1f} % less than the heads), "
            f"worst feeder {feeders[hour].max():.2f} %, up to {out[hour]:,.0f} customers out"
        )
    report.put("system_worst_pct", np.abs(system).max())
    report.put("feeder_hour_p50_pct", np.median(feeders))
    report.put("feeder_hour_p99_pct", np.percentile(feeders, 99))
    report.put("feeder_hour_worst_pct", feeders.max())


def simulated_day(source: PostgresSource, midnight: dt.datetime) -> tuple[np.ndarray, np.ndarray]:
    """Mean load shown of each feeder by hour, shape (24, feeders), and the most customers out, shape (24,)."""
    simulator = Simulator(source, 1)
    loads, out = [], []
    for k in range(24 * 60):
        simulator.step(midnight + MINUTE / 2 + k * MINUTE)
        with source.connection() as connection:
            rows = connection.execute(b"SELECT load_kw FROM flux.feeder_status ORDER BY feeder_id").fetchall()
            (dark,) = connection.execute(b"SELECT coalesce(sum(customers_out), 0) FROM flux.outages").fetchall()[0]
        loads.append([load for (load,) in rows])
        out.append(float(dark))
    return np.array(loads).reshape(24, 60, -1).mean(axis=1), np.array(out).reshape(24, 60).max(axis=1)


if __name__ == "__main__":
    main()
