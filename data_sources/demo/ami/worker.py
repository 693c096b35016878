"""A process of its own that makes a demo's readings: fills its history, follows the clock. Started by the server.

    python -m data_sources.demo.ami.worker        settings as JSON on standard input, which stays open

What the readings need once they are there, any utility's readings need: `data_sources.services` does it.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cached_property, partial
from typing import Final
from zoneinfo import ZoneInfo

import psycopg

from data_sources.connect import Live
from data_sources.demo.ami.fill import fill, missing_days, read_progress, usual_plan
from data_sources.demo.ami.live import LiveIntervals
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.utility import load_demo_utility
from data_sources.demo.weather.follow import follow_weather
from data_sources.errors import FluxError
from data_sources.pipeline.begun import expecting
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from data_sources.services.service import Service
from data_sources.services.upkeep import identity
from data_sources.services.worker import WorkerSettings, work
from data_sources.warehouse.files import Warehouse

log = logging.getLogger(__name__)

PROGRESS_BEAT: Final = "history"  # the heartbeat that tells pages how far the readings are
BEAT_S: Final = 10.0  # between two words while a day is made, which takes longer
LOOK_S: Final = 5.0
REFRESH_S: Final = 900.0  # the weather is followed
RECENT_DAYS: Final = 2  # made before today's readings: the page has something to compare with


class DemoReadings:
    """Makes a demo's readings and follows the clock: a service that only a demo needs.

    Args:
        source: the live database.
        warehouse: the history.
        closing: set it to stop between two days.
    """

    name = "demo readings"
    every_s = LOOK_S

    def __init__(self, source: PostgresSource, warehouse: Warehouse, closing: threading.Event) -> None:
        """Touches nothing."""
        self._source, self._warehouse, self._closing = source, warehouse, closing
        self._refreshed_at: dt.datetime | None = None
        self._live: tuple[int, LiveIntervals] | None = None

    @cached_property
    def lock(self) -> str:
        """One a warehouse, which is given its id if it has none."""
        return f"demo readings of {identity(self._warehouse)}"

    def run(self, now: dt.datetime) -> str:
        """Bring the demo's readings up to date; returns at once where they are."""
        for utility_id in self._demos():
            utility = load_demo_utility(self._source, utility_id)
            today = now.astimezone(ZoneInfo(utility.time_zone)).date()
            plan = usual_plan(today)
            self._fill(utility_id, plan[:RECENT_DAYS])
            self._follow(utility_id)
            self._fill(utility_id, plan)
        return ""

    def _fill(self, utility_id: int, plan: list[dt.date]) -> None:
        if missing_days(self._warehouse.manifest(), utility_id, plan) and not self._closing.is_set():
            with self._beating(utility_id):
                fill(self._source, self._warehouse, utility_id, plan, self._closing, partial(self.tell, utility_id),
                     between=lambda: self._follow(utility_id))  # fmt: skip

    def _follow(self, utility_id: int) -> None:
        """Between two days of work: the quarter hours that passed meanwhile, and the weather."""
        now = dt.datetime.now(dt.UTC)
        if self._closing.is_set():
            return
        if self._live is None or self._live[0] != utility_id:
            self._live = utility_id, LiveIntervals(self._source, self._warehouse, utility_id)
        self._live[1].step(now)
        if self._refreshed_at is None or (now - self._refreshed_at).total_seconds() > REFRESH_S:
            utility = load_demo_utility(self._source, utility_id)
            today = now.astimezone(ZoneInfo(utility.time_zone)).date()
            follow_weather(self._source, utility_id, utility.seed, today)
            prepare_history(self._source, self._warehouse, utility_id)
            self._refreshed_at = now

    def tell(self, utility_id: int, what: str, share: float) -> None:
        """To the log, and to the pages."""
        log.info("%3.0f %% %s", share * 100, what)
        self._beat(utility_id)

    @contextmanager
    def _beating(self, utility_id: int) -> Iterator[None]:
        """Pages tell by its beats that somebody is at work, and by their end that nobody is, whatever ended it."""
        is_over = threading.Event()
        thread = threading.Thread(target=self._beat_until, args=(is_over, utility_id), name="flux-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def _beat_until(self, is_over: threading.Event, utility_id: int) -> None:
        while not is_over.is_set():
            with suppress(FluxError, psycopg.Error):  # the next one makes it good
                self._beat(utility_id)
            is_over.wait(BEAT_S)

    def _beat(self, utility_id: int) -> None:
        progress = read_progress(self._warehouse.manifest())
        detail = {"utility_id": utility_id, **(asdict(progress) if progress else {})}
        with self._source.connection() as connection:
            execute(
                connection, "heartbeat", service=PROGRESS_BEAT, now=dt.datetime.now(dt.UTC), detail=json.dumps(detail)
            )

    def _demos(self) -> list[int]:
        rows = self._source.fetch(Query.of("utilities")).to_pylist()
        return [row["utility_id"] for row in rows if row["is_demo"]]


def services(settings: WorkerSettings, live: Live, closing: threading.Event) -> Sequence[Service]:
    """What a demo needs besides."""
    return [DemoReadings(live.source, expecting(live.source, settings.warehouse), closing)]


if __name__ == "__main__":
    work(services, lambda _settings: [DemoReadings.name])
