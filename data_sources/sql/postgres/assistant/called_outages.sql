-- One row an outage that lasts and of which somebody has called, whether the call is still open or not.
-- result: outage_id int64
-- topics: outages, calls
SELECT DISTINCT c.outage_id
FROM flux.trouble_calls AS c
JOIN flux.outages AS o ON o.outage_id = c.outage_id
WHERE o.utility_id = :utility_id AND o.is_active
ORDER BY c.outage_id
