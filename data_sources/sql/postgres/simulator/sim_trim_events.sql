-- Removes simulated events from before a moment.
DELETE FROM flux.events WHERE utility_id = :utility_id AND is_simulated AND happened_at < :before
