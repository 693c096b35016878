-- Writes some columns of a crew, given as one JSON object; its version is one more.
UPDATE flux.crews AS c
SET
    (status, is_called_out, skills, shift_start, shift_end, vehicle, members) = (
        SELECT n.status, n.is_called_out, n.skills, n.shift_start, n.shift_end, n.vehicle, n.members
        FROM jsonb_populate_record(c, CAST(:changes AS jsonb)) AS n
    ),
    version = c.version + 1, updated_at = :now
WHERE c.crew_id = :crew_id
