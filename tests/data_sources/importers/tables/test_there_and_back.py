"""Plain tables: what the demo is exported as, in three formats, comes back as it went."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from data_sources.demo.utility.build import build_demo
from data_sources.importers.tables.read import read_tables
from data_sources.importers.tables.spec import TABLES
from tests.data_sources.importers.tables.hamlet import wkt


def plain(name: str, rows: pa.Table) -> pa.Table:
    """One table as somebody would export it."""
    if name != "segments":
        return rows
    return rows.drop_columns("path").append_column(
        "geometry", pa.array([wkt(path) for path in rows["path"].to_pylist()])
    )


def as_csv(name: str, rows: pa.Table, folder: Path) -> None:
    pacsv.write_csv(plain(name, rows), folder / f"{name}.csv")


def as_parquet(name: str, rows: pa.Table, folder: Path) -> None:
    pq.write_table(plain(name, rows), folder / f"{name}.parquet")


def as_geojson(name: str, rows: pa.Table, folder: Path) -> None:
    """Places as geometry where there are any; the other tables as CSV, as GIS exports come."""
    if "lon" not in rows.column_names and name != "segments":
        as_csv(name, rows, folder)
        return
    features = []
    for one in rows.to_pylist():
        properties = {key: str(value) if key == "updated_at" else value for key, value in one.items() if key != "path"}
        if name == "segments":
            points = np.frombuffer(one["path"], "<i4").reshape(-1, 2) * 1e-7
            geometry = {"type": "LineString", "coordinates": [[round(x, 7), round(y, 7)] for x, y in points.tolist()]}
        else:
            geometry = {"type": "Point", "coordinates": [properties.pop("lon"), properties.pop("lat")]}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / f"{name}.geojson").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def demo_tables() -> dict[str, pa.Table]:
    return dict(build_demo("small"))


@pytest.mark.parametrize("export", [as_csv, as_parquet, as_geojson])
def test_the_small_demo_comes_back_as_it_went(
    demo_tables: dict[str, pa.Table], tmp_path: Path, export: Callable[[str, pa.Table, Path], None]
) -> None:
    for name in TABLES:
        export(name, demo_tables[name], tmp_path)
    network = read_tables(tmp_path)
    for name in TABLES:
        before, after = by_name(demo_tables, name), by_name(network.tables, name)
        assert len(before) == len(after)
        for column in before.columns:
            assert same(before[column], after[column]), f"{name}.{column}"


def by_name(tables: Mapping[str, pa.Table], table: str) -> pd.DataFrame:
    """A table in the order of its names, every id exchanged for the name of what it points to."""
    frame = tables[table].drop_columns(["utility_id"]).to_pandas().drop(columns="updated_at", errors="ignore")
    for column in [name for name in frame.columns if name.endswith("_id")]:
        owner = next(parent for parent in TABLES if column.endswith(parent.removesuffix("s") + "_id"))
        key, label = tables[owner].column_names[0], "account_number" if owner == "customers" else f"{owner[:-1]}_name"
        labels = dict(zip(tables[owner][key].to_pylist(), tables[owner][label].to_pylist(), strict=True))
        frame[column] = frame[column].map(labels)
    return frame.sort_values(frame.columns[0], ignore_index=True)


def same(before: pd.Series[Any], after: pd.Series[Any]) -> bool:
    if before.dtype.kind == "f":
        return bool(np.allclose(before, after, rtol=1e-6, atol=1e-9))
    return bool(((before == after) | (before.isna() & after.isna())).all())
