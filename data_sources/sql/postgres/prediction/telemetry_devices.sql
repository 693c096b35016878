-- One row a device that says by itself that it opened: as it is told, else breakers and reclosers.
-- result: device_id int32
-- topics: devices, network
SELECT device_id
FROM flux.devices
WHERE utility_id = :utility_id AND coalesce(has_telemetry, kind IN ('breaker', 'recloser'))
ORDER BY device_id
