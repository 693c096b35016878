"""What a statement of a model may name: tables with their columns, and how each is cut down to one utility.

What is not here does not exist for it: no secrets, no audit, no person's name, no account, telephone or address (a
model is never told who somebody is, whoever asks), no conversations, no catalogue of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

SqlDialect = Literal["postgres", "snowflake"]


@dataclass(frozen=True, slots=True)
class AllowedTable:
    """A table.

    Attributes:
        name: in small letters.
        columns: that a statement may name.
        key: column by which its rows belong to a utility; `owner` says whose key it is.
        owner: table that says of which utility that key is; empty where `key` is the utility itself.
    """

    name: str
    columns: tuple[str, ...]
    key: str = "utility_id"
    owner: str = ""


def _tables(told: str) -> dict[str, AllowedTable]:
    """`name[ (key of owner)]: column column …`, one a paragraph."""
    tables = {}
    for paragraph in told.strip().split("\n\n"):
        head, _, columns = " ".join(paragraph.split()).partition(": ")
        name, _, rest = head.partition(" ")
        key, _, owner = rest.strip("()").partition(" of ")
        tables[name] = AllowedTable(name, tuple(columns.split()), key or "utility_id", owner)
    return tables


LIVE: Final[Mapping[str, AllowedTable]] = _tables("""
utilities: utility_id utility_name time_zone is_demo as_of crew_kmh repair_minutes call_out_minutes

substations: substation_id utility_id substation_name lon lat voltage_kv capacity_mva

feeders: feeder_id utility_id substation_id feeder_name voltage_kv head_node_id rated_a rated_kva peak_load_kw

segments: segment_id utility_id feeder_id segment_name from_node_id to_node_id phases voltage_kv length_m
    is_underground conductor rated_a installed_year

poles: pole_id utility_id feeder_id node_id pole_name lon lat material height_m installed_year health_score

transformers: transformer_id utility_id feeder_id node_id secondary_node_id pole_id transformer_name kind phases
    rated_kva primary_kv secondary_v is_underground installed_year health_score peak_load_kw customers_served
    lon lat

meters: meter_id utility_id feeder_id transformer_id meter_name phases nominal_voltage_v customer_class
    monthly_kwh has_solar has_ev is_active

customers: customer_id utility_id meter_id customer_class is_active critical_kind

devices: device_id utility_id feeder_id segment_id other_feeder_id device_name kind phases rated_a
    is_normally_open is_open lon lat updated_at has_telemetry

transformer_status: transformer_id utility_id feeder_id load_kw load_pct voltage_v is_energized updated_at

feeder_status: feeder_id utility_id load_kw load_pct current_a voltage_kv power_factor is_energized updated_at

feeder_summary: feeder_id utility_id substation_id segments poles transformers meters customers_served length_km
    average_health_score

feeder_reliability: feeder_id year utility_id sustained_outages customer_interruptions customer_minutes
    momentary_outages

crews: crew_id utility_id crew_name kind status members outage_id work_order_id lon lat updated_at vehicle
    shift_start shift_end

outage_facts: outage_id utility_id state kind is_active priority feeder_id feeder_name substation_name device_id
    device_name device_kind transformer_id transformer_name cause customers_out customers_interrupted
    customers_predicted customer_minutes probability started_at reported_at confirmed_at restored_at closed_at
    planned_start_at planned_end_at estimated_restoration_at estimated_by crew_id crew_name crew_status hazards
    lon lat is_simulated as_of

outages: outage_id utility_id feeder_id device_id transformer_id started_at restored_at estimated_restoration_at
    cause customers_interrupted customers_out customer_minutes crew_id lon lat is_simulated kind state is_active
    reported_at confirmed_at closed_at priority is_sustained sustained_customers sustained_minutes

events: event_id utility_id happened_at kind severity message feeder_id outage_id is_simulated

trouble_calls: call_id utility_id transformer_id called_at symptom callback outage_id closed_at is_simulated

weather: utility_id observed_at temperature_c humidity_pct wind_mps is_simulated

weather_forecasts: utility_id issued_at forecast_at temperature_c is_simulated

system_history: utility_id sampled_at load_kw customers_out active_outages crews_assigned is_simulated

inspections: inspection_id utility_id asset_kind asset_id inspected_on result condition_score
    remaining_strength_pct is_simulated

asset_failures: failure_id utility_id asset_kind asset_id installed_year failed_at mode rated_kva is_underground
    material outage_id is_simulated

asset_nameplates: asset_kind asset_id utility_id manufacturer model manufactured_year cooling is_upgraded_paper
    is_simulated

asset_health: asset_kind asset_id utility_id assessed_at asset_class health_score health_low health_high
    age_years failure_probability customers critical_customers outage_hours risk_customer_minutes risk_cost
    replacement_cost loss_of_life_pct hot_spot_max_c peak_load_pct inspection_age_years remaining_strength_pct
    is_simulated

vegetation: segment_id utility_id distance_m canopy_radius_m tree_height_m growth_m_per_year surveyed_on
    is_simulated

vegetation_risk: segment_id utility_id assessed_at risk level required_clearance_m clearance_m trim_in_years
    customers is_simulated

work_orders: work_order_id utility_id external_number work_type status priority skill asset_kind asset_id
    asset_name feeder_id outage_id title lon lat crew_id planned_start_at planned_end_at due_on estimated_hours
    started_at completed_at labour_hours origin created_at updated_at is_simulated

alarms: alarm_id utility_id quantity asset_kind asset_id asset_name feeder_id substation_id priority text
    operator threshold state is_in_alarm raised_at annunciated_at cleared_at acknowledged_at closed_at
    raised_value last_value is_simulated

storms: storm_id utility_id storm_name started_at ended_at
""")

HISTORY: Final[Mapping[str, AllowedTable]] = _tables("""
utilities: utility_id utility_name time_zone is_demo

substations: substation_id utility_id substation_name lon lat voltage_kv capacity_mva

feeders: feeder_id utility_id substation_id feeder_name voltage_kv rated_kva peak_load_kw

transformers: transformer_id utility_id feeder_id pole_id transformer_name kind phases rated_kva installed_year
    health_score lon lat

poles: pole_id utility_id feeder_id pole_name material installed_year health_score lon lat

meters: meter_id utility_id feeder_id transformer_id meter_name phases nominal_voltage_v customer_class
    has_solar has_ev is_active

feeder_interval_load (feeder_id of feeders): feeder_id interval_start_at interval_minutes reading_day
    energy_delivered_kwh energy_received_kwh reactive_kvarh voltage_pct intervals_received intervals_estimated
    intervals_missing

transformer_hourly_load (feeder_id of feeders): transformer_id feeder_id hour_start_at reading_day
    energy_delivered_kwh energy_received_kwh reactive_kvarh load_kva intervals_received intervals_estimated
    minutes_received

transformer_day (feeder_id of feeders): transformer_id feeder_id reading_day energy_delivered_kwh
    energy_received_kwh peak_kva intervals_received

meter_day (meter_id of meters): meter_id transformer_id reading_day energy_delivered_kwh energy_received_kwh
    reactive_kvarh peak_kw voltage_pct_min voltage_pct_mean voltage_pct_max minutes_below_a minutes_above_a
    minutes_below_b minutes_above_b intervals_expected intervals_received intervals_estimated intervals_missing
""")

TABLES: Final[Mapping[SqlDialect, Mapping[str, AllowedTable]]] = {"postgres": LIVE, "snowflake": HISTORY}
