"""The small demo, built once for all tests of this folder."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility
from data_sources.demo.utility.build import build_demo
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Warehouse
from tests.conftest import CopyOf

AS_OF = dt.date(2026, 11, 22)


class Demo:
    """Tables with columns as numpy arrays."""

    def __init__(self, scale: str, tables: dict[str, pa.Table]) -> None:
        self.scale, self.tables = scale, tables

    def __call__(self, table: str, column: str) -> np.ndarray:
        return self.tables[table][column].to_numpy(zero_copy_only=False)

    def by_id(self, table: str, key: str, column: str) -> np.ndarray:
        """A column in order of its dense id."""
        values = np.empty(self.tables[table].num_rows, dtype=self(table, column).dtype)
        values[self(table, key) - 1] = self(table, column)
        return values


@pytest.fixture(scope="session")
def small() -> Demo:
    return Demo("small", build_demo("small", 7, AS_OF))


@pytest.fixture(scope="session")
def full() -> Demo:
    return Demo("full", build_demo("full", 7, AS_OF))


@pytest.fixture(params=["small", "full"])
def demo(request: pytest.FixtureRequest) -> Demo:
    """Both scales, each built once."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def ami_source(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """A live database with the small demo, for tests of its readings: read only, please."""
    with copy_of(demo_template) as source:
        yield source


@pytest.fixture(scope="session")
def utility(ami_source: PostgresSource) -> DemoUtility:
    """The small demo ready to be given readings."""
    return load_demo_utility(ami_source, 1)


@pytest.fixture(scope="session")
def history(ami_source: PostgresSource, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with everything but readings: read only, please."""
    warehouse = Warehouse(tmp_path_factory.mktemp("ami") / "warehouse")
    prepare_history(ami_source, warehouse, 1)
    return warehouse


@pytest.fixture
def own_history(history: Warehouse, tmp_path: Path) -> Warehouse:
    """The same, of the test's own."""
    shutil.copytree(history.root, tmp_path / "warehouse")
    return Warehouse(tmp_path / "warehouse")
