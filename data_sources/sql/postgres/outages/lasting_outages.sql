-- One row an outage that still lasts.
-- result: outage_id int64, feeder_id int32, device_id int32, transformer_id int32, started_at timestamp,
--         estimated_restoration_at timestamp, cause string, customers_interrupted int32, customers_out int32,
--         customer_minutes float64, stepped_at timestamp, crew_id int32, lon float64, lat float64
-- topics: outages
SELECT
    outage_id, feeder_id, device_id, transformer_id, started_at,
    estimated_restoration_at, cause, customers_interrupted, customers_out,
    customer_minutes, stepped_at, crew_id, lon, lat
FROM flux.outages
WHERE utility_id = :utility_id AND restored_at IS NULL
ORDER BY outage_id
