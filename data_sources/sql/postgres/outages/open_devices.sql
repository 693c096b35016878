-- One row a device that is open now.
-- result: device_id int32
-- topics: devices, network
SELECT device_id
FROM flux.devices
WHERE utility_id = :utility_id AND is_open
ORDER BY device_id
