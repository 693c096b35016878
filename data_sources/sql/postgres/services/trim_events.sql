-- Removes events from before a moment. One row an event removed.
DELETE FROM flux.events WHERE happened_at < :before RETURNING event_id
