-- Forgets who called, from where, and what was noted of it, of calls that were closed before a moment; the call stays. One
-- row a call.
UPDATE flux.trouble_calls SET caller_name = NULL, caller_phone = NULL, note = NULL
WHERE call_id = ANY(ARRAY(
    SELECT call_id FROM flux.trouble_calls
    WHERE closed_at < :before AND (caller_name IS NOT NULL OR caller_phone IS NOT NULL OR note IS NOT NULL)
    ORDER BY closed_at
    LIMIT :most
))
RETURNING call_id
