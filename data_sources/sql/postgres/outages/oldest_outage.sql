-- One row: when the oldest outage began that is over and still here; no row where there is none.
-- result: started_at timestamp
-- topics: outages
SELECT started_at
FROM flux.outages
WHERE utility_id = :utility_id AND restored_at IS NOT NULL
ORDER BY started_at
LIMIT 1
