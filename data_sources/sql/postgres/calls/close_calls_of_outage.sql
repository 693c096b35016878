-- One row a call: closes the calls of an outage after which nobody has to be called back any more, locked in the order of
-- their numbers.
UPDATE flux.trouble_calls AS c
SET closed_at = :now, version = c.version + 1
FROM (
    SELECT t.call_id
    FROM flux.trouble_calls AS t
    WHERE t.outage_id = :outage_id AND t.closed_at IS NULL AND t.callback IN ('none', 'supplied')
    ORDER BY t.call_id
    FOR UPDATE
) AS mine
WHERE c.call_id = mine.call_id
RETURNING c.call_id
