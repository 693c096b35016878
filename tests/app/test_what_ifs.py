"""What-ifs of a process: who waits for one is told how it ended."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from app.jobs import LongJob
from app.what_ifs import STOPPED, WhatIfRun
from data_sources.analytics.thermal.constants import POLE_TOP
from data_sources.analytics.thermal.what_if import HeatScenario
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.studies.thermal.what_if import WhatIfJob
from tests.data_sources import history_rows

PATIENCE_S = 60
FLEET = MeteredFleet(1, np.array([7]), np.array([1]), np.array([50.0]), (POLE_TOP,), np.array([0]))


def test_one_that_is_ended_in_the_line_tells_who_waits(tmp_path: Path) -> None:
    source = history_rows.write_warehouse(tmp_path)
    before = LongJob("tests.data_sources.jobs.tasks:hang", source, lambda _step: True, lambda _message: None)
    before.start(None)
    run = WhatIfRun(source, WhatIfJob(FLEET, "UTC", (dt.date(2026, 7, 6),), HeatScenario()))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(run.wait)
        run.stop()
        found = waiting.result(PATIENCE_S)
    before.stop()
    assert (found.rows, found.message) == (None, STOPPED)
