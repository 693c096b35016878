-- Meters answer, or the head-end gives them up: two arrays of one length; each leaves a message too.
WITH answered AS (
    UPDATE flux.meter_pings AS p
    SET answered_at = :now, answer = n.answer
    FROM unnest(CAST(:ping_ids AS bigint[]), CAST(:answers AS text[])) AS n (ping_id, answer)
    WHERE p.ping_id = n.ping_id AND p.answered_at IS NULL
    RETURNING p.meter_id, p.answer
)
INSERT INTO flux.meter_messages (utility_id, meter_id, kind, sent_at, received_at, is_simulated)
SELECT :utility_id, meter_id, answer, :now, :now, true
FROM answered
ORDER BY meter_id
