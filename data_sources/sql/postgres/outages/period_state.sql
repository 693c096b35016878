-- One row that is another one after any change to an outage that lasted in a span of time: how many there are, the sum of
-- their versions, of which every change makes one more, and when the last of them was stepped.
-- result: outages int64, versions int64, stepped_at timestamp
-- topics: outages
SELECT count(*) AS outages, coalesce(sum(version), 0)::bigint AS versions, max(stepped_at) AS stepped_at
FROM flux.outages
WHERE
    utility_id = :utility_id AND started_at < CAST(:to_at AS timestamptz)
    AND (restored_at IS NULL OR restored_at >= CAST(:from_at AS timestamptz))
