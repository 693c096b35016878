"""The columns that plain tables may have: used to check files, and printed by `fluxops import tables --columns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "number", "integer", "yes/no", "choice", "geometry"]

PHASES = ("A", "B", "C", "AB", "AC", "BC", "ABC", "S")
DEVICE_KINDS = ("breaker", "recloser", "sectionaliser", "fuse", "switch", "tie")
TRANSFORMER_KINDS = ("service", "substation", "regulator", "step")
CLASSES = ("residential", "commercial", "industrial")

# No quantity of a network comes near it in the unit of its column, and sums of many fit the database's types.
LARGEST = 1e9
# No line in service has a higher voltage: a greater number is in volts.
HIGHEST_KV = 1200.0


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column a file may have.

    Attributes:
        name: as in the file's header.
        kind: "id" is any text or number that names a row; "yes/no" takes yes/no, true/false, 1/0.
        about: what it means, with its unit.
        is_required: a row without it is refused.
        default: what a missing value becomes, in words.
        refers_to: for an id, the table that it must be found in.
        choices: for a choice, what it may be.
        low: smallest value allowed.
        high: largest value allowed.
    """

    name: str
    kind: Kind
    about: str
    is_required: bool = False
    default: str = ""
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def _id(name: str, about: str, to: str = "", required: bool = False, default: str = "") -> ColumnSpec:
    return ColumnSpec(name, "id", about, required, default, to)


def _number(
    name: str, about: str, default: str = "", required: bool = False, low: float | None = 0.0,
    high: float | None = LARGEST,
) -> ColumnSpec:  # fmt: skip
    return ColumnSpec(name, "number", about, required, default, low=low, high=high)


def _flag(name: str, about: str, default: str = "no") -> ColumnSpec:
    return ColumnSpec(name, "yes/no", about, default=default)


def _choice(name: str, about: str, choices: tuple[str, ...], default: str = "", required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, "choice", about, required, default, choices=choices)


def _place(required: bool, default: str = "") -> tuple[ColumnSpec, ColumnSpec]:
    about = "degrees, WGS 84, or {0} of --crs; of a GeoJSON file its Point"
    return (
        _number("lon", about.format("easting"), default, required, low=-LARGEST),
        _number("lat", about.format("northing"), default, required, low=-LARGEST),
    )


_YEAR = ColumnSpec("installed_year", "integer", "year of construction", default="0: not known", low=0, high=2200)
_HEALTH = _number(
    "health_score", "condition as last found, 0 (failed) to 100 (new); kept as an inspection", "not known", high=100
)
_PHASES = "phases carried; S is a split-phase secondary"

TABLES: Mapping[str, tuple[ColumnSpec, ...]] = {
    "substations": (
        _id("substation_id", "key", required=True),
        ColumnSpec("substation_name", "text", "shown to people", default="its key"),
        *_place(True),
        _number("voltage_kv", "high side, kV", "69", high=HIGHEST_KV),
        _number("capacity_mva", "firm capacity, MVA", "sum of its feeders' rated_kva"),
    ),
    "feeders": (
        _id("feeder_id", "key", required=True),
        _id("substation_id", "substation it starts at", "substations", True),
        ColumnSpec("feeder_name", "text", "shown to people", default="its key"),
        _number("voltage_kv", "line to line, kV", required=True, low=0.001, high=HIGHEST_KV),
        _id("head_node_id", "node its breaker feeds from", "nodes", default="its node nearest to the substation"),
        _number("rated_a", "rating, A", "400"),
        _number("rated_kva", "rating, kVA", "from voltage_kv and rated_a"),
        _number("peak_load_kw", "coincident peak, kW", "sum of its service transformers' peaks"),
    ),
    "nodes": (
        _id("node_id", "key; without this table nodes are the ends of segments", required=True),
        ColumnSpec("node_name", "text", "shown to people", default="its key"),
        *_place(True),
    ),
    "segments": (
        _id("segment_id", "key", required=True),
        _id("feeder_id", "feeder it belongs to as built", "feeders", True),
        _id("from_node_id", "node at its start", "nodes", default="the node where its line starts"),
        _id("to_node_id", "node at its end", "nodes", default="the node where its line ends"),
        ColumnSpec("geometry", "geometry", "its line: WKT LINESTRING; of a GeoJSON file its LineString",
               default="straight from node to node"),
        ColumnSpec("segment_name", "text", "shown to people", default="its key"),
        _choice("phases", _PHASES, PHASES, "ABC"),
        _number("voltage_kv", "line to line, kV", "its feeder's", high=HIGHEST_KV),
        _number("length_m", "length, m", "length of its line"),
        _flag("is_underground", "cable rather than overhead"),
        ColumnSpec("conductor", "text", "type of conductor", default="not stated"),
        _number("rated_a", "rating, A", "its feeder's"),
        _YEAR,
    ),
    "poles": (
        _id("pole_id", "key", required=True),
        *_place(True),
        _id("node_id", "node it carries", "nodes", default="the nearest node"),
        _id("feeder_id", "feeder it carries", "feeders", default="a feeder at its node"),
        ColumnSpec("pole_name", "text", "shown to people", default="its key"),
        ColumnSpec("material", "text", "wood, steel, concrete …", default="not stated"),
        _number("height_m", "height, m", "12"),
        _YEAR,
        _HEALTH,
    ),
    "transformers": (
        _id("transformer_id", "key", required=True),
        _number("rated_kva", "rating, kVA", required=True, low=0.001),
        _id("node_id", "node at its primary side", "nodes", default="the node nearest to its place"),
        _id("secondary_node_id", "node at its secondary side, where a secondary network is given", "nodes"),
        _id("pole_id", "pole it hangs on", "poles"),
        _id("feeder_id", "feeder it hangs on", "feeders", default="a feeder at its node"),
        ColumnSpec("transformer_name", "text", "shown to people", default="its key"),
        _choice("kind", "what it is for", TRANSFORMER_KINDS, "service"),
        _choice("phases", _PHASES, PHASES, "ABC"),
        _number("primary_kv", "rated primary voltage, kV", "its feeder's", high=HIGHEST_KV),
        _number("secondary_v", "rated secondary voltage, V", "240"),
        _flag("is_underground", "pad-mounted or in a vault"),
        _YEAR,
        _HEALTH,
        _number("peak_load_kw", "coincident peak of what it serves, kW", "mean load of its meters x 2"),
        ColumnSpec("customers_served", "integer", "active customers it serves", default="its active meters", low=0,
                   high=LARGEST),
        _number("load_kw", "present load, kW", "mean load of its meters", low=-LARGEST),
        *_place(False, "its node's"),
    ),
    "meters": (
        _id("meter_id", "key", required=True),
        _id("transformer_id", "transformer that serves it", "transformers", True),
        _id("node_id", "node it hangs on", "nodes", default="its transformer's secondary, else primary node"),
        ColumnSpec("meter_name", "text", "shown to people", default="its key"),
        *_place(False, "its node's"),
        _choice("phases", _PHASES, PHASES, "its transformer's"),
        _number("nominal_voltage_v", "nominal voltage, V", "its transformer's secondary_v"),
        _choice("customer_class", "class of customer", CLASSES, "residential"),
        _number("monthly_kwh", "mean energy of a month, kWh", "900"),
        _flag("has_solar", "generates"),
        _flag("has_ev", "charges a vehicle"),
        _flag("is_active", "has an active account", "as the customers say; yes without that table"),
    ),
    "customers": (
        _id("customer_id", "key; without this table each active meter gets one account", required=True),
        _id("meter_id", "meter of the account", "meters", True),
        ColumnSpec("account_number", "text", "shown to people", default="its key"),
        _choice("customer_class", "class of customer", CLASSES, "its meter's"),
        _flag("is_active", "at most one active account a meter", "yes"),
        ColumnSpec("critical_kind", "text", "hospital, water, life_support …", default="none"),
        ColumnSpec("customer_name", "text", "who has the account; personal", default="none"),
        ColumnSpec("service_address", "text", "where the service is; personal", default="none"),
        ColumnSpec("phone", "text", "to call back; personal", default="none"),
    ),
    "devices": (
        _id("device_id", "key", required=True),
        _id("segment_id", "segment it opens and closes", "segments", True),
        _choice("kind", "what it is", DEVICE_KINDS, required=True),
        _id("other_feeder_id", "of a tie, the feeder on the other side", "feeders"),
        _id("feeder_id", "feeder it belongs to", "feeders", default="its segment's"),
        ColumnSpec("device_name", "text", "shown to people", default="its key"),
        _choice("phases", _PHASES, PHASES, "its segment's"),
        _number("rated_a", "rating, A", "its segment's"),
        _flag("is_normally_open", "open as built"),
        _flag("is_open", "open now", "as built"),
        *_place(False, "the middle of its segment"),
    ),
}  # fmt: skip

REQUIRED_TABLES = ("substations", "feeders", "segments", "transformers", "meters")

UTILITY: tuple[ColumnSpec, ...] = (
    ColumnSpec("utility_name", "text", "unique", default="the folder's name"),
    ColumnSpec("time_zone", "text", "IANA name, e.g. America/Chicago", default="nautical zone of the longitude"),
    ColumnSpec("service_area", "geometry", "GeoJSON Polygon or MultiPolygon, lon/lat", default="hull of all places"),
)


def describe_columns() -> str:
    """Every table and column as plain text, for `--columns` and the README."""
    lines = [
        "One file a table: NAME.csv, NAME.parquet or NAME.geojson. * marks what is required. Keys may be any text.",
        "",
        "utility.json (an object; optional)",
        *(_line(column) for column in UTILITY),
    ]
    for table, columns in TABLES.items():
        lines += ["", f"{table}{' *' if table in REQUIRED_TABLES else ''}", *(_line(column) for column in columns)]
    return "\n".join(lines)


def _line(column: ColumnSpec) -> str:
    kind = " | ".join(column.choices) if column.choices else column.kind
    refers = f", found in {column.refers_to}" if column.refers_to else ""
    default = f"; default: {column.default}" if column.default else ""
    return f"  {column.name + ('*' if column.is_required else ''):<20} {column.about} ({kind}{refers}){default}"
