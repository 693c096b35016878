"""A small utility for meters nobody knows yet, so that somebody with nothing but a file of readings can look at it.

One substation; for each file a feeder, a transformer and its meters, in a row to the east. It is written by the same
code as any network of plain tables, and says in its note that its network is made up.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data_sources.errors import ImportRefused
from data_sources.importers.imported import ImportReport
from data_sources.importers.readings.options import NewUtility
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource

STEP = 0.002  # degrees between things: some 200 m
FEEDER_KV = 12.47
KVA_A_METER = 10.0

Row = dict[str, object]


def make_utility(
    source: PostgresSource, new: NewUtility, meters: Mapping[str, Sequence[str]], time_zone: str, actor: str
) -> ImportReport:
    """Write the utility.

    Args:
        source: the live database.
        new: its name and place.
        meters: names of the meters by file.
        time_zone: IANA name.
        actor: who, for the audit row.

    Raises:
        ImportRefused: there is a utility of that name, a name of a meter twice, or a place that is not on the earth.
    """
    if not (-180 <= new.lon <= 180 and -85 <= new.lat <= 85):
        raise ImportRefused(f"--lon {new.lon:g} --lat {new.lat:g} is no place in degrees.")
    with tempfile.TemporaryDirectory(prefix="flux-meters-") as folder:
        _write_tables(Path(folder), new, meters, time_zone)
        network = read_tables(Path(folder))
    note = f"meters of {', '.join(meters)}; the network around them is made up"
    return write_network(source, replace(network, source_note=note), replace=False, actor=actor)


def _write_tables(folder: Path, new: NewUtility, meters: Mapping[str, Sequence[str]], time_zone: str) -> None:
    utility = {"utility_name": new.name, "time_zone": time_zone}
    (folder / "utility.json").write_text(json.dumps(utility), encoding="utf-8")
    tables: dict[str, list[Row]] = {"feeders": [], "segments": [], "transformers": [], "meters": []}
    tables["substations"] = [
        {"substation_id": "S", "substation_name": f"{new.name} supply", "lon": new.lon, "lat": new.lat}
    ]
    for number, (file, names) in enumerate(meters.items(), 1):
        lon, lat = new.lon + STEP, new.lat + STEP * (number - 1)
        line = f"LINESTRING ({new.lon} {new.lat}, {lon} {lat})"
        tables["feeders"].append(
            {"feeder_id": number, "substation_id": "S", "feeder_name": file, "voltage_kv": FEEDER_KV}
        )
        tables["segments"].append({"segment_id": number, "feeder_id": number, "geometry": line})
        tables["transformers"].append({
            "transformer_id": number, "transformer_name": f"{file} transformer", "feeder_id": number,
            "rated_kva": max(KVA_A_METER * len(names), 25.0), "lon": lon, "lat": lat,
        })  # fmt: skip
        tables["meters"] += [
            {"meter_id": f"{number}-{place}", "meter_name": name, "transformer_id": number,
             "lon": lon + STEP / 20 * (1 + place % 40), "lat": lat + STEP / 20 * (place // 40)}
            for place, name in enumerate(names)
        ]  # fmt: skip
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file_:
            writer = csv.DictWriter(file_, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
