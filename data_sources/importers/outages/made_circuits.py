"""A utility for lists of outages of circuits that nobody knows: substations, a feeder a circuit, its customers.

Customers served are shared among the circuits in proportion to the largest interruption of each, since a list tells no
better; they are meters around one transformer a circuit, near the outages that have a place, else in rows to the north.
The network is written by the same code as any network of plain tables, and says in its note that it is made up.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.imported import ImportReport
from data_sources.importers.outages.feeders import circuit_key
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.headings import evened
from data_sources.importers.readings.made_utility import FEEDER_KV, KVA_A_METER, STEP
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from data_sources.studies.reliability.record import coded

MOST_CUSTOMERS = 3_000_000
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class NewCircuits:
    """A utility to be made of a list.

    Attributes:
        name: of the utility.
        lon: degrees, WGS 84.
        lat: degrees, WGS 84.
        customers_served: active service points.
        time_zone: IANA name.
    """

    name: str
    lon: float
    lat: float
    customers_served: int
    time_zone: str


def make_circuits(source: PostgresSource, new: NewCircuits, outages: ListedOutages, actor: str) -> ImportReport:
    """Write the utility.

    Args:
        source: the live database.
        new: what is known of it.
        outages: whose circuits they are.
        actor: who, for the audit row.

    Raises:
        ImportRefused: there is a utility of that name, a place that is not on the earth, or fewer customers than
            circuits.
    """
    if not (-180 <= new.lon <= 180 and -85 <= new.lat <= 85):
        raise ImportRefused(f"--lon {new.lon:g} --lat {new.lat:g} is no place in degrees.")
    keys, place = coded(np.array([circuit_key(name) for name in outages.circuit.tolist()], dtype=object))
    first = np.unique(place, return_index=True)[1].tolist()
    names = [evened(outages.circuit[row]) or key for key, row in zip(keys, first, strict=True)]
    if not len(names) <= new.customers_served <= MOST_CUSTOMERS:
        raise ImportRefused(
            f"--customers-served {new.customers_served:,} must lie between {len(names):,}, the list's circuits, and "
            f"{MOST_CUSTOMERS:,}."
        )
    with tempfile.TemporaryDirectory(prefix="flux-circuits-") as folder:
        _write_tables(Path(folder), new, names, _shares(outages, place, len(names), new), _centres(outages, place, new))
        network = read_tables(Path(folder))
    note = "circuits of a list of outages; the network around them and how many customers each serves are made up"
    return write_network(source, replace(network, source_note=note), replace=False, actor=actor)


def _shares(outages: ListedOutages, place: Ints, count: int, new: NewCircuits) -> Ints:
    """Customers of each circuit, at least one, which add up to those served (largest remainders)."""
    largest = np.ones(count)
    np.maximum.at(largest, place, outages.customers)
    exact = largest / largest.sum() * (new.customers_served - count)
    shares = np.floor(exact).astype(np.int64)
    rest = new.customers_served - count - int(shares.sum())
    shares[np.argsort(-(exact - shares), kind="stable")[:rest]] += 1
    return np.asarray(shares + 1, np.int64)


def _centres(outages: ListedOutages, place: Ints, new: NewCircuits) -> Floats:
    """(lon, lat) of each circuit, shape (circuits, 2)."""
    count = int(place.max()) + 1
    row = np.arange(count)
    centres = np.column_stack([np.full(count, new.lon + STEP), new.lat + STEP * row])
    known = np.isfinite(outages.lon) & np.isfinite(outages.lat)
    for axis, values in enumerate((outages.lon, outages.lat)):
        sums = np.bincount(place[known], weights=values[known], minlength=count)
        times = np.bincount(place[known], minlength=count)
        centres[:, axis] = np.divide(sums, times, out=centres[:, axis].copy(), where=times > 0)
    return centres


def _write_tables(folder: Path, new: NewCircuits, names: list[str], shares: Ints, centres: Floats) -> None:
    utility = {"utility_name": new.name, "time_zone": new.time_zone}
    (folder / "utility.json").write_text(json.dumps(utility), encoding="utf-8")
    supply = {"substation_id": "S", "substation_name": f"{new.name} supply", "lon": new.lon, "lat": new.lat}
    _write(folder / "substations.csv", iter([supply]))
    circuits = list(zip(range(1, len(names) + 1), names, shares.tolist(), *centres.T.tolist(), strict=True))
    _write(folder / "feeders.csv", (
        {"feeder_id": number, "substation_id": "S", "feeder_name": name, "voltage_kv": FEEDER_KV}
        for number, name, *_ in circuits
    ))  # fmt: skip
    _write(folder / "segments.csv", (
        {"segment_id": number, "feeder_id": number, "geometry": f"LINESTRING ({new.lon} {new.lat}, {lon} {lat})"}
        for number, _, _, lon, lat in circuits
    ))  # fmt: skip
    _write(folder / "transformers.csv", (
        {"transformer_id": number, "transformer_name": f"{name} transformer", "feeder_id": number,
         "rated_kva": max(KVA_A_METER * share, 25.0), "lon": lon, "lat": lat}
        for number, name, share, lon, lat in circuits
    ))  # fmt: skip
    _write(folder / "meters.csv", (
        {"meter_id": f"{number}-{place}", "meter_name": f"{name} {place + 1}", "transformer_id": number,
         "lon": lon + STEP / 20 * (1 + place % 40), "lat": lat + STEP / 20 * (place // 40)}
        for number, name, share, lon, lat in circuits for place in range(share)
    ))  # fmt: skip


def _write(path: Path, rows: Iterator[Row]) -> None:
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
