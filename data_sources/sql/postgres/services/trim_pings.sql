-- Removes questions to meters from before a moment. One row a question removed.
DELETE FROM flux.meter_pings
WHERE ping_id = ANY(ARRAY(SELECT ping_id FROM flux.meter_pings WHERE asked_at < :before ORDER BY asked_at LIMIT :most))
RETURNING ping_id
