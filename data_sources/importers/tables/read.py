"""Plain tables: one CSV, Parquet or GeoJSON file for each table of a network, with the user's own keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.coordinates import service_area, zone_by_longitude
from data_sources.importers.given import check_area, check_time_zone
from data_sources.importers.imported import AccountLine, ImportedNetwork
from data_sources.importers.tables.build import Builder
from data_sources.importers.tables.files import REJECTED_ENDING, find_tables, read_file, read_object
from data_sources.importers.tables.sheet import TableSheet
from data_sources.importers.tables.spec import TABLES, UTILITY, describe_columns

__all__ = ["describe_columns", "read_tables"]

UTILITY_FILE = "utility.json"


def read_tables(
    folder: Path, *, crs: str | None = None, skip_bad_rows: bool = False, name: str | None = None
) -> ImportedNetwork:
    """Read a folder of tables as a utility; `describe_columns` says what may be in it.

    Args:
        folder: holds substations, feeders, segments, transformers and meters; nodes, poles, customers, devices and
            utility.json where there are any.
        crs: reference system of all coordinates, e.g. "EPSG:2278"; None for longitude and latitude.
        skip_bad_rows: drop rows that cannot be taken and keep them, with reasons, in FILE.rejected.csv beside the file.
        name: of the utility; by default that of utility.json, else the folder's.

    Raises:
        ImportRefused: something cannot be taken; one sentence with file, row, column, value and what to do.
    """
    paths = find_tables(folder)
    utility = _utility(folder)
    raw = {table: read_file(table, path, crs) for table, path in paths.items()}
    sheets = {table: TableSheet(raw.get(table), table) for table in TABLES}
    builder = Builder(sheets, crs, skip_bad_rows)
    tables = builder.build()
    placed = ("nodes", "substations", "poles", "transformers", "meters", "devices")
    lon, lat = (np.concatenate([tables[table][axis].to_numpy() for table in placed]) for axis in ("lon", "lat"))
    path = np.frombuffer(b"".join(tables["segments"]["path"].to_pylist()), "<i4").reshape(-1, 2) * 1e-7
    lon, lat = np.concatenate([lon, path[:, 0]]), np.concatenate([lat, path[:, 1]])
    return ImportedNetwork(
        utility_name=name or utility.get("utility_name") or folder.resolve().name,
        time_zone=utility.get("time_zone") or zone_by_longitude(lon),
        service_area=utility.get("service_area") or service_area(lon, lat),
        source_note=f"tables of folder {folder.resolve().name}; live values are mean loads, not measurements",
        tables=tables,
        accounting=_accounting(builder, "time_zone" in utility),
    )


def _utility(folder: Path) -> dict[str, Any]:
    """What utility.json says, checked."""
    path = folder / UTILITY_FILE
    if not path.is_file():
        return {}
    found = read_object(path)
    known = [column.name for column in UTILITY]
    if unknown := [key for key in found if key not in known]:
        raise ImportRefused(f"{UTILITY_FILE}: {unknown[0]!r} is not known; it may hold {', '.join(known)}.")
    for key in ("utility_name", "time_zone"):
        if key in found and (not isinstance(found[key], str) or not found[key].strip() or "\0" in found[key]):
            raise ImportRefused(f"{UTILITY_FILE}: {key} is {json.dumps(found[key])}; give a text.")
    if "time_zone" in found:
        check_time_zone(found["time_zone"])
    if found.get("service_area") is not None:
        check_area(found["service_area"], UTILITY_FILE)
    return found


def _accounting(builder: Builder, has_time_zone: bool) -> tuple[AccountLine, ...]:
    lines = []
    for table, sheet in builder.sheets.items():
        if sheet.raw is None:
            continue
        note = f"{sheet.raw.path.name}" + (f"; {builder.place_notes[table]}" if builder.place_notes.get(table) else "")
        lines.append(AccountLine(table, len(sheet), "row", note))
        if sheet.rejected_count:
            kept = sheet.raw.path.name + REJECTED_ENDING
            lines.append(AccountLine(table, sheet.rejected_count, "rejected", f"kept with reasons in {kept}"))
    if builder.nodes_were_derived:
        lines.append(AccountLine("(added)", len(builder.sheets["nodes"]), "node", "ends of the segments' lines"))
    if builder.sheets["customers"].raw is None:
        lines.append(AccountLine("(added)", len(builder.sheets["customers"]), "account", "one for each active meter"))
    for sheet in builder.sheets.values():
        lines += [AccountLine("(warning)", 1, "column not used", f"{name} of {sheet.name}") for name in sheet.unused]
    if not has_time_zone:
        note = "no daylight saving; name one in utility.json"
        lines.append(AccountLine("(warning)", 1, "time zone taken from the longitude", note))
    return tuple(lines)
