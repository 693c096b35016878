-- One row a call: lets the calls of an outage be calls of another one, or the open ones of none (NULL); all, or those of
-- some transformers.
UPDATE flux.trouble_calls
SET outage_id = CAST(:into_id AS bigint), version = version + 1
WHERE
    outage_id = :outage_id
    AND (CAST(:transformer_ids AS integer[]) IS NULL OR transformer_id = ANY (CAST(:transformer_ids AS integer[])))
    AND (CAST(:into_id AS bigint) IS NOT NULL OR closed_at IS NULL)
RETURNING symptom
