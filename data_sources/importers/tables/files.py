"""Files of a folder as raw tables: CSV, Parquet or GeoJSON, every value still as it was written."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from data_sources.errors import ImportRefused
from data_sources.importers.quotes import refuse_swallowed_lines
from data_sources.importers.tables.spec import REQUIRED_TABLES, TABLES

ENDINGS = (".csv", ".parquet", ".geojson")
# How names of the reference system of GeoJSON end: "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326".
WGS84 = (":CRS84", ":4326", "WGS84", "WGS 84")
REJECTED_ENDING = ".rejected.csv"


@dataclass(frozen=True, slots=True)
class RawTable:
    """One file.

    Attributes:
        name: the table's name.
        path: the file.
        unit: what a person calls a row of it: "line", "row" or "feature".
        first: number of the first one.
        rows: columns as read (CSV: text); GeoJSON geometries as text in a column `geometry`, points in lon and lat.
    """

    name: str
    path: Path
    unit: str
    first: int
    rows: pa.Table


def find_tables(folder: Path) -> dict[str, Path]:
    """The file of each table that is there.

    Raises:
        ImportRefused: no folder, a required table is missing, two files for one, or a name that is nearly right.
    """
    if not folder.is_dir():
        raise ImportRefused(f"There is no folder {folder}.")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = path.stem.lower()
        if path.suffix.lower() not in ENDINGS or path.name.endswith(REJECTED_ENDING) or name == "utility":
            continue
        if path.name.startswith("."):  # what macOS keeps beside a file on other people's disks
            continue
        if name in found:
            raise ImportRefused(f"{folder.name} holds {found[name].name} and {path.name}; keep one of them.")
        if name not in TABLES:
            near = difflib.get_close_matches(name, TABLES, 1)
            hint = f"did you mean {near[0]}{path.suffix}?" if near else f"tables are {', '.join(TABLES)}."
            raise ImportRefused(f"{path.name} is no table of a network; {hint}")
        found[name] = path
    if missing := [table for table in REQUIRED_TABLES if table not in found]:
        raise ImportRefused(
            f"{folder.name} has no {missing[0]} table; add {missing[0]}.csv, .parquet or .geojson "
            f"(`fluxops import tables --columns` says what goes into it)."
        )
    return found


def read_file(name: str, path: Path, crs: str | None = None) -> RawTable:
    """Read one file; a reference system that it names itself counts only where none was given.

    Raises:
        ImportRefused: it is not what its ending says.
    """
    try:
        if path.suffix.lower() == ".csv":
            return RawTable(name, path, "line", 2, _plain_names(_read_csv(path)))
        if path.suffix.lower() == ".parquet":
            return RawTable(name, path, "row", 1, _plain_names(pq.read_table(path)))
        return RawTable(name, path, "feature", 1, _plain_names(_read_geojson(path, crs)))
    except (pa.ArrowException, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
        raise ImportRefused(f"{path.name} cannot be read as {path.suffix[1:]}: {reason}.") from error
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def read_object(path: Path) -> dict[str, Any]:
    """A JSON object.

    Raises:
        ImportRefused: it is something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ImportRefused(f"{path.name} cannot be read as JSON: {error}.") from error
    if not isinstance(found, dict):
        raise ImportRefused(f"{path.name} must hold one JSON object.")
    return found


def _read_csv(path: Path) -> pa.Table:
    """Every column as text: what a number is, the column's kind decides."""
    with path.open("rb") as file:
        header = file.readline().decode("utf-8-sig").strip()
    if not header:
        raise ValueError("it is empty")
    delimiter = max(",;\t", key=header.count)
    refuse_swallowed_lines(path, "utf-8", delimiter, header.count(delimiter) + 1)
    parse = pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    names = pacsv.open_csv(path, parse_options=parse).schema.names
    convert = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    return pacsv.read_csv(path, parse_options=parse, convert_options=convert)


def _plain_names(rows: pa.Table) -> pa.Table:
    """Columns by their names without case and blanks; each name once."""
    names = [name.strip().lower() for name in rows.column_names]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise ValueError(
            f"the column {twice[0] or 'without a name'} stands there {names.count(twice[0])} times; keep one"
        )
    return rows.rename_columns(names)


def _read_geojson(path: Path, crs: str | None) -> pa.Table:
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    features = document["features"]
    if crs is None and document.get("crs") is not None:
        _refuse_other_system(path, document["crs"])
    keys = dict.fromkeys(key for feature in features for key in (feature.get("properties") or {}))
    columns: dict[str, list[Any]] = {
        key: [_plain((feature.get("properties") or {}).get(key)) for feature in features] for key in keys
    }
    shapes = [feature.get("geometry") or {} for feature in features]
    if any(shape.get("type") == "Point" for shape in shapes):
        for axis, name in enumerate(("lon", "lat")):
            columns[name] = [_axis(shape, axis) for shape in shapes]
    elif any(shapes):
        columns["geometry"] = [_line_text(shape) for shape in shapes]
    arrays = [pa.array(values, pa.string()) for values in columns.values()]
    return pa.Table.from_arrays(arrays, names=list(columns))


def _plain(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else json.dumps(value)


def _refuse_other_system(path: Path, crs: Any) -> None:
    """The member `crs` of GeoJSON before RFC 7946: degrees of another datum look like those of WGS 84."""
    name = str((crs.get("properties") or {}).get("name") or crs.get("type"))
    if not name.upper().endswith(WGS84):
        raise ImportRefused(f"{path.name} names the reference system {name[:80]}; give it with --crs for all files.")


def _axis(shape: dict[str, Any], axis: int) -> str | None:
    """A coordinate of a Point; nothing for no geometry and for a Point without coordinates (RFC 7946, section 3.1)."""
    coordinates = shape.get("coordinates")
    return repr(float(coordinates[axis])) if coordinates else None


def _line_text(shape: dict[str, Any]) -> str | None:
    """A GeoJSON LineString in the WKT of the other formats; other shapes by name, to be refused with their row."""
    if not shape:
        return None
    parts = {"LineString": [shape.get("coordinates")], "MultiLineString": shape.get("coordinates") or []}
    lines = parts.get(shape["type"], [])
    if len(lines) != 1 or not lines[0]:
        return str(shape["type"])
    return "LINESTRING (" + ", ".join(f"{point[0]!r} {point[1]!r}" for point in lines[0]) + ")"
