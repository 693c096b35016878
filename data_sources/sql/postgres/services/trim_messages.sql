-- Removes messages of meters from before a moment. One row a message removed.
DELETE FROM flux.meter_messages
WHERE message_id = ANY(ARRAY(SELECT message_id FROM flux.meter_messages WHERE received_at < :before ORDER BY received_at LIMIT :most))
RETURNING message_id
