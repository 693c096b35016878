-- Opens and closes devices: two arrays of one length. Who put one where it is not as built by hand holds it there.
UPDATE flux.devices AS d
SET
    is_open = n.is_open, updated_at = :now, version = d.version + 1,
    held_by = CASE WHEN n.is_open <> d.is_normally_open THEN CAST(:held_by AS text) END
FROM unnest(CAST(:device_ids AS integer[]), CAST(:is_open AS boolean[])) AS n (device_id, is_open)
WHERE d.device_id = n.device_id AND d.utility_id = :utility_id
