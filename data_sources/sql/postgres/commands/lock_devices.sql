-- One row a device, locked in the order of their numbers.
SELECT d.device_id, to_jsonb(d) AS row
FROM flux.devices AS d
WHERE d.device_id = ANY (CAST(:ids AS integer[]))
ORDER BY d.device_id
FOR UPDATE
