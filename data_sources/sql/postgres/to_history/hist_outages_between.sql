-- One row an outage that lasted in a span of time (-1 where no device or transformer is named).
-- result: outage_id int64, feeder_id int32, device_id int32, transformer_id int32, started_at timestamp,
--         restored_at timestamp
-- topics: outages
SELECT
    outage_id, feeder_id, coalesce(device_id, -1) AS device_id, coalesce(transformer_id, -1) AS transformer_id,
    started_at, restored_at
FROM flux.outages
WHERE utility_id = :utility_id AND started_at < :to_at AND (restored_at > :from_at OR restored_at IS NULL)
ORDER BY outage_id
