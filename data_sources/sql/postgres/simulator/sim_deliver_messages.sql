-- What meters sent and is heard of by now goes to the head-end.
WITH due AS (
    DELETE FROM flux.sim_messages
    WHERE utility_id = :utility_id AND due_at <= :now AND kind <> 'call'
    RETURNING meter_id, kind, sent_at, due_at
)
INSERT INTO flux.meter_messages (utility_id, meter_id, kind, sent_at, received_at, is_simulated)
SELECT :utility_id, meter_id, kind, sent_at, due_at, true
FROM due
ORDER BY due_at
