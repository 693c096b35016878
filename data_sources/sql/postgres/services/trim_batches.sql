-- Removes audit rows of batches of meters' messages from before a moment: they tell of messages that are gone. One row an
-- audit row removed.
DELETE FROM flux.audit
WHERE audit_id = ANY(ARRAY(
    SELECT audit_id FROM flux.audit
    WHERE action = 'take_meter_messages' AND written_at < :before
    ORDER BY written_at
    LIMIT :most
))
RETURNING audit_id
