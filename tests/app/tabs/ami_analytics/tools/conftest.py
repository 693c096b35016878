"""The small demo with whole days of readings up to yesterday: the tools over it, and the known answers beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.ami_analytics.tools import AMI_TOOLS
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.assistant.asking import turn
from tests.bench.assistant_questions.known import KnownAnswers
from tests.bench.assistant_questions.load import Known
from tests.conftest import CopyOf

DAYS = 4  # of readings


@dataclass(frozen=True)
class Demo:
    """Both sources, and what is known of them."""

    live: PostgresSource
    history: DuckSource
    known: KnownAnswers

    def ask(self, tool: str, **values: Any) -> ToolResult:
        """What a tool answers now."""
        return Catalogue(AMI_TOOLS).get(tool).call(turn(self.live, self.history, now=self.known.now), values)

    def rows(self, sql: str, **binds: Any) -> list[dict[str, Any]]:
        """What a known statement answers."""
        return self.known.rows(Known(sql=sql, binds=binds))

    def day(self, back: int) -> str:
        """A local day so many days ago."""
        return str(self.known.today - dt.timedelta(days=back))


@pytest.fixture(scope="package")
def asked(copy_of: CopyOf, demo_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo; nobody writes to it."""
    folder = tmp_path_factory.mktemp("tools") / "warehouse"
    with copy_of(demo_template) as live:
        warehouse = Warehouse(folder)
        prepare_history(live, warehouse, 1)
        known = KnownAnswers(live, folder)
        for back in range(1, DAYS + 1):
            make_day(live, warehouse, 1, known.today - dt.timedelta(days=back))
        yield Demo(live, DuckSource(warehouse), KnownAnswers(live, folder, now=known.now))
