"""`fluxops temperatures`: hot spots and loss of life of transformers into the history, embedded or on Snowflake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Annotated

import typer

from app import databases
from app.cli.numbers import WHOLE
from app.cli.terminal import console
from app.settings import load_settings
from data_sources.pipeline.notify import notify
from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.pipeline.thermal.keeping import HeatStore, HeatUtility, KeptUp, keep_up
from data_sources.pipeline.thermal.on_snowflake import HeatOnSnowflake
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.snowflake import SnowflakeSource

AT_A_TIME = 30  # days, then it is told how far it is


def temperatures(
    days: Annotated[
        int | None, typer.Option(**WHOLE, min=1, help="Stop after so many days (default: all due).")
    ] = None,
) -> None:
    """Compute what is due of transformers' temperatures now; the server does so by itself for the embedded history."""
    settings = load_settings()
    history = databases.connect_warehouse(settings)
    try:
        store = _store(history)
        with databases.database(settings) as live:
            databases.tell_apart(live.source, history)
            for row in live.source.fetch(Query.of("utilities")).to_pylist():
                utility = HeatUtility(row["utility_id"], row["time_zone"])
                made = _kept_up(live.source, store, utility, row["utility_name"], days)
                days = None if days is None else days - made
            notify(live.source, "thermal")
    finally:
        history.close()


def _store(history: Source) -> HeatStore:
    if isinstance(history, SnowflakeSource):
        return HeatOnSnowflake(history)
    assert isinstance(history, DuckSource)
    return HeatFiles(history.warehouse, history)


def _kept_up(live: PostgresSource, store: HeatStore, utility: HeatUtility, name: str, most: int | None) -> int:
    """Make what is due of one utility, some days at a time; answers how many were made."""
    made, left = 0, 1
    while left and (most is None or made < most):
        found = keep_up(live, store, utility, dt.datetime.now(dt.UTC), _after(AT_A_TIME, most, made))
        made, left = made + len(found.days), found.left
        console.print(_told(found, name), highlight=False)
    return made


def _after(at_a_time: int, most: int | None, made: int) -> Callable[[], bool]:
    """Answers whether enough days were made, asked before each of them."""
    number, enough = count(), at_a_time if most is None else min(at_a_time, most - made)
    return lambda: next(number) >= enough


def _told(found: KeptUp, name: str) -> str:
    if not found.days:
        return f"{name}: nothing is due." if not found.left else f"{name}: {found.left} days are left."
    made = f"{len(found.days)} day{'' if len(found.days) == 1 else 's'} up to {found.days[-1]}"
    return f"{name}: computed {made}" + (f", {found.left} left." if found.left else ".")
