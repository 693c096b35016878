"""What the server and the command line have to do with the demo: made once, moved, its readings followed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from app.settings import Settings
from data_sources.errors import FluxError
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query

log = logging.getLogger(__name__)

READINGS_WORKER: Final = "data_sources.demo.ami.worker"  # a module to run, see `ServiceProcess`
READINGS_SERVICES: Final = ("demo readings",)  # what it runs; to import it for its name would cost every start


def make_first_demo(source: PostgresSource, settings: Settings, progress: Callable[[str, float], None]) -> None:
    """Two processes started at once must not both make it: the second waits and finds it made."""
    from data_sources.demo.utility.load import FIRST_DEMO_LOCK, has_utilities, load_demo

    if has_utilities(source):
        _keep_documents(source)
        return
    with source.dedicated_connection() as connection:
        with connection.transaction():
            execute(connection, "no_statement_timeout")
            execute(connection, "take_lock", lock_key=FIRST_DEMO_LOCK)
        if not has_utilities(source):
            load_demo(source, settings.demo_scale, seed=settings.demo_seed, progress=progress)


def _keep_documents(source: PostgresSource) -> None:
    """A demo that was made by an older Flux gets the documents of this one."""
    from data_sources.demo.documents import load_demo_documents

    for utility_id in _demo_utilities(source):
        load_demo_documents(source, utility_id)


def simulate(source: PostgresSource, settings: Settings, seconds: float | None) -> None:
    """Move the demo utility in this process until the time is up or Ctrl-C is pressed.

    Raises:
        FluxError: there is no demo utility.
    """
    closing = threading.Event()
    worker = threading.Thread(target=_simulate, args=(source, settings, closing), name="flux-simulator")
    the_demo(source)
    worker.start()
    try:
        closing.wait(seconds)
    except KeyboardInterrupt:
        log.info("stopping")
    finally:
        closing.set()
        worker.join(timeout=30)


def start_simulator(source: PostgresSource, settings: Settings, closing: threading.Event) -> threading.Thread:
    """Move the demo utility in a thread of this process until `closing` is set."""
    worker = threading.Thread(target=_simulate, args=(source, settings, closing), name="flux-simulator", daemon=True)
    worker.start()
    return worker


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


def the_demo(source: PostgresSource) -> int:
    """The demo utility.

    Raises:
        FluxError: there is none.
    """
    found = _demo_utilities(source)
    if not found:
        raise FluxError("There is no demo utility to simulate: `fluxops demo` makes one.")
    return found[0]


def _demo_utilities(source: PostgresSource) -> list[int]:
    rows = source.fetch(Query.of("utilities")).to_pylist()
    return [row["utility_id"] for row in rows if row["is_demo"]]
