"""`fluxops stream` and what the other commands do for the history."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import pyarrow as pa
import typer

from app import databases
from app.cli.endings import NUMBERS, obey_signals
from app.cli.numbers import NUMBER
from app.cli.terminal import console
from app.settings import Settings, load_settings
from data_sources.checks.finding import Finding
from data_sources.connect import Live
from data_sources.errors import FluxError
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse

if TYPE_CHECKING:
    from data_sources.pipeline.streams.batch import Intake
    from data_sources.pipeline.streams.stream import Sink


def warehouse_of(settings: Settings) -> Warehouse:
    """The embedded warehouse.

    Raises:
        FluxError: the history is Snowflake.
    """
    if settings.snowflake is not None:
        raise FluxError(
            "The history is Snowflake: this writes the embedded one only; see deploy/snowflake for its loads."
        )
    return Warehouse(settings.home / "warehouse")


def stream(
    kafka: Annotated[str | None, typer.Option(help="Brokers, HOST:PORT,…")] = None,
    topic: Annotated[str, typer.Option(help="Kafka topic of interval batches.")] = "ami",
    spool: Annotated[Path | None, typer.Option(help="Folder that files of readings are moved into.")] = None,
    seconds: Annotated[
        float | None, typer.Option(**NUMBER, help="Stop after so many seconds (default: run until Ctrl-C).")
    ] = None,
) -> None:
    """Take readings in as they come, from Kafka or a spool folder: exactly once, whatever happens."""
    from data_sources.pipeline.streams.batch import StreamQuarantine
    from data_sources.pipeline.streams.stream import Stream, only_one

    if (kafka is None) == (spool is None):
        raise FluxError("Say where readings come from: --kafka BROKERS --topic TOPIC, or --spool FOLDER.")
    settings = load_settings()
    stopping = _stopped_by_signals(seconds)
    with ExitStack() as running:
        live = running.enter_context(databases.database(settings))
        intake = _spool(spool) if spool else _kafka(str(kafka), topic, settings)
        sink = _sink(settings, live, intake.name, running)
        quarantine = StreamQuarantine(spool / "quarantine" if spool else settings.home / "quarantine")
        running.enter_context(only_one(settings.home / "warehouse", intake.name))
        console.print(f"Streaming from {intake.name} (Ctrl-C stops it).", highlight=False)
        rows, pace = settings.stream_batch_rows, settings.stream_batch_seconds
        counts = Stream(intake, sink, quarantine, batch_rows=rows, batch_seconds=pace).run(stopping)
    console.print(
        f"{counts.new:,} new, {counts.corrected:,} corrected, {counts.superseded:,} beaten by better ones, "
        f"{counts.quarantined:,} refused.", highlight=False,
    )  # fmt: skip


def make_history(settings: Settings, firsts: list[str], lasts: list[str], tell: Callable[[str, float], None]) -> None:
    """`fluxops demo --ami-range`: the readings of ranges of days."""
    from data_sources.demo.ami.fill import fill_demo, plan_of

    plan = plan_of(firsts, lasts)
    warehouse = warehouse_of(settings)
    with databases.database(settings) as live:
        fill_demo(live.source, warehouse, plan, tell, lambda sentence: console.print(sentence))


def migrate_history(settings: Settings) -> list[str]:
    """`fluxops migrate --warehouse`: the schema on Snowflake; the names applied."""
    from data_sources.warehouse.migrations import migrate_warehouse
    from data_sources.warehouse.snowflake import SnowflakeSource

    source = databases.connect_warehouse(settings)
    if not isinstance(source, SnowflakeSource):
        raise FluxError("The embedded history needs no migration; set SNOWFLAKE_CONNECTION_NAME to mean Snowflake.")
    variables = {"target_lag": settings.snowflake_target_lag, "warehouse": settings.snowflake_warehouse or "flux_wh"}
    try:
        return migrate_warehouse(source, variables)
    finally:
        source.close()


def check_history(settings: Settings) -> list[Finding]:
    """`fluxops check --warehouse`: what the history lacks."""
    from data_sources.checks.warehouse import check_warehouse

    source = databases.connect_warehouse(settings)
    try:
        return list(check_warehouse(source))
    finally:
        source.close()


def _stopped_by_signals(seconds: float | None) -> threading.Event:
    """Set by Ctrl-C, by SIGTERM, or when the time is up; the next signal ends what hangs."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        obey_signals()

    for number in NUMBERS:
        signal.signal(number, stop)
    if seconds is not None:
        timer = threading.Timer(seconds, stopping.set)
        timer.daemon = True
        timer.start()
    return stopping


def _spool(folder: Path) -> Intake:
    from data_sources.pipeline.streams.spool import SpoolIntake

    return SpoolIntake(folder)


def _kafka(brokers: str, topic: str, settings: Settings) -> Intake:
    try:
        from data_sources.pipeline.streams.kafka import KafkaIntake
    except ImportError:
        raise FluxError("Kafka needs one more package: pip install 'flux-ops-center[stream]'.") from None
    return KafkaIntake(brokers, topic, options=settings.kafka_options)


def _sink(settings: Settings, live: Live, name: str, running: ExitStack) -> Sink:
    """The embedded warehouse with its upkeep beside, or Snowflake's raw table."""
    from data_sources.pipeline.notify import notify
    from data_sources.pipeline.streams.stream import EmbeddedSink
    from data_sources.services.service import running as run_services
    from data_sources.services.upkeep import Upkeep

    if settings.snowflake is not None:
        return _snowpipe(settings, live, name)
    warehouse = warehouse_of(settings)
    running.enter_context(run_services([Upkeep(live.source, warehouse, every_s=settings.upkeep_s)], live.source))
    return EmbeddedSink(warehouse, tell=partial(notify, live.source))


def _snowpipe(settings: Settings, live: Live, name: str) -> Sink:
    from data_sources.pipeline.known_meters import KnownMeters
    from data_sources.pipeline.streams.snowpipe import SnowpipeSink, snowflake_channel

    if not (settings.snowpipe_profile and settings.snowflake_database and settings.snowflake_schema):
        raise FluxError(
            "Streaming into Snowflake needs FLUXOPS_SNOWPIPE_PROFILE, FLUXOPS_SNOWFLAKE_DATABASE and _SCHEMA."
        )
    open_channel = snowflake_channel(
        str(settings.snowpipe_profile), database=settings.snowflake_database, schema=settings.snowflake_schema,
        channel="".join(letter if letter.isalnum() else "_" for letter in name),
    )  # fmt: skip

    def read_known_meters() -> KnownMeters:
        utilities = live.source.fetch(Query.of("hist_utilities"))
        ids = utilities["utility_id"].to_pylist()
        meters = [live.source.fetch(Query.of("hist_meters", utility_id=utility_id)) for utility_id in ids]
        return KnownMeters.make(pa.concat_tables(meters), utilities)

    return SnowpipeSink(open_channel, read_known_meters)
