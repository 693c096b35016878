"""Temperatures on Snowflake: computed here and written there, and only when somebody asks for it.

Snowflake is asked for the loads of one day after the other; what they come to is put into a stage of the session and
copied into the tables. A day is in one transaction, and what says that it is made is taken away before and written
last: a run that dies leaves a day that is made again.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Collection, Hashable, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.analytics.clock import midnight_utc
from data_sources.pipeline.thermal.day import STATE, DayOfHeat
from data_sources.pipeline.thermal.keeping import ONE, HeatMade, HeatUtility
from data_sources.pipeline.thermal.readings import span_of
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.snowflake import SnowflakeSource

STAGE: Final = "flux_temperatures"
FORMAT: Final = "(TYPE = PARQUET USE_LOGICAL_TYPE = TRUE)"  # instants of files are instants, not numbers


class HeatOnSnowflake:
    """Keeps them.

    Args:
        source: Snowflake, as a role that may write the history.
    """

    def __init__(self, source: SnowflakeSource) -> None:
        """Asks nothing."""
        self._source, self._has_stage = source, False

    @property
    def history(self) -> Source:
        """Answers for readings and weather."""
        return self._source

    def load_marks(self, utility: HeatUtility) -> Mapping[dt.date, str]:
        """The days with hourly loads, each with sums of them."""
        rows = self._source.fetch(Query.of("thermal_marks", utility_id=utility.utility_id)).to_pylist()
        marks = {row.pop("reading_day"): str(tuple(row.values())) for row in rows}
        return {day: mark + _next(marks, day, utility) for day, mark in marks.items()}

    def made(self, utility_id: int) -> dict[dt.date, HeatMade]:
        """The days that were made."""
        rows = self._source.fetch(Query.of("thermal_made", utility_id=utility_id)).to_pylist()
        return {row["reading_day"]: HeatMade(row["inputs"], row["end_state"]) for row in rows}

    def state_rows(self, utility_id: int, day: dt.date) -> pa.Table | None:
        """Rows at the end of a day; None where they are not kept."""
        rows = self._source.fetch(Query.of("thermal_state", utility_id=utility_id, day=day))
        return rows if len(rows) else None

    def write(self, utility_id: int, day: dt.date, heat: DayOfHeat, made: HeatMade) -> None:
        """Put a day in the place of what was there of it."""
        self._put(heat.tables)
        self._run("forget_thermal_made", utility_id=utility_id, day=day)
        self._source.run("BEGIN")
        try:
            self._forget(utility_id, day, heat)
            for table, rows in heat.tables.items():
                if len(rows):
                    self._source.run(
                        f"COPY INTO {table} FROM @{STAGE}/{table}/ FILE_FORMAT = {FORMAT} "
                        "MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE FORCE = TRUE PURGE = TRUE"
                    )
            self._run(
                "write_thermal_made", utility_id=utility_id, day=day, inputs=made.inputs, end_state=made.state
            )  # fmt: skip
            self._source.run("COMMIT")
        except BaseException:
            self._source.run("ROLLBACK")
            raise

    def drop(self, utility_id: int, days: Collection[dt.date]) -> None:
        """Forget days: their sums and states; hours without readings are in no sum."""
        for day in sorted(days):
            self._run("forget_thermal_made", utility_id=utility_id, day=day)
            self._run("forget_thermal_day", utility_id=utility_id, day=day)
            self._run("forget_thermal_state", utility_id=utility_id, day=day, last_day=day)

    def _put(self, tables: Mapping[str, pa.Table]) -> None:
        """Each table as a file of the session's stage."""
        if not self._has_stage:
            self._source.run(f"CREATE TEMPORARY STAGE IF NOT EXISTS {STAGE}")
            self._has_stage = True
        with tempfile.TemporaryDirectory() as folder:
            for table, rows in tables.items():
                path = Path(folder) / f"{table}.parquet"
                pq.write_table(rows, path, compression="zstd")
                self._source.run(f"PUT 'file://{path}' @{STAGE}/{table}/ AUTO_COMPRESS = FALSE OVERWRITE = TRUE")

    def _forget(self, utility_id: int, day: dt.date, heat: DayOfHeat) -> None:
        self._run("forget_thermal_stress", utility_id=utility_id, **span_of(heat.hours))
        self._run("forget_thermal_day", utility_id=utility_id, day=day)
        newest = len(heat.tables[STATE]) > 0
        self._run("forget_thermal_state", utility_id=utility_id, day=day, last_day=day if newest else dt.date.min)

    def _run(self, name: str, **values: Hashable) -> None:
        wanted = Query.of(name, **values).statement
        self._source.run(wanted.with_binds("qmark"), wanted.in_order(values))


def _next(marks: Mapping[dt.date, str], day: dt.date, utility: HeatUtility) -> str:
    """Where a zone's midnight lies within an hour of UTC, the day after has a share in the last hour."""
    return marks.get(day + ONE, "") if midnight_utc(day + ONE, utility.time_zone).minute else ""
