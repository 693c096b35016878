-- The role that statements of a model run as (FLUXOPS_ASSISTANT_FREE_SQL_ROLE): it may read what the guard lets through,
-- and nothing else, so that a hole in the guard would still open on a wall. Run as the owner of the schema flux:
--
--   psql -v role=flux_free_sql -v app=fluxops -f deploy/postgres/free_sql_role.sql
CREATE ROLE :"role" NOLOGIN NOINHERIT;
GRANT :"role" TO :"app";
GRANT USAGE ON SCHEMA flux TO :"role";
GRANT SELECT (utility_id, utility_name, time_zone, is_demo, as_of, crew_kmh, repair_minutes, call_out_minutes) ON
    flux.utilities TO :"role";
GRANT SELECT (substation_id, utility_id, substation_name, lon, lat, voltage_kv, capacity_mva) ON flux.substations TO
    :"role";
GRANT SELECT (feeder_id, utility_id, substation_id, feeder_name, voltage_kv, head_node_id, rated_a, rated_kva,
    peak_load_kw) ON flux.feeders TO :"role";
GRANT SELECT (segment_id, utility_id, feeder_id, segment_name, from_node_id, to_node_id, phases, voltage_kv, length_m,
    is_underground, conductor, rated_a, installed_year) ON flux.segments TO :"role";
GRANT SELECT (pole_id, utility_id, feeder_id, node_id, pole_name, lon, lat, material, height_m, installed_year,
    health_score) ON flux.poles TO :"role";
GRANT SELECT (transformer_id, utility_id, feeder_id, node_id, secondary_node_id, pole_id, transformer_name, kind,
    phases, rated_kva, primary_kv, secondary_v, is_underground, installed_year, health_score, peak_load_kw,
    customers_served, lon, lat) ON flux.transformers TO :"role";
GRANT SELECT (meter_id, utility_id, feeder_id, transformer_id, meter_name, phases, nominal_voltage_v, customer_class,
    monthly_kwh, has_solar, has_ev, is_active) ON flux.meters TO :"role";
GRANT SELECT (customer_id, utility_id, meter_id, customer_class, is_active, critical_kind) ON flux.customers TO
    :"role";
GRANT SELECT (device_id, utility_id, feeder_id, segment_id, other_feeder_id, device_name, kind, phases, rated_a,
    is_normally_open, is_open, lon, lat, updated_at, has_telemetry) ON flux.devices TO :"role";
GRANT SELECT (transformer_id, utility_id, feeder_id, load_kw, load_pct, voltage_v, is_energized, updated_at) ON
    flux.transformer_status TO :"role";
GRANT SELECT (feeder_id, utility_id, load_kw, load_pct, current_a, voltage_kv, power_factor, is_energized, updated_at)
    ON flux.feeder_status TO :"role";
GRANT SELECT (feeder_id, utility_id, substation_id, segments, poles, transformers, meters, customers_served,
    length_km, average_health_score) ON flux.feeder_summary TO :"role";
GRANT SELECT (feeder_id, year, utility_id, sustained_outages, customer_interruptions, customer_minutes,
    momentary_outages) ON flux.feeder_reliability TO :"role";
GRANT SELECT (crew_id, utility_id, crew_name, kind, status, members, outage_id, work_order_id, lon, lat, updated_at,
    vehicle, shift_start, shift_end) ON flux.crews TO :"role";
GRANT SELECT (outage_id, utility_id, state, kind, is_active, priority, feeder_id, feeder_name, substation_name,
    device_id, device_name, device_kind, transformer_id, transformer_name, cause, customers_out,
    customers_interrupted, customers_predicted, customer_minutes, probability, started_at, reported_at, confirmed_at,
    restored_at, closed_at, planned_start_at, planned_end_at, estimated_restoration_at, estimated_by, crew_id,
    crew_name, crew_status, hazards, lon, lat, is_simulated, as_of) ON flux.outage_facts TO :"role";
GRANT SELECT (outage_id, utility_id, feeder_id, device_id, transformer_id, started_at, restored_at,
    estimated_restoration_at, cause, customers_interrupted, customers_out, customer_minutes, crew_id, lon, lat,
    is_simulated, kind, state, is_active, reported_at, confirmed_at, closed_at, priority, is_sustained,
    sustained_customers, sustained_minutes) ON flux.outages TO :"role";
GRANT SELECT (event_id, utility_id, happened_at, kind, severity, message, feeder_id, outage_id, is_simulated) ON
    flux.events TO :"role";
GRANT SELECT (call_id, utility_id, transformer_id, called_at, symptom, callback, outage_id, closed_at, is_simulated)
    ON flux.trouble_calls TO :"role";
GRANT SELECT (utility_id, observed_at, temperature_c, humidity_pct, wind_mps, is_simulated) ON flux.weather TO
    :"role";
GRANT SELECT (utility_id, issued_at, forecast_at, temperature_c, is_simulated) ON flux.weather_forecasts TO :"role";
GRANT SELECT (utility_id, sampled_at, load_kw, customers_out, active_outages, crews_assigned, is_simulated) ON
    flux.system_history TO :"role";
GRANT SELECT (inspection_id, utility_id, asset_kind, asset_id, inspected_on, result, condition_score,
    remaining_strength_pct, is_simulated) ON flux.inspections TO :"role";
GRANT SELECT (failure_id, utility_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva,
    is_underground, material, outage_id, is_simulated) ON flux.asset_failures TO :"role";
GRANT SELECT (asset_kind, asset_id, utility_id, manufacturer, model, manufactured_year, cooling, is_upgraded_paper,
    is_simulated) ON flux.asset_nameplates TO :"role";
GRANT SELECT (asset_kind, asset_id, utility_id, assessed_at, asset_class, health_score, health_low, health_high,
    age_years, failure_probability, customers, critical_customers, outage_hours, risk_customer_minutes, risk_cost,
    replacement_cost, loss_of_life_pct, hot_spot_max_c, peak_load_pct, inspection_age_years, remaining_strength_pct,
    is_simulated) ON flux.asset_health TO :"role";
GRANT SELECT (segment_id, utility_id, distance_m, canopy_radius_m, tree_height_m, growth_m_per_year, surveyed_on,
    is_simulated) ON flux.vegetation TO :"role";
GRANT SELECT (segment_id, utility_id, assessed_at, risk, level, required_clearance_m, clearance_m, trim_in_years,
    customers, is_simulated) ON flux.vegetation_risk TO :"role";
GRANT SELECT (work_order_id, utility_id, external_number, work_type, status, priority, skill, asset_kind, asset_id,
    asset_name, feeder_id, outage_id, title, lon, lat, crew_id, planned_start_at, planned_end_at, due_on,
    estimated_hours, started_at, completed_at, labour_hours, origin, created_at, updated_at, is_simulated) ON
    flux.work_orders TO :"role";
GRANT SELECT (alarm_id, utility_id, quantity, asset_kind, asset_id, asset_name, feeder_id, substation_id, priority,
    text, operator, threshold, state, is_in_alarm, raised_at, annunciated_at, cleared_at, acknowledged_at, closed_at,
    raised_value, last_value, is_simulated) ON flux.alarms TO :"role";
GRANT SELECT (storm_id, utility_id, storm_name, started_at, ended_at) ON flux.storms TO :"role";
