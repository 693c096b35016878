-- Removes messages of meters from before a moment. One row a message removed.
DELETE FROM flux.meter_messages WHERE received_at < :before RETURNING message_id
