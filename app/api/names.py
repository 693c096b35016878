"""The original program's names beside ours: what somebody who comes from its REST API looks up.

Ours are lower snake case with the unit in the name; one quantity has one name in SQL, Python, REST and on the page.
"""

from __future__ import annotations

from pydantic import BaseModel, Field


class OldName(BaseModel):
    """One name of the original program."""

    old: str = Field(description="its name there")
    new: str | None = Field(description="its name here; null where there is no such thing")
    note: str = Field("", description="where the two differ")


class OldNames(BaseModel):
    """Names by endpoint."""

    endpoints: dict[str, list[OldName]]


def _name(old: str, new: str | None, note: str = "") -> OldName:
    return OldName(old=old, new=new, note=note)


_SAME = (
    "circuit_count", "avg_load", "avg_health", "worst_circuit_load", "worst_circuit_health", "critical_circuits",
    "warning_circuits", "status", "last_updated",
)  # fmt: skip
_NO_ADDRESS = "the network's rows hold no postal address; lon and lat do"

OLD_NAMES = OldNames(
    endpoints={
        "/api/kpis": [
            _name("TOTAL_CUSTOMERS", "customers_served", "active service points"),
            _name("ACTIVE_OUTAGES", "active_outages"),
            _name("TOTAL_LOAD_MW", "total_load_mw"),
            _name("CREWS_ACTIVE", "crews_active", "assigned, under way or at work"),
            _name("AVG_RESTORATION_MINUTES", "average_restoration_minutes", "of this year's sustained outages"),
        ],
        "/api/postgres/substations/status": [_name(name, name) for name in _SAME],
        "/api/postgres/grid/assets": [
            _name("ASSET_ID", "asset_id", "a number, unique within its asset_type"),
            _name("ASSET_NAME", "asset_name"),
            _name("ASSET_TYPE", "asset_type"),
            _name("LATITUDE", "lat"),
            _name("LONGITUDE", "lon"),
            _name("LOAD_PERCENT", "load_pct"),
            _name("HEALTH_SCORE", "health_score"),
            _name("STATUS", "status"),
            _name("VOLTAGE", "voltage_kv", "of its circuit; voltage_v is what customers get"),
            _name("CIRCUIT_ID", "feeder_id"),
            _name("CITY", None, _NO_ADDRESS),
            _name("ZIP_CODE", None, _NO_ADDRESS),
            _name("COUNTY", None, _NO_ADDRESS),
            _name("CONNECTED_CUSTOMERS", "customers_served"),
            _name("CIRCUITS_SERVED", "circuits_served", "of substations"),
            _name("CAPACITY_MVA", "capacity_mva", "of substations; transformers have rated_kva"),
            _name("SUBSTATION_NAME", "substation_name"),
        ],
        "/api/topology/feeders": [
            _name("SUBSTATION_ID", "substation_id", "of the feeder, in `feeders`"),
            _name("TRANSFORMER_ID", None, "a segment feeds many; see /api/topology/connections"),
            _name("CONNECTION_TYPE", "is_underground"),
            _name("FROM_LAT", "path", "first vertex; from_lat in the Arrow form"),
            _name("FROM_LON", "path", "first vertex; from_lon in the Arrow form"),
            _name("TO_LAT", "path", "last vertex; to_lat in the Arrow form"),
            _name("TO_LON", "path", "last vertex; to_lon in the Arrow form"),
            _name("LOAD_UTILIZATION_PCT", "load_pct", "of the feeder, in `feeders`"),
            _name("CIRCUIT_ID", "feeder_id"),
            _name("RATED_KVA", "rated_kva", "of the feeder, in `feeders`"),
            _name("DISTANCE_KM", "length_m", "metres"),
            _name("VOLTAGE_LEVEL", "voltage_kv", "of the feeder, in `feeders`"),
        ],
        "/api/topology/connections": [
            _name("FROM_ASSET_ID", "from_asset_id", "with its from_type"),
            _name("TO_ASSET_ID", "to_asset_id", "with its to_type"),
            _name("FROM_LAT", "from_lat"),
            _name("FROM_LON", "from_lon"),
            _name("TO_LAT", "to_lat"),
            _name("TO_LON", "to_lon"),
        ],
        "/api/agent/stream": [
            _name("thread_id", "conversation_id", "left out, a conversation begins; the first event tells its number"),
            _name("parent_message_id", None, "a question stands at the end of its conversation"),
        ],
        "/api/snowflake/ami/historical": [
            _name("METER_ID", "meter_id", "said once, beside `rows`"),
            _name("TIMESTAMP", "interval_start_at", "the interval's start, UTC"),
            _name("USAGE_KWH", "energy_delivered_kwh", "energy from the customer is apart, in energy_received_kwh"),
            _name("VOLTAGE", "voltage_v", "mean of the interval"),
            _name("POWER_FACTOR", "reactive_kvarh", "of kWh and kvarh; factors cannot be summed"),
            _name("CUSTOMER_SEGMENT_ID", None, "the meter's customer_class says what the customer is"),
        ],
    }
)
