"""A real utility's readings become visible and come to rest without a demo, a stream or a person."""

from __future__ import annotations

import datetime as dt
import threading
import zoneinfo
from pathlib import Path

import pytest

from data_sources.importers.readings.load_run import ReadingOptions, load_readings
from data_sources.postgres.source import PostgresSource
from data_sources.services.service import Turns
from data_sources.services.upkeep import Upkeep, identity
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import rows_of
from tests.handmade import insert_utility

ZONE = zoneinfo.ZoneInfo("America/Chicago")  # of the handmade utility


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


def load_day(source: PostgresSource, warehouse: Warehouse, tmp_path: Path, day: dt.date, first: int, last: int) -> None:
    """A file of some meters' quarter hours of one local day, 0.25 kWh each, loaded as `fluxops load-ami` does."""
    lines = ["meter,time,kWh"]
    for meter in range(first, last + 1):
        lines += [f"MTR-{meter},{day} {k // 4:02}:{k % 4 * 15:02},0.25" for k in range(96)]
    path = tmp_path / f"{day}-{first}.csv"
    path.write_text("\n".join(lines))
    options = ReadingOptions(stamp="start", unit="kWh")
    assert load_readings(source, warehouse, [path], options).total("loaded") == 96 * (last - first + 1)


def yesterday() -> dt.date:
    return dt.datetime.now(ZONE).date() - dt.timedelta(days=1)


def test_yesterdays_readings_become_visible(empty_source: PostgresSource, warehouse: Warehouse, tmp_path: Path) -> None:
    """Three loads, 384 readings of yesterday: nobody but the service brings their days into the daily sums."""
    insert_utility(empty_source)
    for meters in ((1, 1), (2, 2), (3, 4)):
        load_day(empty_source, warehouse, tmp_path, yesterday(), *meters)
    assert rows_of(warehouse, "feeder_day", "1, 2") == []
    turns = Turns(Upkeep(empty_source, warehouse), empty_source, lambda _state: None)
    turns.look(dt.datetime.now(dt.UTC))
    assert turns.state.doing == "leads"
    assert turns.state.did in (f"refreshed {yesterday()}", f"settled {yesterday()}")
    rows = rows_of(warehouse, "feeder_day", "1, 2")
    assert [(row["feeder_id"], row["energy_delivered_kwh"]) for row in rows] == [(1, 48.0), (2, 48.0)]


def test_what_is_done_is_told_to_open_pages(empty_source: PostgresSource, warehouse: Warehouse, tmp_path: Path) -> None:
    insert_utility(empty_source)
    load_day(empty_source, warehouse, tmp_path, yesterday(), 1, 1)
    with empty_source.dedicated_connection() as listening:
        listening.execute("LISTEN flux")
        service = Upkeep(empty_source, warehouse)
        assert service.run(dt.datetime.now(dt.UTC)) != ""
        assert [told.payload for told in listening.notifies(timeout=5, stop_after=1)] == ["ami"]
        assert service.run(dt.datetime.now(dt.UTC)) == ""
        assert list(listening.notifies(timeout=0.5)) == []


def test_a_day_that_is_over_is_settled(empty_source: PostgresSource, warehouse: Warehouse, tmp_path: Path) -> None:
    insert_utility(empty_source)
    load_day(empty_source, warehouse, tmp_path, yesterday(), 1, 2)
    Upkeep(empty_source, warehouse).run(dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert {part.role for part in warehouse.manifest().of("ami_interval_readings")} == {"settled"}
    assert len(rows_of(warehouse, "meter_day", "1, 2")) == 2


def test_a_warehouse_keeps_its_id_and_has_one_leader(empty_source: PostgresSource, tmp_path: Path) -> None:
    """Two servers on one warehouse: one works, the other waits and knows when; a second warehouse has its own leader."""
    first, second, third = (Warehouse(tmp_path / name) for name in ("one", "one", "two"))
    assert identity(first) == identity(second) != identity(third)
    turns = [Turns(Upkeep(empty_source, one), empty_source, lambda _state: None) for one in (first, second, third)]
    closing = threading.Event()
    now = dt.datetime.now(dt.UTC)
    for one in turns:
        one.look(now)
    assert [one.state.doing for one in turns] == ["leads", "waits", "leads"]
    assert turns[1].state.last_run_at == now
    closing.set()
    for one in turns:
        one.run(closing)  # gives the lock up
    turns[1].look(now)
    assert turns[1].state.doing == "leads"
    turns[1].run(closing)
