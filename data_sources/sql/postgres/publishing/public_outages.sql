-- One row an outage that somebody confirmed and in which customers are out. What is dangerous at a place, who works on
-- it and what failed are not asked for: they are not for the public.
-- result: outage_id int64, kind string, cause string, started_at timestamp, estimated_restoration_at timestamp,
-- customers_interrupted int32, customers_out int32, crew_status string, lon float64, lat float64
-- topics: outages, crews
SELECT
    o.outage_id, o.kind, o.cause, coalesce(o.reported_at, o.started_at) AS started_at, o.estimated_restoration_at,
    o.customers_interrupted, o.customers_out, c.status AS crew_status, o.lon, o.lat
FROM flux.outages AS o
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
WHERE o.utility_id = :utility_id AND o.is_active AND o.customers_out > 0
ORDER BY o.outage_id
