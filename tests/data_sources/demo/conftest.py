"""The small demo, built once for all tests of this folder."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from data_sources.demo.build import build_demo

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
