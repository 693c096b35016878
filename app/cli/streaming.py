"""What `fluxops stream` does: an intake, the sink of the history, and the stream between them until it is stopped."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType

import pyarrow as pa

from app import databases
from app.cli.endings import NUMBERS, obey_signals
from app.cli.terminal import console
from app.settings import Settings
from data_sources.connect import Live
from data_sources.errors import FluxError
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.notify import notify
from data_sources.pipeline.streams.batch import Intake, StreamQuarantine
from data_sources.pipeline.streams.snowpipe import SnowpipeSink, snowflake_channel
from data_sources.pipeline.streams.spool import SpoolIntake
from data_sources.pipeline.streams.stream import Counts, EmbeddedSink, Sink, Stream, only_one
from data_sources.query import Query
from data_sources.services.service import running as run_services
from data_sources.services.upkeep import Upkeep


def run_stream(
    settings: Settings, *, kafka: str | None, topic: str, spool: Path | None, seconds: float | None
) -> Counts:
    """Take readings in until a signal, or until the time is up.

    Args:
        settings: of the databases and the batches.
        kafka: brokers, HOST:PORT,…; None for a spool folder.
        topic: of Kafka.
        spool: the folder; None for Kafka.
        seconds: how long; None for without end.

    Returns:
        What became of the readings.
    """
    stopping = _stopped_by_signals(seconds)
    with ExitStack() as running:
        live = running.enter_context(databases.database(settings))
        intake = SpoolIntake(spool) if spool else _kafka(str(kafka), topic, settings)
        sink = _sink(settings, live, intake.name, running)
        quarantine = StreamQuarantine(spool / "quarantine" if spool else settings.home / "quarantine")
        running.enter_context(only_one(settings.home / "warehouse", intake.name))
        console.print(f"Streaming from {intake.name} (Ctrl-C stops it).", highlight=False)
        rows, pace = settings.stream_batch_rows, settings.stream_batch_seconds
        return Stream(intake, sink, quarantine, batch_rows=rows, batch_seconds=pace).run(stopping)


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


def _kafka(brokers: str, topic: str, settings: Settings) -> Intake:
    try:
        from data_sources.pipeline.streams.kafka import KafkaIntake
    except ImportError:
        raise FluxError("Kafka needs one more package: pip install 'flux-ops-center[stream]'.") from None
    return KafkaIntake(brokers, topic, options=settings.kafka_options)


def _sink(settings: Settings, live: Live, name: str, running: ExitStack) -> Sink:
    """The embedded warehouse with its upkeep beside, or Snowflake's raw table."""
    if settings.snowflake is not None:
        return _snowpipe(settings, live, name)
    warehouse = databases.embedded_warehouse(settings, live.source)
    warehouse.manifest()  # one that is away is told before anything is taken in
    running.enter_context(run_services([Upkeep(live.source, warehouse, every_s=settings.upkeep_s)], live.source))
    return EmbeddedSink(warehouse, tell=partial(notify, live.source))


def _snowpipe(settings: Settings, live: Live, name: str) -> Sink:
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
