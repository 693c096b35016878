-- One row: an outage that is over and in the history, of a utility or, where that is NULL, of any; none where it is not.
-- result: outage_id int64, started_at timestamp, restored_at timestamp
-- topics: exports
SELECT outage_id, MIN(started_at) AS started_at, MAX(restored_at) AS restored_at
FROM outage_events
WHERE outage_id = :outage_id
    AND utility_id = COALESCE(:utility_id::integer, utility_id)
    AND restored_at IS NOT NULL
GROUP BY outage_id
