"""A process of its own that keeps a demo's history: fills it, follows the clock, tidies up. Started by the server.

    python -m data_sources.demo.ami.worker        settings as JSON on standard input, which stays open

It runs at low priority, on one core, so that the page does not wait for it. It ends when its standard input does: a
server that dies leaves no worker behind. Of several servers on one database, one worker works (Leader), others wait.
The database's password comes through standard input, never through arguments that others can read.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from data_sources.connect import connect_live
from data_sources.demo.ami.fill import fill, missing_days, read_progress, usual_plan
from data_sources.demo.ami.live import LiveIntervals
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.utility import load_demo_utility
from data_sources.demo.weather.follow import follow_weather
from data_sources.errors import FluxError
from data_sources.pipeline.rollups.settling import upkeep
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse

log = logging.getLogger(__name__)

LEADER: Final = "history"
NICENESS: Final = 15
LOOK_S: Final = 5.0
REFRESH_S: Final = 900.0  # outages and weather are copied anew
RECENT_DAYS: Final = 2  # made before today's readings: the page has something to compare with


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What a worker needs.

    Attributes:
        dsn: of the live database; None for the embedded one.
        home: folder of all data.
        has_pooler: a transaction pooler is in front of PostgreSQL.
        is_live: follow the clock too.
    """

    dsn: str | None
    home: str
    has_pooler: bool = False
    is_live: bool = True


def start_worker(settings: WorkerSettings) -> subprocess.Popen[bytes]:
    """Start the worker; close its `stdin` (or die) to end it."""
    worker = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE)
    assert worker.stdin
    worker.stdin.write(json.dumps(asdict(settings)).encode() + b"\n")
    worker.stdin.flush()
    return worker


def stop_worker(worker: subprocess.Popen[bytes], timeout_s: float = 5.0) -> None:
    """End a worker; what it was making was never there."""
    assert worker.stdin
    worker.stdin.close()
    try:
        worker.wait(timeout_s)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


class Keeper:
    """What a worker does, step by step.

    Args:
        source: the live database.
        warehouse: the history.
        closing: set it to stop.
        is_live: follow the clock too.
    """

    def __init__(
        self, source: PostgresSource, warehouse: Warehouse, closing: threading.Event, *, is_live: bool = True
    ) -> None:
        """Nothing is asked yet."""
        self._source, self._warehouse, self._closing, self._is_live = source, warehouse, closing, is_live
        self._leader = Leader(source, LEADER)
        self._refreshed_at: dt.datetime | None = None
        self._live: tuple[int, LiveIntervals] | None = None

    def run(self) -> None:
        """Step until asked to stop; what fails is told and tried again."""
        try:
            while not self._closing.is_set():
                try:
                    if self._leader.is_leader():
                        self.step()
                except (FluxError, OSError) as error:
                    log.warning("The history waits: %s", error)
                    self._closing.wait(30)
                self._closing.wait(LOOK_S)
        finally:
            self._leader.resign()

    def step(self) -> None:
        """Bring the demo's history up to date; returns at once where it is."""
        for utility_id in self._demos():
            utility = load_demo_utility(self._source, utility_id)
            today = dt.datetime.now(ZoneInfo(utility.time_zone)).date()
            plan = usual_plan(today)
            self._fill(utility_id, plan[:RECENT_DAYS])
            self._follow(utility_id, is_filling=bool(missing_days(self._warehouse.manifest(), utility_id, plan)))
            self._fill(utility_id, plan)

    def _fill(self, utility_id: int, plan: list[dt.date]) -> None:
        if missing_days(self._warehouse.manifest(), utility_id, plan) and not self._closing.is_set():
            fill(self._source, self._warehouse, utility_id, plan, self._closing, partial(self._tell, utility_id),
                 between=lambda: self._follow(utility_id, is_filling=True))  # fmt: skip

    def _follow(self, utility_id: int, *, is_filling: bool) -> None:
        """Between two days of work: the quarter hours that passed meanwhile, and tidying up."""
        now = dt.datetime.now(dt.UTC)
        if self._is_live and not self._closing.is_set():
            if self._live is None or self._live[0] != utility_id:
                self._live = utility_id, LiveIntervals(self._source, self._warehouse, utility_id)
            self._live[1].step(now)
        if self._refreshed_at is None or (now - self._refreshed_at).total_seconds() > REFRESH_S:
            utility = load_demo_utility(self._source, utility_id)
            today = now.astimezone(ZoneInfo(utility.time_zone)).date()
            follow_weather(self._source, utility_id, utility.seed, today)
            prepare_history(self._source, self._warehouse, utility_id)
            self._refreshed_at = now
        upkeep(self._warehouse, is_filling=is_filling)

    def _tell(self, utility_id: int, what: str, share: float) -> None:
        """To the log, and to the pages."""
        log.info("%3.0f %% %s", share * 100, what)
        progress = read_progress(self._warehouse.manifest())
        detail = {"utility_id": utility_id, **(asdict(progress) if progress else {})}
        with self._source.connection() as connection:
            execute(connection, "sim_heartbeat", service=LEADER, now=dt.datetime.now(dt.UTC), detail=json.dumps(detail))

    def _demos(self) -> list[int]:
        rows = self._source.fetch(Query.of("utilities")).to_pylist()
        return [row["utility_id"] for row in rows if row["is_demo"]]


def main() -> None:
    """Read the settings, then keep the history until standard input ends."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = WorkerSettings(**json.loads(sys.stdin.readline()))
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    closing = threading.Event()
    live = connect_live(settings.dsn, Path(settings.home), has_pooler=settings.has_pooler)
    threading.Thread(target=_end_with_parent, args=(closing, live.close), daemon=True).start()
    try:
        Keeper(live.source, Warehouse(Path(settings.home) / "warehouse"), closing, is_live=settings.is_live).run()
    finally:
        live.close()


def _end_with_parent(closing: threading.Event, give_back: Callable[[], None]) -> None:
    """A day takes longer than a server's stop may: what is half made is left behind and was never there."""
    sys.stdin.read()
    closing.set()
    give_back()
    os._exit(0)


if __name__ == "__main__":
    main()
