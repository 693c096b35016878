-- One row a call, locked in the order of their numbers.
SELECT c.call_id, to_jsonb(c) AS row
FROM flux.trouble_calls AS c
WHERE c.call_id = ANY (CAST(:ids AS bigint[]))
ORDER BY c.call_id
FOR UPDATE
