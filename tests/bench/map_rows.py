"""The rows all peers draw: the demo utility, read once from the product's own database and kept as Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.connect import connect_live
from data_sources.query import Query
from layers.projection import to_mercator
from layers.viewport import Viewport

WIDTH, HEIGHT = 1430, 850
SHARES = {"full": 1.0, "quarter": 0.25, "twentieth": 0.05, "hundredth": 0.01}
LAYERS = ("segments", "poles", "transformers", "meters")
MARGIN = 1.04  # the network does not touch the edge of the full extent


@dataclass(frozen=True)
class Rows:
    """Where the rows are, and the views to look at.

    Attributes:
        home: FLUXOPS_HOME of the product, with the same rows in its database.
        folder: one Parquet file a layer.
        utility_id: the demo utility in that database.
        extent: x0, x1, y0, y1 of the rows in Web Mercator metres.
        views: a view by name of its share of the full extent's width.
        counts: rows by layer.
    """

    home: Path
    folder: Path
    utility_id: int
    extent: dict[str, float]
    views: dict[str, Viewport]
    counts: dict[str, int]


def prepare(home: Path, scale: str) -> Rows:
    """Make the demo utility in an empty home and export what a map needs of it."""
    from data_sources.demo.utility.load import load_demo  # the peers' servers only read the files

    live = connect_live(None, home)
    try:
        utility_id = load_demo(live.source, "small" if scale == "small" else "full")
        tables = {name: live.source.fetch(Query.of(f"map_{name}", utility_id=utility_id)) for name in LAYERS}
    finally:
        live.close()
    tables["segments"] = with_ends(tables["segments"])
    folder = home / "bench-rows"
    folder.mkdir()
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return rows_in(home, folder, utility_id)


def rows_in(home: Path, folder: Path, utility_id: int) -> Rows:
    """What a folder of exported rows holds."""
    tables = {name: read(folder, name) for name in LAYERS}
    extent = extent_of(tables)
    views = views_of(extent, tables["meters"])
    return Rows(home, folder, utility_id, extent, views, {name: table.num_rows for name, table in tables.items()})


def read(folder: Path, name: str) -> pa.Table:
    """One layer's rows."""
    return pq.read_table(folder / f"{name}.parquet")


def with_ends(segments: pa.Table) -> pa.Table:
    """The path of every segment replaced by its two ends, in degrees: what a LineLayer and hv.Segments take."""
    paths = [np.frombuffer(path, "<i4").reshape(-1, 2)[[0, -1]] for path in segments["path"].to_pylist()]
    ends = np.asarray(paths, np.int32).reshape(-1, 4) * 1e-7
    bare = segments.drop_columns(["path"])
    for place, name in enumerate(("from_lon", "from_lat", "to_lon", "to_lat")):
        bare = bare.append_column(name, pa.array(ends[:, place]))
    return bare


def extent_of(tables: Mapping[str, pa.Table]) -> dict[str, float]:
    """The box around all rows."""
    lon = [table[name].to_numpy() for table in tables.values() for name in table.column_names if name.endswith("lon")]
    lat = [table[name].to_numpy() for table in tables.values() for name in table.column_names if name.endswith("lat")]
    all_lon, all_lat = np.concatenate(lon), np.concatenate(lat)
    x, y = to_mercator([all_lon.min(), all_lon.max()], [all_lat.min(), all_lat.max()])
    return {"x0": float(x[0]), "x1": float(x[1]), "y0": float(y[0]), "y1": float(y[1])}


def views_of(extent: Mapping[str, float], meters: pa.Table) -> dict[str, Viewport]:
    """The full extent, and nearer views of where the most meters are: the hardest place of each size."""
    scale = MARGIN * max((extent["x1"] - extent["x0"]) / WIDTH, (extent["y1"] - extent["y0"]) / HEIGHT)
    full = Viewport.around((extent["x0"] + extent["x1"]) / 2, (extent["y0"] + extent["y1"]) / 2, scale, WIDTH, HEIGHT)
    x, y = densest(*to_mercator(meters["lon"], meters["lat"]), cell=(full.x1 - full.x0) / 100)
    near = {name: Viewport.around(x, y, scale * share, WIDTH, HEIGHT) for name, share in SHARES.items()}
    return {**near, "full": full}


def densest(x: np.ndarray, y: np.ndarray, cell: float) -> tuple[float, float]:
    """The middle of the square cell with the most points."""
    columns, rows = ((x - x.min()) // cell).astype(int), ((y - y.min()) // cell).astype(int)
    width = columns.max() + 1
    row, column = divmod(int(np.bincount(rows * width + columns).argmax()), int(width))
    return float(x.min() + (column + 0.5) * cell), float(y.min() + (row + 0.5) * cell)
