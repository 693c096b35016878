"""Killed at any moment and started again: every reading counted once, out of Kafka and out of a spool folder."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from confluent_kafka import Producer

from data_sources.pipeline.rollups.settling import upkeep
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import make_warehouse, reading, rows_of

METERS, KILLS = 40, 4
pytestmark = pytest.mark.timeout(
    900
)  # on a machine that does much else; a stream that stands still fails in one minute
START = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0, tzinfo=None) - dt.timedelta(hours=8)


def message(number: int) -> bytes:
    """Twenty readings of one interval; energy tells which, so that a sum finds what a count does not."""
    at = START + dt.timedelta(minutes=15 * (number // 2 % 32))
    half = range(1, 21) if number % 2 else range(21, 41)
    return json.dumps([reading(meter, f"{at.isoformat()}Z", number + meter / 100) for meter in half]).encode()


def test_kafka_stream_survives_kill_9(tmp_path: Path, cluster: tuple[Producer, str]) -> None:
    producer, brokers = cluster
    warehouse = make_warehouse(tmp_path / "warehouse", METERS)

    def put(number: int) -> None:
        producer.produce("ami", message(number), partition=number % 3)
        if number % 16 == 7:
            producer.produce("ami", b"not a reading", partition=1)
        producer.flush()

    _stream_with_kills(["kafka", brokers, "ami", str(warehouse.root)], put, warehouse)
    _assert_counted_once(warehouse)
    kept = [path.read_text().splitlines() for path in (warehouse.root / "quarantine").glob("*.jsonl")]
    assert sum(len(lines) for lines in kept) == 4  # each bad message once, however often the process died


def test_spool_stream_survives_kill_9(tmp_path: Path) -> None:
    warehouse, folder = make_warehouse(tmp_path / "warehouse", METERS), tmp_path / "spool"
    folder.mkdir()

    def put(number: int) -> None:
        hidden = folder / f".{number}.jsonl"
        hidden.write_bytes(message(number) + b"\n")
        hidden.rename(folder / f"{number:03d}.jsonl")

    _stream_with_kills(["spool", str(folder), str(warehouse.root)], put, warehouse)
    _assert_counted_once(warehouse)
    assert len(list((folder / "done").iterdir())) == 64


def _stream_with_kills(arguments: list[str], put: Callable[[int], None], warehouse: Warehouse) -> None:
    chance = random.Random(7)
    numbers = iter(range(64))
    child = _child(arguments)
    for _ in range(KILLS):
        rises = _rises(warehouse)
        for number in [next(numbers) for _ in range(5)]:
            put(number)
        _wait_for(warehouse, rises, "the stream to take something")
        for number in [next(numbers) for _ in range(5)]:
            put(number)
            time.sleep(chance.uniform(0, 0.12))
        child.kill()
        child.wait()
        child = _child(arguments)
    for number in numbers:
        put(number)
    _wait_for(warehouse, lambda: warehouse.manifest().rows("ami_interval_readings") >= 64 * 20, "all rows")
    child.terminate()
    assert child.wait(timeout=30) == 0


def _assert_counted_once(warehouse: Warehouse) -> None:
    upkeep(warehouse, dt.datetime.now() + dt.timedelta(days=3))
    rows = rows_of(warehouse, "ami_interval_readings", "meter_id, interval_start_at")
    keys = {(row["meter_id"], row["interval_start_at"]) for row in rows}
    assert len(rows) == len(keys) == METERS * 32
    expected = sum(
        number + meter / 100 for number in range(64) for meter in (range(1, 21) if number % 2 else range(21, 41))
    )
    assert sum(row["energy_delivered_kwh"] for row in rows) == pytest.approx(expected, rel=1e-6)
    days = rows_of(warehouse, "feeder_day", "reading_day, feeder_id")
    assert sum(row["intervals_received"] for row in days) == METERS * 32
    hours = rows_of(warehouse, "transformer_hourly_load", "hour_start_at, transformer_id")
    assert sum(row["energy_delivered_kwh"] for row in hours) == pytest.approx(expected, rel=1e-6)


def _rises(warehouse: Warehouse) -> Callable[[], bool]:
    """Whether something was committed since now."""
    before = warehouse.manifest().version
    return lambda: warehouse.manifest().version > before


def _wait_for(warehouse: Warehouse, met: Callable[[], bool], what: str) -> None:
    """As long as something is committed each minute: a busy machine may take several for all of it."""
    version, ends = warehouse.manifest().version, time.monotonic() + 60
    while not met():
        if (now := warehouse.manifest().version) != version:
            version, ends = now, time.monotonic() + 60
        assert time.monotonic() < ends, f"waited in vain for {what}"
        time.sleep(0.01)


def _child(arguments: list[str]) -> subprocess.Popen[bytes]:
    """A stream that has begun; its progress and warnings are not of interest."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.data_sources.pipeline.streams.stream_child", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _children.append(child)
    assert child.stdout is not None
    assert child.stdout.readline() == b"streaming\n"
    return child


_children: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def _nobody_stays() -> Iterator[None]:
    """A failed test leaves no stream behind."""
    yield
    for child in _children:
        child.kill()
        child.wait()
    _children.clear()


@pytest.fixture
def cluster() -> tuple[Producer, str]:
    producer = Producer({"bootstrap.servers": "none", "test.mock.num.brokers": 3, "log_level": 3})
    found = producer.list_topics(timeout=10)
    return producer, ",".join(f"{one.host}:{one.port}" for one in found.brokers.values())
