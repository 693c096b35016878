"""What every importer makes, whatever the format: rows with ids counted from 1, and an account of their origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

# Column types of the network tables (schema 001); every importer builds its rows to these.
SCHEMAS: dict[str, pa.Schema] = {
    "substations": pa.schema({
        "substation_id": pa.int32(), "utility_id": pa.int32(), "substation_name": pa.string(), "lon": pa.float64(),
        "lat": pa.float64(), "voltage_kv": pa.float32(), "capacity_mva": pa.float32(),
    }),
    "feeders": pa.schema({
        "feeder_id": pa.int32(), "utility_id": pa.int32(), "substation_id": pa.int32(), "feeder_name": pa.string(),
        "voltage_kv": pa.float32(), "head_node_id": pa.int32(), "rated_a": pa.float32(), "rated_kva": pa.float32(),
        "peak_load_kw": pa.float32(),
    }),
    "nodes": pa.schema({
        "node_id": pa.int32(), "utility_id": pa.int32(), "node_name": pa.string(), "lon": pa.float64(),
        "lat": pa.float64(),
    }),
    "segments": pa.schema({
        "segment_id": pa.int32(), "utility_id": pa.int32(), "feeder_id": pa.int32(), "segment_name": pa.string(),
        "from_node_id": pa.int32(), "to_node_id": pa.int32(), "phases": pa.string(), "voltage_kv": pa.float32(),
        "length_m": pa.float32(), "is_underground": pa.bool_(), "conductor": pa.string(), "rated_a": pa.float32(),
        "installed_year": pa.int16(), "path": pa.binary(),
    }),
    "poles": pa.schema({
        "pole_id": pa.int32(), "utility_id": pa.int32(), "feeder_id": pa.int32(), "node_id": pa.int32(),
        "pole_name": pa.string(), "lon": pa.float64(), "lat": pa.float64(), "material": pa.string(),
        "height_m": pa.float32(), "installed_year": pa.int16(), "health_score": pa.float32(),
    }),
    "transformers": pa.schema({
        "transformer_id": pa.int32(), "utility_id": pa.int32(), "feeder_id": pa.int32(), "node_id": pa.int32(),
        "secondary_node_id": pa.int32(), "pole_id": pa.int32(), "transformer_name": pa.string(), "kind": pa.string(),
        "phases": pa.string(), "rated_kva": pa.float32(), "primary_kv": pa.float32(), "secondary_v": pa.float32(),
        "is_underground": pa.bool_(), "installed_year": pa.int16(), "health_score": pa.float32(),
        "peak_load_kw": pa.float32(), "customers_served": pa.int32(), "lon": pa.float64(), "lat": pa.float64(),
    }),
    "meters": pa.schema({
        "meter_id": pa.int32(), "utility_id": pa.int32(), "feeder_id": pa.int32(), "transformer_id": pa.int32(),
        "node_id": pa.int32(), "meter_name": pa.string(), "lon": pa.float64(), "lat": pa.float64(),
        "phases": pa.string(), "nominal_voltage_v": pa.float32(), "customer_class": pa.string(),
        "monthly_kwh": pa.float32(), "has_solar": pa.bool_(), "has_ev": pa.bool_(), "is_active": pa.bool_(),
    }),
    "customers": pa.schema({
        "customer_id": pa.int32(), "utility_id": pa.int32(), "meter_id": pa.int32(), "account_number": pa.string(),
        "customer_class": pa.string(), "is_active": pa.bool_(), "critical_kind": pa.string(),
        "customer_name": pa.string(), "service_address": pa.string(), "phone": pa.string(),
    }),
    "devices": pa.schema({
        "device_id": pa.int32(), "utility_id": pa.int32(), "feeder_id": pa.int32(), "segment_id": pa.int32(),
        "other_feeder_id": pa.int32(), "device_name": pa.string(), "kind": pa.string(), "phases": pa.string(),
        "rated_a": pa.float32(), "is_normally_open": pa.bool_(), "is_open": pa.bool_(), "lon": pa.float64(),
        "lat": pa.float64(), "updated_at": pa.timestamp("us", tz="UTC"),
    }),
    "transformer_status": pa.schema({
        "transformer_id": pa.int32(), "utility_id": pa.int32(), "feeder_id": pa.int32(), "load_kw": pa.float32(),
        "load_pct": pa.float32(), "voltage_v": pa.float32(), "is_energized": pa.bool_(),
        "updated_at": pa.timestamp("us", tz="UTC"),
    }),
    "feeder_status": pa.schema({
        "feeder_id": pa.int32(), "utility_id": pa.int32(), "load_kw": pa.float32(), "load_pct": pa.float32(),
        "current_a": pa.float32(), "voltage_kv": pa.float32(), "power_factor": pa.float32(), "is_energized": pa.bool_(),
        "updated_at": pa.timestamp("us", tz="UTC"),
    }),
    "feeder_summary": pa.schema({
        "feeder_id": pa.int32(), "utility_id": pa.int32(), "substation_id": pa.int32(), "segments": pa.int32(),
        "poles": pa.int32(), "transformers": pa.int32(), "meters": pa.int32(), "customers_served": pa.int32(),
        "length_km": pa.float32(), "average_health_score": pa.float32(),
    }),
}  # fmt: skip


_TOLD = ("substations", "feeders", "nodes", "segments", "poles", "transformers", "meters", "customers", "devices")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What became of some things of one class.

    Attributes:
        element: the class in the format it came from, e.g. "Line".
        count: how many of them.
        became: what they are here, e.g. "segment + switch".
        note: the rule or assumption behind it.
    """

    element: str
    count: int
    became: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedNetwork:
    """A utility ready to be written.

    Attributes:
        utility_name: unique in the database.
        time_zone: IANA name.
        service_area: GeoJSON Polygon or MultiPolygon, lon/lat.
        source_note: where the rows came from, in words.
        tables: rows by table; ids count from 1, every utility_id is 1.
        accounting: what became what.
    """

    utility_name: str
    time_zone: str
    service_area: Mapping[str, Any]
    source_note: str
    tables: Mapping[str, pa.Table]
    accounting: tuple[AccountLine, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import wrote.

    Attributes:
        utility_id: of the new utility.
        utility_name: its name.
        row_counts: rows written, by table.
        lines: what became what.
        has_replaced: whether a utility of the same name was removed.
    """

    utility_id: int
    utility_name: str
    row_counts: Mapping[str, int]
    lines: tuple[AccountLine, ...]
    has_replaced: bool

    @property
    def title(self) -> str:
        """One sentence: what is there now."""
        counts = ", ".join(f"{self.row_counts[table]:,} {table}" for table in _TOLD if self.row_counts.get(table))
        verb = "replaced" if self.has_replaced else "imported"
        return f"{self.utility_name} {verb} as utility {self.utility_id}: {counts}"


def format_accounting(accounting: tuple[AccountLine, ...]) -> str:
    """The account as an aligned text table, one line an entry, with the total of each class."""
    totals: dict[str, int] = {}
    for line in accounting:
        totals[line.element] = totals.get(line.element, 0) + line.count
    rows = [("class", "total", "count", "became", "note")]
    seen: set[str] = set()
    for line in accounting:
        total = "" if line.element in seen else f"{totals[line.element]:,}"
        rows.append(("" if line.element in seen else line.element, total, f"{line.count:,}", line.became, line.note))
        seen.add(line.element)
    width = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{a:<{width[0]}}  {b:>{width[1]}}  {c:>{width[2]}}  {d:<{width[3]}}  {e}".rstrip() for a, b, c, d, e in rows
    )


class Ledger:
    """Entries in the order in which they first came up."""

    def __init__(self) -> None:
        """Empty."""
        self._counts: dict[tuple[str, str, str], int] = {}

    def add(self, source: str, became: str, note: str = "", count: int = 1) -> None:
        """Count things of one class that became the same for the same reason."""
        key = (source, became, note)
        self._counts[key] = self._counts.get(key, 0) + count

    def lines(self) -> tuple[AccountLine, ...]:
        """The account, entries of one class together."""
        first = {source: index for index, (source, _, _) in reversed(list(enumerate(self._counts)))}
        entries = sorted(self._counts.items(), key=lambda entry: first[entry[0][0]])
        return tuple(AccountLine(source, count, became, note) for (source, became, note), count in entries if count)
