"""What the readings belong to, copied from the live database into the warehouse as a whole."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import arrow_schema

NETWORK = ("substations", "feeders", "transformers", "poles", "meters", "customers")


def stamp_of(row: Mapping[str, object]) -> str:
    """What tells one load of a utility (a row of `hist_utilities`) from any before or after it."""
    loaded_at = row["loaded_at"]
    assert isinstance(loaded_at, dt.datetime)
    size = zlib.crc32(str(row["source_note"]).encode())
    return f"{row['utility_id']}/{row['seed']}/{loaded_at.isoformat()}/{size:08x}"


def network_rows(source: Source) -> dict[str, pa.Table]:
    """What changes only when a network is loaded."""
    utilities = source.fetch(Query.of("hist_utilities"))
    found = {"utilities": utilities}
    for name in NETWORK:
        found[name] = _of_all(source, utilities, name)
    found["transformers"] = with_nulls(found["transformers"], "pole_id")
    found["customers"] = with_nulls(found["customers"], "critical_kind")
    return found


def write_table(warehouse: Warehouse, name: str, rows: pa.Table) -> tuple[str, Part]:
    """A dimension as a file that counts once it is committed."""
    return name, warehouse.write(name, as_stored(name, rows), role="table")


def with_tables(parts: list[tuple[str, Part]]) -> Callable[[Manifest], Manifest]:
    """The change that puts whole tables in the place of what was there; files of one utility's own stay beside them."""

    def change(manifest: Manifest) -> Manifest:
        for name, part in parts:
            manifest = manifest.with_table(name, *(one for one in manifest.of(name) if one.scope), part)
        return manifest

    return change


def as_stored(name: str, rows: pa.Table) -> pa.Table:
    """The columns and types of a table of the warehouse; instants lose their zone (they are UTC)."""
    schema = arrow_schema(name)
    columns = []
    for field in schema:
        column = rows[field.name]
        if pa.types.is_timestamp(column.type) and column.type.tz:
            column = column.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))
        columns.append(column.cast(field.type))
    return pa.table(columns, schema=schema)


def _of_all(source: Source, utilities: pa.Table, name: str) -> pa.Table:
    ids = utilities["utility_id"].to_pylist() or [0]  # of nobody there is a table without rows
    return pa.concat_tables([source.fetch(Query.of(f"hist_{name}", utility_id=one)) for one in ids])


def with_nulls(rows: pa.Table, column: str) -> pa.Table:
    """Bulk statements answer no NULL: -1, NaN and the empty text stand for it."""
    values = rows[column].combine_chunks()
    absent = np.asarray(values.to_numpy(zero_copy_only=False))
    mask = absent == "" if pa.types.is_string(values.type) else ~(absent >= 0)
    place = rows.schema.get_field_index(column)
    return rows.set_column(place, column, pa.array(absent, values.type, mask=mask))
