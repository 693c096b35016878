-- One row a call: puts the open calls that a cancellation took off an outage, and that are put to none since, to it again.
UPDATE flux.trouble_calls AS c
SET outage_id = :outage_id, version = c.version + 1
FROM (
    SELECT t.call_id
    FROM flux.trouble_calls AS t
    WHERE
        t.closed_at IS NULL AND t.outage_id IS NULL
        AND t.call_id = ANY ((
            SELECT a.call_ids
            FROM flux.audit AS a
            WHERE
                a.target_kind = 'outage' AND a.target_id = :outage_id AND a.action = 'cancel_outage' AND a.outcome = 'done'
            ORDER BY a.audit_id DESC
            LIMIT 1
        )::bigint[])
    ORDER BY t.call_id
    FOR UPDATE
) AS mine
WHERE c.call_id = mine.call_id
RETURNING c.call_id, c.symptom
