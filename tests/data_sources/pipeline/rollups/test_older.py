"""Rollups that an older Flux made are read as far as they go, never mixed with new ones, and made again by the upkeep."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import sqlglot
from sqlglot import exp

from data_sources.history import completeness, losses
from data_sources.history.scope import Scope
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups import mending
from data_sources.pipeline.rollups.rollups import Effort, rollup_tables
from data_sources.pipeline.rollups.settling import settle_day, upkeep
from data_sources.query import Query
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Manifest, Warehouse
from data_sources.warehouse.schema import arrow_schema, fill
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading, table, tables_of

OLD_DDL = Path(__file__).parent / "older" / "003_rollups.sql"
DAYS = [(NOON + dt.timedelta(days=number)).date() for number in range(2)]
LATER = NOON + dt.timedelta(days=30)
VARIABLES = {"target_lag": "1 minute", "warehouse": "wh"}


@pytest.fixture
def fresh(tmp_path: Path) -> Warehouse:
    """Two settled days of twelve meters; the second in half hours."""
    made = make_warehouse(tmp_path)
    for number, minutes in enumerate((15, 30)):
        at = NOON + dt.timedelta(days=number)
        rows = [
            reading(meter, at + dt.timedelta(minutes=minutes * slot), interval_minutes=minutes)
            for meter in range(1, 13)
            for slot in range(4)
        ]
        land(made, KnownMeters.of(made), table(*rows), ingested_at=at + dt.timedelta(hours=3))
    for day in DAYS:
        settle_day(made, day)
    return made


def outdate(warehouse: Warehouse, *days: dt.date) -> None:
    """Put the older Flux's own rollups of some days in place of ours."""
    gone = {str(day) for day in days}

    def without(newest: Manifest) -> Manifest:
        for name in rollup_tables():
            newest = newest.without(name, [part for part in newest.of(name) if part.day in gone])
        return newest

    warehouse.commit(without)
    for create in sqlglot.parse(fill(OLD_DDL.read_text(encoding="utf-8"), VARIABLES), read="snowflake"):
        assert isinstance(create, exp.Create)
        name = create.this.this.name
        source = DuckSource(warehouse, threads=1)
        rows = source.run(create.expression.sql("snowflake"), {})
        source.close()
        for day in days:
            put(warehouse, name, day, rows.filter(pc.equal(rows["reading_day"], day)))


def put(warehouse: Warehouse, name: str, day: dt.date, rows: pa.Table) -> None:
    """A file as the older Flux wrote it: with its columns, and no word of who made it."""
    new = arrow_schema(name)
    rows = rows.cast(pa.schema([new.field(column) for column in rows.column_names]))
    part = warehouse.write(name, padded(rows, new), role="rollup", day=str(day), scope="day")
    pq.write_table(rows, warehouse.root / part.path)
    old = replace(part, made_by="", size_bytes=(warehouse.root / part.path).stat().st_size)
    warehouse.commit(lambda newest: newest.with_part(name, old))


def padded(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    absent = [field for field in schema if field.name not in rows.column_names]
    for field in absent:
        rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows


def answers(warehouse: Warehouse) -> dict[str, list[dict[str, object]]]:
    """What pages ask of the rollups."""
    source = DuckSource(warehouse, threads=1)
    period = DAYS[0], DAYS[-1] + dt.timedelta(days=1)
    queries = {
        "meters": completeness.days_query(Scope(1, transformer_id=1), *period),
        "hours": losses.transformer_balance_hourly_query(1, *period),
        "days": Query.of("ami_loss_days", feeder_id=1, first_day=period[0], end_day=period[1]),
        "map": Query.of("ami_map_meter_day", utility_id=1, day=DAYS[0]),
    }
    try:
        return {name: source.fetch(query).to_pylist() for name, query in queries.items()}
    finally:
        source.close()


@pytest.mark.parametrize("old", [DAYS, DAYS[:1]])
def test_what_an_older_flux_made_is_read_and_made_again(fresh: Warehouse, old: list[dt.date]) -> None:
    wanted, rows = answers(fresh), tables_of(fresh, *rollup_tables())
    outdate(fresh, *old)
    seen = answers(fresh)
    energy = [row["energy_delivered_kwh"] for row in seen["days"]]
    assert energy == [row["energy_delivered_kwh"] for row in wanted["days"]]
    assert [row["intervals_expected"] for row in seen["meters"]] == [4] * 8
    assert {row["share_read"] for row in seen["days"] if row["reading_day"] in old} == {None}  # said by nobody yet
    assert [line for line in upkeep(fresh, LATER) if line.startswith("remade")] == [
        f"remade {day}" for day in sorted(old, reverse=True)
    ]
    assert answers(fresh) == wanted
    assert tables_of(fresh, *rollup_tables()) == rows
    assert not any(line.startswith("remade") for line in upkeep(fresh, LATER))


def test_large_days_are_made_again_one_a_round(fresh: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    outdate(fresh, *DAYS)
    monkeypatch.setattr(mending, "RENEWED_ROWS", 1)
    rounds = [mending.mend(fresh, Effort(1)) for _ in range(3)]
    assert rounds == [[str(DAYS[1])], [str(DAYS[0])], []]


@pytest.mark.parametrize("now", [LATER, NOON + dt.timedelta(hours=4)])
def test_a_late_reading_makes_an_old_day_anew_as_a_whole(fresh: Warehouse, now: dt.datetime) -> None:
    """Whether the day is closed or still open: no row of two versions stands beside another."""
    outdate(fresh, *DAYS)
    late = reading(1, NOON + dt.timedelta(hours=1), 9.0)
    land(fresh, KnownMeters.of(fresh), table(late), ingested_at=now)
    parts = [part for name in rollup_tables() for part in fresh.manifest().of(name, day=str(DAYS[0]))]
    assert parts
    assert not any(part.is_outdated for part in parts)
    rows = tables_of(fresh, "meter_day")["meter_day"]
    assert [row["intervals_expected"] for row in rows if row["reading_day"] == DAYS[0]] == [5] * 8 + [4] * 4
