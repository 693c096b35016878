"""Filling: the plan, its price, going on after an interruption, and a demo that was made anew."""

from __future__ import annotations

import datetime as dt
import threading
import time
from pathlib import Path

import pytest

from app.demo import READINGS_SERVICES, READINGS_WORKER
from data_sources.demo.ami import fill as ami_fill
from data_sources.errors import ImportRefused
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from data_sources.services.child import ServiceProcess
from data_sources.services.worker import WorkerSettings
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS
from tests.conftest import CopyOf, dsn_of

TODAY = dt.date(2026, 11, 12)


def silent(_what: str, _share: float) -> None:
    """Tells nobody."""


def test_the_usual_plan_is_a_fortnight_of_both_years_by_weekday() -> None:
    plan = ami_fill.usual_plan(TODAY)
    assert plan[0] == dt.date(2026, 11, 11)
    assert plan[13] == dt.date(2026, 10, 29)
    assert plan[14] == dt.date(2025, 11, 12)
    assert [day.weekday() for day in plan[:14]] == [day.weekday() for day in plan[14:]]


def test_july_and_august_of_two_years_are_seven_billion_rows() -> None:
    days = [
        day for year in (2025, 2026) for day in ami_fill.days_between(dt.date(year, 7, 1), dt.date(year, 8, 31))
    ]  # fmt: skip
    assert len(days) == 124
    assert len(days) * 96 * 596_906 == pytest.approx(7.1e9, rel=0.01)


def test_ranges_as_typed() -> None:
    found = ami_fill.plan_of(["2025-07-01", "2025-07-02"], ["2025-07-02", "2025-07-03"])
    assert found == [dt.date(2025, 7, 3), dt.date(2025, 7, 2), dt.date(2025, 7, 1)]
    for firsts, lasts, why in (
        (["2025-07-01"], [], "two dates"),
        (["1 July"], ["2025-07-03"], "dates like"),
        (["2025-07-03"], ["2025-07-01"], "ends before"),
    ):
        with pytest.raises(ImportRefused, match=why):
            ami_fill.plan_of(firsts, lasts)


def test_an_interrupted_fill_goes_on_where_it_was(ami_source: PostgresSource, own_history: Warehouse) -> None:
    plan, closing, told = ami_fill.usual_plan(TODAY)[:3], threading.Event(), []

    def stop_after_one(what: str, share: float) -> None:
        told.append((what, share))
        if len(told) == 1:
            closing.set()

    assert ami_fill.fill(ami_source, own_history, 1, plan, closing, stop_after_one) == 1
    first = own_history.manifest().of(READINGS)
    assert [part.day for part in first] == ["2026-11-11"]
    assert ami_fill.missing_days(own_history.manifest(), 1, plan) == plan[1:]
    assert ami_fill.fill(ami_source, own_history, 1, plan, threading.Event(), silent) == 2
    assert first[0] in own_history.manifest().of(READINGS)
    assert ami_fill.fill(ami_source, own_history, 1, plan, threading.Event(), silent) == 0
    progress = ami_fill.read_progress(own_history.manifest())
    assert progress is not None
    assert progress.is_complete
    assert progress.days_planned == 3
    assert told[0] == ("Making readings of Wed 11 Nov 2026 (0 of 3 days are there)", 0.0)


def test_a_plan_is_priced_from_what_days_cost_here(ami_source: PostgresSource, own_history: Warehouse) -> None:
    plan = ami_fill.usual_plan(TODAY)[:2]
    before = ami_fill.estimate(ami_source, own_history, 1, plan)
    assert (before.days, before.rows) == (2, 2 * 96 * 11_000)
    ami_fill.fill(ami_source, own_history, 1, plan[:1], threading.Event(), silent)
    after = ami_fill.estimate(ami_source, own_history, 1, plan)
    assert after.days == 1
    (part,) = own_history.manifest().of(READINGS)
    assert after.size_bytes > part.size_bytes
    assert after.sentence().startswith("1 day, 1,056,000 readings: about ")


def test_a_disk_that_would_not_hold_it_is_refused(ami_source: PostgresSource, own_history: Warehouse) -> None:
    needed = ami_fill.estimate(ami_source, own_history, 1, ami_fill.usual_plan(TODAY))
    ami_fill.check_disk(own_history, needed, free_bytes=needed.size_bytes + ami_fill.SPARE_BYTES)
    with pytest.raises(ImportRefused, match=r"28 days of readings need about 0\.2 GB"):
        ami_fill.check_disk(own_history, needed, free_bytes=needed.size_bytes)


def test_a_worker_fills_and_ends_with_its_parent(
    copy_of: CopyOf, demo_template: str, embedded: EmbeddedPostgres, tmp_path: Path
) -> None:
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            name = connection.info.dbname
        settings = WorkerSettings(dsn_of(embedded, name), str(tmp_path))
        worker = ServiceProcess(READINGS_WORKER, settings, READINGS_SERVICES)
        worker.start()
        try:
            warehouse, patience = Warehouse(tmp_path / "warehouse"), time.monotonic() + 120
            while not warehouse.manifest().of(READINGS) and time.monotonic() < patience:
                time.sleep(0.1)
        finally:
            worker.stop()
        assert warehouse.manifest().of(READINGS)
        assert [(state.name, state.doing) for state in worker.states] == [("demo readings", "leads")]
