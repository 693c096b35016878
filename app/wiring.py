"""The one place where objects are put together: one Runtime a process, started once, stopped once."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.maps import Maps
from app.settings import Settings, load_settings
from data_sources.cache import CachedSource
from data_sources.connect import Live, connect_history, connect_live
from data_sources.errors import FluxError
from data_sources.postgres.feed import Feed
from data_sources.postgres.migrations import pending
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.snowflake import SnowflakeSource

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]


@dataclass
class Runtime:
    """What a process runs on.

    Attributes:
        settings: every knob.
        live: the live database.
        feed: numbers the changes of the live database.
        sources: what views ask; answers are shared between sessions.
        maps: draws the utilities; pictures are shared between sessions.
        closing: set when the process stops; background work looks at it.
        workers: threads of background work that belong to this process.
        start_errors: what failed while starting, in words; the health endpoint answers 503 while there is one.
        keeper: the process that makes and follows the demo's readings.
    """

    settings: Settings
    live: Live
    feed: Feed
    sources: Sources
    maps: Maps
    closing: threading.Event = field(default_factory=threading.Event)
    workers: list[threading.Thread] = field(default_factory=list)
    start_errors: list[str] = field(default_factory=list)
    keeper: subprocess.Popen[bytes] | None = None

    @property
    def source(self) -> PostgresSource:
        """The live source itself, for writers."""
        return self.live.source

    def close(self) -> None:
        """Stop background work, then the feed, then the database; safe to call again."""
        self.closing.set()
        if self.keeper is not None:
            _stop_keeper(self.keeper)
        for worker in self.workers:
            worker.join(timeout=10)
        self.feed.stop()
        self.live.close()


_lock = threading.Lock()
_runtime: Runtime | None = None


def runtime() -> Runtime:
    """The runtime of this process, started if need be.

    Raises:
        FluxError: it cannot be started; the sentence says why.
    """
    return start()


def start(progress: Progress | None = None) -> Runtime:
    """Bring everything up: database, schema, first demo, feed, map, simulator. Safe to call again."""
    global _runtime
    with _lock:
        if _runtime is None:
            _runtime = _start(load_settings(), progress or _log_progress)
        return _runtime


def stop() -> None:
    """Bring everything down again."""
    global _runtime
    with _lock:
        if _runtime is not None:
            _runtime.close()
            _runtime = None


def connect(settings: Settings) -> Live:
    """The live database of these settings, with its schema checked (never changed, when it is not ours)."""
    return connect_live(
        settings.dsn,
        settings.home,
        statement_timeout_s=settings.statement_timeout_s,
        has_pooler=settings.postgres_has_pooler,
    )


def _start(settings: Settings, progress: Progress) -> Runtime:
    progress("starting the database", 0.0)
    live = connect(settings)
    try:
        _require_schema(live)
        if settings.is_embedded:
            _make_first_demo(live.source, settings, progress)
    except BaseException:
        live.close()
        raise
    feed = Feed(live.source, poll_seconds=settings.feed_poll_s)
    maps = Maps(live.source, feed, settings.tiles_url)
    history = _history(settings, feed)
    runtime = Runtime(settings, live, feed, Sources(live=CachedSource(live.source, feed), history=history), maps)
    feed.start()
    _warm(runtime, progress)
    if settings.is_embedded and settings.simulate:
        _start_simulator(runtime)
    if settings.is_embedded and settings.demo_history and settings.snowflake is None:
        _start_keeper(runtime)
    progress("ready", 1.0)
    return runtime


@contextmanager
def database(settings: Settings) -> Iterator[Live]:
    """The live database without the rest: commands need no feed and no map."""
    live = connect(settings)
    try:
        yield live
    finally:
        live.close()


def connect_warehouse(settings: Settings) -> DuckSource | SnowflakeSource:
    """The history of these settings; nothing is opened before the first question."""
    return connect_history(
        settings.home, settings.snowflake, threads=settings.history_threads, memory_mb=settings.history_memory_mb
    )


def _history(settings: Settings, feed: Feed) -> CachedSource:
    """Answers shared between sessions; those of a warehouse that others write too are kept for a while only."""
    max_age_s = settings.snowflake_max_age_s if settings.snowflake else None
    return CachedSource(connect_warehouse(settings), feed, max_age_s=max_age_s)


def _warm(runtime: Runtime, progress: Progress) -> None:
    """Read and draw every utility once, so that the first visitor waits for no compiler and no bulk query.

    What fails is kept for the health endpoint; the page tries again by itself.
    """
    try:
        for row in runtime.source.fetch(Query.of("utilities")).to_pylist():
            progress(f"drawing {row['utility_name']}", 0.97)
            runtime.maps.warm(row["utility_id"])
    except FluxError as error:
        log.error("The map could not be warmed: %s", error)
        runtime.start_errors.append(str(error))


def _require_schema(live: Live) -> None:
    if files := pending(live.source):
        raise FluxError(
            f"The database lacks {len(files)} schema migrations ({files[0].stem} …): `fluxops migrate` applies them."
        )


def _make_first_demo(source: PostgresSource, settings: Settings, progress: Progress) -> None:
    """Two processes started at once must not both make it: the second waits and finds it made."""
    from data_sources.demo.utility.load import FIRST_DEMO_LOCK, has_utilities, load_demo

    if has_utilities(source):
        return
    with source.dedicated_connection() as connection:
        with connection.transaction():
            execute(connection, "no_statement_timeout")
            execute(connection, "take_lock", lock_key=FIRST_DEMO_LOCK)
        if not has_utilities(source):
            load_demo(source, settings.demo_scale, seed=settings.demo_seed, progress=progress)


def simulate(source: PostgresSource, settings: Settings, seconds: float | None) -> None:
    """Move the demo utility in this process until the time is up or Ctrl-C is pressed.

    Raises:
        FluxError: there is no demo utility.
    """
    closing = threading.Event()
    worker = threading.Thread(target=_simulate, args=(source, settings, closing), name="flux-simulator")
    if not _demo_utilities(source):
        raise FluxError("There is no demo utility to simulate: `fluxops demo` makes one.")
    worker.start()
    try:
        closing.wait(seconds)
    except KeyboardInterrupt:
        log.info("stopping")
    finally:
        closing.set()
        worker.join(timeout=30)


def _start_keeper(runtime: Runtime) -> None:
    """A process of its own makes and follows the demo's readings, so that the page does not wait for it."""
    from data_sources.demo.ami.worker import WorkerSettings, start_worker

    settings = runtime.settings
    runtime.keeper = start_worker(WorkerSettings(settings.dsn, str(settings.home), settings.postgres_has_pooler))


def _stop_keeper(keeper: subprocess.Popen[bytes]) -> None:
    from data_sources.demo.ami.worker import stop_worker

    stop_worker(keeper)


def _start_simulator(runtime: Runtime) -> None:
    arguments = (runtime.source, runtime.settings, runtime.closing)
    worker = threading.Thread(target=_simulate, args=arguments, name="flux-simulator", daemon=True)
    runtime.workers.append(worker)
    worker.start()


def _simulate(source: PostgresSource, settings: Settings, closing: threading.Event) -> None:
    """Step the demo utility while this process leads; the demo may be made, or made anew, at any time."""
    from data_sources.demo.simulator.settings import SimulatorSettings
    from data_sources.demo.simulator.simulator import Simulator
    from data_sources.postgres.leader import Leader

    pace = SimulatorSettings(step_s=settings.simulate_step_s)
    while not closing.is_set():
        try:
            found = _demo_utilities(source)
        except FluxError as error:
            log.warning("The simulator waits: %s", error)
            found = []
        if found:
            Simulator(source, found[0], settings.demo_seed, settings=pace).run(closing, Leader(source, "simulator"))
        closing.wait(settings.simulate_step_s)


def _demo_utilities(source: PostgresSource) -> list[int]:
    rows = source.fetch(Query.of("utilities")).to_pylist()
    return [row["utility_id"] for row in rows if row["is_demo"]]


def _log_progress(what: str, share: float) -> None:
    log.info("%3.0f %% %s", share * 100, what)
