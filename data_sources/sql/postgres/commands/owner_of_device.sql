-- One row: the utility of a device.
SELECT utility_id FROM flux.devices WHERE device_id = :id
