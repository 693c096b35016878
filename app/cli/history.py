"""`fluxops stream`, `fluxops new-history` and what the other commands do for the history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app import databases
from app.cli.numbers import NUMBER
from app.cli.terminal import console
from app.settings import Settings, load_settings
from data_sources.checks.finding import Finding
from data_sources.errors import FluxError
from data_sources.pipeline.begun import begin_anew


def stream(
    kafka: Annotated[str | None, typer.Option(help="Brokers, HOST:PORT,…")] = None,
    topic: Annotated[str, typer.Option(help="Kafka topic of interval batches.")] = "ami",
    spool: Annotated[Path | None, typer.Option(help="Folder that files of readings are moved into.")] = None,
    seconds: Annotated[
        float | None, typer.Option(**NUMBER, help="Stop after so many seconds (default: run until Ctrl-C).")
    ] = None,
) -> None:
    """Take readings in as they come, from Kafka or a spool folder: exactly once, whatever happens."""
    from app.cli.streaming import run_stream

    if (kafka is None) == (spool is None):
        raise FluxError("Say where readings come from: --kafka BROKERS --topic TOPIC, or --spool FOLDER.")
    counts = run_stream(load_settings(), kafka=kafka, topic=topic, spool=spool, seconds=seconds)
    console.print(
        f"{counts.new:,} new, {counts.corrected:,} corrected, {counts.superseded:,} beaten by better ones, "
        f"{counts.quarantined:,} refused.", highlight=False,
    )  # fmt: skip


def make_history(settings: Settings, firsts: list[str], lasts: list[str], tell: Callable[[str, float], None]) -> None:
    """`fluxops demo --ami-range`: the readings of ranges of days."""
    from data_sources.demo.ami.fill import fill_demo, plan_of

    plan = plan_of(firsts, lasts)
    with databases.database(settings) as live:
        warehouse = databases.embedded_warehouse(settings, live.source)
        fill_demo(live.source, warehouse, plan, tell, lambda sentence: console.print(sentence))


def new_history() -> None:
    """Begin a history where the one that was there is lost for good; one that is there is left alone."""
    settings = load_settings()
    with databases.database(settings) as live:
        begin_anew(databases.embedded_warehouse(settings, live.source))
    console.print("A new history is begun; exports fill it with the network, outages and weather.", highlight=False)


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
    if settings.snowflake is None:
        with databases.database(settings) as live:  # which knows whether one that seems empty is away
            databases.tell_apart(live.source, source)
    try:
        return list(check_warehouse(source))
    finally:
        source.close()
