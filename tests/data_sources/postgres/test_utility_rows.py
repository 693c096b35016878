"""Which utility a person means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import Numbering, has_utilities, utilities, utility_named
from tests.data_sources.importers.tables.hamlet import write


def test_the_only_utility_needs_no_name(empty_source: PostgresSource, tmp_path: Path) -> None:
    assert not has_utilities(empty_source)
    with pytest.raises(ImportRefused, match="there is none"):
        utility_named(empty_source, None)
    network = read_tables(write(tmp_path))
    write_network(empty_source, replace(network, utility_name="North"), replace=False, actor="test")
    assert utility_named(empty_source, None) == 1
    write_network(empty_source, replace(network, utility_name="South"), replace=False, actor="test")
    assert utilities(empty_source) == [(1, "North"), (2, "South")]
    assert utility_named(empty_source, "South") == 2
    with pytest.raises(ImportRefused, match="Name the utility; there are 'North', 'South'"):
        utility_named(empty_source, None)
    with pytest.raises(ImportRefused, match="no utility named 'West'"):
        utility_named(empty_source, "West")


def test_assets_of_several_kinds_are_numbered_each_by_its_own() -> None:
    """Own numbers count from 1; poles kept their ids by name, transformers follow the highest in use."""
    ids = Numbering({"transformer": 500, "pole": 90, "utility": 2}, {"pole": np.array([0, 17, 91])})
    rows = pa.table({"asset_kind": ["pole", "transformer", "pole"], "asset_id": pa.array([2, 1, 1], pa.int32())})
    assert ids.numbered(rows)["asset_id"].to_pylist() == [91, 501, 17]
