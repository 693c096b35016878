-- Removes questions to meters from before a moment. One row a question removed.
DELETE FROM flux.meter_pings WHERE asked_at < :before RETURNING ping_id
