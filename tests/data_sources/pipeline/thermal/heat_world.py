"""The handmade utility's two transformers with hourly loads of their own and a weather, in an embedded history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import hours_of
from data_sources.pipeline.rollups.rollups import WHOLE_DAY
from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.pipeline.thermal.keeping import HeatUtility, keep_up
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema

ZONE = "America/Chicago"
FIRST = dt.date(2026, 7, 6)
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
RATED_KVA = 50.0  # of both
METERS = {1: (1, 2), 2: (3,)}  # active ones, by transformer


class HeatWorld:
    """A history that is written day by day.

    Args:
        live: with the handmade utility.
        root: folder of the warehouse.
        zone: of the days.
    """

    def __init__(self, live: PostgresSource, root: Path, zone: str = ZONE) -> None:
        self.live, self.warehouse, self.utility = live, Warehouse(root), HeatUtility(1, zone)
        self.history = DuckSource(self.warehouse, threads=1)
        self.store = HeatFiles(self.warehouse, self.history)
        self._put("transformers", "", [_transformer(1), _transformer(2)])
        self.meters(METERS)

    def meters(self, there: dict[int, tuple[int, ...]]) -> None:
        """The record of meters as it is now: those that are in service at each transformer."""
        rows = [
            {"meter_id": one, "utility_id": 1, "feeder_id": at, "transformer_id": at, "meter_name": f"M-{one}",
             "phases": "A", "nominal_voltage_v": 240.0, "customer_class": "residential", "has_solar": False,
             "has_ev": False, "is_active": True}
            for at, ones in there.items() for one in ones
        ]  # fmt: skip
        self._put("meters", "", rows)

    def weather(self, first: dt.date, days: int, degrees: float = 30.0, without: tuple[dt.datetime, ...] = ()) -> None:
        """So many degrees, and 6 K more or less over the day."""
        begin = dt.datetime.combine(first, dt.time())
        hours = [begin + dt.timedelta(hours=hour) for hour in range(24 * days + 30)]
        rows = [
            {"utility_id": 1, "observed_at": at, "temperature_c": degrees + 6 * float(np.sin(at.hour / 24 * 2 * np.pi)),
             "humidity_pct": 50.0, "wind_mps": 2.0, "is_simulated": True}
            for at in hours if at not in without
        ]  # fmt: skip
        self._put("weather", "", rows)

    def loads(
        self, day: dt.date, load: float | np.ndarray = 0.8, recorded: dict[int, tuple[int, ...]] = METERS,
        **changes: dict[int, object],
    ) -> None:  # fmt: skip
        """The hours of a day: per unit of rated kVA of both, at power factor 0.8.

        Args:
            day: local.
            load: of each hour.
            recorded: meters of which there is a record on the day, by transformer; all of them read.
            changes: column by hour of day.
        """
        hours = hours_of(day, self.utility.time_zone)
        kva = RATED_KVA * np.broadcast_to(load, (2, len(hours)))
        rows = []
        for number, transformer in enumerate((1, 2)):
            for place, at in enumerate(hours):
                row = {
                    "transformer_id": transformer, "feeder_id": transformer,
                    "hour_start_at": at.astype("datetime64[s]").item(), "reading_day": day,
                    "energy_delivered_kwh": 0.8 * float(kva[number, place]), "energy_received_kwh": 0.0,
                    "reactive_kvarh": 0.6 * float(kva[number, place]), "load_kva": float(kva[number, place]),
                    "intervals_received": 4, "intervals_estimated": 0, "minutes_received": 60 * len(recorded[transformer]),
                }  # fmt: skip
                rows.append(row | {name: by_hour[place] for name, by_hour in changes.items() if place in by_hour})
        self._put("transformer_hourly_load", day.isoformat(), rows, role="rollup", scope=WHOLE_DAY)
        read = [
            {"meter_id": one, "transformer_id": at, "feeder_id": at, "reading_day": day}
            for at, ones in recorded.items() for one in ones
        ]  # fmt: skip
        self._put("meter_day", day.isoformat(), read, role="rollup", scope=WHOLE_DAY)

    def keep(self) -> list[dt.date]:
        """The days that were made."""
        return list(keep_up(self.live, self.store, self.utility, NOW).days)

    def rows(self, table: str) -> list[dict[str, object]]:
        """In the order of transformer and time."""
        time = "hour_start_at" if table == "thermal_stress" else "reading_day"
        found: list[dict[str, object]] = self.history.run(
            f"SELECT * FROM {table} ORDER BY transformer_id, {time}", {}
        ).to_pylist()
        return found

    def _put(self, name: str, day: str, rows: list[dict[str, object]], role: str = "table", scope: str = "all") -> None:
        schema = arrow_schema(name)
        table = pa.Table.from_pylist([{**dict.fromkeys(schema.names), **row} for row in rows], schema)
        part = self.warehouse.write(name, table, role=role, day=day, scope=scope)
        self.warehouse.commit(lambda manifest: manifest.with_part(name, part))


def _transformer(number: int) -> dict[str, object]:
    return {
        "transformer_id": number, "utility_id": 1, "feeder_id": number, "pole_id": 1 if number == 1 else None,
        "transformer_name": f"TX-{number}", "kind": "service", "phases": "A", "rated_kva": RATED_KVA,
        "installed_year": 2000, "health_score": 90.0, "lon": -95.3, "lat": 29.7,
    }  # fmt: skip


def day_after(day: dt.date, number: int) -> dt.date:
    return day + dt.timedelta(days=number)
