"""The questions of the AMI bench, asked of the product, of plain DuckDB and of polars, over the same rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import numpy as np
import polars as pl

from data_sources.query import Query
from data_sources.statements import register_folder
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import BY_METER, READINGS
from tests.bench.ami_data import History

register_folder(Path(__file__).parent / "sql", "snowflake")

QUESTIONS = ("one_meter", "neighbours_200", "scattered_200", "feeder_month", "system_month", "top_50", "instant")
Ask = Callable[[str, random.Random], float]


class Some(Warehouse):
    """The warehouse with the files of some days only, so that one home serves every size."""

    def __init__(self, root: Path, days: list[dt.date]) -> None:
        super().__init__(root)
        self._days = {day.isoformat() for day in days}
        self._seen: tuple[int, Manifest] | None = None

    def manifest(self) -> Manifest:
        whole = super().manifest()
        if self._seen is None or self._seen[0] != whole.version:
            self._seen = (whole.version, self._some(whole))
        return self._seen[1]

    def _some(self, whole: Manifest) -> Manifest:
        def kept(part: Part) -> bool:
            return not part.day or part.day in self._days

        parts = {table: tuple(part for part in listed if kept(part)) for table, listed in whole.parts.items()}
        parts[BY_METER] = whole.of(BY_METER)  # a copy of days that are not all there is passed over by itself
        return Manifest(whole.version, parts, whole.offsets, whole.notes)


class Choice:
    """What is asked for this time: another meter, feeder, instant each time, the same for every engine."""

    def __init__(self, history: History, days: list[dt.date], chance: random.Random) -> None:
        self.meter_id = chance.randrange(1, history.meters - 400)
        self.step = max(1, history.meters // 200)
        self.rest = chance.randrange(self.step)
        self.chance = chance.random()
        day = chance.choice(days)
        self.at = dt.datetime(day.year, day.month, day.day, 12) + dt.timedelta(minutes=15 * chance.randrange(40))


class Flux:
    """The product: its history source, its statements, its sums."""

    name = "flux"

    def __init__(self, history: History, days: list[dt.date]) -> None:
        self.history, self.days = history, days
        self.source = DuckSource(Some(history.home / "warehouse", days), threads=2)
        feeders = self.source.run("SELECT feeder_id FROM feeders ORDER BY feeder_id", {})
        self.feeder_ids = feeders["feeder_id"].to_pylist()
        self.span = {
            "from_at": dt.datetime.combine(min(days), dt.time()),
            "to_at": dt.datetime.combine(max(days), dt.time()) + dt.timedelta(days=2),
        }

    @property
    def bytes_per_row(self) -> float:
        """All copies and sums on disk, a reading."""
        manifest = self.source.warehouse.manifest()
        size = sum(part.size_bytes for parts in manifest.parts.values() for part in parts)
        return size / manifest.rows(READINGS)

    def ask(self, question: str, choice: Choice) -> tuple[int, float]:
        """Rows and the sum of energy, so that engines can be compared."""
        table = self.source.fetch(self._query(question, choice))
        energy = np.asarray(table["energy_delivered_kwh"].drop_null(), dtype=np.float64)
        return table.num_rows, float(energy.sum())

    def feeder_id(self, choice: Choice) -> int:
        """The feeder asked for."""
        return int(self.feeder_ids[int(choice.chance * len(self.feeder_ids))])

    def _query(self, question: str, choice: Choice) -> Query:
        if question == "one_meter":
            return Query.of("ami_load_of_meter", meter_id=choice.meter_id, **self.span)
        if question == "neighbours_200":
            return Query.of("bench_neighbours", first_meter_id=choice.meter_id, end_meter_id=choice.meter_id + 200)
        if question == "scattered_200":
            return Query.of("bench_scattered", step=choice.step, rest=choice.rest)
        if question == "top_50":
            return Query.of("bench_top_50")
        if question == "instant":
            return Query.of("bench_instant", at=choice.at)
        feeder_id = self.feeder_id(choice) if question == "feeder_month" else 0
        scope: dict[str, Any] = {"utility_id": self.history.utility_id, "substation_id": 0, "feeder_id": feeder_id}
        return Query.of("ami_load_of_scope", **scope, **self.span)


class PlainDuckDB:
    """DuckDB over the rows as they came in: no order of meters, no sums, nothing tuned but the two threads."""

    name = "duckdb"
    TEXTS: ClassVar[dict[str, str]] = {
        "one_meter": "SELECT interval_start_at, energy_delivered_kwh AS kwh FROM r WHERE meter_id = $meter_id ORDER BY 1",
        "neighbours_200": "SELECT date_trunc('hour', interval_start_at) AS h, sum(energy_delivered_kwh) AS kwh FROM r "
        "WHERE meter_id >= $meter_id AND meter_id < $meter_id + 200 GROUP BY h ORDER BY h",
        "scattered_200": "SELECT date_trunc('hour', interval_start_at) AS h, sum(energy_delivered_kwh) AS kwh FROM r "
        "WHERE meter_id % $step = $rest GROUP BY h ORDER BY h",
        "feeder_month": "SELECT interval_start_at, sum(energy_delivered_kwh) AS kwh FROM r JOIN m USING (meter_id) "
        "WHERE feeder_id = $feeder_id GROUP BY 1 ORDER BY 1",
        "system_month": "SELECT interval_start_at, sum(energy_delivered_kwh) AS kwh FROM r GROUP BY 1 ORDER BY 1",
        "top_50": "SELECT transformer_id, sum(energy_delivered_kwh) AS kwh FROM r JOIN m USING (meter_id) "
        "GROUP BY transformer_id ORDER BY kwh DESC LIMIT 50",
        "instant": "SELECT meter_id, energy_delivered_kwh AS kwh FROM r WHERE interval_start_at = $at",
    }

    def __init__(self, flux: Flux, files: list[Path]) -> None:
        self.flux = flux
        self.database = duckdb.connect(config={"threads": 2, "memory_limit": "8GB"})
        self.database.read_parquet([str(path) for path in files]).create_view("r")  # type: ignore[arg-type]
        self.database.register("m", flux.source.run("SELECT meter_id, feeder_id, transformer_id FROM meters", {}))

    def ask(self, question: str, choice: Choice) -> tuple[int, float]:
        """Rows and the sum of energy."""
        text = self.TEXTS[question]
        known = {**vars(choice), "feeder_id": self.flux.feeder_id(choice)}
        binds = {name: value for name, value in known.items() if f"${name}" in text}
        table = self.database.sql(text, params=binds).to_arrow_table()
        return table.num_rows, float(np.asarray(table["kwh"].drop_null(), dtype=np.float64).sum())


class Polars:
    """Polars, lazily, over the same files as plain DuckDB."""

    name = "polars"

    def __init__(self, flux: Flux, files: list[Path]) -> None:
        self.flux = flux
        self.rows = pl.scan_parquet([str(path) for path in files])
        meters = flux.source.run("SELECT meter_id, feeder_id, transformer_id FROM meters", {})
        self.meters = pl.from_arrow(meters).lazy()  # type: ignore[union-attr]

    def ask(self, question: str, choice: Choice) -> tuple[int, float]:
        """Rows and the sum of energy."""
        found = self._lazy(question, choice).collect()
        return found.height, float(found["kwh"].cast(pl.Float64).sum())

    def _lazy(self, question: str, choice: Choice) -> pl.LazyFrame:
        meter, kwh = pl.col("meter_id"), pl.col("energy_delivered_kwh")
        total = kwh.cast(pl.Float64).sum().alias("kwh")
        hour = pl.col("interval_start_at").dt.truncate("1h")
        if question == "one_meter":
            return (
                self.rows.filter(meter == choice.meter_id)
                .select("interval_start_at", kwh.alias("kwh"))
                .sort("interval_start_at")
            )
        if question == "neighbours_200":
            chosen = self.rows.filter((meter >= choice.meter_id) & (meter < choice.meter_id + 200))
            return chosen.group_by(hour).agg(total)
        if question == "scattered_200":
            return self.rows.filter(meter % choice.step == choice.rest).group_by(hour).agg(total)
        if question == "feeder_month":
            chosen = self.rows.join(
                self.meters.filter(pl.col("feeder_id") == self.flux.feeder_id(choice)), on="meter_id"
            )
            return chosen.group_by("interval_start_at").agg(total)
        if question == "system_month":
            return self.rows.group_by("interval_start_at").agg(total)
        if question == "top_50":
            return self.rows.join(self.meters, on="meter_id").group_by("transformer_id").agg(total).top_k(50, by="kwh")
        return self.rows.filter(pl.col("interval_start_at") == choice.at).select("meter_id", kwh.alias("kwh"))
