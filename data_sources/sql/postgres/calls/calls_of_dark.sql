-- One row a call, with its outage and symptom, of the open calls that nobody had put to an outage and whose transformers have no supply
-- in one of these: from now on they are calls of that outage.
WITH dark AS (
    SELECT i.outage_id, t.transformer_id
    FROM flux.interruptions AS i
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
    WHERE i.outage_id = ANY (CAST(:outage_ids AS bigint[])) AND i.restored_at IS NULL
),
mine AS (  -- locked in the order of their numbers
    SELECT t.call_id, d.outage_id
    FROM flux.trouble_calls AS t
    JOIN dark AS d ON d.transformer_id = t.transformer_id
    WHERE t.utility_id = :utility_id AND t.closed_at IS NULL AND t.outage_id IS NULL
    ORDER BY t.call_id
    FOR UPDATE OF t
)
UPDATE flux.trouble_calls AS c
SET outage_id = m.outage_id, version = c.version + 1
FROM mine AS m
WHERE c.call_id = m.call_id
RETURNING c.call_id, c.outage_id, c.symptom
