"""Out of Kafka: brokers that go away and come back, in one line each; a topic that appears later."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from data_sources.pipeline.streams.batch import Batch
from data_sources.pipeline.streams.kafka import KafkaIntake
from tests.data_sources.pipeline.small import NOON, reading

LOGGER = "data_sources.pipeline.streams.kafka"


@pytest.fixture
def cluster() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.data_sources.pipeline.streams.mock_cluster"]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    yield child
    child.send_signal(signal.SIGCONT)
    child.kill()
    child.wait()


def test_brokers_that_stop_and_come_back(cluster: subprocess.Popen[str], caplog: pytest.LogCaptureFixture) -> None:
    """The whole cluster is stopped (SIGSTOP) and goes on later: one warning, one all-clear, every message once."""
    caplog.set_level(logging.INFO, LOGGER)
    assert cluster.stdout is not None
    assert cluster.stdin is not None
    options = {"socket.timeout.ms": 1500, "socket.connection.setup.timeout.ms": 1000}
    intake = KafkaIntake(cluster.stdout.readline().strip(), "ami", options=options)
    intake.resume({})

    def say(meter: int) -> None:
        row = reading(meter, NOON) | {"interval_start_at": f"{NOON.isoformat()}Z"}
        cluster.stdin.write(json.dumps(row) + "\n")
        cluster.stdin.flush()

    try:
        taken = Batch()
        assert _take(intake, taken, lambda: bool(caplog.records))  # there is no such topic yet
        say(1)
        assert _take(intake, taken, lambda: len(taken.readings) == 1)
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
        caplog.clear()
        cluster.send_signal(signal.SIGSTOP)
        assert _take(intake, taken, lambda: bool(caplog.records))
        _take(intake, taken, lambda: False, seconds=2)
        cluster.send_signal(signal.SIGCONT)
        say(2)
        assert _take(intake, taken, lambda: len(taken.readings) == 2 and len(caplog.records) > 1)
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
        assert taken.readings["meter_id"].to_pylist() == [1, 2]
        assert [value for key, value in taken.offsets.items() if key.endswith(":0")] == ["2"]
    finally:
        intake.close()


def test_reading_goes_on_at_the_offset_of_the_history(cluster: subprocess.Popen[str]) -> None:
    assert cluster.stdout is not None
    assert cluster.stdin is not None
    brokers = cluster.stdout.readline().strip()
    for meter in (1, 2, 3):
        cluster.stdin.write(json.dumps(reading(meter, NOON) | {"interval_start_at": f"{NOON.isoformat()}Z"}) + "\n")
    cluster.stdin.flush()
    first, second = Batch(), Batch()
    for taken, offsets in ((first, {}), (second, None)):
        intake = KafkaIntake(brokers, "ami")
        key = next((key for key in first.offsets if key.endswith(":0")), "")
        intake.resume({key: "2"} if offsets is None else offsets)
        assert _take(
            intake, taken, lambda taken=taken, offsets=offsets: len(taken.readings) == (1 if offsets is None else 3)
        )
        intake.close()
    assert second.readings["meter_id"].to_pylist() == [3]


def _take(intake: KafkaIntake, into: Batch, met: Callable[[], bool], seconds: float = 40) -> bool:
    """Take batches until something holds; whether it came to hold in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if met():
            return True
        if batch := intake.take(1000, 0.05):
            into.add(batch)
    return met()
