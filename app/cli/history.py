"""`fluxops load-ami`, `fluxops stream` and what the other commands do for the history."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import pyarrow as pa
import typer

from app import databases
from app.cli.terminal import console, progress
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


def load_ami(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders: Parquet, CSV, Green Button XML, NEM12.")],
    utility: Annotated[str | None, typer.Option(help="Whose meters (needed where there are several).")] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(help="Clock of local stamps, whatever a header says (default: that, or the utility's)."),
    ] = None,
    stamp: Annotated[
        Literal["start", "end"] | None, typer.Option(help="What a stamp is of its interval, whatever its name says.")
    ] = None,
    unit: Annotated[
        Literal["kWh", "Wh", "MWh", "kW", "W", "MW"] | None,
        typer.Option(help="Unit of energies, whatever a file says."),
    ] = None,
    interval: Annotated[int | None, typer.Option(help="Minutes of an interval, where a file does not show it.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="ROLE=NAME of an unusual column; repeatable.")] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            help="MEANING=TEXT: what a text of the category or quality column means, e.g. received=Injectie (also "
            "of a text that begins so); delivered, received, net, reactive, voltage, ignore; actual, estimated, "
            "edited, missing. Repeatable."
        ),
    ] = None,
    date_order: Annotated[Literal["dmy", "mdy"] | None, typer.Option(help="Of dates such as 03/04/2026.")] = None,
    registers: Annotated[
        Literal["refuse", "difference", "interval"], typer.Option(help="Values that rise like a register.")
    ] = "refuse",
    same_time: Annotated[
        Literal["refuse", "last", "sum"],
        typer.Option(help="Different values of one meter and time in a file: refuse them, take the last, or sum them."),
    ] = "refuse",
    net: Annotated[bool, typer.Option("--net", help="Negative energy comes from the customer.")] = False,
    meter: Annotated[str | None, typer.Option(help="Meter of files that hold a single one.")] = None,
    meter_map: Annotated[
        Path | None, typer.Option("--map", help="CSV of two columns: the file's id, the meter's name.")
    ] = None,
    as_new_utility: Annotated[str | None, typer.Option(help="Make a utility of that name for unknown meters.")] = None,
    lon: Annotated[float | None, typer.Option(help="Where it lies, degrees.")] = None,
    lat: Annotated[float | None, typer.Option(help="Where it lies, degrees.")] = None,
) -> None:
    """Load interval readings from files; each reading once, however often a file comes."""
    from data_sources.importers.readings.columns import meanings_said
    from data_sources.importers.readings.load import load_readings
    from data_sources.importers.readings.meter_book import read_meter_map
    from data_sources.importers.readings.options import ReadingOptions, column_roles, new_utility
    from data_sources.pipeline.rollups.settling import settle_large

    settings = load_settings()
    options = ReadingOptions(
        utility=utility, time_zone=time_zone, stamp=stamp, unit=unit, interval_minutes=interval,
        columns=column_roles(column or []), meanings=meanings_said(value or []), same_time=same_time,
        date_order=date_order, registers=registers, is_net=net, meter=meter,
        meter_map=read_meter_map(meter_map) if meter_map else {},
        new_utility=new_utility(as_new_utility, lon, lat),
        quarantine_folder=settings.home / "quarantine",
    )  # fmt: skip
    warehouse = warehouse_of(settings)
    with databases.database(settings) as live, progress() as tell:
        report = load_readings(live.source, warehouse, paths, options, progress=tell)
        settle_large(warehouse, tell=tell)
    for sentence in report.sentences():
        console.print(sentence, soft_wrap=True, highlight=False)
    if report.is_refused:
        raise typer.Exit(1)


def unload_ami(
    load: Annotated[str | None, typer.Argument(help="Which load: its id or how it begins; none lists them.")] = None,
) -> None:
    """Take back what a run of load-ami brought; what it had replaced stands again. Without an id: list the runs."""
    from data_sources.pipeline.landing.load_record import loads_of
    from data_sources.pipeline.landing.unloading import unload
    from data_sources.pipeline.notify import notify

    settings = load_settings()
    warehouse = warehouse_of(settings)
    if load is None:
        told = [one.sentence() + "." for one in loads_of(warehouse.manifest())] or ["No load is remembered."]
    else:
        audit: dict[str, object] = {}
        with databases.database(settings) as live:
            # The history is files: the transaction holds the audit row alone, and nothing goes where it cannot begin.
            with live.source.transaction("fluxops unload-ami", "unload_readings", detail=audit):
                done = unload(warehouse, load)
                audit.update(load_id=done.load.load_id, removed=done.removed, restored=done.restored)
            notify(live.source)
        told = [done.sentence()]
    for sentence in told:
        console.print(sentence, soft_wrap=True, highlight=False)


def stream(
    kafka: Annotated[str | None, typer.Option(help="Brokers, HOST:PORT,…")] = None,
    topic: Annotated[str, typer.Option(help="Kafka topic of interval batches.")] = "ami",
    spool: Annotated[Path | None, typer.Option(help="Folder that files of readings are moved into.")] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Stop after so many seconds (default: run until Ctrl-C).")
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
    """Set by Ctrl-C, by SIGTERM, or when the time is up."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
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
    from data_sources.pipeline.dims import Dims
    from data_sources.pipeline.streams.snowpipe import SnowpipeSink, snowflake_channel

    if not (settings.snowpipe_profile and settings.snowflake_database and settings.snowflake_schema):
        raise FluxError(
            "Streaming into Snowflake needs FLUXOPS_SNOWPIPE_PROFILE, FLUXOPS_SNOWFLAKE_DATABASE and _SCHEMA."
        )
    open_channel = snowflake_channel(
        str(settings.snowpipe_profile), database=settings.snowflake_database, schema=settings.snowflake_schema,
        channel="".join(letter if letter.isalnum() else "_" for letter in name),
    )  # fmt: skip

    def read_dims() -> Dims:
        utilities = live.source.fetch(Query.of("hist_utilities"))
        ids = utilities["utility_id"].to_pylist()
        meters = [live.source.fetch(Query.of("hist_meters", utility_id=utility_id)) for utility_id in ids]
        return Dims.make(pa.concat_tables(meters), utilities)

    return SnowpipeSink(open_channel, read_dims)
