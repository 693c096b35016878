-- Says what a crew does, and for which outage (NULL: none). One that is called in goes off shift again when it is free.
UPDATE flux.crews
SET
    status = CASE WHEN CAST(:status AS text) = 'available' AND is_called_out THEN 'off_shift' ELSE :status END,
    is_called_out = CASE WHEN CAST(:status AS text) = 'available' THEN false ELSE is_called_out OR status = 'off_shift' END,
    outage_id = CAST(:outage_id AS bigint), updated_at = :now
WHERE crew_id = :crew_id AND utility_id = :utility_id
