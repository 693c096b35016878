-- One row: how long this year's sustained outages (over five minutes, counted in the year they started in, in the
-- utility's own time zone) lasted until everybody was back; NULL where none has ended.
-- result: average_restoration_minutes float64
-- topics: outages
SELECT avg(extract(epoch FROM o.restored_at - o.started_at) / 60)::float8 AS average_restoration_minutes
FROM flux.outages AS o
JOIN flux.utilities AS u ON u.utility_id = o.utility_id
WHERE
    o.utility_id = :utility_id
    AND o.is_sustained
    AND o.started_at >= date_trunc('year', CAST(:as_of AS timestamptz) AT TIME ZONE u.time_zone) AT TIME ZONE u.time_zone
