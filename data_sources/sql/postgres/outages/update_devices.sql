-- Opens and closes devices: two arrays of one length.
UPDATE flux.devices AS d
SET is_open = n.is_open, updated_at = :now
FROM unnest(CAST(:device_ids AS integer[]), CAST(:is_open AS boolean[])) AS n (device_id, is_open)
WHERE d.device_id = n.device_id AND d.utility_id = :utility_id
