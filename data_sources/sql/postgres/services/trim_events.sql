-- Removes events from before a moment. One row an event removed.
DELETE FROM flux.events
WHERE event_id = ANY(ARRAY(SELECT event_id FROM flux.events WHERE happened_at < :before ORDER BY happened_at LIMIT :most))
RETURNING event_id
