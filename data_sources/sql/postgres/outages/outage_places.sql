-- One row an outage of those that began in a span of time and lasted up to `ended_after` or longer, and say where they are;
-- those that were moved to the history too.
-- result: outage_id int64, lon float64, lat float64
-- topics: outages
-- bulk: yes
SELECT outage_id, lon, lat
FROM flux.outages
WHERE utility_id = :utility_id AND started_at >= :from_at AND started_at < :to_at
    AND (is_active OR restored_at >= :ended_after) AND lon IS NOT NULL AND lat IS NOT NULL
UNION ALL
SELECT outage_id, lon, lat
FROM flux.moved_outages
WHERE utility_id = :utility_id AND started_at >= :from_at AND started_at < :to_at
    AND restored_at >= :ended_after AND lon IS NOT NULL AND lat IS NOT NULL
