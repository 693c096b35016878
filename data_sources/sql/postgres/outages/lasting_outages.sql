-- One row an outage that is active.
-- result: outage_id int64, feeder_id int32, device_id int32, transformer_id int32, meter_id int32, started_at timestamp,
-- cause string, lon float64, lat float64, state string, version int32, crew_id int32, estimated_restoration_at timestamp,
-- estimated_by string, dispatched_by string, customers_interrupted int32, customers_out int32, customer_minutes float64,
-- stepped_at timestamp, has_interruptions bool, opened_devices string, closed_devices string
-- topics: outages
SELECT
    outage_id, feeder_id, device_id, transformer_id, meter_id, started_at, cause, lon, lat, state, version, crew_id,
    estimated_restoration_at, estimated_by, dispatched_by, customers_interrupted, customers_out, customer_minutes,
    stepped_at, has_interruptions, array_to_string(opened_devices, ',') AS opened_devices,
    array_to_string(closed_devices, ',') AS closed_devices
FROM flux.outages
WHERE utility_id = :utility_id AND is_active
ORDER BY outage_id
