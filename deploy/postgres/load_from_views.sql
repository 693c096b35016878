-- The rows of flux_adapter into the schema flux, in one transaction: open pages follow when it commits. Run it again
-- whenever the old tables changed; the utility's outages, calls, alarms and crews go with its old rows, what the old tables do not
-- hold (events, samples of the key figures, weather, alarm rules, the shift log) stays. Inspections, failures, nameplates and
-- vegetation stay with the asset of the same name; work orders stay all, without the outage, the crew or the asset that is gone.
-- The ids are numbered from 1, so the adapted utility is the only one of its database.
BEGIN;
SELECT flux.set_records_aside(utility_id) FROM flux_adapter.assumed;
DELETE FROM kept_inspections WHERE source = 'health_score of the old tables';  -- they are made of the old tables again, below
CREATE TEMPORARY TABLE kept_events ON COMMIT DROP AS TABLE flux.events;
CREATE TEMPORARY TABLE kept_samples ON COMMIT DROP AS TABLE flux.system_history;
CREATE TEMPORARY TABLE kept_weather ON COMMIT DROP AS TABLE flux.weather;
CREATE TEMPORARY TABLE kept_forecasts ON COMMIT DROP AS TABLE flux.weather_forecasts;
CREATE TEMPORARY TABLE kept_rules ON COMMIT DROP AS TABLE flux.alarm_rules;
CREATE TEMPORARY TABLE kept_shifts ON COMMIT DROP AS TABLE flux.shifts;
CREATE TEMPORARY TABLE kept_notes ON COMMIT DROP AS TABLE flux.shift_log;
LOCK TABLE flux.utilities IN SHARE ROW EXCLUSIVE MODE;
TRUNCATE flux.utilities, flux.substations, flux.feeders, flux.nodes, flux.segments, flux.poles, flux.transformers, flux.meters,
    flux.customers, flux.devices, flux.transformer_status, flux.feeder_status, flux.feeder_summary, flux.crews, flux.outages,
    flux.interruptions, flux.sim_faults, flux.sim_messages, flux.sim_storms, flux.trouble_calls, flux.meter_messages,
    flux.meter_pings, flux.outage_predictions, flux.moved_outages, flux.outages_taken_back, flux.work_orders,
    flux.storms, flux.area_estimates, flux.damage_assessments,
    flux.asset_health, flux.vegetation_risk, flux.asset_assessments,
    flux.inspections, flux.asset_failures, flux.asset_nameplates, flux.vegetation,
    flux.alarm_rules, flux.alarm_looks, flux.alarms, flux.alarm_steps, flux.shifts, flux.shift_log,
    flux.feeder_reliability, flux.events, flux.weather, flux.weather_forecasts, flux.system_history;

INSERT INTO flux.utilities (
    utility_id, utility_name, time_zone, is_demo, seed, as_of, service_area, source_note, loaded_at
)
SELECT
    utility_id, utility_name, time_zone, is_demo, seed, as_of, service_area, source_note, loaded_at
FROM flux_adapter.utilities;

INSERT INTO flux.substations (
    substation_id, utility_id, substation_name, lon, lat, voltage_kv, capacity_mva
)
SELECT
    substation_id, utility_id, substation_name, lon, lat, voltage_kv, capacity_mva
FROM flux_adapter.substations;

INSERT INTO flux.feeders (
    feeder_id, utility_id, substation_id, feeder_name, voltage_kv, head_node_id, rated_a, rated_kva, peak_load_kw
)
SELECT
    feeder_id, utility_id, substation_id, feeder_name, voltage_kv, head_node_id, rated_a, rated_kva, peak_load_kw
FROM flux_adapter.feeders;

INSERT INTO flux.nodes (
    node_id, utility_id, node_name, lon, lat
)
SELECT
    node_id, utility_id, node_name, lon, lat
FROM flux_adapter.nodes;

INSERT INTO flux.segments (
    segment_id, utility_id, feeder_id, segment_name, from_node_id, to_node_id, phases, voltage_kv, length_m, is_underground, conductor,
    rated_a, installed_year, path
)
SELECT
    segment_id, utility_id, feeder_id, segment_name, from_node_id, to_node_id, phases, voltage_kv, length_m, is_underground, conductor,
    rated_a, installed_year, path
FROM flux_adapter.segments;

INSERT INTO flux.poles (
    pole_id, utility_id, feeder_id, node_id, pole_name, lon, lat, material, height_m, installed_year, health_score
)
SELECT
    pole_id, utility_id, feeder_id, node_id, pole_name, lon, lat, material, height_m, installed_year, health_score
FROM flux_adapter.poles;

INSERT INTO flux.transformers (
    transformer_id, utility_id, feeder_id, node_id, secondary_node_id, pole_id, transformer_name, kind, phases, rated_kva,
    primary_kv, secondary_v, is_underground, installed_year, health_score, peak_load_kw, customers_served, lon, lat
)
SELECT
    transformer_id, utility_id, feeder_id, node_id, secondary_node_id, pole_id, transformer_name, kind, phases, rated_kva,
    primary_kv, secondary_v, is_underground, installed_year, health_score, peak_load_kw, customers_served, lon, lat
FROM flux_adapter.transformers;

INSERT INTO flux.meters (
    meter_id, utility_id, feeder_id, transformer_id, node_id, meter_name, lon, lat, phases, nominal_voltage_v, customer_class,
    monthly_kwh, has_solar, has_ev, is_active
)
SELECT
    meter_id, utility_id, feeder_id, transformer_id, node_id, meter_name, lon, lat, phases, nominal_voltage_v, customer_class,
    monthly_kwh, has_solar, has_ev, is_active
FROM flux_adapter.meters;

INSERT INTO flux.customers (
    customer_id, utility_id, meter_id, account_number, customer_class, is_active, critical_kind, customer_name,
    service_address, phone
)
SELECT
    customer_id, utility_id, meter_id, account_number, customer_class, is_active, critical_kind, customer_name,
    service_address, phone
FROM flux_adapter.customers;

INSERT INTO flux.transformer_status (
    transformer_id, utility_id, feeder_id, load_kw, load_pct, voltage_v, is_energized, updated_at
)
SELECT
    transformer_id, utility_id, feeder_id, load_kw, load_pct, voltage_v, is_energized, updated_at
FROM flux_adapter.transformer_status;

INSERT INTO flux.feeder_status (
    feeder_id, utility_id, load_kw, load_pct, current_a, voltage_kv, power_factor, is_energized, updated_at
)
SELECT
    feeder_id, utility_id, load_kw, load_pct, current_a, voltage_kv, power_factor, is_energized, updated_at
FROM flux_adapter.feeder_status;

INSERT INTO flux.feeder_summary (
    feeder_id, utility_id, substation_id, segments, poles, transformers, meters, customers_served, length_km, average_health_score
)
SELECT
    feeder_id, utility_id, substation_id, segments, poles, transformers, meters, customers_served, length_km, average_health_score
FROM flux_adapter.feeder_summary;

-- What the old tables say of an asset's health is what somebody found of its condition, nobody knows when; the score that is shown is assessed
-- from it by the services of the server, within a minute.
INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result, condition_score, source)
SELECT
    utility_id, asset_kind, asset_id, NULL,
    CASE WHEN health_score >= 75 THEN 'good' WHEN health_score >= 55 THEN 'fair' WHEN health_score >= 30 THEN 'poor' ELSE 'replace' END,
    health_score, 'health_score of the old tables'
FROM (
    SELECT utility_id, 'transformer' AS asset_kind, transformer_id AS asset_id, health_score FROM flux_adapter.transformers
    UNION ALL
    SELECT utility_id, 'pole', pole_id, health_score FROM flux_adapter.poles
) AS given
WHERE health_score BETWEEN 0 AND 100;

SELECT flux.put_records_back(utility_id) FROM flux_adapter.assumed;
INSERT INTO flux.events SELECT * FROM kept_events WHERE utility_id IN (SELECT utility_id FROM flux.utilities);
INSERT INTO flux.system_history SELECT * FROM kept_samples WHERE utility_id IN (SELECT utility_id FROM flux.utilities);
INSERT INTO flux.weather SELECT * FROM kept_weather WHERE utility_id IN (SELECT utility_id FROM flux.utilities);
INSERT INTO flux.weather_forecasts SELECT * FROM kept_forecasts WHERE utility_id IN (SELECT utility_id FROM flux.utilities);
INSERT INTO flux.alarm_rules SELECT * FROM kept_rules WHERE utility_id IN (SELECT utility_id FROM flux.utilities);
-- A rule watches what has the name of what it watched; of what is gone it watches nothing more.
UPDATE flux.alarm_rules AS r SET deleted_at = now()
WHERE
    r.scope_id IS NOT NULL AND r.deleted_at IS NULL
    AND NOT EXISTS (SELECT FROM found_again AS a WHERE a.kind = r.scope_kind AND a.was = r.scope_id);
UPDATE flux.alarm_rules AS r SET scope_id = a.now_is FROM found_again AS a WHERE a.kind = r.scope_kind AND a.was = r.scope_id;
INSERT INTO flux.shifts SELECT * FROM kept_shifts WHERE utility_id IN (SELECT utility_id FROM flux.utilities);
INSERT INTO flux.shift_log SELECT * FROM kept_notes WHERE utility_id IN (SELECT utility_id FROM flux.utilities);

INSERT INTO flux.audit (actor, action, utility_id, detail)
SELECT 'load_from_views.sql', 'import_network', utility_id, jsonb_build_object('utility_name', utility_name) FROM flux.utilities;
COMMIT;
ANALYZE;
