"""The AMI bench's questions asked of chdb: a MergeTree ordered by meter and instant, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa

from tests.bench.ami_questions import Choice, Flux
from tests.bench.report import tell

SETTINGS = " SETTINGS max_threads = 2"
TABLES = (
    "CREATE DATABASE IF NOT EXISTS flux",
    "CREATE TABLE IF NOT EXISTS flux.r (meter_id Int32, interval_start_at DateTime('UTC'), interval_minutes Int16, "
    "reading_day Date, energy_delivered_kwh Nullable(Float32), energy_received_kwh Nullable(Float32), "
    "reactive_kvarh Nullable(Float32), voltage_v Nullable(Float32), quality LowCardinality(String), "
    "ingested_at DateTime('UTC')) ENGINE = MergeTree ORDER BY (meter_id, interval_start_at)",
    "CREATE OR REPLACE TABLE flux.m (meter_id Int32, feeder_id Int32, transformer_id Int32) "
    "ENGINE = MergeTree ORDER BY meter_id",
)


class ChDB:
    """A table as its users would make it: ordered by meter and instant, default codecs, merged to rest.

    Args:
        flux: the product, for its network and its choice of feeders.
        files: the readings as they came in, one file a day.
        folder: where the table is kept for the next run.

    Attributes:
        bytes_per_row: on disk, once all is merged.
    """

    name = "chdb"
    TEXTS: ClassVar[dict[str, str]] = {
        "one_meter": "SELECT interval_start_at, energy_delivered_kwh AS kwh FROM flux.r WHERE meter_id = {meter_id} "
        "ORDER BY interval_start_at",
        "neighbours_200": "SELECT toStartOfHour(interval_start_at) AS h, sum(energy_delivered_kwh) AS kwh FROM flux.r "
        "WHERE meter_id >= {meter_id} AND meter_id < {meter_id} + 200 GROUP BY h ORDER BY h",
        "scattered_200": "SELECT toStartOfHour(interval_start_at) AS h, sum(energy_delivered_kwh) AS kwh FROM flux.r "
        "WHERE meter_id IN (SELECT meter_id FROM flux.m WHERE meter_id % {step} = {rest}) GROUP BY h ORDER BY h",
        "feeder_month": "SELECT interval_start_at, sum(energy_delivered_kwh) AS kwh FROM flux.r WHERE meter_id IN "
        "(SELECT meter_id FROM flux.m WHERE feeder_id = {feeder_id}) GROUP BY interval_start_at ORDER BY 1",
        "system_month": "SELECT interval_start_at, sum(energy_delivered_kwh) AS kwh FROM flux.r "
        "GROUP BY interval_start_at ORDER BY 1",
        "top_50": "SELECT transformer_id, sum(energy_delivered_kwh) AS kwh FROM flux.r JOIN flux.m USING (meter_id) "
        "GROUP BY transformer_id ORDER BY kwh DESC LIMIT 50",
        "instant": "SELECT meter_id, energy_delivered_kwh AS kwh FROM flux.r WHERE interval_start_at = '{at}'",
    }

    def __init__(self, flux: Flux, files: list[Path], folder: Path) -> None:
        """Loads the days that the table does not hold yet, and merges it."""
        from chdb.session import Session

        self.flux, self._session = flux, Session(str(folder))
        for text in TABLES:
            self._session.query(text)
        meters = flux.source.run("SELECT meter_id, feeder_id, transformer_id FROM meters", {})  # chdb finds it by name
        self._session.query("INSERT INTO flux.m SELECT meter_id, feeder_id, transformer_id FROM Python(meters)")
        del meters
        self._load(files)

    @property
    def bytes_per_row(self) -> float:
        """On disk, keys and marks included."""
        parts = "FROM system.parts WHERE active AND database = 'flux' AND table = 'r'"
        return float(self._one(f"SELECT sum(bytes_on_disk) / sum(rows) {parts}"))

    def ask(self, question: str, choice: Choice) -> tuple[int, float]:
        """Rows and the sum of energy."""
        text = self.TEXTS[question].format(**vars(choice), feeder_id=self.flux.feeder_id(choice))
        table = self._rows(text + SETTINGS)
        return table.num_rows, float(np.asarray(table["kwh"].drop_null(), dtype=np.float64).sum())

    def close(self) -> None:
        """Let go of the table; a process has one session at a time."""
        self._session.close()

    def _load(self, files: list[Path]) -> None:
        for path in files:
            if not self._one(f"SELECT count() FROM flux.r WHERE reading_day = '{path.stem}'"):
                tell(f"chdb takes {path.stem}")
                columns = "meter_id, interval_start_at, interval_minutes, reading_day, energy_delivered_kwh, "
                columns += "energy_received_kwh, reactive_kvarh, voltage_v, quality, ingested_at"
                self._session.query(f"INSERT INTO flux.r SELECT {columns} FROM file('{path}', Parquet)")
        self._session.query("OPTIMIZE TABLE flux.r FINAL")

    def _one(self, text: str) -> Any:
        return self._rows(text).column(0)[0].as_py()

    def _rows(self, text: str) -> pa.Table:
        return self._session.query(text, "ArrowTable")
