-- One row a device of which it is said whether it reports by itself that it opened; of others its kind says it.
-- result: device_id int32, has_telemetry bool
-- topics: network
SELECT device_id, has_telemetry
FROM flux.devices
WHERE utility_id = :utility_id AND has_telemetry IS NOT NULL
ORDER BY device_id
