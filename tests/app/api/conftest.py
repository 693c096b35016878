"""One hand-made utility on one server for all tests that only read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest

from data_sources.warehouse.duckdb import DuckSource
from tests.app.api.rows import load_rows
from tests.app.api.server import Runtime, running
from tests.conftest import CopyOf
from tests.data_sources.history_rows import table, write_warehouse


@pytest.fixture(scope="session")
def rest(
    copy_of: CopyOf, empty_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Runtime]]:
    """Address and runtime of a server over the hand-made utility and history; nobody writes to them."""
    history = write_warehouse(tmp_path_factory.mktemp("history"))
    with copy_of(empty_template) as source:
        load_rows(source)
        _own_outages(history, utility_id=7)
        with running(source, history=history) as (address, runtime):
            yield address, runtime


# One that is over and one that lasts, in two weeks of one month.
OUTAGES = [
    {"outage_id": 1, "feeder_id": 1, "started_at": dt.datetime(2026, 3, 7, 20), "restored_at": dt.datetime(2026, 3, 7, 21, 30),
     "cause": "animal", "customers_interrupted": 3, "customer_minutes": 270.0, "is_simulated": True},
    {"outage_id": 2, "feeder_id": 2, "started_at": dt.datetime(2026, 3, 9, 22), "restored_at": None,
     "cause": "storm", "customers_interrupted": 6, "customer_minutes": 90.0, "is_simulated": False},
]  # fmt: skip


def _own_outages(history: DuckSource, utility_id: int) -> None:
    """Outages of the live utility in the history."""
    rows = [{**row, "utility_id": utility_id} for row in OUTAGES]
    part = history.warehouse.write("outage_events", table("outage_events", rows), role="table")
    history.warehouse.commit(lambda manifest: manifest.with_table("outage_events", part))


@pytest.fixture
def client(rest: tuple[str, Runtime]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=rest[0], timeout=120) as client:
        yield client
