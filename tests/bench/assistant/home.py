"""The demo that the questions are asked of: made once in a folder, with whole days of readings up to yesterday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.context import Asker
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.cache import CachedSource
from data_sources.commands.principal import Principal
from data_sources.connect import connect_live
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.postgres.feed import Feed
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.bench.assistant_questions.known import READINGS, KnownAnswers
from tests.bench.report import tell
from tests.bench.servers import make_demo

DAYS = 14
"""Of readings: the questions look back over last week, whatever day today is."""
UTILITY = 1


@dataclass(frozen=True)
class Ground:
    """What a run stands on.

    Attributes:
        assistant: as a server has it.
        known: what is right, as of the same moment.
        asker: an operator.
    """

    assistant: Assistant
    known: KnownAnswers
    asker: Asker


@contextmanager
def opened(home: Path, *, is_made: bool) -> Iterator[Ground]:
    """Everything up over a home; nothing moves in it.

    Args:
        home: folder of all data.
        is_made: it exists already, with readings: nothing is made.
    """
    if not is_made and not (home / "postgres").exists() and not any(home.glob("*")):
        tell(f"making the small demo in {home}")
        make_demo(home, "small")
    live = connect_live(None, home)
    try:
        warehouse = Warehouse(home / "warehouse")
        if not is_made:
            bring_readings(live.source, warehouse)
        feed = Feed(live.source)
        feed.start()
        try:
            yield _ground(live.source, warehouse, feed)
        finally:
            feed.stop()
    finally:
        live.close()


def bring_readings(source: PostgresSource, warehouse: Warehouse) -> None:
    """Whole days up to yesterday, those that are not there yet."""
    utility = prepare_history(source, warehouse, UTILITY)
    today = dt.datetime.now(ZoneInfo(utility.time_zone)).date()
    days = {part.day for part in warehouse.manifest().of(READINGS)}
    for back in range(1, DAYS + 1):
        day = today - dt.timedelta(days=back)
        if day.isoformat() not in days:
            tell(f"making readings of {day}")
            make_day(source, warehouse, UTILITY, day)


def _ground(source: PostgresSource, warehouse: Warehouse, feed: Feed) -> Ground:
    known = KnownAnswers(source, warehouse.root, UTILITY)
    catalogue = catalogue_of(BUILT_IN)
    sources = Sources(live=CachedSource(source, feed), history=CachedSource(DuckSource(warehouse), feed))
    assistant = Assistant(catalogue, BuiltInPlanner(catalogue), sources)
    return Ground(assistant, known, Asker(Principal("maria", "operator"), UTILITY, str(known.zone)))
