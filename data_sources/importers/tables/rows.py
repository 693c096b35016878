"""Settled sheets to the rows of the schema: the user's keys become dense ids."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.importers.coordinates import encode_path
from data_sources.importers.imported import SCHEMAS
from data_sources.importers.tables.places import LinePlaces
from data_sources.importers.tables.sheet import Ints, TableSheet
from data_sources.importers.tables.spec import TABLES
from data_sources.importers.tables.status import status_tables


def make_tables(sheets: dict[str, TableSheet], lines: LinePlaces) -> dict[str, pa.Table]:
    """Rows of the schema from settled sheets, with first live rows.

    Ids are numbered by substation, feeder, transformer, meter; what has no place in that order keeps the file's.
    """
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    order = _orders(sheets)
    rank = {name: _rank(rows) for name, rows in order.items()}
    columns = {name: _columns(sheets[name], rank) for name in order}
    path = [_path(sheets, lines, row) for row in range(len(sheets["segments"]))]
    columns["segments"]["path"] = np.array(path, dtype=object)
    columns["devices"]["updated_at"] = np.full(len(sheets["devices"]), now, dtype=object)
    tables = {name: _arrow(name, values, order[name]) for name, values in columns.items()}
    live = status_tables(tables, sheets["transformers"]["load_kw"][order["transformers"]], now)
    return {**tables, **live}


def _orders(sheets: dict[str, TableSheet]) -> dict[str, Ints]:
    order: dict[str, Ints] = {name: np.arange(len(sheet)) for name, sheet in sheets.items()}
    chain = (("feeders", "substation_id#", "substations"), ("transformers", "feeder_id#", "feeders"),
             ("meters", "transformer_id#", "transformers"), ("customers", "meter_id#", "meters"))  # fmt: skip
    for name, link, parent in chain:
        order[name] = np.argsort(_rank(order[parent])[sheets[name][link]], kind="stable")
    return order


def _columns(sheet: TableSheet, rank: dict[str, Ints]) -> dict[str, NDArray[Any]]:
    """Every column of the schema, in the order of the file; links as ids."""
    name = sheet.name
    parents = {column.name: column.refers_to for column in TABLES[name]} | {
        "feeder_id": "feeders",
        "node_id": "nodes",
    }
    found: dict[str, NDArray[Any]] = {}
    for position, column in enumerate(SCHEMAS[name].names):
        if position == 0:
            found[column] = rank[name] + 1
        elif column == "utility_id":
            found[column] = np.ones(len(sheet), dtype=np.int64)
        elif column + "#" in sheet.columns:
            links = sheet[column + "#"]
            ids = np.full(len(links), None, dtype=object)
            ids[links >= 0] = rank[parents[column]][links[links >= 0]] + 1
            found[column] = ids
        elif column in sheet.columns:
            found[column] = sheet[column]
    return found


def _path(sheets: dict[str, TableSheet], lines: LinePlaces, row: int) -> bytes:
    if lines.is_given[row]:
        return lines.path(row)
    segments, nodes = sheets["segments"], sheets["nodes"]
    ends = [segments["from_node_id#"][row], segments["to_node_id#"][row]]
    return encode_path(nodes["lon"][ends], nodes["lat"][ends])


def _rank(order: Ints) -> Ints:
    """Where each row of the file comes in the order."""
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank


def _arrow(name: str, columns: dict[str, NDArray[Any]], order: Ints) -> pa.Table:
    schema = SCHEMAS[name]
    arrays = []
    for field in schema:
        values = columns[field.name][order]
        if pa.types.is_boolean(field.type):
            values = values.astype(np.float64) > 0
        elif pa.types.is_integer(field.type) and values.dtype != object:
            values = np.round(values).astype(np.int64)
        arrays.append(pa.array(values.tolist() if values.dtype == object else values).cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
