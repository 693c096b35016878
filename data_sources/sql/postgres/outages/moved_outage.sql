-- One row: an outage that was moved to the history, of a utility or, where that is NULL, of any; none where it is here, or
-- never was.
-- result: outage_id int64, started_at timestamp, restored_at timestamp
-- topics: outages
SELECT outage_id, started_at, restored_at
FROM flux.moved_outages
WHERE outage_id = :outage_id AND utility_id = coalesce(CAST(:utility_id AS integer), utility_id)
