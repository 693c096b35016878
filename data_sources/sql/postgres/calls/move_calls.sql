-- One row a call: lets the calls of an outage be calls of another one, or the open ones of none (NULL); all, or those of
-- some transformers. They are locked in the order of their numbers first.
UPDATE flux.trouble_calls AS c
SET outage_id = CAST(:into_id AS bigint), version = c.version + 1
FROM (
    SELECT t.call_id
    FROM flux.trouble_calls AS t
    WHERE
        t.outage_id = :outage_id
        AND (CAST(:transformer_ids AS integer[]) IS NULL OR t.transformer_id = ANY (CAST(:transformer_ids AS integer[])))
        AND (CAST(:into_id AS bigint) IS NOT NULL OR t.closed_at IS NULL)
    ORDER BY t.call_id
    FOR UPDATE
) AS mine
WHERE c.call_id = mine.call_id
RETURNING c.call_id, c.symptom
