"""Tasks for the tests of jobs; they run in a process of their own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pyarrow as pa

from data_sources.errors import SourceUnavailable
from data_sources.jobs.frames import JobStep
from data_sources.warehouse.duckdb import DuckSource


def count_meters(source: DuckSource, steps: int) -> Iterator[JobStep]:
    print("a library's words on standard output are no frame")
    for number in range(steps):
        rows = source.run("SELECT COUNT(*) AS meters FROM meters", {})
        yield JobStep(number + 1, steps, 0.5, {"rows": rows, "process": pa.table({"pid": [os.getpid()]})})


def refuse(_source: DuckSource, _arguments: object) -> Iterator[JobStep]:
    yield JobStep(0, 1)
    raise SourceUnavailable("The history is away.")


def crash(_source: DuckSource, _arguments: object) -> Iterator[JobStep]:
    yield JobStep(0, 1)
    raise ZeroDivisionError


def hang(_source: DuckSource, _arguments: object) -> Iterator[JobStep]:
    yield JobStep(0, 1, None, {"process": pa.table({"pid": [os.getpid()]})})
    time.sleep(600)
