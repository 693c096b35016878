-- One row an outage that began in a span of time, with the device or transformer that took its customers out (-1 where there is none).
-- result: outage_id int64, utility_id int32, feeder_id int32, device_id int32, transformer_id int32,
--         started_at timestamp, restored_at timestamp, cause string, customers_interrupted int32,
--         customer_minutes float64, is_simulated bool
-- topics: outages
SELECT
    outage_id, utility_id, feeder_id, coalesce(device_id, -1) AS device_id,
    coalesce(transformer_id, -1) AS transformer_id, started_at, restored_at, cause, customers_interrupted,
    customer_minutes, is_simulated
FROM flux.outages
WHERE utility_id = :utility_id AND started_at >= :from_at AND started_at < :to_at
    AND (restored_at IS NOT NULL OR is_active)
ORDER BY outage_id
