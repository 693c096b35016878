-- One row an outage that somebody confirmed and in which customers are out. In a declared storm it has the time that its
-- area was given, or none. What is dangerous at a place, who works on it and what failed are not asked for: they are not
-- for the public.
-- result: outage_id int64, kind string, cause string, started_at timestamp, estimated_restoration_at timestamp,
-- customers_interrupted int32, customers_out int32, crew_status string, lon float64, lat float64
-- topics: outages, crews, storms
SELECT
    o.outage_id, o.kind, o.cause, coalesce(o.reported_at, o.started_at) AS started_at,
    CASE WHEN s.storm_id IS NULL OR o.kind = 'planned' THEN o.estimated_restoration_at ELSE a.estimated_restoration_at END
        AS estimated_restoration_at,
    o.customers_interrupted, o.customers_out, c.status AS crew_status, o.lon, o.lat
FROM flux.outages AS o
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
LEFT JOIN flux.storms AS s ON s.utility_id = o.utility_id AND s.ended_at IS NULL
LEFT JOIN LATERAL (
    SELECT e.estimated_restoration_at
    FROM flux.area_estimates AS e
    JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id AND f.substation_id = e.substation_id
    WHERE e.storm_id = s.storm_id AND e.withdrawn_at IS NULL
    ORDER BY e.area_estimate_id DESC
    LIMIT 1
) AS a ON true
WHERE o.utility_id = :utility_id AND o.is_active AND o.customers_out > 0
ORDER BY o.outage_id
