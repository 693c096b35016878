-- One row an outage and symptom of the open calls that nobody had put to an outage and whose transformers have no supply
-- in one of these: from now on they are calls of that outage.
WITH dark AS (
    SELECT i.outage_id, t.transformer_id
    FROM flux.interruptions AS i
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
    WHERE i.outage_id = ANY (CAST(:outage_ids AS bigint[])) AND i.restored_at IS NULL
),
put AS (
    UPDATE flux.trouble_calls AS c
    SET outage_id = d.outage_id, version = c.version + 1
    FROM dark AS d
    WHERE c.utility_id = :utility_id AND c.closed_at IS NULL AND c.outage_id IS NULL AND c.transformer_id = d.transformer_id
    RETURNING c.outage_id, c.symptom
)
SELECT DISTINCT outage_id, symptom FROM put ORDER BY 1, 2
