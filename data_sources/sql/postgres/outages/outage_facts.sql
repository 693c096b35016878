-- One row: an outage of a utility whatever its state, with the names of what it is about.
-- What the columns mean stands with the view.
-- result: outage_id int64, state string, kind string, version int32, is_active bool, priority string, is_priority_manual bool,
-- feeder_id int32, feeder_name string, substation_name string, device_id int32, device_name string, device_kind string,
-- transformer_id int32, transformer_name string, meter_id int32, meter_name string, cause string, customers_out int32,
-- customers_interrupted int32, customers_predicted int32, customer_minutes float64, probability float64,
-- started_at timestamp, reported_at timestamp, confirmed_at timestamp, restored_at timestamp, closed_at timestamp,
-- planned_start_at timestamp, planned_end_at timestamp,
-- estimated_restoration_at timestamp, estimated_by string, estimate_reason string, is_area_estimate bool,
-- dispatched_by string, crew_id int32,
-- crew_name string, crew_status string, hazards string, merged_into int64, split_from int64, lon float64, lat float64,
-- is_simulated bool, as_of timestamp, dark_transformers string
-- topics: outages, crews, network, calls
-- ages: 60
SELECT
    outage_id, state, kind, version, is_active, priority, is_priority_manual, feeder_id, feeder_name, substation_name,
    device_id, device_name, device_kind, transformer_id, transformer_name, meter_id, meter_name, cause, customers_out,
    customers_interrupted, customers_predicted, customer_minutes, probability, started_at, reported_at, confirmed_at,
    restored_at, closed_at, planned_start_at, planned_end_at, estimated_restoration_at, estimated_by, estimate_reason,
    is_area_estimate, dispatched_by, crew_id, crew_name, crew_status, hazards, merged_into, split_from, lon, lat, is_simulated, as_of,
    dark_transformers
FROM flux.outage_facts
WHERE outage_id = :outage_id AND utility_id = :utility_id
