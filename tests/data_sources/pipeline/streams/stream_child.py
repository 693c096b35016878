"""A stream in a process of its own, which a test may kill: `python -m … kafka BROKERS TOPIC ROOT` or `… spool DIR ROOT`."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from pathlib import Path

from data_sources.pipeline.rollups.settling import upkeep
from data_sources.pipeline.streams.batch import Intake, StreamQuarantine
from data_sources.pipeline.streams.kafka import KafkaIntake
from data_sources.pipeline.streams.spool import SpoolIntake
from data_sources.pipeline.streams.stream import EmbeddedSink, Stream, only_one
from data_sources.warehouse.files import Warehouse


def intake_of(kind: str, *where: str) -> Intake:
    return KafkaIntake(*where) if kind == "kafka" else SpoolIntake(Path(where[0]))


def keep(warehouse: Warehouse, stopping: threading.Event) -> None:
    """Upkeep in the middle of whatever goes on, as a server's service does it."""
    while not stopping.wait(0.2):
        upkeep(warehouse)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    *source, root = sys.argv[1:]
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    warehouse, intake = Warehouse(Path(root)), intake_of(*source)
    stream = Stream(
        intake, EmbeddedSink(warehouse), StreamQuarantine(Path(root) / "quarantine"), batch_rows=400, batch_seconds=0.05
    )
    threading.Thread(target=keep, args=(warehouse, stopping), daemon=True).start()
    with only_one(warehouse.root, intake.name):
        print("streaming", flush=True)
        print(stream.run(stopping), flush=True)


if __name__ == "__main__":
    main()
