-- One row a device that a person holds where they put it.
-- result: device_id int32
-- topics: devices, network
SELECT device_id
FROM flux.devices
WHERE utility_id = :utility_id AND held_by IS NOT NULL
ORDER BY device_id
