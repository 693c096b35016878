"""Known answers, from the live database and the warehouse's files, by the statements of `sql/` alone.

The warehouse is read as Parquet through DuckDB, its own summaries are not: of the manifest only which files count.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import psycopg

from data_sources.postgres.source import PostgresSource
from tests.bench.assistant_questions.load import Known, KnownStatement, Question, Want, known_statements
from tests.bench.assistant_questions.periods import span

Rows = list[dict[str, Any]]

READINGS = "ami_interval_readings"
TABLES = (
    "utilities", "substations", "feeders", "transformers", "meters", "feeder_head_readings", "outage_events", "weather",
)  # fmt: skip


class KnownAnswers:
    """Asks both engines, as of one moment.

    Live rows are the present ones whatever `now` is: while something writes them, ask here right before or after the
    assistant, or of a database that stands still.

    Args:
        live: the live database.
        warehouse: the folder of the embedded warehouse.
        utility_id: whose operator asks.
        now: when it is asked, with a zone; None for the present.
    """

    def __init__(
        self, live: PostgresSource, warehouse: Path, utility_id: int = 1, now: dt.datetime | None = None
    ) -> None:
        self.live = live
        self.utility_id = utility_id
        self.now = now or dt.datetime.now(dt.UTC)
        with live.connection() as connection:
            query = b"SELECT time_zone FROM flux.utilities WHERE utility_id = %s"
            (self.zone,) = (ZoneInfo(name) for (name,) in connection.execute(query, (utility_id,)).fetchall())
        self.history = open_warehouse(warehouse)

    @property
    def today(self) -> dt.date:
        """By the utility's calendar."""
        return self.now.astimezone(self.zone).date()

    def of(self, question: Question) -> tuple[Any, ...]:
        """The known answers of a question, the meant one first; see `answer`. Empty where there is none to know.

        Where several things tie for the first place, each is one.
        """
        if question.want not in (Want.ASSET, Want.PLACE):
            return tuple(self.answer(known) for known in question.known)
        tied = [(known.column, self.rows(known)) for known in question.known]
        return tuple(row[column] for column, rows in tied for row in rows)

    def answer(self, known: Known) -> Any:
        """One value (None: nobody knows, which is to be said), or the rows of a table where no column is named.

        Rows with the same value may change places. A table of the first n holds those that tie with the last one too:
        any n of them are right.

        Raises:
            KeyError: no statement of the name, or no such column.
        """
        rows = self.rows(known)
        if not known.column:
            return rows
        return rows[0][known.column] if rows else None

    def rows(self, known: Known) -> Rows:
        """All rows of a known answer, moments with their zone."""
        found = self.run(known_statements()[known.sql], known.binds)
        return [{name: told(value) for name, value in row.items()} for row in found]

    def run(self, statement: KnownStatement, binds: Mapping[str, Any]) -> Rows:
        """Rows of a statement as dictionaries in its own order."""
        values = {name: value for name, value in self.values(binds).items() if name in statement.binds}
        if statement.engine == "postgres":
            with self.live.connection() as connection:
                cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
                return cursor.execute(statement.text.encode(), values).fetchall()
        plain = {name: naive(value) for name, value in values.items()}
        return self.history.sql(statement.text, params=plain).to_arrow_table().to_pylist()  # type: ignore[no-any-return]

    def values(self, binds: Mapping[str, Any]) -> dict[str, Any]:
        """All values there are to bind: the question's, its period's, and those of the moment."""
        given = {"utility_id": self.utility_id, "now": self.now, "today": self.today, "year": self.today.year}
        given |= {name: value for name, value in binds.items() if name != "period"}
        if period := binds.get("period"):
            first, end = span(period, self.now, self.zone)
            last = (end - dt.timedelta(microseconds=1)).date()
            given |= {"from_at": first, "to_at": end}
            given |= {"from_day": first.date(), "to_day": last + dt.timedelta(days=1)}
        return given


def told(value: Any) -> Any:
    """A value as Python counts and compares it: moments with a zone, sums as floats."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=dt.UTC)
    return float(value) if isinstance(value, Decimal) else value


def naive(value: Any) -> Any:
    """A moment as the warehouse has it: UTC without a zone."""
    return value.astimezone(dt.UTC).replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def open_warehouse(folder: Path) -> duckdb.DuckDBPyConnection:
    """A view a table over the files that count, `readings` among them: one row a meter and interval."""
    parts = json.loads((folder / "manifest.json").read_text())["parts"]
    database = duckdb.connect(config={"threads": 2})
    for table in (*TABLES, READINGS):
        files = [str(folder / p["path"]) for p in parts.get(table, ()) if p["role"] not in ("copy", "rollup")]
        if files:
            database.read_parquet(files, union_by_name=True).create_view(table)
    if parts.get(READINGS):
        once = all(p["role"] in ("settled", "copy", "rollup") for p in parts[READINGS])
        database.sql(f"CREATE VIEW readings AS SELECT * FROM {READINGS}" + ("" if once else NEWEST))
    return database


# (By day too, so that a filter of days is pushed below.) Read or edited beats estimated, that beats missing; among equals what came last counts.
NEWEST = (
    " QUALIFY row_number() OVER (PARTITION BY reading_day, meter_id, interval_start_at ORDER BY "
    "CASE quality WHEN 'missing' THEN 2 WHEN 'estimated' THEN 1 ELSE 0 END, ingested_at DESC) = 1"
)
