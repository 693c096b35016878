-- Writes where crews are: arrays of one length.
UPDATE flux.crews AS c
SET lon = n.lon, lat = n.lat, updated_at = :now
FROM unnest(
    CAST(:crew_ids AS integer[]), CAST(:lon AS double precision[]), CAST(:lat AS double precision[])
) AS n (crew_id, lon, lat)
WHERE c.crew_id = n.crew_id AND c.utility_id = :utility_id
