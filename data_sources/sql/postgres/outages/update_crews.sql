-- Writes where crews are and what they do: arrays of one length; outage 0 stands for none.
UPDATE flux.crews AS c
SET status = n.status, outage_id = nullif(n.outage_id, 0), lon = n.lon, lat = n.lat, updated_at = :now
FROM unnest(
    CAST(:crew_ids AS integer[]), CAST(:status AS text[]), CAST(:outage_ids AS bigint[]),
    CAST(:lon AS double precision[]), CAST(:lat AS double precision[])
) AS n (crew_id, status, outage_id, lon, lat)
WHERE c.crew_id = n.crew_id AND c.utility_id = :utility_id
