-- One row an outage of a utility, and when it began.
-- result: outage_id int64, started_at timestamp
-- topics: exports
SELECT outage_id, MAX(started_at) AS started_at
FROM outage_events
WHERE utility_id = :utility_id
GROUP BY outage_id
